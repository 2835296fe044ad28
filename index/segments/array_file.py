"""Many named arrays in one file, checked by checksums, mapped into memory to be read.

    magic, version                 "ARSIPSEG", uint32, uint32 zero
    array, array, ...              little-endian, each from a multiple of 16, zeros between
    footer                         JSON: "meta", "arrays": {name: [type, start, items, crc32]}
    footer length, crc32, magic    uint32, uint32, "ARSIPEND"

An array's checksum covers its bytes and the zeros up to the next array, so that no
byte of the file is unwatched: the footer watches the arrays, and whoever keeps the
footer's digest (`file_digest`) knows the whole file. It is written once and never changed.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import tempfile
import zlib
from hashlib import blake2b
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from index.errors import IndexBrokenError
from index.segments.format import FORMAT_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import DTypeLike, NDArray

_HEAD = struct.Struct("<8sII")
_TAIL = struct.Struct("<II8s")
_MAGIC = b"ARSIPSEG"
_HEAD_BYTES = _HEAD.pack(_MAGIC, FORMAT_VERSION, 0)
_END = b"ARSIPEND"
_ALIGN = 16
_DIGEST_BYTES = 16

# What a stream holds in memory before it moves to a temporary file.
SPOOL_BYTES = 16 << 20


class ArrayStream:
    """An array that arrives in pieces while others are written too."""

    def __init__(self, directory: Path, dtype: DTypeLike) -> None:
        self.dtype = np.dtype(dtype)
        self._directory = directory
        self._pieces: list[NDArray[Any]] = []
        self._held = 0
        self._file: IO[bytes] | None = None

    def append(self, piece: NDArray[Any]) -> None:
        """Add ``piece`` to the end; it must not change any more."""
        piece = np.ascontiguousarray(piece, dtype=self.dtype)
        self._pieces.append(piece)
        self._held += piece.nbytes
        if self._held > SPOOL_BYTES:
            self._spill()

    def pieces(self) -> Iterator[memoryview]:
        """Yield the bytes of the whole array, in order, once."""
        if self._file is not None:
            self._file.seek(0)
            while block := self._file.read(1 << 22):
                yield memoryview(block)
        for piece in self._pieces:
            yield piece.data.cast("B") if piece.size else memoryview(b"")

    def close(self) -> None:
        """Release memory and the temporary file. Closing twice is harmless."""
        self._pieces = []
        if self._file is not None:
            self._file.close()

    def _spill(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._directory)  # noqa: SIM115 - see close
        for piece in self._pieces:
            self._file.write(piece.data.cast("B"))
        self._pieces = []
        self._held = 0


class ArrayFileWriter:
    """Writes one array file; it exists under its name only when `finish` has returned."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._partial = path.with_name(path.name + ".partial")
        self._file = self._partial.open("wb")
        self._file.write(_HEAD_BYTES)
        self._position = _HEAD.size
        self._entries: dict[str, list[Any]] = {}
        self._streams: dict[str, ArrayStream] = {}

    def add(self, name: str, array: NDArray[Any]) -> None:
        """Write ``array`` under ``name``."""
        stream = ArrayStream(self.path.parent, array.dtype.newbyteorder("<"))
        stream.append(array)
        self._write(name, stream)

    def stream(self, name: str, dtype: DTypeLike) -> ArrayStream:
        """Return a stream that `finish` writes under ``name``."""
        stream = self._streams[name] = ArrayStream(self.path.parent, dtype)
        return stream

    def finish(self, meta: dict[str, Any]) -> None:
        """Write streams and footer, and name the file; `index.generations` makes it durable."""
        for name, stream in self._streams.items():
            self._write(name, stream)
        footer = json.dumps({"meta": meta, "arrays": self._entries}).encode()
        self._file.write(footer)
        self._file.write(_TAIL.pack(len(footer), zlib.crc32(footer), _END))
        self._file.close()
        self._partial.replace(self.path)

    def abandon(self) -> None:
        """Leave nothing behind."""
        for stream in self._streams.values():
            stream.close()
        self._file.close()
        self._partial.unlink(missing_ok=True)

    def _write(self, name: str, stream: ArrayStream) -> None:
        start, crc, size = self._position, 0, 0
        for piece in stream.pieces():
            self._file.write(piece)
            crc = zlib.crc32(piece, crc)
            size += len(piece)
        padding = bytes(-size % _ALIGN)
        self._file.write(padding)
        self._position = start + size + len(padding)
        items = size // stream.dtype.itemsize
        self._entries[name] = [stream.dtype.str, start, items, zlib.crc32(padding, crc)]
        stream.close()


class ArrayFile:
    """A finished array file, mapped into memory.

    Attributes:
        digest: Tells this file from any other; takes no look at the arrays.

    Raises:
        IndexBrokenError: If the file is cut short, foreign or of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < _HEAD.size + _TAIL.size:
                raise self._broken("is cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[: _HEAD.size] != _HEAD_BYTES:
            raise self._broken("is foreign or of another version")
        length, crc, end = _TAIL.unpack(self._map[size - _TAIL.size :])
        start = size - _TAIL.size - length
        footer = self._map[max(start, 0) : size - _TAIL.size]
        if end != _END or start < _HEAD.size or zlib.crc32(footer) != crc:
            raise self._broken("is cut short or damaged")
        content = json.loads(footer)
        self.meta: dict[str, Any] = content["meta"]
        self._entries: dict[str, tuple[str, int, int, int]] = content["arrays"]
        self.digest = blake2b(footer, digest_size=_DIGEST_BYTES).hexdigest()
        if start != _HEAD.size + sum(map(self._padded, self._entries)):
            raise self._broken("is cut short or damaged")

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return the array, read-only, on the mapped file.

        Raises:
            IndexBrokenError: If it is not there.
        """
        try:
            dtype, start, items, _ = self._entries[name]
        except KeyError:
            raise self._broken(f"has no {name}") from None
        return np.frombuffer(self._map, dtype=dtype, count=items, offset=start)

    def part(self, name: str, start: int, end: int) -> NDArray[Any]:
        """Return a part of an array; other bounds than those of a list are damage.

        Raises:
            IndexBrokenError: If the bounds are not within the array, in order.
        """
        array = self[name]
        if not 0 <= start <= end <= len(array):
            raise self._broken("is damaged")
        return array[start:end]

    @property
    def size(self) -> int:
        """Bytes of the file when it was opened."""
        return len(self._map)

    @property
    def is_cut(self) -> bool:
        """Tell whether the file has been cut since; a look behind its end ends the process."""
        return self._map.size() < len(self._map)

    def verify(self) -> list[str]:
        """Return one line for every array that is not as it was written."""
        problems: list[str] = []
        with memoryview(self._map) as whole:
            for name, (_, start, _, crc) in self._entries.items():
                if self.is_cut:
                    return [*problems, f"{self.path.name} is cut short"]
                if zlib.crc32(whole[start : start + self._padded(name)]) != crc:
                    problems.append(f"{self.path.name}: {name} is damaged")
        return problems

    def _padded(self, name: str) -> int:
        """Return the bytes that an array takes, those up to the next one included."""
        dtype, _, items, _ = self._entries[name]
        size = items * np.dtype(dtype).itemsize
        return size + -size % _ALIGN

    def _broken(self, problem: str) -> IndexBrokenError:
        return IndexBrokenError(self.path.parent, f"{self.path.name} {problem}")


def open_array_file(directory: Path, name: str) -> ArrayFile:
    """Return a file that a generation has to have.

    Raises:
        IndexBrokenError: If it is missing, damaged or foreign.
    """
    try:
        return ArrayFile(directory / name)
    except FileNotFoundError as error:
        raise IndexBrokenError(directory, f"{name} is missing") from error


def is_array_file(path: Path) -> bool:
    """Tell whether a file begins like an array file."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def file_digest(path: Path) -> str:
    """Return what tells a file of a generation from any other; of array files, their digest.

    Raises:
        IndexBrokenError: If it begins like an array file and is none.
        OSError: If it cannot be read.
    """
    if is_array_file(path):
        return ArrayFile(path).digest
    return blake2b(path.read_bytes(), digest_size=_DIGEST_BYTES).hexdigest()
