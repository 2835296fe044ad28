"""The lane for heavy work: little of it runs at once, and what waits is bounded, too.

    light answers      as many as there are threads; where nobody waits for another machine one
                       after another, each whole: interleaved, all would end with the last
    heavy answers      `HEAVY` at once, `WAITING` wait for a turn of at most `PATIENCE_S`
    exports            `EXPORTS` at once; each takes turns with heavy answers, page by page

Whether an answer is heavy is known only while it is worked out: when it has taken more than
`search.work.LIGHT_STEPS`, it enters the lane or is given up (503, to be tried again). So all
of the lane together never takes more than `THREADS_TAKEN` threads of the server; it needs
some more to be quick for everybody else. All share one interpreter: what is in the lane
steps aside, between one step and the next, while a light answer is worked out.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from threading import Condition, Lock, Semaphore, local
from time import monotonic
from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily

from index.errors import ArsipError
from search.work import ANSWER_STEPS, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Answers and pages of exports that are worked out at once: they share one interpreter.
HEAVY = 1
# Heavy answers that wait for one of these to finish, and how long at most, in seconds.
WAITING = 4
PATIENCE_S = 2.0
# Exports that are being sent at once.
EXPORTS = 4
THREADS_TAKEN = HEAVY + WAITING + EXPORTS
# How long an answer, and some rows of an export, step aside for light ones, in seconds altogether.
ASIDE_S = 1.0
ROWS_ASIDE_S = 0.05
# When to ask again, in seconds.
RETRY_S = 2


class BusyError(ArsipError):
    """Too much heavy work is being done already."""


class Lane:
    """Where heavy work waits for its turn. Safe to share between threads."""

    def __init__(self) -> None:
        self._turn = Semaphore(HEAVY)
        self._places = Semaphore(HEAVY + WAITING)
        self._exports = Semaphore(EXPORTS)
        self._floor = Lock()
        self._thread = local()  # .has_floor
        self._light = 0
        self._no_light = Condition()
        self._lock = Lock()
        self._cut = self._refused = 0

    def one_by_one(self, application: WSGIApplication) -> WSGIApplication:
        """Return the same that works out one answer at a time, until it proves heavy."""

        def wait_and_answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            self._count_light(1)
            self._floor.acquire()
            self._thread.has_floor = True
            try:
                return application(environ, start)
            finally:
                self._leave_floor()

        return wait_and_answer

    @contextmanager
    def answering(self, steps: int = ANSWER_STEPS) -> Iterator[Work]:
        """Yield what an answer may cost, ``steps``; it takes a turn when it proves heavy.

        Raises:
            BusyError: In the block, when it proves heavy and too many others are.
        """
        is_light, has_turn, patience = True, False, ASIDE_S

        def when_heavy() -> None:
            nonlocal is_light, has_turn, patience
            if is_light:
                is_light = False
                self._leave_floor()
                self._count_light(-1)
                self._enter()
                has_turn = True
            patience -= self._step_aside(patience)

        work = Work(steps, when_heavy)
        self._count_light(1)
        try:
            yield work
        finally:
            if is_light:
                self._count_light(-1)
            if has_turn:
                self._leave()
            if work.is_cut:
                self._note(cut=1)

    def exporting(self) -> Callable[[], None]:
        """Begin an export; return how to end it, which may be called more than once.

        Raises:
            BusyError: If `EXPORTS` are being sent.
        """
        if not self._exports.acquire(blocking=False):
            self._note(refused=1)
            raise BusyError("other exports are being sent; try again in a moment")
        held = [self._exports]

        def end() -> None:
            with suppress(IndexError):
                held.pop().release()

        return end

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, of an export that has begun."""
        self._leave_floor()
        with self._turn:
            self._step_aside(ROWS_ASIDE_S)
            yield

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Yield counters for Prometheus."""
        yield CounterMetricFamily("arsip_answers_cut", "Answers cut short.", self._cut)
        yield CounterMetricFamily(
            "arsip_answers_refused", "Heavy answers and exports refused.", self._refused
        )

    def _leave_floor(self) -> None:
        """Let others be answered, if this thread has kept them waiting until now."""
        if getattr(self._thread, "has_floor", False):
            self._thread.has_floor = False
            self._floor.release()
            self._count_light(-1)

    def _count_light(self, change: int) -> None:
        with self._no_light:
            self._light += change
            if not self._light:
                self._no_light.notify_all()

    def _step_aside(self, patience: float) -> float:
        """Wait until no light answer is worked out; return for how many seconds."""
        if not self._light:
            return 0.0
        started = monotonic()
        with self._no_light:
            self._no_light.wait_for(lambda: not self._light, max(patience, 0.0))
        return monotonic() - started

    def _enter(self) -> None:
        if self._places.acquire(blocking=False):
            if self._turn.acquire(timeout=PATIENCE_S):
                return
            self._places.release()
        self._note(refused=1)
        raise BusyError("too many wide searches are being answered; try again in a moment")

    def _leave(self) -> None:
        self._turn.release()
        self._places.release()

    def _note(self, *, cut: int = 0, refused: int = 0) -> None:
        with self._lock:
            self._cut += cut
            self._refused += refused
