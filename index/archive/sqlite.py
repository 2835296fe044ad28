"""An archive in a SQLite file.

A reader needs no right to write. While a writer has the file open, SQLite lets it read
along; while nobody has, the file is complete in itself and is read as one that never
changes, until it does (https://www.sqlite.org/wal.html#readonly).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, nullcontext
from functools import partial
from shutil import disk_usage
from time import time_ns
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, func, insert, text
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import QueuePool
from sqlalchemy.schema import DDL

from index.archive.database import BUSY_SECONDS, cause_of, left_by_fork, walked
from index.archive.tables import PUBLISHED
from index.durable import make_directory
from index.errors import ArchiveError, ArchiveMissingError

if TYPE_CHECKING:
    import os
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Column, ColumnElement, Connection, Row, Select, Table
    from sqlalchemy.sql.expression import ClauseElement

# What SQLite's table of its log takes, in bytes.
_LITTLE_ROOM = 64 << 10

# Two writes may bear the same time; after the last one as many nanoseconds have to pass.
SETTLED_NS = 1_000_000_000

# What is remembered of the file that a connection has open.
_STATE = "arsip.state"

# Parameters by name, as the driver takes them.
_NAMED = sqlite_dialect(paramstyle="named")

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_TOOBIG)

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
        if not create and not path.exists():
            raise ArchiveMissingError(f"no archive at {path} yet; run: arsip import FILE...")
        if create:
            with archive_errors(path):
                make_directory(path.parent)
        self.path = path
        self.name = str(path)
        self.engine = left_by_fork(
            create_engine(
                f"sqlite:///{path}",
                creator=lambda: connect(path, create=create),
                poolclass=QueuePool,
                pool_size=8,
                max_overflow=56,
            )
        )
        event.listen(self.engine, "connect", partial(_remember, path))
        event.listen(self.engine, "checkout", partial(_reopen_changed, path))

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with archive_errors(self.path), self.engine.connect() as connection:
            yield connection
            self._check_unchanged(connection.connection.info)

    @contextmanager
    def walking(self, statement: Select[Any]) -> Iterator[Iterable[Row[Any]]]:
        with self.reading() as connection, walked(connection, statement) as found:
            yield found

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with archive_errors(self.path), self.engine.connect() as connection:
            connection.execute(text("BEGIN IMMEDIATE"))
            yield connection
            connection.commit()

    def lone_writer(self) -> AbstractContextManager[None]:
        return nullcontext()  # the data directory has a lock, and is on one machine

    def prepared(self, statement: ClauseElement) -> str:
        return str(statement.compile(dialect=_NAMED))

    def fetch(self, statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        # From the driver itself: going through a result of SQLAlchemy's doubles the time.
        with (
            archive_errors(self.path),
            closing(self.engine.raw_connection()) as connection,
        ):
            cursor = connection.cursor().execute(statement, values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            self._check_unchanged(connection.info)
        return rows

    def is_damage(self, error: ArchiveError) -> bool:
        cause = cause_of(error)
        if getattr(cause, "sqlite_errorcode", None) is None:
            return isinstance(cause, sqlite3.Error) and "decode to UTF-8" in str(cause)
        return bool(cause.sqlite_errorcode & 0xFF in _DAMAGE)

    def has_versions(self) -> bool:
        # Asked each time: a restore may bring an older archive under a running server.
        return bool(self.fetch(_HAS_VERSIONS, {}))

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
        with archive_errors(self.path):
            found = [_stat(self.path), _stat(_log_of(self.path))]
        times = [file.st_mtime_ns for file in found if file is not None]
        if time_ns() - max(times, default=0) < SETTLED_NS:
            return None
        return tuple(file and (file.st_ino, file.st_mtime_ns, file.st_size) for file in found)

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

    def _check_unchanged(self, info: Mapping[Any, Any]) -> None:
        if _has_changed(self.path, info):
            raise OSError("was written or replaced while it was read; try again")


_HAS_VERSIONS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'versions'"

# As SQLite remembers it beside the table.
_LAST_ROW = text("SELECT seq FROM sqlite_sequence WHERE name = 'articles'")


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """Return a connection that reads, and writes where that is allowed.

    Raises:
        sqlite3.Error: If the file is missing, damaged or cannot be read.
    """
    uri = path.absolute().as_uri()
    try:
        connection = _open(f"{uri}?mode={'rwc' if create else 'rw'}")
        try:
            if create or path.stat().st_size:  # an empty file stays one
                connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    except sqlite3.OperationalError:
        # No room or no right to keep the log's table beside it, and no log that has to be read.
        if create or not path.exists() or _log_size(path):
            raise
        connection = _open(f"{uri}?immutable=1")
    return connection


def _open(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri,
        uri=True,
        timeout=BUSY_SECONDS,
        # SQLAlchemy's documented way to own transactions on SQLite: begin only when told to.
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA mmap_size=1073741824")
    connection.execute("PRAGMA secure_delete=ON")  # what is removed leaves the file
    return connection


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _log_size(path: Path) -> int:
    try:
        return _log_of(path).stat().st_size
    except OSError:
        return 0


def _state(path: Path, *, is_immutable: bool) -> tuple[int, ...]:
    """Return what must not change under a connection: the file, or all that is in it."""
    try:
        found = path.stat()
    except OSError:
        return ()
    if not is_immutable:
        return (found.st_ino,)
    return found.st_ino, found.st_mtime_ns, found.st_size, _log_size(path)


def _remember(path: Path, connection: sqlite3.Connection, record: Any) -> None:
    is_immutable = connection.execute("PRAGMA journal_mode").fetchone() != ("wal",)
    record.info[_STATE] = _state(path, is_immutable=is_immutable)


def _has_changed(path: Path, info: Mapping[Any, Any]) -> bool:
    before = info[_STATE]
    return bool(before != _state(path, is_immutable=len(before) > 1))


def _reopen_changed(path: Path, _connection: Any, record: Any, _proxy: Any) -> None:
    if _has_changed(path, record.info):
        raise DisconnectionError


@contextmanager
def archive_errors(path: Path) -> Iterator[None]:
    """Raise database failures as `ArchiveError`, with the original as the cause."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        cause = getattr(error, "orig", None) or error
        raise ArchiveError(f"archive {path}: {_reason(cause, path)}") from error


def _reason(cause: BaseException, path: Path) -> str:
    """Return what went wrong; SQLite calls it an I/O error when there is no room for its table."""
    is_io_error = getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_IOERR
    if is_io_error and disk_usage(path.parent).free < _LITTLE_ROOM:
        return "no space left on its disk"
    return str(cause)


def is_no_database(error: ArchiveError) -> bool:
    """Tell whether the file is broken as a whole, or something else altogether."""
    code = getattr(cause_of(error), "sqlite_errorcode", None)
    return code is not None and code & 0xFF in {*_DAMAGE, sqlite3.SQLITE_NOTADB}
