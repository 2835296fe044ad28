"""One connection: how long it may take to ask, and how slowly to read the answer.

A request that drips in byte by byte is not idle, and neither is an answer that is read that
way; so both have a deadline as a whole.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Protocol

import orjson
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask, WSGITask

from web.logs import chosen_request_id, log_refused
from web.server.parser import OverloadedError, Parser, RequestTimeoutError

if TYPE_CHECKING:
    import threading

# Without a request; above the minute for which proxies keep connections.
IDLE_SECONDS: Final = 75

# What a reader takes of an answer, on average, once it has had STALL_SECONDS.
MIN_BYTES_PER_SECOND: Final = 1_024
STALL_SECONDS: Final = 20

RETRY_SECONDS: Final = "5"


class Owner(Protocol):
    """What a connection needs of the server it belongs to."""

    request_seconds: float
    is_stopping: bool
    working: threading.local

    def joined(self, channel: Channel) -> None:
        """Watch a connection that has been accepted."""

    def left(self, channel: Channel) -> None:
        """Forget a connection that is about to be closed."""


class Task(WSGITask):  # type: ignore[misc]  # waitress is untyped
    """A request that the application answers."""

    # Whether more than a missing length ends the connection.
    _is_last = True

    def build_response_header(self) -> bytes:
        """Return status line and headers; the last ones of a connection when stopping."""
        is_stopping = self.channel.server.is_stopping
        asked = self.request.headers.get("CONNECTION", "").lower()
        self._is_last = is_stopping or self.version != "1.1" or asked == "close"
        if is_stopping:
            self.set_close_on_finish()
        header: bytes = super().build_response_header()
        return header

    def set_close_on_finish(self) -> None:
        """Close behind the answer, unless its end is known: a 304 has no length and no body."""
        if self._is_last or self.has_body:
            super().set_close_on_finish()


class Refusal(ErrorTask):  # type: ignore[misc]
    """A request that is answered without the application, by a problem (RFC 9457)."""

    def execute(self) -> None:
        """Send the reason and close the connection."""
        error = self.request.error
        own = _request_id_of(self.request)
        body = refusal(error, own)
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "application/problem+json"))
        self.response_headers.append(("X-Request-ID", own))
        if error.code == OverloadedError.code:
            self.response_headers.append(("Retry-After", RETRY_SECONDS))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
        log_refused(own, error.code, len(body))


def refusal(error: Any, own: str) -> bytes:
    """Return the body that says why a request, whose id is ``own``, was not read or not taken."""
    return orjson.dumps(
        {
            "type": "about:blank",
            "title": error.reason,
            "status": error.code,
            "detail": error.body,
            "request_id": own,
        }
    )


def _request_id_of(request: Parser) -> str:
    return chosen_request_id(request.headers.get("X_REQUEST_ID", ""))


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that reports when it has waited too long.

    Attributes:
        since: When what it waits for began, in seconds of the monotonic clock: a request,
            the rest of one, or a reader.
    """

    parser_class = Parser
    task_class = Task
    error_task_class = Refusal

    server: Owner
    since: float

    # What is being received; a connection is new until it has sent its first request.
    _partial: Parser | None = None
    _is_new = True
    _sent_bytes = 0
    _sent_before: int | None = None

    def is_running(self) -> bool:
        """Tell whether a request of it is being answered, or waits for a thread."""
        return bool(self.requests)

    def is_overdue(self, now: float) -> bool:
        """Tell whether it has waited too long; to be asked about once a second."""
        if self.total_outbufs_len:
            return self._is_read_too_slowly(now)
        self._sent_before = None
        if self.requests:
            self.since = now
            return False
        if self.request is not self._partial:
            self._partial = self.request
            if not self._is_new:
                self.since = now
        if self._partial is None and not self._is_new:
            return now - self.since > IDLE_SECONDS
        return now - self.since > self.server.request_seconds

    def _is_read_too_slowly(self, now: float) -> bool:
        if self._sent_before is None:
            self.since, self._sent_before = now, self._sent_bytes
        seconds = now - self.since
        enough = MIN_BYTES_PER_SECOND * seconds
        return seconds > STALL_SECONDS and self._sent_bytes - self._sent_before < enough

    def give_up(self) -> None:
        """Close it; one that was half-way through a request is told why."""
        if self.request is not None and not self.total_outbufs_len:
            error = RequestTimeoutError("The request did not arrive whole in time.")
            own = _request_id_of(self.request)
            body = refusal(error, own)
            head = (
                f"HTTP/1.1 {error.code} {error.reason}\r\nConnection: close\r\n"
                f"X-Request-ID: {own}\r\n"
                f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            self.send(head.encode() + body)
            log_refused(own, error.code, len(body))
        self.handle_close()

    def send(self, data: bytes, *, do_close: bool = True) -> int:
        """Send what the other end takes now; return how many bytes that was."""
        sent: int = super().send(data, do_close=do_close)
        self._sent_bytes += sent
        return sent

    def service(self) -> None:
        """Answer one request, in a thread of the pool."""
        self._is_new, self.since = False, monotonic()
        self.server.working.channel = self
        super().service()

    def add_channel(self, map: Any = None) -> None:  # noqa: A002  # waitress' name
        """Join the connections that the server watches."""
        super().add_channel(map)
        self.server.joined(self)

    def del_channel(self, map: Any = None) -> None:  # noqa: A002
        """Leave them."""
        self.server.left(self)
        super().del_channel(map)
