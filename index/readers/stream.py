"""The bytes of one file to outcomes, in bounded memory."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from index.readers.encoding import open_text, unreadable
from index.readers.formats import FORMATS
from index.readers.outcome import Outcome, Reject
from index.readers.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.readers.wire import Request


# A file in which so many records cannot be read one after the other is not what it was taken
# for, or was made to fill a disk with complaints; its rest is one reject.
MAX_REJECTS_IN_A_ROW = 10_000


def read_stream(chunks: Iterable[bytes], path: str, request: Request) -> Iterator[Outcome]:
    """Yield an article or a reject for every record in ``chunks``; ``path`` is what they name.

    What ``chunks`` raises and `unreadable` explains is a reject too.
    """
    is_empty = True
    rejects = 0
    try:
        stream = open_text(chunks, must_be_gzip=request.must_be_gzip)
        name = request.format
        if name is None:
            name, stream = sniff(stream)
        for outcome in FORMATS[name].read(stream, path, request.options):
            is_empty = False
            yield outcome
            rejects = rejects + 1 if isinstance(outcome, Reject) else 0
            if rejects == MAX_REJECTS_IN_A_ROW:
                reason = f"{rejects:,} records in a row cannot be read; the rest is passed over"
                yield Reject(path, outcome.line, reason)
                return
        if is_empty:
            yield Reject(path, 1, "the file is empty")
    except (OSError, EOFError, ValueError, zlib.error) as error:
        yield Reject(path, 1, unreadable(error))
