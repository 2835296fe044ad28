"""The most frequent terms with some beginning, over all segments.

    me...    segment 0    memang 40, mereka 31, ...    the first few of each
             segment 1    mereka 38, meski 12, ...
             both         mereka 69, memang 40 + what segment 1 has of it, ...

A term that is not in the list of a segment has at most the lowest count there. So most
need not be looked up in the others, and with long enough lists no term is missed (Fagin,
Lotem and Naor, "Optimal aggregation algorithms for middleware", 2001).
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from index.segments.vocabulary import by_count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.segments.segment import Segment

# Terms and how many documents have each.
Expanded: TypeAlias = "list[tuple[str, int]]"


def most_frequent(
    segments: Sequence[Segment],
    field: str,
    beginnings: tuple[str, ...],
    limit: int,
    live_count: Callable[[str], int] | None,
) -> list[tuple[str, int]]:
    """Return the ``limit`` most frequent terms with document counts.

    ``live_count`` returns in how many documents a term is; None where none are deleted, so
    that counting what the segments say is enough.
    """
    wanted = limit if len(segments) == 1 else 2 * limit
    while True:
        counts = _summed(segments, field, beginnings, limit, wanted=wanted, live_count=live_count)
        if counts is not None:
            return by_count(+counts)[:limit]
        wanted *= 2


def _summed(
    segments: Sequence[Segment],
    field: str,
    beginnings: tuple[str, ...],
    limit: int,
    *,
    wanted: int,
    live_count: Callable[[str], int] | None,
) -> Counter[str] | None:
    """Return the most frequent terms and others, None if more are ``wanted`` of each segment."""
    lists: list[dict[str, int]] = []
    least: list[int] = []
    for segment in segments:
        parts = [segment.expand(field, beginning, wanted) for beginning in beginnings]
        lists.append(dict(chain.from_iterable(parts)))
        least.append(max((part[-1][1] for part in parts if len(part) >= wanted), default=0))
    counts: Counter[str] = Counter()
    for found in lists:
        counts.update(found)
    most = [count for _, count in counts.most_common(limit)]
    exact: dict[str, int] = {}
    if live_count is not None:
        # With what the first of them have left, few others need be counted anew.
        exact = {term: live_count(term) for term, _ in counts.most_common(limit)}
        most = list(exact.values())
    enough = min(most) if len(most) == limit else 0
    is_exact = len(lists) == 1 and live_count is None
    if not is_exact and any(least) and sum(least) >= enough:
        return None
    for term, count in counts.items():
        absent = [at for at, found in enumerate(lists) if least[at] and term not in found]
        if term in exact or count + sum(least[at] for at in absent) < enough:
            continue
        if live_count is not None:
            exact[term] = live_count(term)
        elif absent:
            exact[term] = count + sum(segments[at].count(field, term) for at in absent)
    return Counter(exact) if live_count is not None else counts | Counter(exact)
