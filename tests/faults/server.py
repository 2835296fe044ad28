"""Runs commands under faults: loads the command once, then forks for every line it is sent.

    {"commands": [["import", ...]], "root": "/...", "action": 1, "at": 7, ...}
    -> [{"status": -9, "out": "...", "err": "...", "calls": 7, "acknowledged": 2}]

Starting Python takes a second, forking a hundredth of one. It runs with `shim.c` preloaded,
which does nothing before a child arms it.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple

import index.importing
from index.archive.store import Archive
from tests.faults.shim import Shared, shared
from tests.faults.trace import log_stored
from web.cli.main import COMMANDS, _terminate, load, run_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.archive.storing import ImportCounts
    from index.article import Article

WARMING = (
    "import {place}/kabar.jsonl",
    "reindex --jobs 1",
    "reindex --full --jobs 1",
    "search pelatihan",
    "rollback",
    "verify",
    "status",
)


def main() -> None:
    """Answer every line of standard input with one of standard output."""
    for name in COMMANDS:
        load(name)
    with tempfile.TemporaryDirectory() as place:
        warm_up(Path(place))
    faults = shared()
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), faults)), flush=True)  # noqa: T201 - to our parent


def warm_up(place: Path) -> None:
    """Load whatever commands load when they first run: later, a child may not be allowed to."""
    (place / "kabar.jsonl").write_text('{"body": "Pelatihan anak-anak."}')
    for words in WARMING:
        with (
            Path(os.devnull).open("w") as nothing,
            redirect_stdout(nothing),
            redirect_stderr(nothing),
        ):
            run_command([*words.format(place=place).split(), "--data", str(place / "data")])


def answer(request: dict[str, Any], faults: Shared) -> list[dict[str, Any]]:
    """Run some commands in children, at one instant, and say how they ended."""
    for name in ("action", "error", "kinds", "at", "clock"):
        setattr(faults, name, request[name])
    faults.root = os.fsencode(request["root"])
    faults.calls = faults.acknowledged = faults.log = 0
    gate, opened = os.pipe()
    children = [
        _start(arguments, request, faults, gate, opened) for arguments in request["commands"]
    ]
    os.close(gate)
    os.close(opened)
    killers = [_kill_later(child.pid, request["kill_after"]) for child in children]
    statuses = [os.waitpid(child.pid, 0)[1] for child in children]
    for killer in killers:
        killer.cancel()
    faults.armed = faults.clock = 0
    return [
        {
            "status": os.waitstatus_to_exitcode(status),
            "out": _take(child.out),
            "err": _take(child.err),
            "calls": faults.calls,
            "acknowledged": faults.acknowledged,
        }
        for child, status in zip(children, statuses, strict=True)
    ]


class _Child(NamedTuple):
    pid: int
    out: int
    err: int


def _start(
    arguments: list[str], request: dict[str, Any], faults: Shared, gate: int, opened: int
) -> _Child:
    out, err = (os.memfd_create(name) for name in ("out", "err"))
    pid = os.fork()
    if not pid:
        os.close(opened)
        os.read(gate, 1)  # ends for all children when the last one has been started
        os.close(gate)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os._exit(_be_the_command(arguments, request, faults))
    return _Child(pid, out, err)


def _be_the_command(arguments: list[str], request: dict[str, Any], faults: Shared) -> int:
    signal.signal(signal.SIGTERM, _terminate)
    if request["batch"]:
        index.importing.BATCH_SIZE = request["batch"]
    if user := request.get("user"):
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    _acknowledge(faults)
    if request["log"]:
        faults.log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    code = 1
    try:
        faults.armed = 1
        code = run_command(arguments)
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException:  # noqa: BLE001 - shown, as Python shows what nobody catches
        sys.excepthook(*sys.exc_info())
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return code


def _acknowledge(faults: Shared) -> None:
    """Count the batches that the archive says it has."""
    put = Archive.put

    def counted(archive: Archive, batch: Sequence[Article]) -> ImportCounts:
        counts = put(archive, batch)
        faults.acknowledged += 1
        if faults.log:
            log_stored(faults.log, faults.calls)
        return counts

    Archive.put = counted  # type: ignore[method-assign, assignment]


def _kill_later(pid: int, seconds: float) -> Timer:
    timer = Timer(seconds or 300, os.kill, (pid, signal.SIGKILL))
    timer.daemon = True
    timer.start()
    return timer


def _take(text: int) -> str:
    content = Path(f"/proc/self/fd/{text}").read_text("utf-8", "replace")
    os.close(text)
    return content


if __name__ == "__main__":
    main()
