"""Whoosh's codec over segment files: its own queries and readers run on the arrays.

Only reading: segments are made by `index.segments.bulk_writer`, whole. The field ``id``
is read from the table of ids; its weights are 1.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from whoosh.codec.base import Codec, PerDocumentReader, Segment
from whoosh.columns import ColumnReader

from index.segments.contents import INDEX_NAME, SegmentEntry, read_live
from index.segments.segment_reader import SegmentArrays
from index.whoosh_view.schema import NUMBER_COLUMNS
from index.whoosh_view.terms import ArrayTerms, document_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray


class ArraySegment(Segment):  # type: ignore[misc]  # Whoosh has no types
    """One segment of one generation, as Whoosh wants to see it."""

    def __init__(self, directory: Path, entry: SegmentEntry) -> None:
        self.indexname = INDEX_NAME
        self.segid = entry.id
        self.compound = False
        self._directory = directory
        self._entry = entry

    @cached_property
    def arrays(self) -> SegmentArrays:
        """The segment's file, opened once."""
        entry = self._entry
        live = read_live(self._directory, entry)
        return SegmentArrays(self._directory / entry.file_name, live)

    def codec(self) -> ArrayCodec:
        """Return the codec that reads this segment."""
        return ArrayCodec()

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._entry.documents

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return self._entry.deleted

    def deleted_docs(self) -> list[int]:
        """Return the deleted documents."""
        live = self.arrays.live
        found: list[int] = [] if live is None else np.flatnonzero(~live).tolist()
        return found

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted; Whoosh asks past the last one, too."""
        live = self.arrays.live
        return live is not None and docnum < len(live) and not live[docnum]

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:
        """Refuse: segments do not change."""
        raise NotImplementedError("use BulkWriter.delete")

    def should_assemble(self) -> bool:
        """Tell that there are no files to pack into one."""
        return False


class ArrayCodec(Codec):  # type: ignore[misc]  # Whoosh has no types
    """Hands out the readers of segments."""

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayDocuments:  # noqa: ARG002 - Whoosh's signature
        """Return lengths, columns and deletes."""
        return ArrayDocuments(segment)

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTerms:  # noqa: ARG002 - Whoosh's signature
        """Return terms and postings."""
        return ArrayTerms(segment.arrays)


class ArrayDocuments(PerDocumentReader):  # type: ignore[misc]  # Whoosh has no types
    """What a segment knows of each document."""

    def __init__(self, segment: ArraySegment) -> None:
        self._segment = segment
        self._arrays = segment.arrays

    def doc_count(self) -> int:
        """Return the number of documents that are not deleted."""
        count: int = self._segment.doc_count()
        return count

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        """Tell whether any document is deleted."""
        return self._segment.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> list[int]:
        """Return the deleted documents."""
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        """Tell that there are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Tell whether a column can be read."""
        return fieldname in NUMBER_COLUMNS

    def list_columns(self) -> tuple[str, ...]:
        """Return the names of all columns."""
        return NUMBER_COLUMNS

    def column_reader(self, fieldname: str, column: Any) -> NumberColumn:  # noqa: ARG002 - Whoosh's signature
        """Return the archive rows or the dates."""
        return NumberColumn(self._arrays.rows if fieldname == "row" else self._arrays.dates)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the words of a document; of fields beside the text, ``default``."""
        lengths = document_lengths(self._arrays, fieldname)
        return default if lengths is None else int(lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        """Return the words of all documents; beside the text, their number."""
        lengths = document_lengths(self._arrays, fieldname)
        return self.doc_count_all() if lengths is None else int(lengths.sum())

    def min_field_length(self, fieldname: str) -> int:
        """Return the words of the shortest document."""
        lengths = document_lengths(self._arrays, fieldname)
        return 1 if lengths is None else int(lengths.min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        """Return the words of the longest document."""
        lengths = document_lengths(self._arrays, fieldname)
        return 1 if lengths is None else int(lengths.max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """Return the article's id, the only value that is kept as text."""
        return {"id": self._arrays.ids([docnum])[0]}


class NumberColumn(ColumnReader):  # type: ignore[misc]  # Whoosh has no types
    """One number of every document."""

    def __init__(self, numbers: NDArray[np.int64]) -> None:
        self._numbers = numbers
        self._sign = 1

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, docnum: int) -> int:
        return int(self._numbers[docnum])

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers.tolist())

    def sort_key(self, docnum: int) -> int:
        """Return what sorts the document."""
        return self._sign * self[docnum]

    def set_reverse(self) -> None:
        """Sort the largest first."""
        self._sign = -1
