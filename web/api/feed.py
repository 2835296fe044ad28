"""A search as a feed (``/search.atom``): one page of it, newest first unless asked otherwise.

Entries have the ids of their articles in this archive, whatever host it is asked by, and the
time at which the archive last changed them: a reader sees a correction as one.

Source: RFC 4287; RFC 5005 for feeds of several pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from flask import Blueprint, Response, render_template, request

from search.results import Sort
from web.answer import answer
from web.api.shapes import result_payload
from web.links import args_of, with_args
from web.params import SearchParams, read_params
from web.responses import tagged
from web.site import home, new_work, note_search, site
from web.times import iso

if TYPE_CHECKING:
    from index.archive.store import Archive

feeds = Blueprint("feeds", __name__, template_folder="templates")


@feeds.get("/search.atom")
def search_atom() -> Response:
    """Send one page of results as a feed."""
    asked = params = read_params(SearchParams, request.query_string)
    note_search(params.q, params.filters())
    args = args_of(asked.bare(), without=("page",))
    if "sort" not in asked.model_fields_set:
        params = asked.model_copy(update={"sort": Sort.NEWEST})
    elif asked.sort is Sort.RELEVANCE:
        args["sort"] = asked.sort.value  # not the default of a feed
    searcher, archive = site().searcher, site().archive
    found = answer(searcher, params, new_work()).page
    changed = archive.changed([hit.article.id for hit in found.hits])
    made = searcher.health().created  # of nothing it is known since then
    base = home()
    own = with_args(base + "/search.atom", args)
    number = found.request.number

    def page(number: int) -> str:
        return with_args(base + "/search.atom", args | {"page": str(number)}) if number > 1 else own

    body = render_template(
        "feed.xml",
        entries=[
            {
                **result_payload(hit),
                "urn": urn(archive, "article", hit.article.id),
                "updated": iso(changed.get(hit.article.id, made)),
            }
            for hit in found.hits
        ],
        q=params.q,
        home=base,
        urn=urn(archive, "search", with_args("", args | {"lang": ""})),
        page=page(number),
        first=own if number > 1 else None,
        previous=page(min(number - 1, found.page_count)) if number > 1 else None,
        next=page(number + 1) if number < found.page_count else None,
        html=with_args(base + "/search", args_of(params.bare(), without=("page",))),
        updated=iso(max(changed.values(), default=made)),
    )
    return tagged(Response(body, content_type="application/atom+xml; charset=utf-8"))


def urn(archive: Archive, kind: str, name: str) -> str:
    """Return what something of an archive is called all over the world, and for good."""
    return uuid5(NAMESPACE_OID, f"{archive.identity} {kind} {name}").urn
