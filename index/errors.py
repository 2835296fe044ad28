"""Errors the archive raises on purpose.

* ArsipError                root; the text is fit for a reader
  - ArticleError            one article is malformed
  - ArchiveError            the archive database cannot be read or written
    - ArchiveMissingError   nothing was imported there yet
  - TableError              a table that people write is malformed
    - StemmingError         of roots
    - ValuesError           of values
  - IndexMissingError       nothing was indexed here yet
  - IndexBrokenError        the index is damaged, foreign or of another version
  - IndexUnreachableError   the cluster that holds the index does not answer
    - FailedError           it answers, and something in it has failed
    - RefusedError          it does not do what was asked, and would not the next time
  - NothingBeforeError      there is no earlier index to go back to
  - LocationError           a place for an index or an archive is written wrongly
  - BuildFailedError        a part of an index could not be made
  - BackupError             a backup cannot be made there, or cannot be trusted
  - WriterLockedError       another process is writing

`search.errors` adds its own below the same root. Anything else that escapes is a
bug.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Of a table that people write.
MAX_TABLE_BYTES = 16 << 20

_SURROGATE = re.compile("[\ud800-\udfff]")


class ArsipError(Exception):
    """Root of every error this project raises; its text is fit for a reader."""


class ArticleError(ArsipError):
    """An article misses a required field or holds a value we cannot keep."""


class ArchiveError(ArsipError):
    """The archive database cannot be read or written."""


class ArchiveMissingError(ArchiveError):
    """Nothing was imported there yet; the text names the command that does."""


class TableError(ArsipError):
    """A line in a table that people write cannot be used; the text says where and why."""

    def __init__(self, source: str, line: int, problem: str) -> None:
        super().__init__(f"{source}:{line}: {problem}")
        self.source = source
        self.line = line
        self.problem = problem


def read_table(path: Path, error: type[TableError]) -> list[str]:
    """Return the lines of a table that people write.

    Raises:
        TableError: As ``error``, if it is no file, larger than `MAX_TABLE_BYTES`, or no UTF-8.
    """
    try:
        if path.exists() and not path.is_file():
            raise error(str(path), 0, "is not a file")
        with path.open("rb") as file:
            data = file.read(MAX_TABLE_BYTES + 1)
        if len(data) > MAX_TABLE_BYTES:
            raise error(str(path), 0, f"is larger than {MAX_TABLE_BYTES >> 20} MiB")
        return data.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise error(str(path), 0, f"cannot be read ({problem})") from problem


class StemmingError(TableError):
    """A line in a stemming table cannot be used."""


class ValuesError(TableError):
    """A line in a table of values cannot be used."""


class IndexMissingError(ArsipError):
    """There is no index yet; the text names the commands that make one.

    Attributes:
        data: The data directory, or the location of the index.
    """

    def __init__(self, data: Path | str, *, is_empty: bool = False) -> None:
        where = f"at {data}" if isinstance(data, str) else f"in {data}"
        option = "" if isinstance(data, str) else f" --data {data}"
        first = f"arsip import FILE...{option}, then: " if is_empty else ""
        super().__init__(f"no index {where} yet; run: {first}arsip reindex{option}")
        self.data = data


class IndexBrokenError(ArsipError):
    """An index, in a directory or at a location, is damaged, foreign, or of another version."""

    def __init__(self, directory: Path | str, problem: str) -> None:
        super().__init__(f"index {directory}: {problem}; run: arsip reindex --full")
        self.directory = directory
        self.problem = problem


class IndexUnreachableError(ArsipError):
    """The cluster that holds the index does not answer, or cannot now.

    Attributes:
        location: Of the index, without secrets.
        retry_after: Seconds after which it may, where it said so; else None.
    """

    def __init__(self, location: str, problem: str, *, retry_after: int | None = None) -> None:
        super().__init__(f"index {location}: {problem}")
        self.location = location
        self.retry_after = retry_after


class FailedError(IndexUnreachableError):
    """The cluster answers, and something in it has failed."""


class RefusedError(IndexUnreachableError):
    """The cluster does not do what was asked.

    Attributes:
        status: Of HTTP.
        kind: What it calls the error.
    """

    def __init__(self, location: str, status: int, kind: str, reason: str) -> None:
        super().__init__(location, f"refused ({kind}: {reason})")
        self.status = status
        self.kind = kind

    @property
    def is_missing(self) -> bool:
        """Whether what was asked for is not there."""
        return self.status == 404


class NothingBeforeError(ArsipError):
    """There is no earlier index to go back to, or none that is sound."""


class LocationError(ArsipError):
    """A place for an index or an archive is written in a way that names none."""

    def __init__(self, location: str, problem: str) -> None:
        super().__init__(f"{location!r} is no such place: {problem}")


class BuildFailedError(ArsipError):
    """Documents could not be turned into segments; the index is as it was."""


class BackupError(ArsipError):
    """A backup cannot be made where it should go, or is not as it was made."""


class WriterLockedError(ArsipError):
    """Another process is importing or indexing.

    Attributes:
        place: Into this data directory, or this archive.
    """

    def __init__(self, place: Path | str) -> None:
        super().__init__(f"another arsip process is writing to {place}; try again when it is done")
        self.place = place


def printable(text: str) -> str:
    r"""Return ``text`` with bytes that were no text, in a file name or an argument, as ``\xff``.

    Other lone surrogates, which no encoding can print, become U+FFFD.
    """
    if text.isascii():
        return text
    return _SURROGATE.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else "\ufffd"
