"""Between an `Article` and a row of the archive."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from index.analysis.folding import CHUNK, fold
from index.archive.digests import digest_of, is_digest_of
from index.article import Article

if TYPE_CHECKING:
    from collections.abc import Sequence

# What is published of an article: a change of any of it is a correction.
PUBLISHED = tuple(
    "title body published place source author section url tags related language".split()
)

# The columns that `to_article` counts on, in this order, and those that `checked_article` does.
COLUMNS = ("row", "id", *PUBLISHED)
WHOLE = (*COLUMNS, "hash", "first_seen", "updated")

# What making an article of a damaged row raises.
ROW_ERRORS = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)


def title_key(title: str) -> str:
    """Return ``title`` with case, accents and punctuation folded, to find it when linked to."""
    plain = title.replace("/", " ")
    if plain.isascii() and "_" not in plain:  # of which folding leaves the same chunks
        return " ".join(CHUNK.findall(plain.lower()))
    return " ".join(fold(raw) for raw in CHUNK.findall(plain))


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
        "hash": digest_of(article),
    }


def to_article(row: Sequence[Any]) -> Article:
    """Return the article in ``row``, which has `COLUMNS`.

    Values are taken by place: looking up their names takes longer than all the rest.
    """
    _, id_, title, body, published, place, source, *others = row
    author, section, url, tags, related, language = others
    return Article(
        id=id_,
        title=title,
        body=body,
        published=None if published is None else datetime.fromisoformat(published),
        place=place,
        source=source,
        author=_list(author),
        section=section,
        url=url,
        tags=_list(tags),
        related=_list(related),
        language=language,
    )


def checked_article(row: Sequence[Any]) -> Article:
    """Return the article in ``row``, which has the columns `WHOLE`.

    Raises:
        ValueError: If it is not the one that was stored.
    """
    *columns, digest, _, _ = row
    article = to_article(columns)
    if not is_digest_of(digest, article):
        raise ValueError("its content is not what was stored")
    return article


def check_row(row: Sequence[Any]) -> None:
    """Raise ValueError unless ``row``, which has the columns `WHOLE`, is as it was written."""
    checked_article(row)
    *_, first_seen, updated = row
    datetime.fromisoformat(first_seen)
    datetime.fromisoformat(updated)


def _json(values: tuple[str, ...]) -> str:
    return orjson.dumps(values).decode() if values else "[]"


def _list(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(orjson.loads(text))
