"""Sources of documents become segments in several processes.

Each worker takes the next source when it is done with one and turns what it got into
one segment; the parent learns file names and counts. A source that fails, or a worker
that dies, fails the batch: nothing of it is left.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, TypeAlias

from index.analysis.analyzer import Analyzer
from index.errors import ArsipError
from index.segments.segment_factory import Built, SegmentFactory, build_in_process

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from multiprocessing.sharedctypes import Synchronized
    from pathlib import Path

    from index.segments.segment_factory import Source
    from index.stemming.stemmer import Stemmer

    # What a worker sends: documents done since the last time, its segments, or its error.
    Message: TypeAlias = int | list[Built] | BaseException


# Elsewhere forking is missing or unsafe; the process that indexes has no threads here.
START_METHOD = "fork" if sys.platform == "linux" else "spawn"


class BuildFailedError(ArsipError):
    """Documents could not be turned into segments; the index is as it was."""


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
        return build_in_process(SegmentFactory(directory, analyzer, memory, report), sources)
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
    analyzer = words if isinstance(words, Analyzer) else Analyzer(words)
    directory, memory = place
    # Millions of small objects that all live to the end: collecting them finds nothing.
    gc.disable()
    factory = SegmentFactory(directory, analyzer, memory, connection.send)
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
