"""Where an archive is, and whether it is one.

open_archive(data)                                      archive.db in the data directory
open_archive(Places(data, "postgresql://host/name"))    a database elsewhere
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from index.archive.postgres import PostgresServer, is_address
from index.archive.reading import READABLE, SCHEMA_VERSION, read_about
from index.archive.sqlite import SqliteFile
from index.archive.store import Archive
from index.archive.tables import ADD_META, foreign_tables, metadata
from index.data import Places, archive_file, without_secret
from index.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

    from index.archive.database import Database


def find_database(places: Places, *, create: bool = False) -> Database:
    """Return the database of an archive, not asked anything yet.

    Raises:
        ArchiveError: If there is no such file (and none is to be created), or no such database.
    """
    if places.archive is None:
        return SqliteFile(archive_file(places.data), create=create)
    if is_address(places.archive):
        return PostgresServer(places.archive)
    shown = without_secret(places.archive)
    raise ArchiveError(f"archive {shown}: is not an address like postgresql://USER@HOST/NAME")


def open_archive(data: Path | Places, *, create: bool = False) -> Archive:
    """Open the archive of a data directory, or where else it is.

    Raises:
        ArchiveMissingError: If there is none, and none is to be created.
        ArchiveError: If it cannot be reached, is damaged, or of another version.
    """
    database = find_database(Places.of(data), create=create)
    try:
        if create:
            _create(database)
        return Archive(database)
    except BaseException:
        database.close()
        raise


def _create(database: Database) -> None:
    """Make what is not there yet, in an archive that is none of another version."""
    found = read_about(database)
    if found and found.get("version") not in READABLE:
        return
    about = {"version": str(SCHEMA_VERSION), "archive": uuid4().hex}
    with database.writing() as connection:
        if others := foreign_tables(connection):
            raise ArchiveError(f"archive {database.name}: has tables of somebody else: {others}")
        metadata.create_all(connection)
        database.add_triggers(connection)
        connection.execute(ADD_META, [{"key": key, "value": value} for key, value in about.items()])
