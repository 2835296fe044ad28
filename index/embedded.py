"""The embedded engine's side of `index.store`: generations of segments in the data directory."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.check import check_build, verify_index
from index.damage import checked_manifest, find_damage
from index.errors import IndexMissingError, NothingBeforeError
from index.generations import Generations, name_of
from index.manifest import Manifest
from index.segments.bulk_writer import BulkWriter
from index.segments.contents import open_segments
from index.store import Checked, Verified, Written
from index.values.table import Values, known_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from index.archive.store import Archive
    from index.data import Places
    from index.document import Document
    from index.store import How


class EmbeddedStore:
    """The index in files here. Implements `index.store.Store`."""

    def __init__(self, places: Places) -> None:
        self._generations = Generations(places)

    def in_use(self) -> str:
        """Return the generation that ``current`` names."""
        return self._generations.current().name

    def current(self, *, checked: bool = True) -> Manifest:
        """Return its manifest; a quick look reads small files, and the ends of large ones."""
        directory = self._generations.current()
        return checked_manifest(directory) if checked else Manifest.read(directory)

    def newest_sound(self) -> tuple[list[str], Manifest | None]:
        """Read every byte of generations until one is sound."""
        try:
            candidates, broken = self._generations.candidates()
        except IndexMissingError:
            return [], None
        damage = [broken.problem] if broken else []
        for path in candidates:
            problems = find_damage(path)
            if not problems:
                return damage, Manifest.read(path)
            damage.append(f"generation {path.name}: {problems[0]}")
        return damage, None

    def suits(self, manifest: Manifest) -> bool:  # noqa: ARG002 - see below
        """Return True: the version of its files was compared when the manifest was read."""
        return True

    def files(self, manifest: Manifest, *names: str) -> Path:  # noqa: ARG002 - all are there
        """Return the directory of a generation."""
        return self._generations.directory / manifest.generation

    def size(self, manifest: Manifest) -> int:
        """Return the bytes of its files."""
        return sum(file.stat().st_size for file in self.files(manifest).iterdir())

    def verify(self, archive: Archive) -> Verified:
        """Read every byte, and look a sample of articles up."""
        directory = self._generations.current()
        return Verified(directory.name, verify_index(directory, archive))

    def roll_back(self) -> Manifest:
        """Point ``current`` to the generation before."""
        before = self._generations.before(self._generations.current())
        if before is None:
            raise NothingBeforeError("There is no earlier index to go back to.")
        if problems := find_damage(before):
            raise NothingBeforeError(f"The earlier index {before.name}: {problems[0]}.")
        self._generations.switch(before)
        return Manifest.read(before)

    @contextmanager
    def building(self, how: How, *, base: Manifest | None = None) -> Iterator[EmbeddedBuild]:
        """Yield a build in a directory beside the generations."""
        with self._generations.building(None if base is None else self.files(base)) as directory:
            yield EmbeddedBuild(self._generations, directory, how)


@dataclass(frozen=True, slots=True)
class EmbeddedBuild:
    """Segments in the directory of a build. Implements `index.store.Build`."""

    generations: Generations
    directory: Path
    how: How

    @property
    def generation(self) -> str:
        """The name without what marks a build."""
        return name_of(self.directory)

    def values(self) -> Values | None:
        """Return the values of the base; what it shows stands in its segments."""
        return Values.open(self.directory, known_in(open_segments(self.directory)))

    def write(self, removed: Iterable[str], sources: Sequence[Iterable[Document]]) -> Written:
        """Write new segments, and which documents of the old ones are deleted."""
        how = self.how
        with BulkWriter(
            self.directory, how.analyzer, jobs=how.jobs, memory_mb=how.memory_mb
        ) as writer:
            gone = writer.delete(removed)
            return Written(writer.add_all(sources, how.progress), gone)

    def check(self, archive: Archive) -> Checked:
        """Count its documents and look a sample of articles up."""
        return Checked(*check_build(self.directory, archive, self.how.analyzer, self.how.revision))

    def publish(self, manifest: Manifest) -> Manifest:
        """Give the directory its name and point ``current`` to it."""
        return self.generations.publish(self.directory, manifest)
