"""Several processes that answer on one port, as one server does."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.listening import PATIENCE, ROOT, read_all, running, status_of, until
from web.server.siblings import Siblings

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 2
COMMAND = ("-c", "from web.cli.main import main; main()", "serve", "--port", "0")

# Each of two processes answers one request, which never ends.
STUCK = """
import socket, threading
from web.server.processes import supervise
from web.server.server import Server
from web.server.signals import stopped_by_signals
from web.settings import Settings

def stuck(environ, start_response):
    print("stuck", flush=True)
    threading.Event().wait()

def announce():
    print(f"http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)

listener = socket.create_server(("127.0.0.1", 0))
worker = supervise(2, announce=announce, stop=listener.close)
if isinstance(worker, int):
    raise SystemExit(worker)
server = Server(stuck, listener, Settings(threads=1))
with stopped_by_signals(server):
    worker.follow(server.stop)
    server.run()
"""


def workers_of(process: subprocess.Popen[str]) -> set[int]:
    """Return the processes that a server has started and that live."""
    text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return set(map(int, text.split()))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def get(port: int, path: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
        client.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        return read_all(client)


def up(port: int) -> list[str]:
    """Return which processes tell what they count."""
    return re.findall(r'arsip_process_up\{process="(\d)"\} 1', get(port, "/metrics").decode())


@pytest.fixture
def serving(data: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    options = ("--processes", str(COUNT), "--data", str(data))
    with running(*COMMAND, *options) as (process, port):
        yield process, port


def test_all_answer_and_count_together(serving: tuple[subprocess.Popen[str], int]) -> None:
    process, port = serving
    paths = ["/api/v1/search?q=beras"] * 20

    statuses = {status_of(get(port, path)) for path in paths}

    assert statuses == {200}
    assert len(workers_of(process)) == COUNT
    text = get(port, "/metrics").decode()
    counts = r'^arsip_http_requests_total\{endpoint="api.search",process="\d",status="200"\} (\S+)'
    assert sum(map(float, re.findall(counts, text, re.MULTILINE))) == len(paths)
    assert len(re.findall(r"^arsip_index_documents\{", text, re.MULTILINE)) == COUNT
    assert text.count("# TYPE arsip_http_requests_total") == 1


def test_one_that_dies_is_replaced(serving: tuple[subprocess.Popen[str], int]) -> None:
    process, port = serving
    before = workers_of(process)
    killed = min(before)

    os.kill(killed, signal.SIGKILL)
    answers = [status_of(get(port, "/healthz")) for _ in range(20)]
    until(lambda: len(workers_of(process) - {killed}) == COUNT)

    assert set(answers) == {200}
    assert len(workers_of(process) & before) == COUNT - 1
    until(lambda: up(port) == ["0", "1"])


def test_all_are_replaced_without_a_moment_when_nobody_answers(
    serving: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = serving
    before = workers_of(process)

    process.send_signal(signal.SIGHUP)
    statuses = set()
    while workers_of(process) & before:
        statuses.add(status_of(get(port, "/api/v1/search?q=beras")))

    assert statuses == {200}
    assert up(port) == ["0", "1"]
    assert process.poll() is None


def test_what_runs_is_finished_when_all_are_told_to_stop(
    serving: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = serving
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
        client.sendall(b"GET /search.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
        first = client.recv(1)
        process.send_signal(signal.SIGTERM)
        answer = first + read_all(client)

    assert process.wait(PATIENCE) == 0
    assert status_of(answer) == 200
    assert answer.endswith(b"\r\n0\r\n\r\n")


def test_they_end_with_their_parent(serving: tuple[subprocess.Popen[str], int]) -> None:
    process, _ = serving
    workers = workers_of(process)

    process.kill()

    until(lambda: not any(map(is_alive, workers)))


def test_a_second_signal_ends_all_at_once() -> None:
    with (
        running("-c", STUCK) as (process, port),
        socket.create_connection(("127.0.0.1", port), PATIENCE) as client,
    ):
        workers = workers_of(process)
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert process.stdout is not None
        assert process.stdout.readline() == "stuck\n"
        process.send_signal(signal.SIGINT)
        until(lambda: len(workers_of(process)) == 1)
        process.send_signal(signal.SIGINT)

        assert process.wait(PATIENCE) != 0
        assert not any(map(is_alive, workers))


def test_what_keeps_all_from_starting_is_said_once(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *COMMAND, "--processes", str(COUNT), "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(r"arsip: no archive at .*\n", done.stderr)


def test_who_is_asked_tells_and_who_is_silent_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("web.server.siblings.PATIENCE_SECONDS", 0.2)
    text = b"x" * 1_000_000  # more than a pipe holds
    with closing(Siblings(3)) as siblings:
        siblings.answer(1, lambda: text)

        assert siblings.ask(0) == {1: text}


def test_one_that_was_silent_for_long_is_heard_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Siblings(2)) as siblings:
        with monkeypatch.context() as patch:
            patch.setattr("web.server.siblings.PATIENCE_SECONDS", 0.001)
            assert [siblings.ask(0) for _ in range(50)] == [{}] * 50

        siblings.answer(1, lambda: b"here")

        until(lambda: siblings.ask(0) == {1: b"here"})
