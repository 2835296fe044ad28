"""What searches ask of an archive: a few articles at a time, by row, id or title.

    with closing(open_file(path)) as archive:
        archive.get_rows([3, 17])

In plain SQL that every database knows, and for the file in a data directory with SQLite's own
driver alone: a search on the command line takes less time than SQLAlchemy takes to load.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from index.archive.database import slices
from index.archive.file import ArchiveFile
from index.archive.rows import COLUMNS, ROW_ERRORS, title_key, to_article
from index.errors import ArchiveError, ArchiveMissingError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from pathlib import Path

    from index.archive.database import Source
    from index.article import Article

_log = logging.getLogger(__name__)

# Raise with any change that older programs would harm: an archive of another version is
# refused, not changed. Tables and triggers that are only added are made by the next import.
#   1  the first one; later with stamps, then with versions
#   2  with other digests: what an older program would take for damage
SCHEMA_VERSION = 2
# What can be read, and becomes the version above with the first article that is stored.
READABLE = frozenset({"1", str(SCHEMA_VERSION)})
# The version of what is still being copied, see `copying`.
UNFINISHED = "unfinished"

# The newest revision of anything.
NEWEST = (
    "SELECT coalesce(max(revision), 0) FROM (SELECT max(revision) AS revision FROM articles"
    " UNION ALL SELECT max(revision) FROM removed) AS newest"
)
# The key in ``meta`` of a revision's stamp.
STAMP = "revision {}"
ANY_REVISION = 2**31 - 1  # rows and revisions are numbers of 31 bits

_META = "meta"
_ABOUT = "SELECT key, value FROM meta WHERE key IN ('version', 'archive')"
_STAMP_OF = "SELECT value FROM meta WHERE key = :key"
_ARTICLES = 'SELECT "' + '", "'.join(COLUMNS) + '" FROM articles'  # noqa: S608
_BY = _ARTICLES + ' WHERE "{}" IN ({}) AND revision <= :until'
_TITLED = (
    "SELECT id FROM articles WHERE title_key = :title_key"
    " ORDER BY published DESC NULLS LAST, id LIMIT 1"
)


class ArchiveReader:
    """The articles of an archive. Safe to share between threads.

    Attributes:
        name: What messages call it: a file, or an address without its password.
        identity: Differs for every archive ever made; an index remembers it.

    Raises:
        ArchiveMissingError: If there is none.
        ArchiveError: If it cannot be reached, is damaged, or of another version.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.name = source.name
        self.identity = _identity(source)

    def close(self) -> None:
        """Close every connection. Closing twice is harmless."""
        self._source.close()

    def get(self, id: str) -> Article | None:  # noqa: A002 - the field's own name
        """Return one article, or None.

        Raises:
            ArchiveError: Also if its row is damaged.
        """
        rows = self._fetch("id", [id], ANY_REVISION)
        try:
            return to_article(rows[0]) if rows else None
        except ROW_ERRORS as error:
            raise ArchiveError(f"article {id!r} is damaged: {error}") from error

    def get_many(self, ids: Sequence[str]) -> dict[str, Article]:
        """Return articles by id; those that are gone or damaged are left out."""
        found = self._readable("id", ids, ANY_REVISION)
        return {article.id: article for article in found.values()}

    def get_rows(self, rows: Sequence[int], *, until: int | None = None) -> dict[int, Article]:
        """Return the articles of some rows by row; rows that are gone or damaged are left out.

        With ``until``, so are articles with a later revision.
        """
        return self._readable("row", rows, ANY_REVISION if until is None else until)

    def find_titled(self, titles: Sequence[str]) -> dict[str, str]:
        """Return, by title, the id of the newest article that has it, whatever its signs."""
        asked = ((title, {"title_key": title_key(title)}) for title in titles)
        found = {title: self._source.fetch(_TITLED, values) for title, values in asked}
        return {title: rows[0][0] for title, rows in found.items() if rows}

    def revision(self) -> int:
        """Return the newest revision; 0 for an archive that never held an article."""
        return int(self._source.fetch(NEWEST, {})[0][0])

    def stamp(self, revision: int) -> str | None:
        """Return what tells this revision from another of the same number; None for an old one."""
        rows = self._source.fetch(_STAMP_OF, {"key": STAMP.format(revision)})
        return rows[0][0] if rows else None

    def state(self) -> Hashable | None:
        """Return what changes whenever anything is written; None where only asking would tell."""
        return self._source.state()

    def _readable(self, column: str, keys: Sequence[object], until: int) -> dict[int, Article]:
        """Return the articles with some keys by row, asking one by one around damage."""
        found: dict[int, Article] = {}
        for some in slices(keys):
            try:
                found |= _articles(self._fetch(column, some, until))
            except ArchiveError as error:
                if not self._source.is_damage(error):
                    raise
                if len(some) == 1:
                    _log.error("article with %s %r is damaged: %s", column, some[0], error)
                    continue
                for key in some:
                    found |= self._readable(column, [key], until)
        return found

    def _fetch(self, column: str, keys: Sequence[object], until: int) -> list[tuple[Any, ...]]:
        named = {f"k{number}": key for number, key in enumerate(keys)}
        places = ", ".join([f":{name}" for name in named])
        return self._source.fetch(_BY.format(column, places), named | {"until": until})


def open_file(path: Path) -> ArchiveReader:
    """Open the file of an archive for what searches ask.

    Raises:
        ArchiveMissingError: If there is none.
        ArchiveError: If it cannot be reached, is damaged, or of another version.
    """
    source = ArchiveFile(path)
    try:
        return ArchiveReader(source)
    except BaseException:
        source.close()
        raise


def read_about(source: Source) -> dict[str, str]:
    """Return version and identity of an archive, nothing before its tables are made."""
    return dict(source.fetch(_ABOUT, {})) if source.has_table(_META) else {}


def log_damage(row: int, problem: str) -> None:
    """Tell the log of a row that cannot be read as it was written."""
    _log.error("the article in row %d is damaged and left out: %s", row, problem)


def ignore_damage(_row: int, _problem: str) -> None:
    """Pass over a damaged row in silence, for one who will name it elsewhere."""


def _identity(source: Source) -> str:
    about = read_about(source)
    if not about:
        raise ArchiveMissingError(f"no articles in {source.name} yet; run: arsip import FILE...")
    if about.get("version") == UNFINISHED:
        raise ArchiveError(f"archive {source.name}: is not whole; run the same arsip migrate again")
    if about.get("version") not in READABLE or "archive" not in about:
        raise ArchiveError(
            f"archive {source.name}: has version {about.get('version')}, not {SCHEMA_VERSION}"
        )
    return about["archive"]


def _articles(rows: Iterable[Sequence[Any]]) -> dict[int, Article]:
    """Return the articles in some rows by row, without those that are damaged."""
    found = {}
    for row in rows:
        try:
            found[row[0]] = to_article(row)
        except ROW_ERRORS as error:
            log_damage(row[0], str(error))
    return found
