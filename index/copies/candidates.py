"""Which articles of an archive may be one text, by sketches alone.

    value   articles that have it, by row         held against each other
    0017    3  40                                 3-40
    0a3f    3  9  40                              3-9  3-40  9-40
    0b00    1  2  3  5  8  9  11  20  40  ...     each with the next few

Two that share much of their sketches are candidates. Of a generation that was made from another
one, only what new and lost sketches touch is counted anew; the result is the same.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from index.copies.sketches import Sketches


# Articles that have a run of words are each held against all others, or against the next ones
# if there are more: what has been printed a thousand times is a saying, or one of a large group.
ALL_PAIRS = 8
NEXT_ONES = 4
# Values of sketches that are sorted at once, and pairs that are counted at once.
BATCH_VALUES = 2_000_000
BATCH_PAIRS = 2_000_000
# Texts are compared when so many values of the smaller sketch are in the other, and so much of it;
# of those published at one time less, for rewrites.
COMPARED_VALUES = 2
COMPARED_SHARE = 0.3
COMPARED_SOON_SHARE = 0.15
# A rewrite comes within so many days.
SOON: Final = timedelta(days=3)
# Counting anew where more than one of so many values is touched takes as long as counting all.
TOUCHED = 2

_SHIFT, _MASK = 32, 0xFFFFFFFF
# Values are looked for by some of their bits first.
_LOW, _BITS = np.uint32(9), 20
_LOWEST = np.uint32((1 << _BITS) - 1)


class Before(NamedTuple):
    """What was found last time.

    Attributes:
        sketches: All, of which some are gone now.
        is_kept: Which of them are as they were.
        pairs: The rows of all candidates, two by two.
    """

    sketches: Sketches
    is_kept: NDArray[np.bool_]
    pairs: NDArray[np.int64]


def candidates(found: Sketches, before: Before | None = None) -> NDArray[np.int64]:
    """Return the rows of articles that share much of their sketches, two by two, ascending."""
    if before is not None and (renewed := _renewed(found, before)) is not None:
        return renewed
    some = [_near(found, pairs) for pairs in _sharing(found)]
    keys = np.concatenate([np.zeros(0, np.int64), *some])
    return np.stack([keys >> _SHIFT, keys & _MASK], axis=1)


def pair_keys(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each pair of rows as one number, in the order of pairs."""
    return np.asarray(pairs[:, 0] << _SHIFT | pairs[:, 1])


def _renewed(found: Sketches, before: Before) -> NDArray[np.int64] | None:
    """Return the same by what is new and gone; None where that touches most of it."""
    known = before.sketches
    kept, gone = known.rows[before.is_kept], known.rows[~before.is_kept]
    is_new = ~np.isin(found.rows, kept)
    new = found.only(is_new)
    values = np.unique(np.concatenate([new.values, known.only(~before.is_kept).values]))
    now, then = _counted(found, values), _counted(known, values)
    if now is None or then is None:
        return None
    is_fresh = _touches(now.keys, new.rows)
    changed = _differing(now.only(~is_fresh), then.only(~_touches(then.keys, gone)))
    fresh = now.only(is_fresh)
    if len(changed):
        touched = np.isin(found.rows, np.concatenate([changed >> _SHIFT, changed & _MASK]))
        again = _counted(found, np.unique(found.only(touched).values))
        if again is None:
            return None
        fresh = fresh.with_more(again.only(np.isin(again.keys, changed)))
    near = _near(found, fresh)
    old = pair_keys(before.pairs)
    old = old[~_touches(old, gone) & ~np.isin(old, changed)]
    every = np.sort(np.concatenate([old, near]))
    return np.stack([every >> _SHIFT, every & _MASK], axis=1)


class _Counts(NamedTuple):
    """Pairs of rows as one number each, and how many values they share."""

    keys: NDArray[np.int64]
    times: NDArray[np.int64]

    def only(self, is_kept: NDArray[np.bool_]) -> _Counts:
        return _Counts(self.keys[is_kept], self.times[is_kept])

    def with_more(self, other: _Counts) -> _Counts:
        return _Counts(
            np.concatenate([self.keys, other.keys]), np.concatenate([self.times, other.times])
        )


def _near(found: Sketches, pairs: _Counts) -> NDArray[np.int64]:
    """Return the pairs that share so much that they are to be compared."""
    pairs = pairs.only(pairs.times >= COMPARED_VALUES)
    sizes, reach = np.diff(found.first), found.reach()
    one = found.rows.searchsorted(pairs.keys >> _SHIFT)
    other = found.rows.searchsorted(pairs.keys & _MASK)
    is_soon = np.abs(found.dates[one] - found.dates[other]) <= SOON.total_seconds()
    share = np.where(is_soon, COMPARED_SOON_SHARE, COMPARED_SHARE)
    least = share * np.minimum(
        sizes[one] * np.minimum(reach[other] / reach[one], 1),
        sizes[other] * np.minimum(reach[one] / reach[other], 1),
    )
    return np.asarray(pairs.keys[pairs.times >= least])


def _counted(sketches: Sketches, values: NDArray[np.uint32]) -> _Counts | None:
    """Return the pairs that share some values, ascending; None where those are most of all."""
    at = np.flatnonzero(_has(values, sketches.values))
    owners = (sketches.first.searchsorted(at, "right") - 1).astype(np.uint32)
    owners, follow = _followed(sketches.values[at], owners)
    if len(at) * TOUCHED > len(sketches.values) or follow.sum(dtype=np.int64) > BATCH_PAIRS:
        return None
    return _Counts(*np.unique(_pairs(sketches.rows, owners, follow), return_counts=True))


def _has(values: NDArray[np.uint32], wanted: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return which of many are among a few ascending values."""
    seen = np.zeros(1 << _BITS, np.bool_)
    seen[(values >> _LOW) & _LOWEST] = True
    found = seen.take((wanted >> _LOW) & _LOWEST)
    at = np.flatnonzero(found)
    if len(at):
        places = np.minimum(values.searchsorted(wanted[at]), len(values) - 1)
        found[at] = values[places] == wanted[at]
    return found


def _touches(keys: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which pairs have any of some rows."""
    return np.asarray(np.isin(keys >> _SHIFT, rows) | np.isin(keys & _MASK, rows))


def _differing(one: _Counts, other: _Counts) -> NDArray[np.int64]:
    """Return the pairs that do not share as many values here as there."""
    keys = np.concatenate([one.keys, other.keys])
    order = keys.argsort(kind="stable")
    keys, times = keys[order], np.concatenate([one.times, -other.times])[order]
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    return keys[first][np.add.reduceat(times, first) != 0] if len(keys) else keys


def _sharing(found: Sketches) -> Iterator[_Counts]:
    """Yield the pairs that share values, ascending, some at a time."""
    values, sizes = found.values, np.diff(found.first)
    owners = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
    parts = max(1, -(-len(values) // BATCH_VALUES))
    here = [values % parts == part for part in range(parts)] if parts > 1 else [slice(None)]
    some = [_followed(values[part], owners[part]) for part in here]
    owners = np.concatenate([one for one, _ in some])
    follow = np.concatenate([one for _, one in some])
    slices = max(1, -(-int(follow.sum(dtype=np.int64)) // BATCH_PAIRS))
    step = -(-len(sizes) // slices)
    for first in range(0, len(sizes), step or 1):
        at = np.flatnonzero((owners >= first) & (owners < first + step) & (follow > 0))
        yield _Counts(*np.unique(_pairs(found.rows, owners, follow, at), return_counts=True))


def _pairs(
    rows: NDArray[np.int64],
    owners: NDArray[np.uint32],
    follow: NDArray[np.uint8],
    at: NDArray[np.intp] | None = None,
) -> NDArray[np.int64]:
    """Return pairs of rows, one for each value that they share: of all owners, or of some."""
    at = np.flatnonzero(follow) if at is None else at
    pairs = [np.zeros(0, np.int64)]
    for distance in range(1, ALL_PAIRS):
        at = at[follow[at] >= distance]
        pairs.append(rows[owners[at]] << _SHIFT | rows[owners[at + distance]])
    return np.concatenate(pairs)


def _followed(
    values: NDArray[np.uint32], owners: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return the owners of values that others have, too, and how many next ones are theirs."""
    order = values.astype(np.int64) << _SHIFT | owners
    order.sort()
    is_last = np.append(order[1:] >> _SHIFT != order[:-1] >> _SHIFT, True)[: len(order)]
    ends = np.flatnonzero(is_last)
    times = np.diff(ends, prepend=-1)
    most = np.where(times <= ALL_PAIRS, ALL_PAIRS - 1, NEXT_ONES)
    left = np.repeat(ends, times) - np.arange(len(order))
    is_shared = np.repeat(times > 1, times)
    follow = np.minimum(left, np.repeat(most, times)).astype(np.uint8)
    return (order[is_shared] & _MASK).astype(np.uint32), follow[is_shared]
