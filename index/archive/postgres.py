"""An archive in a PostgreSQL database, which several machines can reach.

    postgresql://user@host/name                                the tables are in its first schema
    postgresql://user@host/name?options=-csearch_path%3Dberita     or in this one

What else the address may say is libpq's: `sslmode`, `passfile`, `connect_timeout`, ...
(https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS). A password is
best kept in ``~/.pgpass`` or ``PGPASSWORD``.

Writers take turns by an advisory lock that is let go after the commit: each finds the newest
revision and gives the next one, so revisions become visible in their order. A text with a NUL,
which PostgreSQL cannot keep, is refused; no reader of files lets one through.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime, NullPool, cast, create_engine, event, func, text
from sqlalchemy.dialects.postgresql.psycopg import dialect as psycopg_dialect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import DDL

from index.archive.database import BUSY_SECONDS, cause_of, give_up_pool, left_by_fork, walked
from index.archive.rows import PUBLISHED
from index.archive.tables import articles, metadata, versions
from index.article import MAX_ID_CHARS
from index.data import without_secret
from index.errors import ArchiveError, ArticleError, WriterLockedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Engine, Row, Select, Table

DRIVERS = ("postgresql", "postgres", "postgresql+psycopg")

_NEEDS_EXTRA = "needs the postgres extra: pip install 'arsip-berita[postgres]'"

# A connection each for the threads of a server, and some; PostgreSQL lets in 100 in all.
_POOL_SIZE, _POOL_MORE, _POOL_SECONDS = 8, 24, 10

# What libpq is told unless the address says it: to give up on a server that does not answer.
_DEFAULTS = {
    "application_name": "arsip",
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}

# The first half of a key of advisory locks: who writes at all, and who is in a transaction. The
# second half is the schema, so that archives in one database do not wait for each other.
_WRITER, _TURN = 0x41525357, 0x41525354
_SCHEMA = "hashtext(coalesce(current_schema(), ''))"

# Statements whose names were put as the driver takes them: those for pages of many lengths.
_STATEMENTS = 256
_DIALECT = psycopg_dialect()  # type: ignore[no-untyped-call]

_HAS_TABLE = "SELECT 1 WHERE to_regclass(quote_ident(:name)) IS NOT NULL"

# What is damaged, as PostgreSQL says: data_corrupted, index_corrupted.
_DAMAGE = ("XX001", "XX002")

_NUL = "\0"
# What is asked for in its place, and is no id: those are shorter.
_NOT_KEPT = "\ufffd" * (MAX_ID_CHARS + 1)

_COLUMNS = ", ".join(PUBLISHED)
_OLD, _NEW = (", ".join(f"{row}.{name}" for name in PUBLISHED) for row in ("OLD", "NEW"))

# Name, when, and what is done. Of a trigger's own rows READ COMMITTED sees the newest, which
# revisions are counted by.
_TRIGGERS = (
    (
        "articles_in_turn",
        "BEFORE DELETE ON articles FOR EACH STATEMENT",
        (
            "IF current_setting('transaction_isolation') <> 'read committed' THEN"
            " RAISE EXCEPTION 'delete articles in a READ COMMITTED transaction'; END IF;"
            f" PERFORM pg_advisory_xact_lock({_TURN}, {_SCHEMA});"
        ),
    ),
    (
        "articles_not_truncated",
        "BEFORE TRUNCATE ON articles FOR EACH STATEMENT",
        "RAISE EXCEPTION 'TRUNCATE would leave articles in the index; use DELETE';",
    ),
    (
        "articles_removed",
        # As one, for their revisions: rows of one statement are all gone when the first is noted.
        "AFTER DELETE ON articles REFERENCING OLD TABLE AS gone FOR EACH STATEMENT",
        (
            "INSERT INTO removed (id, revision) SELECT id, row_number() OVER () + greatest("
            "(SELECT max(revision) FROM gone), (SELECT max(revision) FROM articles),"
            " (SELECT max(revision) FROM removed)) FROM gone"
            " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision;"
            ' DELETE FROM links WHERE "row" IN (SELECT "row" FROM gone);'
            ' DELETE FROM versions WHERE "row" IN (SELECT "row" FROM gone);'
        ),
    ),
    (
        "articles_corrected",
        f"AFTER UPDATE ON articles FOR EACH ROW WHEN (ROW({_OLD}) IS DISTINCT FROM ROW({_NEW}))",
        (
            f'INSERT INTO versions ("row", number, id, {_COLUMNS}, hash, stored, replaced)'  # noqa: S608
            f' SELECT OLD."row", 1 + coalesce(max(number), 0), OLD.id, {_OLD}, OLD.hash,'
            ' OLD.updated, NEW.updated FROM versions WHERE "row" = OLD."row";'
        ),
    ),
    (
        "removed_stamped",
        "AFTER INSERT OR UPDATE ON removed FOR EACH ROW",
        (
            "INSERT INTO meta (key, value) VALUES ('revision ' || NEW.revision,"
            " left(replace(gen_random_uuid()::text, '-', ''), 16))"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value;"
        ),
    ),
)

_FOUND_TRIGGERS = text(
    "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    " AND tgrelid IN ('articles'::regclass, 'removed'::regclass)"
)
_BROKEN_INDEXES = text(
    "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
    " WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisvalid"
)
_SIZE = text(
    "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class"
    " WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(:names)"
)
_SEQUENCE = "pg_get_serial_sequence('articles', 'row')"


class PostgresServer:
    """The database at an address; `index.archive.database.Database` says what each does.

    Raises:
        ArchiveError: If the address is none, or the driver is not installed. Nobody is asked yet.
    """

    def __init__(self, address: str) -> None:
        self._url = _url(address)
        self.name = without_secret(address)
        self._tables: set[str] = set()
        self.engine = self._make_engine(
            pool_pre_ping=True,
            pool_size=_POOL_SIZE,
            max_overflow=_POOL_MORE,
            pool_timeout=_POOL_SECONDS,
        )

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        # Without a transaction: one way to the server and back for each statement, not three.
        with self._errors(), self.engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def walking(self, statement: Select[Any]) -> Iterator[Iterable[Row[Any]]]:
        # In a transaction, without which there is no cursor on the server.
        with (
            self._errors(),
            self.engine.connect() as connection,
            walked(connection, statement) as found,
        ):
            yield found

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._errors(), self.engine.connect() as connection:
            connection.execute(_TAKE_TURN)
            try:
                yield connection
            except self._driver_error:
                connection.invalidate()  # SQLAlchemy has not seen what happened to it
                raise
            connection.commit()

    @contextmanager
    def lone_writer(self) -> Iterator[None]:
        # On a connection of its own, so that it ends with this process and not before; should the
        # server end first, turns still keep writers apart.
        engine = self._make_engine(
            poolclass=NullPool, pool_reset_on_return=None, isolation_level="AUTOCOMMIT"
        )
        with self._errors():
            connection = engine.connect()
        try:
            with self._errors():
                connection.execute(_NEVER_IDLE)
                is_ours = connection.execute(_TAKE_ARCHIVE).scalar_one()
            if not is_ours:
                raise WriterLockedError(self.name)
            try:
                yield
            finally:
                # The server may learn late that a connection was closed.
                with suppress(ArchiveError), self._errors():
                    connection.execute(_LEAVE_ARCHIVE)
        finally:
            with self._errors():
                connection.close()

    def fetch(self, statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        with self.reading() as connection:
            cursor: Any = connection.exec_driver_sql(_named(statement), dict(values)).cursor
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def is_damage(self, error: ArchiveError) -> bool:
        return getattr(cause_of(error), "sqlstate", None) in _DAMAGE

    def state(self) -> None:
        return None

    def has_table(self, name: str) -> bool:
        # Asked on the way to every article: one that is there stays.
        if name not in self._tables and self.fetch(_HAS_TABLE, {"name": name}):
            self._tables.add(name)
        return name in self._tables

    def check_texts(self, rows: Sequence[Mapping[str, object]]) -> None:
        for row in rows:
            for name, value in row.items():
                if isinstance(value, str) and _NUL in value:
                    problem = f"{name} holds a NUL character, which PostgreSQL cannot keep"
                    raise ArticleError(f"article {row.get('id')!r}: {problem}")

    def add(
        self, connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]
    ) -> None:
        if not rows:
            return
        quote = self.engine.dialect.identifier_preparer.quote
        columns = ", ".join(map(quote, rows[0]))
        driver: Any = connection.connection.driver_connection
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(tuple(row.values()))

    def add_triggers(self, connection: Connection) -> None:
        there = set(connection.execute(_FOUND_TRIGGERS).scalars())
        for name, when, what in _TRIGGERS:
            if name not in there:
                connection.execute(DDL(_function(name, what)))  # type: ignore[no-untyped-call]
                connection.execute(DDL(_trigger(name, when)))  # type: ignore[no-untyped-call]

    def moment(self, column: Column[Any]) -> ColumnElement[str]:
        utc = func.timezone("UTC", cast(column, DateTime(timezone=True)))
        return func.to_char(utc, "YYYY-MM-DD HH24:MI:SS")

    def last_row(self, connection: Connection) -> int:
        given = text(f"SELECT pg_sequence_last_value({_SEQUENCE}::regclass)")
        return int(connection.execute(given).scalar() or 0)

    def give_rows_after(self, connection: Connection, last: int) -> None:
        for table, column, least in ((articles, "row", last), (versions, "version", 0)):
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column}'),"  # noqa: S608
                    f' 1 + greatest(:least, (SELECT max("{column}") FROM {table.name})), false)'
                ),
                {"least": least},
            )

    def problems(self) -> list[str]:
        with self.reading() as connection:
            there = set(connection.execute(_FOUND_TRIGGERS).scalars())
            broken = connection.execute(_BROKEN_INDEXES).scalars().all()
        missing = [name for name, _, _ in _TRIGGERS if name not in there]
        return [
            *(f"the trigger {name} is missing or disabled" for name in missing),
            *(f"the index {name} is not valid; run: REINDEX INDEX {name}" for name in broken),
        ]

    def size(self) -> int:
        with self.reading() as connection:
            return int(connection.execute(_SIZE, {"names": list(metadata.tables)}).scalar() or 0)

    def _make_engine(self, **options: Any) -> Engine:
        given = {name: value for name, value in _DEFAULTS.items() if name not in self._url.query}
        try:
            engine = create_engine(
                self._url,
                connect_args={**given, "client_encoding": "utf8"},
                use_native_hstore=False,
                **{"isolation_level": "READ COMMITTED", **options},
            )
        except ImportError as error:
            raise ArchiveError(f"archive {self.name}: {_NEEDS_EXTRA}") from error
        event.listen(engine, "connect", self._on_connect)
        return left_by_fork(engine, give_up_pool)

    def _on_connect(self, connection: Any, _record: Any) -> None:
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise ArchiveError(
                f"archive {self.name}: the database is in {encoding}; make one with ENCODING 'UTF8'"
            )
        _ask_in_vain_for_nul(connection)

    @property
    def _driver_error(self) -> type[Exception]:
        driver = self.engine.dialect.loaded_dbapi
        error: type[Exception] = driver.Error
        return error

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Raise failures of database, network and pool as `ArchiveError`."""
        try:
            yield
        except (SQLAlchemyError, self._driver_error, OSError) as error:
            cause = getattr(error, "orig", None) or error
            raise ArchiveError(f"archive {self.name}: {self._reason(cause)}") from error

    def _reason(self, cause: BaseException) -> str:
        told = getattr(getattr(cause, "diag", None), "message_primary", None) or str(cause)
        reason = " ".join(str(told).split())
        password = self._url.password
        return reason.replace(password, "***") if password else reason


_TAKE_TURN = text(
    f"SELECT set_config('lock_timeout', '{BUSY_SECONDS}s', true),"
    f" pg_advisory_xact_lock({_TURN}, {_SCHEMA})"
)
_TAKE_ARCHIVE = text(f"SELECT pg_try_advisory_lock({_WRITER}, {_SCHEMA})")
_LEAVE_ARCHIVE = text(f"SELECT pg_advisory_unlock({_WRITER}, {_SCHEMA})")
# From version 14 on, a server may end connections that do nothing.
_NEVER_IDLE = text(
    "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'idle_session_timeout'"
)


@lru_cache(_STATEMENTS)
def _named(statement: str) -> str:
    """Return plain SQL with names as the driver takes them."""
    return str(text(statement).compile(dialect=_DIALECT))


def is_address(address: str) -> bool:
    """Tell whether an address is of this kind of database."""
    return address.partition("://")[0] in DRIVERS and "://" in address


def _url(address: str) -> URL:
    try:
        return make_url(address).set(drivername="postgresql+psycopg")
    except (SQLAlchemyError, ValueError) as error:
        raise ArchiveError(
            f"archive {without_secret(address)}: is no address of a database,"
            " as in postgresql://USER@HOST/NAME"
        ) from error


def _function(name: str, what: str) -> str:
    # With the schema of now: whoever deletes a row may have another one first.
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        f" SET search_path FROM CURRENT AS $$ BEGIN {what} RETURN NULL; END $$"
    )


def _trigger(name: str, when: str) -> str:
    return f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()"


def _ask_in_vain_for_nul(connection: Any) -> None:
    """Have a question for a text that cannot be kept find nothing, rather than fail."""
    from psycopg.types.string import StrDumperUnknown  # noqa: PLC0415 - an optional extra

    class Dumper(StrDumperUnknown):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace(_NUL, _NOT_KEPT) if _NUL in obj else obj)

    connection.adapters.register_dumper(str, Dumper)
