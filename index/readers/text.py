"""Plain text: one article a file.

    Banjir Semarang mulai surut            the title: short, no full stop, then a blank line

    Sabtu, 13 Oktober 2018 10:26 WIB       the date, if the next paragraph is nothing else

    Semarang (ANTARA) - Air di ...         the body

Without such a first line all of it is the body, and the title its first sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from index.article import clean
from index.newstext.dates import parse_date
from index.readers.encoding import MAX_RECORD_BYTES, UnreadableError, decode, read_whole
from index.readers.outcome import Outcome, ReadOptions, Reject
from index.readers.records import read_record

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_TITLE_CHARS = 150
_SENTENCE_ENDS = (".", "!", "?", ",", ";", ":", '."', ".”", '?"', "?”", '!"', "!”")

# A byte below 32 that is no blank; more than one in a hundred, and nobody wrote this by hand.
_CONTROLS = bytes({*range(1, 32)} - set(b"\t\n\r\f\x1a\x1b"))
_SAMPLE_BYTES = 8_192


def read_text(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the one article of the file, or a reject."""
    try:
        data = read_document(stream)
    except UnreadableError as error:
        yield Reject(path, 1, str(error))
        return
    if data and not data.isspace():
        yield read_record(parse_text(decode(data)), options, path, 1, data)


def read_document(stream: BinaryIO) -> bytes:
    """Return a file that holds one article.

    Raises:
        UnreadableError: If it breaks off, is larger than a record may be, or is not text.
    """
    data = read_whole(stream, MAX_RECORD_BYTES)
    sample = data[:_SAMPLE_BYTES]
    if b"\0" in data or len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 100:
        raise UnreadableError("not a text file")
    return data


def parse_text(text: str) -> dict[str, object]:
    """Return the title, the date and the body of an article in plain text."""
    text = clean(text)
    title, _, rest = text.partition("\n")
    if not _is_title(title) or not rest.lstrip(" \t").startswith("\n") or not rest.strip():
        return {"body": text}
    body = rest.strip()
    first, _, others = body.partition("\n")
    published = parse_date(first) if others.strip() else None
    if published is None:
        return {"title": title.strip(), "body": body}
    return {"title": title.strip(), "published": published, "body": others.strip()}


def _is_title(line: str) -> bool:
    return len(line.strip()) < _MAX_TITLE_CHARS and not line.rstrip().endswith(_SENTENCE_ENDS)
