"""Plain text: one article a file.

    Banjir Semarang mulai surut            the title: short, no full stop, then a blank line

    Sabtu, 13 Oktober 2018 10:26 WIB       the date, if the next paragraph is nothing else

    Semarang (ANTARA) - Air di ...         the body

The blank line may be missing above a date or a byline, and below a title in capitals. Without
such a first line all of it is the body, and the title its first sentence. Or lines say what
they are, the title first:

    Judul: Banjir Semarang mulai surut
    Tanggal: 13 Oktober 2018

    Air di ...

Paragraphs between blank lines that were broken at the width of a screen are made whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from index.article import clean
from index.newstext.byline import read_byline
from index.newstext.dates import parse_date
from index.readers.encoding import MAX_RECORD_BYTES, UnreadableError, decode, read_whole
from index.readers.outcome import Outcome, ReadOptions, Reject
from index.readers.records import KNOWN_NAMES, names_field, read_record

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_TITLE_CHARS = 150
# Fewer words in capitals may be a place.
_MIN_CAPITALS = 4
_LABELLED = re.compile(r"[ \t]*([^\W\d_][\w ]{1,30}?)[ \t]?:[ \t]*([^\n]*)(?:\n\s*|$)")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
# Of lines that were broken at the width of a screen or a sheet, all but the last.
_WRAPPED_CHARS = range(45, 101)
_BOOK = re.compile(r"(?:penerbit|isbn|tebal|halaman|cetakan)\s?:", re.IGNORECASE)
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
    text = "\n\n".join(map(_unwrapped, _BLANK_LINES.split(clean(text))))
    if fields := _labelled(text):
        return fields
    title, _, rest = text.partition("\n")
    if not rest.strip() or not _is_title(title) or not _ends_title(title, rest):
        return {"body": text}
    body = rest.strip()
    first, _, others = body.partition("\n")
    published = parse_date(first) if others.strip() else None
    if published is None:
        return {"title": title.strip(), "body": body}
    return {"title": title.strip(), "published": published, "body": others.strip()}


def _labelled(text: str) -> dict[str, object]:
    """Return what the first lines of ``text`` say they are, nothing if the first is no title."""
    fields: dict[str, object] = {}
    at = 0
    while found := _LABELLED.match(text, at):
        name, value = found[1], found[2]
        if not fields and not names_field(name, "title"):
            return {}
        if names_field(name, "body"):
            return {**fields, "body": text[found.start(2) :]}
        if not any(names_field(name, field) for field in KNOWN_NAMES):
            break
        fields.setdefault(name, value.strip())
        at = found.end()
    rest = text[at:]
    return {**fields, "body": rest} if fields and rest and not _BOOK.match(rest) else {}


def _unwrapped(paragraph: str) -> str:
    """Return a paragraph on one line, if it was broken: some of its lines begin in mid-sentence."""
    lines = paragraph.split("\n")
    is_even = all(len(line) in _WRAPPED_CHARS for line in lines[:-1])
    if is_even and any(line[:1].islower() for line in lines[1:]):
        return " ".join(line.strip() for line in lines)
    return paragraph


def _is_title(line: str) -> bool:
    return len(line.strip()) < _MAX_TITLE_CHARS and not line.rstrip().endswith(_SENTENCE_ENDS)


def _ends_title(title: str, rest: str) -> bool:
    """Tell whether a title is all that its line begins."""
    following, _, _ = rest.partition("\n")
    if not following.strip() or (title.isupper() and len(title.split()) >= _MIN_CAPITALS):
        return True
    return parse_date(following) is not None or read_byline(following) is not None
