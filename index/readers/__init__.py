"""Reading articles from files, folders and standard input, whatever they were saved as.

    for outcome in read_articles(["berita/", "-"], ReadOptions(), sys.stdin.buffer):
        match outcome:
            case Found():
                ...
            case Reject():
                print(outcome)      berita/2018.csv:7: date '32 Januari 2018' is not a date

Each format is one module that turns a stream into outcomes. What cannot be read is
reported and the rest goes on, so nothing here raises and nothing is lost in silence.
"""

from __future__ import annotations

import zlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from index.readers.csv_file import read_csv
from index.readers.encoding import open_text, unreadable
from index.readers.feed import read_feed
from index.readers.html import read_html
from index.readers.json_file import read_json
from index.readers.jsonl import read_jsonl
from index.readers.markdown import read_markdown
from index.readers.outcome import FORMATS, Found, Outcome, ReadOptions, Reject, find_format
from index.readers.sniff import sniff
from index.readers.sources import STDIN, Source, find_sources
from index.readers.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["FORMATS", "Found", "Outcome", "ReadOptions", "Reject", "read_articles"]

_READERS: dict[str, Callable[[BinaryIO, str, ReadOptions], Iterator[Outcome]]] = {
    "jsonl": read_jsonl,
    "json": read_json,
    "csv": read_csv,
    "tsv": partial(read_csv, separator="\t"),
    "txt": read_text,
    "markdown": read_markdown,
    "html": read_html,
    "feed": read_feed,
}


def read_articles(
    sources: Iterable[str], options: ReadOptions, stdin: BinaryIO
) -> Iterator[Outcome]:
    """Yield an article, or a reject, for every record in ``sources``, in order.

    Args:
        sources: Files, folders, which are read recursively, and ``-`` for ``stdin``.
        options: The format and the field names, where they cannot be told.
        stdin: A binary stream; only read when asked for, and left open.
    """
    chosen = find_format(options.format) if options.format else None
    for source in find_sources(sources, chosen):
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
    name = source.format
    if name is None:
        name, stream = sniff(stream)
    for outcome in _READERS[name](stream, source.path, options):
        is_empty = False
        yield outcome
    if is_empty:
        yield Reject(source.path, 1, "the file is empty")
