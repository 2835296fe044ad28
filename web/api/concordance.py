"""The shape of lines in context, version 1 as those in `web.api.shapes`."""

from typing import Literal

# Before Python 3.12 pydantic can only read these.
from typing_extensions import TypedDict

from search.collocates import Collocate
from search.concordance import ContextLine
from web.api.shapes import IndexPayload, LinksPayload, page_links
from web.concordance import InContext
from web.texts.locales import Locale
from web.times import iso_if_known


class LinePayload(TypedDict):
    """A match in its context.

    ``start`` and ``end`` count characters of the article's title or body, whichever ``where``
    names; ``left``, ``keyword`` and ``right`` join to one line of its text.
    """

    id: str
    title: str
    published: str | None
    source: str | None
    where: Literal["title", "body"]
    start: int
    end: int
    left: str
    keyword: str
    right: str


def line_payload(line: ContextLine) -> LinePayload:
    """Return one line."""
    article = line.article
    return {
        "id": article.id,
        "title": article.title,
        "published": iso_if_known(article.published),
        "source": article.source,
        "where": "title" if line.is_title else "body",
        "start": line.start,
        "end": line.end,
        "left": line.left,
        "keyword": line.keyword,
        "right": line.right,
    }


class CollocatePayload(TypedDict):
    """A word that stands near matches.

    It is in the window of ``lines`` of those that were read, is ``frequency`` times in the
    archive, and keeps company with the matches as ``log_dice`` says (14 at most).
    """

    word: str
    lines: int
    frequency: int
    log_dice: float


def collocate_payload(collocate: Collocate) -> CollocatePayload:
    """Return one collocate."""
    return {
        "word": collocate.word,
        "lines": collocate.lines,
        "frequency": collocate.frequency,
        "log_dice": collocate.score,
    }


class ContextQueryPayload(TypedDict):
    """The query and how it was understood."""

    q: str
    interpreted: str
    warnings: list[str]


class ConcordancePayload(TypedDict):
    """The whole answer of ``/api/v1/concordance``.

    ``total`` lines are on all pages, and ``matches`` there were before ``near`` was asked for.
    ``articles`` match; ``read`` of them were. ``partial`` says that these are fewer, or that some
    were not read to their end: they are then spread evenly over the time of all, and what
    collocates are worth is estimated from them.
    """

    query: ContextQueryPayload
    partial: bool
    total: int
    matches: int
    articles: int
    read: int
    page: int
    per_page: int
    lines: list[LinePayload]
    collocates: list[CollocatePayload]
    links: LinksPayload
    index: IndexPayload


def concordance_payload(answer: InContext, root: str, locale: Locale) -> ConcordancePayload:
    """Return lines and collocates; ``root`` is the path the site is mounted at."""
    found = answer.found
    return {
        "query": {
            "q": answer.params.q,
            "interpreted": answer.parsed.interpreted,
            "warnings": [locale.warning(warning) for warning in answer.parsed.warnings],
        },
        "partial": found.is_cut,
        "total": found.total,
        "matches": found.matches,
        "articles": found.articles,
        "read": found.read,
        "page": found.request.number,
        "per_page": found.request.size,
        "lines": [line_payload(line) for line in found.lines],
        "collocates": [collocate_payload(collocate) for collocate in found.collocates],
        "links": page_links(answer.params, root, "concordance", "/konteks", found.page_count),
        "index": {"generation": found.generation, "documents": found.documents},
    }
