"""A full build in a cluster: a new index is filled by several processes, and then switched to.

Nothing holds copies of it and nobody sees it while it is filled. Before the switch all its
primary shards answer, which makes the cluster yellow: that is all a search needs. Copies that
are not there yet are made meanwhile, and for a cluster of one node there is no place for them.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from index.errors import IndexUnreachableError
from index.opensearch.bulk import Bulk, putting
from index.opensearch.client import Cluster
from index.opensearch.encoding import encode
from index.opensearch.files import put_files
from index.opensearch.looking import check_index, refresh, wait_for
from index.opensearch.words import WordNotes, write_words
from index.processes import REPORT_EVERY, work_through
from index.store import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from index.archive.store import Archive
    from index.document import Document
    from index.manifest import Manifest
    from index.opensearch.generations import Indices
    from index.opensearch.location import Location
    from index.store import Checked, How
    from index.values.table import Values

# Seconds that copies may take before the switch; what is not copied then follows it.
COPY_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class FullBuild:
    """An index that is filled. Implements `index.store.Build`.

    Attributes:
        index: Of the documents, empty at first.
        directory: For the files.
    """

    indices: Indices
    index: str
    generation: str
    directory: Path
    how: How

    def values(self) -> Values | None:
        """Return None: there is no base."""
        return None

    def write(self, removed: Iterable[str], sources: Sequence[Iterable[Document]]) -> Written:  # noqa: ARG002 - an empty index has nothing to remove
        """Send every document."""
        how = self.how
        target = _Target(self.cluster.location, self.index, self.directory, how.revision)
        counts = work_through(
            sources,
            partial(_Filler, target),
            how.analyzer,
            jobs=how.jobs,
            report=how.progress or _ignore,
        )
        return Written(sum(counts), 0)

    def check(self, archive: Archive) -> Checked:
        """Let the documents be found, count them and look a sample of articles up."""
        write_words(self.directory)
        refresh(self.cluster, self.index)
        how = self.how
        return check_index(self.cluster, self.index, archive, how.analyzer, how.revision)

    def publish(self, manifest: Manifest) -> Manifest:
        """Add the files, have copies made, and switch the alias."""
        files = put_files(self.cluster, self.index, sorted(self.directory.iterdir()))
        manifest = replace(manifest, files=files)
        self._copy()
        self.indices.describe(self.index, manifest)
        self.indices.switch(self.index)
        with suppress(IndexUnreachableError):  # it is searched; the next writer tidies
            self.indices.remove_all_but(self.index, manifest.previous)
        return manifest

    def _copy(self) -> None:
        """Have copies made; the switch does not depend on them, see above."""
        replicas = self.cluster.location.replicas
        settings = {"index": {"number_of_replicas": replicas}}
        self.cluster.ask("PUT", f"/{self.index}/_settings", settings)
        if self.cluster.ask("GET", "/_cluster/health")["number_of_data_nodes"] > replicas:
            wait_for(self.cluster, self.index, "green", COPY_SECONDS)

    @property
    def cluster(self) -> Cluster:
        """The one the index is in."""
        return self.indices.cluster


@dataclass(frozen=True, slots=True)
class _Target:
    """Where documents go, where their words are noted, and as of which revision they are."""

    location: Location
    index: str
    directory: Path
    revision: int


class _Filler:
    """Sends the documents of some sources, in one process. An `index.processes.Worker`."""

    def __init__(self, target: _Target, analyzer: Analyzer, report: Callable[[int], None]) -> None:
        self._cluster = Cluster(target.location)
        self._bulk = Bulk(self._cluster, target.index)
        self._target = target
        self._analyzer = analyzer
        self._report = report
        self._count = 0

    def add(self, number: int, source: Iterable[Document]) -> None:
        """Send the documents of a source, and note their words."""
        notes, count = WordNotes(), 0
        try:
            for document in source:
                encoded = encode(document, self._analyzer, self._target.revision)
                notes.add(encoded)
                self._bulk.send(putting(document.row, document.id, encoded))
                count += 1
                if count % REPORT_EVERY == 0:
                    self._report(REPORT_EVERY)
            notes.write(self._target.directory, number)
        except BaseException:
            self._close()
            raise
        self._report(count % REPORT_EVERY)
        self._count += count

    def finish(self) -> list[int]:
        """Return how many documents have arrived."""
        try:
            self._bulk.finish()
        finally:
            self._close()
        return [self._count]

    def _close(self) -> None:
        self._bulk.close()
        self._cluster.close()


def _ignore(count: int) -> None:
    """Report progress to nobody."""
