"""How does a file, whatever it was saved as, become articles?

    for outcome in read_articles(["berita/", "-"], ReadOptions(), sys.stdin.buffer):
        match outcome:
            case Found():
                ...
            case Reject():
                print(outcome)      berita/2018.csv:7: date '32 Januari 2018' is not a date

Each format is one module that turns a stream into outcomes and one line of
`index.readers.formats`. What cannot be read is reported and the rest goes on, so reading
never raises and nothing is lost in silence.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from index.errors import ArsipError
from index.readers.encoding import open_text, unreadable
from index.readers.formats import FORMATS, find_format
from index.readers.outcome import Found, Outcome, ReadOptions, Reject
from index.readers.sniff import sniff
from index.readers.sources import STDIN, Source, find_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["FORMATS", "Found", "Outcome", "ReadOptions", "Reject", "read_articles"]


def read_articles(
    sources: Iterable[str], options: ReadOptions, stdin: BinaryIO
) -> Iterator[Outcome]:
    """Return an article, or a reject, for every record in ``sources``, in order.

    Args:
        sources: Files, folders, which are read recursively, and ``-`` for ``stdin``.
        options: The format and the field names, where they cannot be told.
        stdin: A binary stream; only read when asked for, and left open.

    Raises:
        ArsipError: At once, if there is no such format.
    """
    chosen = find_format(options.format) if options.format else None
    if options.format and chosen is None:
        raise ArsipError(f"no format {options.format!r}; there are: {', '.join(FORMATS)}")
    return _read_all(find_sources(sources, chosen), options, stdin)


def _read_all(
    sources: Iterable[Source | Reject], options: ReadOptions, stdin: BinaryIO
) -> Iterator[Outcome]:
    for source in sources:
        if isinstance(source, Reject):
            yield source
        else:
            yield from _read_source(source, options, stdin)


def _read_source(source: Source, options: ReadOptions, stdin: BinaryIO) -> Iterator[Outcome]:
    try:
        if source.path == STDIN:
            yield from _read_stream(stdin, source, options)
        else:
            with Path(source.path).open("rb", buffering=0) as raw:
                yield from _read_stream(raw, source, options)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        yield Reject(source.path, 1, unreadable(error))


def _read_stream(raw: BinaryIO, source: Source, options: ReadOptions) -> Iterator[Outcome]:
    is_empty = True
    stream = open_text(raw, must_be_gzip=source.path.lower().endswith(".gz"))
    form = source.format
    if form is None:
        name, stream = sniff(stream)
        form = FORMATS[name]
    for outcome in form.read(stream, source.path, options):
        is_empty = False
        yield outcome
    if is_empty:
        yield Reject(source.path, 1, "the file is empty")
