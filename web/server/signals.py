"""Signals that end the server: the first one gently, a second one at once."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from web.server.server import Server

_ENDING = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def stopped_by_signals(server: Server) -> Iterator[None]:
    """Stop ``server`` on the first signal; the handlers of before take the second one."""
    before = {number: signal.getsignal(number) for number in _ENDING}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        restore()
        server.stop()

    for number in _ENDING:
        signal.signal(number, stop)
    try:
        yield
    finally:
        restore()
