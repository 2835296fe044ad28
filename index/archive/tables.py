"""The tables of the archive.

    articles   one row an article; ``row`` never changes, ``revision`` grows with each change
    versions   what an article was before it was corrected, numbered from 1
    links      one row a ``Baca juga`` line, found by the folded title it names
    removed    ids that were deleted, with the revision of the deletion
    meta       the archive's own identity and schema version; ``revision 17``: its stamp

Revisions let an index ask for what changed since it was written. An archive that was put
back from a backup counts them a second time, so each has a stamp that is random: an index
goes on only from the revision with the stamp it has seen. Deletions are noted by triggers,
so that a row deleted with any SQL tool leaves the index too; and so are corrections, in the
transaction that makes them, whoever makes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text, text
from sqlalchemy.schema import DDL

if TYPE_CHECKING:
    from sqlalchemy.sql.expression import TextClause

# Raise with any change that older programs would harm: an archive of another version is
# refused, not changed. Tables and triggers that are only added are made by the next import.
#   1  the first one; later with stamps, then with versions
SCHEMA_VERSION = 1

metadata = MetaData()

articles = Table(
    "articles",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("published", Text),  # ISO 8601 with the offset the source gave
    Column("place", Text),
    Column("source", Text),
    Column("author", Text, nullable=False),  # JSON list, as tags and related
    Column("section", Text),
    Column("url", Text),
    Column("tags", Text, nullable=False),
    Column("related", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("first_seen", Text, nullable=False),
    Column("updated", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Index("articles_title_key", "title_key"),
    Index("articles_revision", "revision"),
    # Rows are never used twice, so an index that is behind cannot show another article's text.
    sqlite_autoincrement=True,
)

# What is published of an article: a change of any of it is a correction.
PUBLISHED = tuple(
    "title body published place source author section url tags related language".split()
)

versions = Table(
    "versions",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("row", Integer, nullable=False),  # of the article
    Column("number", Integer, nullable=False),
    Column("id", Text, nullable=False),
    # As they stood in ``articles``.
    *(Column(name, Text, nullable=articles.c[name].nullable) for name in PUBLISHED),
    Column("hash", Text, nullable=False),
    Column("stored", Text, nullable=False),
    Column("replaced", Text, nullable=False),
    Index("versions_row_number", "row", "number", unique=True),
)

links = Table(
    "links",
    metadata,
    Column("row", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("title_key", Text, nullable=False),
    Index("links_row", "row"),
    Index("links_title_key", "title_key"),
)

removed = Table(
    "removed",
    metadata,
    Column("id", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    # Asked for its maximum with every row that is deleted.
    Index("removed_revision", "revision"),
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# The newest revision of anything, in a scalar subquery any statement can use.
NEWEST_REVISION: TextClause = text(
    "SELECT max(coalesce((SELECT max(revision) FROM articles), 0),"
    " coalesce((SELECT max(revision) FROM removed), 0))"
)

# The first and the last row that was ever given, as SQLite remembers them beside the table.
ROWS_GIVEN: TextClause = text("SELECT 1, seq FROM sqlite_sequence WHERE name = 'articles'")

# The key in ``meta`` of a revision's stamp.
STAMP = "revision {}"

ON_REMOVED = DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy left it untyped
    "CREATE TRIGGER IF NOT EXISTS removed_stamped AFTER INSERT ON removed BEGIN"
    " INSERT OR REPLACE INTO meta (key, value) VALUES"
    " ('revision ' || new.revision, lower(hex(randomblob(8))));"
    " END"
)

ON_DELETE = DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy left it untyped
    "CREATE TRIGGER IF NOT EXISTS articles_removed AFTER DELETE ON articles BEGIN"
    " INSERT OR REPLACE INTO removed (id, revision) VALUES (old.id, 1 + max("
    " old.revision, coalesce((SELECT max(revision) FROM articles), 0),"
    " coalesce((SELECT max(revision) FROM removed), 0)));"
    " DELETE FROM links WHERE row = old.row;"
    " END"
)


_COLUMNS = ", ".join(PUBLISHED)
_OLD, _NEW = (", ".join(f"{row}.{name}" for name in PUBLISHED) for row in ("old", "new"))
_NUMBER = "1 + coalesce((SELECT max(number) FROM versions WHERE row = old.row), 0)"

ON_CORRECTION = DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy left it untyped
    "CREATE TRIGGER IF NOT EXISTS articles_corrected AFTER UPDATE ON articles"  # noqa: S608
    f" WHEN ({_OLD}) IS NOT ({_NEW}) BEGIN"
    f" INSERT INTO versions (row, number, id, {_COLUMNS}, hash, stored, replaced)"
    f" VALUES (old.row, {_NUMBER}, old.id, {_OLD}, old.hash, old.updated, new.updated);"
    " END"
)

ON_FORGOTTEN = DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy left it untyped
    "CREATE TRIGGER IF NOT EXISTS articles_forgotten AFTER DELETE ON articles BEGIN"
    " DELETE FROM versions WHERE row = old.row;"
    " END"
)
