"""All articles of some sources, in order.

    for outcome in read_articles(["berita/", "-"], ReadOptions(), sys.stdin.buffer):
        match outcome:
            case Found():
                ...
            case Reject():
                print(outcome)      berita/2018.csv:7: date '32 Januari 2018' is not a date

Each format is one module that turns a stream into outcomes and one line of
`index.readers.formats`. What cannot be read is reported and the rest goes on, so reading
never raises and nothing is lost in silence. `read_bounded` does the same with files that
strangers made.
"""

from __future__ import annotations

from contextlib import closing, nullcontext
from typing import TYPE_CHECKING, BinaryIO

from index.errors import ArsipError
from index.readers.ahead import ahead
from index.readers.bounded import reading_process
from index.readers.formats import FORMATS, find_format
from index.readers.outcome import Found, Outcome, ReadOptions, Reject
from index.readers.sources import Source, find_sources, read_source
from index.readers.stream import read_stream
from index.readers.wire import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from index.readers.bounded import ReadingProcess

# Characters of outcomes that wait, twice, while the archive commits what came before.
_CHARS_AHEAD = 4_000_000


def read_articles(
    sources: Iterable[str], options: ReadOptions, stdin: BinaryIO
) -> Generator[Outcome, None, None]:
    """Return an article, or a reject, for every record in ``sources``, in order.

    Args:
        sources: Files, folders, which are read recursively, and ``-`` for ``stdin``.
        options: The format and the field names, where they cannot be told.
        stdin: A binary stream; only read when asked for, and left open.

    Raises:
        ArsipError: At once, if there is no such format.
    """
    return _read_all(_find(sources, options), options, stdin, _read_here)


def read_bounded(
    sources: Iterable[str],
    options: ReadOptions,
    stdin: BinaryIO,
    process: ReadingProcess | None = None,
) -> Generator[Outcome, None, None]:
    """Do as `read_articles` does, in a process of its own and within `index.readers.bounds`.

    A file that goes beyond them is a reject, like a record that cannot be read. With ``process``
    it is that one, which gets ready while its owner does something else.

    Raises:
        ArsipError: At once, if there is no such format; later, if no process can be started.
    """
    return _read_bounded(_find(sources, options), options, stdin, process)


def _find(sources: Iterable[str], options: ReadOptions) -> Iterator[Source | Reject]:
    chosen = find_format(options.format) if options.format else None
    if options.format and chosen is None:
        raise ArsipError(f"no format {options.format!r}; there are: {', '.join(FORMATS)}")
    return find_sources(sources, chosen)


def _read_bounded(
    sources: Iterable[Source | Reject],
    options: ReadOptions,
    stdin: BinaryIO,
    given: ReadingProcess | None,
) -> Generator[Outcome, None, None]:
    with nullcontext(given) if given else reading_process() as process:
        outcomes = _read_all(sources, options, stdin, process.read)
        with closing(ahead(outcomes, _size, _CHARS_AHEAD)) as waiting:
            yield from waiting


def _read_all(
    sources: Iterable[Source | Reject],
    options: ReadOptions,
    stdin: BinaryIO,
    read: Callable[[Source, BinaryIO, Request], Iterator[Outcome]],
) -> Generator[Outcome, None, None]:
    for source in sources:
        if isinstance(source, Reject):
            yield source
        else:
            name = source.format and source.format.name
            must_be_gzip = source.path.lower().endswith(".gz")
            yield from read(source, stdin, Request(name, must_be_gzip, options))


def _read_here(source: Source, stdin: BinaryIO, request: Request) -> Iterator[Outcome]:
    with closing(read_source(source.path, stdin)) as chunks:
        yield from read_stream(chunks, source.path, request)


def _size(outcome: Outcome) -> int:
    return len(outcome.article.body) if isinstance(outcome, Found) else len(outcome.record)
