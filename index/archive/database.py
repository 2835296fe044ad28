"""What differs between the databases that an archive can be kept in.

    sqlite.SqliteFile         the file in the data directory
    postgres.PostgresServer   a database that several machines can reach

All else, every question and every change of `Archive`, is written once and in SQL that both
know. `tests/index/test_archive.py` and `test_versions.py` hold for both.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import Column, ColumnElement, Connection, Engine, Row, Select, Table

    from index.errors import ArchiveError

# SQLite binds 32,766 parameters and PostgreSQL 65,535; ids are asked for in slices below both.
MAX_PARAMETERS = 10_000

# Seconds to wait for another process in the middle of its commit.
BUSY_SECONDS = 30

# Rows fetched at a time, so that a walk over millions stays in bounded memory.
FETCH_ROWS = 500

T = TypeVar("T")

# What holds connections, and how each gives up those it has.
_HOLDERS: WeakKeyDictionary[Any, Callable[[Any], Any]] = WeakKeyDictionary()
# Connections that belong to the process this one was forked from, which must not be ended here.
_OF_PARENT: list[Any] = []


class Source(Protocol):
    """What searches ask. Whatever fails is raised as `ArchiveError`, in one line.

    Attributes:
        name: What messages call it: a file, or an address without its password.
    """

    name: str

    def close(self) -> None:
        """Close every connection. Closing twice is harmless."""
        ...

    def fetch(self, statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Return the rows that plain SQL finds, for ``values`` of its ``:names``.

        The quick way, for what every search asks.
        """
        ...

    def has_table(self, name: str) -> bool:
        """Tell whether there is a table; older archives have none of versions."""
        ...

    def is_damage(self, error: ArchiveError) -> bool:
        """Tell whether a part of it is not as it was written, and nothing else is wrong."""
        ...

    def state(self) -> Hashable | None:
        """Return what changes whenever anything is written; None where only asking would tell."""
        ...


class Database(Source, Protocol):
    """A database, and how what is not the same everywhere is done in this one.

    Whatever fails in it is raised as `ArchiveError`, in one line without a password.

    Attributes:
        engine: SQLAlchemy's, which knows the dialect.
    """

    engine: Engine

    def reading(self) -> AbstractContextManager[Connection]:
        """Yield a connection; each statement sees one consistent snapshot."""
        ...

    def walking(self, statement: Select[Any]) -> AbstractContextManager[Iterable[Row[Any]]]:
        """Yield the rows of one statement, which are fetched while they are read."""
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """Yield a connection in a transaction, committed unless the block raises.

        One at a time: what it reads is the newest that was committed, and nobody commits
        before it does.
        """
        ...

    def lone_writer(self) -> AbstractContextManager[None]:
        """Keep writers on other machines out, where there can be any, until the block ends.

        Raises:
            WriterLockedError: If there is one.
        """
        ...

    def check_texts(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Raise `ArticleError` for the first article with a text that cannot be kept here."""
        ...

    def add(
        self, connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]
    ) -> None:
        """Add rows, all with the same columns, the quickest way there is."""
        ...

    def add_triggers(self, connection: Connection) -> None:
        """Make the triggers that note removals and corrections, those that are missing."""
        ...

    def moment(self, column: Column[Any]) -> ColumnElement[str]:
        """Return the ISO 8601 text in a column as ``YYYY-MM-DD HH:MM:SS``, in UTC."""
        ...

    def last_row(self, connection: Connection) -> int:
        """Return the last row that was ever given to an article; 0 if none was."""
        ...

    def give_rows_after(self, connection: Connection, last: int) -> None:
        """Have the next article get a later row than ``last``, and than any that is there."""
        ...

    def problems(self) -> list[str]:
        """Return what the database itself finds wrong; empty when sound."""
        ...

    def size(self) -> int:
        """Return the bytes that it takes."""
        ...


def left_by_fork(holder: T, give_up: Callable[[T], object]) -> T:
    """Have the connections of ``holder`` stay with this process when it forks.

    SQLite forbids to share them, and two processes on one wire would read each other's answers.
    ``give_up`` is called in the child, and returns what has them.
    """
    _HOLDERS[holder] = give_up
    return holder


def give_up_pool(engine: Engine) -> object:
    """Begin a new pool and return the one before, with its connections still open."""
    pool = engine.pool
    engine.dispose(close=False)
    return pool


def _forget_connections() -> None:
    for holder, give_up in list(_HOLDERS.items()):
        _OF_PARENT.append(give_up(holder))


if hasattr(os, "register_at_fork"):  # not on every system
    os.register_at_fork(after_in_child=_forget_connections)


@contextmanager
def walked(connection: Connection, statement: Select[Any]) -> Iterator[Iterable[Row[Any]]]:
    """Yield the rows of a statement; whoever has seen enough of them just leaves."""
    with connection.execution_options(yield_per=FETCH_ROWS).execute(statement) as found:
        yield found


def cause_of(error: BaseException) -> Any:
    """Return the driver's own error behind an `ArchiveError`."""
    return getattr(error.__cause__, "orig", None) or error.__cause__


def slices(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield ``values`` in runs short enough to bind as parameters."""
    for start in range(0, len(values), MAX_PARAMETERS):
        yield values[start : start + MAX_PARAMETERS]
