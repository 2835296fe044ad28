"""What passes between an import and the process that reads for it.

    import  -> reader    OPEN how to read, CHUNK bytes of the file, FAULT why there are no more
    reader  -> import    READY, MORE bytes are wanted, FOUND an article, REJECT, DONE with the file

A frame is a length, a kind and what it carries: bytes of the file, or JSON. Never pickles:
the reader parses what strangers wrote, and nothing it says may be run.
"""

from __future__ import annotations

import json
import struct
from datetime import datetime
from enum import IntEnum
from typing import BinaryIO, NamedTuple

import orjson

from index.article import Article
from index.readers.outcome import Found, Outcome, ReadOptions, Reject

# Above any article: a body of 8 million characters with each of them escaped.
MAX_FRAME_BYTES = 128 * 1024 * 1024

_HEAD = struct.Struct(">IB")


class Kind(IntEnum):
    """What a frame means."""

    OPEN = 1
    CHUNK = 2
    FAULT = 3
    READY = 4
    MORE = 5
    FOUND = 6
    REJECT = 7
    DONE = 8


class Request(NamedTuple):
    """How one file is to be read.

    Attributes:
        format: A name in `index.readers.formats`, or None to tell it from the bytes.
        is_careful: Hand each outcome over before the next record is looked at, so that one
            that ends the process takes no other with it; a fifth slower.
    """

    format: str | None
    must_be_gzip: bool
    options: ReadOptions
    is_careful: bool = False


def send(stream: BinaryIO, kind: Kind, payload: bytes = b"", *, flush: bool = True) -> None:
    """Write one frame, at once or with the next ones."""
    stream.write(_HEAD.pack(len(payload), kind))
    stream.write(payload)
    if flush:
        stream.flush()


def receive(stream: BinaryIO) -> tuple[Kind, bytes]:
    """Read one frame.

    Raises:
        EOFError: If the other side has gone.
        ValueError: If what it sent is no frame.
    """
    size, kind = _HEAD.unpack(_read(stream, _HEAD.size))
    if size > MAX_FRAME_BYTES:
        raise ValueError(f"a frame of {size} bytes")
    return Kind(kind), _read(stream, size)


def pack_request(request: Request) -> bytes:
    """Return the payload of OPEN."""
    options = request.options
    mapping = dict(options.mapping)
    # Python's own: an argument that is not text holds what the fast one refuses.
    values = (
        *(request.format, request.must_be_gzip, request.is_careful),
        *(options.source, mapping, options.keeps_given),
    )
    return json.dumps(values).encode()


def unpack_request(payload: bytes) -> Request:
    """Return what `pack_request` packed."""
    name, must_be_gzip, is_careful, source, mapping, keeps_given = json.loads(payload)
    options = ReadOptions(mapping=mapping, source=source, keeps_given=keeps_given)
    return Request(name, must_be_gzip, options, is_careful)


def pack_outcome(outcome: Outcome) -> tuple[Kind, bytes]:
    """Return the frame of an outcome; its path is known where it goes."""
    if isinstance(outcome, Reject):
        return Kind.REJECT, orjson.dumps((outcome.line, outcome.reason, outcome.record))
    article = outcome.article
    moment = article.published
    return Kind.FOUND, orjson.dumps(
        (
            outcome.line,
            article.id,
            article.title,
            article.body,
            None if moment is None else moment.isoformat(),
            article.place,
            article.source,
            article.author,
            article.section,
            article.url,
            article.tags,
            article.related,
            article.language,
            outcome.given,
        )
    )


def unpack_outcome(kind: Kind, payload: bytes, path: str) -> Outcome:
    """Return what `pack_outcome` packed.

    Raises:
        ValueError: If it is something else.
    """
    values = orjson.loads(payload)
    try:
        if kind is Kind.REJECT:
            return Reject(path, *values)
        line, id_, title, body, published, place, source, *others = values
        author, section, url, tags, related, language, given = others
    except TypeError as error:
        raise ValueError(str(error)) from error
    article = Article(
        id=id_,
        title=title,
        body=body,
        published=published and datetime.fromisoformat(published),
        place=place,
        source=source,
        author=tuple(author),
        section=section,
        url=url,
        tags=tuple(tags),
        related=tuple(related),
        language=language,
    )
    return Found(path, line, article, given)


def _read(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
