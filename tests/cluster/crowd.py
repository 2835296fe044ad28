"""Readers who ask known questions over and over, and note every answer that they should not get."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

# Nobody should wait longer, whatever has happened.
PATIENCE = 30.0

# Between two questions of a reader, so that what is measured is not the machine at its limit.
_PAUSE_SECONDS = 0.02

# Of what went wrong, how much of an answer is shown.
_SHOWN_BYTES = 300

_UNAVAILABLE = http.HTTPStatus.SERVICE_UNAVAILABLE


class Found(NamedTuple):
    """What an answer says: how many, and which, in order."""

    total: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body of what a server says."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def found(self) -> Found:
        """Return what it says, if it is a page of results."""
        page = json.loads(self.body)
        return Found(page["total"], tuple(result["id"] for result in page["results"]))

    def is_honest_refusal(self) -> bool:
        """Whether it says in due form that there is no answer now, and when to come again."""
        return (
            self.status == _UNAVAILABLE
            and self.headers.get("Content-Type", "").startswith("application/problem+json")
            and int(self.headers.get("Retry-After", "0")) > 0
            and json.loads(self.body)["status"] == _UNAVAILABLE
        )


class Reader:
    """Somebody with one connection, which is opened anew when it has failed."""

    def __init__(self, address: str) -> None:
        where = urlsplit(address)
        self._connection = http.client.HTTPConnection(where.hostname or "", where.port, PATIENCE)

    def ask(self, path: str) -> Answer:
        """Return what the server says.

        Raises:
            OSError, http.client.HTTPException: If it says nothing, or no HTTP.
        """
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
            return Answer(answer.status, dict(answer.headers), answer.read())
        except (OSError, http.client.HTTPException):
            self._connection.close()
            raise

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


class Crowd:
    """Readers at work until the end of a ``with``.

    Attributes:
        wrong: What nobody should have been told, in the order it was.
    """

    def __init__(self, address: str, known: Mapping[str, Found], readers: int) -> None:
        self.wrong: list[str] = []
        self._known = known
        self._answered: list[float] = []
        self._refused: list[float] = []
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._read, args=(address, random.Random(seed)))
            for seed in range(readers)
        ]

    def __enter__(self) -> Self:
        """Let all of them begin."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def answered(self, since: float) -> int:
        """Return how many right answers there were since a time of the monotonic clock."""
        return sum(moment >= since for moment in self._answered)

    def refused(self, since: float) -> int:
        """Return how many were refused in due form since then."""
        return sum(moment >= since for moment in self._refused)

    def wait_for_peace(self, seconds: float) -> None:
        """Wait until nobody has been refused for so long.

        Raises:
            TimeoutError: If that does not come.
        """
        end = time.monotonic() + PATIENCE + seconds
        began = time.monotonic()
        while self.refused(max(began, time.monotonic() - seconds)) or (
            time.monotonic() < began + seconds
        ):
            if time.monotonic() > end:
                raise TimeoutError("readers are still refused")
            time.sleep(0.1)

    def _read(self, address: str, chance: random.Random) -> None:
        reader = Reader(address)
        paths = sorted(self._known)
        while not self._over.wait(_PAUSE_SECONDS):
            path = chance.choice(paths)
            try:
                answer = reader.ask(path)
                if answer.status == http.HTTPStatus.OK and answer.found() == self._known[path]:
                    self._answered.append(time.monotonic())
                elif answer.is_honest_refusal():
                    self._refused.append(time.monotonic())
                else:
                    shown = answer.body[:_SHOWN_BYTES]
                    self.wrong.append(f"{path}: {answer.status} {answer.headers} {shown!r}")
            except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
                self.wrong.append(f"{path}: {type(error).__name__}: {error}")
        reader.close()
