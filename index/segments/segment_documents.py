"""What a segment tells about documents: ids, rows, dates and values."""

from __future__ import annotations

import zlib
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from index.segments.array_file import ArrayFile
from index.segments.format import COLUMNS
from index.segments.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


class SegmentDocuments:
    """The columns of one segment, by document number.

    Attributes:
        file: All arrays as stored.
        doc_count: All documents, deleted ones included.
        live: False for deleted documents; None when nothing is deleted.
        title_lengths: Words of each title; text positions below it are in the title.
        body_lengths: Words of each body.
    """

    def __init__(self, path: Path, live: NDArray[np.bool_] | None = None) -> None:
        self.path = path
        self.live = live
        self.file = ArrayFile(path)
        self.doc_count: int = self.file.meta["documents"]
        self.title_lengths = self.file["title.lengths"]
        self.body_lengths = self.file["body.lengths"]
        self._values: dict[str, tuple[NDArray[np.int32], list[str]]] = {}

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """Archive row of each document."""
        return self.file["rows"]

    @cached_property
    def dates(self) -> NDArray[np.int64]:
        """Seconds since 1970 UTC of each document, the least int64 when undated."""
        return self.file["dates"]

    @cached_property
    def _ids(self) -> Texts:
        return Texts(self.file, "ids")

    def id(self, doc: int) -> str:
        """Return the article id of one document."""
        return self._ids[doc]

    def ids(self, docs: NDArray[Any] | Sequence[int]) -> list[str]:
        """Return the article ids of ``docs``."""
        return self._ids.pick(docs.tolist() if isinstance(docs, np.ndarray) else docs)

    @property
    def id_hashes(self) -> NDArray[np.uint32]:
        """The crc32 of each id in UTF-8, ascending."""
        return self.file["ids.hashes"]

    @property
    def id_order(self) -> NDArray[np.uint32]:
        """The documents in the order of `id_hashes`."""
        return self.file["ids.order"]

    def find(self, id: str) -> int:  # noqa: A002 - the field's own name
        """Return the document with this id, -1 when absent.

        Of several, the one that is not deleted; deleted when there is no other.
        """
        found = self.find_all(id)
        if self.live is not None and len(found) > 1:
            found.sort(key=self.live.__getitem__)
        return found[-1] if found else -1

    def find_all(self, id: str) -> list[int]:  # noqa: A002 - the field's own name
        """Return every document with this id; all but one are deleted."""
        wanted = id.encode("utf-8", "surrogatepass")
        hashes = self.id_hashes
        wanted_hash = np.uint32(zlib.crc32(wanted))
        first = int(np.searchsorted(hashes, wanted_hash))
        last = int(np.searchsorted(hashes, wanted_hash, "right"))
        docs: list[int] = self.id_order[first:last].tolist()
        return [doc for doc in docs if self._ids.encoded(doc) == wanted]

    def values(self, column: str) -> tuple[NDArray[np.int32], list[str]]:
        """Return the value number of each document, -1 for none, and the values as printed.

        Of ``source``, ``section`` or ``place``.
        """
        if column not in COLUMNS:
            raise KeyError(column)
        found = self._values.get(column)
        if found is None:
            values = list(Texts(self.file, f"{column}.values"))
            found = self._values[column] = self.file[f"{column}.ids"], values
        return found

    @cached_property
    def author_offsets(self) -> NDArray[Any]:
        """Where each document's authors start in `author_ids`, and the end."""
        return self.file["author.offsets"]

    def author_counts(self) -> NDArray[np.int64]:
        """Return how many authors each document has."""
        offsets = self.author_offsets.astype(np.int64)
        counts: NDArray[np.int64] = offsets[1:] - offsets[:-1]
        return counts

    @cached_property
    def author_ids(self) -> NDArray[np.int32]:
        """Numbers of authors, document after document."""
        return self.file["author.ids"]

    @cached_property
    def author_values(self) -> list[str]:
        """Authors as printed, by number."""
        return list(Texts(self.file, "author.values"))

    def verify(self) -> list[str]:
        """Return one line for everything that is not as it was written."""
        return self.file.verify()
