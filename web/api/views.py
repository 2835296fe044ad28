"""The JSON API, version 1."""

from __future__ import annotations

from contextlib import closing, suppress
from time import perf_counter
from typing import TYPE_CHECKING

import orjson
from flask import Blueprint, Response, request

from index.errors import ArsipError
from index.newstext.reading import read_body
from search.errors import PlaceError
from search.similar import SHOWN
from search.work import CONTEXT_STEPS
from web.answer import answer, answer_trends, filters_of
from web.api.concordance import concordance_payload
from web.api.openapi import openapi_document
from web.api.quotes import quotes_payload
from web.api.shapes import API, article_payload, related_payload, search_payload, suggest_payload
from web.api.trends import trends_payload
from web.api.versions import versions_payload
from web.concordance import in_context
from web.cursor import no_place, read_cursor
from web.params import (
    ConcordanceParams,
    HarvestParams,
    QuotesParams,
    SuggestParams,
    TrendParams,
    VersionsParams,
    read_params,
)
from web.responses import conditional, etag_of, json_response, tagged
from web.site import (
    KeptAnswer,
    new_work,
    note_search,
    note_searches,
    note_spoken,
    root,
    site,
    stored,
)
from web.speech import in_speech

if TYPE_CHECKING:
    from index.article import Article
    from search.results import Place
    from search.similar import Like
    from web.api.shapes import LinksPayload

api = Blueprint("api", __name__, url_prefix=API)

# What an answer takes beside its letters.
_KEPT_BYTES = 800


@api.get("/search")
def search() -> Response:
    """Answer one page of results."""
    started = perf_counter()
    params = read_params(HarvestParams, request.query_string)
    note_search(params.q, params.filters())
    place = read_cursor(params.cursor, params)
    kept, searcher = site().kept, site().searcher
    state = searcher.state() if kept.limit else None
    key = request.query_string, root(), site().locale.language
    of, found = kept.get(key, (None, None))
    if found is None or of != state:
        found = _search(params, place)
        if state is not None and state == searcher.state():
            kept.put(key, (state, found), _KEPT_BYTES + sum(map(len, (*found, *key))))
    took = orjson.dumps(round((perf_counter() - started) * 1000, 2))
    body = b"%b%b%b" % (found.before, took, found.behind)
    response = Response(body, mimetype="application/json")
    response.headers["Link"] = found.links
    return conditional(response, found.etag)


def _search(params: HarvestParams, place: Place | None) -> KeptAnswer:
    try:
        found = answer(site().searcher, params, new_work(), place)
    except PlaceError:
        raise no_place(params.cursor or "") from None
    payload = search_payload(found, root(), site().locale, params.cursor)
    payload["took_ms"] = 0.0  # the same results are the same answer, however long they took
    body = orjson.dumps(payload)
    before, took, behind = body.partition(b'"took_ms":')
    etag = etag_of(request.query_string, body)
    links = _link_header(payload["links"])
    return KeptAnswer(before + took, behind.removeprefix(b"0.0"), etag, links)


@api.get("/concordance")
def concordance() -> Response:
    """Answer one page of the matches in context, and their collocates."""
    params = read_params(ConcordanceParams, request.query_string)
    note_search(params.q, params.filters())
    found = in_context(site().searcher, params, new_work(CONTEXT_STEPS))
    payload = concordance_payload(found, root(), site().locale)
    response = json_response(payload)
    response.headers["Link"] = _link_header(payload["links"])
    return tagged(response)


@api.get("/quotes")
def quotes() -> Response:
    """Answer one page of the quotations that are asked for, with who says them."""
    params = read_params(QuotesParams, request.query_string)
    note_spoken(params)
    found = in_speech(site().searcher, params, new_work(CONTEXT_STEPS))
    payload = quotes_payload(found, root(), site().locale)
    response = json_response(payload)
    response.headers["Link"] = _link_header(payload["links"])
    return tagged(response)


@api.get("/articles/<id:article_id>")
def article(article_id: str) -> Response:
    """Answer one article."""
    return _article(article_id)


@api.get("/articles/<id:article_id>/related")
def related(article_id: str) -> Response:
    """Answer the articles linked from and to one article, like it, and from its day and place."""
    archive, searcher = site().archive, site().searcher
    found = archive.get(article_id)
    if found is None:
        return _article(f"{article_id}/related")  # an id may end like that
    similar: list[Like] | None = None
    same_day: list[Article] | None = None
    with suppress(ArsipError):  # what is linked is known without an index
        similar, same_day = searcher.similar(found, SHOWN), searcher.same_day(found, SHOWN)
    payload = related_payload(article_id, archive.related(article_id), similar, same_day)
    return tagged(json_response(payload))


@api.get("/articles/<id:article_id>/versions")
def versions(article_id: str) -> Response:
    """Answer what one article was before it was corrected."""
    kept = site().archive.versions
    history = kept.history(article_id)
    if history is None:
        return _article(f"{article_id}/versions")  # an id may end like that
    after = read_params(VersionsParams, request.query_string).after
    with closing(kept.walk(article_id, after=after)) as found:
        payload = versions_payload(article_id, history, found, after, root())
    return tagged(json_response(payload))


@api.get("/suggest")
def suggest() -> Response:
    """Answer completions of what was typed so far."""
    params = read_params(SuggestParams, request.query_string)
    note_search(params.q, params.filters())
    found = site().searcher.suggest(params.q, filters=filters_of(params)) if params.q else []
    return tagged(json_response(suggest_payload(params.q, found, root())))


@api.get("/trends")
def trends() -> Response:
    """Answer how often some queries are met over time."""
    params = read_params(TrendParams, request.query_string)
    note_searches(params.q, params.filters())
    found = answer_trends(site().searcher, params, new_work())
    return tagged(json_response(trends_payload(found, root(), site().locale)))


@api.get("/openapi.json")
def openapi() -> Response:
    """Answer the description of this API."""
    return tagged(json_response(openapi_document(site().settings.title, root() + API)))


def _article(article_id: str) -> Response:
    found, copies = stored(article_id), None
    with suppress(ArsipError):  # an article can be read without an index
        copies = site().searcher.copies(article_id)
    return tagged(json_response(article_payload(found, copies, read_body(found.body), root())))


def _link_header(links: LinksPayload) -> str:
    pages = {"self": links["self"], "next": links["next"], "prev": links["prev"]}
    return ", ".join(f'<{url}>; rel="{rel}"' for rel, url in pages.items() if url)
