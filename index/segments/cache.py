"""A dictionary that stays below a number of bytes by forgetting what came first."""

from __future__ import annotations

from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class ByteCache(Generic[Key, Value]):
    """Reading is one dictionary look-up, without a lock; safe between threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._sizes: dict[Key, int] = {}
        self._values: dict[Key, Value] = {}
        self._lock = Lock()
        self.get = self._values.get

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep ``value``, which takes ``size`` bytes; forget the oldest beyond the limit."""
        with self._lock:
            self._held += size - self._sizes.pop(key, 0)
            self._sizes[key] = size
            self._values[key] = value
            while self._held > self._limit and len(self._sizes) > 1:
                oldest = next(iter(self._sizes))
                self._held -= self._sizes.pop(oldest)
                del self._values[oldest]
