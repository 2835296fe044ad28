"""What reading one record of one file may cost, whatever the file holds.

Memory and time are bounds of the operating system: both hold on Linux, time alone on macOS
and neither on Windows, where sizes, depth and the process of its own remain.
"""

from __future__ import annotations

import signal
import sys

# Of a reading process, address space included. The largest record takes a third of it.
MEMORY_BYTES = 1024 * 1024 * 1024

# Processor time for one record, or for a whole file where a format is read as a whole.
CPU_SECONDS = 20

# How a reading process ends when it has no more memory.
OUT_OF_MEMORY = 71

if sys.platform == "win32":

    def limit_memory() -> None:
        """Bound nothing."""

    def restart_clock() -> None:
        """Bound nothing."""

else:
    import resource

    def limit_memory() -> None:
        """Bound the memory of this process, and leave no dump of it behind."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":  # others take the bound and do not keep it, or refuse it
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))

    def restart_clock() -> None:
        """End this process, wherever it is, when it has worked `CPU_SECONDS` from now."""
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)


def why_it_ended(code: int) -> str:
    """Return what the exit code of a reading process says about the file it was reading."""
    if code == OUT_OF_MEMORY:
        return f"reading it takes more than {MEMORY_BYTES // 1024**2:,} MiB of memory"
    if sys.platform != "win32" and code == -signal.SIGPROF:
        return f"reading it takes more than {CPU_SECONDS} s of processor time"
    return f"reading it breaks the reader (exit code {code})"
