"""The pages for people."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import orjson
from flask import Blueprint, Response, render_template, request

from search.language.parser import parse
from search.query import EVERYTHING
from search.results import COUNTABLE, PageRequest, Sort
from search.work import CONTEXT_STEPS, SHOW
from web.answer import answer, answer_trends, page_request
from web.concordance import in_context
from web.ideas import coverage
from web.links import article_path, web_url, with_args
from web.pages import folding, nothing, provinces, reading, refine, trends
from web.pages.aliases import other_names
from web.pages.citing import MIME_TYPES, Cited, as_file, citations
from web.pages.concordance import LINES, Contexts
from web.pages.copied import copied
from web.pages.examples import first_searches, tried_promises, written
from web.pages.here import Here, export_links, pager, sort_links
from web.pages.holdings import holdings, holdings_request
from web.pages.metadata import json_ld, metas
from web.pages.named import named_in
from web.pages.offers import leads_somewhere
from web.pages.quotations import ARTICLES, Quotations, quotations_of
from web.pages.quoted import quoted
from web.pages.timeline import interval_for, timeline
from web.pages.understanding import MAX_NAMED, is_narrowed, understood
from web.params import (
    MAX_QUERIES,
    ConcordanceParams,
    QuotesParams,
    SearchParams,
    read_params_kindly,
    read_trends_kindly,
)
from web.responses import conditional, etag_of, html_response, tagged
from web.site import home as home_address
from web.site import new_work, note_search, note_searches, note_spoken, site, stored
from web.speech import in_speech

if TYPE_CHECKING:
    from index.article import Article
    from web.answer import Answer
    from web.pages.here import Link

pages = Blueprint("pages", __name__)

# A lead story over two columns, and one row of four or a column and a row of three.
NEWEST_ON_HOME = 5


@pages.get("/")
def home() -> Response:
    """Show the box, examples, the newest articles and what else there is."""
    searcher, root = site().searcher, request.script_root
    page = searcher.search(EVERYTHING, holdings_request(NEWEST_ON_HOME))
    shown = render_template(
        "home.html",
        page=page,
        examples=first_searches(searcher, root, page.hits),
        holdings=holdings(page, searcher.coverage(), root, site().locale),
        syntax=written(searcher, root),
    )
    return tagged(html_response(shown))


@pages.get("/bantuan")
def guide() -> Response:
    """Explain how words are matched, how answers are ordered, and what can be written."""
    searcher, root = site().searcher, request.script_root
    shown = render_template(
        "help.html", examples=tried_promises(searcher, root), syntax=written(searcher, root)
    )
    return tagged(html_response(shown))


@pages.get("/search")
def search() -> Response:
    """Show one page of results and every way to change the search."""
    locale, per_page = site().locale, site().settings.per_page
    params, ignored = read_params_kindly(SearchParams, request.query_string, per_page=per_page)
    note_search(params.q, params.filters())
    found = answer(site().searcher, _with_counts(params), new_work())
    page = found.page
    etag = etag_of(request.query_string, locale.language.encode(), orjson.dumps(page))
    if request.if_none_match.contains_weak(etag):
        return conditional(Response(), etag)
    here = Here(params, request.script_root, per_page)
    body = render_template(
        "results.html",
        found=found,
        page=page,
        copies=folding.copies(here, page, locale),
        under=partial(folding.under, locale=locale),
        here=here,
        params=params,
        ignored=ignored,
        is_wordless=bool(params.q) and found.parsed.is_empty,
        quotations=quotations_of(here, found.parsed.query),
        filters=refine.active_filters(here, locale),
        clear=refine.without_filters(here),
        facets=refine.facets(here, page, locale),
        timeline=timeline(here, page, locale),
        sorts=sort_links(here, found, locale),
        understanding=understood(site().searcher, here, found, locale),
        most_named=MAX_NAMED,
        is_narrowed=is_narrowed(found.parsed.query),
        exports=export_links(here, locale),
        feed=here.export("/search.atom"),
        pager=pager(here, page, locale),
        suggestions=nothing.suggestions(here, page),
        aliases=other_names(here, page),
        **({} if page.total else _what_now(here, found)),
    )
    return conditional(html_response(body), etag)


@pages.get("/konteks")
def concordance() -> Response:
    """Show the matches of a query in their context, a line each, and their collocates."""
    params, ignored = read_params_kindly(ConcordanceParams, request.query_string, per_page=LINES)
    note_search(params.q, params.filters())
    found = in_context(site().searcher, params, new_work(CONTEXT_STEPS))
    here = Contexts(found, request.script_root, site().locale)
    searches = [] if params.q else _first_searches(here.root)
    examples = [replace(link, href=with_args(here.path, {"q": link.label})) for link in searches]
    leads = found.found.total or not params.q or leads_somewhere(site().searcher, here.results)
    body = render_template(
        "concordance.html",
        here=here,
        ignored=ignored,
        examples=examples,
        results=here.results if leads else None,
    )
    return tagged(html_response(body))


@pages.get("/kutipan")
def quotations() -> Response:
    """Show the quotations that answer, with who says them, of the newest articles first."""
    locale = site().locale
    params, ignored = read_params_kindly(QuotesParams, request.query_string, per_page=ARTICLES)
    note_spoken(params)
    found = in_speech(site().searcher, params, new_work(CONTEXT_STEPS))
    here = Quotations(found, request.script_root, locale)
    body = render_template(
        "quotations.html",
        here=here,
        ignored=ignored,
        examples=here.examples(site().searcher),
        instead=here.instead(site().searcher),
        told=here.told_anywhere(site().searcher),
        is_known=found.found.articles > 0 or site().searcher.knows_quotations(),
    )
    return tagged(html_response(body))


@pages.get("/tren")
def trend() -> Response:
    """Draw how often some queries are met over time."""
    locale, per_page = site().locale, site().settings.per_page
    params, ignored = read_trends_kindly(request.query_string)
    note_searches(params.q, params.filters())
    work = new_work()
    found = answer_trends(site().searcher, params, work)
    # Drawing many points takes as long as counting them.
    drawing = SHOW * len(found.trends.totals) * max(1, len(params.q))
    work.afford(min(drawing, work.left))
    there = trends.There(params, request.script_root)
    body = render_template(
        "trends.html",
        found=found,
        params=params,
        ignored=ignored,
        here=there,
        drawing=trends.draw(found, request.script_root, per_page, locale),
        filters=refine.active_filters(there, locale),
        clear=refine.without_filters(there),
        queries=[*params.q, *[""] * (MAX_QUERIES - len(params.q))],
        intervals=trends.intervals(params, locale),
        measures=trends.measures(params, locale),
        warnings=found.warnings(locale),
    )
    return tagged(html_response(body))


@pages.get("/peta")
def by_province() -> Response:
    """Draw how many of the articles that match are from each province."""
    locale, per_page = site().locale, site().settings.per_page
    params, ignored = read_params_kindly(SearchParams, request.query_string, per_page=per_page)
    note_search(params.q, params.filters())
    there = provinces.There(params, request.script_root)
    parsed = parse(params.q, forms=params.forms)
    asked = provinces.map_request(page_request(there.params, parsed))
    page = site().searcher.search(parsed.query, asked, new_work())
    body = render_template(
        "provinces.html",
        page=page,
        params=params,
        ignored=ignored,
        here=there,
        drawing=provinces.draw(there, page, locale),
        filters=refine.active_filters(there, locale),
        clear=refine.without_filters(there),
        warnings=[locale.warning(warning) for warning in parsed.warnings],
    )
    return tagged(html_response(body))


@pages.get("/articles/<id:article_id>")
def article(article_id: str) -> Response:
    """Show one article, with the words of ``q`` highlighted."""
    archive, searcher = site().archive, site().searcher
    found = stored(article_id)
    params, _ = read_params_kindly(
        SearchParams, request.query_string, per_page=site().settings.per_page
    )
    note_search(params.q)
    here = Here(params, request.script_root, site().settings.per_page)
    query = parse(params.q, forms=params.forms).query
    cited, locale = _cited(found), site().locale
    same = copied(searcher, found)
    copies = [row.article.id for row in same.rows] if same else []
    shown = render_template(
        "article.html",
        article=found,
        story=reading.lay_out(searcher, found, query, aliases=params.alias is not None),
        copied=same,
        quotes=quoted(found),
        named=named_in(searcher, found),
        others=reading.neighbours(searcher, found, archive.related(article_id), copies),
        here=here,
        history=archive.versions.history(article_id),
        params=params,
        cited=cited,
        metas=metas(cited),
        json_ld=json_ld(cited),
        citations=citations(cited, locale),
        host=urlsplit(url).hostname if (url := web_url(found.url)) else None,
    )
    return tagged(html_response(shown))


@pages.get("/cite/<id:article_id>.bib", defaults={"form": "bib"})
@pages.get("/cite/<id:article_id>.ris", defaults={"form": "ris"})
@pages.get("/cite/<id:article_id>.json", defaults={"form": "json"})
@pages.get("/cite/<id:article_id>.txt", defaults={"form": "txt"})
def cite(article_id: str, form: str) -> Response:
    """Answer how to cite one article, to be kept as a file."""
    cited = _cited(stored(article_id))
    response = Response(as_file(cited, form, site().locale), mimetype=MIME_TYPES[form])
    name = f"{cited.key}.{form}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Robots-Tag"] = "noindex"  # the page of the article is what to find
    return tagged(response)


def _cited(article: Article) -> Cited:
    address = f"{home_address()}/articles/{article_path(article.id)}"
    return Cited(article=article, address=address, archive=site().settings.title)


def _what_now(here: Here, found: Answer) -> dict[str, object]:
    """Return what the page offers when nothing was found."""
    searcher, locale = site().searcher, site().locale
    return {
        "hints": nothing.hints(searcher, here, found, locale),
        "coverage": coverage(searcher, found.parsed.query, found.page.request.filters, locale),
        "examples": _first_searches(here.root),
    }


def _first_searches(root: str) -> list[Link]:
    searcher = site().searcher
    newest = searcher.search(EVERYTHING, PageRequest(size=NEWEST_ON_HOME, sort=Sort.NEWEST))
    return first_searches(searcher, root, newest.hits)


def _with_counts(params: SearchParams) -> SearchParams:
    """Return ``params`` with counts and copies as the page shows them, unless others are asked."""
    return params.model_copy(
        update={
            "facets": params.facets or COUNTABLE,
            "interval": params.interval or interval_for(params),
            "explain": True,
            "copies": params.copies or "fold",
        }
    )
