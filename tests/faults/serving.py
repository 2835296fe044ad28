"""A server of a data directory, in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.faults.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_COMMAND = "from web.cli.main import main; main()"
_SECONDS = 20


class Server:
    """What a client sees of it.

    Attributes:
        address: Where it listens, as the beginning of a URL.
        pid: Of its process.
        log: Where it writes what it has to say.
    """

    def __init__(self, address: str, pid: int, log: Path) -> None:
        self.address = address
        self.pid = pid
        self.log = log

    def get(self, path: str) -> tuple[int, str]:
        """Return status and body of an answer."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=_SECONDS) as response:  # noqa: S310 - ours
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def found(self, text: str) -> set[str]:
        """Return the ids on the first page of results."""
        status, body = self.get(f"/api/v1/search?per_page=100&q={text}")
        assert status == 200, body
        answer: dict[str, Any] = json.loads(body)
        return {result["id"] for result in answer["results"]}


@contextmanager
def served(
    data: Path, place: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Yield a server that is ready, stopped at the end; its log is in ``place``.

    Args:
        data: The directory of its archive.
        place: Where its log goes.
        environment: Variables that it gets beside ours.
    """
    log = place / "server.log"
    with (
        log.open("wb") as complaints,
        subprocess.Popen(
            [
                sys.executable,
                "-u",
                "-c",
                _COMMAND,
                *"serve --processes 1 --port 0 --data".split(),
                str(data),
            ],
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            cwd=ROOT,
            env=os.environ | dict(environment or {}),
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            address = re.search(r"http://[\w.:]+", line)
            assert address, (line, log.read_text())
            yield Server(address.group(), process.pid, log)
        finally:
            process.terminate()
            try:
                process.wait(_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
