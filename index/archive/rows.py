"""Between an `Article` and a row of the archive."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from index.analyzer import CHUNK, fold
from index.article import Article, content_hash

if TYPE_CHECKING:
    from sqlalchemy import Row


def title_key(title: str) -> str:
    """Return ``title`` with case, accents and punctuation folded, to find it when linked to."""
    return " ".join(fold(raw) for raw in CHUNK.findall(title.replace("/", " ")))


def to_row(article: Article) -> dict[str, Any]:
    """Return the columns of ``article``, without row number, times and revision."""
    published = article.published
    return {
        "id": article.id,
        "title": article.title,
        "body": article.body,
        "published": None if published is None else published.isoformat(),
        "place": article.place,
        "source": article.source,
        "author": _json(article.author),
        "section": article.section,
        "url": article.url,
        "tags": _json(article.tags),
        "related": _json(article.related),
        "language": article.language,
        "title_key": title_key(article.title),
        "hash": content_hash(article),
    }


def to_article(row: Row[Any]) -> Article:
    """Return the article kept in ``row``."""
    return Article(
        id=row.id,
        title=row.title,
        body=row.body,
        published=None if row.published is None else datetime.fromisoformat(row.published),
        place=row.place,
        source=row.source,
        author=_list(row.author),
        section=row.section,
        url=row.url,
        tags=_list(row.tags),
        related=_list(row.related),
        language=row.language,
    )


def _json(values: tuple[str, ...]) -> str:
    return orjson.dumps(values).decode() if values else "[]"


def _list(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(orjson.loads(text))
