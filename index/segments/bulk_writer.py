"""Batches of documents into a build, which nobody reads before it is published.

    add_all, delete     new segments are written, deletes gathered
    commit              small segments merged, deletes written, then the table of contents
    cancel              what was written is removed

A build may start from the segments of another generation, by hard links: their files are
replaced or removed here, never changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from index.segments import contents
from index.segments.building import build_segments, new_id
from index.segments.contents import SegmentEntry, open_segment
from index.segments.merging import choose_merge, is_worn, merge_segments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.analysis.analyzer import Analyzer
    from index.processes import Source
    from index.segments.building import Built
    from index.segments.segment import Segment


@dataclass(slots=True, eq=False)
class _OpenSegment:
    """A segment, committed or new, with the deletes of the batch in progress.

    Attributes:
        entry: As committed; of a new segment, without deletes.
        live: False for deleted documents.
        order: Of each document of a new segment, its place in the order of additions; of a
            committed one, empty.
    """

    entry: SegmentEntry
    arrays: Segment
    live: NDArray[np.bool_]
    order: NDArray[np.int64]

    @property
    def live_count(self) -> int:
        """Documents that are not deleted."""
        return int(np.count_nonzero(self.live))

    def delete(self, doc: int) -> bool:
        """Delete a document; tell whether it was still there."""
        was_live = bool(self.live[doc])
        self.live[doc] = False
        return was_live


class BulkWriter:
    """Adds, replaces and deletes documents of a build; the build is one batch.

    Used as a context manager it commits at the end and cancels on an error.
    """

    def __init__(
        self, directory: Path, analyzer: Analyzer, *, jobs: int = 1, memory_mb: int = 512
    ) -> None:
        """Open the segments that the build starts from, if there are any.

        Args:
            directory: The build.
            analyzer: Cuts and stems; the same that queries go through.
            jobs: Processes that turn sources into segments.
            memory_mb: For documents that are not on the disk yet, of all jobs together.
        """
        self._directory = directory
        self._analyzer = analyzer
        self._jobs = jobs
        self._memory = memory_mb << 20
        has_base = (directory / contents.FILE_NAME).exists()
        self._base = contents.read_contents(directory) if has_base else ()
        self._segments = [self._open(entry) for entry in self._base]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.commit()
        else:
            self.cancel()

    def add_all(
        self, sources: Sequence[Source], progress: Callable[[int], None] | None = None
    ) -> int:
        """Add every document of ``sources``, or none; return how many there were.

        A document replaces the one with the same id, and of several the last wins.
        ``progress`` is called with numbers of documents done since its last call.

        Raises:
            BuildFailedError: If a worker died; its error if a source raised one.
        """
        built = build_segments(
            sources,
            self._analyzer,
            self._directory,
            jobs=self._jobs,
            memory=self._memory,
            report=progress or _ignore,
        )
        # In the order of their sources, whichever process was done first.
        built = sorted(built, key=lambda one: one.parts)
        new = [self._open(one.entry, _order(one)) for one in built]
        _delete_replaced(self._segments, new)
        self._segments += new
        return sum(one.entry.documents for one in built)

    def delete(self, ids: Iterable[str]) -> int:
        """Delete the documents with these ids; return how many there were."""
        return sum(
            segment.delete(doc)
            for id_ in ids
            for segment in self._segments
            for doc in segment.arrays.id_table.find_all(id_)
        )

    def commit(self) -> None:
        """Write everything added and deleted; on an error, as `cancel`."""
        try:
            self._merge()
            entries = [self._committed(segment) for segment in self._segments]
            contents.write_contents(self._directory, entries)
        except BaseException:
            self.cancel()
            raise

    def cancel(self) -> None:
        """Remove what was written; cancelling twice is harmless."""
        self._segments = []
        contents.remove_unnamed(self._directory, self._base)

    def _open(self, entry: SegmentEntry, order: NDArray[np.int64] | None = None) -> _OpenSegment:
        arrays = open_segment(self._directory, entry)
        live = np.ones(arrays.doc_count, np.bool_) if arrays.live is None else arrays.live.copy()
        return _OpenSegment(entry, arrays, live, np.zeros(0, np.int64) if order is None else order)

    def _merge(self) -> None:
        segments = [segment for segment in self._segments if segment.live_count]
        chosen = choose_merge([segment.live_count for segment in segments])
        kept = []
        for at, segment in enumerate(segments):
            if at not in chosen:
                is_old = is_worn(segment.live_count, segment.entry.documents)
                kept.append(self._merged([segment]) if is_old else segment)
        if chosen:
            kept.append(self._merged([segments[at] for at in chosen]))
        self._segments = kept

    def _merged(self, segments: list[_OpenSegment]) -> _OpenSegment:
        entry = SegmentEntry(id=new_id(), documents=sum(segment.live_count for segment in segments))
        merge_segments(
            [segment.arrays for segment in segments],
            [segment.live for segment in segments],
            self._directory / entry.file_name,
        )
        return self._open(entry)

    def _committed(self, segment: _OpenSegment) -> SegmentEntry:
        before = segment.entry
        deleted = before.documents - segment.live_count
        if deleted == before.deleted:
            return before
        entry = SegmentEntry(id=before.id, documents=before.documents, deleted=deleted)
        contents.write_dead(self._directory, entry, segment.live)
        return entry


def _delete_replaced(old: Sequence[_OpenSegment], new: Sequence[_OpenSegment]) -> None:
    """Delete what ``new`` segments hold a newer version of.

    That is every document of ``old`` with the id of a new one, and of several new ones
    with one id all but the last added.
    """
    if not new:
        return
    hashes = np.concatenate([segment.arrays.id_table.hashes for segment in new])
    values, counts = np.unique(hashes, return_counts=True)
    for segment in old:
        for doc in segment.arrays.id_table.with_hashes(values):
            id_ = segment.arrays.id(doc)
            if any(other.arrays.find(id_) >= 0 for other in new):
                segment.delete(doc)
    latest: dict[str, tuple[int, _OpenSegment, int]] = {}
    for segment in new:
        for doc in segment.arrays.id_table.with_hashes(values[counts > 1]):
            id_ = segment.arrays.id(doc)
            this = (int(segment.order[doc]), segment, doc)
            first, last = sorted((latest.get(id_, this), this), key=lambda item: item[0])
            if first[0] < last[0]:
                first[1].delete(first[2])
            latest[id_] = last


def _order(built: Built) -> NDArray[np.int64]:
    """Return the place of each document in the order of additions."""
    parts = [(source << 40) + first + np.arange(count) for source, first, count in built.parts]
    return np.concatenate(parts)


def _ignore(count: int) -> None:
    """Report progress to nobody."""
