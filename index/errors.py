"""Errors the archive raises on purpose.

* ArsipError                root; the text is fit for a reader
  - ArticleError            one article is malformed
  - ArchiveError            the archive database cannot be read or written
  - IndexMissingError       nothing was indexed here yet
  - IndexBrokenError        the index is damaged, foreign or of another version
  - WriterLockedError       another process is writing

`search.errors` adds its own below the same root. Anything else that escapes is a
bug.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class ArsipError(Exception):
    """Root of every error this project raises; its text is fit for a reader."""


class ArticleError(ArsipError):
    """An article misses a required field or holds a value we cannot keep."""


class ArchiveError(ArsipError):
    """The archive database cannot be read or written."""


class IndexMissingError(ArsipError):
    """There is no index yet; the text names the command that makes one."""

    def __init__(self, data: Path) -> None:
        super().__init__(f"no index in {data} yet; run: arsip reindex --data {data}")
        self.data = data


class IndexBrokenError(ArsipError):
    """The index directory is damaged, foreign, or written by another version."""

    def __init__(self, directory: Path, problem: str) -> None:
        super().__init__(f"index {directory}: {problem}; run: arsip reindex --full")
        self.directory = directory
        self.problem = problem


class WriterLockedError(ArsipError):
    """Another process is importing or indexing into this data directory."""

    def __init__(self, data: Path) -> None:
        super().__init__(f"another arsip process is writing to {data}; try again when it is done")
        self.data = data
