"""Web pages: the schema.org description first, then the visible text.

    <script type="application/ld+json">{"@type": "NewsArticle", "headline": ..., "articleBody": ...}

Publishers state title, date and author there exactly; the body often too. Where it is
missing, trafilatura finds the story among menus and advertisements. Nothing is fetched.
"""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING, Any, BinaryIO

from index.readers.encoding import UnreadableError, decode
from index.readers.markup import to_text
from index.readers.outcome import Outcome, ReadOptions, Reject
from index.readers.records import read_record, show
from index.readers.text import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator

# Looking for the story takes some 3 KB a tag; the longest live reports have 50,000.
MAX_TAGS = 250_000

# Nested graphs are a few levels deep; an attack is deeper.
_MAX_DEPTH = 6

_LD_JSON = re.compile(
    r"<script\b[^<>]{0,300}application/ld\+json[^<>]{0,300}>([^<]*(?:<(?!/script)[^<]*)*)",
    re.IGNORECASE,
)
_META = re.compile(r"<meta\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z:_-]{1,40})\s?=\s?(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_DATE_NAMES = ("article:published_time", "datepublished", "content_publishdate", "publishdate")
# Not every codec Python knows: some are no encodings of pages. ISO-8859-1 means cp1252.
_CHARSET = re.compile(
    rb"<meta\b[^<>]{0,200}charset\s?=\s?[\"']?"
    rb"(iso-8859-(?:[2-9]|1[0-6])|windows-125[013-8]|big5|gb2312|gbk|shift_jis|euc-(?:jp|kr))\b",
    re.IGNORECASE,
)
_ARTICLE_TYPE = re.compile(r"(?:\w{0,40}Article|BlogPosting|LiveBlogPosting|Report)")

_NEEDS_EXTRA = "needs the html extra: pip install 'arsip-berita[html]'"


def read_html(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the one article of the page, or a reject."""
    try:
        data = read_document(stream)
        if data and not data.isspace():
            yield read_record(parse_html(_decode_page(data)), options, path, 1, data)
    except UnreadableError as error:
        yield Reject(path, 1, str(error))
    except ImportError:
        yield Reject(path, 1, _NEEDS_EXTRA, show(data))


def parse_html(page: str) -> dict[str, Any]:
    """Return what a page says about its article, named as `index.readers.records` knows it.

    Raises:
        ImportError: If the body has to be looked for and trafilatura is not installed.
        UnreadableError: If trafilatura fails, or the page has more than `MAX_TAGS`.
    """
    found = _from_schema(page)
    if published := _from_meta(page):
        found.setdefault("published", published)
    return found if "body" in found else {**_from_text(page), **found}


def _from_schema(page: str) -> dict[str, Any]:
    for script in _LD_JSON.finditer(page):
        try:
            value = json.loads(script[1].strip().removesuffix(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        if article := _find_article(value, _MAX_DEPTH):
            return _from_article(article)
    return {}


def _find_article(value: Any, depth: int) -> dict[str, Any] | None:
    """Return the first object that is an article, in lists and graphs too."""
    if isinstance(value, list) and depth:
        found = (_find_article(item, depth - 1) for item in value)
        return next((article for article in found if article), None)
    if not isinstance(value, dict):
        return None
    types = value.get("@type")
    names = types if isinstance(types, list) else [types]
    if any(isinstance(name, str) and _ARTICLE_TYPE.fullmatch(name) for name in names):
        return value
    return next(
        (
            article
            for key in ("@graph", "mainEntity", "mainEntityOfPage")
            if depth and (article := _find_article(value.get(key), depth - 1))
        ),
        None,
    )


def _from_article(article: dict[str, Any]) -> dict[str, Any]:
    page = article.get("url") or article.get("mainEntityOfPage") or article.get("@id")
    body = article.get("articleBody")
    found = {
        "title": article.get("headline") or article.get("name"),
        "body": to_text(body.replace("\n", "<br>")) if isinstance(body, str) else None,
        "published": article.get("datePublished") or article.get("dateCreated"),
        "author": article.get("author") or article.get("creator"),
        "source": article.get("publisher"),
        "section": _first(article.get("articleSection")),
        "url": page.get("@id") if isinstance(page, dict) else page,
        "tags": article.get("keywords"),
        "language": _first(article.get("inLanguage")),
    }
    return {name: value for name, value in found.items() if value}


def _from_text(page: str) -> dict[str, Any]:
    if page.count("<") > MAX_TAGS:
        raise UnreadableError(f"the page has more than {MAX_TAGS:,} tags")
    import trafilatura  # noqa: PLC0415 - an optional extra, and slow to import

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        # It warns about every odd page; what we make of the page is reported as ours.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        found: Any = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableError(f"no article could be found: {error}") from error
    if found is None or not found.text:
        return {}
    values = {
        "title": found.title,
        "body": found.text,
        "published": found.date,
        "author": found.author,
        "source": found.sitename,
        "section": _first(found.categories),
        "url": found.url,
        "tags": list(found.tags or ()),
    }
    return {name: value for name, value in values.items() if value}


def _from_meta(page: str) -> str | None:
    """Return when the page says it was published, to the minute."""
    for meta in _META.finditer(page):
        pairs = _ATTRIBUTE.findall(meta[1])
        values: dict[str, str] = {name.lower(): double or single for name, double, single in pairs}
        name = values.get("property") or values.get("name") or values.get("itemprop") or ""
        if name.lower() in _DATE_NAMES and values.get("content"):
            return values["content"]
    return None


def _decode_page(data: bytes) -> str:
    """Return the page in the encoding it names, when it is not UTF-8."""
    named = _CHARSET.search(data[:4_096])
    try:
        return data.decode(named[1].decode()) if named else decode(data)
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value
