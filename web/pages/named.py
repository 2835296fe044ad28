"""Whom and what articles name: ``/tokoh`` and ``/lembaga``, and a page for each name.

    /tokoh/Sri Mulyani
    /lembaga/Komisi Pemberantasan Korupsi (KPK)

When they are in the news, what they said last, where the news is from, and who and what is named
with them: everything leads to its articles. Who is one person, and what one organisation, is told
by `index.newstext` and `index.values`.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Blueprint, Response, redirect, render_template, request, url_for

from index.analysis.folding import fold
from index.errors import ArsipError
from index.fields import FIELDS
from index.newstext.bodies import split_label
from index.newstext.reading import ORGANISATION, PERSON, Reading, read_body
from search.language.parser import parse
from search.query import EVERYTHING
from search.results import Filters, PageRequest, Sort
from web.links import with_args
from web.pages.here import Here, Link
from web.pages.offers import leads_somewhere
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


class Subject(NamedTuple):
    """Those that articles name: people or organisations.

    Attributes:
        name: Of their blueprint, and of their texts.
        field: Of `index.fields`.
        path: Where their pages are.
        prefix: What asks for one in a query.
    """

    name: str
    field: str
    path: str
    prefix: str

    def text(self, what: str) -> str:
        """Return the key of what is said of them on their pages."""
        key = f"{self.name}.{what}"
        return f"named.{key}"

    def address(self, value: str) -> str:
        """Return the address of the page of one of them."""
        return url_for(f"{self.name}.one", name=value)

    def asked(self, value: str) -> str:
        """Return the query for one of them."""
        return f'{self.prefix}:"{value}"'


_PREFIXES: Final = {field.name: field.prefixes[0] for field in FIELDS}
PEOPLE: Final = Subject("people", PERSON, "/tokoh", _PREFIXES[PERSON])
ORGANISATIONS: Final = Subject("organisations", ORGANISATION, "/lembaga", _PREFIXES[ORGANISATION])
SUBJECTS: Final = (PEOPLE, ORGANISATIONS)

# Names on the page of all, and beside one.
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
    """Who or what is named in the same ``articles``; ``both`` leads to these."""

    name: str
    href: str
    articles: int
    both: str


class Named(NamedTuple):
    """Those of one kind whom an article names, each with how often."""

    subject: Subject
    links: list[Link]


class Said(NamedTuple):
    """What somebody said, and where."""

    quote: Quoted
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page of one name shows.

    Attributes:
        name: As facets show it.
        also: Other names that find it, and are no part of that.
        offices: What articles say that people are, the latest ones.
        search: Where all articles are.
        said: Their newest quotations, those of one article in its order.
        all_said: Where all of them are.
        places: Provinces and places with articles, by the name of the facet.
        others: Who and what is named with it, of its own kind first.
    """

    name: str
    also: tuple[str, ...]
    offices: tuple[str, ...]
    search: str
    timeline: Timeline
    said: tuple[Said, ...]
    all_said: str
    places: dict[str, list[Link]]
    others: dict[Subject, list[With]]


def most_named(subject: Subject) -> Response | Redirect:
    """List those that most articles name; ``nama`` leads to the page of one."""
    if name := request.args.get("nama", "").strip()[:MAX_CHARS]:
        return redirect(subject.address(name))
    asked = PageRequest(size=1, facets=(subject.field,), facet_size=MOST_NAMED)
    page = site().searcher.search(EVERYTHING, asked, new_work())
    body = render_template(
        "named.html",
        subject=subject,
        named=_links(subject, page),
        every=with_args(f"{request.script_root}/search/values", {"facet": subject.field}),
    )
    return tagged(html_response(body))


def one_named(subject: Subject, name: str) -> Response | Redirect:
    """Show where, when and with whom one is named, and what they said."""
    name = " ".join(name.replace('"', " ").split())[:MAX_CHARS]
    searcher, work, field = site().searcher, new_work(), subject.field
    names = searcher.spellings(field, name)
    params, _ = read_params_kindly(SearchParams, b"", per_page=site().settings.per_page)
    params = params.model_copy(update={field: names[:1]})
    note_search(name, params.filters())
    asked = PageRequest(
        size=LATEST,
        sort=Sort.NEWEST,
        filters=Filters(values={field: names[:1]}),
        facets=(field, "province", "place"),
        facet_size=MAX_PLACES,
        interval=interval_for(params),
    )
    page = searcher.search(EVERYTHING, asked, work)
    if not page.total:
        return _unknown(searcher, subject, name, work)
    wanted = fold(names[0])
    shown = next((one.value for one in page.facets[field] if fold(one.value) == wanted), names[0])
    if shown != name:
        return redirect(subject.address(shown))
    here = Here(params, request.script_root, site().settings.per_page)
    body = render_template(
        "one_named.html",
        subject=subject,
        here=here,
        page=page,
        shown=_shown(searcher, subject, here, page, names=(shown, *names[1:]), work=work),
    )
    return tagged(html_response(body))


def _blueprint(subject: Subject) -> Blueprint:
    blueprint = Blueprint(subject.name, __name__)
    blueprint.add_url_rule(subject.path, "most_named", partial(most_named, subject))
    blueprint.add_url_rule(f"{subject.path}/<name>", "one", partial(one_named, subject))
    return blueprint


blueprints: Final = tuple(map(_blueprint, SUBJECTS))


def _links(subject: Subject, page: ResultPage) -> list[Link]:
    """Return those that a page counts, each with its page."""
    return [
        Link(one.value, subject.address(one.value), count=one.count)
        for one in page.facets[subject.field]
    ]


def _shown(
    searcher: Searcher,
    subject: Subject,
    here: Here,
    page: ResultPage,
    *,
    names: tuple[str, ...],
    work: Work,
) -> Shown:
    name = names[0]
    speakers = _speakers(names)
    said_by = " ATAU ".join(f'oleh:"{one}"' for one in speakers[:MAX_SPELLINGS])
    filters = page.request.filters
    newest = PageRequest(size=READ_FOR_SAID, sort=Sort.NEWEST, filters=filters)
    quoting = searcher.search(parse(said_by).query, newest, work)
    read = _read([hit.article for hit in (*page.hits, *quoting.hits)], work)
    mine = {fold(one) for one in speakers}
    offices = Counter(
        found.office
        for reading in read.values()
        for found in reading.people
        if fold(found.name) in mine and 0 < len(found.office) <= MAX_CHARS
    )
    drawn = timeline(here, page, site().locale)
    return Shown(
        name=name,
        also=tuple(one for one in names[1:] if one not in split_label(name)),
        offices=tuple(_surest(offices)),
        search=here.change(),
        timeline=replace(drawn, switch=()),
        said=tuple(_said([hit.article for hit in quoting.hits], read, mine))[:MAX_SAID],
        all_said=with_args(f"{here.root}/kutipan", {"q": said_by, subject.field: name}),
        places=_places(here, page),
        others=_others(searcher, subject, here, name, work),
    )


def _speakers(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return by which names quotations may have somebody, or an organisation, as their speaker."""
    parts = dict.fromkeys(part for name in names for part in split_label(name) if part)
    return tuple(parts)


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


def _others(
    searcher: Searcher, subject: Subject, here: Here, name: str, work: Work
) -> dict[Subject, list[With]]:
    """Return who and what is named with one; a facet counts without its own filter, so by a query.

    Those of its own kind come first.
    """
    query = subject.asked(name)
    kinds = sorted(SUBJECTS, key=lambda kind: kind != subject)
    facets = tuple(kind.field for kind in kinds)
    asked = PageRequest(size=1, facets=facets, facet_size=MAX_WITH + 1)
    page = searcher.search(parse(query).query, asked, work)
    found = {
        kind: [
            With(
                one.value,
                kind.address(one.value),
                one.count,
                with_args(f"{here.root}/search", {"q": query, kind.field: one.value}),
            )
            for one in page.facets[kind.field]
            if kind != subject or fold(one.value) != fold(name)
        ][:MAX_WITH]
        for kind in kinds
    }
    return {kind: some for kind, some in found.items() if some}


def named_in(searcher: Searcher, article: Article) -> list[Named]:
    """Return the people and organisations whom an article names, as facets show them."""
    reading = read_body(article.body)
    counts = {
        PEOPLE: [(one.name, one.mentions) for one in reading.people],
        ORGANISATIONS: [(one.label, one.mentions) for one in reading.organisations],
    }
    return [
        Named(subject, [_link(searcher, subject, name, count) for name, count in some])
        for subject, some in counts.items()
        if some
    ]


def _link(searcher: Searcher, subject: Subject, name: str, count: int) -> Link:
    with suppress(ArsipError):  # an article can be read without an index
        name = searcher.spellings(subject.field, name)[0]
    return Link(name, subject.address(name), count=count)


def _unknown(searcher: Searcher, subject: Subject, name: str, work: Work) -> Response:
    """Say that none is called so, what is called alike, and where else to look."""
    words = " ATAU ".join(map(subject.asked, name.split()[:MAX_SPELLINGS]))
    similar: list[Link] = []
    if not (parsed := parse(words)).is_empty:
        asked = PageRequest(size=1, facets=(subject.field,), facet_size=MOST_NAMED)
        page = searcher.search(parsed.query, asked, work)
        mine = set(fold(name).split())
        similar = [link for link in _links(subject, page) if mine & set(fold(link.label).split())]
        similar.sort(key=lambda link: -len(mine & set(fold(link.label).split())))
    texts = () if parse(name).is_empty else (f'"{name}"', name)
    searches = [with_args(f"{request.script_root}/search", {"q": text}) for text in texts]
    body = render_template(
        "none_named.html",
        subject=subject,
        name=name,
        similar=similar[:MAX_WITH],
        search=next((href for href in searches if leads_somewhere(searcher, href)), None),
    )
    return tagged(html_response(body, 404))
