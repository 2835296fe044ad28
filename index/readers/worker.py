"""The process that reads for an import: `python -P -m index.readers.worker`.

It gets the bytes of files on standard input and answers with articles and rejects on
standard output, see `index.readers.wire`. It opens no file itself. What one file does to it
costs that file: it ends, and `index.readers.bounded` starts another.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, BinaryIO

from index.readers.bounds import OUT_OF_MEMORY, limit_memory, restart_clock
from index.readers.stream import read_stream
from index.readers.wire import Kind, pack_outcome, receive, send, unpack_request

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> None:
    """Read one file after the other until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the import that is interrupted
    given, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb", 65_536)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no answer
    limit_memory()
    send(answers, Kind.READY)
    try:
        while True:
            restart_clock()
            _, payload = receive(given)
            request = unpack_request(payload)
            for outcome in read_stream(_chunks(given, answers), "", request):
                send(answers, *pack_outcome(outcome), flush=request.is_careful)
                restart_clock()
            send(answers, Kind.DONE)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except (EOFError, BrokenPipeError):
        os._exit(0)


def _chunks(given: BinaryIO, answers: BinaryIO) -> Iterator[bytes]:
    while True:
        send(answers, Kind.MORE)
        kind, chunk = receive(given)
        if kind is Kind.FAULT:
            raise OSError(0, chunk.decode())
        if not chunk:
            return
        yield chunk


if __name__ == "__main__":
    main()
