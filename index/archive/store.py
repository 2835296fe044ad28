"""Reading and writing the archive.

    archive = open_archive(data, create=True)
    archive.put(articles)                 # one batch, whole or not at all
    for row, article in archive.walk():   # what the index reads
        ...

One `Archive` may be shared between threads; each statement takes its own connection.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Integer, bindparam, delete, func, insert, select, text, update

from index.archive.connection import archive_errors, fetch, make_engine, reading, slices, writing
from index.archive.related import RelatedArticle, find_related, store_links
from index.archive.rows import SELECT_ARTICLES, to_article, to_row
from index.archive.tables import (
    NEWEST_REVISION,
    ON_DELETE,
    SCHEMA_VERSION,
    articles,
    meta,
    metadata,
    removed,
)
from index.data import archive_file
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from index.article import Article

# Rows fetched at a time, so that a walk over millions stays in bounded memory.
FETCH_ROWS = 500

# Articles of one page of results: a statement with so many places is compiled once, where
# a list of any length is put together anew each time.
PAGE_ROWS = 10

_PAGE = SELECT_ARTICLES.where(
    articles.c.row.in_([bindparam(f"row{place}", type_=Integer) for place in range(PAGE_ROWS)]),
    articles.c.revision <= bindparam("until", type_=Integer),
)
_ANY_REVISION = 2**63 - 1


class StoredArticle(NamedTuple):
    """An article and the row of the archive that keeps it."""

    row: int
    article: Article


class ImportCounts(NamedTuple):
    """What one batch changed."""

    added: int
    changed: int
    unchanged: int


class Archive:
    """The articles of one data directory.

    Attributes:
        identity: Differs for every archive ever made; an index remembers it.
    """

    def __init__(self, engine: Engine, identity: str) -> None:
        self._engine = engine
        self._page = str(_PAGE.compile(engine))
        self.identity = identity

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Archive:
        """Open the archive at ``path``.

        Raises:
            ArchiveError: If it is missing (and not to be created), damaged, or of
                another version.
        """
        if not create and not path.exists():
            raise ArchiveError(f"no archive at {path} yet; run: arsip import FILE...")
        if create:
            with archive_errors(path):
                path.parent.mkdir(parents=True, exist_ok=True)
        engine = make_engine(path)
        try:
            return cls(engine, _identity(engine, path, create=create))
        except BaseException:
            engine.dispose()
            raise

    def close(self) -> None:
        """Close every connection. Closing twice is harmless."""
        self._engine.dispose()

    def put(self, batch: Sequence[Article]) -> ImportCounts:
        """Add or update a batch of articles, all or none; ids within it must differ."""
        rows = {article.id: to_row(article) for article in batch}
        with writing(self._engine) as connection:
            known = _hashes(connection, list(rows))
            new = [row for id_, row in rows.items() if id_ not in known]
            changed = [
                row for id_, row in rows.items() if known.get(id_, row["hash"]) != row["hash"]
            ]
            if new or changed:
                _write(connection, new, changed)
                written = [row["id"] for row in (*new, *changed)]
                store_links(connection, _row_numbers(connection, written), batch)
        return ImportCounts(len(new), len(changed), len(rows) - len(new) - len(changed))

    def remove(self, ids: Sequence[str]) -> int:
        """Delete articles by id; return how many there were."""
        with writing(self._engine) as connection:
            return sum(
                connection.execute(delete(articles).where(articles.c.id.in_(some))).rowcount
                for some in slices(ids)
            )

    def count(self, *, since: int = 0) -> int:
        """Return the number of articles with a later revision than ``since``."""
        statement = select(func.count()).select_from(articles)
        if since:
            statement = statement.where(articles.c.revision > since)
        with reading(self._engine) as connection:
            return int(connection.execute(statement).scalar_one())

    def revision(self) -> int:
        """Return the newest revision; 0 for an archive that never held an article."""
        with reading(self._engine) as connection:
            return int(connection.execute(NEWEST_REVISION).scalar_one())

    def get(self, id: str) -> Article | None:  # noqa: A002 - the field's own name
        """Return one article, or None."""
        with reading(self._engine) as connection:
            row = connection.execute(SELECT_ARTICLES.where(articles.c.id == id)).one_or_none()
        return None if row is None else to_article(row)

    def get_many(self, ids: Sequence[str]) -> dict[str, Article]:
        """Return articles by id; ids that are gone are left out."""
        with reading(self._engine) as connection:
            return {
                row.id: to_article(row)
                for some in slices(ids)
                for row in connection.execute(SELECT_ARTICLES.where(articles.c.id.in_(some)))
            }

    def get_rows(self, rows: Sequence[int], *, until: int | None = None) -> dict[int, Article]:
        """Return the articles of some rows by row; rows that are gone are left out.

        With ``until``, so are articles with a later revision.
        """
        last = _ANY_REVISION if until is None else until
        if len(rows) <= PAGE_ROWS:
            values = (*rows, *[None] * (PAGE_ROWS - len(rows)), last)
            return {row[0]: to_article(row) for row in fetch(self._engine, self._page, values)}
        statement = SELECT_ARTICLES.where(
            articles.c.row.in_(list(rows)), articles.c.revision <= last
        )
        with reading(self._engine) as connection:
            return {row[0]: to_article(row) for row in connection.execute(statement)}

    def row_span(self) -> tuple[int, int]:
        """Return the smallest and the largest row; (0, -1) for an empty archive."""
        with reading(self._engine) as connection:
            span = select(func.min(articles.c.row), func.max(articles.c.row))
            low, high = connection.execute(span).one()
        return (0, -1) if low is None else (low, high)

    def walk(
        self, *, since: int = 0, first: int = 0, last: int | None = None
    ) -> Iterator[StoredArticle]:
        """Yield articles in the order of their rows, in one consistent snapshot.

        Args:
            since: Only articles with a later revision.
            first: The smallest row.
            last: The largest row.
        """
        statement = SELECT_ARTICLES.where(articles.c.row >= first).order_by(articles.c.row)
        if last is not None:
            statement = statement.where(articles.c.row <= last)
        if since:
            statement = statement.where(articles.c.revision > since)
        with reading(self._engine) as connection:
            for row in connection.execution_options(yield_per=FETCH_ROWS).execute(statement):
                yield StoredArticle(row[0], to_article(row))

    def titles(self) -> Iterator[tuple[str, int | None]]:
        """Yield every title with its publication in seconds since 1970 UTC, if dated."""
        statement = select(articles.c.title, articles.c.published)
        with reading(self._engine) as connection:
            for title, date in connection.execution_options(yield_per=FETCH_ROWS).execute(
                statement
            ):
                yield title, None if date is None else int(datetime.fromisoformat(date).timestamp())

    def removed_since(self, revision: int) -> list[str]:
        """Return ids deleted after ``revision``."""
        statement = select(removed.c.id).where(removed.c.revision > revision)
        with reading(self._engine) as connection:
            return list(connection.execute(statement).scalars())

    def related(self, id: str) -> tuple[RelatedArticle, ...]:  # noqa: A002 - the field's own name
        """Return the links from one article in order, then the newest articles that name it."""
        article = self.get(id)
        if article is None:
            return ()
        with reading(self._engine) as connection:
            return find_related(connection, article)

    def check(self) -> list[str]:
        """Return what SQLite's own integrity check finds wrong; empty when sound."""
        with reading(self._engine) as connection:
            found = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        return [str(problem) for problem in found if problem != "ok"]


def open_archive(data: Path, *, create: bool = False) -> Archive:
    """Open the archive of a data directory; raises as `Archive.open`."""
    return Archive.open(archive_file(data), create=create)


def _identity(engine: Engine, path: Path, *, create: bool) -> str:
    if create:
        _create(engine)
    with reading(engine) as connection:
        rows = connection.execute(select(meta.c.key, meta.c.value))
        about: dict[str, str] = {row.key: row.value for row in rows}
    if about.get("version") != str(SCHEMA_VERSION) or "archive" not in about:
        raise ArchiveError(
            f"archive {path}: has version {about.get('version')}, not {SCHEMA_VERSION}"
        )
    return about["archive"]


def _create(engine: Engine) -> None:
    about = {"version": str(SCHEMA_VERSION), "archive": uuid4().hex}
    with writing(engine) as connection:
        metadata.create_all(connection)
        connection.execute(ON_DELETE)
        connection.execute(
            insert(meta).prefix_with("OR IGNORE"),
            [{"key": key, "value": value} for key, value in about.items()],
        )


def _hashes(connection: Connection, ids: list[str]) -> dict[str, str]:
    statement = select(articles.c.id, articles.c.hash)
    return {
        id_: digest
        for some in slices(ids)
        for id_, digest in connection.execute(statement.where(articles.c.id.in_(some)))
    }


def _row_numbers(connection: Connection, ids: list[str]) -> dict[str, int]:
    statement = select(articles.c.id, articles.c.row)
    return {
        id_: row
        for some in slices(ids)
        for id_, row in connection.execute(statement.where(articles.c.id.in_(some)))
    }


def _write(
    connection: Connection, new: list[dict[str, Any]], changed: list[dict[str, Any]]
) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    stamp = {"updated": now, "revision": connection.execute(NEWEST_REVISION).scalar_one() + 1}
    if new:
        first = stamp | {"first_seen": now}
        connection.execute(insert(articles), [row | first for row in new])
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
