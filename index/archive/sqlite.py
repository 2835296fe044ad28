"""An archive in a SQLite file: all that is asked and changed through SQLAlchemy."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, func, insert, text
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import QueuePool
from sqlalchemy.schema import DDL

from index.archive.database import give_up_pool, left_by_fork, walked
from index.archive.file import (
    ArchiveFile,
    archive_errors,
    check_unchanged,
    connect,
    has_changed,
    state_behind,
)
from index.archive.rows import PUBLISHED
from index.durable import make_directory
from index.errors import ArchiveError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Column, ColumnElement, Connection, Row, Select, Table

# What is remembered of the file that a connection has open.
_STATE = "arsip.state"

# Parameters by name, as the driver takes them.
_NAMED = sqlite_dialect(paramstyle="named")

_COLUMNS = ", ".join(PUBLISHED)
_OLD, _NEW = (", ".join(f"{row}.{name}" for name in PUBLISHED) for row in ("old", "new"))
_NUMBER = "1 + coalesce((SELECT max(number) FROM versions WHERE row = old.row), 0)"

_TRIGGERS = (
    (
        "CREATE TRIGGER IF NOT EXISTS articles_removed AFTER DELETE ON articles BEGIN"
        " INSERT OR REPLACE INTO removed (id, revision) VALUES (old.id, 1 + max("
        " old.revision, coalesce((SELECT max(revision) FROM articles), 0),"
        " coalesce((SELECT max(revision) FROM removed), 0)));"
        " DELETE FROM links WHERE row = old.row;"
        " END"
    ),
    (
        "CREATE TRIGGER IF NOT EXISTS removed_stamped AFTER INSERT ON removed BEGIN"
        " INSERT OR REPLACE INTO meta (key, value) VALUES"
        " ('revision ' || new.revision, lower(hex(randomblob(8))));"
        " END"
    ),
    (
        "CREATE TRIGGER IF NOT EXISTS articles_corrected AFTER UPDATE ON articles"  # noqa: S608
        f" WHEN ({_OLD}) IS NOT ({_NEW}) BEGIN"
        f" INSERT INTO versions (row, number, id, {_COLUMNS}, hash, stored, replaced)"
        f" VALUES (old.row, {_NUMBER}, old.id, {_OLD}, old.hash, old.updated, new.updated);"
        " END"
    ),
    (
        "CREATE TRIGGER IF NOT EXISTS articles_forgotten AFTER DELETE ON articles BEGIN"
        " DELETE FROM versions WHERE row = old.row;"
        " END"
    ),
)


class SqliteFile:
    """The database file at a path; `index.archive.database.Database` says what each does."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        if create:
            with archive_errors(path):
                make_directory(path.parent)
        self.path = path
        self._file = ArchiveFile(path, create=create)
        self.name = str(path)
        self.engine = left_by_fork(
            create_engine(
                f"sqlite:///{path}",
                creator=lambda: connect(path, create=create),
                poolclass=QueuePool,
                pool_size=8,
                max_overflow=56,
            ),
            give_up_pool,
        )
        event.listen(self.engine, "connect", partial(_remember, path))
        event.listen(self.engine, "checkout", partial(_reopen_changed, path))

    def close(self) -> None:
        self.engine.dispose()
        self._file.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._errors(), self.engine.connect() as connection:
            yield connection
            check_unchanged(self.path, connection.connection.info[_STATE])

    @contextmanager
    def walking(self, statement: Select[Any]) -> Iterator[Iterable[Row[Any]]]:
        with self.reading() as connection, walked(connection, statement) as found:
            yield found

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._errors(), self.engine.connect() as connection:
            connection.execute(text("BEGIN IMMEDIATE"))
            yield connection
            connection.commit()

    def lone_writer(self) -> AbstractContextManager[None]:
        return nullcontext()  # the data directory has a lock, and is on one machine

    def fetch(self, statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        return self._file.fetch(statement, values)

    def has_table(self, name: str) -> bool:
        return self._file.has_table(name)

    def is_damage(self, error: ArchiveError) -> bool:
        return self._file.is_damage(error)

    def check_texts(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Keep any."""

    def add(
        self, connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]
    ) -> None:
        statement = insert(table).compile(dialect=_NAMED, column_keys=list(rows[0]))
        # To the driver as they are: SQLAlchemy would look at each value of each row.
        connection.exec_driver_sql(str(statement), rows)

    def add_triggers(self, connection: Connection) -> None:
        for trigger in _TRIGGERS:
            connection.execute(DDL(trigger))  # type: ignore[no-untyped-call]

    def moment(self, column: Column[Any]) -> ColumnElement[str]:
        return func.datetime(column)

    def last_row(self, connection: Connection) -> int:
        return int(connection.execute(_LAST_ROW).scalar() or 0)

    def give_rows_after(self, connection: Connection, last: int) -> None:
        given = {"last": max(last, self.last_row(connection))}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = 'articles'"))
        connection.execute(text("INSERT INTO sqlite_sequence VALUES ('articles', :last)"), given)

    def state(self) -> Hashable | None:
        return self._file.state()

    def problems(self) -> list[str]:
        try:
            with self.reading() as connection:
                found = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        except ArchiveError as error:
            return [str(error)]
        return [str(problem) for problem in found if problem != "ok"]

    def size(self) -> int:
        with archive_errors(self.path):
            return self.path.stat().st_size

    def _errors(self) -> AbstractContextManager[None]:
        return archive_errors(self.path, SQLAlchemyError)


# As SQLite remembers it beside the table.
_LAST_ROW = text("SELECT seq FROM sqlite_sequence WHERE name = 'articles'")


def _remember(path: Path, connection: sqlite3.Connection, record: Any) -> None:
    record.info[_STATE] = state_behind(path, connection)


def _reopen_changed(path: Path, _connection: Any, record: Any, _proxy: Any) -> None:
    if has_changed(path, record.info[_STATE]):
        raise DisconnectionError
