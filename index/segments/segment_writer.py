"""Posting lists and columns into one segment file, batch by batch.

Batches come in the order of the entries; of every root with more than one form the
merged list is made here, as all of its forms are in one batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.segments.array_file import ArrayFileWriter
from index.segments.doc_numbers import DocNumberWriter
from index.segments.format import MAX_DOCUMENTS, NARROW_POSITIONS
from index.segments.postings import IS_CAPPED, sum_codes
from index.segments.texts import smallest

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from index.segments.inversion import PostingBatch


class SegmentFileWriter:
    """Writes one segment file, which appears under its name when `finish` returns."""

    def __init__(self, path: Path, documents: int, positions: int) -> None:
        """Start a segment of ``documents`` with all positions below ``positions``."""
        if documents > MAX_DOCUMENTS:
            raise ValueError(f"{documents} documents do not fit in one segment")
        self.file = ArrayFileWriter(path)
        self._documents = documents
        self._posts: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]
        self._spots: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]
        self._root_posts: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]
        self._capped: list[NDArray[np.int64]] = []
        self._capped_counts: list[NDArray[np.int64]] = []
        self._codes = self.file.stream("post.codes", np.uint8)
        self._positions = self.file.stream(
            "spots", np.uint16 if positions <= NARROW_POSITIONS else np.uint32
        )
        self._root_codes = self.file.stream("root.codes", np.uint8)
        self._docs = DocNumberWriter(self.file, "post", documents)
        self._root_docs = DocNumberWriter(self.file, "root", documents)

    def add(self, batch: PostingBatch) -> None:
        """Add the lists of the next entries."""
        posts = self._posts[-1][-1] + np.cumsum(batch.doc_counts)
        capped = np.flatnonzero(IS_CAPPED[batch.codes])
        self._capped.append(capped + self._posts[-1][-1])
        self._capped_counts.append(batch.counts[capped])
        ends = np.concatenate(([0], np.cumsum(batch.counts)))
        spots = self._spots[-1][-1] + ends[posts - self._posts[-1][-1]]
        self._docs.add(batch.doc_counts, batch.docs)
        self._codes.append(batch.codes)
        self._positions.append(batch.positions)
        if batch.groups is not None:
            self._add_roots(batch, batch.groups)
        if len(posts):
            self._posts.append(posts)
            self._spots.append(spots)

    def finish(self, bases: dict[str, int]) -> None:
        """Write what is left and name the file; ``bases`` are the first entries of fields."""
        self.file.add("entry.posts", smallest(np.concatenate(self._posts)))
        self.file.add("entry.spots", smallest(np.concatenate(self._spots)))
        self.file.add("root.posts", smallest(np.concatenate(self._root_posts)))
        empty = np.zeros(0, np.int64)
        self.file.add("capped.posts", np.concatenate([empty, *self._capped]))
        counts = np.concatenate([empty, *self._capped_counts])
        self.file.add("capped.counts", counts.astype(np.uint32))
        self._docs.finish()
        self._root_docs.finish()
        self.file.finish({"documents": self._documents, "bases": bases})

    def abandon(self) -> None:
        """Leave nothing behind."""
        self.file.abandon()

    def _add_roots(self, batch: PostingBatch, groups: NDArray[np.int64]) -> None:
        group_of_entry = np.repeat(np.arange(len(groups)), groups)
        many = (groups > 1)[group_of_entry]
        chosen = np.repeat(many, batch.doc_counts)
        group_of_posting = np.repeat(group_of_entry[many], batch.doc_counts[many])
        keys = group_of_posting.astype(np.uint64) << np.uint64(32)
        keys |= batch.docs[chosen].astype(np.uint64) << np.uint64(8)
        keys |= batch.codes[chosen]
        keys.sort()
        heads, codes = sum_codes(keys)
        counts = np.bincount((heads >> np.uint64(24)).astype(np.int64), minlength=len(groups))
        self._root_docs.add(counts, heads & np.uint64(MAX_DOCUMENTS - 1))
        self._root_codes.append(codes)
        self._root_posts.append(self._root_posts[-1][-1] + np.cumsum(counts))
