from __future__ import annotations

import signal
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from tests.web.listening import PATIENCE, listening, read_all, running, status_of, until

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIEnvironment

ASK = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"

# Answers one request, which never ends.
STUCK = """
import socket, threading
from web.server.server import Server
from web.server.signals import stopped_by_signals
from web.settings import Settings

def stuck(environ, start_response):
    print("stuck", flush=True)
    threading.Event().wait()

listener = socket.create_server(("127.0.0.1", 0))
server = Server(stuck, listener, Settings(threads=1))
with stopped_by_signals(server):
    print(f"http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
    server.run()
"""


class Slow:
    """An application that answers when it is told to."""

    def __init__(self) -> None:
        self.entered, self.leave = threading.Event(), threading.Event()

    def __call__(self, _: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.entered.set()
        start_response("200 OK", [("Content-Type", "text/plain")])
        yield b"first "
        self.leave.wait(PATIENCE)
        yield b"last"


def is_refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), PATIENCE).close()
    except ConnectionRefusedError:
        return True
    return False


def test_a_server_told_to_stop_finishes_what_runs() -> None:
    app = Slow()
    with listening(app, grace_seconds=PATIENCE) as site, site.connect() as client:
        with site.connect() as idle:
            client.sendall(ASK)
            assert app.entered.wait(PATIENCE)

            site.server.stop()
            assert idle.recv(1) == b""
        until(lambda: is_refused(site.port))
        assert site.thread.is_alive()
        app.leave.set()

        answer = read_all(client)
        site.thread.join(PATIENCE)
        assert b"first " in answer
        assert answer.endswith(b"last\r\n0\r\n\r\n")
        assert not site.thread.is_alive()


def test_what_has_arrived_when_it_stops_is_answered_and_told_to_close() -> None:
    app = Slow()
    with (
        listening(app, threads=1, grace_seconds=PATIENCE) as site,
        site.connect() as first,
        site.connect() as second,
    ):
        first.sendall(ASK)
        assert app.entered.wait(PATIENCE)
        second.sendall(ASK)
        until(lambda: site.server.waiting == 1)
        site.server.stop()
        app.leave.set()

        answer = read_all(second)

    assert status_of(answer) == 200
    assert b"Connection: close" in answer


def test_a_server_told_to_stop_does_not_wait_longer_than_the_grace() -> None:
    app = Slow()
    with listening(app, grace_seconds=0.01) as site, site.connect() as client:
        client.sendall(ASK)
        assert app.entered.wait(PATIENCE)

        site.server.stop()
        site.thread.join(PATIENCE)

        assert not site.thread.is_alive()
        app.leave.set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_ends_well_when_told_to(data: Path, number: signal.Signals) -> None:
    command = ["-c", "from web.cli.main import main; main()", "serve", "--port", "0"]
    with running(*command, "--processes", "1", "--data", str(data)) as (process, port):
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
            client.sendall(b"GET /search.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
            first = client.recv(1)
            process.send_signal(number)
            answer = first + read_all(client)

        assert process.wait(PATIENCE) == 0
        assert status_of(answer) == 200
        assert answer.endswith(b"\r\n0\r\n\r\n")


def test_a_second_signal_ends_it_at_once() -> None:
    with (
        running("-c", STUCK) as (process, port),
        socket.create_connection(("127.0.0.1", port), PATIENCE) as client,
    ):
        client.sendall(ASK)
        assert process.stdout is not None
        assert process.stdout.readline() == "stuck\n"
        process.send_signal(signal.SIGTERM)
        until(lambda: is_refused(port))
        process.send_signal(signal.SIGTERM)

        assert process.wait(PATIENCE) == -signal.SIGTERM
