"""Where things lie: archive and index in a data directory, or where else they were put.

aliases.tsv       values that the user of this archive has put right, if any
archive.db        every article, as published: the only copy that matters
cluster/          files of an index that is in a cluster, kept for the next who reads it
exceptions.tsv    roots that the user of this archive has put right, if any
index/            generations of the index, see `index.generations`; elsewhere by ``whoosh:DIR``
lock              held by the one writer
watched-*         what of a watched folder was read, see `index.watching`
replaced-*/       what a restore has put aside

What a writer has not finished is called ``*.new`` or ``*.partial``, here and in ``index/``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.errors import LocationError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Before the directory of an embedded index that is elsewhere.
EMBEDDED: Final = "whoosh:"

# What an address says of who may come in, ``//user:this@`` and ``password=this``, however mistyped.
_SECRET = re.compile(
    r"(^(?:[\w+]+:/+)?+[^:@/]*:).*(?=@)|((?:^|(?<=[?&\s]))\w*password=)[^&\s]*", re.DOTALL
)

_MADE_HERE = ("*.new", "*.partial")
# A directory that the user named may hold other things than ours.
_MADE_ANYWHERE = ("current.new", "????????T??????-????.new")


@dataclass(frozen=True, slots=True)
class Places:
    """Where an archive and its index are.

    Attributes:
        data: The data directory; what a user may write and the writer's lock are there always.
        archive: The address of a database; None for the file in ``data``.
        index: The address of an index, ``whoosh:DIR`` or one of a cluster; None for the
            generations in ``data``.
    """

    data: Path
    archive: str | None = None
    index: str | None = None

    @classmethod
    def of(cls, data: Path | Places) -> Places:
        """Return where everything is; of a directory alone, that is in it."""
        return data if isinstance(data, Places) else cls(data)

    @property
    def cluster(self) -> str | None:
        """The address of the cluster that the index is in; None of one that is in files here."""
        return None if self.index is None or self.index.startswith(EMBEDDED) else self.index


def without_secret(address: str) -> str:
    """Return an address fit for a message: ``postgresql://user:***@host/name``."""
    return _SECRET.sub(lambda found: f"{found[1] or found[2]}***", address)


def archive_file(data: Path) -> Path:
    """Return the database that holds the articles."""
    return data / "archive.db"


def exceptions_file(data: Path) -> Path:
    """Return the table of roots that the user has put right."""
    return data / "exceptions.tsv"


def aliases_file(data: Path) -> Path:
    """Return the table of values that the user has put right."""
    return data / "aliases.tsv"


def users_files(data: Path) -> tuple[Path, ...]:
    """Return the files that the user may write: an index follows them as it does the archive."""
    return exceptions_file(data), aliases_file(data)


def index_directory(data: Path | Places) -> Path:
    """Return the directory of all generations.

    Raises:
        LocationError: If the address of the index names none.
    """
    places = Places.of(data)
    if places.index is None or places.cluster is not None:
        return places.data / "index"
    directory = places.index.removeprefix(EMBEDDED)
    if not directory or "\0" in directory:
        raise LocationError(places.index, f"write {EMBEDDED}DIR")
    return Path(directory)


def index_elsewhere(places: Places) -> Path | None:
    """Return the directory of an embedded index that is not where it is without an address."""
    directory = index_directory(places)
    return None if directory == index_directory(places.data) else directory


def cluster_files(data: Path) -> Path:
    """Return the directory for files of an index that is in a cluster."""
    return data / "cluster"


def lock_file(data: Path) -> Path:
    """Return the file whose lock lets one process write."""
    return data / "lock"


def unfinished(data: Path | Places) -> Iterator[Path]:
    """Yield what a writer was making when it was killed."""
    places = Places.of(data)
    directories = [(places.data, _MADE_HERE), (index_directory(places.data), _MADE_HERE)]
    if elsewhere := index_elsewhere(places):
        directories.append((elsewhere, _MADE_ANYWHERE))
    for directory, patterns in directories:
        for pattern in patterns:
            yield from directory.glob(pattern)
