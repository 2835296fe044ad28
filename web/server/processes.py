"""Several processes that answer on one port, and one that looks after them.

    parent         holds the listening socket and answers nothing
    worker 0, ...  a whole server each: index, connections, threads, caches

    SIGTERM, SIGINT    all finish what runs; a second one ends them at once
    SIGHUP             each is replaced, one after another, by one that is ready
    one that dies      is replaced, too

Workers are forked before threads are started, files opened and large modules loaded, so that
they share nothing but the socket. They end with their parent, whatever becomes of it.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

from web.server.siblings import Siblings

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_log = logging.getLogger(__name__)

# From the start of one that died to the start of the next with its number.
RESTART_SECONDS: Final = 2.0

FAILED: Final = 1

_ENDING = (signal.SIGTERM, signal.SIGINT)
_READY = b"!"


class Worker:
    """What one of the processes knows of the others.

    Attributes:
        number: From 0, its own among those that live.
        siblings: How it asks them.
    """

    def __init__(self, number: int, siblings: Siblings, ready: int, life: int) -> None:
        self.number = number
        self.siblings = siblings
        self._ready = ready
        self._life = life

    def follow(self, stop: Callable[[], None]) -> None:
        """Tell the parent that this one is ready; ``stop`` is called when all have to end."""
        os.write(self._ready, _READY)
        os.close(self._ready)

        def wait() -> None:
            os.read(self._life, 1)  # nothing is ever written: it ends when the parent lets go
            stop()

        Thread(target=wait, daemon=True).start()


@dataclass(eq=False, slots=True)
class _Child:
    """A worker as its parent knows it; ``told`` is where it says that it is ready."""

    pid: int
    number: int
    told: int | None
    is_ready: bool = False
    is_leaving: bool = False
    started: float = field(default_factory=monotonic)


def supervise(
    count: int, *, announce: Callable[[], None], stop: Callable[[], None]
) -> Worker | int:
    """Start workers and look after them until they have ended.

    Returns in each of them, with what it knows; in the parent at the end, with an exit code.

    Args:
        count: Of workers.
        announce: Called in the parent once all are ready.
        stop: Called in the parent when nothing more is to be accepted.
    """
    parent = _Parent(count, announce, stop)
    try:
        while (number := parent.next_to_start()) is not None:
            worker = parent.fork(number)
            if worker is not None:
                return worker
    finally:
        parent.close()
    return parent.code


class _Parent:
    """Starts, watches and ends workers."""

    def __init__(self, count: int, announce: Callable[[], None], stop: Callable[[], None]) -> None:
        self.code = 0
        self._count = count
        self._announce = announce
        self._stop = stop
        self._siblings = Siblings(count)
        self._children: list[_Child] = []
        # When to start which; the first one alone, so that what stops it is said once.
        self._due = {0: monotonic()}
        self._to_replace: list[int] = []
        self._is_up = self._is_stopping = self._is_child = False
        self._life, held = os.pipe()
        self._held_life: int | None = held
        self._news, self._bell = socket.socketpair()
        for end in (self._news, self._bell):
            end.setblocking(False)
        numbers = [*_ENDING, signal.SIGCHLD]
        if not _has_terminal():  # whose end is told by the same signal
            numbers.append(signal.SIGHUP)
        self._before = {number: signal.signal(number, _ring) for number in numbers}
        signal.set_wakeup_fd(self._bell.fileno())

    def next_to_start(self) -> int | None:
        """Wait until a worker has to be started and return its number, None once all have ended."""
        while self._children or self._due:
            due = min(self._due, key=self._due.__getitem__, default=None)
            seconds = None if due is None else self._due[due] - monotonic()
            if due is not None and seconds is not None and seconds <= 0:
                del self._due[due]
                return due
            self._wait(seconds)
        return None

    def fork(self, number: int) -> Worker | None:
        """Start a worker; return it in its own process."""
        told, ready = os.pipe()
        sys.stdout.flush()
        # Until a child has handlers of its own, what is sent to it would ring our bell.
        signal.pthread_sigmask(signal.SIG_BLOCK, self._before)
        pid = os.fork()
        if pid:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, self._before)
            os.close(ready)
            self._children.append(_Child(pid, number, told))
            return None
        self._is_child = True
        os.close(told)
        return Worker(number, self._siblings, ready, os.dup(self._life))

    def close(self) -> None:
        """Let go of everything; in the parent no worker is left."""
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        for child in self._children:
            if not self._is_child:
                os.kill(child.pid, signal.SIGKILL)
                os.waitpid(child.pid, 0)
            _close(child)
        os.close(self._life)
        if self._held_life is not None:
            os.close(self._held_life)
        self._news.close()
        self._bell.close()
        if not self._is_child:
            self._siblings.close()
        else:
            if signal.SIGHUP in self._before:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)  # it is for the parent
            signal.pthread_sigmask(signal.SIG_UNBLOCK, self._before)

    def _wait(self, seconds: float | None) -> None:
        """Wait for something to happen, but not longer than this, and deal with it."""
        starting = {child.told: child for child in self._children if child.told is not None}
        news = self._news.fileno()
        found, _, _ = select.select([news, *starting], [], [], seconds)
        for source in found:
            if source != news:
                self._hear(starting[source])
        if news in found:
            for number in self._news.recv(64):
                self._deal_with(number)

    def _hear(self, child: _Child) -> None:
        """Note that a worker is ready; one that died before is dealt with when it is reaped."""
        child.is_ready = child.told is not None and os.read(child.told, 1) == _READY
        _close(child)
        if child.is_ready:
            self._go_on(child)

    def _go_on(self, child: _Child) -> None:
        """Have the worker end whose place a new one takes, and start the next."""
        for other in self._of(child.number):
            if other is not child:
                other.is_leaving = True
                os.kill(other.pid, signal.SIGTERM)
        if not self._is_up and not self._is_stopping:
            held = {other.number for other in self._children}
            self._due |= dict.fromkeys({*range(self._count)} - held, monotonic())
            if not self._due and all(other.is_ready for other in self._children):
                self._is_up = True
                self._announce()
        elif self._to_replace:
            self._due[self._to_replace.pop(0)] = monotonic()

    def _deal_with(self, number: int) -> None:
        if number == signal.SIGCHLD:
            self._reap()
        elif number in _ENDING:
            self._end()
        elif self._is_up and not self._is_stopping:
            self._to_replace = [*range(1, self._count)]
            self._due[0] = monotonic()

    def _end(self) -> None:
        """Have all workers end; the handlers of before take a second signal."""
        self._is_stopping = True
        self._due.clear()
        self._stop()
        for number in _ENDING:
            signal.signal(number, self._before[number])
        if self._held_life is not None:
            os.close(self._held_life)
            self._held_life = None

    def _reap(self) -> None:
        for child in list(self._children):
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                self._children.remove(child)
                _close(child)
                if not (self._is_stopping or child.is_leaving):
                    self._replace(child, os.waitstatus_to_exitcode(status))

    def _replace(self, child: _Child, code: int) -> None:
        """Deal with a worker that has ended when nobody told it to."""
        how = f"by signal {-code}" if code < 0 else f"with {code}"
        if not self._is_up:
            self.code = code if code > 0 else FAILED
            self._end()
        elif self._of(child.number):
            _log.error("a new process ended %s before it was ready; the old one goes on", how)
            self._to_replace.clear()
        else:
            _log.error("process %d ended %s; another one takes its place", child.pid, how)
            self._due[child.number] = max(monotonic(), child.started + RESTART_SECONDS)

    def _of(self, number: int) -> list[_Child]:
        return [child for child in self._children if child.number == number]


def _close(child: _Child) -> None:
    if child.told is not None:
        os.close(child.told)
        child.told = None


def _ring(_signal: int, _frame: FrameType | None) -> None:
    """Do nothing: the number of the signal comes through the bell."""


def _has_terminal() -> bool:
    with suppress(AttributeError, ValueError):  # it may be closed, or never have been open
        return sys.stdin.isatty()
    return False


def usable_cores() -> int:
    """Return on how many cores this process may run."""
    return len(os.sched_getaffinity(0))
