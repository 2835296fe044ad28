"""One generation in a cluster: what it finds is asked for, what it knows of words is here.

Documents are numbered by their rows in the archive. What came with a hit, its id and its date,
is kept for the answer that it is part of.
"""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from index.aliases import Aliases
from index.caching import ByteCache
from index.completions import Completions
from index.copies.groups import Copies
from index.opensearch.encoding import FORM, text_of
from index.opensearch.words import Words
from index.values.table import NO_VALUES, Values
from search.engine import KEY_SHIFT, MAX_SEEN, Found, Positions
from search.errors import PlaceError
from search.opensearch.asking import Asking, Generation, row_of
from search.opensearch.facets import Counting, by_dates, by_values
from search.opensearch.finding import RemoteFinder
from search.opensearch.translating import Translator, unscored
from search.results import Sort
from search.vocabulary import Vocabulary
from search.work import unbounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from numpy.typing import NDArray

    from index.manifest import Manifest
    from index.opensearch.encoding import EncodedText
    from search.engine import Docs, Near, Scores, Search
    from search.opensearch.moment import Moment
    from search.opensearch.translating import Clause
    from search.query import Query
    from search.work import Work

# Hits that one request brings; the cluster refuses more than 10,000.
BATCH: Final = 5_000
# Rows that one request names and brings back in counts; the cluster refuses more than 65,535.
MAX_TERMS: Final = 50_000
# Texts of documents that were looked at closely, kept by generation.
TEXT_CACHE_BYTES: Final = 64 << 20


def _by(field: str, order: str) -> list[dict[str, Any]]:
    return [{field: {"order": order, "missing": "_last"}}, {"id": "asc"}]


# Date and id come last, and so with every hit.
_NEWEST: Final = _by("date", "desc")
_ORDERS: Final = {
    Sort.RELEVANCE: [{"_score": "desc"}, *_NEWEST],
    Sort.NEWEST: _NEWEST,
    Sort.OLDEST: _by("date", "asc"),
    Sort.NEWEST_ESTIMATED: [*_by("guess", "desc"), *_NEWEST],
    Sort.OLDEST_ESTIMATED: [*_by("guess", "asc"), *_NEWEST],
}
# What is stored of a document's words.
_TEXTS: Final[dict[str, Any]] = {"stored_fields": [], "_source": ["text", "title_words"]}

# A moment that is none: before or behind all others.
_NEVER = 1 << 62

# The id and the date of a document.
_Known = tuple[str, int | None]


class RemoteSnapshot:
    """One generation, held open. Implements `search.engine.Snapshot`.

    Args:
        manifest: Of the generation.
        directory: Has its files.
        moment: When it was switched to.
    """

    def __init__(self, manifest: Manifest, directory: Path, moment: Moment) -> None:
        self.generation = manifest.generation
        self.created = datetime.fromisoformat(manifest.created)
        self.documents = manifest.documents
        self.revision = manifest.revision
        self.stamp = manifest.stamp
        self.analyzer = manifest.checked_analyzer(directory)
        self.moment = moment
        self.words = words = Words.open(directory)
        self.completions = Completions.open(directory)
        self.aliases = Aliases.open(directory)
        self.copies = Copies.open(directory)
        self.values = Values.open(directory, words.values) or NO_VALUES
        self.frequency = words.documents
        self.occurrences = words.times
        self.forms = words.forms
        self.expand = words.expand
        translator = Translator(self.analyzer, self.documents, _mean_words(moment), words)
        self._shared = Generation(
            self.generation, moment, self.analyzer, words, translator.translate
        )
        self._vocabularies: dict[str, Vocabulary] = {}
        self._texts: ByteCache[int, EncodedText] = ByteCache(TEXT_CACHE_BYTES)
        self._begin(unbounded())

    def counting(self, work: Work) -> RemoteSnapshot:
        counted = copy(self)
        RemoteSnapshot._begin(counted, work)
        return counted

    def _begin(self, work: Work) -> None:
        """Know nothing yet of what one answer finds."""
        self._asking = asking = Asking(self._shared, work)
        self._known: dict[int, _Known] = {}
        self.count = asking.count

    def finder(self) -> RemoteFinder:
        return RemoteFinder(self._asking)

    # What is found

    def find(self, search: Search) -> Found:
        if not self._asking.afford():
            return Found(0, np.zeros(0, np.int32), np.zeros(0))
        counting = Counting(search, self.words.printed)
        body = self._body(search)
        ordered = body | {"sort": _ORDERS[search.sort]}
        after = None if search.after is None else self._place(search, ordered)
        first = {**ordered, "size": min(search.count, BATCH), "aggs": counting.asked()}
        answer = self._asking.ask(first | _after(after))
        total = answer["hits"]["total"]["value"]
        hits = list(answer["hits"]["hits"])
        while len(hits) < search.count and len(hits) % BATCH == 0 and hits:
            page = {"size": min(search.count - len(hits), BATCH), "track_total_hits": False}
            more = self._asking.hits(ordered | page | _after(hits[-1]["sort"]))
            hits += more
            if not more:
                break
        counted = answer.get("aggregations", {})
        if not counting.is_sure(counted):
            every = {"aggs": counting.asked(every=True), "size": 0}
            counted = self._asking.ask(body | every)["aggregations"]
        docs = self._remember(hits)
        among = None if search.among is None else self._among(search)
        is_scored = search.sort is Sort.RELEVANCE
        return Found(
            total=total,
            docs=docs,
            scores=np.array([hit["sort"][0] if is_scored else 0.0 for hit in hits], np.float64),
            facets=counting.facets(counted),
            histogram=counting.histogram(counted),
            among=among,
        )

    # Some documents, looked at closely

    def scores(self, query: Query, docs: Docs) -> Scores:
        found: dict[int, float] = {}
        if self._asking.afford():
            for rows in _batches(docs.tolist()):
                asked = {"must": [self._asking.translate(query)], "filter": [_rows(rows)]}
                body = {"query": {"bool": asked}, "size": len(rows)}
                found |= {row_of(hit): hit["_score"] for hit in self._asking.hits(body)}
        return np.array([found.get(row, 0.0) for row in docs.tolist()], np.float64)

    def positions(self, root: str, docs: Docs) -> Positions | None:
        documents = self.frequency("root", root)
        if not documents:
            return None
        keys = [
            (place << KEY_SHIFT) | position
            for place, text in enumerate(self._read(docs))
            if text is not None
            for position in text.positions(root, MAX_SEEN)
        ]
        return Positions(documents, np.array(keys, np.int64))

    def body_starts(self, docs: Docs) -> NDArray[np.int64]:
        starts = [0 if text is None else text.title_words + 1 for text in self._read(docs)]
        return np.array(starts, np.int64)

    def holding(self, forms: AbstractSet[str], docs: Docs) -> NDArray[np.bool_]:
        wanted: set[int] = set()
        if forms and self._asking.afford():
            words = {"terms": {"text": [FORM + form for form in sorted(forms)]}}
            for rows in _batches(docs.tolist()):
                asked = {"query": unscored([words, _rows(rows)]), "size": len(rows)}
                wanted |= {row_of(hit) for hit in self._asking.hits(asked)}
        return np.array([row in wanted for row in docs.tolist()], np.bool_)

    def ids(self, docs: Docs) -> list[str]:
        return [known[0] for known in self._look_up(docs)]

    def rows(self, docs: Docs) -> list[int]:
        return [int(row) for row in docs.tolist()]

    def numbers(self, rows: NDArray[np.int64]) -> Docs:
        return rows.astype(np.int32)

    def dates(self, docs: Docs) -> list[int | None]:
        return [known[1] for known in self._look_up(docs)]

    def near(self, field: str, word: str, distance: int) -> list[Near]:
        found = self._vocabularies.get(field)
        if found is None:
            found = self._vocabularies[field] = Vocabulary.load([self.words], field)
        return found.near(word, distance)

    def _body(self, search: Search) -> dict[str, Any]:
        """Return the query of a search with its filters."""
        query = self._asking.translate(search.query)
        boosts = [self._asking.translate(word) for word in search.boosts]
        is_scored = search.sort is Sort.RELEVANCE
        asked = {
            "must" if is_scored else "filter": [query],
            "should": boosts if is_scored else [],
        }
        asked["filter"] = [*asked.get("filter", []), *by_dates(search.filters)]
        values = by_values(search.filters)
        is_counted = bool(search.facets or search.interval)
        if not is_counted:
            asked["filter"] += values
        body: dict[str, Any] = {"query": {"bool": asked}}
        return body | ({"post_filter": unscored(values)} if is_counted and values else {})

    def _among(self, search: Search) -> NDArray[np.bool_] | None:
        """Return which of the documents that a search names match, by as few requests as can be."""
        clauses = [self._asking.translate(search.query), *by_dates(search.filters)]
        clauses += by_values(search.filters)
        every = [] if search.among is None else search.among.tolist()
        found: set[int] = set()
        for rows in _batches(every, MAX_TERMS):
            if not self._asking.afford():
                return None
            counts = {"rows": {"terms": {"field": "row", "size": len(rows)}}}
            asked = {"query": unscored([*clauses, _rows(rows)]), "size": 0, "aggs": counts}
            buckets = self._asking.ask(asked)["aggregations"]["rows"]["buckets"]
            found |= {int(bucket["key"]) for bucket in buckets}
        return np.array([row in found for row in every], np.bool_)

    def _place(self, search: Search, ordered: dict[str, Any]) -> list[Any]:
        """Return where in the order of a search, as it is asked, its ``after`` is."""
        asked = ordered["query"]["bool"]
        one = {**asked, "filter": [*asked["filter"], _rows([int(search.after or 0)])]}
        hits = self._asking.hits({**ordered, "query": {"bool": one}, "size": 1})
        if hits:
            place: list[Any] = hits[0]["sort"]
            return place
        if self.count(search.query, search.filters):
            raise PlaceError("the results do not hold the document to go on after")
        return []

    def _remember(self, hits: Iterable[dict[str, Any]]) -> Docs:
        """Return the documents of hits, and keep what came with them."""
        rows = []
        for hit in hits:
            row = row_of(hit)
            rows.append(row)
            date, id_ = hit["sort"][-2:]
            self._known[row] = id_, None if abs(date) > _NEVER else date // 1000
        return np.array(rows, np.int32)

    def _look_up(self, docs: Docs) -> list[_Known]:
        rows = docs.tolist()
        missing = [row for row in rows if row not in self._known]
        for some in _batches(missing):
            asked = {"query": unscored([_rows(some)]), "size": len(some), "sort": _NEWEST}
            self._remember(self._asking.hits(asked))
        return [self._known.get(row, ("", None)) for row in rows]

    def _read(self, docs: Docs) -> list[EncodedText | None]:
        """Return the words of some documents, None for one that is not there."""
        rows = docs.tolist()
        found = {row: text for row in rows if (text := self._texts.get(row)) is not None}
        missing = [row for row in rows if row not in found]
        if missing and self._asking.afford():
            for some in _batches(missing, 200):
                asked = {"query": unscored([_rows(some)]), "size": len(some), **_TEXTS}
                for hit in self._asking.hits(asked):
                    row, text = row_of(hit), text_of(hit["_source"])
                    found[row] = text
                    self._texts.put(row, text, len(text.run))
        return [found.get(row) for row in rows]


def _rows(rows: Sequence[int]) -> Clause:
    return {"terms": {"row": list(rows)}}


def _after(place: list[Any] | None) -> dict[str, Any]:
    return {"search_after": place} if place else {}


def _batches(rows: Sequence[int], size: int = BATCH) -> Iterable[list[int]]:
    return (list(rows[at : at + size]) for at in range(0, len(rows), size))


def _mean_words(moment: Moment) -> float:
    """Return the mean weighted length of all documents."""
    mean = {"mean": {"avg": {"field": "words"}}}
    answer = moment.search({"query": {"match_all": {}}, "size": 0, "aggs": mean})
    return float(answer["aggregations"]["mean"]["value"] or 1)
