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
transaction that makes them, whoever makes it. Triggers are of the database: `sqlite`, `postgres`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Identity, Index, Integer, MetaData, Table, inspect, select, text
from sqlalchemy import Text as AnyText

from index.archive.reading import NEWEST
from index.archive.rows import PUBLISHED, WHOLE

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.sql.expression import TextClause

# In the order of its characters, as SQLite has it, whatever language a server was set up for.
Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")

metadata = MetaData()

articles = Table(
    "articles",
    metadata,
    Column("row", Integer, Identity(), primary_key=True, autoincrement=True),
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

SELECT_WHOLE = select(*(articles.c[name] for name in WHOLE))

versions = Table(
    "versions",
    metadata,
    Column("version", Integer, Identity(), primary_key=True),
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


def foreign_tables(connection: Connection) -> str:
    """Return the tables that are called like ours where no archive is, separated by commas."""
    there = set(inspect(connection).get_table_names()) & set(metadata.tables)
    return "" if meta.name in there else ", ".join(sorted(there))


NEWEST_REVISION: TextClause = text(NEWEST)

# An entry that replaces one with the same key, and one that does not.
SET_META: TextClause = text(
    "INSERT INTO meta (key, value) VALUES (:key, :value)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
ADD_META: TextClause = text(
    "INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO NOTHING"
)
