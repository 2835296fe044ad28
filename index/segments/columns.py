"""What a segment keeps of every document beside its words."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.segments.format import COLUMNS
from index.segments.texts import write_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.segments.array_file import ArrayFileWriter
    from index.segments.segment_reader import SegmentArrays


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a segment; the arrays are those of the file.

    Attributes:
        values: For each of `COLUMNS`: value number of each document or -1, the values.
        author_counts: Authors of each document.
    """

    ids: list[str]
    rows: NDArray[np.int64]
    dates: NDArray[np.int64]
    title_lengths: NDArray[Any]
    body_lengths: NDArray[Any]
    values: dict[str, tuple[NDArray[np.int32], list[str]]]
    author_counts: NDArray[np.int64]
    author_ids: NDArray[np.int32]
    author_values: list[str]

    def write(self, file: ArrayFileWriter) -> None:
        """Write all columns."""
        write_texts(file, "ids", self.ids)
        encoded = (text.encode("utf-8", "surrogatepass") for text in self.ids)
        hashes = np.fromiter(map(zlib.crc32, encoded), np.uint32, len(self.ids))
        order = np.argsort(hashes, kind="stable")
        file.add("ids.hashes", hashes[order])
        file.add("ids.order", order.astype(np.uint32))
        file.add("rows", self.rows)
        file.add("dates", self.dates)
        file.add("title.lengths", _lengths(self.title_lengths))
        file.add("body.lengths", _lengths(self.body_lengths))
        for name, (ids, values) in self.values.items():
            file.add(f"{name}.ids", ids)
            write_texts(file, f"{name}.values", values)
        file.add("author.offsets", np.append(0, np.cumsum(self.author_counts)).astype(np.int32))
        file.add("author.ids", self.author_ids)
        write_texts(file, "author.values", self.author_values)


def join_columns(segments: Sequence[SegmentArrays], lives: Sequence[NDArray[np.bool_]]) -> Columns:
    """Return the columns of the live documents of ``segments``, one after the other."""
    ids: list[str] = []
    counts = []
    authors = []
    for segment, live in zip(segments, lives, strict=True):
        ids += segment.ids(np.flatnonzero(live))
        all_counts = segment.author_counts()
        counts.append(all_counts[live])
        authors.append(segment.author_ids[np.repeat(live, all_counts)])

    def join(name: str) -> NDArray[Any]:
        columns = (getattr(segment, name) for segment in segments)
        return np.concatenate([one[live] for one, live in zip(columns, lives, strict=True)])

    values = {}
    for name in COLUMNS:
        pairs = [segment.values(name) for segment in segments]
        kept = [pair[0][live] for pair, live in zip(pairs, lives, strict=True)]
        values[name] = _join_values(kept, [pair[1] for pair in pairs])
    author_ids, author_values = _join_values(
        authors, [segment.author_values for segment in segments]
    )
    return Columns(
        ids=ids,
        rows=join("rows"),
        dates=join("dates"),
        title_lengths=join("title_lengths"),
        body_lengths=join("body_lengths"),
        values=values,
        author_counts=np.concatenate(counts),
        author_ids=author_ids,
        author_values=author_values,
    )


def _join_values(
    ids: Sequence[NDArray[np.int32]], values: Sequence[list[str]]
) -> tuple[NDArray[np.int32], list[str]]:
    """Return value numbers and values with every value once."""
    numbers: dict[str, int] = {}
    joined = []
    for own_ids, own_values in zip(ids, values, strict=True):
        new = [numbers.setdefault(value, len(numbers)) for value in own_values]
        joined.append(np.array([*new, -1], np.int32)[own_ids])
    return np.concatenate(joined), list(numbers)


def _lengths(lengths: NDArray[Any]) -> NDArray[Any]:
    is_wide = len(lengths) > 0 and int(lengths.max()) >= 1 << 16
    return lengths.astype(np.uint32 if is_wide else np.uint16)
