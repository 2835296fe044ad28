"""One writer at a time: an OS lock that dies with its process, and whose next holder tidies.

An archive that several machines can reach has a lock of its own beside that of the directory.
"""

from __future__ import annotations

import shutil
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from index.archive.opening import find_database
from index.data import Places, index_elsewhere, lock_file, unfinished
from index.durable import make_directory
from index.errors import ArchiveError, WriterLockedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def writer_lock(data: Path | Places, *, create: bool = False) -> Iterator[None]:
    """Hold the writer's lock of a data directory; what a killed writer left is removed.

    Args:
        data: The data directory, or where archive and index are.
        create: Make it if it is missing.

    Raises:
        WriterLockedError: If another process holds the lock.
        ArchiveError: If there is no such directory, or it cannot be written.
    """
    places = Places.of(data)
    if create or places.archive is not None:
        make_directory(places.data)
    elif not places.data.is_dir():
        raise ArchiveError(f"no archive in {places.data} yet; run: arsip import FILE...")
    with _directory_lock(places.data), _index_lock(places), archive_lock(places):
        for path in unfinished(places):
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        yield


@contextmanager
def archive_lock(places: Places) -> Iterator[None]:
    """Hold the lock of an archive alone, wherever its users keep their data directories.

    Raises:
        WriterLockedError: If another process holds it, on whatever machine.
        ArchiveError: If it cannot be reached.
    """
    if places.archive is None:  # which is in the directory
        yield
        return
    with closing(find_database(places)) as database, database.lone_writer():
        yield


@contextmanager
def _index_lock(places: Places) -> Iterator[None]:
    """Hold the lock of an embedded index that other data directories may be indexed into."""
    directory = index_elsewhere(places)
    if directory is None:
        yield
        return
    make_directory(directory)
    with _directory_lock(directory):
        yield


@contextmanager
def _directory_lock(data: Path) -> Iterator[None]:
    try:
        with FileLock(lock_file(data), timeout=0):
            yield
    except Timeout as error:
        raise WriterLockedError(data) from error
