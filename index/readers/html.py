"""Web pages: the schema.org description first, then the visible text.

    <script type="application/ld+json">{"@type": "NewsArticle", "headline": ..., "articleBody": ...}

Publishers state title, date and author there exactly; the body often too. Where it is
missing, or only its beginning, trafilatura finds the story among menus and advertisements.
What neither says stands in the page's head, or as a line of its own: the time. Nothing is
fetched.
"""

from __future__ import annotations

import html
import json
import logging
import re
from typing import TYPE_CHECKING, Any, BinaryIO

from index.newstext.dates import parse_date
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
# What pages say in their heads, by the names of fields.
_META_NAMES = {
    **dict.fromkeys(
        ("article:published_time", "datepublished", "content_publishdate", "publishdate"),
        "published",
    ),
    "og:url": "url",
    "og:title": "title",
    "og:site_name": "source",
    "article:section": "section",
}
_PAGE = re.compile(r"(?<=\S)[\s|-]{1,3}Halaman (?:[0-9]{1,2}|all)(?:\s[|-]\s[^|]{1,40})?$")
_TIME = re.compile(r"\d[:.]\d\d")
_LINK = re.compile(r"<link\b([^<>]{1,2000})>", re.IGNORECASE)

# A shorter body in a description may be the beginning of what the page has, or a summary.
_MAX_SUMMARY_CHARS = 1_500
_TIMES_LONGER = 1.5
# A line that holds a date and a time.
_MAX_TIME_LINES = 1_000
_MAX_TIME_CHARS = 80
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
    meta, found = _from_meta(page), _from_schema(page)
    body: str = found.get("body") or ""
    if len(body) > _MAX_SUMMARY_CHARS:
        return _of_one_page({**meta, **found})
    try:
        text = _from_text(page)
    except (ImportError, UnreadableError):
        if body:
            return _of_one_page({**meta, **found})
        raise
    if len(text.get("body") or "") > _TIMES_LONGER * len(body):
        found["body"] = text["body"]
    if moment := meta.get("published") or _find_time(page, text.get("published")):
        text["published"] = moment
    return _of_one_page({**meta, **text, **found})


def _of_one_page(found: dict[str, Any]) -> dict[str, Any]:
    """Return what was found with a title that is that of the article, not of a page of it."""
    title = found.get("title")
    return {**found, "title": _PAGE.sub("", title)} if isinstance(title, str) else found


def _from_schema(page: str) -> dict[str, Any]:
    for script in _LD_JSON.finditer(page):
        if article := _find_article(_load(script), _MAX_DEPTH):
            return _from_article(article)
    return {}


def _load(script: re.Match[str]) -> Any:
    """Return the value in a script, None if there is none."""
    try:
        return json.loads(script[1].strip().removesuffix(";"), strict=False)
    except (ValueError, RecursionError):
        return None


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
    # Of a headline with quotes that nobody escaped it would read the words before them.
    page = _LD_JSON.sub(lambda script: "" if _load(script) is None else script[0], page)
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
        "tags": ", ".join(found.tags or ()),
    }
    return {name: value for name, value in values.items() if value}


def _from_meta(page: str) -> dict[str, str]:
    """Return what the head of the page says, the date to the minute."""
    found: dict[str, str] = {}
    for link in _LINK.finditer(page):
        values = _attributes(link[1])
        if values.get("rel", "").lower() == "canonical":
            found["url"] = values.get("href", "").strip()
    for meta in _META.finditer(page):
        values = _attributes(meta[1])
        name = values.get("property") or values.get("name") or values.get("itemprop") or ""
        if (field := _META_NAMES.get(name.lower())) and values.get("content"):
            found.setdefault(field, html.unescape(values["content"]).strip())
    if not found.get("url", "").startswith(("http:", "https:")):
        found.pop("url", None)
    return {name: value for name, value in found.items() if value}


def _attributes(tag: str) -> dict[str, str]:
    return {name.lower(): double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def _find_time(page: str, day: str | None) -> str | None:
    """Return the first line of the page that is a time on ``day``, which names no hour."""
    when = parse_date(day) if day else None
    if when is None:
        return None
    for line in to_text(page).split("\n", _MAX_TIME_LINES)[:_MAX_TIME_LINES]:
        if len(line) <= _MAX_TIME_CHARS and _TIME.search(line):
            moment = parse_date(line)
            if moment and moment.date() == when.date():
                return line
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
