"""The segments of an index being written: which documents of them are still wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.segments.segment_reader import SegmentArrays

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.segments.contents import SegmentEntry


@dataclass(slots=True, eq=False)
class OpenSegment:
    """A segment, committed or new, with the deletes of the batch in progress.

    Attributes:
        entry: As committed; of a new segment, without deletes.
        arrays: The segment's file.
        live: False for deleted documents.
        order: Of each document of a new segment, its place in the order of additions; of a
            committed one, empty.
        is_changed: Whether documents were deleted since ``entry`` was written.
    """

    entry: SegmentEntry
    arrays: SegmentArrays
    live: NDArray[np.bool_]
    order: NDArray[np.int64]
    is_changed: bool = False

    @property
    def live_count(self) -> int:
        """Documents that are not deleted."""
        return int(np.count_nonzero(self.live))

    def delete(self, docs: NDArray[np.int64]) -> int:
        """Delete ``docs``, each once; return how many were still there."""
        count = int(np.count_nonzero(self.live[docs]))
        if count:
            self.live[docs] = False
            self.is_changed = True
        return count


def open_segment(
    directory: Path,
    entry: SegmentEntry,
    live: NDArray[np.bool_] | None = None,
    order: NDArray[np.int64] | None = None,
) -> OpenSegment:
    """Open a segment for writing; what is deleted in it may change."""
    arrays = SegmentArrays(directory / entry.file_name)
    if live is None:
        live = np.ones(arrays.doc_count, np.bool_)
    if order is None:
        order = np.zeros(0, np.int64)
    return OpenSegment(entry, arrays, live.copy(), order)


def delete_ids(segments: Sequence[OpenSegment], ids: Iterable[str]) -> int:
    """Delete the documents with these ids; return how many there were."""
    count = 0
    for id_ in ids:
        for segment in segments:
            for doc in segment.arrays.find_all(id_):
                count += segment.delete(np.array([doc]))
    return count


def delete_replaced(old: Sequence[OpenSegment], new: Sequence[OpenSegment]) -> None:
    """Delete what ``new`` segments hold a newer version of.

    That is every document of ``old`` with the id of a new one, and of several new ones
    with one id all but the last added.
    """
    if not new:
        return
    hashes = np.concatenate([segment.arrays.id_hashes for segment in new])
    for segment in old:
        for doc in _docs_with(segment, np.unique(hashes)):
            id_ = segment.arrays.ids([doc])[0]
            if any(segment_.arrays.find(id_) >= 0 for segment_ in new):
                segment.delete(np.array([doc]))
    if len(np.unique(hashes)) == len(hashes):
        return
    values, counts = np.unique(hashes, return_counts=True)
    latest: dict[str, tuple[int, OpenSegment, int]] = {}
    for segment in new:
        for doc in _docs_with(segment, values[counts > 1]):
            id_ = segment.arrays.ids([doc])[0]
            this = (int(segment.order[doc]), segment, doc)
            before = latest.get(id_)
            if before is None:
                latest[id_] = this
                continue
            first, last = sorted((before, this), key=lambda item: item[0])
            first[1].delete(np.array([first[2]]))
            latest[id_] = last


def _docs_with(segment: OpenSegment, hashes: NDArray[np.uint32]) -> list[int]:
    """Return the documents of ``segment`` whose ids have one of the sorted ``hashes``."""
    arrays = segment.arrays
    own = arrays.id_hashes
    at = np.searchsorted(hashes, own)
    at[at == len(hashes)] = 0
    found: list[int] = arrays.id_order[hashes[at] == own].tolist() if len(hashes) else []
    return found
