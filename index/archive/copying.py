"""An archive as it is, row by row and revision by revision, in another database.

    begin           tables without triggers, and a note of what is being copied
    copy_articles   batches that are transactions, in the order of rows
    finish          the rest, compared with the source; then it is an archive

Until then `open_archive` refuses it. Who is killed goes on behind the last batch, unless the
source has changed meanwhile: then all of it is copied anew. An index of the source fits the
copy, for they have one identity.
"""

from __future__ import annotations

from contextlib import closing
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy import inspect as inspect_tables

from index.archive.reading import STAMP, UNFINISHED
from index.archive.tables import (
    NEWEST_REVISION,
    SET_META,
    articles,
    foreign_tables,
    links,
    meta,
    metadata,
    removed,
    versions,
)
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from sqlalchemy import Column, ColumnElement, Connection, Select, Table

    from index.archive.database import Database

# Rows committed together, and characters in them.
BATCH_ROWS = 1_000
BATCH_CHARS = 16_000_000

# The key in ``meta`` of what is being copied, while it is.
_COPIED = "copied"

# What each table is read in the order of, which is the same in every database.
_ORDER: dict[str, tuple[Column[Any], ...]] = {
    "articles": (articles.c.row,),
    "versions": (versions.c.row, versions.c.number),
    "links": (links.c.row, links.c.position, links.c.title_key),
    "removed": (removed.c.id,),
    "meta": (meta.c.key,),
}
# What belongs to an article and goes with its batch.
_OWN = (versions, links)


class State(NamedTuple):
    """Of which archive this is, and at which instant of its life."""

    identity: str
    revision: int
    stamp: str | None


def begin(source: Database, target: Database) -> bool:
    """Make ``target`` ready to be copied to; tell whether it is a whole copy already.

    Raises:
        ArchiveError: If it holds another archive, or this one at another instant.
    """
    state, found = _state(source), _noted(target)
    if found and found.get("archive") != state.identity:
        raise ArchiveError(f"{target.name} holds another archive; name an empty place")
    if found and found.get("version") != UNFINISHED:
        if _state(target) != state:
            raise ArchiveError(
                f"{target.name} holds this archive already, as it was at another revision;"
                " name an empty place"
            )
        return True
    if found and found.get(_COPIED) == _written(state):
        return False
    about = {"version": UNFINISHED, "archive": state.identity, _COPIED: _written(state)}
    with target.writing() as connection:
        if found:
            metadata.drop_all(connection)
        metadata.create_all(connection)
        connection.execute(SET_META, [{"key": key, "value": about[key]} for key in about])
    return False


def copy_articles(source: Database, target: Database, progress: Callable[[int], None]) -> None:
    """Copy articles with what belongs to them, those that are not there yet.

    Raises:
        ArticleError: If ``target`` cannot keep one.
    """
    last = _last(target)
    progress(_count(target, articles))
    with closing(_rows(source, articles, articles.c.row > last)) as rows:
        for batch in _batches(rows):
            before, last = last, batch[-1]["row"]
            target.check_texts(batch)
            with target.writing() as connection:
                target.add(connection, articles, batch)
                for table in _OWN:
                    _copy(source, target, connection, table, table.c.row.between(before + 1, last))
            progress(len(batch))


def finish(source: Database, target: Database, progress: Callable[[int], None]) -> None:
    """Copy the rest, compare all of it with the source, and make an archive of it.

    Raises:
        ArchiveError: If it is not the same.
    """
    last = _last(target)
    with target.writing() as connection:
        for table in _OWN:  # of no article, which no program of ours leaves behind
            connection.execute(delete(table).where(table.c.row > last))
            _copy(source, target, connection, table, table.c.row > last)
        connection.execute(delete(removed))
        _copy(source, target, connection, removed)
    for table in (articles, *_OWN, removed):
        _compare(source, target, table, progress)
    with source.reading() as connection:
        given = source.last_row(connection)
    with target.writing() as connection:
        target.give_rows_after(connection, given)
        target.add_triggers(connection)
        connection.execute(delete(meta))
        _copy(source, target, connection, meta)


def compare(source: Database, target: Database, progress: Callable[[int], None]) -> None:
    """Raise `ArchiveError` unless every row of one is in the other."""
    for table in (articles, *_OWN, removed, meta):
        _compare(source, target, table, progress)


def counts(database: Database) -> tuple[int, int]:
    """Return the number of articles, and of versions of them."""
    return _count(database, articles), _count(database, versions)


def _compare(
    source: Database, target: Database, table: Table, progress: Callable[[int], None]
) -> None:
    differing = None
    with closing(_rows(source, table)) as ours, closing(_rows(target, table)) as theirs:
        for one, other in zip_longest(ours, theirs):
            if one != other:
                differing = one or other or {}
                break
            if table is articles:
                progress(1)
    if differing is None:
        return
    with target.writing() as connection:  # the next time copies it anew
        connection.execute(delete(meta).where(meta.c.key == _COPIED))
    where = ", ".join(str(differing[key.name]) for key in _ORDER[table.name])
    raise ArchiveError(f"{target.name}: {table.name} {where} is not as in {source.name}")


def _copy(
    source: Database,
    target: Database,
    connection: Connection,
    table: Table,
    *conditions: ColumnElement[bool],
) -> None:
    with closing(_rows(source, table, *conditions)) as rows:
        for batch in _batches(rows):
            target.check_texts(batch)
            target.add(connection, table, batch)


def _rows(
    database: Database, table: Table, *conditions: ColumnElement[bool]
) -> Generator[dict[str, Any]]:
    statement: Select[Any] = select(table).where(*conditions).order_by(*_ORDER[table.name])
    names = [column.name for column in table.columns]
    with database.walking(statement) as found:
        for row in found:
            yield dict(zip(names, row, strict=True))


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    chars = 0
    for row in rows:
        batch.append(row)
        chars += sum(len(value) for value in row.values() if isinstance(value, str))
        if len(batch) >= BATCH_ROWS or chars >= BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _noted(database: Database) -> dict[str, str]:
    """Return what is noted of an archive, or of what is to be one; nothing if there is neither."""
    keys = select(meta.c.key, meta.c.value).where(meta.c.key.in_(["version", "archive", _COPIED]))
    with database.reading() as connection:
        if others := foreign_tables(connection):
            raise ArchiveError(f"{database.name} has tables of somebody else: {others}")
        if not inspect_tables(connection).has_table(meta.name):
            return {}
        return {row.key: row.value for row in connection.execute(keys)}


def _state(database: Database) -> State:
    identity = _noted(database).get("archive", "")
    with database.reading() as connection:
        revision = int(connection.execute(NEWEST_REVISION).scalar_one())
        stamp = select(meta.c.value).where(meta.c.key == STAMP.format(revision))
        return State(identity, revision, connection.execute(stamp).scalar_one_or_none())


def _written(state: State) -> str:
    return f"{state.revision} {state.stamp}"


def _last(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.max(articles.c.row))).scalar() or 0)


def _count(database: Database, table: Table) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
