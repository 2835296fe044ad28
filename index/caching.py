"""Dictionaries that stay below a number of bytes, by forgetting one thing at a time.

    ByteCache    told what to keep        Memo    computes what it misses

What came first is forgotten first. Reading is one dictionary look-up, without a lock, and
no pause ever forgets everything at once; safe between threads. What a process keeps in all:

    lists of words, in all segments     64 MB, and their keys 4 MB
    lists joined across segments        64 MB
    words, phrases, and their bounds   128 MB
    chunks of text, and their words     64 MB + 2 * 16 MB
    roots of words                      32 MB
    written forms of roots               8 MB
    words by their beginnings            8 MB
    what passes filters                 32 MB
    queries that were read               8 MB
    lines in context                    32 MB
    quotations of texts                 16 MB
    words between blanks, as tokens     32 MB
    answers of the JSON API             16 MB, unless set otherwise
"""

from __future__ import annotations

import sys
from collections import deque
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Key = TypeVar("Key")
Value = TypeVar("Value")


class ByteCache(Generic[Key, Value]):
    """A dictionary of values with the bytes that each takes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0
        self._sizes: dict[Key, int] = {}
        self._values: dict[Key, Value] = {}
        # A dictionary finds its first key the later, the more of them were deleted.
        self._order: deque[Key] = deque()
        self._lock = Lock()
        self.get = self._values.get

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep ``value``, which takes ``size`` bytes; forget the oldest beyond the limit."""
        with self._lock:
            if key not in self._sizes:
                self._order.append(key)
            self.held += size - self._sizes.get(key, 0)
            self._sizes[key] = size
            self._values[key] = value
            while self.held > self.limit and len(self._order) > 1:
                oldest = self._order.popleft()
                if oldest == key:  # kept anew just now
                    self._order.append(key)
                    continue
                self.held -= self._sizes.pop(oldest)
                del self._values[oldest]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self.held = 0
            for kept in (self._sizes, self._values, self._order):
                kept.clear()


class Memo(dict[str, Value]):
    """A function of a text, kept: ``memo[text]`` is computed where it is missed.

    Args of the constructor: the function, the bytes to stay below, what a value takes beside
    the letters of its text, and the longest text that is kept.
    """

    def __init__(
        self,
        compute: Callable[[str], Value],
        limit: int,
        item_bytes: int,
        max_chars: int = sys.maxsize,
    ) -> None:
        super().__init__()
        self.held = 0
        self._compute = compute
        self._limit = limit
        self._item_bytes = item_bytes
        self._max_chars = max_chars
        self._order: deque[str] = deque()
        self._lock = Lock()

    def __missing__(self, text: str) -> Value:
        value = self._compute(text)
        if len(text) <= self._max_chars:
            self._keep(text, value)
        return value

    def __reduce__(self) -> tuple[type[Memo[Value]], tuple[object, ...]]:
        """Go to another process without what is kept."""
        return Memo, (self._compute, self._limit, self._item_bytes, self._max_chars)

    def _keep(self, text: str, value: Value) -> None:
        with self._lock:
            if text in self:
                return
            self[text] = value
            self._order.append(text)
            self.held += self._item_bytes + len(text)
            while self.held > self._limit:
                oldest = self._order.popleft()
                self.held -= self._item_bytes + len(oldest)
                del self[oldest]
