"""The JSON shapes, version 1: each beside the function that fills it in.

Keys may be added; none is renamed or removed without a new version in the path.
`web.api.openapi` publishes the shapes.
"""

from collections.abc import Sequence
from typing import Literal, NotRequired

# Before Python 3.12 pydantic can only read these.
from typing_extensions import TypedDict

from index.archive.related import RelatedArticle
from index.article import Article
from index.newstext.estimated import estimate
from index.newstext.localities import locate
from index.newstext.persons import Person
from index.newstext.quotes import Quotation
from index.newstext.reading import Reading
from index.newstext.tally import Organisation
from search.copied import CopyGroup
from search.language.narrowing import narrow, widen
from search.query import Forms
from search.results import (
    MAX_OFFSET,
    Completion,
    Copies,
    Fragment,
    Hit,
    ResultPage,
    Suggestion,
    TermInfo,
)
from search.similar import Like
from search.trends import share
from web.answer import Answer
from web.cursor import write_cursor
from web.links import args_of, article_path, with_args
from web.params import ConcordanceParams, QuotesParams
from web.texts.locales import Locale
from web.times import iso_if_known

API = "/api/v1"

SHARE_DECIMALS = 6


class TermPayload(TypedDict):
    """One word of the query: its root, the forms found with their counts, all documents.

    With ``explain`` also the same query with the word, or its phrase, only as written, and
    in any form; null where that changes nothing.
    """

    text: str
    stem: str | None
    forms: list[tuple[str, int]]
    df: int
    narrowed: NotRequired[str | None]
    widened: NotRequired[str | None]


def _term(term: TermInfo, answer: Answer) -> TermPayload:
    payload: TermPayload = {
        "text": term.text,
        "stem": term.stem,
        "forms": list(term.forms),
        "df": term.df,
    }
    if answer.params.explain:
        payload["narrowed"] = narrow(answer.parsed, term.leaf) if term.is_wide else None
        payload["widened"] = widen(answer.parsed, term.leaf)
    return payload


class QueryPayload(TypedDict):
    """The query and how it was understood."""

    q: str
    interpreted: str
    forms: Literal["all", "exact"]
    warnings: list[str]
    relaxed: bool
    terms: list[TermPayload]


def _query(answer: Answer, locale: Locale) -> QueryPayload:
    params = answer.params
    return {
        "q": params.q,
        "interpreted": answer.parsed.interpreted,
        "forms": (params.forms or Forms.ALL).value,
        "warnings": [locale.warning(warning) for warning in answer.parsed.warnings],
        "relaxed": answer.page.relaxed,
        "terms": [_term(term, answer) for term in answer.page.terms],
    }


class FragmentPayload(TypedDict):
    """A run of text, never HTML; ``match`` is there only when it matched."""

    text: str
    match: NotRequired[Literal[True]]


def fragment_payload(fragment: Fragment) -> FragmentPayload:
    """Return one run of text."""
    if fragment.is_match:
        return {"text": fragment.text, "match": True}
    return {"text": fragment.text}


class _About(TypedDict):
    """``city``, ``province`` and ``country`` are where the place is, as far as it is known.

    ``estimated`` is the month, ``2018-10``, in which an article without ``published`` seems to have
    appeared, by the days its text names; null where it does not tell.
    """

    id: str
    title: str
    published: str | None
    source: str | None
    author: list[str]
    section: str | None
    place: str | None
    city: str | None
    province: str | None
    country: str | None
    url: str | None
    related: list[str]
    estimated: str | None


def _about(article: Article) -> _About:
    where, month = locate(article.place or ""), estimate(article)
    return {
        "id": article.id,
        "title": article.title,
        "published": iso_if_known(article.published),
        "source": article.source,
        "author": list(article.author),
        "section": article.section,
        "place": article.place,
        "city": where.city,
        "province": where.province,
        "country": where.country,
        "url": article.url,
        "related": list(article.related),
        "estimated": f"{month:%Y-%m}" if month else None,
    }


class FoldedPayload(TypedDict):
    """An article that matched and is one text with a result; ``what`` it is to those before it."""

    id: str
    title: str
    published: str | None
    source: str | None
    url: str | None
    what: Literal["copy", "update"]


def _folded(copies: Copies | None) -> list[FoldedPayload]:
    return [
        {
            **_neighbour(one.article),
            "url": one.article.url,
            "what": one.what,
        }
        for one in (copies.shown if copies else ())
    ]


class ResultPayload(_About):
    """One article that matched; ``related`` holds the titles it links to.

    ``missing`` is what of a relaxed search it does not have. With ``copies=fold``, ``copies`` are
    the articles that are one text with it and match, too, in place of results of their own: the
    first ten of ``copies_total``, by date.
    """

    score: float
    snippet: list[FragmentPayload]
    missing: list[str]
    copies: list[FoldedPayload]
    copies_total: int


def result_payload(hit: Hit) -> ResultPayload:
    """Return one hit."""
    return {
        **_about(hit.article),
        "score": round(hit.score, 4),
        "snippet": [fragment_payload(fragment) for fragment in hit.snippet],
        "missing": list(hit.missing),
        "copies": _folded(hit.copies),
        "copies_total": hit.copies.total if hit.copies else 0,
    }


class FacetPayload(TypedDict):
    """How many of the matching articles have one value."""

    value: str
    count: int


def _facets(page: ResultPage) -> dict[str, list[FacetPayload]]:
    return {
        name: [{"value": value.value, "count": value.count} for value in values]
        for name, values in page.facets.items()
    }


# "from" cannot be written as an attribute. With ``timeline=share`` a bar has the ``total`` of all
# articles of its time, too.
BarPayload = TypedDict(
    "BarPayload",
    {"from": str, "count": int, "total": NotRequired[int], "share": NotRequired[float]},
)


def _histogram(page: ResultPage) -> list[BarPayload]:
    if not page.request.shares:
        return [{"from": bar.start.isoformat(), "count": bar.count} for bar in page.histogram]
    totals = {bar.start: bar.count for bar in page.totals}
    return [
        {
            "from": bar.start.isoformat(),
            "count": bar.count,
            "total": totals.get(bar.start, 0),
            "share": round(share(bar.count, totals.get(bar.start, 0)), SHARE_DECIMALS),
        }
        for bar in page.histogram
    ]


class SuggestionPayload(TypedDict):
    """Another query to try, and why; ``count`` articles match it, where that is known."""

    q: str
    reason: str
    count: NotRequired[int]


def _suggestion(other: Suggestion) -> SuggestionPayload:
    payload: SuggestionPayload = {"q": other.q, "reason": other.reason}
    if other.count is not None:
        payload["count"] = other.count
    return payload


class AliasPayload(TypedDict):
    """Another name of something in the query, and the query with both.

    ``adds`` articles have only the other one, ``included`` with ``alias=all``; ``name`` is what
    the query calls it, which ``stands_for`` the other name or is what that stands for.
    """

    name: str
    text: str
    stands_for: bool
    adds: int
    included: bool
    q: str


def _aliases(page: ResultPage) -> list[AliasPayload]:
    return [
        {
            "name": other.name,
            "text": other.text,
            "stands_for": other.is_full,
            "adds": other.adds,
            "included": page.request.aliases,
            "q": other.q,
        }
        for other in page.aliases
    ]


class LinksPayload(TypedDict):
    """Addresses of this page of results, of its neighbours and of the page for people.

    ``next`` is a page, or goes on by ``cursor``: where one was given, and where no page leads.
    """

    self: str
    next: str | None
    prev: str | None
    html: str


def page_links(
    params: ConcordanceParams | QuotesParams, root: str, name: str, html: str, page_count: int
) -> LinksPayload:
    """Return the links of what has no cursor: ``name`` in the API, at ``html`` for people."""
    number, model = params.page, type(params)
    args = args_of(params, without=("page",), model=model)

    def at(number: int) -> str:
        page = {"page": str(number)} if number > 1 else {}
        return with_args(f"{root}{API}/{name}", args | page)

    has_next = number < page_count and (number + 1) * params.per_page <= MAX_OFFSET
    return {
        "self": at(number),
        "next": at(number + 1) if has_next else None,
        "prev": at(min(number - 1, page_count)) if number > 1 else None,
        "html": with_args(root + html, args_of(params, model=model)),
    }


def _links(answer: Answer, root: str, cursor: str | None) -> LinksPayload:
    page = answer.page
    number, size = page.request.number, page.request.size
    args = args_of(answer.params, without=("page", "cursor"))
    first = with_args(root + API + "/search", args)

    def at(number: int) -> str:
        return f"{first}{'&' if args else '?'}page={number}" if number > 1 else first

    def walking(cursor: str) -> str:
        return f"{first}{'&' if args else '?'}cursor={cursor}"

    has_next = number < page.page_count and (number + 1) * size <= MAX_OFFSET
    behind = walking(write_cursor(page.next, answer.params)) if page.next else None
    is_first = cursor is not None or number == 1
    return {
        "self": at(number) if cursor is None else walking(cursor),
        "next": at(number + 1) if has_next and cursor is None else behind,
        "prev": None if is_first else at(min(number - 1, page.page_count)),
        "html": with_args(root + "/search", args_of(answer.params.bare(), without=("cursor",))),
    }


class IndexPayload(TypedDict):
    """What answered."""

    generation: str
    documents: int


class SearchPayload(TypedDict):
    """The whole answer of ``/api/v1/search``.

    ``partial`` says that the query takes more work than one answer may: articles may be
    missing, ``total`` and the counts too low, and the order rough. It is cut at the same place
    every time; rarer words, filters or dates make it whole. ``total`` and all counts are of
    articles that match; ``listed`` is how many results there are of them, on all pages: fewer
    with ``copies=fold``, where some are under others.
    """

    query: QueryPayload
    partial: bool
    total: int
    listed: int
    page: int
    per_page: int
    took_ms: float
    results: list[ResultPayload]
    facets: dict[str, list[FacetPayload]]
    histogram: list[BarPayload]
    suggestions: list[SuggestionPayload]
    aliases: list[AliasPayload]
    links: LinksPayload
    index: IndexPayload


def search_payload(
    answer: Answer, root: str, locale: Locale, cursor: str | None = None
) -> SearchPayload:
    """Return the answer to a search.

    Args:
        answer: What was found.
        root: The path the site is mounted at.
        locale: Words warnings.
        cursor: By which this page of results was asked for, if it was.
    """
    page = answer.page
    return {
        "query": _query(answer, locale),
        "partial": page.partial,
        "total": page.total,
        "listed": page.listed,
        "page": page.request.number,
        "per_page": page.request.size,
        "took_ms": answer.took_ms,
        "results": [result_payload(hit) for hit in page.hits],
        "facets": _facets(page),
        "histogram": _histogram(page),
        "suggestions": [_suggestion(other) for other in page.suggestions],
        "aliases": _aliases(page),
        "links": _links(answer, root, cursor),
        "index": {"generation": page.generation, "documents": page.documents},
    }


class WholePayload(_About):
    """All that is published of an article."""

    body: str
    tags: list[str]
    language: str


def whole_payload(article: Article) -> WholePayload:
    """Return all that is published of an article."""
    return {
        **_about(article),
        "body": article.body,
        "tags": list(article.tags),
        "language": article.language,
    }


class WholeResultPayload(WholePayload):
    """One article that matched, with all of its text in place of a snippet.

    `arsip import` reads it as the article.
    """

    score: float
    missing: list[str]


def whole_result_payload(hit: Hit) -> WholeResultPayload:
    """Return one hit with the whole article."""
    return {
        **whole_payload(hit.article),
        "score": round(hit.score, 4),
        "missing": list(hit.missing),
    }


class CopyPayload(TypedDict):
    """An article that is one text with another; ``what`` it is to those published before it."""

    id: str
    title: str
    published: str | None
    source: str | None
    what: Literal["first", "copy", "update"]


class CopiesPayload(TypedDict):
    """Articles that are one text, the ``first`` published one before the ``others``, by date.

    ``total`` counts the others; a list ends after 50 of them.
    """

    first: CopyPayload
    others: list[CopyPayload]
    total: int


class ArticleLinksPayload(TypedDict):
    """Addresses of an article, what goes with it, and of the page for people."""

    self: str
    related: str
    versions: str
    html: str


class QuotePayload(TypedDict):
    """Direct speech: where it stands in ``body``, and who says it, null where nobody is named."""

    start: int
    end: int
    text: str
    speaker: str | None
    office: str | None


class PersonPayload(TypedDict):
    """Somebody whom ``body`` names, by the fullest name there; ``office`` is null if untold."""

    name: str
    office: str | None
    mentions: int


class OrganisationPayload(TypedDict):
    """An organisation that ``body`` names; ``short`` is what it is called short, or null.

    ``organisation=`` finds its articles by either.
    """

    name: str
    short: str | None
    mentions: int


class ArticlePayload(WholePayload):
    """One article as archived; ``related`` holds the titles it links to.

    ``copies`` is the group of articles that are one text, itself included; null if it is alone,
    or there is no index to know it from. ``people`` and ``organisations`` are those named most
    often, the first 20 of each.
    """

    copies: CopiesPayload | None
    quotes: list[QuotePayload]
    people: list[PersonPayload]
    organisations: list[OrganisationPayload]
    links: ArticleLinksPayload


def article_payload(
    article: Article, copies: CopyGroup | None, reading: Reading, root: str
) -> ArticlePayload:
    """Return one article, with what its body is read as."""
    path = article_path(article.id)
    own = f"{root}{API}/articles/{path}"
    return {
        **whole_payload(article),
        "copies": copies and _copies(copies),
        "quotes": [*map(quote_payload, reading.quotes)],
        "people": [*map(person_payload, reading.people)],
        "organisations": [*map(organisation_payload, reading.organisations)],
        "links": {
            "self": own,
            "related": f"{own}/related",
            "versions": f"{own}/versions",
            "html": f"{root}/articles/{path}",
        },
    }


def _copies(group: CopyGroup) -> CopiesPayload:
    return {
        "first": {**_neighbour(group.first), "what": "first"},
        "others": [{**_neighbour(one.article), "what": one.what} for one in group.others],
        "total": group.total,
    }


def quote_payload(quote: Quotation) -> QuotePayload:
    """Return one quotation."""
    return {
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "speaker": quote.speaker,
        "office": quote.office,
    }


def person_payload(person: Person) -> PersonPayload:
    """Return somebody who is named."""
    return {"name": person.name, "office": person.office or None, "mentions": person.mentions}


def organisation_payload(one: Organisation) -> OrganisationPayload:
    """Return an organisation that is named."""
    return {"name": one.name, "short": one.short or None, "mentions": one.mentions}


class RelatedPayload(TypedDict):
    """A linked article; ``id`` is null while it is not in the archive."""

    title: str
    id: str | None
    published: str | None
    direction: Literal["in", "out"]


def _related(other: RelatedArticle) -> RelatedPayload:
    return {
        "title": other.title,
        "id": other.id,
        "published": iso_if_known(other.published),
        "direction": other.direction,
    }


class NeighbourPayload(TypedDict):
    """Another article of the archive."""

    id: str
    title: str
    published: str | None
    source: str | None


class SimilarPayload(NeighbourPayload):
    """One that is like the article by what it says; ``likeness`` is from 0 to 1."""

    likeness: float


def _neighbour(article: Article) -> NeighbourPayload:
    return {
        "id": article.id,
        "title": article.title,
        "published": iso_if_known(article.published),
        "source": article.source,
    }


class RelatedListPayload(TypedDict):
    """The whole answer of ``/api/v1/articles/{id}/related``.

    ``related`` are links as printed, both ways; ``similar`` are like it by what they say, most
    like first; ``same_day`` appeared on its day in its place. The last two are null while there
    is no index to find them with.
    """

    id: str
    related: list[RelatedPayload]
    similar: list[SimilarPayload] | None
    same_day: list[NeighbourPayload] | None


def related_payload(
    id: str,  # noqa: A002 - the field's own name
    related: tuple[RelatedArticle, ...],
    similar: Sequence[Like] | None,
    same_day: Sequence[Article] | None,
) -> RelatedListPayload:
    """Return what is linked from and to one article, like it, and from its day and place."""
    return {
        "id": id,
        "related": [_related(other) for other in related],
        "similar": None
        if similar is None
        else [
            {**_neighbour(like.article), "likeness": round(like.likeness, 4)} for like in similar
        ],
        "same_day": None if same_day is None else [_neighbour(other) for other in same_day],
    }


class CompletionPayload(TypedDict):
    """A way to go on: what it is, the articles it finds, where known, and where it leads.

    A title leads to its article, whose id it has, if it is one; all else to results.
    """

    text: str
    kind: Literal["query", "title", "name"]
    count: int | None
    id: str | None
    html: str


class SuggestPayload(TypedDict):
    """The whole answer of ``/api/v1/suggest``: queries, then titles, then names."""

    q: str
    suggestions: list[str]
    completions: list[CompletionPayload]


def suggest_payload(q: str, found: list[Completion], root: str) -> SuggestPayload:
    """Return ways to go on with ``q``; ``root`` is what addresses begin with."""
    return {
        "q": q,
        "suggestions": [one.text for one in found],
        "completions": [
            {
                "text": one.text,
                "kind": one.kind,
                "count": one.count,
                "id": one.article,
                "html": _leads_to(one, root),
            }
            for one in found
        ],
    }


def _leads_to(one: Completion, root: str) -> str:
    if one.article is not None:
        return f"{root}/articles/{article_path(one.article)}"
    return with_args(f"{root}/search", {"q": one.text})
