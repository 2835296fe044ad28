"""An engine without an index: every question is answered by reading every article.

Slow and simple on purpose, so that a disagreement with a real engine is the engine's
fault until shown otherwise. Only the constants that weigh and bound are shared with it.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias, assert_never

import numpy as np

from index.aliases import Aliases, AliasNotes, write_aliases
from index.analysis.folding import beginnings
from index.copies.groups import Copies
from index.copies.sketches import CopyNotes
from index.copies.writing import write_copies
from index.document import Document
from index.fields import FIELDS, QUOTE, SPEAKER, SPOKEN
from index.newstext.estimated import estimate
from index.newstext.reading import read_body
from index.ranking import EXACT_WEIGHT, K1, TITLE_WEIGHT, B
from index.segments.format import QUOTE_START
from index.values.table import NO_VALUES, Values
from search import query
from search.engine import KEY_SHIFT, MAX_EXPANSION, SCORE_DECIMALS, Found, Near, Positions, Shared
from search.errors import GenerationGoneError, PlaceError
from search.query import (
    BODY,
    TITLE,
    And,
    Forms,
    Not,
    Or,
    Phrase,
    Prefix,
    Published,
    Query,
    Quoted,
    Term,
    has_forms,
    is_in_text,
    is_spoken,
)
from search.results import NO_FILTERS, YEAR, Bar, FacetValue, Filters, Interval, Sort
from search.weighting import idf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from index.analysis.analyzer import Analyzer
    from index.analysis.chunk import Word
    from index.archive.store import Archive, StoredArticle
    from index.article import Article
    from search.engine import Docs, Search
    from search.engine import Scores as ScoreArray
    from search.query import Leaf
    from search.work import Work

WIB = timezone(timedelta(hours=7))

# What the index keeps of how often a word occurs in a title and in a body.
MAX_IN_TITLE = 3
MAX_IN_BODY = 63
# Positions between two values of one field.
VALUE_GAP = 100

Scores: TypeAlias = dict[int, float]


@dataclass(frozen=True, slots=True)
class Place:
    """One word and where it stands."""

    exact: str
    root: str
    position: int
    in_title: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, read; with its values as they are shown."""

    row: int
    article: Article
    values: Mapping[str, tuple[str, ...]]
    text: list[Place]
    fields: dict[str, list[Place]]
    length: float  # in words of the body
    body_start: int  # the position of its first word
    speech: list[dict[str, list[Place]]]  # of each quotation, its words and its speaker's

    @classmethod
    def read(cls, stored: StoredArticle, analyzer: Analyzer, values: Values) -> Entry:
        """Return the words of an article: the title from 0, an empty position, the body."""
        article = stored.article
        reading = read_body(article.body)
        document = values.apply(Document.from_article(stored.row, article, reading))
        title = document.title  # one that was made from the body is not read twice
        title_words = len(analyzer.words(title))
        body_words = len(analyzer.words(article.body))
        text = [
            Place(token.exact, token.root, token.position, in_title=True)
            for token in analyzer.analyze(title)
        ] + [
            Place(token.exact, token.root, token.position + title_words + 1, in_title=False)
            for token in analyzer.analyze(article.body)
        ]
        fields = {
            name: _read_values(
                (*document.fields.get(name, ()), *document.found_by.get(name, ())), analyzer
            )
            for name in (field.name for field in FIELDS)
        }
        speech = [
            {
                QUOTE: _read_values([quote.text], analyzer),
                SPEAKER: _read_values([quote.names] if quote.names else [], analyzer),
            }
            for quote in document.quotes
        ]
        for name in SPOKEN:
            fields[name] = [place for one in speech for place in one[name]]
        fields[QUOTE] += [Place(QUOTE_START, "", 0, in_title=False) for _ in speech]
        length = body_words + TITLE_WEIGHT * title_words
        shown = values.of(article)
        return cls(
            stored.row, shown, document.fields, text, fields, length, title_words + 1, speech
        )

    def places(self, field: str | None) -> list[Place]:
        """Return the words of a field."""
        match field:
            case None:
                return self.text
            case query.TITLE:
                return [place for place in self.text if place.in_title]
            case query.BODY:
                return [place for place in self.text if not place.in_title]
            case _:
                return self.fields[field]

    @property
    def date(self) -> int | None:
        """Seconds since 1970 UTC."""
        published = self.article.published
        return None if published is None else int(published.timestamp())

    @property
    def guess(self) -> int | None:
        """The same, or the start of the month in which it seems to have appeared."""
        month = estimate(self.article)
        if month is None:
            return self.date
        return int(datetime(month.year, month.month, 1, tzinfo=WIB).timestamp())


def _read_values(values: Sequence[str], analyzer: Analyzer) -> list[Place]:
    places: list[Place] = []
    base = 0
    for value in values:
        places += [
            Place(token.exact, token.root, base + token.position, in_title=False)
            for token in analyzer.analyze(value)
        ]
        base += len(analyzer.words(value)) + VALUE_GAP
    return places


class LinearEngine:
    """Implements `search.engine.Engine` over the articles an archive has now."""

    def __init__(self, archive: Archive, analyzer: Analyzer, values: Values = NO_VALUES) -> None:
        self._snapshot = LinearSnapshot(archive, analyzer, values)

    @contextmanager
    def reading(self, generation: str | None = None) -> Iterator[LinearSnapshot]:
        """Yield all articles."""
        if generation not in {None, self._snapshot.generation}:
            raise GenerationGoneError(str(generation))
        yield self._snapshot

    def damage(self) -> tuple[str, ...]:
        """Find nothing wrong: there are no files."""
        return ()

    def close(self) -> None:
        """Do nothing."""


class LinearSnapshot:
    """Implements `search.engine.Snapshot`; a document is a place in the list of articles."""

    completions = None

    def __init__(self, archive: Archive, analyzer: Analyzer, values: Values = NO_VALUES) -> None:
        self.generation = "linear"
        self.created = datetime.now(UTC)
        self.revision = archive.revision()
        self.stamp = archive.stamp(self.revision)
        self.analyzer = analyzer
        self.values = values
        self._entries = [Entry.read(stored, analyzer, values) for stored in archive.walk()]
        self.documents = len(self._entries)
        self.aliases = _aliases(archive)
        self.copies = _copies(archive)
        lengths = [entry.length for entry in self._entries]
        self._average = (sum(lengths) / len(lengths) if lengths else 1.0) or 1.0

    # What is found

    def counting(self, work: Work) -> LinearSnapshot:  # noqa: ARG002 - it reads everything
        return self

    def find(self, search: Search) -> Found:
        """Return the best documents and the counts beside them."""
        scores = self._filtered(search.query, search.filters)
        for word in search.boosts:
            more = self._evaluate(word)
            scores = {number: score + more.get(number, 0.0) for number, score in scores.items()}
        order = self._order(scores, search.sort)
        if search.after is not None and order:
            if search.after not in order:
                raise PlaceError("not in these results")
            order = order[order.index(search.after) + 1 :]
        order = order[: search.count]
        is_scored = search.sort is Sort.RELEVANCE
        return Found(
            total=len(scores),
            docs=np.array(order, np.int32),
            scores=np.array([scores[number] if is_scored else 0.0 for number in order]),
            facets={name: self._counted(search, name) for name in search.facets},
            histogram=self._histogram(scores, search.interval) if search.interval else (),
            among=_both(scores, search.among),
        )

    def count(self, query: Query, filters: Filters = NO_FILTERS) -> int:
        """Return how many documents match."""
        return len(self._filtered(query, filters))

    def finder(self) -> LinearFinder:
        """Return an answerer of one question."""
        return LinearFinder(self)

    def scores(self, query: Query, docs: Docs) -> ScoreArray:
        """Return the score of ``query`` in each of ``docs``."""
        found = self._evaluate(query)
        return np.array([found.get(number, 0.0) for number in docs.tolist()])

    def positions(self, root: str, docs: Docs) -> Positions | None:
        """Return where ``root`` stands in ``docs``."""
        documents = self.frequency("root", root)
        if not documents:
            return None
        keys = {
            place << KEY_SHIFT | word.position
            for place, number in enumerate(docs.tolist())
            for word in self._entries[number].text
            if word.root == root
        }
        return Positions(documents, np.array(sorted(keys), np.int64))

    def body_starts(self, docs: Docs) -> NDArray[np.int64]:
        """Return the position of the first word of each body."""
        return np.array([self._entries[number].body_start for number in docs.tolist()], np.int64)

    def holding(self, forms: AbstractSet[str], docs: Docs) -> NDArray[np.bool_]:
        """Return which of ``docs`` have any of some written forms."""
        return np.array(
            [
                any(place.exact in forms for place in self._entries[number].text)
                for number in docs.tolist()
            ],
            np.bool_,
        )

    def ids(self, docs: Docs) -> list[str]:
        """Return their article ids."""
        return [self._entries[number].article.id for number in docs.tolist()]

    def rows(self, docs: Docs) -> list[int]:
        """Return their rows in the archive."""
        return [self._entries[number].row for number in docs.tolist()]

    def numbers(self, rows: NDArray[np.int64]) -> Docs:
        """Return the documents of some rows of the archive."""
        places = {entry.row: number for number, entry in enumerate(self._entries)}
        return np.array([places.get(row, -1) for row in rows.tolist()], np.int32)

    def dates(self, docs: Docs) -> list[int | None]:
        """Return when they were published."""
        return [self._entries[number].date for number in docs.tolist()]

    # Words

    def frequency(self, field: str, text: str) -> int:
        """Return how many documents have a word in a field."""
        return sum(text in words for words in self._words(field))

    def occurrences(self, field: str, text: str) -> int:
        """Return how often a word is in a field of all articles."""
        return sum(
            text == (place.root if field == "root" else place.exact)
            for entry in self._entries
            for place in entry.places(None if field in {"root", "text"} else field)
        )

    def forms(self, root: str) -> tuple[tuple[str, int], ...]:
        """Return the written forms of ``root``, most frequent first."""
        counts = Counter(
            exact
            for entry in self._entries
            for exact in {place.exact for place in entry.text if place.root == root}
        )
        return tuple(_by_count(counts))

    def expand(self, field: str, beginnings: tuple[str, ...], limit: int) -> list[tuple[str, int]]:
        """Return the most frequent words with one of some beginnings."""
        words = (word for words in self._words(field) for word in words)
        return _by_count(Counter(word for word in words if word.startswith(beginnings)))[:limit]

    def near(self, field: str, word: str, distance: int) -> list[Near]:
        """Return the forms at most ``distance`` errors from ``word``."""
        counts = Counter(form for words in self._words(field) for form in words)
        return [
            Near(form, far, count)
            for form, count in counts.items()
            if _is_plain(form) and _is_plain(word) and 0 < (far := _errors(word, form)) <= distance
        ]

    def _words(self, field: str) -> Iterator[set[str]]:
        """Yield the distinct words that each document has in a field of the index."""
        for entry in self._entries:
            places = entry.places(None if field in {"text", "root"} else field)
            yield {place.root if field == "root" else place.exact for place in places}

    # What matches

    def _filtered(self, query: Query, filters: Filters) -> Scores:
        return {
            number: score
            for number, score in self._evaluate(query).items()
            if _passes(self._entries[number], filters)
        }

    def _evaluate(self, query: Query) -> Scores:
        match query:
            case Term(text, field, forms, weight, k1):
                ways = [
                    way
                    for chunk in self.analyzer.split(text)
                    for way in (chunk.words, chunk.others)
                    if way
                ]
                found = _sum(self._evaluate_way(way, field, forms, k1) for way in ways)
                return {number: weight * score for number, score in found.items()}
            case Phrase(text) if has_forms(query):
                weight = sum(
                    self._idf(self.frequency("root", word.root))
                    for word in self.analyzer.words(text)
                )
                as_written = self._evaluate_phrase(replace(query, forms=Forms.EXACT))
                first = dict.fromkeys(as_written, (K1 + 1) * weight)
                return _sum([self._evaluate_phrase(query), first])
            case Phrase():
                return self._evaluate_phrase(query)
            case Prefix(text, field):
                return self._evaluate_prefix(text, field)
            case Quoted(clauses):
                return {
                    number: 0.0
                    for number, entry in enumerate(self._entries)
                    if any(
                        all(self._is_said(one, clause) for clause in clauses)
                        for one in entry.speech
                    )
                }
            case Published(start, end):
                return {
                    number: 0.0
                    for number, entry in enumerate(self._entries)
                    if _is_within(entry.article.published, start, end)
                }
            case Not(clause):
                found = self._evaluate(clause)
                return {n: 0.0 for n in range(len(self._entries)) if n not in found}
            case Or(clauses, weights, minimum):
                every = [self._evaluate(clause) for clause in clauses]
                return {
                    number: score
                    for number, score in _sum(every).items()
                    if not minimum or _held(number, every, weights) >= minimum
                }
            case And(clauses):
                every = [self._evaluate(clause) for clause in clauses]
                return {
                    number: sum(scores[number] for scores in every)
                    for number in range(len(self._entries))
                    if all(number in scores for scores in every)
                }
            case _:
                assert_never(query)

    def _is_said(self, speech: dict[str, list[Place]], clause: Leaf | Or) -> bool:
        """Tell whether a clause holds for one quotation."""
        match clause:
            case Or(clauses):
                return any(self._is_said(speech, one) for one in clauses if is_spoken(one))
            case Term(text, field, forms):
                ways = [
                    [self._forms_of(word, field, forms) for word in way]
                    if len(way) == 1
                    else [{word.exact} for word in way]
                    for chunk in self.analyzer.split(text)
                    for way in (chunk.words, chunk.others)
                    if way
                ]
                return any(self._stands(speech, way, field, None) for way in ways)
            case Phrase(_, field, forms):
                whole, last = clause.parted
                wanted = [self._forms_of(w, field, forms) for w in self.analyzer.words(whole)]
                if last:
                    wanted.append(self._begun(last, field))
                return bool(wanted) and self._stands(speech, wanted, field, clause)
            case Prefix(text, field):
                return self._stands(speech, [self._begun(text, field)], field, None)

    def _forms_of(self, word: Word, field: str | None, forms: Forms) -> set[str]:
        if field == SPEAKER or forms is Forms.EXACT:
            return {word.exact}
        return {word.exact, *(form for form, _ in self.forms(word.root)[:MAX_EXPANSION])}

    def _begun(self, text: str, field: str | None) -> set[str]:
        return {form for form, _ in self.expand(field or "", beginnings(text), MAX_EXPANSION)}

    def _stands(
        self,
        speech: dict[str, list[Place]],
        wanted: Sequence[AbstractSet[str]],
        field: str | None,
        phrase: Phrase | None,
    ) -> bool:
        places = speech[field or ""]
        at = [{place.position for place in places if place.exact in words} for words in wanted]
        return bool(_starts(wanted, at, phrase))

    def _evaluate_way(
        self, way: tuple[Word, ...], field: str | None, forms: Forms, k1: float | None
    ) -> Scores:
        if len(way) > 1:
            return self._evaluate_words([{word.exact} for word in way], field, k1=k1)
        exact = self._weigh(field, exact=way[0].exact)
        if forms is Forms.EXACT or not is_in_text(field):
            return self._score(exact, (1 + EXACT_WEIGHT) * self._idf(len(exact)), field, k1)
        root = self._weigh(field, root=way[0].root)
        scores = self._score(root, self._idf(len(root)), field, k1)
        more = self._score(exact, EXACT_WEIGHT * self._idf(len(exact)), field, k1)
        return {number: score + more.get(number, 0.0) for number, score in scores.items()}

    def _evaluate_phrase(self, phrase: Phrase) -> Scores:
        is_root = phrase.forms is Forms.ALL and is_in_text(phrase.field)
        whole, last = phrase.parted
        wanted: list[AbstractSet[str]] = [
            {f"root {word.root}" if is_root else word.exact} for word in self.analyzer.words(whole)
        ]
        if last:
            name = "text" if phrase.field is None or is_in_text(phrase.field) else phrase.field
            expanded = self.expand(name, beginnings(last), MAX_EXPANSION)
            wanted.append({form for form, _ in expanded})
        return self._evaluate_words(wanted, phrase.field, phrase)

    def _evaluate_words(
        self,
        wanted: Sequence[AbstractSet[str]],
        field: str | None,
        phrase: Phrase | None = None,
        k1: float | None = None,
    ) -> Scores:
        """Find words at consecutive positions, each any of some; roots begin with ``root ``."""
        if not wanted:
            return {}
        found: dict[int, float] = {}
        for number, entry in enumerate(self._entries):
            places = entry.places(None if is_in_text(field) else field)
            titles = {place.position for place in places if place.in_title}
            at = [
                {
                    place.position
                    for place in places
                    if place.exact in words or f"root {place.root}" in words
                }
                for words in wanted
            ]
            starts = _starts(wanted, at, phrase)
            if field in {TITLE, BODY}:
                starts = {start for start in starts if (start in titles) == (field == TITLE)}
            if starts:
                in_title = len(starts & titles)
                found[number] = in_title * TITLE_WEIGHT + len(starts) - in_title
        weight = sum(self._idf(self._documents_with(words)) for words in wanted)
        is_root = phrase is not None and phrase.forms is Forms.ALL
        return self._score(found, weight * (1 if is_root else 1 + EXACT_WEIGHT), field, k1)

    def _documents_with(self, words: AbstractSet[str]) -> int:
        return sum(
            any(place.exact in words or f"root {place.root}" in words for place in entry.text)
            for entry in self._entries
        )

    def _evaluate_prefix(self, text: str, field: str | None) -> Scores:
        found: Scores = {}
        name = "text" if field is None or is_in_text(field) else field
        for form, _ in self.expand(name, beginnings(text), MAX_EXPANSION):
            found = _sum([found, self._weigh(field, exact=form)])
        return self._score(found, self._idf(len(found)), field)

    # What it is worth

    def _weigh(self, field: str | None, exact: str = "", root: str = "") -> Scores:
        """Return how often a word occurs where it does, words of the title counting more."""
        found = {}
        for number, entry in enumerate(self._entries):
            places = [
                place.in_title
                for place in entry.places(field)
                if (place.root == root if root else place.exact == exact)
            ]
            if places:
                in_title = sum(places)
                in_body = min(len(places) - in_title, MAX_IN_BODY)
                found[number] = TITLE_WEIGHT * min(in_title, MAX_IN_TITLE) + in_body
        return found

    def _score(
        self, frequencies: Scores, weight: float, field: str | None, k1: float | None = None
    ) -> Scores:
        if not is_in_text(field):
            return dict.fromkeys(frequencies, 0.0)
        k1 = K1 if k1 is None else k1
        scores = {}
        for number, frequency in frequencies.items():
            length = self._entries[number].length / self._average
            half = k1 * (1 - B + B * length)
            scores[number] = weight * (k1 + 1) * frequency / (frequency + half)
        return scores

    def _idf(self, found: int) -> float:
        return idf(len(self._entries), found)

    def _order(self, scores: Scores, sort: Sort) -> list[int]:
        def key(number: int) -> tuple[float, float, str]:
            entry = self._entries[number]
            moment = float("inf")
            date = entry.guess if sort.is_estimated else entry.date
            if date is not None:
                moment = date if sort.is_oldest_first else -date
            rank = -round(scores[number], SCORE_DECIMALS) if sort is Sort.RELEVANCE else 0.0
            return rank, moment, entry.article.id

        return sorted(scores, key=key)

    # What is counted

    def _counted(self, search: Search, name: str) -> tuple[FacetValue, ...]:
        scores = self._filtered(search.query, search.filters.without(name))
        chosen = set(map(_fold, search.filters.values.get(name, ())))
        return tuple(
            value
            for at, value in enumerate(self._facet(scores, name))
            if at < search.facet_size or _fold(value.value) in chosen
        )

    def _facet(self, scores: Scores, name: str) -> tuple[FacetValue, ...]:
        if name == YEAR:
            bars = self._histogram(scores, Interval.YEAR)
            return tuple(FacetValue(str(bar.start.year), bar.count) for bar in reversed(bars))
        spellings: dict[str, Counter[str]] = {}
        counts: Counter[str] = Counter()
        for number, entry in enumerate(self._entries):
            values = _values(entry, name)
            for value in values:
                spellings.setdefault(_fold(value), Counter())[value] += 1
            if number in scores:
                counts.update({_fold(value) for value in values})
        found = [
            FacetValue(
                min(spellings[folded].items(), key=lambda item: (-item[1], item[0]))[0], count
            )
            for folded, count in counts.items()
        ]
        return tuple(sorted(found, key=lambda facet: (-facet.count, facet.value)))

    def _histogram(self, scores: Scores, interval: Interval) -> tuple[Bar, ...]:
        counts: Counter[date] = Counter()
        for number in scores:
            published = self._entries[number].article.published
            if published is not None:
                day = published.astimezone(WIB).date()
                if interval is Interval.YEAR:
                    day = day.replace(month=1, day=1)
                elif interval is Interval.MONTH:
                    day = day.replace(day=1)
                counts[day] += 1
        return tuple(Bar(day, count) for day, count in sorted(counts.items()))


class LinearFinder:
    """Implements `search.engine.Finder`."""

    def __init__(self, snapshot: LinearSnapshot) -> None:
        self._snapshot = snapshot

    def finds(self, query: Query) -> bool:
        """Tell whether some document matches."""
        return self._snapshot.count(query) > 0

    def count(self, query: Query) -> int:
        """Return how many documents match."""
        return self._snapshot.count(query)

    def sharing(self, company: Query, forms: Iterable[str]) -> list[Shared]:
        """Return those of some written forms that documents that match ``company`` have."""
        count = self._snapshot.count
        terms = ((form, Term(form, forms=Forms.EXACT)) for form in forms)
        shared = (Shared(form, count(term), count(And((company, term)))) for form, term in terms)
        return [some for some in shared if some.together]

    def beside(self, before: str, form: str, company: Query) -> float:
        """Return how often, in what matches ``company``, ``form`` follows ``before``."""
        entries = self._snapshot._entries
        pairs = 0
        for number in self._snapshot._evaluate(company):
            at = {(place.position, place.exact) for place in entries[number].text}
            pairs += sum((position + 1, form) in at for position, word in at if word == before)
        return pairs


def _by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _is_plain(form: str) -> bool:
    """Tell what is looked at for misspellings: 3 to 32 letters and hyphens."""
    return 3 <= len(form) <= 32 and all(letter == "-" or "a" <= letter <= "z" for letter in form)


def _errors(one: str, other: str) -> int:
    """Return Damerau's distance, where no letter is touched twice."""
    table = {(row, 0): row for row in range(len(one) + 1)}
    table |= {(0, column): column for column in range(len(other) + 1)}
    for row, mine in enumerate(one, 1):
        for column, theirs in enumerate(other, 1):
            best = min(
                table[row - 1, column] + 1,
                table[row, column - 1] + 1,
                table[row - 1, column - 1] + (mine != theirs),
            )
            if row > 1 and column > 1 and one[row - 2 : row] == theirs + other[column - 2]:
                best = min(best, table[row - 2, column - 2] + 1)
            table[row, column] = best
    return table[len(one), len(other)]


def _held(number: int, every: Sequence[Scores], weights: Sequence[float]) -> float:
    return sum(weight for scores, weight in zip(every, weights, strict=True) if number in scores)


def _sum(every: Iterable[Scores]) -> Scores:
    total: Scores = {}
    for scores in every:
        for number, score in scores.items():
            total[number] = total.get(number, 0.0) + score
    return total


def _starts(
    wanted: Sequence[AbstractSet[str]], at: Sequence[set[int]], phrase: Phrase | None
) -> set[int]:
    """Return where what is wanted begins; ``at`` has the positions of each word."""
    if phrase is None or phrase.slop is None:
        return {
            start
            for start in at[0]
            if all(start + offset in places for offset, places in enumerate(at))
        }
    length = len(wanted) - 1 + phrase.slop
    if phrase.is_ordered:
        return {start for start in at[0] if _follow(start, at[1:], start + length)}
    named = Counter(map(frozenset, wanted))
    by_words = dict(zip(map(frozenset, wanted), at, strict=True))
    return {
        start
        for start in set().union(*at)
        if all(
            sum(start <= position <= start + length for position in by_words[words]) >= times
            for words, times in named.items()
        )
    }


def _follow(before: int, at: Sequence[set[int]], last: int) -> bool:
    """Tell whether words can stand one after the other, from ``before`` to ``last``."""
    if not at:
        return before <= last
    return any(_follow(position, at[1:], last) for position in at[0] if before < position <= last)


def _is_within(published: datetime | None, start: date | None, end: date | None) -> bool:
    if published is None:
        return False
    day = published.astimezone(WIB).date()
    return (start is None or start <= day) and (end is None or day <= end)


def _aliases(archive: Archive) -> Aliases | None:
    notes = AliasNotes()
    for row, article in archive.walk():
        notes.add(row, article.body)
    with TemporaryDirectory() as place:
        notes.write(Path(place), 0)
        write_aliases(Path(place), ())
        return Aliases.open(Path(place))


def _copies(archive: Archive) -> Copies | None:
    notes = CopyNotes()
    for row, article in archive.walk():
        notes.add(row, article)
    with TemporaryDirectory() as place:
        notes.write(Path(place), 0)
        write_copies(Path(place), (), archive)
        return Copies.open(Path(place))


def _both(scores: Scores, docs: Docs | None) -> NDArray[np.bool_] | None:
    if docs is None:
        return None
    return np.array([number in scores for number in docs.tolist()], np.bool_)


def _passes(entry: Entry, filters: Filters) -> bool:
    has_dates = filters.date_from or filters.date_to
    if has_dates and not _is_within(entry.article.published, filters.date_from, filters.date_to):
        return False
    for name, values in filters.values.items():
        wanted = set(map(_fold, values))
        if wanted and wanted.isdisjoint(map(_fold, _values(entry, name))):
            return False
    return True


def _values(entry: Entry, name: str) -> tuple[str, ...]:
    if name == YEAR:
        published = entry.article.published
        return (f"{published.astimezone(WIB):%Y}",) if published else ()
    return entry.values.get(name, ())


def _fold(value: str) -> str:
    return " ".join(value.split()).casefold()
