"""What is new in a folder since it was looked at before, and is whole.

    Watched.look()  ->  Changed("berita/2.jsonl", ...), Reject("berita/pipa.csv", ...)

A file counts as whole when it was the same at two looks in a row, or has not been written to for
a minute; one that is renamed into place at once after that. What it is, is told by its inode,
size and times, not by its bytes. Of a file is kept 16 bytes, so that 100,000 of them fit into
any memory; a state file beside the archive carries them over a restart.
"""

from __future__ import annotations

import errno
import math
import os
import struct
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import orjson

from index.durable import sync
from index.readers.outcome import Reject
from index.readers.sources import find_below

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping
    from pathlib import Path

    from index.archive.store import Archive
    from index.readers.formats import Format

# A file that nobody wrote to for so long is whole.
SETTLED_SECONDS = 60.0
# A file that could not be read for a fault of the machine is tried again after so long.
AGAIN_SECONDS = 600.0

# Faults of a disk, a network or a crowded machine, as `index.readers.encoding.unreadable` says.
_PASSING = {
    os.strerror(getattr(errno, name)).lower()
    for name in ("EIO", "EMFILE", "ENFILE", "ENOMEM", "ESTALE", "ETIMEDOUT", "ENOTCONN", "EAGAIN")
    if hasattr(errno, name)
}

_RECORD = struct.Struct("<QQ")


class Changed(NamedTuple):
    """A file to read, by what it was when it was looked at."""

    path: str
    key: int
    stamp: int


class Watched:
    """A folder, and what of it has been read; what is in the directory ``apart`` is not looked at.

    Attributes:
        is_waiting: At the last look there were files that may not be whole yet.
    """

    def __init__(
        self,
        folder: str,
        chosen: Format | None,
        read: Mapping[int, int],
        *,
        apart: Path | None = None,
    ) -> None:
        self._folder = folder
        self._apart = _below(folder, apart) if apart else ()
        self._chosen = chosen
        self._read = dict(read)
        self._before: dict[int, int] = {}  # files that were not read, as of the look before
        self._again: dict[int, float] = {}  # when to try a file whose fault may be gone by then
        self._told: set[int] = set()
        self.is_waiting = False

    def look(self, now: float) -> Generator[Changed | Reject, None, None]:
        """Yield what has to be read, in order of name, and each fault of the folder once.

        Args:
            now: The time, in seconds as `time.time` tells it.
        """
        # What was learned stays, should reading end in the middle of a look.
        here: set[int] = set()
        told: set[int] = set()
        self.is_waiting = False
        for found in find_below(self._folder, self._chosen):
            if found.path.startswith(self._apart):
                continue
            if isinstance(found, Reject):
                fault = _digest(str(found).encode("utf-8", "surrogatepass"))
                told.add(fault)
                if fault not in self._told:
                    self._told.add(fault)
                    yield found
                continue
            key = _digest(os.fsencode(found.path.removeprefix(self._folder).lstrip(os.sep)))
            try:
                status = os.stat(found.path)  # noqa: PTH116 - of 100,000 files, again and again
            except OSError:
                continue  # renamed or deleted since it was listed
            here.add(key)
            stamp = _stamp(status)
            if self._read.get(key) == stamp and now < self._again.get(key, math.inf):
                continue
            is_whole = status.st_mtime < now - SETTLED_SECONDS or self._before.get(key) == stamp
            self._before[key] = stamp
            if is_whole:
                yield Changed(found.path, key, stamp)
            else:
                self.is_waiting = True
        self._told &= told
        self._before = {key: self._before[key] for key in self._before.keys() & here}
        if here:  # an empty folder may be a disk that is not there just now
            for key in self._read.keys() - here:
                del self._read[key]
                self._again.pop(key, None)

    def note(self, files: Iterable[Changed]) -> None:
        """Take files for read, whatever was wrong in them, until they change."""
        for file in files:
            self._read[file.key] = file.stamp
            self._before.pop(file.key, None)
            self._again.pop(file.key, None)

    def try_again(self, file: Changed, now: float) -> None:
        """Read a file once more in `AGAIN_SECONDS`, or after a restart."""
        self._again[file.key] = now + AGAIN_SECONDS

    def read(self) -> Iterator[tuple[int, int]]:
        """Yield key and stamp of what need not be read again."""
        return ((key, stamp) for key, stamp in self._read.items() if key not in self._again)


def may_pass(fault: Reject) -> bool:
    """Tell whether a fault is of the machine and not of the file, and may be gone some day."""
    return fault.reason in _PASSING


@dataclass(frozen=True, slots=True)
class _Life:
    """Of which archive a state tells, and up to where in its life."""

    archive: str
    revision: int
    stamp: str | None


def state_file(data: Path, folder: str, *how: object) -> Path:
    """Return where is kept what was read of ``folder`` in this way."""
    name = _digest(repr((os.path.realpath(folder), *how)).encode("utf-8", "surrogatepass"))
    return data / f"watched-{name:016x}"


def save_state(path: Path, archive: Archive, read: Iterable[tuple[int, int]]) -> None:
    """Keep what has been read; a state is replaced whole or not at all."""
    revision = archive.revision()
    life = _Life(archive.identity, revision, archive.stamp(revision))
    unfinished = path.with_name(path.name + ".partial")
    with unfinished.open("wb") as file:
        file.write(orjson.dumps(life, option=orjson.OPT_APPEND_NEWLINE))
        file.writelines(_RECORD.pack(key, stamp) for key, stamp in read)
    sync(unfinished)
    unfinished.replace(path)


def load_state(path: Path, archive: Archive) -> dict[int, int]:
    """Return what was read before; nothing if that is not what this archive holds.

    An archive that was restored may hold less than it did when the state was kept.
    """
    try:
        first, _, records = path.read_bytes().partition(b"\n")
        life = _Life(**orjson.loads(first))
        is_same = archive.identity == life.archive and life.revision <= archive.revision()
        if not is_same or archive.stamp(life.revision) != life.stamp:
            return {}
        return dict(_RECORD.iter_unpack(records))
    except (OSError, ValueError, TypeError, struct.error):
        return {}


def _below(folder: str, directory: Path) -> tuple[str, ...]:
    """Return how the paths of what is in ``directory`` begin, if it is in ``folder``."""
    inner = os.path.relpath(os.path.realpath(directory), os.path.realpath(folder))
    return (
        () if inner.startswith(os.pardir) else (f"{folder.rstrip(os.sep)}{os.sep}{inner}{os.sep}",)
    )


def _stamp(status: os.stat_result) -> int:
    facts = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return _digest(repr(facts).encode())


def _digest(content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "little")
