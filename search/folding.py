"""Articles that are one text as one result: the first published of those that match.

    matching    k-17  t-80  k-23  a-02  b-31     (k-17, t-80, k-23 are one text)
    folded      k-17 (t-80, k-23)  a-02  b-31

What is folded is left out of what an engine finds, so that every order, page and walk is as it
was without it. An engine tells which documents of groups match; the rest is the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from index.copies.groups import Kind
from index.segments.postings import find_in
from search.results import Copies, FoldedCopy
from search.stored import read_stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from index.archive.reading import ArchiveReader
    from index.copies.groups import Copies as Groups
    from search.engine import Docs, Found, Search, Snapshot

# What is shown under one hit, the first ones by date.
MAX_SHOWN: Final = 10
# Documents that are asked for beyond those wanted, since some may be folded: so many at least, and
# so many times as many as are in groups among others; if that is too few, so many times as many.
MIN_SPARE: Final = 4
SPARE: Final = 4
MORE: Final = 4


class Under(NamedTuple):
    """What is folded under one document: the first ones with what they are, and how many."""

    docs: Docs
    kinds: list[Kind]
    copies: int
    updates: int


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """What is under what in one answer.

    Attributes:
        members: Documents of groups that match, group by group, by date; also the only ones.
        starts: Where each group begins there, and the end.
        kinds: What each member is to those published before it.
        grouped: All documents of groups, ascending, and of each whether it is under another one.
    """

    members: Docs
    starts: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    grouped: Docs
    is_under: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """How many documents are under others."""
        return len(self.members) - len(self.starts) + 1

    def shows(self, docs: Docs) -> NDArray[np.bool_]:
        """Return for each of some documents whether it is under no other."""
        if not self.count:
            return np.ones(len(docs), np.bool_)
        at, is_grouped = find_in(self.grouped, docs)
        return ~(is_grouped & self.is_under[at])

    def under(self, docs: Docs) -> dict[int, Under]:
        """Return what is under some documents that are shown, by their places."""
        found: dict[int, Under] = {}
        if not self.count:
            return found
        firsts = self.members[self.starts[:-1]]
        for place, doc in enumerate(docs.tolist()):
            for group in np.flatnonzero(firsts == doc).tolist():
                start, end = self.starts[group : group + 2].tolist()
                if end - start > 1:
                    found[place] = self._between(start + 1, end)
        return found

    def _between(self, start: int, end: int) -> Under:
        updates = int(np.count_nonzero(self.kinds[start:end] == Kind.UPDATE))
        shown = slice(start, min(end, start + MAX_SHOWN))
        kinds = [Kind(kind) for kind in self.kinds[shown].tolist()]
        return Under(self.members[shown], kinds, end - start - updates, updates)


NOT_FOLDED: Final = Folded(
    np.zeros(0, np.int32),
    np.zeros(1, np.int64),
    np.zeros(0, np.uint8),
    np.zeros(0, np.int32),
    np.zeros(0, np.bool_),
)


@dataclass(frozen=True, slots=True, eq=False)
class _GroupDocs:
    """The documents of a generation that are in groups, ascending.

    Attributes:
        order: Their places, group by group, by date.
        groups, kinds: In that order, the number of its group, and what one is.
    """

    docs: Docs
    order: NDArray[np.intp]
    groups: NDArray[np.int64]
    kinds: NDArray[np.uint8]

    def fold(self, is_found: NDArray[np.bool_]) -> Folded:
        """Return what is under what, by which of the documents match."""
        at = np.flatnonzero(is_found[self.order])
        groups, places = self.groups[at], self.order[at]
        is_first = np.ones(len(at), np.bool_)
        np.not_equal(groups[1:], groups[:-1], out=is_first[1:])
        if is_first.all():
            return NOT_FOLDED
        is_under = np.zeros(len(self.docs), np.bool_)
        is_under[places[~is_first]] = True
        starts = np.append(np.flatnonzero(is_first), len(at))
        return Folded(self.docs[places], starts, self.kinds[at], self.docs, is_under)


class Folder:
    """Folds what generations find. Safe to share between threads."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Groups, _GroupDocs] = WeakKeyDictionary()

    def find(self, snapshot: Snapshot, search: Search) -> tuple[Found, Folded]:
        """Return what `Snapshot.find` does, but documents only that are under no other.

        The total and counts are of all that match.
        """
        groups = self._groups(snapshot)
        if groups is None or not len(groups.docs):
            return snapshot.find(search), NOT_FOLDED
        spare = SPARE * search.count * len(groups.docs) // snapshot.documents
        count = search.count + max(spare, MIN_SPARE)
        found = snapshot.find(replace(search, count=count, among=groups.docs))
        folded = NOT_FOLDED if found.among is None else groups.fold(found.among)
        docs, scores = found.docs, found.scores
        while True:
            is_shown = folded.shows(docs)
            if len(docs) < count or np.count_nonzero(is_shown) >= search.count:
                break
            count = min(MORE * count, search.count + folded.count)
            more = snapshot.find(replace(search, count=count, facets=(), interval=None))
            docs, scores = more.docs, more.scores
        places = np.flatnonzero(is_shown)[: search.count]
        return replace(found, docs=docs[places], scores=scores[places]), folded

    def _groups(self, snapshot: Snapshot) -> _GroupDocs | None:
        copies = snapshot.copies
        if copies is None or copies.rows is None:
            return None
        found = self._known.get(copies)
        if found is None:
            found = self._known[copies] = _group_docs(snapshot, copies, copies.rows)
        return found


def _group_docs(snapshot: Snapshot, copies: Groups, rows: NDArray[np.int64]) -> _GroupDocs:
    docs = snapshot.numbers(np.asarray(rows, np.int64))
    at = np.flatnonzero(docs >= 0)
    ascending = docs[at].argsort()
    order = np.empty(len(at), np.intp)
    order[ascending] = np.arange(len(at))
    groups = np.repeat(np.arange(len(copies)), copies.sizes)[at]
    return _GroupDocs(docs[at][ascending], order, groups, np.asarray(copies.kinds)[at])


def read_under(
    snapshot: Snapshot, archive: ArchiveReader, under: Mapping[int, Under]
) -> dict[int, Copies]:
    """Return what is shown under some hits, by their places; what is gone is left out."""
    if not under:
        return {}
    docs = np.concatenate([one.docs for one in under.values()])
    articles = {one.place: one.article for one in read_stored(snapshot, archive, docs)}
    found, first = {}, 0
    for place, one in under.items():
        shown = [
            FoldedCopy(articles[at], kind.what)
            for at, kind in enumerate(one.kinds, start=first)
            if at in articles
        ]
        found[place] = Copies(tuple(shown), one.copies, one.updates)
        first += len(one.docs)
    return found
