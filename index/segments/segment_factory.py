"""Documents become segments: gathered in runs of bounded memory, merged at the end."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from index.document import Document
from index.segments.contents import SegmentEntry
from index.segments.merging import merge_segments
from index.segments.run import Run
from index.segments.segment_builder import build_segment
from index.segments.segment_reader import SegmentArrays

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from index.segments.tokens import PieceCodes

Source: TypeAlias = Iterable[Document]

# More would keep the words of too many segments in memory.
_MERGED_AT_ONCE = 8

# Documents between two reports of progress.
_REPORT_EVERY = 500


@dataclass(frozen=True, slots=True)
class Built:
    """A new segment.

    Attributes:
        parts: (source, first document of it, documents), in the order of the segment.
    """

    entry: SegmentEntry
    parts: tuple[tuple[int, int, int], ...]


@dataclass(slots=True)
class SegmentFactory:
    """Turns documents into segments of at most ``memory`` bytes while they are made."""

    directory: Path
    analyzer: Analyzer
    memory: int
    report: Callable[[int], None]
    built: list[Built] = field(default_factory=list)
    _levels: list[int] = field(default_factory=list)
    _run: Run | None = None
    _piece_codes: PieceCodes | None = None
    _parts: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, number: int, source: Source) -> None:
        """Add all documents of source ``number``; numbers ascend."""
        first = count = 0
        for document in source:
            if self._run is None:
                self._run = Run(self.analyzer, self._piece_codes)
            self._run.add(document)
            count += 1
            if count % _REPORT_EVERY == 0:
                self.report(_REPORT_EVERY)
            if self._run.memory > self.memory:
                self._parts.append((number, first, count - first))
                first = count
                self._flush()
        self._parts.append((number, first, count - first))
        self.report(count % _REPORT_EVERY)

    def finish(self) -> list[Built]:
        """Return the segment of everything added; none of nothing."""
        self._flush()
        if len(self.built) > 1:
            self._merge(len(self.built))
        return self.built

    def _merge(self, count: int) -> None:
        """Make one of the last ``count`` segments."""
        last = self.built[-count:]
        arrays = [SegmentArrays(self.directory / one.entry.file_name) for one in last]
        lives = [np.ones(one.doc_count, np.bool_) for one in arrays]
        id_ = new_id()
        path = self.directory / SegmentEntry(id=id_, documents=0).file_name
        documents = merge_segments(arrays, lives, path)
        for one in arrays:
            with suppress(PermissionError):  # Windows, as long as it is mapped
                one.path.unlink()
        parts = tuple(part for one in last for part in one.parts)
        self.built[-count:] = [Built(SegmentEntry(id=id_, documents=documents), parts)]
        self._levels[-count:] = [self._levels[-1] + 1]

    def _flush(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            # The next run may use the words of this one, unless they take too much.
            is_large = run.piece_codes.memory > self.memory // 2
            self._piece_codes = None if is_large else run.piece_codes
            entry = SegmentEntry(id=new_id(), documents=len(run))
            build_segment(run, self.directory / entry.file_name)
            self.built.append(Built(entry, tuple(self._parts)))
            self._levels.append(0)
            while self._levels[-_MERGED_AT_ONCE:] == [self._levels[-1]] * _MERGED_AT_ONCE:
                self._merge(_MERGED_AT_ONCE)
        self._parts = []


def new_id() -> str:
    """Return a name for a segment that no other one has."""
    return secrets.token_hex(8)


def build_in_process(factory: SegmentFactory, sources: Sequence[Source]) -> list[Built]:
    """Turn ``sources`` into segments here."""
    for number, source in enumerate(sources):
        factory.add(number, source)
    return factory.finish()
