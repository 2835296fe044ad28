"""Processes that are killed while they write."""

from __future__ import annotations

import signal
import subprocess
import sys
import time


def lines_until_killed(script: str, *arguments: str, least: int, delay: float) -> int:
    """Kill ``script`` some seconds after its first lines; return how many it printed in all."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        for _ in range(least):
            process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        return least + len(process.stdout.readlines())
