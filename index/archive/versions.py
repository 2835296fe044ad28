"""What articles were before they were corrected.

    put(A), put(B), put(B), put(A)   ->   version 1 is A, version 2 is B, the article is A again

A trigger keeps each in the transaction that replaces it, so that only corrections cost
anything (`tables.ON_CORRECTION`), and forgets them with their article. An archive that
nothing was imported into since there are versions has no table of them.
"""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, select

from index.archive.rows import PUBLISHED, ROW_ERRORS, checked_article
from index.archive.scan import scan
from index.archive.tables import articles, versions
from index.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from index.archive.database import Database
    from index.article import Article

_log = logging.getLogger(__name__)

# The columns `rows.WHOLE`, in its order, and the number.
_SELECT = select(
    *(versions.c[name] for name in ("row", "id", *PUBLISHED, "hash", "stored", "replaced")),
    versions.c.number,
)
# A row that damage has led to another article is not its version.
_OF_ARTICLE = and_(articles.c.row == versions.c.row, articles.c.id == versions.c.id)
_SELECT_OF = _SELECT.join(articles, _OF_ARTICLE)
# To look all of them over, the key comes first.
_SELECT_ALL = select(versions.c.version, *_SELECT.selected_columns)

# What every article that is read waits for.
_DATES = "SELECT first_seen, updated, NULL, NULL FROM articles WHERE id = :id"
_HISTORY = (
    "SELECT a.first_seen, a.updated, v.number, v.replaced FROM articles a"
    " LEFT JOIN versions v ON v.row = a.row AND v.id = a.id"
    " WHERE a.id = :id ORDER BY v.number DESC LIMIT 1"
)
_CHANGES = (
    "SELECT v.number, v.stored, v.replaced FROM articles a"
    " JOIN versions v ON v.row = a.row AND v.id = a.id"
    " WHERE a.id = :id AND v.number <= :last ORDER BY v.number DESC LIMIT :most"
)
_NUMBERS = (
    "SELECT v.number FROM articles a JOIN versions v ON v.row = a.row AND v.id = a.id"
    " WHERE a.id = :id AND v.number > :after AND v.number <= :last ORDER BY v.number"
)
_ANY_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Version:
    """What an article was, before a correction replaced it.

    Attributes:
        number: From 1, the oldest.
        stored: Since when the archive held it so, UTC.
        replaced: When the correction was imported, UTC.
    """

    number: int
    article: Article
    stored: datetime
    replaced: datetime


class Change(NamedTuple):
    """When a version came and went, without its text."""

    number: int
    stored: datetime
    replaced: datetime


class History(NamedTuple):
    """What the archive knows of the past of an article.

    Attributes:
        first_seen: When it was first imported, UTC.
        updated: Since when it is as it is now, UTC.
        versions: How many are kept: all that it was, but not what it is now.
    """

    first_seen: datetime
    updated: datetime
    versions: int


def _log_damage(number: int, problem: str) -> None:
    _log.error("version %d of an article is damaged and left out: %s", number, problem)


class Versions:
    """The versions in one archive. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def history(self, id: str) -> History | None:  # noqa: A002 - the field's own name
        """Return the past of an article; None if it is not there, or when it came is damaged.

        Damage among versions keeps no article from being read: then none are counted.
        """
        try:
            asked = _HISTORY if self._database.has_table(versions.name) else _DATES
            rows = self._database.fetch(asked, {"id": id})
        except ArchiveError as error:
            if not self._database.is_damage(error):
                raise
            _log.error("versions of article %r are damaged: %s", id, error)
            rows = self._database.fetch(_DATES, {"id": id})
        for first_seen, updated, number, replaced in rows:
            try:
                first, last = map(datetime.fromisoformat, (first_seen, replaced or updated))
                return History(first, last, int(number or 0))
            except ROW_ERRORS as error:
                _log.error("article %r is damaged: %s", id, error)
        return None

    def changes(
        self,
        id: str,  # noqa: A002 - the field's own name
        *,
        most: int,
        last: int | None = None,
    ) -> list[Change]:
        """Return when versions of an article came and went, the newest first.

        Args:
            id: The article's.
            most: How many, at most.
            last: Only this version and older ones.
        """
        if not self._database.has_table(versions.name):
            return []
        values = {"id": id, "last": _ANY_NUMBER if last is None else last, "most": most}
        try:
            return [
                Change(int(number), *map(datetime.fromisoformat, dates))
                for number, *dates in self._database.fetch(_CHANGES, values)
            ]
        except (ArchiveError, *ROW_ERRORS) as error:
            if isinstance(error, ArchiveError) and not self._database.is_damage(error):
                raise
            _log.error("versions of article %r are damaged: %s", id, error)
            return []

    def walk(
        self,
        id: str,  # noqa: A002 - the field's own name
        *,
        after: int = 0,
        last: int | None = None,
        on_damage: Callable[[int, str], None] = _log_damage,
    ) -> Generator[Version]:
        """Yield what an article was, the oldest version first, and one at a time.

        Args:
            id: The article's.
            after: Only versions with a greater number.
            last: Only this version and older ones.
            on_damage: Called with the number of each that is not as it was stored, and why.
        """
        if not self._database.has_table(versions.name):
            return
        values = {"id": id, "after": after, "last": _ANY_NUMBER if last is None else last}
        # One statement each: it may be as long as a book, or damaged.
        for (number,) in self._database.fetch(_NUMBERS, values):
            statement = _SELECT_OF.where(articles.c.id == id, versions.c.number == number)
            try:
                with self._database.reading() as connection:
                    row = connection.execute(statement).one_or_none()
                version = None if row is None else _to_version(row)
            except ROW_ERRORS as error:
                on_damage(number, str(error))
            except ArchiveError as error:
                if not self._database.is_damage(error):
                    raise
                on_damage(number, str(error))
            else:
                if version is not None:  # else removed meanwhile
                    yield version

    def get(self, id: str, number: int) -> Version | None:  # noqa: A002 - the field's own name
        """Return one version; None if it is not there, or damaged."""
        with closing(self.walk(id, after=number - 1, last=number)) as found:
            return next(found, None)

    def damaged(self, progress: Callable[[int], None] | None = None) -> Iterator[str]:
        """Yield a line for each version that is not as it was stored.

        Args:
            progress: Called with the number of sound ones read since the last call.
        """
        span = select(func.min(versions.c.version), func.max(versions.c.version))
        if not self._database.has_table(versions.name):
            return
        try:
            with self._database.reading() as connection:
                low, high = connection.execute(span).one()
        except ArchiveError as error:
            if not self._database.is_damage(error):
                raise
            yield f"the versions of articles cannot be read: {error}"
            return
        found: list[str] = []

        def note(key: int, problem: str) -> None:
            found.append(f"{self._name(key)} is damaged: {problem}")

        whole = (0, -1) if low is None else (low, high)
        number = versions.c.version
        for _ in scan(self._database, _SELECT_ALL, whole, _check, note, number=number):
            if progress is not None:
                progress(1)
            yield from found
            found.clear()
        yield from found

    def _name(self, key: int) -> str:
        names = select(versions.c.number, versions.c.row).where(versions.c.version == key)
        try:
            with self._database.reading() as connection:
                number, row = connection.execute(names).one()
        except ArchiveError:
            return f"a version (key {key})"
        return f"version {number} of the article in row {row}"


def _check(row: Any) -> None:
    _to_version(row[1:])


def _to_version(row: Any) -> Version:
    *columns, number = row
    stored, replaced = map(datetime.fromisoformat, columns[-2:])
    return Version(int(number), checked_article(columns), stored, replaced)
