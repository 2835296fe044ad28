"""Steps that a signal must not part: it waits until they are done."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_HELD = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back what would interrupt the block, and let it happen at its end.

    Signals reach the main thread alone; in any other nothing is held back, nor need be.
    """
    if current_thread() is not main_thread():
        yield
        return
    waiting: list[int] = []

    def hold(number: int, _frame: FrameType | None) -> None:
        waiting.append(number)

    before = {number: signal.signal(number, hold) for number in _HELD}
    try:
        yield
    finally:
        for number, handler in before.items():
            # None is one that was not set from Python.
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        for held in waiting:
            signal.raise_signal(held)
