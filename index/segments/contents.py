"""Which segments make up the index: one small JSON file for each generation.

    _MAIN_<generation>.toc        {"format": "arsip", "version": 1, "segments": [...], ...}
    MAIN_<id>.arrays              a segment, see index.segments.format
    MAIN_<id>.<generation>.dead   its deleted documents as bits, once there are any

All files are written once. The newest complete table of contents is the index; the
files it does not name belong to nobody.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import zlib
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import IndexBrokenError
from index.segments.array_file import ArrayFile, ArrayFileWriter

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

INDEX_NAME = "MAIN"
TOC_VERSION = 1

_TOC_NAME = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")
_OURS = re.compile(rf"(?:_{INDEX_NAME}_\d+\.toc|{INDEX_NAME}_[0-9a-z]+\..*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentEntry:
    """One segment of one generation.

    Attributes:
        documents: All of them, deleted ones included.
        generation: Of the file that holds the deleted documents; None when there are none.
    """

    id: str
    documents: int
    deleted: int = 0
    generation: int | None = None

    @property
    def file_name(self) -> str:
        """The segment's own file."""
        return f"{INDEX_NAME}_{self.id}.arrays"

    @property
    def dead_name(self) -> str:
        """The file of deleted documents, if there are any."""
        return f"{INDEX_NAME}_{self.id}.{self.generation}.dead"


@dataclass(frozen=True, slots=True)
class Contents:
    """The segments of one generation."""

    generation: int = 0
    segments: tuple[SegmentEntry, ...] = field(default=())


def toc_name(generation: int) -> str:
    """Return the file name of a table of contents."""
    return f"_{INDEX_NAME}_{generation}.toc"


def latest_generation(directory: Path) -> int:
    """Return the newest generation in ``directory``, -1 when there is none."""
    paths = directory.iterdir() if directory.is_dir() else ()
    found = (_TOC_NAME.fullmatch(path.name) for path in paths)
    return max((int(match[1]) for match in found if match), default=-1)


def read_contents(directory: Path) -> Contents:
    """Return the newest table of contents.

    Raises:
        IndexBrokenError: If there is none, or it is damaged or not one of ours.
        FileNotFoundError: If a writer replaced it meanwhile; try again.
    """
    generation = latest_generation(directory)
    if generation < 0:
        raise IndexBrokenError(directory, "no table of contents")
    content = (directory / toc_name(generation)).read_bytes()
    try:
        return _parse(json.loads(content), generation)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        name = toc_name(generation)
        raise IndexBrokenError(directory, f"{name} is damaged or foreign") from error


def write_contents(directory: Path, contents: Contents) -> None:
    """Make ``contents`` the index, so that it survives a power cut."""
    sync_directory(directory)
    body = {
        "format": "arsip",
        "version": TOC_VERSION,
        "generation": contents.generation,
        "segments": [asdict(entry) for entry in contents.segments],
    }
    path = directory / toc_name(contents.generation)
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8") as file:
        json.dump({**body, "crc32": _checksum(body)}, file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    sync_directory(directory)


def remove_strangers(directory: Path, contents: Contents) -> None:
    """Delete what ``contents`` does not name; files that are still open may stay."""
    names = {toc_name(contents.generation)}
    for entry in contents.segments:
        names |= {entry.file_name, entry.dead_name}
    for path in list(directory.iterdir()):
        if _OURS.fullmatch(path.name) and path.name not in names:
            try:
                path.unlink(missing_ok=True)
            except PermissionError:  # Windows: a reader has it open; the next commit tries again
                continue


def link_contents(source: Path, target: Path) -> None:
    """Give the newest generation in ``source`` a second name in ``target``."""
    contents = read_contents(source)
    for entry in contents.segments:
        for name in (entry.file_name, entry.dead_name):
            if name == entry.file_name or entry.generation is not None:
                _link(source / name, target / name)
    write_contents(target, contents)


def _link(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except FileNotFoundError:
        raise
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)


def read_live(directory: Path, entry: SegmentEntry) -> NDArray[np.bool_] | None:
    """Return False for each deleted document, None when nothing is deleted."""
    if entry.generation is None:
        return None
    file = ArrayFile(directory / entry.dead_name)
    if file.verify():
        raise IndexBrokenError(directory, f"{entry.dead_name} is damaged")
    bits = np.unpackbits(file["dead"])[: entry.documents]
    if len(bits) != entry.documents:
        raise IndexBrokenError(directory, f"{entry.dead_name} belongs to another segment")
    live: NDArray[np.bool_] = bits == 0
    return live


def write_dead(directory: Path, name: str, live: NDArray[np.bool_]) -> None:
    """Write the deleted documents of one segment."""
    writer = ArrayFileWriter(directory / name)
    writer.add("dead", np.packbits(~live))
    writer.finish({})


def sync_directory(directory: Path) -> None:
    """Flush the names of new files to the disk."""
    if os.name == "nt":  # directories cannot be opened there, and need not be
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checksum(body: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(body, sort_keys=True).encode())


def _parse(content: dict[str, Any], generation: int) -> Contents:
    crc = content.pop("crc32")
    if crc != _checksum(content):
        raise ValueError("checksum")
    if content["format"] != "arsip" or content["version"] != TOC_VERSION:
        raise ValueError("version")
    if content["generation"] != generation:
        raise ValueError("generation")
    segments = tuple(SegmentEntry(**entry) for entry in content["segments"])
    return Contents(generation, segments)
