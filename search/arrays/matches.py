"""Sets of documents with scores, and the Boolean operations on them.

Scores are computed when asked for and only for the documents asked for, so that a rare
word in a conjunction spares the common ones.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from search.engine import distinct
from search.work import WALK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from search.engine import Docs, Scores
    from search.work import Work

# How many times longer a list must be before looking up beats walking through it.
LOOK_UP_RATIO = 16

NO_DOCS: Docs = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Documents that match, ascending.

    Attributes:
        score: From places in ``docs`` (None: all) to scores; None when nothing scores.
    """

    docs: Docs
    score: Callable[[NDArray[np.intp] | None], Scores] | None = None

    def scores(self) -> Scores:
        """Return the score of every document."""
        return np.zeros(len(self.docs)) if self.score is None else self.score(None)

    def add_scores(self, docs: Docs, total: Scores, times: int = 1) -> None:
        """Add the scores of ``docs`` that match to ``total``, place by place, so many times."""
        if self.score is None or not len(self.docs):
            return
        at = self.docs.searchsorted(docs)
        at[at == len(self.docs)] = 0
        found = self.docs[at] == docs
        total[found] += times * self.score(at[found])

    def scores_of(self, docs: Docs, size: int) -> Scores | float:
        """Return the scores of ``docs``, numbers below ``size``, every one of which matches."""
        if self.score is None:
            return 0.0
        return self.score(None if docs is self.docs else places_of(docs, self.docs, size))

    def weighted(self, weight: float) -> Matches:
        """Return the same matches with their scores multiplied."""
        score = self.score
        if weight == 1.0 or score is None:
            return self
        return Matches(self.docs, lambda at: weight * score(at))

    def worth(self, score: float) -> Matches:
        """Return the same documents, all with one score."""
        return Matches(
            self.docs, lambda at: np.full(len(self.docs) if at is None else len(at), score)
        )

    def only(self, keep: NDArray[np.bool_]) -> Matches:
        """Return the matches where ``keep`` is true."""
        score = self.score
        if score is None:
            return Matches(self.docs[keep])
        places = np.flatnonzero(keep)
        return Matches(self.docs[places], lambda at: score(places if at is None else places[at]))

    def boosted(self, others: Sequence[Matches]) -> Matches:
        """Return the same documents, with what they score in ``others`` on top."""

        def score(at: NDArray[np.intp] | None) -> Scores:
            docs = self.docs if at is None else self.docs[at]
            total = np.zeros(len(docs)) if self.score is None else self.score(at)
            for other in others:
                other.add_scores(docs, total)
            return total

        return Matches(self.docs, score) if others else self


NOTHING = Matches(NO_DOCS)


def contains(docs: Docs, wanted: Docs, size: int) -> NDArray[np.bool_]:
    """Return, for each of ``wanted``, whether it is among ``docs``.

    Both are ascending document numbers below ``size``.
    """
    if not len(docs):
        return np.zeros(len(wanted), np.bool_)
    if len(wanted) * LOOK_UP_RATIO < len(docs) or len(docs) * 64 < size:
        at = docs.searchsorted(wanted)
        at[at == len(docs)] = 0
        return np.asarray(docs[at] == wanted)
    mask = np.zeros(size, np.bool_)
    mask[docs] = True
    return np.asarray(mask[wanted])


def places_of(wanted: Docs, docs: Docs, size: int) -> NDArray[np.intp]:
    """Return where in ``docs`` each of ``wanted`` is, some place for those that are not.

    Both are ascending document numbers below ``size``; ``docs`` are not empty.
    """
    if len(wanted) * LOOK_UP_RATIO < len(docs) or len(docs) * 64 < size:
        at = docs.searchsorted(wanted)
        at[at == len(docs)] = 0
        return at
    places = np.zeros(size, np.intp)
    places[docs] = np.arange(len(docs))
    return places[wanted]


def intersection(lists: Sequence[Docs], size: int, work: Work) -> Docs:
    """Return the documents in all of some lists, each of them ascending."""
    docs, *others = sorted(lists, key=len)
    for other in others:
        if other is docs:
            continue
        if not len(docs) or not work.afford(_steps(docs, other)):
            return NO_DOCS
        docs = docs[contains(other, docs, size)]
    return docs


def _steps(few: Docs, many: Docs) -> int:
    return WALK * (min(len(many), LOOK_UP_RATIO * len(few)) + len(few))


def all_of(every: Sequence[Matches], docs: Docs, size: int) -> Matches:
    """Return ``docs``, which all of some matches have, with their scores added up."""
    scored = _rarest_first(every)
    if not scored:
        return Matches(docs)
    if len(scored) == 1 and scored[0][1] == 1 and scored[0][0].docs is docs:
        return scored[0][0]

    def score(at: NDArray[np.intp] | None) -> Scores:
        wanted = docs if at is None else docs[at]
        total = np.zeros(len(wanted))
        for matches, times in scored:
            total += times * matches.scores_of(wanted, size)
        return total

    return Matches(docs, score)


def unite(every: Sequence[Matches], size: int, work: Work) -> Matches:
    """Return the documents in any of some matches; scores add up."""
    some = [matches for matches in every if len(matches.docs)]
    if len(some) < 2:
        return some[0] if some else NOTHING
    lists = list({id(matches.docs): matches.docs for matches in some}.values())
    if sum(map(len, lists)) * 64 < size:
        docs = distinct(np.concatenate(lists))
        return Matches(docs, _sum_of(some, docs))
    mask = np.zeros(size, np.bool_)
    for docs in sorted(lists, key=len):
        if work.afford(WALK * len(docs)):
            mask[docs] = True
    docs = np.flatnonzero(mask).astype(np.int32)
    scored = _rarest_first(some)

    def score(at: NDArray[np.intp] | None) -> Scores:
        if at is not None and len(at) * LOOK_UP_RATIO < len(docs):
            return _sum_of(some, docs)(at)
        total = np.zeros(size)
        for matches, times in scored:
            total[matches.docs] += times * matches.scores()
        return np.asarray(total[docs if at is None else docs[at]])

    return Matches(docs, score if scored else None)


def _rarest_first(every: Sequence[Matches]) -> list[tuple[Matches, int]]:
    """Return what scores and how often it does, in the order in which work is spent on it."""
    times = Counter(matches for matches in every if matches.score is not None)
    return sorted(times.items(), key=lambda item: len(item[0].docs))


def _sum_of(every: Sequence[Matches], docs: Docs) -> Callable[[NDArray[np.intp] | None], Scores]:
    scored = _rarest_first(every)

    def score(at: NDArray[np.intp] | None) -> Scores:
        wanted = docs if at is None else docs[at]
        total = np.zeros(len(wanted))
        for matches, times in scored:
            matches.add_scores(wanted, total, times)
        return total

    return score
