"""What most commands need: the archive and a searcher on its index."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from index.archive import Archive, open_archive
from index.data import Places, archive_file
from index.errors import IndexMissingError
from index.locating import locate
from search.engines import open_engine
from search.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def opened(data: Path | Places) -> Iterator[tuple[Archive, Searcher]]:
    """Yield an archive and a searcher on its index, both closed at the end.

    Raises:
        IndexMissingError: If nothing was ever imported or indexed here.
        IndexBrokenError: If the index names no generation.
    """
    places = Places.of(data)
    # A database that is elsewhere can only be asked; without an index nobody is.
    if places.archive is None and not archive_file(places.data).exists():
        raise IndexMissingError(places.data, is_empty=True)
    locate(places).in_use()
    with (
        closing(open_archive(places)) as archive,
        closing(Searcher(open_engine(places), archive)) as searcher,
    ):
        yield archive, searcher
