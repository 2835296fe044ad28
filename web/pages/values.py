"""All values of one facet of a search: ``/search/values?facet=place&q=beras``.

They are listed most frequent first or by name, looked through for a part of them, and chosen,
several at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, Response, render_template, request

from index.analysis.folding import fold
from search.language.parser import parse
from web.answer import page_request
from web.pages.here import Here, Link
from web.pages.refine import active_filters, choices, label_of, values_address, without_filters
from web.params import ValuesParams, read_params_kindly
from web.responses import html_response, tagged
from web.site import new_work, note_search, site

if TYPE_CHECKING:
    from web.pages.refine import Choice

values = Blueprint("values", __name__)

# The most frequent ones; no reader goes through more.
MAX_LISTED = 20_000
ON_A_PAGE = 100


class Listed(NamedTuple):
    """Some of the values that hold what was looked for.

    Attributes:
        shown: Those of this page.
        total: Of all pages.
        aside: Values chosen that this page does not show.
        pages: How many there are.
    """

    shown: list[Choice]
    total: int
    aside: list[str]
    pages: int


@values.get("/search/values")
def search_values() -> Response:
    """Show the values of a facet, to choose from."""
    settings, locale = site().settings, site().locale
    params, _ = read_params_kindly(ValuesParams, request.query_string, per_page=settings.per_page)
    note_search(params.q, params.filters())
    parsed = parse(params.q, forms=params.forms)
    asked = replace(
        page_request(params, parsed),
        number=1,
        size=1,
        facets=(params.facet,),
        facet_size=MAX_LISTED,
        interval=None,
    )
    found = site().searcher.search(parsed.query, asked, new_work())
    here = Here(params, request.script_root, settings.per_page)
    every = choices(found, params.facet)
    listed = list_values(every, params)
    body = render_template(
        "values.html",
        params=params,
        here=here,
        label=label_of(params.facet, locale),
        listed=listed,
        is_cut=len(every) >= MAX_LISTED,
        is_partial=found.partial,
        filters=active_filters(here, locale),
        clear=without_filters(here),
        orders=[
            Link(
                locale.say(f"values.{order}"),
                _address(here, params, order=order),
                is_current=order == params.order,
            )
            for order in ("count", "name")
        ],
        others={name: some for name, some in here.args.items() if name != params.facet},
        previous=_address(here, params, at=params.at - 1) if params.at > 1 else None,
        next=_address(here, params, at=params.at + 1) if params.at < listed.pages else None,
    )
    return tagged(html_response(body))


def list_values(every: list[Choice], params: ValuesParams) -> Listed:
    """Return the page that ``params`` ask for, of the values that hold what they look for."""
    wanted = fold(params.find)
    found = [choice for choice in every if wanted in fold(choice.value)]
    if params.order == "name":
        found.sort(key=lambda choice: (fold(choice.value), choice.value))
    start = (params.at - 1) * ON_A_PAGE
    shown = found[start : start + ON_A_PAGE]
    aside = [choice.value for choice in every if choice.is_chosen and choice not in shown]
    return Listed(shown, len(found), aside, -(-len(found) // ON_A_PAGE))


def _address(here: Here, params: ValuesParams, **changes: str | int) -> str:
    given: dict[str, str | int] = {"order": params.order, "find": params.find, "at": 1, **changes}
    defaults = {"order": "count", "find": "", "at": 1}
    args = {name: str(value) for name, value in given.items() if value != defaults[name]}
    return values_address(here, params.facet, **args)
