"""The file of an archive, asked with SQLite's own driver.

A reader needs no right to write. While a writer has the file open, SQLite lets it read
along; while nobody has, the file is complete in itself and is read as one that never
changes, until it does (https://www.sqlite.org/wal.html#readonly).
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from shutil import disk_usage
from time import time_ns
from typing import TYPE_CHECKING, Any

from index.archive.database import BUSY_SECONDS, cause_of, left_by_fork
from index.errors import ArchiveError, ArchiveMissingError

if TYPE_CHECKING:
    import os
    from collections.abc import Hashable, Iterator, Mapping
    from pathlib import Path

# Connections that wait for the next question; more are closed when they have answered.
_MAX_IDLE = 8

# What SQLite's table of its log takes, in bytes.
_LITTLE_ROOM = 64 << 10

# Two writes may bear the same time; after the last one as many nanoseconds have to pass.
SETTLED_NS = 1_000_000_000

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_TOOBIG)

_HAS_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name"


class ArchiveFile:
    """Questions in plain SQL to the file at a path. Safe to share between threads.

    Args:
        create: Make it, once it is asked anything.

    Attributes:
        name: What messages call it.

    Raises:
        ArchiveMissingError: If there is no such file and none is to be made.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        if not create and not path.exists():
            raise ArchiveMissingError(f"no archive at {path} yet; run: arsip import FILE...")
        self.path = path
        self.name = str(path)
        self._create = create
        self._idle: list[tuple[sqlite3.Connection, tuple[int, ...]]] = []
        left_by_fork(self, ArchiveFile._give_up)

    def close(self) -> None:
        """Close the connections that wait. Closing twice is harmless."""
        while self._idle:
            self._idle.pop()[0].close()

    def fetch(self, statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Return the rows that a statement finds; ``values`` are those of its ``:names``.

        Raises:
            ArchiveError: If it cannot be asked, or was written or replaced in a way that a
                reader does not see.
        """
        with archive_errors(self.path):
            connection, state = self._connection()
            try:
                rows = connection.execute(statement, values).fetchall()
                check_unchanged(self.path, state)
            except BaseException:
                connection.close()
                raise
            if len(self._idle) < _MAX_IDLE:
                self._idle.append((connection, state))
            else:
                connection.close()
        return rows

    def has_table(self, name: str) -> bool:
        """Tell whether there is a table; asked anew, for a restore may bring an older archive."""
        return bool(self.fetch(_HAS_TABLE, {"name": name}))

    def is_damage(self, error: ArchiveError) -> bool:
        """Tell whether a part of it is not as it was written, and nothing else is wrong."""
        cause = cause_of(error)
        if getattr(cause, "sqlite_errorcode", None) is None:
            return isinstance(cause, sqlite3.Error) and "decode to UTF-8" in str(cause)
        return bool(cause.sqlite_errorcode & 0xFF in _DAMAGE)

    def state(self) -> Hashable | None:
        """Return what changes whenever anything is written; None right after something was."""
        with archive_errors(self.path):
            found = [_stat(self.path), _stat(_log_of(self.path))]
        times = [file.st_mtime_ns for file in found if file is not None]
        if time_ns() - max(times, default=0) < SETTLED_NS:
            return None
        return tuple(file and (file.st_ino, file.st_mtime_ns, file.st_size) for file in found)

    def _connection(self) -> tuple[sqlite3.Connection, tuple[int, ...]]:
        """Return a connection to the file as it is now, and its state."""
        with suppress(IndexError):
            while True:
                connection, state = self._idle.pop()
                if not has_changed(self.path, state):
                    return connection, state
                connection.close()
        connection = connect(self.path, create=self._create)
        return connection, state_behind(self.path, connection)

    def _give_up(self) -> object:
        idle, self._idle = self._idle, []
        return idle


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
    try:
        found = path.stat()
    except OSError:
        return ()
    if not is_immutable:
        return (found.st_ino,)
    return found.st_ino, found.st_mtime_ns, found.st_size, _log_size(path)


def state_behind(path: Path, connection: sqlite3.Connection) -> tuple[int, ...]:
    """Return what must not change under a connection: the file, or all that is in it."""
    is_immutable = connection.execute("PRAGMA journal_mode").fetchone() != ("wal",)
    return _state(path, is_immutable=is_immutable)


def has_changed(path: Path, before: tuple[int, ...]) -> bool:
    """Tell whether a connection with that state no longer sees what is in the file."""
    return before != _state(path, is_immutable=len(before) > 1)


def check_unchanged(path: Path, before: tuple[int, ...]) -> None:
    """Raise OSError if what was just read may not be what is in the file."""
    if has_changed(path, before):
        raise OSError("was written or replaced while it was read; try again")


@contextmanager
def archive_errors(path: Path, *others: type[Exception]) -> Iterator[None]:
    """Raise database failures, and ``others`` that wrap one, as `ArchiveError` from them."""
    failures: tuple[type[Exception], ...] = (sqlite3.Error, OSError, *others)
    try:
        yield
    except failures as error:
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
