"""Whether the files of a generation are those that were written: all of them, or the small ones."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from index.durable import raise_if_passing
from index.errors import IndexBrokenError
from index.manifest import Manifest
from index.segments.array_file import ArrayFile, file_digest, is_array_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

# Files of at most so many bytes are read whole whenever an index is opened: some ten
# milliseconds. Of larger ones only the ends are.
SMALL_FILE_BYTES = 16 << 20


def checked_manifest(directory: Path) -> Manifest:
    """Return the manifest of a generation whose files are the ones that it names.

    Raises:
        IndexBrokenError: If one is another, cut short or missing, or a small one damaged.
    """
    manifest = _own_manifest(directory)
    for problem in _wrong_files(directory, manifest, SMALL_FILE_BYTES):
        raise IndexBrokenError(directory, problem)
    return manifest


def find_damage(directory: Path, *, sound: Collection[str] = ()) -> list[str]:
    """Return one line for everything in a generation that is not as it was written.

    Every byte is read but those of files whose digests are known to be ``sound``.
    """
    try:
        manifest = _own_manifest(directory)
    except IndexBrokenError as error:
        return [error.problem]
    return list(_wrong_files(directory, manifest, inf, sound))


def _own_manifest(directory: Path) -> Manifest:
    manifest = Manifest.read(directory)
    if manifest.generation != directory.name:
        raise IndexBrokenError(directory, f"is a copy of generation {manifest.generation}")
    return manifest


def _wrong_files(
    directory: Path, manifest: Manifest, most: float, sound: Collection[str] = ()
) -> Iterator[str]:
    """Yield what is wrong with the files of a generation, reading those up to some size."""
    for name, digest in manifest.files.items():
        path = directory / name
        try:
            if file_digest(path) != digest:
                yield f"{name} is not the file that was written"
            elif digest not in sound and is_array_file(path):
                file = ArrayFile(path)
                if file.size <= most:
                    yield from file.verify()
        except IndexBrokenError as error:
            yield error.problem
        except OSError as error:
            raise_if_passing(error)
            yield f"{name} is missing or cannot be read"
