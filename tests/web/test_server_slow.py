from __future__ import annotations

import resource
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.listening import PATIENCE, listening, read_all, status_of, until
from web.server import channel, server

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Flask

HALF_A_REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
HALF_A_BODY = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"

# Its answer comes in one piece.
HEAD = b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"

# More than the buffers of both ends of a connection take.
LARGE = 24 * 2**20


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for what is overdue more often than once a second."""
    monkeypatch.setattr(server, "_TICK_SECONDS", 0.02)


def large_file(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer /large with much, everything else with little."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["PATH_INFO"] == "/large":
        return (b"x" * 2**20 for _ in range(LARGE // 2**20))
    return [b"little"]


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param(b"", id="say nothing"),
        pytest.param(HALF_A_REQUEST, id="stop in the headers"),
        pytest.param(HALF_A_BODY, id="stop in the body"),
    ],
)
def test_connections_that_ask_nothing_delay_nobody(app: Flask, opening: bytes) -> None:
    with listening(app, threads=1) as site, ExitStack() as open_sockets:
        for _ in range(300):
            open_sockets.enter_context(site.connect()).sendall(opening)

        answer = site.get("/api/v1/search?q=beras")

        assert status_of(answer) == 200
        assert site.server.connections == 300


def test_the_connection_that_waits_longest_makes_room(app: Flask) -> None:
    with listening(app, max_connections=60) as site, ExitStack() as open_sockets:
        slow = [open_sockets.enter_context(site.connect()) for _ in range(300)]

        assert status_of(site.get("/healthz")) == 200
        assert site.server.connections <= 60
        assert slow[0].recv(1) == b""


def test_an_answer_that_nobody_reads_holds_no_thread() -> None:
    with listening(large_file, threads=1) as site, ExitStack() as open_sockets:
        for _ in range(8):
            reader = open_sockets.enter_context(site.connect())
            reader.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")

        assert site.get("/").endswith(b"little")


def test_a_slow_reader_gets_the_whole_answer() -> None:
    with listening(large_file) as site, site.connect() as reader:
        reader.sendall(b"GET /large HTTP/1.0\r\n\r\n")
        site.get("/")

        assert len(read_all(reader).partition(b"\r\n\r\n")[2]) == LARGE


@pytest.mark.parametrize(
    "opening",
    [pytest.param(HALF_A_REQUEST, id="headers"), pytest.param(HALF_A_BODY[:-4], id="body")],
)
def test_a_request_that_drips_has_a_deadline(app: Flask, opening: bytes) -> None:
    with listening(app, request_seconds=0.01) as site, site.connect() as dripping:
        dripping.sendall(opening)
        dripping.settimeout(0.05)
        answer = b""
        for _ in range(int(PATIENCE / 0.05)):
            try:
                dripping.sendall(b"a")
                answer = dripping.recv(4_096)
                break
            except TimeoutError:
                continue

    assert status_of(answer) == 408
    assert b"X-Request-ID: " in answer


def test_a_connection_that_says_nothing_is_closed(app: Flask) -> None:
    with listening(app, request_seconds=0.01) as site, site.connect() as silent:
        assert silent.recv(1) == b""


def test_a_connection_that_was_used_is_kept_longer(app: Flask) -> None:
    with listening(app, request_seconds=0.01) as site, site.connect() as kept:
        for _ in range(2):
            kept.sendall(HEAD)
            assert status_of(kept.recv(4_096)) == 200
            with site.connect() as silent:  # until the server has looked for the overdue
                assert silent.recv(1) == b""


def test_a_connection_that_was_used_is_not_kept_for_ever(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "IDLE_SECONDS", 0.01)
    with listening(app) as site, site.connect() as kept:
        kept.sendall(HEAD)
        assert status_of(kept.recv(4_096)) == 200

        assert kept.recv(1) == b""


def test_an_answer_that_is_not_taken_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "STALL_SECONDS", 0.01)
    monkeypatch.setattr(channel, "MIN_BYTES_PER_SECOND", 10**12)
    with listening(large_file) as site, site.connect() as reader:
        reader.sendall(b"GET /large HTTP/1.0\r\n\r\n")
        assert reader.recv(1)
        until(lambda: site.server.connections == 0)

        assert len(read_all(reader)) < LARGE


def test_all_unread_answers_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MAX_ALL_UNREAD_BYTES", LARGE)
    with listening(large_file) as site, ExitStack() as open_sockets:
        readers = [open_sockets.enter_context(site.connect()) for _ in range(3)]
        for reader in readers:
            reader.sendall(b"GET /large HTTP/1.0\r\n\r\n")
        assert all(reader.recv(1) for reader in readers)
        until(lambda: site.server.connections < len(readers))

        lengths = sorted(len(read_all(reader)) for reader in readers)

    assert lengths[0] < LARGE < lengths[-1]


def test_more_waiting_requests_than_fit_are_refused_with_a_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "MAX_WAITING", 2)
    entered, leave = threading.Event(), threading.Event()

    def busy(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        entered.set()
        leave.wait(PATIENCE)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"done"]

    ask = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with listening(busy, threads=1) as site, ExitStack() as open_sockets:
        asking = [open_sockets.enter_context(site.connect()) for _ in range(4)]
        asking[0].sendall(ask)
        assert entered.wait(PATIENCE)
        for number, connection in enumerate(asking[1:3], 1):
            connection.sendall(ask)
            until(lambda number=number: site.server.waiting == number)  # type: ignore[misc]
        asking[3].sendall(ask[:-2] + b"X-Request-ID: dari-proksi\r\n\r\n")
        refused = read_all(asking[3])
        leave.set()

        assert status_of(refused) == 503
        assert b"Retry-After: " in refused
        assert b"X-Request-Id: dari-proksi\r\n" in refused
        assert b'"request_id":"dari-proksi"' in refused
        assert [status_of(read_all(connection)) for connection in asking[:3]] == [200] * 3


def test_the_server_takes_the_files_its_connections_need(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[Any] = [(1_024, 4_096)]
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _, new: limits.append(new))

    assert server._files_for_connections(2_000) == 2_000
    assert limits[-1] == (2_000 + server.RESERVED_FILES, 4_096)
    assert server._files_for_connections(50_000) == 4_096 - server.RESERVED_FILES
