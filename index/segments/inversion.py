"""From occurrences to posting lists, by sorting one number for each.

    key = entry | document | position, in as many bits as they need

Keys are sorted as plain integers; the lists of every entry then lie side by side and
are cut out by comparing neighbours, some hundred thousand keys at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.segments.postings import make_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from index.segments.tokens import Spread

_BATCH_KEYS = 1 << 19


@dataclass(frozen=True, slots=True)
class PostingBatch:
    """Complete posting lists of neighbouring entries.

    Attributes:
        doc_counts: Of each entry, how many postings.
        docs: Of each posting.
        codes: Of each posting, see `index.segments.postings`.
        counts: Of each posting, how many positions.
        positions: List after list, ascending in each document.
        groups: How many entries each root has; None outside the text.
    """

    doc_counts: NDArray[np.int64]
    docs: NDArray[Any]
    codes: NDArray[np.uint8]
    counts: NDArray[np.int64]
    positions: NDArray[Any]
    groups: NDArray[np.int64] | None


@dataclass(frozen=True, slots=True)
class KeyBits:
    """How a key is put together."""

    document: int
    position: int

    @classmethod
    def holding(cls, documents: int, positions: int) -> KeyBits:
        """Return bits that hold numbers below ``documents`` and ``positions``."""
        return cls(max(documents - 1, 1).bit_length(), max(positions - 1, 1).bit_length())

    @property
    def entry_shift(self) -> int:
        """Bits below the entry."""
        return self.document + self.position


def spread_out(
    spread: Spread, pieces: NDArray[np.int64], lows: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Return entry and low part of the key of every word of ``pieces``.

    ``lows`` are document and position of each piece.
    """
    first = spread.starts[pieces]
    counts = spread.starts[pieces + 1] - first
    ends = np.cumsum(counts)
    within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - counts, counts)
    at = np.repeat(first, counts) + within
    return spread.entries[at], np.repeat(lows, counts) + spread.offsets[at].astype(lows.dtype)


def invert(
    keys: NDArray[np.uint64],
    bits: KeyBits,
    firsts: NDArray[np.int64],
    title_lengths: NDArray[Any] | None,
) -> Iterator[PostingBatch]:
    """Yield the posting lists of sorted ``keys``.

    Args:
        keys: Sorted.
        bits: How the keys are put together.
        firsts: The first entry of every group that must not be cut, and the number of entries.
        title_lengths: Of every document; None outside the text.
    """
    starts = np.searchsorted(keys, firsts.astype(np.uint64) << np.uint64(bits.entry_shift))
    for first, last in cut_groups(starts):
        part = keys[starts[first] : starts[last]]
        groups = np.diff(firsts[first : last + 1])
        yield _cut(part, bits, int(firsts[first]), groups, title_lengths)


def cut_groups(ends: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield ranges of whole groups of about `_BATCH_KEYS` items.

    ``ends`` are the items before each group, and all items.
    """
    first = 0
    groups = len(ends) - 1
    while first < groups:
        wanted = int(np.searchsorted(ends, ends[first] + _BATCH_KEYS, "right")) - 1
        last = min(max(wanted, first + 1), groups)
        yield first, last
        first = last


def _cut(
    keys: NDArray[np.uint64],
    bits: KeyBits,
    first_entry: int,
    groups: NDArray[np.int64],
    title_lengths: NDArray[Any] | None,
) -> PostingBatch:
    heads = keys >> np.uint64(bits.position)
    starts = np.flatnonzero(np.concatenate(([True], heads[1:] != heads[:-1])))[: len(keys)]
    counts = np.diff(starts, append=len(keys))
    positions = (keys & np.uint64((1 << bits.position) - 1)).astype(np.uint32)
    heads = heads[starts]
    docs = (heads & np.uint64((1 << bits.document) - 1)).astype(np.int32)
    entries = (heads >> np.uint64(bits.document)).astype(np.int64) - first_entry
    doc_counts = np.bincount(entries, minlength=int(groups.sum()))
    title: NDArray[Any] = np.zeros(len(docs), np.int64)
    if title_lengths is not None:
        in_title = positions < np.repeat(title_lengths[docs], counts)
        posting = np.searchsorted(starts, np.flatnonzero(in_title), "right") - 1
        title = np.bincount(posting, minlength=len(docs))
    codes = make_codes(counts - title, title)
    return PostingBatch(
        doc_counts, docs, codes, counts, positions, None if title_lengths is None else groups
    )
