"""Batches of documents into the index, all or nothing.

    add_all, delete     new segments are written beside the index, deletes gathered
    commit              small segments merged, deletes written, then one rename
    cancel              what was written is removed

Until the rename nothing shows, and after it everything does; readers keep the files
they have open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.writing import IndexWriter

from index.document import Document
from index.errors import WriterLockedError
from index.segments.contents import (
    Contents,
    SegmentEntry,
    read_contents,
    read_live,
    remove_strangers,
    write_contents,
    write_dead,
)
from index.segments.merge_policy import choose_merge, is_worn
from index.segments.merging import merge_segments
from index.segments.segment_factory import new_id
from index.segments.segment_set import OpenSegment, delete_ids, delete_replaced, open_segment
from index.segments.workers import BuildFailedError, build_segments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray
    from whoosh.reading import IndexReader

    from index.analysis.analyzer import Analyzer
    from index.segments.segment_factory import Built, Source
    from index.whoosh_view.view import ArrayIndex


class BulkWriter(IndexWriter):  # type: ignore[misc]  # Whoosh has no types
    """Adds, replaces and deletes documents; nothing shows before `commit` returns.

    Used as a context manager it commits at the end and cancels on an error. The lock
    dies with the process; what a dead writer left is removed by the next commit.

    Raises:
        WriterLockedError: If another writer is at work in this directory.
    """

    def __init__(
        self, index: ArrayIndex, analyzer: Analyzer, *, jobs: int = 1, memory_mb: int = 512
    ) -> None:
        """Lock the index.

        Args:
            index: Where to write.
            analyzer: Cuts and stems; the same that queries go through.
            jobs: Processes that turn sources into segments.
            memory_mb: For documents that are not on the disk yet, of all jobs together.
        """
        self._index = index
        self._directory = index.directory
        self._analyzer = analyzer
        self._jobs = jobs
        self._memory = memory_mb << 20
        self._lock = index.lock("WRITELOCK")
        if not self._lock.acquire():
            raise WriterLockedError(self._directory)
        self.is_closed = False
        self._has_failed = False
        self._single: list[Document] = []
        try:
            contents = read_contents(self._directory)
            self.generation = contents.generation + 1
            self.schema = index.schema
            self._segments = [
                open_segment(self._directory, entry, read_live(self._directory, entry))
                for entry in contents.segments
            ]
        except BaseException:
            self._lock.release()
            raise

    def add_all(
        self, sources: Sequence[Source], progress: Callable[[int], None] | None = None
    ) -> int:
        """Add every document of ``sources``; return how many there were.

        A document replaces the one with the same id, and of several the last wins.
        ``progress`` is called with numbers of documents done since its last call. After
        an error the batch can only be cancelled.
        """
        self._check_open()
        try:
            built = build_segments(
                sources,
                self._analyzer,
                self._directory,
                jobs=self._jobs,
                memory=self._memory,
                report=progress or _ignore,
            )
        except BaseException:
            self._has_failed = True
            raise
        new = [open_segment(self._directory, one.entry, order=_order(one)) for one in built]
        delete_replaced(self._segments, new)
        self._segments += new
        return sum(one.entry.documents for one in built)

    def add_document(self, **fields: Any) -> None:
        """Add the `Document` with these fields, for callers that know Whoosh."""
        self._check_open()
        self._single.append(Document(**fields))

    def update_document(self, **fields: Any) -> None:
        """Do what `add_document` does, which replaces anyway."""
        self.add_document(**fields)

    def delete(self, ids: Iterable[str]) -> int:
        """Delete the documents with these ids; return how many there were."""
        self._check_open()
        self._flush_single()
        return delete_ids(self._segments, ids)

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a committed document by the number that `reader` gives it."""
        self._check_open()
        if not delete:
            raise NotImplementedError("documents cannot be brought back")
        for segment in self._segments:
            if docnum < segment.entry.documents:
                segment.delete(np.array([docnum]))
                return
            docnum -= segment.entry.documents
        raise IndexError(docnum)

    def reader(self, **options: Any) -> IndexReader:
        """Return a reader of what is committed."""
        return self._index.reader(**options)

    def commit(self) -> None:
        """Make everything added and deleted the index.

        Raises:
            BuildFailedError: If a part of the batch failed; the index stays as it was.
        """
        self._check_open()
        try:
            self._flush_single()
            self._merge()
            entries = tuple(self._committed(segment) for segment in self._segments)
            contents = Contents(self.generation, entries)
            write_contents(self._directory, contents)
        except BaseException:
            self._has_failed = False
            self.cancel()
            raise
        self._close(contents)

    def cancel(self) -> None:
        """Leave the index as it was; cancelling twice is harmless."""
        if not self.is_closed:
            self._close(read_contents(self._directory))

    def _check_open(self) -> None:
        if self.is_closed:
            raise BuildFailedError("this batch was committed or cancelled already")
        if self._has_failed:
            raise BuildFailedError("a part of this batch failed; it can only be cancelled")

    def _flush_single(self) -> None:
        if self._single:
            documents, self._single = self._single, []
            self.add_all([documents])

    def _merge(self) -> None:
        self._segments = [segment for segment in self._segments if segment.live_count]
        chosen = choose_merge([segment.live_count for segment in self._segments])
        together = [self._segments[at] for at in chosen]
        kept = []
        for segment in self._segments:
            if segment in together:
                continue
            if is_worn(segment.live_count, segment.entry.documents):
                kept.append(self._merged([segment]))
            else:
                kept.append(segment)
        self._segments = kept + ([self._merged(together)] if together else [])

    def _merged(self, segments: list[OpenSegment]) -> OpenSegment:
        entry = SegmentEntry(id=new_id(), documents=sum(segment.live_count for segment in segments))
        merge_segments(
            [segment.arrays for segment in segments],
            [segment.live for segment in segments],
            self._directory / entry.file_name,
        )
        return open_segment(self._directory, entry)

    def _committed(self, segment: OpenSegment) -> SegmentEntry:
        if not segment.is_changed:
            return segment.entry
        entry = SegmentEntry(
            id=segment.entry.id,
            documents=segment.entry.documents,
            deleted=segment.entry.documents - segment.live_count,
            generation=self.generation,
        )
        write_dead(self._directory, entry.dead_name, segment.live)
        return entry

    def _close(self, contents: Contents) -> None:
        self.is_closed = True
        self._segments = []
        try:
            remove_strangers(self._directory, contents)
        finally:
            self._lock.release()


def _order(built: Built) -> NDArray[np.int64]:
    """Return the place of each document in the order of additions."""
    parts = [(source << 40) + first + np.arange(count) for source, first, count in built.parts]
    return np.concatenate(parts)


def _ignore(count: int) -> None:
    """Report progress to nobody."""
