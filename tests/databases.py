"""Archives in every kind of database, and what any other tool does to them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from index.data import archive_file

if TYPE_CHECKING:
    from index.data import Places

# For a test about the file of SQLite.
in_a_file = pytest.mark.parametrize("new_place", ["sqlite"], indirect=True)


def arguments(place: Places) -> list[str]:
    """Return what a script needs to find an archive, by `OPENED`."""
    return [str(place.data), place.archive or ""]


# How a script opens the archive that its arguments name.
OPENED = """
import sys
from pathlib import Path
from index.archive.opening import open_archive
from index.data import Places

archive = open_archive(Places(Path(sys.argv[1]), sys.argv[2] or None), create=True)
"""


def run_sql(place: Places, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements in one transaction and return the rows of the last."""
    if place.archive is None:
        with closing(sqlite3.connect(archive_file(place.data))) as connection, connection:
            for statement in statements:
                found = connection.execute(statement)
            return found.fetchall()
    import psycopg

    with closing(psycopg.connect(place.archive)) as server, server:
        for statement in statements:
            cursor = server.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def columns(place: Places, id_: str) -> dict[str, Any]:
    """Return the row of an article as its database has it."""
    names = "row title published author first_seen updated revision hash title_key".split()
    listed = ", ".join(f'"{name}"' for name in names)
    (row,) = run_sql(place, f"SELECT {listed} FROM articles WHERE id = '{id_}'")  # noqa: S608
    return dict(zip(names, row, strict=True))


def fill_disk(place: Places, table: str) -> None:
    """Have each row that is added to a table fail."""
    if place.archive is None:
        full = "BEGIN SELECT raise(ABORT, 'disk full'); END"
        run_sql(place, f"CREATE TRIGGER full BEFORE INSERT ON {table} {full}")
        return
    run_sql(
        place,
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'disk full'; END $$",
        f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} EXECUTE FUNCTION full_disk()",
    )
