"""One index generation, open: its segments as one run of document numbers.

    segment 0    documents 0 .. 16,999
    segment 1    documents 17,000 .. 33,037

Deleted documents are left out of every list, so counts and averages are those of the
documents that can be found.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from index.aliases import Aliases
from index.caching import ByteCache
from index.completions import Completions
from index.copies.groups import Copies
from index.damage import checked_manifest
from index.ranking import K1
from index.segments.contents import open_segments
from index.segments.format import UNDATED
from index.segments.vocabulary import by_count
from index.values.table import NO_VALUES, Values, known_in
from search.arrays.columns import ValueColumn, bits_of, load_column, years_of
from search.arrays.expansion import most_frequent
from search.arrays.occurrences import Occurrences, Part
from search.arrays.scoring import average_length, length_norms
from search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from numpy.typing import NDArray

    from index.segments.segment import Segment
    from search.arrays.doc_list import DocList
    from search.arrays.expansion import Expanded
    from search.arrays.matches import Listed
    from search.engine import Docs
    from search.query import Query
    from search.results import Sort

# Joined posting lists kept when there are several segments or deleted documents.
CACHE_BYTES = 64 << 20
# Words and phrases of queries: their documents, and what bounds their scores.
WORD_CACHE_BYTES = 128 << 20
# Documents that pass a filter.
FILTER_CACHE_BYTES = 32 << 20
# Written forms kept by root, and what one takes.
FORMS_CACHE_BYTES = 8 << 20
_FORM_BYTES = 150
# Words with some beginning, and what one of them takes.
EXPANDED_CACHE_BYTES = 8 << 20
_WORD_BYTES = 150
# How many documents have a word, and what one such number takes.
COUNTS_CACHE_BYTES = 8 << 20
_COUNT_BYTES = 250


class Reader:
    """A generation as it will always be. Safe to share between threads.

    Attributes:
        size: Document numbers in use, deleted ones included.
        documents: Documents that can be found.
        live: False for deleted documents; None when nothing is deleted.
        completions: What typing is completed from.
        aliases: What short forms stand for; None if that was not noted when it was made.
        copies: Which articles are one text; None likewise.
        values: What is shown for each value of a facet.
        words: What words and phrases were found to match, with what bounds their scores.
        filtered: What passes filters, by dates and values.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.manifest = checked_manifest(directory)
        self.analyzer = self.manifest.checked_analyzer(directory)
        self.segments: list[Segment] = open_segments(directory)
        self.completions = Completions.open(directory)
        self.aliases = Aliases.open(directory)
        self.copies = Copies.open(directory)
        self.values = Values.open(directory, known_in(self.segments)) or NO_VALUES
        counts = [segment.doc_count for segment in self.segments]
        self.bases = [sum(counts[:number]) for number in range(len(counts))]
        self.size = sum(counts)
        self.live = self._live()
        self.documents = self.size if self.live is None else int(self.live.sum())
        titles = self._column("title_lengths", np.uint32)
        bodies = self._column("body_lengths", np.uint32)
        alive = slice(None) if self.live is None else self.live
        average = average_length(titles[alive], bodies[alive])
        self._norms = {K1: length_norms(titles, bodies, average)}
        self.words: ByteCache[Query, Listed] = ByteCache(WORD_CACHE_BYTES)
        self.filtered: ByteCache[tuple[object, ...], DocList] = ByteCache(FILTER_CACHE_BYTES)
        self._columns: dict[str, ValueColumn] = {}
        self._by_date: dict[Sort, Docs] = {}
        self._masks: dict[AbstractSet[str], NDArray[np.bool_]] = {}
        self._vocabularies: dict[str, Vocabulary] = {}
        self._cache: ByteCache[tuple[str, str], Occurrences] = ByteCache(CACHE_BYTES)
        self._counts: ByteCache[tuple[str, str], int] = ByteCache(COUNTS_CACHE_BYTES)
        self._expanded: ByteCache[tuple[str, tuple[str, ...], int], Expanded] = ByteCache(
            EXPANDED_CACHE_BYTES
        )
        self._forms: ByteCache[str, tuple[tuple[str, int], ...]] = ByteCache(FORMS_CACHE_BYTES)

    @property
    def generation(self) -> str:
        """The name of the generation."""
        return self.manifest.generation

    def occurrences(self, field: str, text: str) -> Occurrences | None:
        """Return where ``text`` occurs in ``field``, None when it does not."""
        key = (field, text)
        found = self._cache.get(key)
        if found is None:
            found = self._join(field, text)
            if found is not None:
                self._cache.put(key, found, found.nbytes)
        return found

    def holds(self, field: str, text: str) -> bool:
        """Tell whether ``text`` occurs in ``field``, if possible without reading where."""
        count = sum(segment.count(field, text) for segment in self.segments)
        return count > self.size - self.documents or (
            count > 0 and self.occurrences(field, text) is not None
        )

    def _join(self, field: str, text: str) -> Occurrences | None:
        parts = [
            Part(base, postings, segment.dead_places(postings))
            for base, segment in zip(self.bases, self.segments, strict=True)
            if (postings := segment.postings(field, text)) is not None
        ]
        found = Occurrences(parts, self.size) if parts else None
        return found if found is not None and len(found.docs) else None

    def expand(self, field: str, beginnings: tuple[str, ...], limit: int) -> list[tuple[str, int]]:
        """Return the most frequent terms with one of some beginnings, with document counts."""
        key = (field, beginnings, limit)
        found = self._expanded.get(key)
        if found is None:
            live_count = None if self.live is None else partial(self.frequency, field)
            found = most_frequent(self.segments, field, beginnings, limit, live_count)
            self._expanded.put(key, found, _WORD_BYTES * (2 + len(found)))
        return found

    def frequency(self, field: str, text: str) -> int:
        """Return how many documents have a word in a field."""
        key = (field, text)
        count = self._counts.get(key)
        if count is None:
            count = sum(segment.live_count(field, text) for segment in self.segments)
            self._counts.put(key, count, _COUNT_BYTES)
        return count

    def count_occurrences(self, field: str, text: str) -> int:
        """Return how often a word is in a field of all documents."""
        if self.live is None:
            return sum(segment.count_occurrences(field, text) for segment in self.segments)
        found = self.occurrences(field, text)
        return 0 if found is None else found.spans(found.docs).count

    def forms(self, root: str) -> tuple[tuple[str, int], ...]:
        """Return the written forms of ``root``, most frequent first, with document counts."""
        found = self._forms.get(root)
        if found is None:
            counts: Counter[str] = Counter()
            for segment in self.segments:
                for form, count in segment.forms(root):
                    counts[form] += count
            found = tuple(by_count(+counts))
            self._forms.put(root, found, _FORM_BYTES * (2 + len(found)))
        return found

    def norms(self, k1: float) -> NDArray[np.float64]:
        """Return the length norm of each document, see `search.arrays.scoring`."""
        found = self._norms.get(k1)
        if found is None:
            found = self._norms[k1] = self._norms[K1] * (k1 / K1)
        return found

    @cached_property
    def everything(self) -> Docs:
        """Every document that can be found."""
        docs = np.arange(self.size, dtype=np.int32)
        return docs if self.live is None else docs[self.live]

    @cached_property
    def dates(self) -> NDArray[np.int64]:
        """Seconds since 1970 UTC, `UNDATED` where there is none."""
        return self._column("dates", np.int64)

    @cached_property
    def guesses(self) -> NDArray[np.int64]:
        """The same with a guess where a date is not known."""
        if all(segment.guesses is segment.dates for segment in self.segments):
            return self.dates
        return self._column("guesses", np.int64)

    def moments(self, sort: Sort) -> NDArray[np.int64]:
        """Return what documents are ordered by, dates or guesses."""
        return self.guesses if sort.is_estimated else self.dates

    def by_date(self, sort: Sort) -> Docs:
        """Return all documents in an order by date, undated ones last; deleted ones, too."""
        found = self._by_date.get(sort)
        if found is None:
            moments = self.moments(sort)
            found = np.argsort(moments, kind="stable")[::-1].astype(np.int32)  # UNDATED is lowest
            if sort.is_oldest_first:
                dated = self.size - int(np.count_nonzero(moments == UNDATED))
                found = np.concatenate([found[:dated][::-1], found[dated:]])
            self._by_date[sort] = found
        return found

    @cached_property
    def years(self) -> NDArray[np.int16]:
        """Year of publication of each document, 0 where there is none."""
        return years_of(self.dates)

    @cached_property
    def year_bits(self) -> tuple[int, NDArray[np.uint64] | None]:
        """The first year, and for each from then on which documents are of it.

        None where they are too far apart for that.
        """
        dated = np.flatnonzero(self.years)
        years = self.years[dated].astype(np.int64)
        first, last = (int(years.min()), int(years.max())) if len(years) else (0, 0)
        return first, bits_of(dated, years - first, last - first + 1, self.size)

    def holding(self, forms: AbstractSet[str]) -> NDArray[np.bool_]:
        """Return which documents have any of some written forms; kept for the next time."""
        mask = self._masks.get(forms)
        if mask is None:
            mask = np.zeros(self.size, np.bool_)
            for form in forms:
                found = self.occurrences("text", form)
                if found is not None:
                    mask[found.docs] = True
            self._masks[forms] = mask  # whole: other threads read it
        return mask

    @cached_property
    def title_lengths(self) -> NDArray[np.uint32]:
        """Words of each title; positions below it are in the title."""
        return self._column("title_lengths", np.uint32)

    @cached_property
    def id_ranks(self) -> NDArray[np.int64]:
        """The place of each document in the order of ids; costs a sort of them all."""
        ids = self.ids(range(self.size))
        ranks = np.empty(self.size, np.int64)
        ranks[sorted(range(self.size), key=ids.__getitem__)] = np.arange(self.size)
        return ranks

    def column(self, name: str) -> ValueColumn:
        """Return the values of a column, joined when first asked for."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = load_column(self.segments, name)
        return found

    @property
    def is_cut(self) -> bool:
        """Tell whether a file has been cut short under our eyes, which must not look there."""
        files = (self.completions, self.aliases, self.copies, *self.segments)
        return any(file.is_cut for file in files if file is not None)

    def vocabulary(self, field: str) -> Vocabulary:
        """Return the forms of a field for spelling, read when first asked for."""
        found = self._vocabularies.get(field)
        if found is None:
            found = self._vocabularies[field] = Vocabulary.load(self.segments, field)
        return found

    def rows(self, docs: Iterable[int]) -> list[int]:
        """Return the archive rows of some documents, in their order."""
        return [int(segment.rows[doc]) for segment, doc in self._places(docs)]

    def numbers(self, rows: NDArray[np.int64]) -> Docs:
        """Return the documents of some rows of the archive, -1 for what cannot be found."""
        found = np.full(len(rows), -1, np.int32)
        for base, segment in zip(self.bases, self.segments, strict=True):
            order = np.argsort(segment.rows, kind="stable")
            at = segment.rows.searchsorted(rows, sorter=order)
            places = order[np.minimum(at, len(order) - 1)] if len(order) else order
            if len(places):
                is_here = segment.rows[places] == rows
                if segment.live is not None:
                    is_here &= segment.live[places]
                found[is_here] = base + places[is_here]
        return found

    def ids(self, docs: Iterable[int]) -> list[str]:
        """Return the article ids of some documents, in their order."""
        if len(self.segments) == 1:
            return self.segments[0].ids(list(docs))
        return [segment.id(doc) for segment, doc in self._places(docs)]

    def _places(self, docs: Iterable[int]) -> list[tuple[Segment, int]]:
        bases, segments = self.bases, self.segments
        found = ((bisect_right(bases, doc) - 1, doc) for doc in docs)
        return [(segments[at], doc - bases[at]) for at, doc in found]

    def _column(self, name: str, kind: type) -> NDArray[Any]:
        columns = [getattr(segment, name) for segment in self.segments]
        if len(columns) == 1:
            return np.asarray(columns[0])
        return np.concatenate(columns).astype(kind) if columns else np.zeros(0, kind)

    def _live(self) -> NDArray[np.bool_] | None:
        if all(segment.live is None for segment in self.segments):
            return None
        return np.concatenate(
            [
                np.ones(segment.doc_count, np.bool_) if segment.live is None else segment.live
                for segment in self.segments
            ]
        )
