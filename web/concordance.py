"""From checked parameters to lines in context: for the page, its tables and the JSON API."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from search.concordance import Concordance, ContextRequest
from search.language.parser import ParsedQuery, parse
from web.answer import filters_of

if TYPE_CHECKING:
    from search.searcher import Searcher
    from search.work import Work
    from web.params import ConcordanceParams


class InContext(NamedTuple):
    """What was asked, how it was understood, and what was found."""

    params: ConcordanceParams
    parsed: ParsedQuery
    found: Concordance


def in_context(
    searcher: Searcher, params: ConcordanceParams, work: Work, *, size: int | None = None
) -> InContext:
    """Return the lines that ``params`` ask for, for no more than ``work``.

    Args:
        searcher: Answers.
        params: Of the request.
        work: What that may cost.
        size: The first lines, so many, instead of a page.
    """
    parsed = parse(params.q, forms=params.forms)
    request = ContextRequest(
        number=params.page if size is None else 1,
        size=params.per_page if size is None else size,
        order=params.sort,
        window=params.window,
        counted=params.words,
        company=params.near,
        least=params.min_lines,
        most=params.collocates,
        filters=filters_of(params),
        aliases=params.alias is not None,
    )
    return InContext(params, parsed, searcher.concordance(parsed.query, request, work))
