"""The embedded engine: the newest generation in a data directory, read as arrays."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from copy import copy
from datetime import datetime
from threading import Lock, Thread
from typing import TYPE_CHECKING

import numpy as np

from index.damage import find_damage
from index.errors import IndexBrokenError
from index.generations import Generations
from index.segments.format import UNDATED
from index.segments.postings import find_in
from search.arrays.columns import is_many
from search.arrays.doc_list import held
from search.arrays.evaluate import Evaluation, has_phrase
from search.arrays.facets import count_dates, count_values, passing
from search.arrays.finding import ArrayFinder
from search.arrays.ranking import best
from search.arrays.reader import Reader
from search.engine import KEY_SHIFT, MAX_EXPANSION, MAX_SEEN, POSITION, Found, Positions
from search.errors import EngineError, GenerationGoneError
from search.results import NO_FILTERS
from search.work import unbounded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from numpy.typing import NDArray

    from index.aliases import Aliases
    from index.completions import Completions
    from index.copies.groups import Copies
    from index.data import Places
    from search.arrays.matches import Matches
    from search.engine import Docs, Near, Scores, Search
    from search.query import Query
    from search.results import FacetValue, Filters
    from search.work import Work

_log = logging.getLogger(__name__)

# A generation can be swept away between reading its name and opening it, once for every
# reindex that finishes meanwhile.
ATTEMPTS = 5


class ArraySnapshot:
    """One generation, open. Implements `search.engine.Snapshot`."""

    def __init__(self, directory: Path) -> None:
        self.reader = Reader(directory)
        self.directory = directory
        self.generation = self.reader.generation
        self.documents = self.reader.documents
        self.created = datetime.fromisoformat(self.reader.manifest.created)
        self.revision = self.reader.manifest.revision
        self.stamp = self.reader.manifest.stamp
        self.analyzer = self.reader.analyzer
        self.values = self.reader.values
        self.forms = self.reader.forms
        self.frequency = self.reader.frequency
        self.occurrences = self.reader.count_occurrences
        self.evaluation: Evaluation | None = None

    def counting(self, work: Work) -> ArraySnapshot:
        counted = copy(self)
        counted.evaluation = Evaluation(self.reader, work)
        return counted

    def find(self, search: Search) -> Found:
        reader, evaluation = self.reader, self._evaluating()
        matches = self._matches(evaluation, search.query, search.filters)
        if search.boosts:
            matches = matches.boosted([evaluation.evaluate(word) for word in search.boosts])
        docs, scores = best(reader, matches, search.count, search.sort, search.after)
        interval = search.interval
        return Found(
            total=matches.count,
            docs=docs,
            scores=scores,
            facets={
                name: self._count_values(evaluation, search, matches, name)
                for name in search.facets
            },
            histogram=count_dates(reader, matches, interval) if interval else (),
            among=None if search.among is None else _matching(matches, search.among),
        )

    def count(self, query: Query, filters: Filters = NO_FILTERS) -> int:
        return self._matches(self._evaluating(), query, filters).count

    def finder(self) -> ArrayFinder:
        return ArrayFinder(self._evaluating())

    def scores(self, query: Query, docs: Docs) -> Scores:
        return self._evaluating().evaluate(query).scores_of(docs)

    def positions(self, root: str, docs: Docs) -> Positions | None:
        found = self.reader.occurrences("root", root)
        if found is None:
            return None
        places = np.flatnonzero(found.holds(docs))
        keys = found.spans(docs[places]).keys(MAX_SEEN)
        keys = (places[keys >> KEY_SHIFT] << KEY_SHIFT) | (keys & POSITION)
        return Positions(len(found.docs), keys)

    def body_starts(self, docs: Docs) -> NDArray[np.int64]:
        return self.reader.title_lengths[docs].astype(np.int64) + 1

    def holding(self, forms: AbstractSet[str], docs: Docs) -> NDArray[np.bool_]:
        return np.asarray(self.reader.holding(forms)[docs])

    def expand(self, field: str, beginnings: tuple[str, ...], limit: int) -> list[tuple[str, int]]:
        if self.evaluation is None or limit > MAX_EXPANSION:
            return self.reader.expand(field, beginnings, limit)
        return self.evaluation.expand(field, beginnings)[:limit]

    def ids(self, docs: Docs) -> list[str]:
        return self.reader.ids(docs.tolist())

    def rows(self, docs: Docs) -> list[int]:
        return self.reader.rows(docs.tolist())

    def numbers(self, rows: NDArray[np.int64]) -> Docs:
        return self.reader.numbers(rows)

    def dates(self, docs: Docs) -> list[int | None]:
        dates = self.reader.dates[docs].tolist()
        return [None if date == UNDATED else date for date in dates]

    def near(self, field: str, word: str, distance: int) -> list[Near]:
        return self.reader.vocabulary(field).near(word, distance)

    @property
    def completions(self) -> Completions:
        return self.reader.completions

    @property
    def aliases(self) -> Aliases | None:
        return self.reader.aliases

    @property
    def copies(self) -> Copies | None:
        return self.reader.copies

    def _evaluating(self) -> Evaluation:
        """Return where this answer is worked out; of its own where work is not counted."""
        return self.evaluation or Evaluation(self.reader, unbounded())

    def _count_values(
        self, evaluation: Evaluation, search: Search, matches: Matches, name: str
    ) -> tuple[FacetValue, ...]:
        others = search.filters.without(name)
        if others is not search.filters:
            matches = self._matches(evaluation, search.query, others)
        chosen = search.filters.values.get(name, ())
        return count_values(self.reader, matches, name, search.facet_size, chosen)

    def _matches(self, evaluation: Evaluation, query: Query, filters: Filters) -> Matches:
        within = passing(self.reader, filters)
        if within is None:
            return evaluation.evaluate(query)
        return evaluation.evaluate(query, within.docs if has_phrase(query) else None).within(within)


def _matching(matches: Matches, docs: Docs) -> NDArray[np.bool_]:
    """Return which of some ascending documents match."""
    if is_many(matches):
        return held(matches.bits, docs)
    is_found = np.zeros(len(docs), np.bool_)
    if len(docs):
        at, is_one = find_in(docs, matches.docs)
        is_found[at[is_one]] = True
    return is_found


class ArrayEngine:
    """The newest generation that is sound, noticed as soon as it is switched to.

    Implements `search.engine.Engine`. An old snapshot is closed when nobody uses it.

    Args:
        data: The data directory, or where archive and index are.
        checked: Read large files whole, in the background, to know of damage before a
            search meets it; small ones always are when they are opened.
    """

    def __init__(self, data: Path | Places, *, checked: bool = False) -> None:
        self._generations = Generations(data)
        self._lock = Lock()
        self._seen: tuple[int, int] | None = None
        self._snapshot: ArraySnapshot | None = None
        self._other: ArraySnapshot | None = None  # by name, until the next switch
        self._damage: dict[str, str] = {}
        self._is_checked = checked
        self._sound: set[str] = set()

    @contextmanager
    def reading(self, generation: str | None = None) -> Iterator[ArraySnapshot]:
        """Yield the newest generation, or one by name; a failure to read it is raised as ours."""
        try:
            snapshot = self._current()
            if generation not in {None, snapshot.generation}:
                snapshot = self._named(str(generation))
        except OSError as error:
            raise EngineError(f"the index cannot be read: {error}") from error
        try:
            yield snapshot
        except IndexBrokenError as error:
            self._leave(snapshot, error.problem)
            raise
        except (ArithmeticError, LookupError, MemoryError, TypeError, ValueError) as error:
            # With sound files it is a bug, and must look like one.
            problems = find_damage(snapshot.directory)
            if not problems:
                raise
            self._leave(snapshot, problems[0])
            raise IndexBrokenError(snapshot.directory, problems[0]) from error

    def damage(self) -> tuple[str, ...]:
        """Return what is wrong with generations that should be read and are not."""
        return tuple(f"{name}: {problem}" for name, problem in list(self._damage.items()))

    def close(self) -> None:
        """Let go of the snapshot."""
        with self._lock:
            self._snapshot = self._other = self._seen = None

    def _current(self) -> ArraySnapshot:
        snapshot = self._snapshot
        if snapshot is not None and self._generations.stamp() == self._seen:
            if not snapshot.reader.is_cut:
                return snapshot
            self._leave(snapshot, "a file has been cut short")
        with self._lock:
            stamp = self._generations.stamp()
            if stamp != self._seen:
                self._damage.clear()
            if self._snapshot is not None and stamp == self._seen:
                return self._snapshot
            opened = self._snapshot = self._open()
            self._other = None
            self._seen = stamp
        if self._is_checked:
            Thread(target=self._check, args=(opened,), daemon=True).start()
        return opened

    def _named(self, name: str) -> ArraySnapshot:
        """Return a generation that is not the newest, open as long as the newest is that."""
        with self._lock:
            directory = next((one for one in self._generations.every() if one.name == name), None)
            if directory is None or name in self._damage:
                raise GenerationGoneError(name)
            other = self._other
            if other is None or other.generation != name or other.reader.is_cut:
                try:
                    other = self._other = ArraySnapshot(directory)
                except (IndexBrokenError, FileNotFoundError) as error:
                    raise GenerationGoneError(name) from error
            return other

    def _open(self) -> ArraySnapshot:
        for _ in range(ATTEMPTS):
            stamp = self._generations.stamp()
            candidates, broken = self._generations.candidates()
            failure: Exception | None = broken
            if broken and stamp == self._generations.stamp():
                self._note(self._generations.directory, broken.problem)
            for directory in candidates:
                if directory.name in self._damage:
                    continue
                try:
                    return ArraySnapshot(directory)
                except (IndexBrokenError, FileNotFoundError) as error:
                    failure = failure or error
                    if stamp != self._generations.stamp():
                        break  # it was swept away meanwhile
                    self._note(directory, getattr(error, "problem", "a file is missing"))
            else:
                raise failure or IndexBrokenError(
                    self._generations.directory, "; ".join(self.damage())
                )
        raise EngineError("the index is replaced faster than it can be opened")

    def _leave(self, snapshot: ArraySnapshot, problem: str) -> None:
        """Have the next search use the generation before."""
        with self._lock:
            if self._snapshot is snapshot:
                self._snapshot = None
                self._note(snapshot.directory, problem)

    def _note(self, directory: Path, problem: str) -> None:
        self._damage[directory.name] = problem
        _log.error("damage in %s: %s; run: arsip reindex", directory.name, problem)

    def _check(self, snapshot: ArraySnapshot) -> None:
        """Read every byte that this process has not found sound before."""
        try:
            problems = find_damage(snapshot.directory, sound=self._sound)
        except OSError as error:
            _log.warning("generation %s was not read whole: %s", snapshot.generation, error)
            return
        if not problems:
            self._sound.update(snapshot.reader.manifest.files.values())
        elif snapshot.directory.is_dir():  # which a reindex may have swept away
            self._leave(snapshot, problems[0])
