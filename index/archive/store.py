"""Reading and writing the archive.

    archive = open_archive(data, create=True)
    archive.put(articles)                 # one batch, whole or not at all
    for row, article in archive.walk():   # what the index reads
        ...

One `Archive` may be shared between threads; each statement takes its own connection.
"""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, func, select

from index.archive.counting import count_combinations
from index.archive.database import slices
from index.archive.reading import ANY_REVISION, ArchiveReader, ignore_damage, log_damage
from index.archive.related import RelatedArticle, find_related
from index.archive.rows import check_row, checked_article
from index.archive.scan import scan
from index.archive.storing import put_articles
from index.archive.tables import SELECT_WHOLE, articles, removed
from index.archive.versions import Versions
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index.archive.database import Database
    from index.archive.storing import ImportCounts
    from index.article import Article
    from index.fields import Combination

_log = logging.getLogger(__name__)

# Each from its end of an index, where both in one would be looked for from row to row.
_SPAN = select(
    select(func.min(articles.c.row)).scalar_subquery(),
    select(func.max(articles.c.row)).scalar_subquery(),
)


class StoredArticle(NamedTuple):
    """An article and the row of the archive that keeps it."""

    row: int
    article: Article


class DamagedRow(NamedTuple):
    """A row that is not as it was written, and why."""

    row: int
    problem: str


class Archive(ArchiveReader):
    """Every article, whatever the database.

    Attributes:
        versions: What its articles were before they were corrected.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._database = database
        self.versions = Versions(database)

    def put(self, batch: Sequence[Article]) -> ImportCounts:
        """Add or update a batch of articles, all or none; ids within it must differ.

        What an article was before is kept as a version of it.
        """
        return put_articles(self._database, batch)

    def remove(self, ids: Sequence[str]) -> int:
        """Delete articles and their versions by id; return how many articles there were."""
        with self._database.writing() as connection:
            return sum(
                connection.execute(delete(articles).where(articles.c.id.in_(some))).rowcount
                for some in slices(ids)
            )

    def count(self, *, since: int = 0) -> int:
        """Return the number of articles with a later revision than ``since``."""
        statement = select(func.count()).select_from(articles)
        if since:
            statement = statement.where(articles.c.revision > since)
        with self._database.reading() as connection:
            return int(connection.execute(statement).scalar_one())

    def span(self) -> tuple[datetime, datetime] | None:
        """Return when the first and the last dated article appeared, None if none is dated."""
        moment = self._database.moment(articles.c.published)
        with self._database.reading() as connection:
            found = connection.execute(select(func.min(moment), func.max(moment))).one()
        first, last = (text and datetime.fromisoformat(f"{text}+00:00") for text in found)
        return (first, last) if first and last else None

    def combinations(self, *, until: int = ANY_REVISION) -> Iterator[Combination]:
        """Yield the values of facets that articles have together, and how many have just these.

        With ``until``, of articles with this revision or an earlier one.
        """
        return count_combinations(self._database, until, self.row_span(), ignore_damage)

    def filed_from(self, places: Sequence[str], most: int) -> Iterator[Article]:
        """Yield up to ``most`` articles that have one of some places, as found."""
        statement = select(articles.c.row).where(articles.c.place.in_(places)).limit(most)
        with self._database.reading() as connection:
            rows = list(connection.execute(statement).scalars())
        yield from self.get_rows(rows).values()

    def changed(self, ids: Sequence[str]) -> dict[str, datetime]:
        """Return when some articles were last added or changed here, by id, in UTC."""
        statement = select(articles.c.id, articles.c.updated)
        with self._database.reading() as connection:
            return {
                id_: datetime.fromisoformat(updated)
                for some in slices(ids)
                for id_, updated in connection.execute(statement.where(articles.c.id.in_(some)))
            }

    def changes(self, first: int, last: int) -> Iterator[tuple[str, datetime]]:
        """Yield the ids of a span of rows with when they were last changed, as `changed`."""
        statement = select(articles.c.row, articles.c.id, articles.c.updated)
        yield from scan(self._database, statement, (first, last), _to_change, ignore_damage)

    def parts(self, size: int) -> dict[int, datetime]:
        """Return when any article in each ``size`` rows last changed, by their number from 0.

        Runs without articles are left out. Only an index is read, and one row of each run.
        """
        part = ((articles.c.row - 1) // size).label("part")
        newest = select(part, func.max(articles.c.revision)).group_by(part)
        found = {}
        with self._database.reading() as connection:
            for number, revision in connection.execute(newest).all():
                rows = articles.c.row.between(number * size + 1, (number + 1) * size)
                one = select(articles.c.updated).where(articles.c.revision == revision, rows)
                updated = connection.execute(one.limit(1)).scalar_one()
                found[number] = datetime.fromisoformat(updated)
        return found

    def row_span(self) -> tuple[int, int]:
        """Return the smallest and the largest row; (0, -1) for an empty archive.

        Where damage hides them, all rows that were ever given.
        """
        try:
            with self._database.reading() as connection:
                low, high = connection.execute(_SPAN).one()
        except ArchiveError as error:
            if not self._database.is_damage(error):
                raise
            with self._database.reading() as connection:
                low, high = 1, self._database.last_row(connection)
        return (0, -1) if low is None else (low, high)

    def row_numbers(self, *, until: int | None = None) -> list[int]:
        """Return all rows, or those with this revision or an earlier one, in no order."""
        statement = select(articles.c.row)
        if until is not None:
            statement = statement.where(articles.c.revision <= until)
        with self._database.reading() as connection:
            return list(connection.execute(statement).scalars())

    def walk(
        self,
        *,
        since: int = 0,
        until: int | None = None,
        first: int = 0,
        last: int | None = None,
        on_damage: Callable[[int, str], None] = log_damage,
    ) -> Iterator[StoredArticle]:
        """Yield articles in the order of their rows, in one consistent snapshot.

        Args:
            since: Only articles with a later revision.
            until: Only articles with this revision or an earlier one.
            first: The smallest row.
            last: The largest row.
            on_damage: Called with each row that cannot be read as it was written, and why.
        """
        low, high = self.row_span()
        span = max(first, low), high if last is None else min(last, high)
        statement = SELECT_WHOLE
        if since:
            statement = statement.where(articles.c.revision > since)
        if until is not None:
            statement = statement.where(articles.c.revision <= until)
        yield from scan(self._database, statement, span, _to_stored, on_damage)

    def titles(self, *, since: int = 0) -> Iterator[tuple[str, int | None]]:
        """Yield every title with its publication in seconds since 1970 UTC, if dated.

        Or only those that were added or changed after the revision ``since``.
        """
        statement = select(articles.c.row, articles.c.title, articles.c.published)
        if since:
            statement = statement.where(articles.c.revision > since)
        yield from scan(self._database, statement, self.row_span(), _to_dated, ignore_damage)

    def removed_since(self, revision: int) -> list[str]:
        """Return ids deleted after ``revision``."""
        statement = select(removed.c.id).where(removed.c.revision > revision)
        with self._database.reading() as connection:
            return list(connection.execute(statement).scalars())

    def related(self, id: str) -> tuple[RelatedArticle, ...]:  # noqa: A002 - the field's own name
        """Return the links from one article in order, then the newest articles that name it."""
        article = self.get(id)
        if article is None:
            return ()
        with self._database.reading() as connection:
            return find_related(connection, article)

    def damaged(self, *, progress: Callable[[int], None] | None = None) -> Iterator[DamagedRow]:
        """Yield every row that is not as it was written, and why.

        Args:
            progress: Called with the number of sound rows read since the last call.
        """
        found: list[DamagedRow] = []
        keep = partial(_keep, found)
        for _ in scan(self._database, SELECT_WHOLE, self.row_span(), check_row, keep):
            if progress is not None:
                progress(1)
            yield from found
            found.clear()
        yield from found

    def problem_of(self, row: int) -> str | None:
        """Return why a row cannot be read as it was written; None when it can."""
        found: list[DamagedRow] = []
        keep = partial(_keep, found)
        is_sound = any(
            True for _ in scan(self._database, SELECT_WHOLE, (row, row), check_row, keep)
        )
        if is_sound:
            return None
        return found[0].problem if found else "it is listed and not there"

    def check(self) -> list[str]:
        """Return what the database's own check finds wrong; empty when sound."""
        return self._database.problems()

    def size(self) -> int:
        """Return the bytes that it takes."""
        return self._database.size()


def _keep(found: list[DamagedRow], row: int, problem: str) -> None:
    found.append(DamagedRow(row, problem))


def _to_stored(row: Sequence[Any]) -> StoredArticle:
    return StoredArticle(row[0], checked_article(row))


def _to_dated(row: Sequence[Any]) -> tuple[str, int | None]:
    _, title, date = row
    return title, None if date is None else int(datetime.fromisoformat(date).timestamp())


def _to_change(row: Sequence[Any]) -> tuple[str, datetime]:
    _, id_, updated = row
    return id_, datetime.fromisoformat(updated)
