"""Documents on their way into an index, some megabytes at a time, until each has arrived.

A cluster that has too much to do, loses a node or takes too long is given the same again, after
ever longer pauses: a document is called by its row, so that it does not matter how often it
arrives. Of a request that was done in part only the rest is sent again. What is refused for
good is an error that names the article.
"""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson

from index.errors import BuildFailedError, IndexUnreachableError, RefusedError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from index.opensearch.client import Cluster

# Of one request; larger ones are no faster, and take more of the memory of a node.
REQUEST_BYTES: Final = 3 << 20
# Requests on their way, while the next is made.
LANES: Final = 2

# Seconds that a node may take for one.
REQUEST_SECONDS: Final = 60
# Seconds until it is sent again: at first, at most, and for which that is tried at all.
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 20.0
PATIENCE: Final = 300.0

_ANSWER = {"filter_path": "errors,items.*.status,items.*.error"}
# Nothing can be written: by order of somebody, because a disk is full, or there is no index.
_CLOSED = {"cluster_block_exception", "index_closed_exception", "index_not_found_exception"}
_BUSY = 429
_FAILED = 500

_PROBLEM_CHARS = 300


class Action(NamedTuple):
    """One document to put or to take away.

    Attributes:
        article: Whose it is, by id.
        lines: As they are sent.
    """

    article: str
    lines: bytes


def putting(row: int, article: str, encoded: dict[str, Any]) -> Action:
    """Return what puts a document in the place of the one of its row."""
    return Action(article, b'{"index":{"_id":"%d"}}\n%b\n' % (row, orjson.dumps(encoded)))


def deleting(row: int, article: str) -> Action:
    """Return what takes away the document of a row."""
    return Action(article, b'{"delete":{"_id":"%d"}}\n' % row)


class Bulk:
    """Sends to one index. For one thread; what it sends goes in threads of its own."""

    def __init__(self, cluster: Cluster, index: str, *, lanes: int = LANES) -> None:
        self._cluster = cluster
        self._path = f"/{index}/_bulk"
        self._lanes = lanes
        self._pool = ThreadPoolExecutor(lanes)
        self._is_over = Event()
        self._on_their_way: list[Future[None]] = []
        self._waiting: list[Action] = []
        self._bytes = 0

    def send(self, action: Action) -> None:
        """Send something, with others; raises as `finish` for what was sent before."""
        self._waiting.append(action)
        self._bytes += len(action.lines)
        if self._bytes >= REQUEST_BYTES:
            self._start()

    def finish(self) -> None:
        """Return when everything has arrived.

        Raises:
            BuildFailedError: If a document is refused.
            IndexUnreachableError: If the cluster has not taken it for `PATIENCE`, or will not.
        """
        self._start()
        for future in self._on_their_way:
            future.result()
        self._on_their_way = []

    def close(self) -> None:
        """Send nothing more. Closing twice is harmless."""
        self._is_over.set()
        self._pool.shutdown(cancel_futures=True)

    def _start(self) -> None:
        batch, self._waiting, self._bytes = self._waiting, [], 0
        if not batch:
            return
        while len(self._on_their_way) >= self._lanes:
            self._on_their_way.pop(0).result()
        self._on_their_way.append(self._pool.submit(self._arrive, batch))

    def _arrive(self, batch: list[Action]) -> None:
        """Send a batch again and again until all of it has arrived, or it is over."""
        pause, end = FIRST_PAUSE, time.monotonic() + PATIENCE
        while batch and not self._is_over.is_set():
            try:
                batch, problem = self._rest(batch)
            except RefusedError as error:
                if len(batch) > 1 or error.kind in _CLOSED:
                    raise
                raise _refused(batch[0], str(error)) from error
            except IndexUnreachableError as error:
                problem = error
            if batch and problem is not None and time.monotonic() > end:
                raise problem
            if batch:
                # Not all of those that were turned away come back at the same time.
                self._is_over.wait(pause * random.uniform(0.5, 1))  # noqa: S311 - no secret
                pause = min(2 * pause, LONGEST_PAUSE)

    def _rest(self, batch: list[Action]) -> tuple[list[Action], IndexUnreachableError | None]:
        """Send a batch once; return what of it should be sent again, and why."""
        body = b"".join(action.lines for action in batch)
        answer = self._cluster.ask(
            "POST", self._path, body, params=_ANSWER, seconds=REQUEST_SECONDS
        )
        if not answer["errors"]:
            return [], None
        rest, problem = [], None
        for action, item in zip(batch, answer["items"], strict=True):
            (done,) = item.values()
            if (error := done.get("error")) is None:
                continue
            if error["type"] in _CLOSED:
                where = str(self._cluster.location)
                raise RefusedError(where, done["status"], error["type"], error["reason"])
            if done["status"] != _BUSY and done["status"] < _FAILED:
                cause = error.get("caused_by", error)
                raise _refused(action, f"{cause.get('type')}: {cause.get('reason')}")
            rest.append(action)
            reason = f"takes no documents now ({error['type']}: {_line(error['reason'])})"
            problem = IndexUnreachableError(str(self._cluster.location), reason)
        return rest, problem


def _refused(action: Action, problem: str) -> BuildFailedError:
    return BuildFailedError(f"article {action.article!r} cannot be indexed: {_line(problem)}")


def _line(text: str) -> str:
    return " ".join(text.split())[:_PROBLEM_CHARS]
