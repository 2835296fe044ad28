"""One news article, as published.

Every reader produces an `Article`, the archive keeps it, the index is derived from
it. `make_article` fills what a source left out: an id from the URL or the content, a
title from the first sentence.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, fields
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from index.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from urllib.parse import SplitResult

TITLE_CHARS = 100
# At the end of a title that is the beginning of a longer sentence.
CUT_OFF = " \u2026"
MAX_ID_CHARS = 512
# Whole books fit; what is larger is a dump that slipped in as one record.
MAX_BODY_CHARS = 8_000_000
# Of each other text, and of its authors, tags and links together.
MAX_FIELD_CHARS = 20_000

# Letters of what domains are under: co.id, go.id.
_SHORT_DOMAIN = 3

# What SQLite, JSON or a page cannot carry: lone surrogates and control characters.
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'\u201d\u2019)]*\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article, read from a source and never changed.

    Attributes:
        id: Stable across imports; also the document id in every engine.
        body: Plain text, one paragraph a line, no HTML, no dateline.
        published: Aware; Asia/Jakarta (WIB) when the source states no zone.
        place: Where it was filed, as printed: ``"Nusa Dua, Bali"``.
        source: Name of the publisher, as printed: ``"ANTARA News"``.
        related: Titles of articles it links to (``Baca juga``), in order.
        language: ISO 639-1 code.
    """

    id: str
    title: str
    body: str
    published: datetime | None = None
    place: str | None = None
    source: str | None = None
    author: tuple[str, ...] = ()
    section: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    language: str = "id"

    def __post_init__(self) -> None:
        for name in ("id", "title", "body"):
            if not getattr(self, name).strip():
                raise ArticleError(f"{name} is empty")
        if len(self.id) > MAX_ID_CHARS:
            raise ArticleError(f"id is longer than {MAX_ID_CHARS} characters")
        if len(self.body) > MAX_BODY_CHARS:
            raise ArticleError(f"body is longer than {MAX_BODY_CHARS:,} characters")
        if self.published is not None and self.published.tzinfo is None:
            raise ArticleError("published has no time zone")


# Every attribute, in order.
ARTICLE_FIELDS = tuple(field.name for field in fields(Article))


def make_article(
    *,
    body: str,
    id: str | None = None,  # noqa: A002 - the field's own name
    title: str | None = None,
    published: datetime | None = None,
    place: str | None = None,
    source: str | None = None,
    author: tuple[str, ...] = (),
    section: str | None = None,
    url: str | None = None,
    tags: tuple[str, ...] = (),
    related: tuple[str, ...] = (),
    language: str = "id",
) -> Article:
    """Return an article with every gap filled and every text made safe to store.

    Raises:
        ArticleError: If the body is blank or a value cannot be kept.
    """
    body = clean(body)
    if not body:
        raise ArticleError("body is empty")
    title = _one_line(title) or first_sentence(body)
    url = _one_line(url)
    texts = {"title": title, "place": place, "source": source, "section": section, "url": url}
    texts |= {"author": "".join(author), "tags": "".join(tags), "related": "".join(related)}
    for name, text in texts.items():
        if text and len(text) > MAX_FIELD_CHARS:
            raise ArticleError(f"{name} is longer than {MAX_FIELD_CHARS:,} characters")
    return Article(
        id=_one_line(id) or derive_id(url, title, body),
        title=title,
        body=body,
        published=published,
        place=_one_line(place),
        source=_one_line(source),
        author=_each(author),
        section=_one_line(section),
        url=url,
        tags=_each(tags),
        related=_each(related),
        language=_one_line(language) or "id",
    )


def clean(text: str) -> str:
    """Return ``text`` without unsafe characters, with one kind of line end, stripped."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (text if _is_safe(text) else _UNSAFE.sub("", text)).strip()


def _is_safe(text: str) -> bool:
    """Tell whether nothing of `_UNSAFE` is in ``text``, five times as fast as the expression."""
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        return False
    return len(encoded.translate(None, _CONTROLS)) == len(encoded)


def first_sentence(body: str) -> str:
    """Return the opening sentence of ``body``, at most `TITLE_CHARS` long, cut at a word."""
    start, end = opening(body)
    sentence = " ".join(body[start:end].split())
    if len(sentence) <= TITLE_CHARS:
        return sentence.rstrip(".") or sentence
    return sentence[:TITLE_CHARS].rsplit(None, 1)[0].rstrip(",;:- ") + CUT_OFF


def has_own_title(article: Article) -> bool:
    """Tell whether the title is another text than the first sentence."""
    first = article.body[:1]
    if first.isalnum() and first != article.title[:1]:  # with which the sentence would begin
        return True
    return article.title != first_sentence(article.body)


def opening(body: str) -> tuple[int, int]:
    """Return where the opening sentence of ``body`` begins and ends.

    Quotation marks and brackets behind its full stop are not in it.
    """
    # What follows the opening cannot matter; a body can be a whole book.
    head = body[: 20 * TITLE_CHARS]
    spans = _sentences(head)
    first = next(spans)
    every = chain((first,), spans)
    return next((span for span in every if any(map(str.isalnum, head[slice(*span)]))), first)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _SENTENCE_END.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def derive_id(url: str | None, title: str, body: str) -> str:
    """Return a stable id: from the URL when there is one, else from title and body.

    A path without a host may be that of another article elsewhere.
    """
    if url and (url[0] != "/" or url.startswith("//")):
        parts = urlsplit(url)
        plain = urlunsplit(("", _host(parts), parts.path.rstrip("/"), parts.query, ""))
        return "u-" + _digest(plain)
    return "c-" + _digest(title + "\n" + body)


def site_of(url: str | None) -> str:
    """Return the domain that an address is under: ``detik.com``, ``rri.co.id``; or nothing."""
    try:
        host = _host(urlsplit(url or ""))
    except ValueError:
        return ""
    names = host.removeprefix("m.").removeprefix("amp.").split(".")
    is_short = len(names) > 2 and len(names[-2]) <= _SHORT_DOMAIN
    return ".".join(names[-3 if is_short else -2 :])


def _host(parts: SplitResult) -> str:
    return parts.netloc.lower().removeprefix("www.")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _one_line(text: str | None) -> str | None:
    if not text:
        return None
    return " ".join((text if text.isprintable() else clean(text)).split()) or None


def _each(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for value in values if (line := _one_line(value)))
