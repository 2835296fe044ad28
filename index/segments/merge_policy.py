"""Which segments to merge at a commit, so that they stay few and merging stays cheap.

    100k  100  100  20     ->     100k  220        small ones go together at once
    100k   90k  80k        ->     as they are      large ones only when there are too many

Sizes grow by `RATIO` from one segment to the next larger, so that a document is copied
a few times in its life; nothing depends on when a reader looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_SEGMENTS = 8
RATIO = 4
# Merging so many documents takes about a fifth of a second.
CHEAP_DOCUMENTS = 16_000
# A segment is written anew when so much of it is deleted.
MAX_DELETED = 0.3


def choose_merge(live_counts: Sequence[int]) -> list[int]:
    """Return the segments to merge, by number in the order given; empty for none."""
    order = sorted(range(len(live_counts)), key=lambda at: (live_counts[at], at))
    total = taken = 0
    for count, at in enumerate(order, 1):
        size = live_counts[at]
        is_crowded = len(order) - count >= MAX_SEGMENTS - 1
        is_cheap = total + size <= CHEAP_DOCUMENTS
        if is_crowded or (is_cheap and size <= RATIO * total):
            taken = count
        total += size
    return sorted(order[:taken]) if taken > 1 else []


def is_worn(live: int, documents: int) -> bool:
    """Tell whether so much of a segment is deleted that it is worth writing anew."""
    return documents - live > MAX_DELETED * documents
