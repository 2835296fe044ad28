"""Whoosh's codec over the segments of a generation; it only reads.

The field ``id`` is read from the table of ids; its weights and lengths are 1.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from whoosh.codec.base import Codec, PerDocumentReader, Segment
from whoosh.filedb.filestore import ReadOnlyError

from index.fields import FIELDS as WORD_FIELDS
from index.segments.format import COLUMNS, FIELDS
from index.whoosh_view.columns import DateReader, ValueReader, from_seconds
from index.whoosh_view.terms import ArrayTerms

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from whoosh.columns import ColumnReader

    from index.article import Article
    from index.segments.segment import Segment as ArsipSegment

    Fetch = Callable[[int], Article | None]

# Fields whose values are in no column.
OTHERS = tuple(field for field in WORD_FIELDS if not field.is_facet)


class ArraySegment(Segment):  # type: ignore[misc]  # Whoosh has no types
    """One segment, as Whoosh wants to see it.

    Attributes:
        arrays: The segment.
        fetch: Returns the article of a row of the archive, None when it has changed since.
    """

    def __init__(self, arrays: ArsipSegment, fetch: Fetch) -> None:
        self.indexname = "arsip"
        self.segid = arrays.path.stem
        self.compound = False
        self.arrays = arrays
        self.fetch = fetch
        self._lengths: dict[str, NDArray[np.int64]] = {}
        self._columns: dict[str, ValueReader] = {}

    def codec(self) -> ArrayCodec:
        """Return the codec that reads this segment."""
        return ArrayCodec()

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self.arrays.doc_count

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return len(self._dead)

    def deleted_docs(self) -> frozenset[int]:
        """Return the deleted documents."""
        return self._dead

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return docnum in self._dead

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:  # noqa: ARG002 - Whoosh's signature
        """Refuse: segments do not change."""
        raise ReadOnlyError

    def lengths(self, field: str) -> NDArray[np.int64]:
        """Return the words of each document in a field."""
        found = self._lengths.get(field)
        if found is None:
            is_text = field in FIELDS
            found = self.arrays.lengths(field) if is_text else np.ones(self.arrays.doc_count, int)
            self._lengths[field] = found
        return found

    def column(self, name: str) -> ColumnReader:
        """Return a reader of a column; each has its own order of sorting."""
        if name == "date":
            return DateReader(self.arrays.dates)
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = ValueReader(self.arrays.column(name))
        return found

    @cached_property
    def _dead(self) -> frozenset[int]:
        live = self.arrays.live
        return frozenset() if live is None else frozenset(np.flatnonzero(~live).tolist())


class ArrayCodec(Codec):  # type: ignore[misc]  # Whoosh has no types
    """Hands out the readers of segments."""

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayDocuments:  # noqa: ARG002 - Whoosh's signature
        """Return lengths, columns, stored fields and deletes."""
        return ArrayDocuments(segment)

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTerms:  # noqa: ARG002 - Whoosh's signature
        """Return terms and postings."""
        return ArrayTerms(segment.arrays, segment.lengths)


class ArrayDocuments(PerDocumentReader):  # type: ignore[misc]  # Whoosh has no types
    """What is known of each document."""

    def __init__(self, segment: ArraySegment) -> None:
        self._segment = segment
        self.doc_count = segment.doc_count
        self.doc_count_all = segment.doc_count_all
        self.has_deletions = segment.has_deletions
        self.is_deleted = segment.is_deleted
        self.deleted_docs = segment.deleted_docs

    def supports_columns(self) -> bool:
        """Tell that there are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Tell whether a column can be read."""
        return fieldname in self.list_columns()

    def list_columns(self) -> tuple[str, ...]:
        """Return the names of all columns."""
        return ("date", *COLUMNS)

    def column_reader(self, fieldname: str, column: Any) -> ColumnReader:  # noqa: ARG002 - Whoosh's signature
        """Return dates or values."""
        return self._segment.column(fieldname)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the words of a document in a field, ``default`` for none."""
        return int(self._segment.lengths(fieldname)[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """Return the words of all documents in a field."""
        return int(self._segment.lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        """Return the words of the shortest document."""
        lengths = self._segment.lengths(fieldname)
        return int(lengths.min()) if len(lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        """Return the words of the longest document."""
        return int(self._segment.lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return what a hit shows, without what it lacks.

        What only the archive holds is missing once the article has changed.
        """
        segment = self._segment
        fields: dict[str, Any] = {"id": segment.arrays.id(docnum)}
        if (date := from_seconds(segment.column("date")[docnum])) is not None:
            fields["date"] = date
        values = {name: segment.column(name)[docnum] for name in COLUMNS}
        article = segment.fetch(int(segment.arrays.rows[docnum]))
        if article is not None:
            fields |= {"title": article.title, "text": article.body, "url": article.url or ""}
            values |= {field.name: field.values(article) for field in OTHERS}
        return fields | {name: ", ".join(some) for name, some in values.items() if some}
