"""Documents become segments, in one process or several.

Each process gathers documents in runs of bounded memory and merges them at the end.
Workers take the next source when they are done with one; the parent learns file names
and counts. A source that fails, or a worker that dies, fails the batch.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import secrets
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from index.analysis.analyzer import Analyzer
from index.document import Document
from index.errors import BuildFailedError
from index.segments.contents import SegmentEntry
from index.segments.merging import merge_segments
from index.segments.run import Run, build_segment
from index.segments.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from multiprocessing.sharedctypes import Synchronized
    from pathlib import Path

    from index.segments.pieces import PieceCodes
    from index.stemming.stemmer import Stemmer

    # What a worker sends: documents done since the last time, its segments, or its error.
    Message: TypeAlias = "int | list[Built] | BaseException"

Source: TypeAlias = Iterable[Document]

# More would keep the words of too many segments in memory.
_MERGED_AT_ONCE = 8

# Documents between two reports of progress.
_REPORT_EVERY = 500

# Elsewhere forking is missing or unsafe; the process that indexes has no threads here.
START_METHOD = "fork" if sys.platform == "linux" else "spawn"


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
    jobs = min(jobs, len(sources))
    if jobs <= 1:
        factory = _SegmentFactory(directory, analyzer, memory, report)
        for number, source in enumerate(sources):
            factory.add(number, source)
        return factory.finish()
    context: Any = multiprocessing.get_context(START_METHOD)
    # A forked worker has what the analyzer knows already; another makes its own.
    words = analyzer if START_METHOD == "fork" else analyzer.stemmer
    turn = context.Value("q", 0)
    workers: dict[Connection, BaseProcess] = {}
    try:
        for _ in range(jobs):
            ours, theirs = context.Pipe(duplex=False)
            arguments = (theirs, turn, sources, words, (directory, memory // jobs))
            process = context.Process(target=_work, args=arguments, daemon=True)
            process.start()
            theirs.close()
            workers[ours] = process
        return _gather(workers, report)
    finally:
        for connection, process in workers.items():
            process.terminate()
            process.join()
            connection.close()


def _gather(workers: dict[Connection, BaseProcess], report: Callable[[int], None]) -> list[Built]:
    built: list[Built] = []
    waiting = set(workers)
    while waiting:
        ready = wait(list(waiting))
        for connection in waiting.intersection(ready):
            try:
                message: Message = connection.recv()
            except EOFError:
                workers[connection].join()
                code = workers[connection].exitcode
                raise BuildFailedError(f"an indexing process died (exit code {code})") from None
            if isinstance(message, int):
                report(message)
            elif isinstance(message, BaseException):
                raise message
            else:
                built += message
                waiting.remove(connection)
    return built


def _work(
    connection: Connection,
    turn: Synchronized[int],
    sources: Sequence[Source],
    words: Analyzer | Stemmer,
    place: tuple[Path, int],
) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    analyzer = words if isinstance(words, Analyzer) else Analyzer(words)
    directory, memory = place
    # Millions of small objects that all live to the end: collecting them finds nothing.
    gc.disable()
    factory = _SegmentFactory(directory, analyzer, memory, connection.send)
    try:
        while True:
            with turn.get_lock():
                number = turn.value
                turn.value += 1
            if number >= len(sources):
                break
            factory.add(number, sources[number])
        connection.send(factory.finish())
    except KeyboardInterrupt:
        return
    except BaseException as error:  # noqa: BLE001 - the parent raises it
        _send_error(connection, error)


def _send_error(connection: Connection, error: BaseException) -> None:
    try:
        connection.send(error)
    except Exception:  # noqa: BLE001 - whatever keeps an error from being pickled
        connection.send(BuildFailedError(f"{type(error).__name__}: {error}"))


def _end_with_parent() -> None:
    """End this process when its parent does: the next writer may be at work by then."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@dataclass(slots=True)
class _SegmentFactory:
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
