"""Which segments make up a generation: one small JSON file.

    segments.json     {"format": "arsip", "version": 2, "segments": [...], "crc32": ...}
    <id>.arrays       a segment, see index.segments.format
    <id>.dead         its deleted documents as bits, once there are any

Files are replaced, never changed in place: those of a build are links to those that the
generation in use still reads.
"""

from __future__ import annotations

import json
import re
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.durable import raise_if_passing
from index.errors import IndexBrokenError
from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.format import FORMAT_VERSION
from index.segments.segment import CACHE_BYTES, Segment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FILE_NAME = "segments.json"

_OURS = re.compile(r"[0-9a-f]{16}\.(?:arrays|dead)(?:\.partial)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentEntry:
    """One segment of a generation.

    Attributes:
        documents: All of them, deleted ones included.
    """

    id: str
    documents: int
    deleted: int = 0

    @property
    def file_name(self) -> str:
        """The segment's own file."""
        return f"{self.id}.arrays"

    @property
    def dead_name(self) -> str:
        """The file of deleted documents, if there are any."""
        return f"{self.id}.dead"


def read_contents(directory: Path) -> tuple[SegmentEntry, ...]:
    """Return the segments of the generation in ``directory``.

    Raises:
        IndexBrokenError: If there is no table of them, or it is damaged or not one of ours.
    """
    try:
        content = json.loads((directory / FILE_NAME).read_bytes())
        crc = content.pop("crc32")
        if content["format"] != "arsip" or content["version"] != FORMAT_VERSION:
            raise IndexBrokenError(directory, f"{FILE_NAME} is foreign or of another version")
        if crc != _checksum(content):
            raise IndexBrokenError(directory, f"{FILE_NAME} is damaged")
        return tuple(SegmentEntry(**entry) for entry in content["segments"])
    except OSError as error:
        raise_if_passing(error)
        raise IndexBrokenError(directory, f"no {FILE_NAME} can be read") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexBrokenError(directory, f"{FILE_NAME} is damaged or foreign") from error


def write_contents(directory: Path, segments: Sequence[SegmentEntry]) -> None:
    """Make ``segments`` the content of ``directory``, and remove the files of all others."""
    entries = [asdict(entry) for entry in segments]
    body = {"format": "arsip", "version": FORMAT_VERSION, "segments": entries}
    partial = directory / f"{FILE_NAME}.partial"
    partial.write_text(json.dumps({**body, "crc32": _checksum(body)}), "utf-8")
    partial.replace(directory / FILE_NAME)
    remove_unnamed(directory, segments)


def remove_unnamed(directory: Path, segments: Sequence[SegmentEntry]) -> None:
    """Remove the files of all segments but these."""
    named = {name for entry in segments for name in (entry.file_name, entry.dead_name)}
    for path in list(directory.iterdir()):
        if _OURS.fullmatch(path.name) and path.name not in named:
            with suppress(PermissionError):  # Windows, as long as it is mapped
                path.unlink()


def open_segments(directory: Path) -> list[Segment]:
    """Return the segments of the generation in ``directory``, open for reading.

    Raises:
        IndexBrokenError: If one is missing, damaged, foreign or of another version.
    """
    entries = read_contents(directory)
    documents = max(sum(entry.documents for entry in entries), 1)
    return [
        open_segment(directory, entry, CACHE_BYTES * entry.documents // documents)
        for entry in entries
    ]


def open_segment(directory: Path, entry: SegmentEntry, cache_bytes: int = CACHE_BYTES) -> Segment:
    """Return one of them; raises as `open_segments`."""
    try:
        live = _read_live(directory, entry) if entry.deleted else None
        return Segment(directory / entry.file_name, live, cache_bytes)
    except FileNotFoundError as error:
        raise IndexBrokenError(directory, f"a file of segment {entry.id} is missing") from error


def write_dead(directory: Path, entry: SegmentEntry, live: NDArray[np.bool_]) -> None:
    """Write the deleted documents of one segment."""
    writer = ArrayFileWriter(directory / entry.dead_name)
    writer.add("dead", np.packbits(~live))
    writer.finish({})


def _read_live(directory: Path, entry: SegmentEntry) -> NDArray[np.bool_]:
    """Return False for each deleted document."""
    file = ArrayFile(directory / entry.dead_name)
    if file.verify():
        raise IndexBrokenError(directory, f"{entry.dead_name} is damaged")
    live: NDArray[np.bool_] = np.unpackbits(file["dead"])[: entry.documents] == 0
    if len(live) - np.count_nonzero(live) != entry.deleted or len(live) != entry.documents:
        raise IndexBrokenError(directory, f"{entry.dead_name} does not fit {FILE_NAME}")
    return live


def _checksum(body: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(body, sort_keys=True).encode())
