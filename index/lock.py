"""One writer at a time: an OS lock that dies with its process, and whose next holder tidies."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from index.data import Places, lock_file, unfinished
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
    data = Places.of(data).data
    try:
        if create:
            make_directory(data)
        elif not data.is_dir():
            raise ArchiveError(f"no archive in {data} yet; run: arsip import FILE...")
        with FileLock(lock_file(data), timeout=0):
            for path in unfinished(data):
                with suppress(OSError):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            yield
    except Timeout as error:
        raise WriterLockedError(data) from error
