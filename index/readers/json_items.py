r"""The items of a JSON list, one at a time, of a list of any length and in any state.

    [{"a": 1}, {"b": tru}, {"c": "x}, {"d": 2}]    ->    {"a": 1}   a fault   a fault   {"d": 2}

An item ends where its brackets and quotes are closed. One where they never are would take
all behind it along; such an item, or one that is not JSON, ends before the next ``}, {"``.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from index.readers.encoding import MAX_RECORD_BYTES, prepend, unreadable
from index.readers.jsonl import JSONError, parse_json

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

# Levels of lists and objects in one record.
MAX_DEPTH = 100

# Looked through in vain for the ends of items of one file; after that its rest is given up.
MAX_SEARCHED_BYTES = 512 * 1024 * 1024

_CHUNK_BYTES = 1024 * 1024
_GAP = re.compile(rb"[\s,]*")
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+("?)|[][{}]', re.DOTALL)
_SCALAR = re.compile(rb'[^\s,"{}[\]]+')
_NEXT = re.compile(rb'\}\s{0,200},\s{0,200}(?=\{\s{0,200}")')
_OBJECT = re.compile(rb'(?=\{\s{0,200}")')
_BRACE = ord("{")
# More than a mark matches, so that it is not missed between what was read and what is next.
_OVERLAP_BYTES = 1_024


class Item(NamedTuple):
    """One item of a list, or what is wrong with it."""

    line: int  # where it begins, or where it is wrong, from 1
    data: bytes
    value: Any = None
    problem: str | None = None


class Window:
    """What is at hand of a stream, from ``at`` in ``data``, which is on ``line``.

    Attributes:
        is_whole: Nothing is left in the stream.
        fault: Why nothing is left, if it broke off.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.data = b""
        self.at = 0
        self.line = 1
        self.is_whole = False
        self.fault: str | None = None
        self._stream = cast("io.BufferedReader", stream)

    def move(self, to: int) -> None:
        """Leave what stands before ``to`` behind."""
        self.line += self.data.count(b"\n", self.at, to)
        self.at = to

    def read_on(self) -> bool:
        """Read as much again as is at hand; tell whether there was more."""
        parts = [self.data[self.at :]]
        room = max(_CHUNK_BYTES, len(parts[0]))
        try:
            while room > 0 and not self.is_whole:
                parts.append(self._stream.read1(room))
                room -= len(parts[-1])
                self.is_whole = not parts[-1]
        except (OSError, EOFError, zlib.error) as error:
            self.fault = unreadable(error)
            self.is_whole = True
        self.data = b"".join(parts)
        self.at = 0
        return len(self.data) > len(parts[0])

    def rest(self) -> BinaryIO:
        """Return a stream of all from ``at`` on."""
        return prepend(self.data[self.at :], self._chunks())

    def _chunks(self) -> Iterator[bytes]:
        while not self.is_whole:
            self.move(len(self.data))
            self.read_on()
            yield self.data
        if self.fault:
            raise OSError(0, self.fault)

    def skip_gap(self) -> bool:
        """Move behind blanks and commas; tell whether anything follows."""
        while True:
            gap = _GAP.match(self.data, self.at)
            self.move(gap.end() if gap else self.at)
            if self.at < len(self.data):
                return True
            if not self.read_on():
                return False

    def measure_item(self) -> tuple[int, str | None]:
        """Return where the item at hand ends, or how far that was looked for, and why in vain."""
        while True:
            end, depth = _look_for_end(self.data, self.at)
            if depth == 0:
                return end, None
            if depth > MAX_DEPTH:
                return end, "not JSON: nested too deeply"
            if len(self.data) - self.at > MAX_RECORD_BYTES:
                return len(self.data), "the record is longer than 16 MiB"
            if not self.read_on():
                return len(self.data), self.fault or "not JSON: the file ends within a record"

    def seek_next(self, end: int | None = None) -> None:
        """Leave an item that is wrong: for the next object behind it, or one it has swallowed.

        Args:
            end: Where it ends, if that can be told.
        """
        is_object = self.data[self.at] == _BRACE
        mark = _NEXT if is_object else _OBJECT
        limit = end if is_object and end else len(self.data)
        if found := mark.search(self.data, self.at + 1, limit):
            self.move(found.end())
        elif is_object and end:
            self.move(end)
        else:
            self.move(max(self.at + 1, len(self.data) - _OVERLAP_BYTES))
            while self.read_on():
                if found := mark.search(self.data):
                    self.move(found.end())
                    return
                self.move(max(0, len(self.data) - _OVERLAP_BYTES))
            self.move(len(self.data))


def read_items(window: Window, *, is_list: bool) -> Iterator[Item]:
    """Yield the items from where ``window`` stands to the end of their list, if it is one.

    Where the list is damaged its end cannot be told, and all objects are read.
    """
    is_sound = True
    searched = 0
    while window.skip_gap():
        if window.data[window.at] in b"]}":
            window.move(window.at + 1)
            if is_list and is_sound:
                return
            continue
        if not is_sound and window.data[window.at] != _BRACE:  # what is left of the fault
            window.seek_next()
            continue
        end, problem = window.measure_item()
        line, raw = window.line, window.data[window.at : end]
        if problem is None:
            try:
                item = Item(line, raw, parse_json(raw))
            except JSONError as error:
                problem, line = str(error), line + error.line - 1
            else:
                window.move(end)
                yield item
                continue
            window.seek_next(end)
        else:
            window.seek_next()
        is_sound = False
        searched += len(raw)
        yield Item(line, raw, None, problem)
        if searched > MAX_SEARCHED_BYTES:
            yield Item(window.line, b"", None, "too much is damaged before here to read on")
            return
    if window.fault or (is_list and is_sound):
        yield Item(window.line, b"", None, window.fault or "not JSON: the list is not closed")


def _look_for_end(data: bytes, start: int) -> tuple[int, int]:
    """Return where the item that begins at ``start`` ends, and 0 for its open brackets.

    Or where the look for it ended, and their number: one too many, or those at the end of
    ``data``, at least one.
    """
    if scalar := _SCALAR.match(data, start):
        return scalar.end(), int(scalar.end() == len(data))
    depth = 0
    for token in _TOKEN.finditer(data, start):
        kind = data[token.start()]
        if kind in b"{[":
            depth += 1
        elif kind in b"}]":
            depth -= 1
        elif not token[1]:
            break
        if depth == 0 or depth > MAX_DEPTH:
            return token.end(), depth
    return len(data), max(1, depth)
