"""Adding and correcting articles, a batch at a time, whole or not at all.

    put_articles(database, batch)   ->   ImportCounts(added=2, changed=1, unchanged=7)

All of a batch gets one revision, later than any before; nobody else writes until it is there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_hex
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, delete, select, update

from index.archive.database import slices
from index.archive.digests import is_digest_of
from index.archive.reading import SCHEMA_VERSION, STAMP
from index.archive.related import store_links
from index.archive.rows import title_key, to_row
from index.archive.tables import NEWEST_REVISION, SET_META, articles, removed
from index.article import site_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from index.archive.database import Database
    from index.article import Article


class ImportCounts(NamedTuple):
    """What one batch changed.

    Attributes:
        taken: Ids that are of another site's articles, with the addresses of these; nothing
            was stored under them.
    """

    added: int
    changed: int
    unchanged: int
    taken: Mapping[str, str] = MappingProxyType({})


def put_articles(database: Database, batch: Sequence[Article]) -> ImportCounts:
    """Add or update a batch of articles, all or none; ids within it must differ.

    Raises:
        ArticleError: If the database cannot keep one; none is stored then.
    """
    given = {article.id: article for article in batch}
    rows = {id_: to_row(article) for id_, article in given.items()}
    database.check_texts(list(rows.values()))
    with database.writing() as connection:
        known = _hashes(connection, list(rows))
        new = [row for id_, row in rows.items() if id_ not in known]
        changed = [
            row
            for id_, row in rows.items()
            if (digest := known.get(id_, row["hash"])) != row["hash"]
            and not is_digest_of(digest, given[id_])
        ]
        taken = _taken(connection, [given[row["id"]] for row in changed])
        changed = [row for row in changed if row["id"] not in taken]
        if new or changed:
            _write(database, connection, new, changed)
            # New articles without links had none before.
            linked = [row["id"] for row in new if given[row["id"]].related]
            linked += [row["id"] for row in changed]
            store_links(database, connection, _row_numbers(connection, linked), batch)
    unchanged = len(rows) - len(new) - len(changed) - len(taken)
    return ImportCounts(len(new), len(changed), unchanged, taken)


def _hashes(connection: Connection, ids: list[str]) -> dict[str, str]:
    statement = select(articles.c.id, articles.c.hash)
    return {
        id_: digest
        for some in slices(ids)
        for id_, digest in connection.execute(statement.where(articles.c.id.in_(some)))
    }


def _taken(connection: Connection, changed: Sequence[Article]) -> dict[str, str]:
    """Return the addresses of articles that others would replace, by id: numbers of two sites."""
    given = {article.id: article for article in changed if article.url}
    statement = select(articles.c.id, articles.c.url, articles.c.title_key)
    return {
        id_: url
        for some in slices(list(given))
        for id_, url, title in connection.execute(statement.where(articles.c.id.in_(some)))
        if _are_two_sites(url, given[id_].url) and title != title_key(given[id_].title)
    }


def _are_two_sites(one: str | None, other: str | None) -> bool:
    first, second = site_of(one), site_of(other)
    return bool(first and second) and first != second


def _row_numbers(connection: Connection, ids: list[str]) -> dict[str, int]:
    statement = select(articles.c.id, articles.c.row)
    return {
        id_: row
        for some in slices(ids)
        for id_, row in connection.execute(statement.where(articles.c.id.in_(some)))
    }


def _write(
    database: Database,
    connection: Connection,
    new: list[dict[str, Any]],
    changed: list[dict[str, Any]],
) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    revision = connection.execute(NEWEST_REVISION).scalar_one() + 1
    # Of this version from here on: what is written now, an older program takes for damaged.
    about = {STAMP.format(revision): token_hex(8), "version": str(SCHEMA_VERSION)}
    connection.execute(SET_META, [{"key": key, "value": about[key]} for key in about])
    stamp = {"updated": now, "revision": revision}
    if new:
        first = stamp | {"first_seen": now}
        database.add(connection, articles, [row | first for row in new])
        for some in slices([row["id"] for row in new]):
            connection.execute(delete(removed).where(removed.c.id.in_(some)))
    if changed:
        values: dict[str, Any] = {
            name: bindparam(name) for name in (*changed[0], *stamp) if name != "id"
        }
        connection.execute(
            update(articles).where(articles.c.id == bindparam("key")).values(values),
            [row | stamp | {"key": row["id"]} for row in changed],
        )
