"""The newest generation, noticed as soon as it is switched to."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from index.errors import IndexBrokenError
from index.generations import Generations
from search.arrays.snapshot import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

# A generation can be swept away between reading its name and opening it, once for every
# reindex that finishes meanwhile.
ATTEMPTS = 5


class LiveIndex:
    """Hands out the snapshot of the current generation. Safe to share between threads.

    A search keeps the snapshot it started with; an old one is closed when nobody uses it.
    """

    def __init__(self, data: Path) -> None:
        self._generations = Generations(data)
        self._pointer = self._generations.directory / "current"
        self._lock = Lock()
        self._seen: tuple[int, int] | None = None
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Return the current generation, opened.

        Raises:
            IndexMissingError: If nothing has been indexed yet.
            IndexBrokenError: If the index cannot be read.
        """
        snapshot = self._snapshot
        if snapshot is not None and self._stamp() == self._seen:
            return snapshot
        with self._lock:
            stamp = self._stamp()
            if self._snapshot is None or stamp != self._seen:
                self._snapshot = self._open()
                self._seen = stamp
            return self._snapshot

    def close(self) -> None:
        """Let go of the snapshot."""
        with self._lock:
            self._snapshot = self._seen = None

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._pointer.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _open(self) -> Snapshot:
        for _ in range(ATTEMPTS - 1):
            stamp = self._stamp()
            try:
                return Snapshot(self._generations.current())
            except (IndexBrokenError, FileNotFoundError):
                if stamp == self._stamp():
                    raise
        return Snapshot(self._generations.current())
