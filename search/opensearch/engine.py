"""The engine on a cluster: the newest generation of an index there, noticed within a second."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from math import inf
from threading import Lock
from typing import TYPE_CHECKING, Final

from index.errors import ArsipError
from index.opensearch.client import Cluster
from index.opensearch.files import fetch_files
from index.opensearch.generations import current
from search.errors import EngineError, GenerationGoneError
from search.opensearch.file_cache import FileCache
from search.opensearch.moment import Moment
from search.opensearch.snapshot import RemoteSnapshot
from search.work import unbounded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.opensearch.location import Location

_log = logging.getLogger(__name__)

# Seconds between two looks at whether there is a newer generation.
LOOK_SECONDS: Final = 1.0


class OpenSearchEngine:
    """The newest generation of an index in OpenSearch. Implements `search.engine.Engine`.

    The one before it is kept for those who go on in it, as long as the cluster does.
    """

    def __init__(self, location: Location, cache: Path | None = None) -> None:
        """Take where the index is, and a directory to keep files of its generations in.

        Without one, or the right to write there, they are kept as long as the engine.
        """
        self._cluster = Cluster(location)
        self._files = FileCache(cache)
        self._lock = Lock()
        self._looking = Lock()
        self._looked = -inf
        self._snapshot: RemoteSnapshot | None = None
        self._before: RemoteSnapshot | None = None

    @contextmanager
    def reading(self, generation: str | None = None) -> Iterator[RemoteSnapshot]:
        """Yield the newest generation, or one by name."""
        snapshot = self._current()
        if generation not in {None, snapshot.generation}:
            snapshot = self._named(str(generation))
        yield snapshot.counting(unbounded())

    def damage(self) -> tuple[str, ...]:
        """Ask whether all parts of the index are there.

        Raises:
            IndexUnreachableError: If the cluster does not answer.
        """
        name = self._cluster.location.name
        status = self._cluster.ask("GET", f"/_cluster/health/{name}")["status"]
        return ("a part of the index is on no node that answers",) if status == "red" else ()

    def close(self) -> None:
        """Let go of what is held open, and of the cluster."""
        with self._lock:
            held = self._snapshot, self._before
            self._snapshot = self._before = None
            self._looked = -inf
        for snapshot in held:
            if snapshot is not None:
                snapshot.moment.close()
        self._cluster.close()

    def _current(self) -> RemoteSnapshot:
        snapshot = self._snapshot
        if snapshot is None:
            with self._looking:
                return self._look()
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return snapshot
        # One looks, the others go on meanwhile.
        if self._looking.acquire(blocking=False):
            try:
                return self._look()
            except ArsipError as error:
                self._looked = time.monotonic()
                _log.warning("no look for a newer generation: %s", error)
            finally:
                self._looking.release()
        return snapshot

    def _named(self, generation: str) -> RemoteSnapshot:
        """Return the one before the newest, or a newer one that another process has seen first."""
        before = self._before
        if before is not None and before.generation == generation:
            return before
        self._looked = -inf
        newest = self._current()
        if newest.generation != generation:
            raise GenerationGoneError(generation)
        return newest

    def _look(self) -> RemoteSnapshot:
        """Return the newest generation; one thread at a time."""
        held = self._snapshot
        if held is not None and time.monotonic() - self._looked < LOOK_SECONDS:
            return held
        index, manifest = current(self._cluster, self._cluster.location.name)
        if held is None or held.generation != manifest.generation:
            try:
                directory = self._files.of(manifest.generation)
                fetch_files(self._cluster, index, manifest, directory)
            except OSError as error:
                raise EngineError(f"files of the index cannot be kept here: {error}") from error
            moment = Moment(self._cluster, index, lambda: self._is(manifest.generation))
            opened = RemoteSnapshot(manifest, directory, moment)
            self._files.keep(opened.generation, held.generation if held else "")
            with self._lock:
                self._before, self._snapshot = held, opened
            held = opened
        self._looked = time.monotonic()
        return held

    def _is(self, generation: str) -> bool:
        """Tell whether a generation is still the newest; else the next search looks which is."""
        is_current = current(self._cluster, self._cluster.location.name)[1].generation == generation
        if not is_current:
            self._looked = -inf
        return is_current
