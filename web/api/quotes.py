"""The shape of quotations, version 1 as those in `web.api.shapes`."""

# Before Python 3.12 pydantic can only read these.
from typing_extensions import TypedDict

from search.quotations import Said, Speech
from web.api.shapes import (
    FragmentPayload,
    IndexPayload,
    LinksPayload,
    QuotePayload,
    fragment_payload,
    page_links,
    quote_payload,
)
from web.links import article_path
from web.speech import InSpeech
from web.texts.locales import Locale
from web.times import iso_if_known


class SaidPayload(QuotePayload):
    """A quotation; the parts of ``snippet`` join to its text."""

    snippet: list[FragmentPayload]


class SpeechPayload(TypedDict):
    """What answers in one article; ``more`` that do are not listed."""

    id: str
    title: str
    published: str | None
    source: str | None
    html: str
    quotes: list[SaidPayload]
    more: int


class SpeakerPayload(TypedDict):
    """A speaker, by the fullest name in each article, and quotations."""

    value: str
    count: int


class SpokenPayload(TypedDict):
    """The query and how it was understood, as one for ``/search``."""

    q: str
    by: str
    interpreted: str
    warnings: list[str]


class QuotesPayload(TypedDict):
    """The whole answer of ``/api/v1/quotes``.

    ``articles`` have a quotation that answers. In the newest ``counted`` of them are ``total``
    quotations that do, by ``speakers`` and, where nobody is named, ``unnamed``: in all, if all
    are counted. ``in_all`` are the quotations of the archive, where nothing is asked for.
    ``partial`` says that some could not be read.
    """

    query: SpokenPayload
    partial: bool
    articles: int
    counted: int
    total: int
    in_all: int | None
    page: int
    per_page: int
    results: list[SpeechPayload]
    speakers: list[SpeakerPayload]
    unnamed: int
    links: LinksPayload
    index: IndexPayload


def quotes_payload(answer: InSpeech, root: str, locale: Locale) -> QuotesPayload:
    """Return a page of quotations; ``root`` is the path the site is mounted at."""
    params, found = answer.params, answer.found
    return {
        "query": {
            "q": params.q,
            "by": params.by,
            "interpreted": answer.parsed.interpreted,
            "warnings": [locale.warning(warning) for warning in answer.parsed.warnings],
        },
        "partial": found.is_cut,
        "articles": found.articles,
        "counted": found.counted,
        "total": found.quotes,
        "in_all": found.in_all,
        "page": found.request.number,
        "per_page": found.request.size,
        "results": [_speech(one, root) for one in found.speech],
        "speakers": [{"value": one.value, "count": one.count} for one in found.speakers],
        "unnamed": found.unnamed,
        "links": page_links(answer.params, root, "quotes", "/kutipan", found.page_count),
        "index": {"generation": found.generation, "documents": found.documents},
    }


def _speech(speech: Speech, root: str) -> SpeechPayload:
    article = speech.article
    return {
        "id": article.id,
        "title": article.title,
        "published": iso_if_known(article.published),
        "source": article.source,
        "html": f"{root}/articles/{article_path(article.id)}",
        "quotes": [_said(one) for one in speech.said],
        "more": speech.more,
    }


def _said(said: Said) -> SaidPayload:
    return {**quote_payload(said.quote), "snippet": [*map(fragment_payload, said.fragments)]}
