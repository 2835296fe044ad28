"""The library that lets calls fail, as Python sees it; `shim.c` says how it works."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


class Kind(IntEnum):
    """What a call does to the disk."""

    OPEN = 0
    CREATE = 1
    WRITE = 2
    SYNC = 3
    TRUNCATE = 4
    RENAME = 5
    LINK = 6
    UNLINK = 7
    MKDIR = 8
    RMDIR = 9
    MAP = 10
    STORED = 11  # no call: the archive said that it has a batch of articles


class Action(IntEnum):
    """What happens at the chosen call."""

    COUNT = 0
    KILL_BEFORE = 1
    KILL_AFTER = 2
    TEAR = 3  # half of a write, then SIGKILL
    SHORTEN = 4  # half of a write, which says so
    FAIL_ONCE = 5
    FAIL_ON = 6  # from this call on


class Shared(ctypes.Structure):
    """What a program and the library in it both see; the struct ``shared`` of the source."""

    root: bytes
    armed: int
    action: int
    error: int
    log: int
    kinds: int
    at: int
    calls: int
    acknowledged: int
    clock: int
    _fields_ = (
        ("root", ctypes.c_char * 4096),
        ("armed", ctypes.c_int32),
        ("action", ctypes.c_int32),
        ("error", ctypes.c_int32),
        ("log", ctypes.c_int32),
        ("kinds", ctypes.c_uint32),
        ("at", ctypes.c_int64),
        ("calls", ctypes.c_int64),
        ("acknowledged", ctypes.c_int64),
        ("clock", ctypes.c_int64),
    )


def can_compile() -> bool:
    """Tell whether the library can be made here."""
    return sys.platform == "linux" and shutil.which("cc") is not None


def compile_shim(directory: Path) -> Path:
    """Return the library, made in ``directory``."""
    library = directory / "shim.so"
    options = "-O2 -shared -fPIC -Wall -Wextra -Werror".split()
    subprocess.run(["cc", *options, "-o", str(library), str(SOURCE)], check=True)
    return library


def shared() -> Shared:
    """Return what this process shares with the library that was preloaded into it."""
    faults = ctypes.CDLL(None).faults
    faults.restype = ctypes.POINTER(Shared)
    found: Shared = faults().contents
    return found
