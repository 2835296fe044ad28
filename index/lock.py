"""One writer at a time: an OS lock that dies with its process."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from index.data import lock_file
from index.errors import WriterLockedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def writer_lock(data: Path) -> Iterator[None]:
    """Hold the writer's lock of a data directory, made if it is missing.

    Raises:
        WriterLockedError: If another process holds it.
    """
    data.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(lock_file(data), timeout=0):
            yield
    except Timeout as error:
        raise WriterLockedError(data) from error
