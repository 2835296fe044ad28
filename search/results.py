"""What is asked of a searcher besides the query, and what comes back.

PageRequest  ->  ResultPage(Hit(Article, Fragment...), FacetValue...)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

from index.fields import FACETS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from index.article import Article
    from search.query import Leaf

MAX_PAGE_SIZE = 100
# Deeper pages cost more than they are worth; filters and dates lead further.
MAX_OFFSET = 100_000

# The facet that is no field of words: the year of publication.
YEAR: Final = "year"
_YEAR = re.compile(r"\d{4}", re.ASCII)
COUNTABLE: Final = (*(facet.name for facet in FACETS), YEAR)


class Sort(StrEnum):
    """The order of hits; ties go to the newest, then to the smallest id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    # Undated articles at the beginning of the month in which they seem to have appeared.
    NEWEST_ESTIMATED = "newest-estimated"
    OLDEST_ESTIMATED = "oldest-estimated"

    @property
    def is_oldest_first(self) -> bool:
        """Whether what is older comes first."""
        return self in {Sort.OLDEST, Sort.OLDEST_ESTIMATED}

    @property
    def is_estimated(self) -> bool:
        """Whether an estimate stands for a date that is not known."""
        return self in {Sort.NEWEST_ESTIMATED, Sort.OLDEST_ESTIMATED}


class Interval(StrEnum):
    """Width of one bar of the date histogram."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Limits beside the query: OR within one field, AND across fields.

    Attributes:
        values: By one of `COUNTABLE`; compared whole, any spelling of one thing alike.
        date_from, date_to: Whole days in WIB, both included.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: date | None = None
    date_to: date | None = None

    @property
    def years(self) -> list[int]:
        """The years filtered by; what is none is left out."""
        years = [int(year) for year in self.values.get(YEAR, ()) if _YEAR.fullmatch(year)]
        return [year for year in years if year]

    def without(self, name: str) -> Filters:
        """Return the same filters but that by the values of one facet."""
        if not self.values.get(name):
            return self
        return replace(self, values={**self.values, name: ()})


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk through all that one generation finds has come to.

    Attributes:
        generation: Its name.
        offset: Hits before it.
        doc: The last of them, by a number that only that generation understands; None among
            the first, whose order is not that in which they were found.
    """

    generation: str
    offset: int
    doc: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """Which part of the results, in which order, counted by what.

    Attributes:
        number: From 1.
        size: Hits a page, 1 to `MAX_PAGE_SIZE`.
        facets: Of `COUNTABLE`. Counts leave out the filter by the facet itself.
        facet_size: Values at most for each facet, most frequent first; those filtered by,
            as far as something has them, come besides.
        shares: Count all articles beside the bars, too.
        explain: Every form of each word in ``ResultPage.terms``, not only the commonest.
        aliases: Find other names of what is asked for, too.
        folds: Show of articles that are one text the one that was published first, with the
            others under it.
        after: Where to go on, in its generation; ``number`` counts for nothing then, and
            nothing is offered beside the hits.
    """

    number: int = 1
    size: int = 10
    sort: Sort = Sort.RELEVANCE
    filters: Filters = NO_FILTERS
    facets: tuple[str, ...] = ()
    facet_size: int = 10
    interval: Interval | None = None
    shares: bool = False
    explain: bool = False
    aliases: bool = False
    folds: bool = False
    after: Place | None = None

    @property
    def offset(self) -> int:
        """Hits before this page."""
        if self.after is not None:
            return self.after.offset
        return (self.number - 1) * self.size


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of text that matched as a whole, or did not match at all."""

    text: str
    is_match: bool = False


@dataclass(frozen=True, slots=True)
class FoldedCopy:
    """An article that matched and is one text with a hit; ``what`` it is to those before it."""

    article: Article
    what: Literal["copy", "update"]


@dataclass(frozen=True, slots=True)
class Copies:
    """What is folded under a hit.

    Attributes:
        shown: The first ones by date.
        copies, updates: How many there are.
    """

    shown: tuple[FoldedCopy, ...]
    copies: int
    updates: int

    @property
    def total(self) -> int:
        """How many articles are folded."""
        return self.copies + self.updates


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that matched.

    Attributes:
        article: As published, but for values that are shown as others (`index.values`).
        score: Not negative; comparable within one page only. 0 when sorted by date.
        title: Joins to the article's title.
        snippet: Joins to a passage of its body.
        missing: Words, phrases and beginnings of a relaxed search that it does not have.
        copies: Others that matched and are one text with it, none of which is a hit.
    """

    article: Article
    score: float
    title: tuple[Fragment, ...]
    snippet: tuple[Fragment, ...]
    missing: tuple[str, ...] = ()
    copies: Copies | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many of the matching documents have one value, as printed."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the date histogram: documents in the interval that starts on a day."""

    start: date
    count: int


@dataclass(frozen=True, slots=True)
class TermInfo:
    """How one word of the query was understood.

    Attributes:
        text: As typed.
        stem: Its root; None when only the exact form was searched.
        forms: The written forms found in the archive with the number of documents,
            most frequent first.
        df: Documents that hold the word in any of these forms.
        leaf: The word, phrase or prefix of the query that it belongs to, without weight.
    """

    text: str
    stem: str | None
    forms: tuple[tuple[str, int], ...]
    df: int
    leaf: Leaf

    @property
    def is_wide(self) -> bool:
        """Whether the word as typed finds something, and less than all its forms."""
        return len(self.forms) > 1 and any(form == self.text for form, _ in self.forms)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another query to try.

    Attributes:
        reason: ``"spelling"``, ``"variant"``, ``"informal"``, ``"regional"``, ``"foreign"``,
            ``"boolean"`` for words read as the operators they are in capitals, or, where nothing
            was found, how it is wider: ``"any_form"``, ``"unquoted"``, ``"fewer"``,
            ``"beginning"``.
        count: Articles that it finds, where that is known.
    """

    q: str
    reason: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """A way to go on with what is being typed.

    Attributes:
        text: A query that finds something.
        kind: A query, the title of an article, or the name of somebody or something.
        count: Articles that it finds, where that is known.
        article: The id of the newest article with that title, if it is one.
    """

    text: str
    kind: Literal["query", "title", "name"]
    count: int | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class AliasOffer:
    """Another name of something the query asks for, as articles of the archive explain it.

    Attributes:
        name: What it is called in the query.
        text: What else it is called.
        adds: Documents that have only the other name; 0 for one of several meanings, all of
            whose documents are there already.
        q: The query with both.
        is_full: Whether ``text`` is what the short form ``name`` stands for; it may stand for
            other things, too.
    """

    name: str
    text: str
    adds: int
    q: str
    is_full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state of the index that answers.

    Attributes:
        created: When the generation was made.
        documents: Searchable ones.
        damage: What keeps a newer or better generation from answering, a line each.
    """

    generation: str
    created: datetime
    documents: int
    damage: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """One page of the documents that match, best first.

    Attributes:
        request: What was asked; filters name the values that are shown.
        total: Exact number of matching documents, unless ``partial``; counts are of them, too.
        folded: How many of them are under others, on any page.
        relaxed: No document held every word; these are the best partial matches.
        partial: Not all of the work was done that this query takes (`search.work`): documents
            may be missing, ``total`` too low, and the order rough.
        totals: As ``histogram``, of all articles that pass the filters; only for shares.
        aliases: Other names of what is asked for that find more, or were asked for and did.
        generation: The index generation that answered.
        documents: Searchable documents in that generation.
        next: Where the hits behind this page begin; None at the end.
    """

    request: PageRequest
    total: int
    hits: tuple[Hit, ...]
    folded: int = 0
    relaxed: bool = False
    partial: bool = False
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    histogram: tuple[Bar, ...] = ()
    totals: tuple[Bar, ...] = ()
    terms: tuple[TermInfo, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    aliases: tuple[AliasOffer, ...] = ()
    generation: str = ""
    documents: int = 0
    next: Place | None = None

    @property
    def listed(self) -> int:
        """How many hits all pages have."""
        return self.total - self.folded

    @property
    def page_count(self) -> int:
        """Pages needed for them; at least 1."""
        return max(1, -(-self.listed // self.request.size))

    @property
    def is_past_end(self) -> bool:
        """Whether there is no such page; another without hits lost them since it was indexed."""
        return self.request.number > self.page_count
