"""What most commands need: the archive and a searcher on its index."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from index.archive.reading import open_file
from index.data import Places, archive_file
from index.errors import IndexMissingError
from index.generations import Generations
from search.engines import open_engine
from search.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TypeVar

    from index.archive.reading import ArchiveReader
    from index.archive.store import Archive

    Kept = TypeVar("Kept", bound=ArchiveReader)


@contextmanager
def opened(data: Path | Places) -> Iterator[tuple[Archive, Searcher]]:
    """Yield an archive and a searcher on its index, both closed at the end.

    Raises:
        IndexMissingError: If nothing was ever imported or indexed here.
        IndexBrokenError: If the index names no generation.
    """
    from index.archive.opening import open_archive

    with _opened(Places.of(data), open_archive) as both:
        yield both


@contextmanager
def searching(data: Path | Places) -> Iterator[Searcher]:
    """Yield a searcher, opened as quickly as can be; raises as `opened` does."""
    places = Places.of(data)
    if places.archive is not None:
        with opened(places) as (_, searcher):
            yield searcher
    else:
        with _opened(places, lambda _: open_file(archive_file(places.data))) as (_, searcher):
            yield searcher


@contextmanager
def _opened(
    places: Places, open_archive: Callable[[Places], Kept]
) -> Iterator[tuple[Kept, Searcher]]:
    # A database that is elsewhere can only be asked; without an index nobody is.
    if places.archive is None and not archive_file(places.data).exists():
        raise IndexMissingError(places.data, is_empty=True)
    if places.cluster is None:  # without what writes it
        Generations(places).current()
    else:
        from index.locating import locate

        locate(places).in_use()
    with (
        closing(open_archive(places)) as archive,
        closing(Searcher(open_engine(places), archive)) as searcher,
    ):
        yield archive, searcher
