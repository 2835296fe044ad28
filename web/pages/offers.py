"""Links that keep their promise: where each leads is asked before it is shown.

What finds nothing is not offered; of the rest the page says how many articles wait.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from search.language.parser import parse
from web.answer import page_request
from web.params import SearchParams, read_params_kindly

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.searcher import Searcher
    from web.pages.here import Link

# Asked for one page; more would be more than it needs.
MAX_ASKED = 12


def kept(searcher: Searcher, links: Iterable[Link], *, most: int = MAX_ASKED) -> list[Link]:
    """Return those of the first links to results that find something, with their counts."""
    some = list(links)[:most]
    asked = []
    for link in some:
        params, _ = read_params_kindly(SearchParams, urlsplit(link.href).query.encode(), per_page=1)
        parsed = parse(params.q, forms=params.forms)
        asked.append((parsed.query, page_request(params, parsed)))
    counts = searcher.counts(asked)
    return [replace(link, count=n) for link, n in zip(some, counts, strict=True) if n]
