"""What a command did to the disk, call by call, as the log of `shim.c` has it."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.shim import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ENTRY = struct.Struct("<iiiiqqqii")


@dataclass(frozen=True, slots=True)
class Call:
    """One call.

    Attributes:
        number: From 1, in the order of the calls; of what is none, that of the one before.
        path: What it was about; of a rename or a link, what there was before.
        target: What a rename or a link made, else empty.
        flags: Of an open.
        offset: Where was written; of a truncation, the new length.
        data: What was written.
        is_done: Whether it succeeded.
    """

    number: int
    kind: Kind
    path: str
    target: str
    flags: int
    offset: int
    data: bytes
    is_done: bool


def log_stored(log: int, number: int) -> None:
    """Write into a log that the archive has a batch after so many calls."""
    os.write(log, _ENTRY.pack(Kind.STORED, 0, 0, 0, number, 0, 0, 1, 0))


def read_trace(log: Path) -> list[Call]:
    """Return the calls of a log, in order."""
    return sorted(_calls(log.read_bytes()), key=lambda call: call.number)


def _calls(content: bytes) -> Iterator[Call]:
    at = 0
    while at < len(content):
        kind, flags, *lengths, number, offset, data, ok, _ = _ENTRY.unpack_from(content, at)
        at += _ENTRY.size
        parts = []
        for length in (*lengths, data):
            parts.append(content[at : at + length])
            at += length
        path, target, written = parts
        yield Call(
            number,
            Kind(kind),
            os.fsdecode(path),
            os.fsdecode(target),
            flags,
            offset,
            written,
            bool(ok),
        )
