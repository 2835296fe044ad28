"""Connections to the SQLite file: settings, transactions, errors.

A reader needs no right to write. While a writer has the file open, SQLite lets it read
along; while nobody has, the file is complete in itself and is read as one that never
changes, until it does (https://www.sqlite.org/wal.html#readonly).
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

# SQLite's limit on bound parameters is 32,766; ids are asked for in slices below it.
MAX_PARAMETERS = 10_000

# Seconds to wait for another process in the middle of its commit.
BUSY_SECONDS = 30

# What SQLite's table of its log takes, in bytes.
_LITTLE_ROOM = 64 << 10

_ENGINES: WeakSet[Engine] = WeakSet()

# What is remembered of the file that a connection has open.
_STATE = "arsip.state"

T = TypeVar("T")


def make_engine(path: Path, *, create: bool = False) -> Engine:
    """Return an engine on the database file at ``path``, made if it is missing and asked for."""
    engine = create_engine(
        f"sqlite:///{path}",
        creator=lambda: connect(path, create=create),
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=56,
    )
    _ENGINES.add(engine)
    event.listen(engine, "connect", partial(_remember, path))
    event.listen(engine, "checkout", partial(_reopen_changed, path))
    return engine


def _forget_connections() -> None:
    """Leave the connections of a process to it after a fork; SQLite forbids to share them."""
    for engine in list(_ENGINES):
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):  # not on every system
    os.register_at_fork(after_in_child=_forget_connections)


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


def _log_size(path: Path) -> int:
    try:
        return path.with_name(path.name + "-wal").stat().st_size
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
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection; each statement sees one consistent snapshot."""
    with archive_errors(engine.url.database), engine.connect() as connection:
        yield connection
        _check_unchanged(engine, connection.connection.info)


def fetch(engine: Engine, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    """Return the rows of one compiled statement, from the driver itself.

    For what every search waits for: going through a result of SQLAlchemy's doubles the time.
    """
    with archive_errors(engine.url.database), closing(engine.raw_connection()) as connection:
        rows: list[tuple[Any, ...]] = connection.cursor().execute(sql, values).fetchall()
        _check_unchanged(engine, connection.info)
    return rows


def _check_unchanged(engine: Engine, info: Mapping[Any, Any]) -> None:
    if _has_changed(Path(engine.url.database or ""), info):
        raise OSError("was written or replaced while it was read; try again")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a write transaction, committed unless the block raises."""
    with archive_errors(engine.url.database), engine.connect() as connection:
        connection.execute(text("BEGIN IMMEDIATE"))
        yield connection
        connection.commit()


@contextmanager
def archive_errors(path: object) -> Iterator[None]:
    """Raise database failures as `ArchiveError`, with the original as the cause."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        cause = getattr(error, "orig", None) or error
        raise ArchiveError(f"archive {path}: {_reason(cause, path)}") from error


def _reason(cause: BaseException, path: object) -> str:
    """Return what went wrong; SQLite calls it an I/O error when there is no room for its table."""
    is_io_error = getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_IOERR
    if is_io_error and disk_usage(Path(str(path)).parent).free < _LITTLE_ROOM:
        return "no space left on its disk"
    return str(cause)


def slices(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield ``values`` in runs short enough to bind as parameters."""
    for start in range(0, len(values), MAX_PARAMETERS):
        yield values[start : start + MAX_PARAMETERS]
