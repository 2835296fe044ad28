"""A generation as a Whoosh index, to read by.

Whoosh pickles its schema and its segments; nothing here is ever unpickled. A damaged or
foreign directory is an `IndexBrokenError`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from whoosh.filedb.filestore import ReadOnlyError
from whoosh.index import Index
from whoosh.reading import EmptyReader, MultiReader, SegmentReader

from index.archive.opening import open_archive
from index.generations import Generations
from index.manifest import Manifest
from index.segments.contents import open_segments
from index.whoosh_view.codec import ArraySegment
from index.whoosh_view.schema import build_schema

if TYPE_CHECKING:
    from whoosh.fields import Schema
    from whoosh.reading import IndexReader

    from index.archive.store import Archive
    from index.article import Article


def open_index(data: Path | str, *, generation: Path | None = None) -> ArrayIndex:
    """Return the index of a data directory: always its newest generation, or the one given.

    Raises:
        IndexMissingError: If nothing has been indexed yet.
        IndexBrokenError: If the index is damaged, foreign or of another version.
    """
    return ArrayIndex(Path(data), generation)


@dataclass(frozen=True, slots=True)
class _Generation:
    name: str
    schema: Schema
    segments: list[ArraySegment]


class ArrayIndex(Index):  # type: ignore[misc]  # Whoosh has no types
    """A data directory. Readers and searchers keep the generation they were made on."""

    def __init__(self, data: Path, generation: Path | None) -> None:
        self._data = data
        self._given = generation
        self._archive: Archive | None = None
        self._opened: _Generation | None = None
        self._newest()

    @property
    def schema(self) -> Schema:
        """The fields, which analyze text as the newest generation was."""
        return self._newest().schema

    def latest_generation(self) -> str:
        """Return the name of the generation that a new reader would read."""
        return self._directory().name

    def is_empty(self) -> bool:
        """Tell whether there are no documents."""
        return not self._newest().segments

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:  # noqa: ARG002 - segments are shared anyway
        """Return a reader of the newest generation."""
        newest = self._newest()
        readers = [
            SegmentReader(None, newest.schema, segment, generation=newest.name)
            for segment in newest.segments
        ]
        if not readers:
            return EmptyReader(newest.schema)
        return readers[0] if len(readers) == 1 else MultiReader(readers, generation=newest.name)

    def writer(self, **_: Any) -> NoReturn:
        """Refuse: articles go into the archive, and the index follows it.

        Raises:
            ReadOnlyError: Always.
        """
        raise ReadOnlyError("this index is only read; write with: arsip import, arsip reindex")

    def close(self) -> None:
        """Close the archive, if it was needed."""
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    def _directory(self) -> Path:
        return self._given or Generations(self._data).current()

    def _newest(self) -> _Generation:
        directory = self._directory()
        if self._opened is None or self._opened.name != directory.name:
            manifest = Manifest.read(directory)
            schema = build_schema(manifest.checked_analyzer(directory))
            fetch = partial(self._article, manifest.revision)
            segments = [ArraySegment(arrays, fetch) for arrays in open_segments(directory)]
            self._opened = _Generation(directory.name, schema, segments)
        return self._opened

    def _article(self, revision: int, row: int) -> Article | None:
        if self._archive is None:
            self._archive = open_archive(self._data)
        return self._archive.get_rows([row], until=revision).get(row)
