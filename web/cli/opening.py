"""What most commands need: the archive and a searcher on its index."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from index.archive import Archive, open_archive
from index.data import archive_file
from index.errors import IndexMissingError
from index.generations import Generations
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def opened(data: Path) -> Iterator[tuple[Archive, Searcher]]:
    """Yield the archive of ``data`` and a searcher, both closed at the end.

    Raises:
        IndexMissingError: If nothing was ever imported or indexed here.
        IndexBrokenError: If the index names no generation.
    """
    if not archive_file(data).exists():
        raise IndexMissingError(data, is_empty=True)
    Generations(data).current()
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        yield archive, searcher
