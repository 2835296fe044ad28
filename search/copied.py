"""The articles that one is a copy of, or that copy it, as the archive has them now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from index.archive.reading import ArchiveReader
    from index.article import Article
    from search.engine import Snapshot

# Articles of a group that are read at once.
MAX_COPIES: Final = 50


class Copied(NamedTuple):
    """An article of a group, and what it is to those published before."""

    article: Article
    what: Literal["copy", "update"]


class CopyGroup(NamedTuple):
    """Articles that are one text.

    Attributes:
        first: The one that was published first.
        others: The next ones, by date.
        total: How many others there are; those that are shown may be fewer.
    """

    first: Article
    others: tuple[Copied, ...]
    total: int


def read_copies(snapshot: Snapshot, archive: ArchiveReader, article: str) -> CopyGroup | None:
    """Return the group of an article by its id, which is in it; None for one without copies."""
    members = [] if snapshot.copies is None else snapshot.copies.of(article)
    shown = members[: MAX_COPIES + 1]
    shown += [member for member in members[MAX_COPIES + 1 :] if member.id == article]
    found = archive.get_many([member.id for member in shown]) if shown else {}
    there = [Copied(found[member.id], member.kind.what) for member in shown if member.id in found]
    if len(there) < 2 or article not in found:
        return None
    return CopyGroup(there[0].article, tuple(there[1:]), len(members) - 1)
