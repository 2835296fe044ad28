"""The side of `index.store` that is in a cluster; the lock and what is being made are here.

Generations are one index after the other, see `.generations`. The one before is kept for a
rollback, which goes back over full builds: a change in an index is not undone.
"""

from __future__ import annotations

import shutil
import weakref
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from index.data import index_directory
from index.durable import make_directory
from index.errors import (
    IndexBrokenError,
    IndexMissingError,
    IndexUnreachableError,
    NothingBeforeError,
    RefusedError,
)
from index.generations import link_files, new_generation
from index.opensearch.changing import IncrementalBuild
from index.opensearch.client import Cluster
from index.opensearch.files import fetch_files
from index.opensearch.filling import FullBuild
from index.opensearch.generations import (
    Finished,
    Indices,
    files_index,
    read_finished,
)
from index.opensearch.journal import Journal
from index.opensearch.location import Location
from index.opensearch.looking import count_documents, missing_samples, wait_for
from index.opensearch.mapping import MAPPING_DIGEST
from index.opensearch.version import check_version
from index.store import Verified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.store import Archive
    from index.data import Places
    from index.manifest import Manifest
    from index.store import Build, How

# Seconds that parts of an index which do not answer may take to come back.
WAIT_SECONDS: Final = 60


class OpenSearchStore:
    """The index of one name in a cluster. Implements `index.store.Store`."""

    def __init__(self, places: Places) -> None:
        """Take where it is; nothing is asked before it has to be.

        Raises:
            LocationError: If it is not written as one.
        """
        location = Location.parse(places.cluster or "")
        self._cluster = Cluster(location)
        self._directory = index_directory(places.data)
        self._name = location.name
        self._where = str(location)
        self._indices = Indices(self._cluster)
        self._finished: dict[str, Finished] = {}
        self._fetched: dict[str, Path] = {}
        weakref.finalize(self, self._cluster.close)

    def in_use(self) -> str:
        """Return the generation that the alias leads to."""
        return self._current().generation

    def current(self, *, checked: bool = True) -> Manifest:  # noqa: ARG002 - there is no quick look
        """Return the manifest that the alias leads to."""
        return self._current().manifest

    def newest_sound(self) -> tuple[list[str], Manifest | None]:
        """Fetch the files of generations and count their documents, until one is sound."""
        damage: list[str] = []
        try:
            candidates = [self._current()]
        except IndexMissingError:
            return [], None
        except IndexBrokenError as error:
            damage.append(error.problem)
            candidates = []
        searched = candidates[0].index if candidates else None
        for found in [*candidates, *self._indices.others(searched)]:
            self._finished[found.generation] = found
            directory = self._scratch(found.generation)
            problems = self._damage(found, directory)
            if not problems:
                self._fetched[found.generation] = directory
                return damage, found.manifest
            damage.append(f"generation {found.generation}: {problems[0]}")
        return damage, None

    def suits(self, manifest: Manifest) -> bool:
        """Tell whether documents are kept by the mapping of this program."""
        return self._of(manifest).mapping == MAPPING_DIGEST

    def files(self, manifest: Manifest, *names: str) -> Path:
        """Fetch files into a directory that is gone with this store."""
        generation = manifest.generation
        if generation not in self._fetched:
            directory = self._fetched[generation] = Path(mkdtemp(prefix="arsip-index-"))
            weakref.finalize(self, shutil.rmtree, directory, ignore_errors=True)
        directory = self._fetched[generation]
        fetch_files(self._cluster, self._of(manifest).index, manifest, directory, *names)
        return directory

    def size(self, manifest: Manifest) -> int:
        """Return the bytes of documents and files, with all their copies."""
        index = self._of(manifest).index
        path = f"/{index},{files_index(index)}/_stats/store"
        answer = self._cluster.ask("GET", path, params={"level": "cluster"})
        return int(answer["_all"]["total"]["store"]["size_in_bytes"])

    def verify(self, archive: Archive) -> Verified:
        """Fetch every file, count the documents and look a sample of articles up."""
        try:
            found = self._current()
        except IndexBrokenError as error:
            return Verified(self._name, [error.problem])
        directory = Path(mkdtemp(prefix="arsip-index-"))
        try:
            problems = self._damage(found, directory)
        finally:
            shutil.rmtree(directory, ignore_errors=True)
        if problems:
            return Verified(found.generation, problems)
        try:
            analyzer = found.manifest.checked_analyzer(self._where)
        except IndexBrokenError as error:
            return Verified(found.generation, [error.problem])
        revision = found.manifest.revision
        missing = missing_samples(self._cluster, found.index, archive, analyzer, revision)
        return Verified(found.generation, missing)

    def roll_back(self) -> Manifest:
        """Switch the alias to the index before."""
        searched = next(iter(self._indices.searched()), None)
        try:
            current = self._current()
        except IndexBrokenError:
            before = self._indices.others(searched)
        else:
            previous = current.manifest.previous
            before = [one for one in self._indices.others(searched) if one.generation == previous]
        if not before:
            raise NothingBeforeError("There is no earlier index to go back to.")
        directory = self._scratch(before[0].generation)
        if problems := self._damage(before[0], directory):
            raise NothingBeforeError(f"The earlier index {before[0].generation}: {problems[0]}.")
        self._indices.switch(before[0].index)
        return before[0].manifest

    @contextmanager
    def building(self, how: How, *, base: Manifest | None = None) -> Iterator[Build]:
        """Yield a build; an index that was not published is removed."""
        check_version(self._cluster)
        self._indices.remove_unfinished()
        generation = new_generation()
        directory = self._scratch(generation)
        try:
            if base is None:
                yield from self._filling(how, generation, directory)
            else:
                link_files(self.files(base), directory)
                found = self._of(base)
                with closing(
                    IncrementalBuild(self._indices, found, generation, directory, how)
                ) as build:
                    yield build
        finally:
            shutil.rmtree(directory, ignore_errors=True)

    def _filling(self, how: How, generation: str, directory: Path) -> Iterator[Build]:
        index = self._indices.create(generation)
        try:
            yield FullBuild(self._indices, index, generation, directory, how)
        finally:
            with suppress(IndexUnreachableError):  # then the next writer removes it
                self._indices.remove_unfinished()

    def _current(self) -> Finished:
        found = read_finished(self._cluster, self._name)
        self._finished[found.generation] = found
        return found

    def _of(self, manifest: Manifest) -> Finished:
        """Return where a generation is."""
        if (found := self._finished.get(manifest.generation)) is not None:
            return found
        for other in [self._current(), *self._indices.others(None)]:
            if other.generation == manifest.generation:
                return other
        raise IndexBrokenError(self._where, f"generation {manifest.generation} is gone")

    def _damage(self, found: Finished, directory: Path) -> list[str]:
        """Return what is wrong with a generation, having fetched its files into a directory."""
        try:
            return self._problems(found, directory)
        except RefusedError:
            raise
        except IndexUnreachableError:
            # Of what is never there again only a full build makes another.
            if not wait_for(self._cluster, found.index, "yellow", WAIT_SECONDS):
                return ["a part of it is on no node that answers"]
            return self._problems(found, directory)

    def _problems(self, found: Finished, directory: Path) -> list[str]:
        manifest = found.manifest
        try:
            fetch_files(self._cluster, found.index, manifest, directory, fresh=True)
            if Journal(self._cluster, found.index, found.generation).exists():
                return []  # some of it may be changed already; the next writer goes on
        except IndexBrokenError as error:
            return [error.problem]
        documents = count_documents(self._cluster, found.index)
        if documents == manifest.documents:
            return []
        return [f"holds {documents:,} documents, not {manifest.documents:,}"]

    def _scratch(self, name: str) -> Path:
        """Return a new directory of a writer; what is left of it the next one removes."""
        make_directory(self._directory)
        directory = Path(mkdtemp(prefix=f"{name}.", suffix=".new", dir=self._directory))
        weakref.finalize(self, shutil.rmtree, directory, ignore_errors=True)
        return directory
