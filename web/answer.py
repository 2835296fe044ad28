"""From checked parameters to a page of results: the one way every view searches."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from index.errors import ArsipError
from search.language.operators import as_operators
from search.language.parser import ParsedQuery, parse
from search.query import EVERYTHING, leaves
from search.results import Filters, PageRequest, Place, ResultPage, Sort, Suggestion
from search.trends import MAX_PERIODS
from search.work import SHOW

if TYPE_CHECKING:
    from search.results import Health
    from search.searcher import Searcher
    from search.trends import Trends
    from search.work import Work
    from web.params import (
        ConcordanceParams,
        QuotesParams,
        SearchParams,
        SuggestParams,
        TrendParams,
    )
    from web.texts.locales import Locale

# Enough to know that the index can be read, and its size.
PROBE = PageRequest(size=1, sort=Sort.NEWEST)


class Answer(NamedTuple):
    """What was asked, how it was understood, what was found, and how long that took."""

    params: SearchParams
    parsed: ParsedQuery
    page: ResultPage
    took_ms: float


class TrendAnswer(NamedTuple):
    """What was asked, how each query was understood, and how often it is met over time."""

    params: TrendParams
    parsed: tuple[ParsedQuery, ...]
    trends: Trends

    def warnings(self, locale: Locale) -> list[str]:
        """Return in words what is not as it was asked for, beside the queries."""
        if not self.trends.coarser:
            return []
        wanted, got = self.params.interval, self.trends.periods.name
        return [
            locale.say(
                "trends.coarser",
                most=locale.number(MAX_PERIODS),
                wanted=locale.say(f"trends.per_{wanted}"),
                got=locale.say(f"trends.per_{got}"),
            )
        ]


def answer(
    searcher: Searcher, params: SearchParams, work: Work, after: Place | None = None
) -> Answer:
    """Return the page of results that ``params`` ask for, for no more than ``work``.

    With ``after`` it is the one that begins there; raises as `Searcher.search` does.
    """
    parsed = parse(params.q, forms=params.forms)
    request = page_request(params, parsed)
    if after is not None:
        request = replace(request, number=after.offset // request.size + 1, after=after)
    return Answer(params, parsed, *find_page(searcher, parsed, request, work))


def find_page(
    searcher: Searcher, parsed: ParsedQuery, request: PageRequest, work: Work
) -> tuple[ResultPage, float]:
    """Return a page of the results of ``parsed``, and how many ms it took."""
    started = perf_counter()
    # Showing many hits for many words takes as long as finding them.
    showing = SHOW * request.size * sum(1 for _ in leaves(parsed.query))
    work.afford(min(showing, work.left // 2))
    page = searcher.search(parsed.query, request, work)
    total = 0 if page.relaxed else page.total
    if request.after is None and (offered := _as_operators(searcher, parsed, request, total)):
        page = replace(page, suggestions=(*page.suggestions, offered))
    return page, round((perf_counter() - started) * 1000, 2)


def _as_operators(
    searcher: Searcher, parsed: ParsedQuery, request: PageRequest, total: int
) -> Suggestion | None:
    """Offer to read *atau* and the like as operators, if that finds something else."""
    other = as_operators(parsed)
    if other is None:
        return None
    count = searcher.count(other.query, request.filters)
    return Suggestion(other.text, "boolean", count) if count not in {0, total} else None


def page_request(params: SearchParams, parsed: ParsedQuery) -> PageRequest:
    """Return which page of the results of ``parsed`` is asked for."""
    return PageRequest(
        number=params.page,
        size=params.per_page,
        sort=sort_of(parsed, params.sort),
        filters=filters_of(params),
        facets=params.facets,
        interval=params.interval,
        shares=params.timeline == "share",
        explain=params.explain,
        aliases=params.alias is not None,
        folds=params.copies == "fold",
    )


def sort_of(parsed: ParsedQuery, wanted: Sort) -> Sort:
    """Return the order of results: the newest first, with nothing to be relevant to."""
    return Sort.NEWEST if parsed.is_empty and wanted is Sort.RELEVANCE else wanted


def filters_of(
    params: SearchParams | ConcordanceParams | QuotesParams | TrendParams | SuggestParams,
) -> Filters:
    """Return what articles have to pass besides the query."""
    return Filters(values=params.chosen(), date_from=params.date_from, date_to=params.date_to)


def answer_trends(searcher: Searcher, params: TrendParams, work: Work) -> TrendAnswer:
    """Return how often each query of ``params`` is met over time, for no more than ``work``."""
    parsed = tuple(parse(text, forms=params.forms) for text in params.q)
    trends = searcher.trends(
        [one.query for one in parsed],
        filters_of(params),
        params.interval,
        aliases=params.alias is not None,
        work=work,
    )
    return TrendAnswer(params, parsed, trends)


def probe(searcher: Searcher) -> ResultPage:
    """Return the newest article; raises as a search would when there is no index."""
    return searcher.search(EVERYTHING, PROBE)


def health_if_any(searcher: Searcher) -> Health | None:
    """Return the state of the index, None while no search can be answered."""
    try:
        return searcher.health()
    except ArsipError:
        return None
