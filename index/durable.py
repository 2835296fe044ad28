"""Files and names that outlast a loss of power.

A file's content and its name are two things: the first is synced with the file, the second
with the directory it is in.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


# What keeps a file from being read and says nothing about it: no right, no room for it.
_PASSING = {errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE, errno.ENOMEM}


def raise_if_passing(error: OSError) -> None:
    """Raise an error that may be gone the next time, and is no damage."""
    if error.errno in _PASSING:
        raise error


def make_directory(path: Path) -> None:
    """Make a directory and those above it, durably; one that is there stays as it is."""
    if path.is_dir():
        return
    make_directory(path.parent)
    path.mkdir(exist_ok=True)
    sync(path.parent)


def sync_tree(directory: Path) -> None:
    """Make a directory and all below it durable."""
    for path in directory.iterdir():
        sync_tree(path) if path.is_dir() else sync(path)
    sync(directory)


def sync(path: Path) -> None:
    """Make the content of a file, or the names in a directory, durable."""
    # Windows opens no directories; its renames are durable on NTFS by themselves.
    with suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
