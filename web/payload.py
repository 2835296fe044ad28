"""The JSON shapes, version 1: what programs receive, apart from how we keep it.

Keys may be added; none is renamed or removed without a new version in the path.
`web.encode` fills them in, `web.openapi` publishes them.
"""

from typing import Literal, NotRequired

# Before Python 3.12 pydantic can only read these.
from typing_extensions import TypedDict


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


class QueryPayload(TypedDict):
    """The query and how it was understood."""

    q: str
    interpreted: str
    forms: Literal["all", "exact"]
    warnings: list[str]
    relaxed: bool
    terms: list[TermPayload]


class FragmentPayload(TypedDict):
    """A run of text, never HTML; ``match`` is there only when it matched."""

    text: str
    match: NotRequired[Literal[True]]


class ResultPayload(TypedDict):
    """One article that matched."""

    id: str
    title: str
    url: str | None
    published: str | None
    source: str | None
    author: list[str]
    section: str | None
    place: str | None
    score: float
    snippet: list[FragmentPayload]
    related: list[str]


class FacetPayload(TypedDict):
    """How many of the matching articles have one value."""

    value: str
    count: int


# "from" cannot be written as an attribute.
BarPayload = TypedDict("BarPayload", {"from": str, "count": int})


class SuggestionPayload(TypedDict):
    """Another query to try, and why."""

    q: str
    reason: str


class LinksPayload(TypedDict):
    """Addresses of this page of results, of its neighbours and of the page for people."""

    self: str
    next: str | None
    prev: str | None
    html: str


class IndexPayload(TypedDict):
    """What answered."""

    generation: str
    documents: int


class SearchPayload(TypedDict):
    """The whole answer of ``/api/v1/search``."""

    query: QueryPayload
    total: int
    page: int
    per_page: int
    took_ms: float
    results: list[ResultPayload]
    facets: dict[str, list[FacetPayload]]
    histogram: list[BarPayload]
    suggestions: list[SuggestionPayload]
    links: LinksPayload
    index: IndexPayload


class ArticleLinksPayload(TypedDict):
    """Addresses of an article, of its related articles and of the page for people."""

    self: str
    related: str
    html: str


class ArticlePayload(TypedDict):
    """One article as archived; ``related`` holds the titles it links to."""

    id: str
    title: str
    body: str
    published: str | None
    place: str | None
    source: str | None
    author: list[str]
    section: str | None
    url: str | None
    tags: list[str]
    related: list[str]
    language: str
    links: ArticleLinksPayload


class RelatedPayload(TypedDict):
    """A linked article; ``id`` is null while it is not in the archive."""

    title: str
    id: str | None
    published: str | None
    direction: Literal["in", "out"]


class RelatedListPayload(TypedDict):
    """The whole answer of ``/api/v1/articles/{id}/related``."""

    id: str
    related: list[RelatedPayload]


class SuggestPayload(TypedDict):
    """The whole answer of ``/api/v1/suggest``."""

    q: str
    suggestions: list[str]


class InvalidParamPayload(TypedDict):
    """A parameter that was not understood."""

    name: str
    reason: str


class ProblemPayload(TypedDict):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    invalid_params: NotRequired[list[InvalidParamPayload]]
