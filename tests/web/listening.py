"""A server on a port of this machine, in a thread of the test, and raw conversations with it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from web.server.server import Server
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from wsgiref.types import WSGIApplication

ROOT = Path(__file__).parents[2]

# Longer than anything takes that is not broken.
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Listening:
    """A server that runs; `port` is on 127.0.0.1."""

    server: Server
    port: int
    thread: threading.Thread

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def ask(self, request: bytes) -> bytes:
        """Return everything that is sent back until the connection is closed."""
        with self.connect() as connection:
            connection.sendall(request)
            return read_all(connection)

    def get(self, path: str) -> bytes:
        return self.ask(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )


@contextmanager
def listening(app: WSGIApplication, **limits: Any) -> Iterator[Listening]:
    """Run a server until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(app, listener, Settings(**{"threads": 2, "grace_seconds": 0, **limits}))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Listening(server, listener.getsockname()[1], thread)
    finally:
        server.stop()
        thread.join(PATIENCE)
        server.close()


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run Python; yield the process, and the port that its first line names."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r":(\d+)/", process.stdout.readline())
            assert found is not None
            yield process, int(found[1])
        finally:
            process.kill()


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that happens at once, or never."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def read_all(connection: socket.socket) -> bytes:
    """Return what is still to come; what came before a reset counts too."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def statuses_of(answers: bytes) -> list[int]:
    """Return the status of each answer, in the order they were sent."""
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", answers)]


def status_of(answers: bytes) -> int:
    """Return the status of the last answer; 0 if there is none."""
    return next(reversed(statuses_of(answers)), 0)
