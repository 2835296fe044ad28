"""A search as a feed (``/search.atom``): one page of it, newest first unless asked otherwise."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, render_template, request

from search.results import Sort
from web.answer import answer
from web.api.shapes import result_payload
from web.links import args_of, with_args
from web.params import SearchParams, read_params
from web.responses import tagged
from web.site import home, new_work, note_search, site

feeds = Blueprint("feeds", __name__, template_folder="templates")

# A feed needs a date everywhere; articles without one are told apart by being this old.
UNDATED = "1970-01-01T00:00:00+00:00"


@feeds.get("/search.atom")
def search_atom() -> Response:
    """Send one page of results as a feed."""
    asked = params = read_params(SearchParams, request.query_string)
    note_search(params.q, params.filters())
    if "sort" not in asked.model_fields_set:
        params = asked.model_copy(update={"sort": Sort.NEWEST})
    found = answer(site().searcher, params, new_work()).page
    results = [result_payload(hit) for hit in found.hits]
    dates = [result["published"] for result in results if result["published"]]
    base = home()
    args = args_of(asked.bare(), without=("page",))
    own = with_args(base + "/search.atom", args)
    number = found.request.number
    body = render_template(
        "feed.xml",
        results=results,
        q=params.q,
        home=base,
        feed=own,
        page=with_args(base + "/search.atom", args | {"page": str(number)}) if number > 1 else own,
        next=with_args(base + "/search.atom", args | {"page": str(number + 1)})
        if number < found.page_count
        else None,
        html=with_args(base + "/search", args_of(params.bare(), without=("page",))),
        undated=UNDATED,
        updated=max(dates, default=UNDATED, key=datetime.fromisoformat),
    )
    return tagged(Response(body, content_type="application/atom+xml"))
