"""What the server tells its operator: one line for each request, each error, each refusal.

    2026-11-28T20:45:00.123Z INFO access method=GET endpoint=api.search status=200 ms=3.1 ...
    {"time": "2026-11-28T20:45:00.123Z", "level": "info", "logger": "access", ...}

A line never holds what somebody searched for, from where, or with what, unless the operator
asked for it; and nothing that a client sends can end a line or begin another.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from time import perf_counter
from typing import IO, TYPE_CHECKING, Any, Final

import orjson
from flask import Flask, request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    Observe = Callable[[str, int, float], None]

FORMATS: Final = ("text", "json")

# Of a request id that a client or proxy sends; any other is replaced by one of ours.
_REQUEST_ID = re.compile("[A-Za-z0-9._-]{1,64}")

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE"})

# What JSON leaves as it is, and some readers of lines take for the end of one.
_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029]")

# Of requests that no route is for.
NO_ENDPOINT: Final = "none"

_ENDPOINT = "arsip.endpoint"

_ACCESS = logging.getLogger("access")

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


def request_id() -> str | None:
    """Return the id of the request that this thread answers, or answered last."""
    return _request_id.get()


def chosen_request_id(given: str) -> str:
    """Return the id that a client or proxy has given, if it is well-formed, or a new one."""
    return given if _REQUEST_ID.fullmatch(given) else os.urandom(8).hex()


def install_logs(app: Flask, observe: Observe, *, log_queries: bool) -> None:
    """Give every request of ``app`` an id, sent back as ``X-Request-ID``, and log its end.

    Args:
        app: The application; its WSGI callable is wrapped.
        observe: Told the endpoint, status and seconds of each, files that are sent as they
            are found included.
        log_queries: Log path, query, address and user agent too.
    """

    @app.before_request
    def note_endpoint() -> None:
        request.environ[_ENDPOINT] = request.endpoint or NO_ENDPOINT

    app.wsgi_app = _Access(app.wsgi_app, observe, log_queries=log_queries)  # type: ignore[method-assign]


def log_refused(own: str, status: int, length: int) -> None:
    """Log a request that was refused before it reached the application; ``own`` is its id."""
    facts = {"request_id": own, "endpoint": NO_ENDPOINT, "status": status, "bytes": length}
    _ACCESS.info("", extra={"facts": facts})


class _Access:
    """A WSGI application that logs what passes through it."""

    def __init__(self, inner: WSGIApplication, observe: Observe, *, log_queries: bool) -> None:
        self._inner = inner
        self._observe = observe
        self._log_queries = log_queries

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started = perf_counter()
        own = chosen_request_id(environ.get("HTTP_X_REQUEST_ID", ""))
        # Left as it is: a body is sent, and may fail, after this call. The next one replaces it.
        _request_id.set(own)
        status = 500

        def start(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, [*headers, ("X-Request-ID", own)], *rest)

        def end(length: int) -> None:
            seconds = perf_counter() - started
            self._observe(environ.get(_ENDPOINT, NO_ENDPOINT), status, seconds)
            _ACCESS.info("", extra={"facts": self._facts(environ, own, status, seconds, length)})

        return _Counted(self._inner(environ, start), end)

    def _facts(
        self, environ: WSGIEnvironment, own: str, status: int, seconds: float, length: int
    ) -> dict[str, object]:
        method = environ["REQUEST_METHOD"]
        facts: dict[str, object] = {
            "request_id": own,
            "method": method if method in _METHODS else "other",
            "endpoint": environ.get(_ENDPOINT, NO_ENDPOINT),
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": length,
        }
        if self._log_queries:
            facts["path"] = environ["PATH_INFO"]
            facts["query"] = environ["QUERY_STRING"]
            facts["address"] = environ.get("REMOTE_ADDR", "")
            facts["agent"] = environ.get("HTTP_USER_AGENT", "")
        return facts


class _Counted:
    """A body that tells its length once it has been sent, or given up."""

    def __init__(self, body: Iterable[bytes], end: Callable[[int], None]) -> None:
        self._body = body
        self._end: Callable[[int], None] | None = end
        self._length = 0

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            self._length += len(part)
            yield part
        self._finish()

    def close(self) -> None:
        try:
            if close := getattr(self._body, "close", None):
                close()
        finally:
            self._finish()

    def _finish(self) -> None:
        end, self._end = self._end, None
        if end is not None:
            end(self._length)


def configure_logs(form: str, stream: IO[str] | None = None) -> None:
    """Send the logs of the whole process to ``stream``, or to standard error.

    A line that cannot be written, for the disk is full or nobody reads it, is lost: answering
    goes on.
    """
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("waitress").setLevel(logging.WARNING)  # below it, who has gone away
    # One line for every request that waits a moment tells nobody anything.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


class _Handler(logging.StreamHandler[IO[str]]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's name
        """Go on: what could be told about it would be told to the same stream."""


class TextFormatter(logging.Formatter):
    """A line for people; a traceback follows it, indented."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without the end of it."""
        words = [_time(record), record.levelname, record.name]
        if message := record.getMessage():
            words.append(_printable(message))
        words += [f"{name}={_shown(value)}" for name, value in _facts_of(record).items()]
        lines = [" ".join(words)]
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            lines += [f"    | {_printable(line)}" for line in trace.split("\n")]
        return "\n".join(lines)


class JsonFormatter(logging.Formatter):
    """A line for programs: one JSON object, its traceback a string in it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without the end of it."""
        line: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if message := record.getMessage():
            line["message"] = _encodable(message)
        for name, value in _facts_of(record).items():
            line[name] = _encodable(value) if isinstance(value, str) else value
        if record.exc_info:
            line["traceback"] = _encodable(self.formatException(record.exc_info))
        return _BREAKS.sub(lambda char: f"\\u{ord(char[0]):04x}", orjson.dumps(line).decode())


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _facts_of(record: logging.LogRecord) -> dict[str, object]:
    facts: dict[str, object] = getattr(record, "facts", None) or {}
    if "request_id" not in facts and (own := request_id()):
        return {**facts, "request_id": own}
    return facts


def _shown(value: object) -> str:
    """Return a fact so that the next one cannot be mistaken for a part of it."""
    escaped = str(value).replace("\\", r"\\").replace('"', r"\"")
    text = _printable(escaped)
    return f'"{text}"' if not text or any(char in text for char in ' ="\\') else text


def _printable(text: str) -> str:
    """Return ``text`` with all that is not printed, and lone surrogates, as escapes."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def _encodable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
