"""``Baca juga`` links, resolved by title and followed both ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import delete, select

from index.archive.database import slices
from index.archive.rows import title_key
from index.archive.tables import articles, links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from index.archive.database import Database
    from index.article import Article

# Articles shown at most among those that link to one article.
MAX_ORIGINS = 50


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """A ``Baca juga`` link; ``id`` is None while its article is not in the archive.

    Attributes:
        direction: ``"out"``: this article links there; ``"in"``: that one links here.
    """

    title: str
    id: str | None
    published: datetime | None
    direction: Literal["out", "in"]


def store_links(
    database: Database, connection: Connection, rows: Mapping[str, int], batch: Sequence[Article]
) -> None:
    """Replace the links of the articles in ``rows``, which maps ids to rows."""
    for some in slices(list(rows.values())):
        connection.execute(delete(links).where(links.c.row.in_(some)))
    found = [
        {"row": rows[article.id], "position": position, "title_key": title_key(title)}
        for article in batch
        if article.id in rows
        for position, title in enumerate(article.related)
    ]
    if found:
        database.add(connection, links, found)


def find_related(connection: Connection, article: Article) -> tuple[RelatedArticle, ...]:
    """Return the links of ``article`` in order, then the newest articles that name it."""
    columns = select(articles.c.id, articles.c.title, articles.c.published, articles.c.title_key)
    titles = {title_key(title): title for title in article.related}
    targets = {
        row.title_key: _related(row, "out")
        for row in connection.execute(
            columns.where(articles.c.title_key.in_(titles), articles.c.id != article.id)
        )
    }
    naming = select(links.c.row).where(links.c.title_key == title_key(article.title))
    origins = connection.execute(
        columns.where(articles.c.row.in_(naming), articles.c.id != article.id)
        .order_by(articles.c.published.desc().nulls_last(), articles.c.id)
        .limit(MAX_ORIGINS)
    )
    out = [
        targets.get(key) or RelatedArticle(title, None, None, "out")
        for key, title in titles.items()
    ]
    shown = {link.id for link in out}
    return (*out, *(_related(row, "in") for row in origins if row.id not in shown))


def _related(row: Any, direction: Literal["out", "in"]) -> RelatedArticle:
    published = None if row.published is None else datetime.fromisoformat(row.published)
    return RelatedArticle(row.title, row.id, published, direction)
