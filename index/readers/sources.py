"""Where articles are read from: files, folders and standard input.

    berita/            every file below it whose name ends in a known format, in order of name
    berita.jsonl.gz    one file
    -                  standard input

Hidden files and files of other kinds are passed over in folders; a file that was named
is read or rejected.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from index.readers.encoding import unreadable
from index.readers.formats import NAMES, Format, find_format
from index.readers.outcome import Reject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDIN = "-"


class Source(NamedTuple):
    """A file to read; ``format`` is None where its bytes have to tell."""

    path: str
    format: Format | None


def find_sources(given: Iterable[str], chosen: Format | None) -> Iterator[Source | Reject]:
    """Yield the files that ``given`` names; ``chosen`` is the format of them all, if any."""
    for path in given:
        if path == STDIN:
            yield Source(path, chosen)
        elif stat.S_ISDIR(_mode(path)):
            yield from _walk(path, chosen)
        elif (form := chosen or format_of(path)) or not stat.S_ISREG(_mode(path)):
            yield Source(path, form)
        else:
            reason = f"its name does not tell the format ({', '.join(NAMES)}); use --format"
            yield Reject(path, 1, reason)


def format_of(path: str) -> Format | None:
    """Return the format that the end of a file's name tells, with or without ``.gz``."""
    _, dot, suffix = Path(path).name.lower().removesuffix(".gz").rpartition(".")
    return find_format(suffix) if dot else None


def _walk(folder: str, chosen: Format | None) -> Iterator[Source | Reject]:
    """Yield the files below ``folder``, each folder once however many links lead to it."""
    seen: set[tuple[int, int]] = set()
    waiting = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield Source(path, chosen or format_of(path))
            continue
        try:
            status = Path(path).stat()
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                waiting += sorted(_entries(path, chosen), reverse=True)
        except OSError as error:
            yield Reject(path, 1, unreadable(error))


def _entries(folder: str, chosen: Format | None) -> list[tuple[str, bool]]:
    """Return the folders and the files to read in ``folder``; not pipes, which never end."""
    found: list[tuple[str, bool]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                found.append((entry.path, True))
            elif (chosen or format_of(entry.name)) and (entry.is_file() or not _mode(entry.path)):
                found.append((entry.path, False))
    return found


def _mode(path: str) -> int:
    """Return what kind of thing ``path`` leads to, 0 when that cannot be seen."""
    try:
        return Path(path).stat().st_mode
    except (OSError, ValueError):
        return 0
