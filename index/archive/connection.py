"""Connections to the SQLite file: settings, transactions, errors."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

# SQLite's limit on bound parameters is 32,766; ids are asked for in slices below it.
MAX_PARAMETERS = 10_000

# Seconds to wait for another process in the middle of its commit.
BUSY_SECONDS = 30

T = TypeVar("T")


def make_engine(path: Path) -> Engine:
    """Return an engine on the database file at ``path``."""
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=56,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _configure)
    return engine


def _configure(connection: sqlite3.Connection, _record: Any) -> None:
    # SQLAlchemy's documented way to own transactions on SQLite: begin only when told to.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "mmap_size=1073741824"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection; each statement sees one consistent snapshot."""
    with archive_errors(engine.url.database), engine.connect() as connection:
        yield connection


def fetch(engine: Engine, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    """Return the rows of one compiled statement, from the driver itself.

    For what every search waits for: going through a result of SQLAlchemy's doubles the time.
    """
    with archive_errors(engine.url.database), closing(engine.raw_connection()) as connection:
        rows: list[tuple[Any, ...]] = connection.cursor().execute(sql, values).fetchall()
    return rows


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
        raise ArchiveError(f"archive {path}: {cause}") from error


def slices(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield ``values`` in runs short enough to bind as parameters."""
    for start in range(0, len(values), MAX_PARAMETERS):
        yield values[start : start + MAX_PARAMETERS]
