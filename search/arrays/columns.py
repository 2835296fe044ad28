"""Columns of values: those of all segments under common numbers.

Values are equal when they differ only in case; the spelling most documents use is shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR
from typing import TYPE_CHECKING, Any

import numpy as np

from index.values.letters import folded
from search.arrays.doc_list import packed
from search.query import WIB_SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.segments.segment import Segment
    from search.arrays.matches import Matches
    from search.engine import Docs

_EPOCH_YEAR = 1970
# A column of at most so many values has a bit a document for each, which are counted where
# more than one of `MANY` documents matches.
MAX_BITS = 64
MANY = 16


@dataclass(frozen=True, slots=True, eq=False)
class ValueColumn:
    """The values of one column: those of document ``d`` are ``numbers[offsets[d]:offsets[d+1]]``.

    Attributes:
        shown: Value by number, as printed.
        number: Number of a value, by its folded spelling.
        single: The number of each document, one past the last where there is none; None
            when a document has several.
        bits: For each value which documents have it, in words of 64; None for many values.
    """

    offsets: NDArray[np.int64]
    numbers: NDArray[np.int32]
    shown: list[str]
    number: dict[str, int]
    single: NDArray[np.int32] | None
    bits: NDArray[np.uint64] | None

    def count(self, matches: Matches) -> NDArray[np.intp]:
        """Return how many of some documents have each value."""
        size = len(self.shown)
        if self.bits is not None and is_many(matches):
            return count_bits(self.bits, matches)
        docs = matches.docs
        if self.single is not None:
            return np.bincount(self.single.take(docs), minlength=size)[:size]
        return np.bincount(self._of(docs), minlength=size)

    def _of(self, docs: Docs) -> NDArray[np.int32]:
        """Return the value numbers of some documents, one after another."""
        first = self.offsets[docs]
        count = self.offsets[docs + 1] - first
        ends = np.cumsum(count)
        if not len(ends) or not ends[-1]:
            return self.numbers[:0]
        every = np.arange(ends[-1]) + np.repeat(first - ends + count, count)
        return np.asarray(self.numbers[every])

    def holding(self, wanted: tuple[str, ...], size: int) -> NDArray[np.bool_]:
        """Return, for each of ``size`` documents, whether it has one of the ``wanted`` values."""
        known = self._known(wanted)
        owners = np.repeat(np.arange(size), np.diff(self.offsets))
        keep = np.zeros(size, np.bool_)
        keep[owners[np.isin(self.numbers, known)]] = True
        return keep

    def is_any_of(self, wanted: tuple[str, ...]) -> NDArray[np.bool_]:
        """Return, for each value, whether it is one of the ``wanted``."""
        is_wanted = np.zeros(len(self.shown), np.bool_)
        is_wanted[self._known(wanted)] = True
        return is_wanted

    def _known(self, wanted: tuple[str, ...]) -> list[int]:
        return [self.number[plain] for value in wanted if (plain := folded(value)) in self.number]


def load_column(segments: Sequence[Segment], name: str) -> ValueColumn:
    """Return the values of ``name`` in all segments under common numbers."""
    number: dict[str, int] = {}
    spellings: list[Counter[str]] = []
    counts, numbers = [np.zeros(1, np.int64)], [np.zeros(0, np.int32)]
    for segment in segments:
        column = segment.column(name)
        owners = np.repeat(np.arange(segment.doc_count), column.counts)
        alive = column.ids if segment.live is None else column.ids[segment.live[owners]]
        used = np.bincount(alive, minlength=len(column.values))
        common = np.zeros(len(column.values), np.int32)
        for at, value in enumerate(column.values):
            common[at] = number.setdefault(folded(value), len(number))
            if common[at] == len(spellings):
                spellings.append(Counter())
            spellings[common[at]][value] += int(used[at])
        # An article may have a value twice, in two spellings.
        pairs = np.unique((owners << 32) | common[column.ids])
        counts.append(np.bincount(pairs >> 32, minlength=segment.doc_count))
        numbers.append((pairs & 0xFFFFFFFF).astype(np.int32))
    shown = [max(sorted(spelling), key=spelling.__getitem__) for spelling in spellings]
    offsets, every = np.cumsum(np.concatenate(counts)), np.concatenate(numbers)
    single = _single(offsets, every, len(shown))
    owners = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    bits = bits_of(owners, every, len(shown), len(offsets) - 1)
    return ValueColumn(offsets, every, shown, number, single, bits)


def bits_of(
    owners: NDArray[Any], numbers: NDArray[Any], values: int, size: int
) -> NDArray[np.uint64] | None:
    """Return for each value which of ``size`` documents have it, None if values are many.

    ``owners`` have values with the ``numbers``, which are below ``values``.
    """
    if values > MAX_BITS:
        return None
    every = [packed(owners[numbers == value], size) for value in range(values)]
    return np.array(every, np.uint64).reshape(values, -(-size // 64))


def is_many(matches: Matches) -> bool:
    """Tell whether counting bits of values is faster than looking at each match."""
    return matches.most * MANY > matches.size and matches.count * MANY > matches.size


def count_bits(bits: NDArray[np.uint64], matches: Matches) -> NDArray[np.intp]:
    """Return how many of some documents have each value."""
    return np.asarray(np.bitwise_count(bits & matches.bits).sum(axis=1, dtype=np.intp))


def years_of(dates: NDArray[np.int64]) -> NDArray[np.int16]:
    """Return the year (WIB) of each time in seconds since 1970 UTC, 0 outside the calendar."""
    local = (dates + WIB_SECONDS).astype("datetime64[s]").astype("datetime64[Y]")
    years = local.astype(np.int64) + _EPOCH_YEAR
    years[(years < MINYEAR) | (years > MAXYEAR)] = 0
    return years.astype(np.int16)


def _single(
    offsets: NDArray[np.int64], numbers: NDArray[np.int32], none: int
) -> NDArray[np.int32] | None:
    has = np.diff(offsets)
    if (has > 1).any():
        return None
    single = np.full(len(has), none, np.int32)
    single[has == 1] = numbers
    return single
