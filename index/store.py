"""What an engine does for an index that is written: the policy is above it, in `index.rebuild`.

    store.newest_sound()      the generation to build upon, and what is wrong with others
    with store.building(how, base=...) as build:
        build.write(...)      documents in and out, for nobody to see yet
        ...                   files that describe the generation, in ``build.directory``
        build.check(...)      it holds what the archive does
        build.publish(...)    readers see it, at once and whole

Whether everything is indexed anew, what is learned from the archive and what is reported is
the same for every engine. `index.locating` knows which one an index is in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from index.archive.store import Archive
    from index.document import Document
    from index.manifest import Manifest
    from index.values.table import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a generation is made.

    Attributes:
        revision: The archive's revision that it is to hold.
        jobs: Processes that index at the same time.
        memory_mb: For what is not written yet, in all processes together.
        progress: Called with the number of articles done since the last call.
    """

    analyzer: Analyzer
    revision: int
    jobs: int = 1
    memory_mb: int = 512
    progress: Callable[[int], None] | None = None


class Written(NamedTuple):
    """How many documents were added, and how many taken out because they were removed."""

    added: int
    removed: int


class Checked(NamedTuple):
    """What a build holds: documents, and a line for each article that it cannot have."""

    documents: int
    unreadable: tuple[str, ...]


class Verified(NamedTuple):
    """A generation and every problem found in it."""

    generation: str
    problems: list[str]


class Build(Protocol):
    """A generation that is being made."""

    @property
    def generation(self) -> str:
        """The name it will have."""
        ...

    @property
    def directory(self) -> Path:
        """Holds the files that describe it: those of its base, until others are written."""
        ...

    def values(self) -> Values | None:
        """Return the values of the base, to be applied; None if it has no table of them."""
        ...

    def write(self, removed: Iterable[str], sources: Sequence[Iterable[Document]]) -> Written:
        """Take out the documents with some ids, then add every document of ``sources``.

        A document replaces the one with the same id; ids within the sources differ. Called once.

        Raises:
            BuildFailedError: If a document is refused or a process died; a source's own error.
        """
        ...

    def check(self, archive: Archive) -> Checked:
        """Return what the build holds, after a look for a sample of articles.

        Raises:
            IndexBrokenError: If that is not what can be read of the archive.
        """
        ...

    def publish(self, manifest: Manifest) -> Manifest:
        """Make it the generation that readers use; keep the one before it.

        Returns:
            The manifest as written, with the digests of all files.
        """
        ...


class Store(Protocol):
    """The generations of one index."""

    def in_use(self) -> str:
        """Return the name of the generation that readers use, whatever its state.

        Raises:
            IndexMissingError: If nothing has been indexed yet.
            IndexBrokenError: If no generation is named as the one in use.
        """
        ...

    def current(self, *, checked: bool = True) -> Manifest:
        """Return the manifest of the generation in use.

        Args:
            checked: Have a quick look at its files, too.

        Raises:
            IndexMissingError: If nothing has been indexed yet.
            IndexBrokenError: If it is damaged, foreign, or of another version.
        """
        ...

    def newest_sound(self) -> tuple[list[str], Manifest | None]:
        """Return what is wrong with some generations, and the first of which nothing is.

        Damage that is built upon would look sound for ever after.
        """
        ...

    def suits(self, manifest: Manifest) -> bool:
        """Tell whether a generation is kept in the way that this program would keep it."""
        ...

    def files(self, manifest: Manifest, *names: str) -> Path:
        """Return a directory with some files of a generation, or all; it may only be read.

        Raises:
            IndexBrokenError: If one cannot be had as it was written.
        """
        ...

    def size(self, manifest: Manifest) -> int:
        """Return the bytes that a generation takes."""
        ...

    def verify(self, archive: Archive) -> Verified:
        """Look the generation in use over, every byte of it that can be read.

        Raises:
            IndexMissingError: If nothing has been indexed yet.
            IndexBrokenError: If no generation is named as the one in use.
        """
        ...

    def roll_back(self) -> Manifest:
        """Make the generation before the one in use current again; return its manifest.

        Raises:
            NothingBeforeError: If there is none, or it is not sound.
            IndexMissingError: If nothing has been indexed yet.
            IndexBrokenError: If no generation is named as the one in use.
        """
        ...

    def building(self, how: How, *, base: Manifest | None = None) -> AbstractContextManager[Build]:
        """Yield a build, of everything or of what changed since ``base``.

        What it has written is gone when the block ends without `Build.publish`.
        """
        ...
