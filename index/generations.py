"""Replacing a whole index without a moment when there is none.

    index/current                      the name of the generation that readers use
    index/20181013T102600-4f1c/        one generation: segment files and manifest.json
    index/20181013T102600-4f1c.new/    a build that is not finished; the next writer removes it

A generation never changes once it has its final name. An incremental build starts from
hard links to the files of the one before. The switch is one atomic rename of ``current``,
so a reader sees the old index or the new one.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.data import Places, index_directory
from index.durable import make_directory, raise_if_passing, sync, sync_tree
from index.errors import IndexBrokenError, IndexMissingError
from index.manifest import FILE_NAME, Manifest
from index.segments.array_file import file_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{4}")
_BUILDING = ".new"


class Generations:
    """The generations of one embedded index, in a data directory or where else it was put."""

    def __init__(self, data: Path | Places) -> None:
        places = Places.of(data)
        self.directory = index_directory(places)
        self._where = places.index or places.data

    def current(self) -> Path:
        """Return the directory of the generation that readers use.

        Raises:
            IndexMissingError: If nothing has been indexed yet.
            IndexBrokenError: If ``current`` names nothing that could be a generation.
        """
        try:
            name = (self.directory / "current").read_text("ascii").strip()
        except FileNotFoundError as error:
            raise IndexMissingError(self._where) from error
        except (OSError, UnicodeDecodeError) as error:
            if isinstance(error, OSError):
                raise_if_passing(error)
            raise IndexBrokenError(self.directory, f"current cannot be read ({error})") from error
        if not _NAME.fullmatch(name):
            raise IndexBrokenError(self.directory, "current does not name a generation")
        path = self.directory / name
        if not path.is_dir():
            raise IndexBrokenError(self.directory, f"generation {name} is missing")
        return path

    def stamp(self) -> tuple[int, int] | None:
        """Return what changes with every switch; None when there is nothing to read."""
        try:
            found = (self.directory / "current").stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def candidates(self) -> tuple[list[Path], IndexBrokenError | None]:
        """Return the generation in use, then those to fall back on, the newest first.

        And what is wrong with ``current``, if it names none of them.

        Raises:
            IndexMissingError: If nothing has been indexed yet.
        """
        every = self.every()
        try:
            current = self.current()
        except IndexBrokenError as error:
            return every, error
        return [current, *(path for path in every if path != current)], None

    def every(self) -> list[Path]:
        """Return all finished generations, the newest first."""
        found = self.directory.iterdir() if self.directory.is_dir() else ()
        return sorted(
            (path for path in found if _NAME.fullmatch(path.name) and path.is_dir()), reverse=True
        )

    def before(self, generation: Path) -> Path | None:
        """Return the one that a generation replaced, if it is still there.

        Of one that does not say so any more, the newest other.
        """
        others = [path for path in self.every() if path != generation]
        try:
            name = Manifest.read(generation).previous
        except IndexBrokenError:
            return others[0] if others else None
        return next((path for path in others if path.name == name), None)

    @contextmanager
    def building(self, base: Path | None = None) -> Iterator[Path]:
        """Yield a directory to build in, filled with links to the files of ``base``.

        It is removed when the block ends, unless `publish` has given it its name.
        """
        make_directory(self.directory)
        while (self.directory / (name := new_generation())).exists():
            pass
        build = self.directory / (name + _BUILDING)
        build.mkdir()
        try:
            if base is not None:
                link_files(base, build)
                (build / FILE_NAME).unlink()
            yield build
        finally:
            shutil.rmtree(build, ignore_errors=True)

    def publish(self, build: Path, manifest: Manifest) -> Manifest:
        """Give a finished build its name and make it current; keep the one before.

        Returns:
            The manifest as written, with the digests of all files.
        """
        manifest = replace(manifest, files=digests(build))
        manifest.write(build)
        sync_tree(build)
        final = self.directory / manifest.generation
        build.rename(final)
        sync(self.directory)
        self.switch(final)
        for path in self.every():
            if path.name not in {manifest.generation, manifest.previous}:
                shutil.rmtree(path, ignore_errors=True)
        return manifest

    def switch(self, generation: Path) -> None:
        """Make ``generation`` the one that readers use, atomically and durably."""
        make_directory(self.directory)
        pointer = self.directory / "current.new"
        pointer.write_text(generation.name + "\n", "ascii")
        sync(pointer)
        current = self.directory / "current"
        if current.is_dir():  # no file can take its place
            shutil.rmtree(current)
        pointer.replace(current)
        sync(self.directory)


def new_generation() -> str:
    """Return a name that next to no other generation has."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"


def name_of(build: Path) -> str:
    """Return the name a build will have as a generation."""
    return build.name.removesuffix(_BUILDING)


def digests(build: Path) -> dict[str, str]:
    """Return the digest of every file of a build by name."""
    return {file.name: file_digest(file) for file in sorted(build.iterdir())}


def link_files(source: Path, target: Path) -> None:
    """Fill a directory with links to the files of another, or with copies."""
    for file in sorted(source.iterdir()):
        try:
            os.link(file, target / file.name)
        except FileNotFoundError:
            raise
        except OSError:  # another file system, or one without hard links
            shutil.copy2(file, target / file.name)
