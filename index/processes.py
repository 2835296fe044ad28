"""Work in several processes: sources of documents, and a task beside another.

Workers take the next source when they are done with one; the parent learns what each of them
has made of its own. A source that fails, or a worker that dies, fails the whole.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import sys
from collections.abc import Iterable
from contextlib import contextmanager
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from index.analysis.analyzer import Analyzer
from index.document import Document
from index.errors import ArsipError, BuildFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from multiprocessing.sharedctypes import Synchronized

    from index.stemming.stemmer import Stemmer

Source: TypeAlias = Iterable[Document]

# What a worker makes.
Made = TypeVar("Made")
Result = TypeVar("Result")

# Documents between two reports of progress.
REPORT_EVERY = 500

# Elsewhere forking is missing or unsafe; the process that indexes has no threads here.
START_METHOD = "fork" if sys.platform == "linux" else "spawn"


class Worker(Protocol[Made]):
    """What becomes of the sources that one process takes."""

    def add(self, number: int, source: Source) -> None:
        """Take all documents of source ``number``; numbers ascend."""
        ...

    def finish(self) -> list[Made]:
        """Return what was made of all of them."""
        ...


def work_through(
    sources: Sequence[Source],
    start: Callable[[Analyzer, Callable[[int], None]], Worker[Made]],
    analyzer: Analyzer,
    *,
    jobs: int,
    report: Callable[[int], None],
) -> list[Made]:
    """Return what the workers make of all sources, in at most ``jobs`` processes.

    Args:
        sources: Each is taken by one of them.
        start: Makes a worker in its process, of the analyzer and of what it reports to.
        analyzer: Cuts and stems.
        jobs: At most so many processes, this one if it is one.
        report: Called with numbers of documents done since its last call.

    Raises:
        BuildFailedError: If a worker died; its error if one raised one.
    """
    jobs = min(jobs, len(sources))
    if jobs <= 1:
        worker = start(analyzer, report)
        for number, source in enumerate(sources):
            worker.add(number, source)
        return worker.finish()
    context: Any = multiprocessing.get_context(START_METHOD)
    # A forked worker has what the analyzer knows already; another makes its own.
    words = analyzer if START_METHOD == "fork" else analyzer.stemmer
    turn = context.Value("q", 0)
    workers: dict[Connection, BaseProcess] = {}
    try:
        for _ in range(jobs):
            ours, theirs = context.Pipe(duplex=False)
            arguments = (theirs, turn, sources, words, start)
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


@contextmanager
def beside(task: Callable[[], Result], *, jobs: int) -> Iterator[Callable[[], Result]]:
    """Do a task in a process of its own while the block does another one.

    Args:
        task: Opens for itself what it needs.
        jobs: With one it is done here, when its result is asked for; and so it is where a process
            takes longer to start than most tasks.

    Yields:
        What waits for the result. It raises `BuildFailedError` if the process died, and the
        task's error if it raised one.
    """
    if jobs <= 1 or START_METHOD != "fork":
        yield task
        return
    context: Any = multiprocessing.get_context(START_METHOD)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(theirs, task), daemon=True)
    process.start()
    theirs.close()
    try:
        yield lambda: _gather({ours: process}, _ignore)[0]
    finally:
        process.terminate()
        process.join()
        ours.close()


def _gather(workers: dict[Connection, BaseProcess], report: Callable[[int], None]) -> list[Any]:
    made: list[Any] = []
    waiting = set(workers)
    while waiting:
        ready = wait(list(waiting))
        for connection in waiting.intersection(ready):
            try:
                # Documents done since the last time, what was made, or an error.
                message: int | list[Any] | BaseException = connection.recv()
            except EOFError:
                workers[connection].join()
                code = workers[connection].exitcode
                raise BuildFailedError(f"an indexing process died (exit code {code})") from None
            if isinstance(message, int):
                report(message)
            elif isinstance(message, BaseException):
                raise message
            else:
                made += message
                waiting.remove(connection)
    return made


def _work(
    connection: Connection,
    turn: Synchronized[int],
    sources: Sequence[Source],
    words: Analyzer | Stemmer,
    start: Callable[[Analyzer, Callable[[int], None]], Worker[Any]],
) -> None:
    with _telling(connection):
        analyzer = words if isinstance(words, Analyzer) else Analyzer(words)
        # Millions of small objects that all live to the end: collecting them finds nothing.
        gc.disable()
        worker = start(analyzer, connection.send)
        while True:
            with turn.get_lock():
                number = turn.value
                turn.value += 1
            if number >= len(sources):
                break
            worker.add(number, sources[number])
        connection.send(worker.finish())


def _do(connection: Connection, task: Callable[[], object]) -> None:
    with _telling(connection):
        connection.send([task()])


@contextmanager
def _telling(connection: Connection) -> Iterator[None]:
    """Tell the parent of an error in the block; the process ends when the parent does."""
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        yield
    except KeyboardInterrupt:
        return
    except BaseException as error:  # noqa: BLE001 - the parent raises it
        _send_error(connection, error)


def _ignore(_: int) -> None:
    """Report progress to nobody."""


def _send_error(connection: Connection, error: BaseException) -> None:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, this moment
        connection.send(error)
    except Exception:  # noqa: BLE001 - whatever keeps an error from arriving
        is_ours = isinstance(error, ArsipError)
        text = str(error) if is_ours else f"{type(error).__name__}: {error}"
        connection.send(BuildFailedError(text))


def _end_with_parent() -> None:
    """End this process when its parent does: the next writer may be at work by then."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
