"""The people whom articles name: ``/tokoh``, and a page for each, ``/tokoh/Sri Mulyani``.

When they are in the news, what they said last, where the news is from, and who is named with
them: everything leads to its articles. Who is one person is told by `index.newstext.persons` and
`index.values.people`.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Blueprint, Response, redirect, render_template, request, url_for

from index.analysis.folding import fold
from index.errors import ArsipError
from index.newstext.reading import PERSON, Reading, read_body
from search.language.parser import parse
from search.query import EVERYTHING
from search.results import Filters, PageRequest, Sort
from web.links import with_args
from web.pages.here import Here, Link
from web.pages.quoted import in_one_line
from web.pages.timeline import interval_for, timeline
from web.params import SearchParams, read_params_kindly
from web.responses import html_response, tagged
from web.site import new_work, note_search, site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.wrappers import Response as Redirect

    from index.article import Article
    from search.results import ResultPage
    from search.searcher import Searcher
    from search.work import Work
    from web.pages.quoted import Quoted
    from web.pages.timeline import Timeline

people = Blueprint("people", __name__)

# People on the page of all, and beside one.
MOST_NAMED: Final = 90
MAX_WITH: Final = 12
MAX_PLACES: Final = 8
# Articles that are listed, those that are read for quotations, and quotations that are shown.
LATEST: Final = 8
READ_FOR_SAID: Final = 8
MAX_SAID: Final = 5
MAX_OFFICES: Final = 3
# Spellings of a name that quotations are looked for by.
MAX_SPELLINGS: Final = 6
# Characters of a name, and of an office.
MAX_CHARS: Final = 100
# Work of reading an article for who is named and who says what: some 2 ms.
_READING: Final = 400_000


class With(NamedTuple):
    """Somebody who is named in the same ``articles``; ``both`` leads to these."""

    name: str
    href: str
    articles: int
    both: str


class Said(NamedTuple):
    """What somebody said, and where."""

    quote: Quoted
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page of one person shows.

    Attributes:
        name: As facets show it.
        also: Other names that find it.
        offices: What articles say they are, the latest ones.
        search: Where all articles are.
        said: Their newest quotations, those of one article in its order.
        all_said: Where all of them are.
        places: Provinces and places with articles, by the name of the facet.
    """

    name: str
    also: tuple[str, ...]
    offices: tuple[str, ...]
    search: str
    timeline: Timeline
    said: tuple[Said, ...]
    all_said: str
    places: dict[str, list[Link]]
    others: tuple[With, ...]


@people.get("/tokoh")
def most_named() -> Response | Redirect:
    """List the people that most articles name; ``nama`` leads to somebody's page."""
    if name := request.args.get("nama", "").strip()[:MAX_CHARS]:
        return redirect(url_for("people.person", name=name))
    asked = PageRequest(size=1, facets=(PERSON,), facet_size=MOST_NAMED)
    page = site().searcher.search(EVERYTHING, asked, new_work())
    named = [
        Link(one.value, url_for("people.person", name=one.value), count=one.count)
        for one in page.facets[PERSON]
    ]
    every = with_args(f"{request.script_root}/search/values", {"facet": PERSON})
    return tagged(html_response(render_template("people.html", named=named, every=every)))


@people.get("/tokoh/<name>")
def person(name: str) -> Response | Redirect:
    """Show where, when and with whom somebody is named, and what they said."""
    name = " ".join(name.replace('"', " ").split())[:MAX_CHARS]
    searcher, work = site().searcher, new_work()
    names = searcher.spellings(PERSON, name)
    params, _ = read_params_kindly(SearchParams, b"", per_page=site().settings.per_page)
    params = params.model_copy(update={PERSON: names[:1]})
    note_search(name, params.filters())
    asked = PageRequest(
        size=LATEST,
        sort=Sort.NEWEST,
        filters=Filters(values={PERSON: names[:1]}),
        facets=(PERSON, "province", "place"),
        facet_size=MAX_PLACES,
        interval=interval_for(params),
    )
    page = searcher.search(EVERYTHING, asked, work)
    if not page.total:
        return _unknown(searcher, name, work)
    wanted = fold(names[0])
    shown = next((one.value for one in page.facets[PERSON] if fold(one.value) == wanted), names[0])
    if shown != name:
        return redirect(url_for("people.person", name=shown))
    here = Here(params, request.script_root, site().settings.per_page)
    body = render_template(
        "person.html",
        here=here,
        page=page,
        shown=_shown(searcher, here, page, (shown, *names[1:]), work),
    )
    return tagged(html_response(body))


def _shown(
    searcher: Searcher, here: Here, page: ResultPage, names: tuple[str, ...], work: Work
) -> Shown:
    name = names[0]
    said_by = " ATAU ".join(f'oleh:"{one}"' for one in names[:MAX_SPELLINGS])
    filters = page.request.filters
    newest = PageRequest(size=READ_FOR_SAID, sort=Sort.NEWEST, filters=filters)
    quoting = searcher.search(parse(said_by).query, newest, work)
    read = _read([hit.article for hit in (*page.hits, *quoting.hits)], work)
    mine = {fold(one) for one in names}
    offices = Counter(
        found.office
        for reading in read.values()
        for found in reading.people
        if fold(found.name) in mine and 0 < len(found.office) <= MAX_CHARS
    )
    drawn = timeline(here, page, site().locale)
    return Shown(
        name=name,
        also=names[1:],
        offices=tuple(_surest(offices)),
        search=here.change(),
        timeline=replace(drawn, switch=()),
        said=tuple(_said([hit.article for hit in quoting.hits], read, mine))[:MAX_SAID],
        all_said=with_args(f"{here.root}/kutipan", {"q": said_by, PERSON: name}),
        places=_places(here, page),
        others=tuple(_others(searcher, here, name, work)),
    )


def _surest(offices: Counter[str]) -> list[str]:
    """Return the offices that most articles name; one that a single article does only alone."""
    most = offices.most_common(MAX_OFFICES)
    return [office for office, count in most if count > 1] or [office for office, _ in most[:1]]


def _read(articles: Iterable[Article], work: Work) -> dict[str, Reading]:
    """Return what articles say, by their ids, as far as there is room for it."""
    read: dict[str, Reading] = {}
    for article in articles:
        if article.id not in read and work.afford(_READING):
            read[article.id] = read_body(article.body)
    return read


def _said(articles: Iterable[Article], read: dict[str, Reading], names: set[str]) -> list[Said]:
    found = []
    for article in articles:
        reading = read.get(article.id, Reading())
        called = {
            one
            for somebody in reading.people
            for one in (somebody.name, *somebody.others)
            if fold(somebody.name) in names
        }
        found += [
            Said(in_one_line(quote), article)
            for quote in reading.quotes
            if quote.speaker and (quote.speaker in called or fold(quote.speaker) in names)
        ]
    return found


def _places(here: Here, page: ResultPage) -> dict[str, list[Link]]:
    return {
        facet: [
            Link(one.value, here.change(**{facet: one.value}), count=one.count)
            for one in page.facets[facet]
        ]
        for facet in ("province", "place")
        if page.facets[facet]
    }


def _others(searcher: Searcher, here: Here, name: str, work: Work) -> list[With]:
    """Return who is named with somebody; a facet counts without its own filter, so by a query."""
    query = f'tokoh:"{name}"'
    asked = PageRequest(size=1, facets=(PERSON,), facet_size=MAX_WITH + 1)
    page = searcher.search(parse(query).query, asked, work)
    return [
        With(
            one.value,
            url_for("people.person", name=one.value),
            one.count,
            with_args(f"{here.root}/search", {"q": query, PERSON: one.value}),
        )
        for one in page.facets[PERSON]
        if fold(one.value) != fold(name)
    ][:MAX_WITH]


def named(searcher: Searcher, article: Article) -> list[Link]:
    """Return the people whom an article names, each with how often; as facets show them."""
    found = []
    for one in read_body(article.body).people:
        name = one.name
        with suppress(ArsipError):  # an article can be read without an index
            name = searcher.spellings(PERSON, name)[0]
        href = url_for("people.person", name=name)
        found.append(Link(name, href, count=one.mentions))
    return found


def _unknown(searcher: Searcher, name: str, work: Work) -> Response:
    """Say that nobody is called so, who is called alike, and where else to look."""
    words = " ATAU ".join(f'tokoh:"{word}"' for word in name.split()[:MAX_SPELLINGS])
    similar: list[Link] = []
    if not (parsed := parse(words)).is_empty:
        asked = PageRequest(size=1, facets=(PERSON,), facet_size=MOST_NAMED)
        page = searcher.search(parsed.query, asked, work)
        mine = set(fold(name).split())
        similar = [
            Link(one.value, url_for("people.person", name=one.value), count=one.count)
            for one in page.facets[PERSON]
            if mine & set(fold(one.value).split())
        ]
        similar.sort(key=lambda link: -len(mine & set(fold(link.label).split())))
    search = with_args(f"{request.script_root}/search", {"q": f'"{name}"'})
    body = render_template("nobody.html", name=name, similar=similar[:MAX_WITH], search=search)
    return tagged(html_response(body, 404))
