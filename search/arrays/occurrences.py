"""Where a term occurs in all segments of an index.

    segment 0    docs 0 .. 16,999         its list      5 9      positions  17 | 4 31
    segment 1    docs 17,000 .. 33,037    its list      0 2      positions  8  | 2
    together                                            5 9 17000 17002

Deleted documents are left out. Positions are put side by side when they are asked for,
those of very long lists only where they are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from index.segments.postings import MAX_JOINED, find_in
from search.arrays.doc_list import DocList
from search.engine import KEY_SHIFT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.segments.postings import Postings
    from search.engine import Docs

_BYTES = 800
# What a document takes besides its number, and a position, once they are asked for.
_DOC_BYTES = 9
_POSITION_BYTES = 4


class Part(NamedTuple):
    """The list of one segment."""

    base: int  # its first document
    postings: Postings
    dead: NDArray[np.intp]  # places of deleted documents in the list


class Occurrences(DocList):
    """Where a term occurs in all segments.

    Attributes:
        codes: Of its documents.
        count: Its positions, also those in deleted documents.
        mean_count: Positions it has in a document that it occurs in.
    """

    def __init__(self, parts: Sequence[Part], size: int) -> None:
        docs = [
            _without(part.postings.docs, part.dead) + np.int32(part.base)
            if part.base
            else _without(part.postings.docs, part.dead)
            for part in parts
        ]
        super().__init__(_joined(docs), size)
        self.codes = _joined([_without(part.postings.codes, part.dead) for part in parts])
        self.count = sum(part.postings.count for part in parts)
        self.mean_count = self.count / sum(len(part.postings) for part in parts)
        self._parts = parts
        self._positions: _Run | None = None

    @property
    def nbytes(self) -> int:
        """What it takes, with positions where they are put side by side."""
        positions = _POSITION_BYTES * self.count if self.count <= MAX_JOINED else 0
        return _BYTES + super().nbytes + _DOC_BYTES * len(self.docs) + positions

    def spans(self, docs: Docs) -> Spans:
        """Return where it occurs in some documents.

        Args:
            docs: Ascending; every one holds the term. A place is one in ``docs``.
        """
        if not len(docs):
            return Spans([], True, self.count)
        if self.count <= MAX_JOINED:
            every = self._every()
            at = self.places(docs)
            starts, counts = every.starts.take(at), every.counts.take(at)
            run = _Run(np.arange(len(docs)), starts, counts, every.positions)
            return Spans([run], True, self.count)
        bases = [part.base for part in self._parts]
        cuts = [*docs.searchsorted(bases).tolist(), len(docs)]
        found: list[_Run] = []
        is_sorted = True
        for part, start, end in zip(self._parts, cuts, cuts[1:], strict=False):
            some = docs[start:end] - np.int32(part.base)
            if part.postings.is_apart and part.postings.parts is not None:
                is_sorted = False
                found += _apart(part.postings.parts(), some, start)
            elif start < end:
                found.append(_run(part.postings, part.postings.docs.searchsorted(some), start))
        return Spans(found, is_sorted, self.count)

    def _every(self) -> _Run:
        """Return all positions; put side by side when first asked for."""
        found = self._positions
        if found is None:
            starts, counts, positions, before = [], [], [], 0
            for part in self._parts:
                offsets, some = part.postings.positions()
                starts.append(_without(offsets[:-1] + before, part.dead))
                counts.append(_without(offsets[1:] - offsets[:-1], part.dead))
                positions.append(some)
                before += len(some)
            every = _joined(starts).astype(np.int32), _joined(counts).astype(np.int32)
            found = self._positions = _Run(np.zeros(0, np.intp), *every, _joined(positions))
        return found


def _without(values: NDArray[Any], places: NDArray[np.intp]) -> NDArray[Any]:
    return np.delete(values, places) if len(places) else values


def _joined(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


class _Run(NamedTuple):
    """Positions in some documents: ``counts[i]`` from ``starts[i]`` on are those of one."""

    places: NDArray[np.intp]
    starts: NDArray[Any]
    counts: NDArray[Any]
    positions: NDArray[Any]


class Spans:
    """Where a term occurs in some documents, found but not yet read.

    Attributes:
        frequency: Of the term in all documents.
    """

    def __init__(self, runs: list[_Run], is_sorted: bool, frequency: int) -> None:
        self._runs = runs
        self._is_sorted = is_sorted
        self.frequency = frequency

    @property
    def count(self) -> int:
        """How many occurrences there are."""
        return sum(int(run.counts.sum()) for run in self._runs)

    def moved(self, places: NDArray[np.intp]) -> list[_Run]:
        """Return its runs with the place of each document as ``places`` says."""
        return [run._replace(places=places[run.places]) for run in self._runs]

    def keys(self, most: int | None = None) -> NDArray[np.int64]:
        """Return ``place << KEY_SHIFT | position`` for every occurrence, ascending.

        Or for the first ``most`` in each document, of each form where forms are apart.
        """
        runs = self._runs
        if most is not None:
            runs = [run._replace(counts=np.minimum(run.counts, most)) for run in runs]
        found = [_keys(*run) for run in runs]
        if not found:
            return np.zeros(0, np.int64)
        keys = found[0] if len(found) == 1 else np.concatenate(found)
        if not self._is_sorted:
            keys.sort()
        return keys


def _run(part: Postings, at: NDArray[np.integer[Any]], first_place: int) -> _Run:
    offsets, positions = part.positions()
    starts = offsets.take(at)
    places = np.arange(first_place, first_place + len(at))
    return _Run(places, starts, offsets.take(at + 1) - starts, positions)


def _apart(parts: Sequence[Postings], docs: Docs, first_place: int) -> list[_Run]:
    """Return the positions of several lists in ``docs``, without joining the lists."""
    found = []
    for part in parts:
        few, many = (part.docs, docs) if len(part) < len(docs) else (docs, part.docs)
        at, is_there = find_in(many, few)
        held = np.flatnonzero(is_there)
        if len(held):
            places, in_part = (at[held], held) if few is part.docs else (held, at[held])
            run = _run(part, in_part, first_place)
            found.append(run._replace(places=places + first_place))
    return found


def _keys(
    places: NDArray[np.intp],
    starts: NDArray[np.int64],
    counts: NDArray[np.int64],
    positions: NDArray[Any],
) -> NDArray[np.int64]:
    ends = counts.cumsum()
    every = starts
    if ends[-1] > len(places):  # more than once somewhere
        every = np.arange(ends[-1]) + (starts - ends + counts).repeat(counts)
        places = places.repeat(counts)
    return np.asarray((places << KEY_SHIFT) + positions.take(every))
