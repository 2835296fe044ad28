"""Work that goes on while what it gave before is being used.

for outcome in ahead(outcomes, size, limit): ...    reads on while the archive commits
"""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

T = TypeVar("T")

# On Windows only a wait that ends can be interrupted.
_TICK_SECONDS = 1.0


def ahead(
    items: Generator[T, None, None], size: Callable[[T], int], limit: int
) -> Generator[T, None, None]:
    """Yield ``items``, made in a thread, while less than ``limit`` of ``size`` waits to be taken.

    What ``items`` raises is raised here. When this generator is closed, ``items`` is closed
    in its thread as soon as it has made the one it is at.
    """
    shelf = _Shelf[T](size, limit)
    thread = threading.Thread(target=shelf.fill, args=(items,), daemon=True)
    thread.start()
    try:
        yield from shelf
        thread.join()  # so that who goes on has one thread
    finally:
        shelf.close()


class _Shelf(Generic[T]):
    def __init__(self, size: Callable[[T], int], limit: int) -> None:
        self._size = size
        self._limit = limit
        self._held = 0
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._is_complete = False
        self._is_closed = False
        self._error: BaseException | None = None

    def fill(self, items: Generator[T, None, None]) -> None:
        try:
            for item in items:
                if not self._put(item):
                    break
        except BaseException as error:  # noqa: BLE001 - it is raised where the items are used
            self._error = error
        finally:
            items.close()
            with self._changed:
                self._is_complete = True
                self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def __iter__(self) -> Iterator[T]:
        while True:
            with self._changed:
                while not self._items and not self._is_complete:
                    self._changed.wait(_TICK_SECONDS)
                if not self._items:
                    break
                taken, self._items = self._items, deque()
                self._held = 0
                self._changed.notify_all()
            yield from taken
        if self._error is not None:
            raise self._error

    def _put(self, item: T) -> bool:
        with self._changed:
            while self._held >= self._limit and not self._is_closed:
                self._changed.wait()
            self._items.append(item)
            self._held += self._size(item)
            self._changed.notify_all()
            return not self._is_closed
