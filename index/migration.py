"""Moving an archive into another database, as it is.

    migrate(Places(data), Places(data, "postgresql://host/name"))     and back

Nobody writes to either meanwhile; readers go on. The source stays as it is. An index of it
fits the copy.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.archive.copying import begin, compare, copy_articles, counts, finish
from index.archive.opening import find_database, open_archive
from index.errors import ArchiveError
from index.lock import archive_lock, writer_lock

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.data import Places


@dataclass(frozen=True, slots=True)
class Migration:
    """What a copy holds, every row of it compared with its source.

    Attributes:
        archive: The name of the copy, without a password.
        was_there: It was a whole copy before.
    """

    archive: str
    articles: int
    versions: int
    was_there: bool


def migrate(
    source: Places, target: Places, progress: Callable[[int], None] | None = None
) -> Migration:
    """Copy an archive; who was killed doing so goes on where it was.

    Args:
        source: Where the archive is.
        target: Where the copy is to be: an empty place, or one that a killed copy has left.
        progress: Called with the number of articles copied since the last call, and with that of
            those compared: with all of them twice.

    Raises:
        ArchiveError: If either cannot be used or reached, or the copy is not the same.
        ArticleError: If the target cannot keep an article.
        WriterLockedError: If somebody writes to either.
    """
    if _is_same(source, target):
        raise ArchiveError("an archive cannot be copied onto itself; name another place")
    advance = progress or _ignore
    with ExitStack() as stack:
        stack.enter_context(writer_lock(source))
        stack.enter_context(closing(open_archive(source)))  # says what is wrong with it
        if target.archive is not None:
            stack.enter_context(archive_lock(target))
        elif source.data.absolute() != target.data.absolute():
            stack.enter_context(writer_lock(target, create=True))
        here = stack.enter_context(closing(find_database(source)))
        there = stack.enter_context(closing(find_database(target, create=True)))
        if was_there := begin(here, there):
            advance(counts(there)[0])
            compare(here, there, advance)
        else:
            copy_articles(here, there, advance)
            finish(here, there, advance)
        return Migration(there.name, *counts(there), was_there)


def _is_same(source: Places, target: Places) -> bool:
    if source.archive is not None or target.archive is not None:
        return source.archive == target.archive
    return source.data.resolve() == target.data.resolve()


def _ignore(_count: int) -> None:
    """Tell nobody."""
