"""Where articles are read from: files, folders and standard input.

    berita/            every file below it whose name ends in a known format, in order of name
    berita.jsonl.gz    one file
    -                  standard input

Hidden files and files of other kinds are passed over in folders; a file that was named
is read or rejected. A folder is read to its bounds: what its links lead to outside of it
is rejected, and so are pipes, sockets and devices, which may never end.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from index.readers.encoding import unreadable
from index.readers.formats import NAMES, Format, find_format
from index.readers.outcome import Reject

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

STDIN = "-"

# Whoever reads waits for each chunk: with small ones a tenth of an import.
_CHUNK_BYTES = 2 * 1024 * 1024
_SPECIAL = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class Source(NamedTuple):
    """A file to read; ``format`` is None where its bytes have to tell."""

    path: str
    format: Format | None


class _Folder(NamedTuple):
    path: str


def find_sources(given: Iterable[str], chosen: Format | None) -> Iterator[Source | Reject]:
    """Yield the files that ``given`` names; ``chosen`` is the format of them all, if any."""
    for path in given:
        mode = 0 if path == STDIN else _mode(path)
        form = chosen or format_of(path)
        if stat.S_ISDIR(mode):
            yield from find_below(path, chosen)
        elif stat.S_ISREG(mode) and not form:
            reason = f"its name does not tell the format ({', '.join(NAMES)}); use --format"
            yield Reject(path, 1, reason)
        elif stat.S_ISREG(mode) or stat.S_ISFIFO(mode) or not mode:
            yield Source(path, form)
        else:
            yield Reject(path, 1, _not_a_file(mode))


def count_passed_over(given: Iterable[str]) -> Counter[str]:
    """Count the files in folders that no format is known for, by the ends of their names."""
    found: Counter[str] = Counter()
    for top in given:
        for _, folders, files in os.walk(top) if top != STDIN else ():
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in files:
                if not name.startswith(".") and format_of(name) is None:
                    _, dot, ending = name.removesuffix(".gz").lower().rpartition(".")
                    found[dot + ending if dot else ""] += 1
    return found


def format_of(path: str) -> Format | None:
    """Return the format that the end of a file's name tells, with or without ``.gz``."""
    _, dot, suffix = path.lower().removesuffix(".gz").rpartition(".")
    return find_format(suffix) if dot else None


def read_source(path: str, stdin: BinaryIO) -> Generator[bytes, None, None]:
    """Yield the bytes of a file, as many as it has now should it grow meanwhile.

    Raises:
        OSError, ValueError: As `index.readers.encoding.unreadable` explains.
    """
    if path == STDIN:
        # Below its buffer, whose lock a read that waits would hold when the command ends.
        raw = getattr(stdin, "raw", stdin)
        yield from iter(lambda: raw.read(_CHUNK_BYTES), b"")
        return
    with Path(path).open("rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        # The files of /proc say that they are empty.
        room = status.st_size if stat.S_ISREG(status.st_mode) and status.st_size else None
        while chunk := file.read(_CHUNK_BYTES if room is None else min(_CHUNK_BYTES, room)):
            yield chunk
            if room is not None:
                room -= len(chunk)


def find_below(top: str, chosen: Format | None) -> Iterator[Source | Reject]:
    """Yield the files below ``top``, each folder once however many links lead to it."""
    bounds = Path(os.path.realpath(top))
    seen: set[tuple[int, int]] = set()
    waiting: list[Source | Reject | _Folder] = [_Folder(top)]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, _Folder):
            yield item
            continue
        try:
            status = Path(item.path).stat()
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                with os.scandir(item.path) as entries:
                    found = [some for entry in entries if (some := _take(entry, bounds, chosen))]
                waiting += sorted(found, key=lambda one: one.path, reverse=True)
        except OSError as error:
            yield Reject(item.path, 1, unreadable(error))


def _take(
    entry: os.DirEntry[str], bounds: Path, chosen: Format | None
) -> Source | Reject | _Folder | None:
    """Return what an entry of a folder is to the walk: nothing if its name tells no format."""
    if entry.name.startswith("."):
        return None
    form = chosen or format_of(entry.name)
    try:
        status = entry.stat()
    except FileNotFoundError as error:  # a link to nothing, or gone since
        return Reject(entry.path, 1, unreadable(error)) if form else None
    except OSError as error:
        return Reject(entry.path, 1, unreadable(error))
    is_folder = stat.S_ISDIR(status.st_mode)
    if not form and not is_folder:
        return None
    if entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(bounds):
        return Reject(entry.path, 1, "a link that leads out of the folder; name what it leads to")
    if is_folder:
        return _Folder(entry.path)
    if not stat.S_ISREG(status.st_mode):
        return Reject(entry.path, 1, _not_a_file(status.st_mode))
    return Source(entry.path, form)


def _mode(path: str) -> int:
    """Return what kind of thing ``path`` leads to, 0 when that cannot be seen."""
    try:
        return Path(path).stat().st_mode
    except (OSError, ValueError):
        return 0


def _not_a_file(mode: int) -> str:
    return f"{_SPECIAL.get(stat.S_IFMT(mode), 'something else')}, not a file"
