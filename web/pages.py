"""The pages for people."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import orjson
from flask import Blueprint, Response, abort, render_template, request

from search.language.parser import parse
from search.query import EVERYTHING
from search.results import PageRequest, Sort
from web import nothing, refine, views
from web.answer import answer
from web.headers import conditional, etag_of
from web.highlights import mark
from web.links import article_path, web_url
from web.matching import EXAMPLES
from web.params import read_params_kindly
from web.reading import linked, marked_paragraphs
from web.site import site
from web.understanding import understood

if TYPE_CHECKING:
    from web.params import SearchParams

pages = Blueprint("pages", __name__)

# A lead story over two columns, and one row of four or a column and a row of three.
NEWEST_ON_HOME = 5


@pages.get("/")
def home() -> Response:
    """Show the box, examples and the newest articles."""
    newest = PageRequest(size=NEWEST_ON_HOME, sort=Sort.NEWEST)
    page = site().searcher.search(EVERYTHING, newest)
    return _tagged(
        render_template(
            "home.html",
            page=page,
            examples=nothing.examples(request.script_root),
            path=article_path,
        )
    )


@pages.get("/bantuan")
def guide() -> Response:
    """Explain how words are matched, how answers are ordered, and what can be written."""
    return _tagged(render_template("help.html", examples=EXAMPLES))


@pages.get("/search")
def search() -> Response:
    """Show one page of results and every way to change the search."""
    here_site = site()
    locale, per_page = here_site.locale, here_site.settings.per_page
    params, ignored = read_params_kindly(request.query_string, per_page=per_page)
    found = answer(here_site.searcher, _with_counts(params))
    page = found.page
    etag = etag_of(
        request.query_string,
        locale.language.encode(),
        orjson.dumps(page, option=orjson.OPT_NON_STR_KEYS),
    )
    if request.if_none_match.contains_weak(etag):
        return conditional(Response(), etag)
    here = views.Here(params, request.script_root, per_page)
    body = render_template(
        "results.html",
        found=found,
        page=page,
        here=here,
        params=params,
        ignored=ignored,
        is_wordless=bool(params.q) and found.parsed.query == EVERYTHING,
        filters=refine.active_filters(here, locale),
        clear=refine.without_filters(here),
        facets=refine.facets(here, page, locale),
        histogram=refine.histogram(here, page, locale),
        sorts=views.sort_links(here, page, locale),
        forms=views.forms_links(here, locale),
        parts=understood(here, page.terms, locale),
        exports=views.export_links(here),
        pager=views.pager(here, page, locale),
        suggestions=nothing.suggestions(here, page),
        hints=nothing.hints(here, page, locale) if not page.total else [],
        examples=nothing.examples(request.script_root) if not page.total else [],
        path=article_path,
    )
    return conditional(Response(body, mimetype="text/html"), etag)


@pages.get("/articles/<id:article_id>")
def article(article_id: str) -> Response:
    """Show one article, with the words of ``q`` highlighted."""
    here = site()
    found = here.archive.get(article_id)
    if found is None:
        abort(404)
    params, _ = read_params_kindly(request.query_string, per_page=here.settings.per_page)
    query = parse(params.q, forms=params.forms).query
    url = web_url(found.url)
    out, back = linked(here.archive.related(article_id))
    return _tagged(
        render_template(
            "article.html",
            article=found,
            title=mark(here.searcher, found.title, query),
            paragraphs=marked_paragraphs(mark(here.searcher, found.body, query)),
            url=url,
            host=urlsplit(url).hostname if url else None,
            out=out,
            back=back,
            params=params,
            path=article_path,
        )
    )


def _with_counts(params: SearchParams) -> SearchParams:
    """Return ``params`` with the counts the page shows, unless others were asked for."""
    return params.model_copy(
        update={
            "facets": params.facets or refine.PAGE_FACETS,
            "interval": params.interval or refine.interval_for(params),
            "explain": True,
        }
    )


def _tagged(body: str) -> Response:
    response = Response(body, mimetype="text/html")
    return conditional(response, etag_of(response.get_data()))
