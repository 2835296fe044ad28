"""What the page of an article tells programs about it, in its head.

    <script type="application/ld+json">      schema.org, for search engines
    <meta property="og:title" ...>           Open Graph, for what shows links
    <meta name="citation_title" ...>         Highwire, for Zotero and others that cite

Zotero's *Embedded Metadata* takes a page with ``citation_title`` for one of a journal unless
``DC.type`` says what it is, and finds the newspaper in ``DC.source``; ``citation_journal_title``
would make it a journal again. Without ``citation_author`` it looks for names in elements whose
class holds *byline*, and without a date in the first ``<time datetime>`` of the page, so an
article's page has no such class, and no other such element than that of its own date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from markupsafe import Markup

from web.texts.plain import plain

if TYPE_CHECKING:
    from web.pages.citing import Cited

DESCRIPTION_CHARS = 200

# What would end a script or begin a comment in it, as JSON writes it elsewhere.
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


class Meta(NamedTuple):
    """One ``<meta>``: whether it is named by ``name`` or by ``property``, which, and what."""

    attribute: str
    name: str
    content: str


def metas(cited: Cited) -> list[Meta]:
    """Return what the head tells in ``<meta>`` elements; nothing of what is not known."""
    article, day = cited.article, cited.day
    published = cited.moment.isoformat() if cited.moment else None
    named: list[tuple[str, str | None]] = [
        ("description", description(article.body)),
        ("citation_title", article.title),
        *(("citation_author", name) for name in article.author),
        ("citation_publication_date", day.isoformat().replace("-", "/") if day else None),
        ("citation_language", article.language),
        *(("citation_keywords", tag) for tag in article.tags),
        ("citation_public_url", cited.url),
        ("DC.type", "newspaperArticle"),
        ("DC.source", article.source),
    ]
    properties: list[tuple[str, str | None]] = [
        ("og:type", "article"),
        ("og:title", article.title),
        ("og:description", description(article.body)),
        ("og:url", cited.address),
        ("og:site_name", cited.archive),
        ("article:published_time", published),
        ("article:section", article.section),
        *(("article:tag", tag) for tag in article.tags),
    ]
    return [
        *(Meta("name", name, content) for name, content in named if content),
        *(Meta("property", name, content) for name, content in properties if content),
    ]


def json_ld(cited: Cited) -> Markup:
    """Return the article as a ``NewsArticle`` of schema.org, to stand in a script element."""
    article = cited.article
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": description(article.body),
        "datePublished": cited.moment.isoformat() if cited.moment else None,
        "author": [{"@type": "Person", "name": name} for name in article.author],
        "publisher": article.source and {"@type": "Organization", "name": article.source},
        "articleSection": article.section,
        "dateline": article.place,
        "inLanguage": article.language,
        "keywords": list(article.tags),
        "url": cited.url,
        "archivedAt": cited.address,
        "mainEntityOfPage": cited.address,
    }
    told = {name: value for name, value in known.items() if value}
    text = str(plain(orjson.dumps(told).decode()))
    return Markup(text.translate(_IN_SCRIPT))  # noqa: S704 - no sign that means anything is left


def description(body: str) -> str:
    """Return what ``body`` begins with, as one line, cut at a word."""
    line = " ".join(body[: 2 * DESCRIPTION_CHARS].split())
    if len(line) <= DESCRIPTION_CHARS:
        return line
    return line[:DESCRIPTION_CHARS].rpartition(" ")[0].rstrip(",;:- ") + " \u2026"
