"""A Whoosh index whose table of contents is JSON and whose segments are arrays.

Whoosh pickles its schema and segments; this index never does, and never loads a
pickle. A foreign or damaged directory is an `IndexBrokenError`.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from index.errors import IndexBrokenError
from index.segments.contents import (
    INDEX_NAME,
    Contents,
    latest_generation,
    link_contents,
    read_contents,
    read_live,
    write_contents,
)
from index.segments.segment_reader import CACHE_BYTES, SegmentArrays
from index.whoosh_view.codec import ArraySegment
from index.whoosh_view.schema import build_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from whoosh.reading import IndexReader

    from index.segments.bulk_writer import BulkWriter

Result = TypeVar("Result")

# A writer may delete files between reading the contents and opening them.
_TRIES = 10
_PAUSE_SECONDS = 0.05


class ArrayIndex(FileIndex):  # type: ignore[misc]  # Whoosh has no types
    """An index in one directory."""

    def __init__(self, directory: Path) -> None:
        # Not Whoosh's own, which would unpickle.
        self.directory = Path(directory)
        self.storage = FileStorage(str(directory))
        self._schema = build_schema()
        self.indexname = INDEX_NAME
        read_contents(self.directory)

    def latest_generation(self) -> int:
        """Return the generation a new reader would read."""
        return latest_generation(self.directory)

    def _read_toc(self) -> TOC:
        contents = read_contents(self.directory)
        segments = [ArraySegment(self.directory, entry) for entry in contents.segments]
        return TOC(self._schema, segments, contents.generation)

    def writer(self, **options: Any) -> BulkWriter:
        """Return a writer; it holds the index's lock until committed or cancelled."""
        from index.segments.bulk_writer import BulkWriter  # noqa: PLC0415 - it imports this module

        return BulkWriter(self, **options)

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:
        """Return Whoosh's reader of the newest generation."""
        return _retry(self.directory, lambda: self._open_reader(reuse))

    def _open_reader(self, reuse: IndexReader | None) -> IndexReader:
        toc = self._read_toc()
        return self._reader(self.storage, toc.schema, toc.segments, toc.generation, reuse=reuse)


def create_index(directory: Path) -> ArrayIndex:
    """Return a new, empty index; ``directory`` is made when missing.

    Raises:
        IndexBrokenError: If there is an index already.
    """
    directory.mkdir(parents=True, exist_ok=True)
    if latest_generation(directory) >= 0:
        raise IndexBrokenError(directory, "there is an index already")
    write_contents(directory, Contents())
    return ArrayIndex(directory)


def open_index(directory: Path) -> ArrayIndex:
    """Return the index in ``directory``.

    Raises:
        IndexBrokenError: If it is missing, damaged, foreign or of another version.
    """
    return ArrayIndex(directory)


def link_index(index: ArrayIndex, directory: Path) -> ArrayIndex:
    """Return a copy of ``index`` in ``directory`` that shares its files by hard links.

    Files are never changed, so the two can be written independently.
    """
    directory.mkdir(parents=True, exist_ok=True)
    _retry(index.directory, lambda: link_contents(index.directory, directory))
    return ArrayIndex(directory)


def segments(index: ArrayIndex) -> list[SegmentArrays]:
    """Return the segments of the newest generation, open for reading."""
    return _retry(index.directory, lambda: _open_segments(index.directory))


def _open_segments(directory: Path) -> list[SegmentArrays]:
    entries = read_contents(directory).segments
    documents = max(sum(entry.documents for entry in entries), 1)
    return [
        SegmentArrays(
            directory / entry.file_name,
            read_live(directory, entry),
            CACHE_BYTES * entry.documents // documents,
        )
        for entry in entries
    ]


def _retry(directory: Path, read: Callable[[], Result]) -> Result:
    for _ in range(_TRIES):
        try:
            return read()
        except FileNotFoundError as error:
            missing = error.filename
            time.sleep(_PAUSE_SECONDS)
    raise IndexBrokenError(directory, f"{Path(missing).name} is missing")
