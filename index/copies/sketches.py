"""The sketches of articles, noted while they are indexed, and kept with the groups.

What a sketch is: `index.newstext.fingerprint`.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.newstext.fingerprint import LIMIT, MAX_CHARS, MOST, sketches
from index.segments.array_file import ArrayFile, ArrayFileWriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.article import Article

# Characters whose sketches are made at once.
BATCH_CHARS = 200_000

_NOTES = "copies-{}.notes"
_UNDATED = np.iinfo(np.int64).max


class Sketches(NamedTuple):
    """Sketches by row, ascending; values of row ``n`` are ``values[first[n]:first[n + 1]]``."""

    rows: NDArray[np.int64]
    dates: NDArray[np.int64]  # seconds since 1970; undated articles come last
    first: NDArray[np.int64]
    values: NDArray[np.uint32]

    def only(self, is_kept: NDArray[np.bool_]) -> Sketches:
        """Return those that are kept."""
        if is_kept.all():
            return self
        sizes = np.diff(self.first)
        values = self.values[np.repeat(is_kept, sizes)]
        return Sketches(self.rows[is_kept], self.dates[is_kept], starts_of(sizes[is_kept]), values)

    def reach(self) -> NDArray[np.float64]:
        """Return up to which value each sketch has all of its text; two are compared so far."""
        sizes = np.diff(self.first)
        last = np.zeros(len(sizes))
        last[sizes > 0] = self.values[self.first[1:][sizes > 0] - 1]
        return np.where((last >= LIMIT) | (sizes == MOST), last, LIMIT)

    @classmethod
    def joined(cls, some: Sequence[Sketches]) -> Sketches:
        """Return those of several sources, in the order of rows."""
        rows = np.concatenate([np.zeros(0, np.int64), *(one.rows for one in some)])
        dates = np.concatenate([np.zeros(0, np.int64), *(one.dates for one in some)])
        sizes = np.concatenate([np.zeros(0, np.int64), *(np.diff(one.first) for one in some)])
        values = np.concatenate([np.zeros(0, np.uint32), *(one.values for one in some)])
        if np.all(rows[1:] > rows[:-1]):
            return cls(rows, dates, starts_of(sizes), values)
        order = np.argsort(rows)
        places = np.argsort(np.repeat(np.argsort(order), sizes), kind="stable")
        return cls(rows[order], dates[order], starts_of(sizes[order]), values[places])

    def write(self, writer: ArrayFileWriter) -> None:
        """Write them."""
        for name, array_ in self._asdict().items():
            writer.add(name, array_)

    @classmethod
    def read(cls, file: ArrayFile) -> Sketches:
        """Return those that were written."""
        return cls(*(np.asarray(file[name]) for name in cls._fields))


class CopyNotes:
    """The sketches of some articles, noted while they are indexed."""

    def __init__(self) -> None:
        self._rows = array("q")
        self._dates = array("q")
        self._counts: list[NDArray[np.int64]] = []
        self._values: list[NDArray[np.uint32]] = []
        self._bodies: list[str] = []
        self._chars = 0

    def add(self, row: int, article: Article) -> None:
        """Note the article in a row; rows ascend."""
        published = article.published
        self._rows.append(row)
        self._dates.append(_UNDATED if published is None else int(published.timestamp()))
        self._bodies.append(article.body[:MAX_CHARS])
        self._chars += len(self._bodies[-1])
        if self._chars > BATCH_CHARS:
            self._work()

    def write(self, build: Path, number: int) -> None:
        """Write them as those of the source ``number`` of a build."""
        self._work()
        counts = np.concatenate([np.zeros(0, np.int64), *self._counts])
        values = np.concatenate([np.zeros(0, np.uint32), *self._values])
        rows, dates = (np.array(column, np.int64) for column in (self._rows, self._dates))
        found = Sketches(rows, dates, starts_of(counts), values)
        writer = ArrayFileWriter(build / _NOTES.format(number))
        try:
            found.write(writer)
            writer.finish({})
        except BaseException:
            writer.abandon()
            raise

    def _work(self) -> None:
        if self._bodies:
            counts, values = sketches(self._bodies)
            self._counts.append(counts)
            self._values.append(values)
        self._bodies = []
        self._chars = 0


def notes_of(build: Path) -> list[Path]:
    """Return where those of a build were noted."""
    return sorted(build.glob(_NOTES.format("*")))


def starts_of(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each of some runs starts, one after another, and the end."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
