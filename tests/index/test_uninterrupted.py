"""What must not be parted by a signal is not, and the signal comes after it."""

from __future__ import annotations

import signal
from threading import Thread

import pytest

from index.uninterrupted import uninterrupted


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_waits_for_the_end(number: signal.Signals) -> None:
    seen: list[str] = []
    before = signal.signal(number, lambda *_: seen.append("signal"))
    try:
        with uninterrupted():
            signal.raise_signal(number)
            seen.append("step")
        handler = signal.getsignal(number)
    finally:
        signal.signal(number, before)

    assert seen == ["step", "signal"]
    assert handler is not before


def test_signal_comes_when_the_block_fails() -> None:
    def fail() -> None:
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
            raise ValueError

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            fail()
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_hold_nothing_back() -> None:
    handlers: list[object] = []

    def look() -> None:
        with uninterrupted():
            handlers.append(signal.getsignal(signal.SIGINT))

    thread = Thread(target=look)
    thread.start()
    thread.join()

    assert handlers == [signal.getsignal(signal.SIGINT)]
