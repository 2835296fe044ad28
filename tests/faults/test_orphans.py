"""Workers whose parent was killed: gone before the next writer is at work."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from index.lock import writer_lock

ROOT = Path(__file__).parents[2]

# A reindex whose two workers wait for documents that never come.
STUCK = """
import sys, time
from pathlib import Path
from index.analysis.analyzer import Analyzer
from index.lock import writer_lock
from index.segments.building import build_segments

class Stuck:
    def __iter__(self):
        print("waiting", flush=True)
        time.sleep(600)
        yield

data = Path(sys.argv[1])
with writer_lock(data):
    build_segments([Stuck()] * 2, Analyzer(), data, jobs=2, memory=1 << 20, report=print)
"""
# Far more than a process takes to end, even when the machine is busy.
ENOUGH_SECONDS = 20


def test_no_worker_goes_on_without_the_holder_of_the_lock(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", STUCK, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,
    )
    assert holder.stdout is not None
    try:
        assert [holder.stdout.readline() for _ in range(2)] == [b"waiting\n"] * 2

        holder.kill()
        holder.wait()

        ended, _, _ = select.select([holder.stdout], [], [], ENOUGH_SECONDS)
        assert ended  # the last of them has closed the pipe
        with writer_lock(tmp_path):
            pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(holder.pid, signal.SIGKILL)
        holder.stdout.close()
