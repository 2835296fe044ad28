"""Sets of documents with scores, and the Boolean operations on them.

    Matches       some documents, none of which scores
    Listed        what is in lists, with scores
    Leaf          a word, a phrase or a beginning of the query: one of those, paid for
    Both, Either  of several, whose scores add up
    Boosted       another one, with more on top
    Some, Within  some of another one, such as those that pass a filter

Scores are computed when asked for and only for the documents asked for, so that a rare
word in a conjunction spares the common ones; bounds tell which need be asked for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from index.segments.postings import find_in
from search.arrays.doc_list import SPARSE, DocList, packed, packed_mask
from search.arrays.impacts import FREQUENT, Impacts, added_up, foremost, rounded_up, unscored
from search.engine import distinct
from search.work import SCORE, WALK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from index.caching import ByteCache
    from search.engine import Docs, Scores
    from search.query import Query
    from search.work import Work

    Words = ByteCache[Query, "Listed"]

# How many times longer a list must be before looking up beats walking through it.
LOOK_UP_RATIO = 16
# Documents of a word for each that is scored, for which its impacts are worth computing.
WORTH = 4
# So few documents are scored sooner than bounded.
FEW = 128

# What is kept of a word besides its lists.
_LISTED_BYTES = 1_500

NO_DOCS: Docs = np.zeros(0, np.int32)


class Matches:
    """Documents that match and do not score.

    Attributes:
        size: Documents of the index.
        lists: How many lists are read, on average, to score a document.
    """

    def __init__(self, docs: Docs, size: int, lists: float = 0.0) -> None:
        self._docs = docs
        self.size = size
        self.lists = lists

    @property
    def docs(self) -> Docs:
        """Them all, ascending."""
        return self._docs

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.docs)

    @property
    def most(self) -> int:
        """How many there are at most, which may be known before they are."""
        return self.count

    @property
    def bits(self) -> NDArray[np.uint64]:
        """A bit for each document of the index, in words of 64."""
        return packed(self.docs, self.size)

    @property
    def is_scored(self) -> bool:
        """Whether scores can be above 0."""
        return False

    def score(self, docs: Docs) -> Scores:
        """Return the scores of ascending documents that all match."""
        return np.zeros(len(docs))

    def bound(self, docs: Docs | None = None) -> Impacts | None:
        """Return what documents score at most; None where scoring them is as fast.

        Args:
            docs: Ascending, matching or not. None for those that match, or all of the index.
        """
        own = unscored(self.docs)
        return own if docs is None else own.of(docs)

    def holds(self, docs: Docs) -> NDArray[np.bool_]:
        """Return, for each of some ascending documents, whether it matches."""
        return contains(self.docs, docs, self.size)

    def scores_of(self, docs: Docs) -> Scores:
        """Return the scores of ascending documents, 0 where one does not match."""
        found = self.holds(docs)
        total = np.zeros(len(docs))
        total[found] = self.score(docs[found])
        return total

    def best(self, count: int) -> tuple[Docs, Scores]:
        """Return all documents that can be among the ``count`` best, and their scores."""
        few = max(FEW, 2 * count)
        bounds = self.bound() if self.most > few else None
        docs = self.docs if bounds is None or self.count <= few else foremost(bounds, count)
        return docs, self.score(docs)

    def only(self, keep: NDArray[np.bool_]) -> Matches:
        """Return the matches where ``keep`` is true, place by place."""
        return Some(self, self.docs[keep])

    def within(self, passing: DocList) -> Matches:
        """Return the matches among some documents."""
        return Within(self, passing)

    def boosted(self, others: Sequence[Matches]) -> Matches:
        """Return the same documents, with what they score in ``others`` on top."""
        return Boosted(self, others) if others else self


class Listed(Matches):
    """Documents with scores of their own.

    Attributes:
        reading: Steps of work that reading its lists takes; None for what is not kept for the
            next time that it is asked for.
        is_known: It was kept.
        impacts: What bounds its scores, once that is known.
    """

    def __init__(
        self,
        members: DocList,
        scores: Callable[[Docs], Scores],
        *,
        lists: float = 1.0,
        reading: int | None = None,
        held: int = 0,
    ) -> None:
        """Score ``members`` by ``scores``, which hold some bytes."""
        super().__init__(members.docs, members.size, lists)
        self._members = members
        self._scores = scores
        self._held = held
        self.reading = reading
        self.is_known = False
        self.impacts: Impacts | None = None

    @property
    def nbytes(self) -> int:
        """What it takes to keep it."""
        bounds = 0 if self.impacts is None else self.impacts.values.nbytes
        return int(_LISTED_BYTES + self.lists * self._members.nbytes) + self._held + bounds

    @property
    def is_scored(self) -> bool:
        return True

    def score(self, docs: Docs) -> Scores:
        return self._scores(docs)

    def bound(self, docs: Docs | None = None) -> None:  # noqa: ARG002 - it has none
        return None

    def holds(self, docs: Docs) -> NDArray[np.bool_]:
        return self._members.holds(docs)


class Leaf(Matches):
    """What a word, a phrase or a beginning of the query matches.

    Its scores are paid for, but not twice. Where there was no room for it nothing scores.
    """

    def __init__(self, query: Query, inner: Matches, work: Work, words: Words) -> None:
        super().__init__(inner.docs, inner.size, inner.lists)
        self._query = query
        self._inner = inner
        self._work = work
        self._words = words
        self._paid = 0
        self._is_refused = False

    @property
    def is_scored(self) -> bool:
        return self._inner.is_scored

    def score(self, docs: Docs) -> Scores:
        return self._inner.score(docs) if self._pay(len(docs)) else np.zeros(len(docs))

    def bound(self, docs: Docs | None = None) -> Impacts | None:
        wanted = len(self._docs if docs is None else docs)
        impacts: Impacts | None = None
        if self.is_scored and self._pay(wanted):
            impacts = self._known(wanted)
        else:
            impacts = unscored(self._docs)
        return impacts if impacts is None or docs is None else impacts.of(docs)

    def holds(self, docs: Docs) -> NDArray[np.bool_]:
        return self._inner.holds(docs)

    def _pay(self, count: int) -> bool:
        """Tell whether ``count`` documents can be scored, and spend what that takes."""
        if count > self._paid and not self._is_refused:
            steps = ceil(SCORE * self.lists * (count - self._paid))
            self._is_refused = not self._work.afford(steps)
            self._paid = count
        return not self._is_refused

    def _known(self, wanted: int) -> Impacts | None:
        """Return the impacts of a word, None where ``wanted`` documents are scored sooner.

        They take the scores of all its documents, which a word that is asked for again is worth.
        """
        word = self._inner
        if not isinstance(word, Listed) or word.reading is None:
            return None
        if word.impacts is None and (word.is_known or wanted * WORTH >= self.count):
            word.impacts = rounded_up(self._docs, word.score(self._docs), self.size)
            self._words.put(self._query, word, word.nbytes)
        return word.impacts


class Both(Matches):
    """Documents that all of some matches have."""

    def __init__(self, every: Sequence[Matches], docs: Docs, size: int) -> None:
        super().__init__(docs, size)
        self._scored = _rarest_first(every)

    @property
    def is_scored(self) -> bool:
        return bool(self._scored)

    def score(self, docs: Docs) -> Scores:
        total = np.zeros(len(docs))
        for matches, times in self._scored:
            total += times * matches.score(docs)
        return total

    def bound(self, docs: Docs | None = None) -> Impacts | None:
        own = _bound(dict(self._scored), self.docs, self.size)
        return own if own is None or docs is None else own.of(docs)


class Sought(Matches, ABC):
    """Documents that are found when they are asked for, or by bounds of their scores."""

    def __init__(self, size: int, lists: float, most: int) -> None:
        super().__init__(NO_DOCS, size, lists)
        self._most = most
        self._bounds: Impacts | None = None  # of all documents of the index, once it is known

    @cached_property
    def docs(self) -> Docs:
        if self._bounds is not None:
            return np.flatnonzero(self._bounds.values != 0).astype(np.int32)
        return self._find()

    @cached_property
    def count(self) -> int:
        bounds = self._bounds
        return len(self.docs) if bounds is None else int(np.count_nonzero(bounds.values))

    @cached_property
    def bits(self) -> NDArray[np.uint64]:
        bounds = self._bounds
        return packed(self.docs, self.size) if bounds is None else packed_mask(bounds.values != 0)

    @property
    def most(self) -> int:
        return self._most

    @abstractmethod
    def _find(self) -> Docs:
        """Return the documents, where bounds do not tell them."""


class Either(Sought):
    """Documents that any of some matches has."""

    def __init__(self, every: Sequence[Matches], size: int) -> None:
        self._every = sorted(every, key=lambda matches: matches.most)
        self._scored = _rarest_first(every)
        total = sum(matches.most for matches in every)
        lists = sum(matches.most * matches.lists for matches in every)
        super().__init__(size, lists / max(total, 1), min(total, size))

    @property
    def is_scored(self) -> bool:
        return bool(self._scored)

    def score(self, docs: Docs) -> Scores:
        if len(docs) * LOOK_UP_RATIO < self.most or self.most * SPARSE < self.size:
            total = np.zeros(len(docs))
            for matches, times in self._scored:
                total += times * matches.scores_of(docs)
            return total
        every = np.zeros(self.size)
        for matches, times in self._scored:
            every[matches.docs] += times * matches.score(matches.docs)
        return every.take(docs)

    def bound(self, docs: Docs | None = None) -> Impacts | None:
        if docs is not None:
            return _bound(Counter(self._every), docs, self.size)
        if self._bounds is None:
            at = self.docs if self.most * SPARSE < self.size else None
            every = Counter(self._every)
            parts = [(_bound_or_score(one, at), times) for one, times in every.items()]
            bounds = added_up(parts, at, self.size)
            if at is not None:
                return bounds
            self._bounds = bounds
        return self._bounds

    def holds(self, docs: Docs) -> NDArray[np.bool_]:
        found = np.zeros(len(docs), np.bool_)
        for matches in self._every:
            found |= matches.holds(docs)
        return found

    def _find(self) -> Docs:
        return union([matches.docs for matches in self._every], self.size)


class Boosted(Matches):
    """The documents of some matches, with what they score in others on top."""

    def __init__(self, inner: Matches, others: Sequence[Matches]) -> None:
        super().__init__(NO_DOCS, inner.size, inner.lists)
        self._inner = inner
        self._others = others

    @property
    def docs(self) -> Docs:
        return self._inner.docs

    @property
    def count(self) -> int:
        return self._inner.count

    @property
    def most(self) -> int:
        return self._inner.most

    @property
    def bits(self) -> NDArray[np.uint64]:
        return self._inner.bits

    @property
    def is_scored(self) -> bool:
        return True

    def score(self, docs: Docs) -> Scores:
        total = self._inner.score(docs)
        for other in self._others:
            if other.count:
                total += other.scores_of(docs)
        return total

    def bound(self, docs: Docs | None = None) -> Impacts | None:
        base = self._inner.bound(docs)
        if base is None:
            return None
        more = _bound(Counter(self._others), base.docs, self.size)
        if more is None:
            return None
        both = added_up([(base, 1), (more, 1)], base.docs, self.size)
        both.values[base.values == 0] = 0
        return both

    def holds(self, docs: Docs) -> NDArray[np.bool_]:
        return self._inner.holds(docs)


class Some(Matches):
    """Some of the documents of other matches."""

    def __init__(self, inner: Matches, docs: Docs) -> None:
        super().__init__(docs, inner.size, inner.lists)
        self._inner = inner

    @property
    def is_scored(self) -> bool:
        return self._inner.is_scored

    def score(self, docs: Docs) -> Scores:
        return self._inner.score(docs)

    def bound(self, docs: Docs | None = None) -> Impacts | None:
        own = self._inner.bound(self.docs)
        return own if own is None or docs is None else own.of(docs)


class Within(Sought):
    """Those documents of other matches that pass a filter."""

    def __init__(self, inner: Matches, passing: DocList) -> None:
        super().__init__(inner.size, inner.lists, min(inner.most, passing.most))
        self._inner = inner
        self._passing = passing

    @property
    def is_scored(self) -> bool:
        return self._inner.is_scored

    def score(self, docs: Docs) -> Scores:
        return self._inner.score(docs)

    def bound(self, docs: Docs | None = None) -> Impacts | None:
        if docs is None and self.most * FREQUENT > self.size:
            base = self._inner.bound()
            if base is not None and base.docs is None:
                values = base.values * self._passing.mask()
                self._bounds = Impacts(values, None, base.top, base.slack)
                return self._bounds
        own = self._inner.bound(self.docs)
        return own if own is None or docs is None else own.of(docs)

    def holds(self, docs: Docs) -> NDArray[np.bool_]:
        return self._inner.holds(docs) & self._passing.holds(docs)

    def _find(self) -> Docs:
        inner, passing = self._inner, self._passing
        if passing.most < inner.most:
            return passing.docs[inner.holds(passing.docs)]
        return inner.docs[passing.holds(inner.docs)]


def contains(docs: Docs, wanted: Docs, size: int) -> NDArray[np.bool_]:
    """Return, for each of ``wanted``, whether it is among ``docs``, once.

    Both are ascending document numbers below ``size``.
    """
    if len(docs) in {0, size}:
        return np.full(len(wanted), bool(len(docs)))
    if len(wanted) * LOOK_UP_RATIO < len(docs) or len(docs) * SPARSE < size:
        return find_in(docs, wanted)[1]
    mask = np.zeros(size, np.bool_)
    mask[docs] = True
    return mask.take(wanted)


def meet(every: Sequence[Matches | DocList], work: Work) -> Docs:
    """Return the documents that all of some matches or lists have, ascending."""
    first, *others = sorted(every, key=lambda matches: matches.most)
    docs = first.docs
    for other in others:
        if not len(docs) or not work.afford(_steps(len(docs), other.most)):
            return NO_DOCS
        docs = docs[other.holds(docs)]
    return docs


def _steps(few: int, many: int) -> int:
    return WALK * (min(many, LOOK_UP_RATIO * few) + few)


def all_of(every: Sequence[Matches], docs: Docs, size: int) -> Matches:
    """Return ``docs``, which all of some matches have, with their scores added up."""
    scored = [matches for matches in every if matches.is_scored]
    if len(scored) == 1 and scored[0].docs is docs:
        return scored[0]
    return Both(scored, docs, size) if scored else Matches(docs, size)


def unite(every: Sequence[Matches], size: int, work: Work) -> Matches:
    """Return the documents in any of some matches; scores add up."""
    some = [matches for matches in every if matches.most]
    if len(some) < 2:
        return some[0] if some else Matches(NO_DOCS, size)
    different = sorted(dict.fromkeys(some), key=lambda matches: matches.most)
    if sum(matches.most for matches in different) * SPARSE >= size:
        kept = {matches for matches in different if work.afford(WALK * matches.most)}
        some = [matches for matches in some if matches in kept]
    return Either(some, size)


def union(lists: Sequence[Docs], size: int) -> Docs:
    """Return the documents in any of some lists, ascending."""
    lists = list({id(docs): docs for docs in lists}.values())
    if sum(map(len, lists)) * SPARSE < size:
        return distinct(np.concatenate([NO_DOCS, *lists]))
    mask = np.zeros(size, np.bool_)
    for docs in lists:
        mask[docs] = True
    return np.flatnonzero(mask).astype(np.int32)


def _rarest_first(every: Sequence[Matches]) -> list[tuple[Matches, int]]:
    """Return what scores and how often it does, in the order in which work is spent on it."""
    times = Counter(matches for matches in every if matches.is_scored)
    return sorted(times.items(), key=lambda item: item[0].most)


def _bound(some: Mapping[Matches, int], docs: Docs | None, size: int) -> Impacts | None:
    """Return the sum of what bounds some matches, each so many times; None if one has no bound."""
    parts = []
    for matches, times in some.items():
        bound = matches.bound(docs)
        if bound is None:
            return None
        parts.append((bound, times))
    return added_up(parts, docs, size)


def _bound_or_score(matches: Matches, docs: Docs | None) -> Impacts:
    bound = matches.bound(docs)
    if bound is None:
        bound = rounded_up(matches.docs, matches.score(matches.docs), matches.size)
    return bound if docs is None else bound.of(docs)
