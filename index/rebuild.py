"""Bringing the index up to date with the archive.

    reindex(data)              what changed since the current generation
    reindex(data, full=True)   everything, beside the generation in use

Either way the result is a new generation, checked before any reader sees it. Nothing is
written into a generation that is in use.
"""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from index.archive import Archive, open_archive
from index.check import check_build, find_damage
from index.completions import Completions, write_completions
from index.data import archive_file, exceptions_file
from index.document import Document
from index.errors import IndexBrokenError, IndexMissingError
from index.generations import Generations, name_of
from index.lock import writer_lock
from index.manifest import Manifest, make_analyzer
from index.names import learn_from_archive
from index.segments.bulk_writer import BulkWriter
from index.segments.contents import open_segments
from index.stemming.exceptions import load_exceptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.analysis.analyzer import Analyzer


# Libraries whose version shapes the roots.
LIBRARIES = ("PySastrawi",)

# A change of more than this share of the archive is done sooner by building anew.
FULL_BUILD_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReindexReport:
    """What a reindex did.

    Attributes:
        mode: ``"full"``, ``"incremental"`` or ``"unchanged"``.
        written: Articles indexed.
        removed: Articles taken out.
        documents: Searchable documents now.
    """

    generation: str
    mode: str
    written: int
    removed: int
    documents: int
    seconds: float


@dataclass(frozen=True, slots=True)
class ArchiveSlice:
    """Documents of some rows of an archive; each process opens the file for itself."""

    path: Path
    since: int = 0
    first: int = 0
    last: int | None = None

    def __iter__(self) -> Iterator[Document]:
        """Yield the documents by row."""
        with closing(Archive.open(self.path)) as archive:
            for row, article in archive.walk(since=self.since, first=self.first, last=self.last):
                yield Document.from_article(row, article)


def reindex(
    data: Path,
    *,
    full: bool = False,
    jobs: int = 1,
    memory_mb: int = 512,
    progress: Callable[[int], None] | None = None,
) -> ReindexReport:
    """Make the newest generation hold what the archive holds.

    Args:
        data: The data directory.
        full: Index everything, even what has not changed.
        jobs: Processes that index at the same time.
        memory_mb: Memory for unwritten postings, in all processes together.
        progress: Called with the number of articles done since the last call.

    Raises:
        WriterLockedError: If another process is writing.
        ArchiveError: If the archive cannot be read.
        IndexBrokenError: If the new generation fails its check; the old one stays.
    """
    started = time.perf_counter()
    with writer_lock(data), closing(open_archive(data)) as archive:
        build = _Build(data, archive, jobs, memory_mb, progress)
        mode, manifest, written, removed = build.run(full=full)
    return ReindexReport(
        generation=manifest.generation,
        mode=mode,
        written=written,
        removed=removed,
        documents=manifest.documents,
        seconds=time.perf_counter() - started,
    )


def usable_base(data: Path, archive: Archive) -> tuple[Path, Manifest] | None:
    """Return the current generation if it fits the archive, the settings and this program."""
    exceptions = user_exceptions(data)
    try:
        path = Generations(data).current()
        manifest = Manifest.read(path)
        open_segments(path)
        Completions.open(path)
    except (IndexMissingError, IndexBrokenError):
        return None
    fits = (
        manifest.archive == archive.identity
        and manifest.exceptions == exceptions
        and manifest.libraries == _library_versions()
        and manifest.make_analyzer().fingerprint == manifest.analyzer
    )
    return (path, manifest) if fits else None


def user_exceptions(data: Path) -> dict[str, str]:
    """Return the roots that the user of a data directory has put right, by word."""
    path = exceptions_file(data)
    return load_exceptions(path) if path.exists() else {}


def _library_versions() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}


@dataclass(frozen=True, slots=True)
class _Build:
    data: Path
    archive: Archive
    jobs: int
    memory_mb: int
    progress: Callable[[int], None] | None

    def run(self, *, full: bool) -> tuple[str, Manifest, int, int]:
        """Return the mode, the manifest readers use now, articles written and removed."""
        base = None if full else usable_base(self.data, self.archive)
        # What changes from now on may be missed, and is for the next time.
        revision = self.archive.revision()
        if base and base[1].revision == revision:
            return "unchanged", base[1], 0, 0
        if base and self._changes(base[1]) <= FULL_BUILD_SHARE * base[1].documents:
            # A damaged base is no obstacle: a full build needs nothing of it.
            try:
                return "incremental", *self._incremental(*base, revision)
            except IndexBrokenError:
                pass
            except (ArithmeticError, LookupError, TypeError, ValueError):
                if not find_damage(base[0]):
                    raise
        return "full", *self._full(revision)

    def _changes(self, base: Manifest) -> int:
        removed = self.archive.removed_since(base.revision)
        return self.archive.count(since=base.revision) + len(removed)

    def _incremental(self, path: Path, base: Manifest, revision: int) -> tuple[Manifest, int, int]:
        analyzer = base.make_analyzer()
        changes = ArchiveSlice(archive_file(self.data), since=base.revision)
        removed = self.archive.removed_since(base.revision)
        with Generations(self.data).building(path) as build:
            with BulkWriter(build, analyzer, memory_mb=self.memory_mb) as writer:
                gone = writer.delete(removed)
                written = writer.add_all([changes], self.progress)
            manifest = self._publish(build, analyzer, base.names, base.exceptions, revision)
            return manifest, written, gone

    def _full(self, revision: int) -> tuple[Manifest, int, int]:
        exceptions = user_exceptions(self.data)
        names = learn_from_archive(self.archive)
        analyzer = make_analyzer(names, exceptions)
        with Generations(self.data).building() as build:
            with BulkWriter(build, analyzer, jobs=self.jobs, memory_mb=self.memory_mb) as writer:
                written = writer.add_all(self._slices(), self.progress)
            kept = tuple(sorted(names))
            return self._publish(build, analyzer, kept, exceptions, revision), written, 0

    def _slices(self) -> list[ArchiveSlice]:
        low, high = self.archive.row_span()
        step = max(1, -(-(high - low + 1) // self.jobs))
        return [
            ArchiveSlice(archive_file(self.data), first=first, last=first + step - 1)
            for first in range(low, high + 1, step)
        ]

    def _publish(
        self,
        build: Path,
        analyzer: Analyzer,
        names: tuple[str, ...],
        exceptions: dict[str, str],
        revision: int,
    ) -> Manifest:
        generations = Generations(self.data)
        write_completions(build, self.archive.titles())
        documents = check_build(build, self.archive, analyzer, revision)
        try:
            previous = generations.current().name
        except (IndexMissingError, IndexBrokenError):
            previous = None
        manifest = Manifest(
            generation=name_of(build),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            archive=self.archive.identity,
            revision=revision,
            documents=documents,
            analyzer=analyzer.fingerprint,
            libraries=_library_versions(),
            names=names,
            exceptions=exceptions,
            previous=previous,
        )
        generations.publish(build, manifest)
        return manifest
