"""Replacing a whole index without a moment when there is none.

    index/current                      the name of the generation that readers use
    index/20181013T102600-4f1c/        one generation: segment files and manifest.json
    index/20181013T102600-4f1c.new/    a build that is not finished; swept away later

A generation never changes once it has its final name. An incremental build starts from
hard links to the files of the one before. The switch is one atomic rename of ``current``,
so a reader sees the old index or the new one.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.data import index_directory
from index.errors import IndexBrokenError, IndexMissingError
from index.manifest import FILE_NAME, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{4}")
_BUILDING = ".new"


class Generations:
    """The generations of the index in one data directory."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.directory = index_directory(data)

    def current(self) -> Path:
        """Return the directory of the generation that readers use.

        Raises:
            IndexMissingError: If nothing has been indexed yet.
            IndexBrokenError: If ``current`` names nothing that could be a generation.
        """
        try:
            name = (self.directory / "current").read_text("ascii").strip()
        except FileNotFoundError as error:
            raise IndexMissingError(self.data) from error
        except (OSError, UnicodeDecodeError) as error:
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

    def before(self, manifest: Manifest) -> Path | None:
        """Return the generation that the one of ``manifest`` replaced, if it is still there."""
        path = self.directory / (manifest.previous or "")
        return path if manifest.previous and path.is_dir() else None

    @contextmanager
    def building(self, base: Path | None = None) -> Iterator[Path]:
        """Yield a directory to build in, filled with links to the files of ``base``.

        It is removed when the block ends, unless `publish` has given it its name.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        self._sweep()
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
        build = self.directory / (name + _BUILDING)
        build.mkdir()
        try:
            for file in sorted(base.iterdir()) if base else ():
                if file.name != FILE_NAME:
                    _link(file, build / file.name)
            yield build
        finally:
            shutil.rmtree(build, ignore_errors=True)

    def publish(self, build: Path, manifest: Manifest) -> Path:
        """Give a finished build its name and make it current; keep the one before."""
        manifest.write(build)
        for file in build.iterdir():
            _sync(file)
        _sync(build)
        final = self.directory / manifest.generation
        build.rename(final)
        self.switch(final)
        self._sweep(keep={manifest.generation, manifest.previous})
        return final

    def switch(self, generation: Path) -> None:
        """Make ``generation`` the one that readers use, atomically and durably."""
        pointer = self.directory / "current.new"
        pointer.write_text(generation.name + "\n", "ascii")
        _sync(pointer)
        pointer.replace(self.directory / "current")
        _sync(self.directory)

    def _sweep(self, keep: set[str | None] | None = None) -> None:
        """Remove unfinished builds, and every generation not in ``keep`` when given."""
        for path in self.directory.iterdir():
            name = path.name.removesuffix(_BUILDING)
            is_old = keep is not None and name not in keep
            if _NAME.fullmatch(name) and (path.name.endswith(_BUILDING) or is_old):
                shutil.rmtree(path, ignore_errors=True)


def name_of(build: Path) -> str:
    """Return the name a build will have as a generation."""
    return build.name.removesuffix(_BUILDING)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def _sync(path: Path) -> None:
    # Windows opens no directories; its renames are durable on NTFS by themselves.
    with suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
