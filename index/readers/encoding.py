"""Bytes to text, whatever wrote them, in bounded memory.

    bytes of a file -> gunzip -> UTF-8 or cp1252 -> lines, or the whole

UTF-16 and UTF-32 announce themselves by a byte-order mark and are turned into UTF-8 on
the way in. After that each line is UTF-8 if it can be and cp1252 if it cannot, so one
old record does not spoil a file.
"""

from __future__ import annotations

import codecs
import errno
import gzip
import io
import zlib
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A longer line is not a record; it is skipped without being held.
MAX_RECORD_BYTES = 16 * 1024 * 1024
# News packs to a third, tables of little but separators to a fiftieth; a bomb to a thousandth.
MAX_UNPACKED_RATIO = 100
_CHUNK_BYTES = 64 * 1024

_GZIP_MAGIC = b"\x1f\x8b"
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class UnreadableError(Exception):
    """A file, or the rest of it, cannot be read; the text says why, for a reader."""


class Line(NamedTuple):
    """One line of a file with its end, or what is wrong with it."""

    number: int  # from 1
    data: bytes
    problem: str | None = None


class ChunkReader(io.RawIOBase):
    """A raw stream over an iterator of byte strings."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""

    def readable(self) -> bool:
        """Return True: reading is all it does."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # it is always one
        """Fill ``buffer`` from the next chunk and return the count, 0 at the end."""
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def open_text(packed: Iterable[bytes], *, must_be_gzip: bool = False) -> io.BufferedReader:
    """Return a stream of what a file holds: unpacked, in UTF-8 or cp1252, without a mark.

    Reading may raise whatever `unreadable` explains.
    """
    head, chunks = _peek(iter(packed))
    if head.startswith(_GZIP_MAGIC) or (must_be_gzip and head):
        head, chunks = _peek(_unpack(chunks))
    if head.startswith(codecs.BOM_UTF8):
        chunks = chain([next(chunks)[len(codecs.BOM_UTF8) :]], chunks)
    else:
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                chunks = _recode(chunks, encoding)
                break
    return prepend(b"", chunks)


def prepend(head: bytes, chunks: Iterable[bytes]) -> io.BufferedReader:
    """Return a stream of ``head`` and then ``chunks``."""
    return io.BufferedReader(ChunkReader(chain([head], chunks)), _CHUNK_BYTES)


def decode(data: bytes) -> str:
    """Return ``data`` as UTF-8, or line by line as cp1252 where it is not."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return "".join(map(_decode_line, data.splitlines(keepends=True)))


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """Yield the lines of ``stream``; where it breaks off, a last line that says why."""
    number = 0
    try:
        while data := stream.readline(MAX_RECORD_BYTES + 1):
            number += 1
            if len(data) > MAX_RECORD_BYTES:
                _skip_line(stream, data)
                yield Line(number, data[:_CHUNK_BYTES], "the line is longer than 16 MiB")
            elif b"\0" in data:
                yield Line(number, data, "the line holds NUL bytes")
            else:
                yield Line(number, data)
    except (OSError, EOFError, zlib.error) as error:
        yield Line(number + 1, b"", unreadable(error))


def read_whole(stream: BinaryIO, limit: int) -> bytes:
    """Return all of ``stream``.

    Raises:
        UnreadableError: If it breaks off or holds more than ``limit`` bytes.
    """
    parts: list[bytes] = []
    room = limit
    try:
        while data := stream.read(_CHUNK_BYTES):
            room -= len(data)
            if room < 0:
                raise UnreadableError(f"the file is larger than {limit // (1024 * 1024)} MiB")
            parts.append(data)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(unreadable(error)) from error
    return b"".join(parts)


def unreadable(error: Exception) -> str:
    """Return what ``error`` means for the person who gave us the file."""
    match error:
        case EOFError():
            return "the gzip file is cut off here"
        case gzip.BadGzipFile() | zlib.error():
            return "the file is damaged here, or was never gzip"
        case FileNotFoundError():
            return "no such file"
        case PermissionError():
            return "permission denied"
        case OSError(strerror=str(reason)):
            return reason.lower()
        case _:
            return f"cannot be read: {error}"


def _unpack(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what was packed, but not what a few bytes were made to swell to."""
    taken = 0

    def count(chunks: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal taken
        for chunk in chunks:
            taken += len(chunk)
            yield chunk

    packed = gzip.GzipFile(fileobj=io.BufferedReader(ChunkReader(count(chunks))))
    given = 0
    while chunk := packed.read1(_CHUNK_BYTES):
        given += len(chunk)
        if given > MAX_RECORD_BYTES + MAX_UNPACKED_RATIO * taken:
            raise OSError(errno.EFBIG, f"unpacks to more than {MAX_UNPACKED_RATIO} times its size")
        yield chunk


def _peek(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first bytes, at least four if there are, and all chunks again."""
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= 4:
            break
    return head, chain([head] if head else [], chunks)


def _recode(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    mark = "\ufeff"
    for chunk in chunks:
        text = decoder.decode(chunk)
        yield text.removeprefix(mark).encode()
        mark = "" if text else mark
    yield decoder.decode(b"", final=True).encode()


def _decode_line(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _skip_line(stream: BinaryIO, data: bytes) -> None:
    while data and not data.endswith(b"\n"):
        data = stream.readline(_CHUNK_BYTES)
