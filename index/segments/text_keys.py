"""The codes of a run's text to sortable keys, some hundred thousand at a time.

Small batches stay in the processor's cache and use the same memory again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from index.segments.inversion import spread_out
from index.segments.tokens import MANY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from index.segments.tokens import Spread

    Codes = tuple[NDArray[np.uint32], NDArray[np.int64]]

_BATCH_CODES = 1 << 18


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
    keys = []
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
        keys.append(ranks[batch[is_single]] | at[is_single].view(np.uint64))
        keys.append(ranks[entries] | spread_lows.view(np.uint64))
    joined: NDArray[np.uint64] = np.concatenate([np.zeros(0, np.uint64), *keys])
    del keys
    joined.sort()
    return joined


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
