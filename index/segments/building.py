"""Documents become segments, in one process or several.

Each process (`index.processes`) gathers documents in runs of bounded memory and merges them
at the end; the parent learns file names and counts.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from index.processes import REPORT_EVERY, Source, work_through
from index.segments.contents import SegmentEntry
from index.segments.merging import merge_segments
from index.segments.run import Run, build_segment
from index.segments.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from index.segments.pieces import PieceCodes

# More would keep the words of too many segments in memory.
_MERGED_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Built:
    """A new segment.

    Attributes:
        parts: (source, first document of it, documents), in the order of the segment.
    """

    entry: SegmentEntry
    parts: tuple[tuple[int, int, int], ...]


def new_id() -> str:
    """Return a name for a segment that no other one has."""
    return secrets.token_hex(8)


def build_segments(
    sources: Sequence[Source],
    analyzer: Analyzer,
    directory: Path,
    *,
    jobs: int,
    memory: int,
    report: Callable[[int], None],
) -> list[Built]:
    """Return new segments with the documents of all sources, at most one for each job.

    Raises:
        BuildFailedError: If a worker died; its error if a source raised one.
    """
    jobs = max(1, min(jobs, len(sources)))
    start = partial(_SegmentFactory, directory, memory // jobs)
    return work_through(sources, start, analyzer, jobs=jobs, report=report)


@dataclass(slots=True)
class _SegmentFactory:
    """Turns documents into segments of at most ``memory`` bytes while they are made."""

    directory: Path
    memory: int
    analyzer: Analyzer
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
            if count % REPORT_EVERY == 0:
                self.report(REPORT_EVERY)
            if self._run.memory > self.memory:
                self._parts.append((number, first, count - first))
                first = count
                self._flush()
        self._parts.append((number, first, count - first))
        self.report(count % REPORT_EVERY)

    def finish(self) -> list[Built]:
        """Return the segment of everything added; none of nothing."""
        self._flush()
        if len(self.built) > 1:
            self._merge(len(self.built))
        return self.built

    def _merge(self, count: int) -> None:
        """Make one of the last ``count`` segments."""
        last = self.built[-count:]
        arrays = [Segment(self.directory / one.entry.file_name) for one in last]
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
