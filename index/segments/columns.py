"""What a segment keeps of every document beside its words: ids, numbers and values."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.segments.texts import Texts, write_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.segments.array_file import ArrayFile, ArrayFileWriter


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """The values of one field, document after document.

    Attributes:
        counts: How many values each document has.
        ids: The numbers of the values.
        values: By number, as printed.
    """

    counts: NDArray[np.int64]
    ids: NDArray[np.int32]
    values: list[str]

    def write(self, file: ArrayFileWriter, name: str) -> None:
        """Write the column, four bytes a document if none has several values."""
        ids = self.ids
        if (self.counts > 1).any():
            offsets = np.append(0, np.cumsum(self.counts))
            file.add(f"{name}.offsets", offsets.astype(np.int32))
        else:
            ids = np.full(len(self.counts), -1, np.int32)
            ids[self.counts == 1] = self.ids
        file.add(f"{name}.ids", ids)
        write_texts(file, f"{name}.values", self.values)

    @classmethod
    def read(cls, file: ArrayFile, name: str) -> Column:
        """Return the column called ``name``."""
        ids, values = file[f"{name}.ids"], list(Texts(file, f"{name}.values"))
        if f"{name}.offsets" in file:
            return cls(np.diff(file[f"{name}.offsets"]).astype(np.int64), ids, values)
        has_value = ids >= 0
        return cls(has_value.astype(np.int64), ids[has_value], values)

    @classmethod
    def join(cls, columns: Sequence[Column], lives: Sequence[NDArray[np.bool_]]) -> Column:
        """Return the values of the live documents of several segments."""
        numbers: dict[str, int] = {}
        counts, ids = [], []
        for column, live in zip(columns, lives, strict=True):
            new = [numbers.setdefault(value, len(numbers)) for value in column.values]
            counts.append(column.counts[live])
            ids.append(np.array(new, np.int32)[column.ids[np.repeat(live, column.counts)]])
        return cls(np.concatenate(counts), np.concatenate(ids), list(numbers))


@dataclass(frozen=True, slots=True, eq=False)
class Documents:
    """All columns of a segment; the arrays are those of the file.

    Attributes:
        guesses: The dates, with the guesses that stand for those that are not known.
        columns: One for each of `COLUMNS`.
    """

    ids: list[str]
    rows: NDArray[np.int64]
    dates: NDArray[np.int64]
    guesses: NDArray[np.int64]
    title_lengths: NDArray[Any]
    body_lengths: NDArray[Any]
    columns: dict[str, Column]

    def write(self, file: ArrayFileWriter) -> None:
        """Write all columns."""
        write_texts(file, "ids", self.ids)
        hashes = np.fromiter(map(_hash, self.ids), np.uint32, len(self.ids))
        order = np.argsort(hashes, kind="stable")
        file.add("ids.hashes", hashes[order])
        file.add("ids.order", order.astype(np.uint32))
        file.add("rows", self.rows)
        file.add("dates", self.dates)
        has_guesses = not np.array_equal(self.guesses, self.dates)
        file.add("guesses", self.guesses if has_guesses else self.guesses[:0])
        file.add("title.lengths", _narrow(self.title_lengths))
        file.add("body.lengths", _narrow(self.body_lengths))
        for name, column in self.columns.items():
            column.write(file, name)


class Ids(Texts):
    """The article ids of a segment by document, and documents by id."""

    def __init__(self, file: ArrayFile) -> None:
        super().__init__(file, "ids")
        self.hashes = file["ids.hashes"]
        self._order = file["ids.order"]

    def find_all(self, id_: str) -> list[int]:
        """Return every document with this id."""
        wanted = np.uint32(_hash(id_))
        first, last = (
            np.searchsorted(self.hashes, wanted),
            np.searchsorted(self.hashes, wanted, "right"),
        )
        return [doc for doc in self._order[first:last].tolist() if self[doc] == id_]

    def with_hashes(self, hashes: NDArray[np.uint32]) -> list[int]:
        """Return the documents whose ids have one of some ascending hashes."""
        at = np.searchsorted(hashes, self.hashes)
        at[at == len(hashes)] = 0
        found: list[int] = self._order[hashes[at] == self.hashes].tolist() if len(hashes) else []
        return found


def _hash(id_: str) -> int:
    return zlib.crc32(id_.encode("utf-8", "surrogatepass"))


def _narrow(lengths: NDArray[Any]) -> NDArray[Any]:
    is_wide = len(lengths) > 0 and int(lengths.max()) >= 1 << 16
    return lengths.astype(np.uint32 if is_wide else np.uint16)
