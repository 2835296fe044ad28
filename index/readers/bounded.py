"""Reading in a process of its own, so that no file can take the import with it.

The import opens the files and hands over their bytes; the process has nothing else. When a
file takes more than `index.readers.bounds` allows, or breaks a parser, that process ends:
what it had read stays, the rest of the file is one reject, and the next gets a new process.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, cast

from index.errors import ArsipError
from index.readers.bounds import why_it_ended
from index.readers.encoding import unreadable
from index.readers.outcome import Outcome, Reject
from index.readers.sources import STDIN, Source, read_source
from index.readers.wire import Kind, pack_request, receive, send, unpack_outcome

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from index.readers.wire import Request

# Of each pipe, so that one read takes many records.
_BUFFER_BYTES = 256 * 1024
# For a process that has closed its pipe to end, and tell by its exit code why.
_ENDING_SECONDS = 10.0
_COMMAND = (sys.executable, "-P", "-m", "index.readers.worker")


class _EndedError(Exception):
    """The process has ended over a file; the text says why."""


class ReadingProcess:
    """A process that reads files one after the other; another takes its place when it ends.

    It is used in one thread, and may be closed in another.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False
        self._is_closed = False
        self._lock = Lock()

    def start(self) -> None:
        """Start the process, without waiting until it is ready.

        Raises:
            ArsipError: If it is closed.
        """
        with self._lock:
            if self._is_closed:
                raise ArsipError("nothing more is read")
            self._is_ready = False
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=_BUFFER_BYTES,
            )

    def close(self) -> None:
        """End the process, and start no other."""
        with self._lock:
            self._is_closed = True
        self.end()

    def end(self, *, wait_seconds: float = 0.0) -> int:
        """Return the exit code of the process, which is made to end if it does not by itself."""
        process, self._process = self._process, None
        if process is None:
            return 0
        with suppress(subprocess.TimeoutExpired):
            process.wait(wait_seconds)
        process.kill()  # nothing happens if it has ended
        code = process.wait()
        with suppress(OSError), process:  # what was meant for it is lost
            pass
        return code

    def read(self, source: Source, stdin: BinaryIO, request: Request) -> Iterator[Outcome]:
        """Do as `index.readers.stream.read_stream` does, in the process.

        A file of many records that ends it is read once more, carefully, for all that came
        before the fault; a pipe can be read only once.

        Raises:
            ArsipError: If no process can be started.
        """
        path, form = source
        may_repeat = not (form and form.holds_one) and path != STDIN and Path(path).is_file()
        line, count = 1, 0
        for is_careful in (False, True):
            careful = request._replace(is_careful=is_careful)
            with (
                closing(read_source(path, stdin)) as chunks,
                closing(self._read_once(chunks, path, careful)) as outcomes,
            ):
                try:
                    for outcome in islice(outcomes, count, None):
                        count, line = count + 1, outcome.line
                        yield outcome
                except _EndedError as error:
                    if is_careful or not may_repeat:
                        yield Reject(path, line, str(error))
                        return
                else:
                    return

    def _read_once(
        self, chunks: Iterator[bytes], path: str, request: Request
    ) -> Generator[Outcome, None, None]:
        given, answers = self._pipes()
        is_over = False
        try:
            send(given, Kind.OPEN, pack_request(request))
            while not is_over:
                kind, payload = receive(answers)
                if kind is Kind.MORE:
                    send(given, *_next_chunk(chunks))
                elif kind is Kind.DONE:
                    is_over = True
                else:
                    yield unpack_outcome(kind, payload, path)
        except (EOFError, OSError, ValueError) as error:
            is_over = True
            raise _EndedError(why_it_ended(self.end(wait_seconds=_ENDING_SECONDS))) from error
        finally:
            if not is_over:
                self.end()

    def _pipes(self) -> tuple[BinaryIO, BinaryIO]:
        if self._process is None:
            self.start()
        process = cast("subprocess.Popen[bytes]", self._process)
        given, answers = cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout)
        if not self._is_ready:
            try:
                self._is_ready = receive(answers)[0] is Kind.READY
            except (EOFError, ValueError) as error:
                problem = f"the process that reads files does not start: {' '.join(_COMMAND)}"
                raise ArsipError(problem) from error
        return given, answers


@contextmanager
def reading_process() -> Iterator[ReadingProcess]:
    """Yield a process that is started at once and ended with the block."""
    process = ReadingProcess()
    process.start()
    try:
        yield process
    finally:
        process.close()


def _next_chunk(chunks: Iterator[bytes]) -> tuple[Kind, bytes]:
    try:
        return Kind.CHUNK, next(chunks, b"")
    except (OSError, ValueError) as error:
        return Kind.FAULT, unreadable(error).encode(errors="replace")
