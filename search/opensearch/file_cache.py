"""Files of generations, kept where they are read: words, completions, aliases, copies, values.

    cluster/20181013T102600-4f1c/    those of one generation

The next process that reads the same generation finds them there. What is read stays open, so
that a directory can go while somebody still reads in it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Final

from index.durable import make_directory

# Seconds for which another process may be filling a directory that we know nothing of.
YOUNG_SECONDS: Final = 3_600


class FileCache:
    """Directories by generation, in a directory that may be shared by many processes."""

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory

    def of(self, generation: str) -> Path:
        """Return the directory of a generation, made if it is missing.

        Raises:
            OSError: If there is no place for it anywhere.
        """
        place = self._place() / generation
        place.mkdir(exist_ok=True)
        return place

    def keep(self, *generations: str) -> None:
        """Remove what is of other generations, unless it is so new that it may be of the next."""
        directory = self._place()
        for other in directory.iterdir():
            with suppress(OSError):  # another process has removed it
                is_young = time.time() - other.stat().st_mtime < YOUNG_SECONDS
                if other.name not in generations and not is_young:
                    shutil.rmtree(other, ignore_errors=True)

    def _place(self) -> Path:
        if self._directory is not None:
            with suppress(OSError):
                make_directory(self._directory)
                if os.access(self._directory, os.W_OK):
                    return self._directory
        self._directory = Path(tempfile.mkdtemp(prefix="arsip-index-"))
        weakref.finalize(self, shutil.rmtree, self._directory, ignore_errors=True)
        return self._directory
