"""A searcher without an index: every question is answered by reading every article.

Slow and simple on purpose, so that a disagreement with a real engine is the engine's
fault until shown otherwise. Only the weights of the ranking are shared with it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from itertools import combinations
from math import log
from typing import TYPE_CHECKING, TypeAlias, assert_never

from index.analysis.folding import beginnings
from index.document import Document
from search.answers import DATE_WORDS, Answer, answer_wanted, evidence
from search.arrays.rescoring import (
    ASKING,
    KEYWORDS,
    MAX_WORDS,
    READ,
    RESCORED,
    WINDOW_WORDS,
    worth_rescoring,
)
from search.arrays.scoring import EXACT_WEIGHT, K1, TITLE_WEIGHT, B
from search.passages.highlighting import Highlighter, cut, highlight, leaves
from search.passages.snippet import make_snippet
from search.query import And, Field, Forms, Not, Or, Phrase, Prefix, Published, Query, Term
from search.relaxation import relax
from search.results import (
    Bar,
    FacetName,
    FacetValue,
    Filters,
    Hit,
    Interval,
    PageRequest,
    ResultPage,
    Sort,
    TermInfo,
)
from search.weighting import asks, is_asking, plain_words, required, weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.analysis.analyzer import Analyzer
    from index.analysis.chunk import Word
    from index.article import Article
    from search.arrays.rescoring import Weights
    from search.results import Fragment

WIB = timezone(timedelta(hours=7))

# Written forms that a prefix stands for, the most frequent ones.
MAX_EXPANSION = 512
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
    """An article, read."""

    article: Article
    text: list[Place]
    fields: dict[Field, list[Place]]
    length: float  # in words of the body
    body_start: int  # the position of its first word

    @classmethod
    def read(cls, article: Article, analyzer: Analyzer) -> Entry:
        """Return the words of ``article``: the title from 0, an empty position, the body."""
        # A title that was made from the body is not read twice.
        title = Document.from_article(0, article).title
        title_words = len(analyzer.words(title))
        body_words = len(analyzer.words(article.body))
        text = [
            Place(token.exact, token.root, token.position, in_title=True)
            for token in analyzer.analyze(title)
        ] + [
            Place(token.exact, token.root, token.position + title_words + 1, in_title=False)
            for token in analyzer.analyze(article.body)
        ]
        values: dict[Field, Sequence[str | None]] = {
            Field.SOURCE: (article.source,),
            Field.SECTION: (article.section,),
            Field.PLACE: (article.place,),
            Field.AUTHOR: article.author,
            Field.TAG: article.tags,
        }
        fields = {field: _read_values(every, analyzer) for field, every in values.items()}
        length = body_words + TITLE_WEIGHT * title_words
        return cls(article, text, fields, length, title_words + 1)

    def places(self, field: Field | None) -> list[Place]:
        """Return the words of a field."""
        match field:
            case None:
                return self.text
            case Field.TITLE:
                return [place for place in self.text if place.in_title]
            case Field.BODY:
                return [place for place in self.text if not place.in_title]
            case _:
                return self.fields[field]


def _read_values(values: Sequence[str | None], analyzer: Analyzer) -> list[Place]:
    places: list[Place] = []
    base = 0
    for value in filter(None, values):
        places += [
            Place(token.exact, token.root, base + token.position, in_title=False)
            for token in analyzer.analyze(value)
        ]
        base += len(analyzer.words(value)) + VALUE_GAP
    return places


class LinearSearcher:
    """Implements `search.searcher.Searcher` over a list of articles."""

    def __init__(self, articles: Iterable[Article], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._entries = [Entry.read(article, analyzer) for article in articles]
        lengths = [entry.length for entry in self._entries]
        self._average = (sum(lengths) / len(lengths) if lengths else 1.0) or 1.0

    def search(self, query: Query, page: PageRequest) -> ResultPage:
        """Return one page of the documents that match, best first."""
        asked = weigh(query)
        query, scores, is_relaxed = self._match(asked, page)
        order = self._order(scores, page.sort)
        if page.sort is Sort.RELEVANCE:
            order = self._look_again(asked, order, scores)
        highlighter = Highlighter(query, self._analyzer)
        return ResultPage(
            request=page,
            total=len(scores),
            hits=tuple(
                self._hit(number, 0.0 if page.sort is not Sort.RELEVANCE else score, highlighter)
                for number, score in order[page.offset : page.offset + page.size]
            ),
            relaxed=is_relaxed,
            facets={name: self._facet(scores, name)[: page.facet_size] for name in page.facets},
            histogram=self._histogram(scores, page.interval) if page.interval else (),
            terms=self._explain(query, 100 if page.explain else 8),
            generation="linear",
            documents=len(self._entries),
        )

    def rank(self, query: Query, depth: int) -> list[tuple[str, float]]:
        """Return ids and scores of the ``depth`` best documents, partial matches included."""
        asked = weigh(query)
        scores = self._evaluate(relax(asked) or asked)
        order = self._look_again(asked, self._order(scores, Sort.RELEVANCE), scores)
        return [(self._entries[number].article.id, score) for number, score in order[:depth]]

    def find_ids(self, query: Query) -> list[str]:
        """Return the ids of every document that matches, newest first."""
        order = self._order(self._evaluate(query), Sort.NEWEST)
        return [self._entries[number].article.id for number, _ in order]

    def suggest(self, text: str, limit: int = 8) -> list[str]:
        """Return completions of the last word of ``text``, most frequent first."""
        head, _, last = text.rpartition(" ")
        words = self._analyzer.words(last)
        if len(words) != 1 or len(words[0].exact) < 2:
            return []
        forms = self.expand(None, (words[0].exact,))[:limit]
        return [f"{head} {form}".strip() for form, _ in forms]

    def highlight(self, text: str, query: Query) -> tuple[Fragment, ...]:
        """Return fragments that join to ``text``, the words of ``query`` marked."""
        return highlight(text, query, self._analyzer)

    def close(self) -> None:
        """Do nothing."""

    # What matches

    def _match(self, query: Query, page: PageRequest) -> tuple[Query, Scores, bool]:
        loose = relax(query)
        if page.partial and loose is not None:
            return loose, self._filtered(loose, page.filters), False
        scores = self._filtered(required(query), page.filters)
        if required(query) != query and isinstance(query, And):
            for word in filter(is_asking, query.clauses):
                more = self._evaluate(word)
                scores = {number: score + more.get(number, 0.0) for number, score in scores.items()}
        if scores or loose is None:
            return query, scores, False
        partial = self._filtered(loose, page.filters)
        return loose, partial, bool(partial)

    def _filtered(self, query: Query, filters: Filters) -> Scores:
        scores = self._evaluate(query)
        return {
            number: score
            for number, score in scores.items()
            if _passes(self._entries[number].article, filters)
        }

    def _evaluate(self, query: Query) -> Scores:
        match query:
            case Term(text, field, forms, weight):
                ways = [
                    way
                    for chunk in self._analyzer.split(text)
                    for way in (chunk.words, chunk.others)
                    if way
                ]
                found = _sum(self._evaluate_way(way, field, forms) for way in ways)
                return {number: weight * score for number, score in found.items()}
            case Phrase(text, field, forms, slop):
                return self._evaluate_words(self._analyzer.words(text), field, forms, slop)
            case Prefix(text, field):
                return self._evaluate_prefix(text, field)
            case Published(start, end):
                return {
                    number: 0.0
                    for number, entry in enumerate(self._entries)
                    if _is_within(entry.article.published, start, end)
                }
            case Not(clause):
                found = self._evaluate(clause)
                return {n: 0.0 for n in range(len(self._entries)) if n not in found}
            case Or(clauses):
                return _sum(map(self._evaluate, clauses))
            case And(clauses):
                every = [self._evaluate(clause) for clause in clauses]
                return {
                    number: sum(scores[number] for scores in every)
                    for number in range(len(self._entries))
                    if all(number in scores for scores in every)
                }
            case _:
                assert_never(query)

    def _evaluate_way(self, way: tuple[Word, ...], field: Field | None, forms: Forms) -> Scores:
        if len(way) > 1:
            return self._evaluate_words(way, field, Forms.EXACT, None)
        exact = self._weigh(field, exact=way[0].exact)
        if forms is Forms.EXACT or _is_column(field):
            return self._score(exact, (1 + EXACT_WEIGHT) * self._idf(len(exact)), field)
        root = self._weigh(field, root=way[0].root)
        scores = self._score(root, self._idf(len(root)), field)
        more = self._score(exact, EXACT_WEIGHT * self._idf(len(exact)), field)
        return {number: score + more.get(number, 0.0) for number, score in scores.items()}

    def _evaluate_words(
        self, words: Sequence[Word], field: Field | None, forms: Forms, slop: int | None
    ) -> Scores:
        is_root = forms is Forms.ALL and not _is_column(field)
        wanted = [word.root if is_root else word.exact for word in words]
        if not wanted:
            return {}
        found: dict[int, float] = {}
        for number, entry in enumerate(self._entries):
            at: dict[str, set[int]] = {word: set() for word in wanted}
            titles = set()
            for place in entry.places(field if _is_column(field) else None):
                key = place.root if is_root else place.exact
                if key in at:
                    at[key].add(place.position)
                    if place.in_title:
                        titles.add(place.position)
            starts = _side_by_side(wanted, at) if slop is None else _near(wanted, at, slop)
            if field in (Field.TITLE, Field.BODY):
                starts = {start for start in starts if (start in titles) == (field is Field.TITLE)}
            if starts:
                in_title = len(starts & titles)
                found[number] = in_title * TITLE_WEIGHT + len(starts) - in_title
        weight = sum(self._idf(self._documents_with(key, is_root=is_root)) for key in wanted)
        return self._score(found, weight * (1 if is_root else 1 + EXACT_WEIGHT), field)

    def _evaluate_prefix(self, text: str, field: Field | None) -> Scores:
        found: Scores = {}
        forms = self.expand(field if _is_column(field) else None, beginnings(text))
        for form, _ in forms[:MAX_EXPANSION]:
            found = _sum([found, self._weigh(field, exact=form)])
        return self._score(found, self._idf(len(found)), field)

    def expand(self, field: Field | None, beginnings: tuple[str, ...]) -> list[tuple[str, int]]:
        counts = Counter(
            exact
            for entry in self._entries
            for exact in {place.exact for place in entry.places(field)}
            if exact.startswith(beginnings)
        )
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    # What it is worth

    def _weigh(self, field: Field | None, exact: str = "", root: str = "") -> Scores:
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

    def _score(self, frequencies: Scores, weight: float, field: Field | None) -> Scores:
        if _is_column(field):
            return dict.fromkeys(frequencies, 0.0)
        scores = {}
        for number, frequency in frequencies.items():
            length = self._entries[number].length / self._average
            scores[number] = weight * (K1 + 1) * frequency / (frequency + K1 * (1 - B + B * length))
        return scores

    def _idf(self, found: int) -> float:
        return log(1 + (len(self._entries) - found + 0.5) / (found + 0.5))

    def _documents_with(self, key: str, *, is_root: bool) -> int:
        return sum(
            any((place.root if is_root else place.exact) == key for place in entry.text)
            for entry in self._entries
        )

    def _order(self, scores: Scores, sort: Sort) -> list[tuple[int, float]]:
        def key(item: tuple[int, float]) -> tuple[float, float, str]:
            article = self._entries[item[0]].article
            moment = float("inf")
            if article.published is not None:
                seconds = article.published.timestamp()
                moment = seconds if sort is Sort.OLDEST else -seconds
            return -item[1] if sort is Sort.RELEVANCE else 0.0, moment, article.id

        rounded = [(number, round(score, 6)) for number, score in scores.items()]
        return sorted(rounded, key=key)

    def _look_again(
        self, asked: Query, order: list[tuple[int, float]], scores: Scores
    ) -> list[tuple[int, float]]:
        """Add what a second look at the first documents finds, and order them anew."""
        if not worth_rescoring(asked):
            return order
        head = {number: scores[number] for number, _ in order[:RESCORED]}
        words = self._words_of(asked)
        mass = sum(weight for weight, _, _, _ in words.values())
        weights = ASKING if asks(asked) else KEYWORDS
        if mass:
            for number in head:
                head[number] += self._second_look(asked, words, mass, weights, number)
        again = self._order(head, Sort.RELEVANCE)
        return self._read(asked, again[:READ]) + again[READ:] + order[RESCORED:]

    def _read(self, asked: Query, order: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """Add what reading the first documents finds for a question, and order them anew."""
        wanted = answer_wanted(asked)
        if wanted is None:
            return order
        weights: dict[str, float] = {}
        forms = set()
        content = [term for term in plain_words(asked) if not is_asking(term)]
        for term in content[:MAX_WORDS]:
            for word in self._analyzer.words(term.text):
                forms.add(word.exact)
                found = self._documents_with(word.root, is_root=True)
                if found:
                    weights.setdefault(word.root, term.weight * self._idf(found))
        scores = {
            number: score
            + evidence(wanted, self._entries[number].article.body, self._analyzer, weights, forms)
            for number, score in order
        }
        return self._order(scores, Sort.RELEVANCE)

    def _words_of(self, asked: Query) -> dict[str, tuple[float, bool, Scores, dict[int, set[int]]]]:
        """Return weight, whether it is content, scores and positions of each root asked for."""
        words = {}
        for term in plain_words(asked)[:MAX_WORDS]:
            for chunk in self._analyzer.split(term.text):
                root = chunk.units[0].root
                at = {
                    number: {place.position for place in entry.text if place.root == root}
                    for number, entry in enumerate(self._entries)
                }
                at = {number: positions for number, positions in at.items() if positions}
                if at and root not in words:
                    weight = term.weight * self._idf(len(at))
                    is_content = not is_asking(term)
                    words[root] = (weight, is_content, self._evaluate(term), at)
        return words

    def _second_look(
        self,
        asked: Query,
        words: dict[str, tuple[float, bool, Scores, dict[int, set[int]]]],
        mass: float,
        weights: Weights,
        number: int,
    ) -> float:
        every = list(words.values())
        held = sum(weight for weight, _, _, at in every if number in at) / mass
        extra = weights.coverage * mass * held * held
        extra += weights.rarest * max(scores.get(number, 0.0) for _, _, scores, _ in every)
        content = [(weight, at) for weight, is_content, _, at in every if is_content]
        # Words that no candidate holds are not in the second pass at all.
        here = [(weight, at[number]) for weight, at in content if number in at]
        start = self._entries[number].body_start
        for weight, positions in here:
            in_body = [position - start for position in positions if position >= start]
            if in_body:
                extra += weights.early * weight * weights.half / (weights.half + min(in_body))
        window = max(
            (
                sum(
                    weight
                    for weight, positions in here
                    if any(first <= position < first + WINDOW_WORDS for position in positions)
                )
                for _, starts in here
                for first in starts
            ),
            default=0.0,
        )
        if content:
            extra += weights.window * mass * window / sum(weight for weight, _ in content)
        for (weight, one), (other_weight, other) in combinations(here, 2):
            distances = [abs(a - b) for a in one for b in other if a != b]
            if distances:
                extra += weights.near * min(weight, other_weight) / min(distances)
        if weights.date and answer_wanted(asked) is Answer.DATE:
            names_date = any(place.exact in DATE_WORDS for place in self._entries[number].text)
            extra += weights.date * mass * names_date
        return extra

    # What is shown

    def _hit(self, number: int, score: float, highlighter: Highlighter) -> Hit:
        article = self._entries[number].article
        title = article.title
        return Hit(
            id=article.id,
            title=title,
            url=article.url,
            published=article.published,
            source=article.source,
            author=article.author,
            section=article.section,
            place=article.place,
            score=score,
            title_fragments=cut(title, 0, len(title), highlighter.marks(title)),
            snippet=make_snippet(article.body, highlighter),
        )

    def _facet(self, scores: Scores, name: FacetName) -> tuple[FacetValue, ...]:
        if name is FacetName.YEAR:
            bars = self._histogram(scores, Interval.YEAR)
            return tuple(FacetValue(str(bar.start.year), bar.count) for bar in reversed(bars))
        spellings: dict[str, Counter[str]] = {}
        counts: Counter[str] = Counter()
        for number, entry in enumerate(self._entries):
            values = _values(entry.article, name)
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

    def _explain(self, query: Query, limit: int) -> tuple[TermInfo, ...]:
        infos: dict[TermInfo, None] = {}
        typed = (
            replace(leaf, weight=1.0) if isinstance(leaf, Term) else leaf for leaf in leaves(query)
        )
        for leaf in typed:
            if _is_column(leaf.field):
                continue
            if isinstance(leaf, Prefix):
                forms = self.expand(None, beginnings(leaf.text))[:limit]
                wanted = {form for form, _ in forms}
                count = self._count(wanted, None)
                infos[TermInfo(f"{leaf.text}*", None, tuple(forms), count, leaf)] = None
                continue
            for chunk in self._analyzer.split(leaf.text):
                for word in chunk.units if isinstance(leaf, Term) else chunk.words:
                    infos[self._explain_word(word, leaf, limit)] = None
        return tuple(infos)

    def _explain_word(self, word: Word, leaf: Term | Phrase, limit: int) -> TermInfo:
        if leaf.forms is Forms.EXACT:
            count = self._count({word.exact}, None)
            forms = ((word.exact, count),) if count else ()
            return TermInfo(word.exact, None, forms, count, leaf)
        counts = Counter(
            exact
            for entry in self._entries
            for exact in {place.exact for place in entry.text if place.root == word.root}
        )
        found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        count = self._count(None, word.root)
        return TermInfo(word.exact, word.root, tuple(found[:limit]), count, leaf)

    def _count(self, exact: set[str] | None, root: str | None) -> int:
        return sum(
            any(
                place.root == root if exact is None else place.exact in exact
                for place in entry.text
            )
            for entry in self._entries
        )


def _is_column(field: Field | None) -> bool:
    return field not in (None, Field.TITLE, Field.BODY)


def _sum(every: Iterable[Scores]) -> Scores:
    total: Scores = {}
    for scores in every:
        for number, score in scores.items():
            total[number] = total.get(number, 0.0) + score
    return total


def _side_by_side(words: list[str], at: dict[str, set[int]]) -> set[int]:
    return {
        start
        for start in at[words[0]]
        if all(start + offset in at[word] for offset, word in enumerate(words))
    }


def _near(words: list[str], at: dict[str, set[int]], slop: int) -> set[int]:
    named = Counter(words)
    return {
        start
        for start in set().union(*at.values())
        if all(
            sum(start <= position <= start + slop for position in at[word]) >= times
            for word, times in named.items()
        )
    }


def _is_within(published: datetime | None, start: date | None, end: date | None) -> bool:
    if published is None:
        return False
    day = published.astimezone(WIB).date()
    return (start is None or start <= day) and (end is None or day <= end)


def _passes(article: Article, filters: Filters) -> bool:
    has_dates = filters.date_from or filters.date_to
    if has_dates and not _is_within(article.published, filters.date_from, filters.date_to):
        return False
    for name in (FacetName.SOURCE, FacetName.SECTION, FacetName.PLACE, FacetName.AUTHOR):
        wanted = {_fold(value) for value in getattr(filters, name.value)}
        if wanted and wanted.isdisjoint(map(_fold, _values(article, name))):
            return False
    return True


def _values(article: Article, name: FacetName) -> tuple[str, ...]:
    match name:
        case FacetName.AUTHOR:
            return article.author
        case FacetName.SOURCE:
            value = article.source
        case FacetName.SECTION:
            value = article.section
        case FacetName.PLACE:
            value = article.place
        case _:
            raise AssertionError(name)
    return () if value is None else (value,)


def _fold(value: str) -> str:
    return " ".join(value.split()).casefold()
