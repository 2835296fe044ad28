"""Links that keep their promise: where each leads is asked before it is shown.

What finds nothing is not offered; of the rest the page says how many articles wait.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from search.language.parser import parse
from search.work import EXTRA_STEPS, Work
from web.answer import page_request
from web.params import SearchParams, read_params_kindly

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.query import Query
    from search.results import PageRequest
    from search.searcher import Searcher
    from web.pages.here import Link

# Asked for one page; more would be more than it needs.
MAX_ASKED = 12


def leads_somewhere(searcher: Searcher, href: str) -> bool:
    """Tell whether a page of results holds anything, partial matches too; yes if that is unsure."""
    query, page = _asked(href)
    found = searcher.search(query, page, Work(EXTRA_STEPS))
    return found.total > 0 or found.partial


def kept(searcher: Searcher, links: Iterable[Link], *, most: int = MAX_ASKED) -> list[Link]:
    """Return those of the first links to results that find something, with their counts."""
    some = list(links)[:most]
    counts = searcher.counts([_asked(link.href) for link in some])
    return [replace(link, count=n) for link, n in zip(some, counts, strict=True) if n]


def _asked(href: str) -> tuple[Query, PageRequest]:
    params, _ = read_params_kindly(SearchParams, urlsplit(href).query.encode(), per_page=1)
    parsed = parse(params.q, forms=params.forms)
    return parsed.query, page_request(params, parsed)
