"""The `arsip` command, run so that one call of its to the disk goes wrong."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

from tests.faults.shim import Action, compile_shim
from web.cli.main import run_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).parents[2]

# The user of the least rights, by custom.
NOBODY = 65534


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong, and where.

    Attributes:
        at: The number of the call, from 1; 0 for none.
        error: The errno of a call that fails.
        kinds: Which calls fail from then on, a bit for each `Kind`.
        kill_after: Seconds until the process is killed wherever it is; 0 for never.
        clock: Seconds by which the time of day is off.
    """

    action: Action = Action.COUNT
    at: int = 0
    error: int = 0
    kinds: int = 0
    kill_after: float = 0
    clock: int = 0


NO_FAULT = Fault()


class Ended(NamedTuple):
    """How a command ended.

    Attributes:
        status: The exit code; of a process that was killed, less than 0.
        calls: Calls to the disk that were counted.
        acknowledged: Batches of articles that the archive had said it has.
    """

    status: int
    out: str
    err: str
    calls: int = 0
    acknowledged: int = 0


class FaultyCommand:
    """Runs commands one after the other, each in a process of its own."""

    def __init__(self, directory: Path) -> None:
        environment = os.environ | {
            "LD_PRELOAD": str(compile_shim(directory)),
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONPATH": str(ROOT),
        }
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=directory,
        )

    def run(
        self,
        arguments: Iterable[str],
        root: Path,
        fault: Fault = NO_FAULT,
        *,
        batch: int = 0,
        log: Path | None = None,
    ) -> Ended:
        """Run a command and say how it ended.

        Args:
            arguments: What it is called with.
            root: The directory below which calls are counted.
            fault: What goes wrong.
            batch: Articles committed together, if other than usual.
            log: Where to write what reached the disk, for `tests.faults.disk`.
        """
        request = asdict(fault) | {
            "commands": [list(arguments)],
            "root": str(root),
            "batch": batch,
            "log": str(log) if log else "",
        }
        (ended,) = self._ask(request)
        return ended

    def run_as_nobody(self, arguments: Sequence[str]) -> Ended:
        """Run a command as a user who owns nothing, whom modes of files keep out."""
        request = asdict(NO_FAULT) | {"commands": [arguments], "root": "/", "batch": 0, "log": ""}
        (ended,) = self._ask(request | {"user": NOBODY})
        return ended

    def run_together(self, commands: Sequence[Sequence[str]]) -> list[Ended]:
        """Start several commands at one instant, without faults; say how each ended."""
        request = asdict(NO_FAULT) | {"commands": commands, "root": "/", "batch": 0, "log": ""}
        return self._ask(request)

    def _ask(self, request: dict[str, Any]) -> list[Ended]:
        cast("IO[str]", self._server.stdin).write(json.dumps(request) + "\n")
        cast("IO[str]", self._server.stdin).flush()
        answers = json.loads(cast("IO[str]", self._server.stdout).readline())
        return [Ended(**answer) for answer in answers]

    def close(self) -> None:
        """End the process that forks the others."""
        self._server.communicate()


def run_here(*arguments: str) -> Ended:
    """Run a command in this process, without faults."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run_command(list(arguments))
    for stream in (out, err):
        stream.seek(0)
    return Ended(code, out.read(), err.read())
