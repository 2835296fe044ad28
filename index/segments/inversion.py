"""From the codes of a run's text to posting lists, by sorting one number a word.

    codes  ->  key = entry | document | position, in as many bits as they need  ->  lists

Keys are sorted as plain integers; the lists of every entry then lie side by side and
are cut out by comparing neighbours. Both steps take some hundred thousand at a time:
small batches stay in the processor's cache and use the same memory again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from index.segments.pieces import MANY
from index.segments.postings import make_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from index.segments.pieces import Spread

    Codes = tuple[NDArray[np.uint32], NDArray[np.int64]]

_BATCH_CODES = 1 << 18
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


class Lists(NamedTuple):
    """What the lists of one field are cut from.

    Attributes:
        words: The keys of the text's entries, or the words of another field; sorted.
        firsts: The first of every group of words that must not be cut, and their number.
        keys: Of all occurrences, sorted.
        bits: How the keys are put together.
        title_lengths: Of every document; None outside the text.
    """

    words: list[str]
    firsts: NDArray[np.int64]
    keys: NDArray[np.uint64]
    bits: KeyBits
    title_lengths: NDArray[Any] | None

    def batches(self) -> Iterator[PostingBatch]:
        """Yield the lists."""
        return invert(self.keys, self.bits, self.firsts, self.title_lengths)


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


def count_words(codes: Codes, widths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the words of every title and body, counted by position."""
    counts = np.zeros(len(codes[1]), np.int64)
    for first, last, batch in _batches(codes):
        many, numbers = _many(batch)
        ends = np.cumsum(codes[1][first:last])
        counts[first:last] = np.diff(ends, prepend=0)
        text = np.searchsorted(ends, many, "right") + first
        np.add.at(counts, text, widths[numbers] - 1)
    return counts


def used_entries(codes: Codes, spread: Spread, entries: int) -> NDArray[np.int64]:
    """Return which of ``entries`` the codes use, ascending."""
    is_used = np.zeros(entries, np.bool_)
    is_piece = np.zeros(len(spread.widths), np.bool_)
    for _, _, batch in _batches(codes):
        is_many = batch >= MANY
        is_used[batch[~is_many]] = True
        is_piece[batch[is_many] - np.uint32(MANY)] = True
    is_used[spread.entries[np.repeat(is_piece, np.diff(spread.starts))]] = True
    return np.flatnonzero(is_used)


def text_keys(
    codes: Codes, spread: Spread, ranks: NDArray[np.uint64], lows: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Return the sorted keys of all words of titles and bodies.

    Args:
        codes: Of all pieces, and how many each title and body has.
        spread: The words of the pieces.
        ranks: Upper part of the key of each entry.
        lows: Lower part of the key of the first word of each title and body.
    """
    keys = np.empty(_count_keys(codes, spread), np.uint64)
    end = 0
    for first, last, batch in _batches(codes):
        pieces = codes[1][first:last]
        many, numbers = _many(batch)
        widths = np.ones(len(batch), np.int64)
        widths[many] = spread.widths[numbers]
        at = np.cumsum(widths)
        at -= widths
        starts = np.append(at, 0)[np.cumsum(pieces) - pieces]
        at += np.repeat(lows[first:last] - starts, pieces)
        entries, spread_lows = spread_out(spread, numbers, at[many])
        is_single = np.ones(len(batch), np.bool_)
        is_single[many] = False
        for some, low in ((batch[is_single], at[is_single]), (entries, spread_lows)):
            start, end = end, end + len(some)
            keys[start:end] = ranks[some] | low.view(np.uint64)
    keys.sort()
    return keys


def _count_keys(codes: Codes, spread: Spread) -> int:
    """Return how many words the codes stand for, all that are at one place counted."""
    total = len(codes[0])
    for _, _, batch in _batches(codes):
        _, numbers = _many(batch)
        total += int((spread.starts[numbers + 1] - spread.starts[numbers] - 1).sum())
    return total


def _batches(run_codes: Codes) -> Iterator[tuple[int, int, NDArray[Any]]]:
    """Yield ranges of titles and bodies, and their codes."""
    codes, pieces = run_codes
    ends = np.concatenate(([0], np.cumsum(pieces)))
    first = 0
    while first < len(pieces):
        wanted = int(np.searchsorted(ends, ends[first] + _BATCH_CODES, "right")) - 1
        last = max(wanted, first + 1)
        yield first, last, codes[ends[first] : ends[last]]
        first = last


def _many(codes: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which codes are not a single word, and the numbers of their pieces."""
    many = np.flatnonzero(codes >= MANY)
    return many, codes[many].astype(np.int64) - MANY


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
