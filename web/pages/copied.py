"""The copies of an article on its page: who published it first, and what differs from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from index.errors import ArsipError
from search.work import EXTRA_STEPS, Work
from web.pages.versions import changed

if TYPE_CHECKING:
    from index.article import Article
    from search.searcher import Searcher
    from web.pages.versions import Paragraph

# Characters of two texts that are compared here.
MAX_COMPARED: Final = 100_000


class Row(NamedTuple):
    """An article of the group.

    Attributes:
        what: ``"first"``, ``"copy"`` or ``"update"``.
    """

    article: Article
    what: str

    @property
    def label(self) -> str:
        """The key of what it is called."""
        return f"copies.{self.what}"


@dataclass(frozen=True, slots=True)
class Copied:
    """An article and its copies.

    Attributes:
        rows: The first published one first.
        more: How many are not among them.
        changes: What differs in the article from the first one, if that is another.
        is_alike: Whether it is another and no word differs.
    """

    rows: tuple[Row, ...]
    total: int
    more: int
    changes: tuple[Paragraph, ...] = ()
    is_alike: bool = False
    is_cut: bool = False


def copied(searcher: Searcher, article: Article) -> Copied | None:
    """Return the copies of an article; None if there are none, or no index that knows."""
    try:
        group = searcher.copies(article.id)
    except ArsipError:
        return None
    if group is None:
        return None
    rows = (
        Row(group.first, "first"),
        *(Row(one.article, one.what) for one in group.others),
    )
    more = group.total - len(group.others)
    first = group.first
    if first.id == article.id or len(first.body) + len(article.body) > MAX_COMPARED:
        return Copied(rows, group.total, more)
    work = Work(EXTRA_STEPS)
    changes, is_shortened = changed(first.body, article.body, work)
    return Copied(
        rows,
        group.total,
        more,
        changes=tuple(changes),
        is_alike=not changes,
        is_cut=work.is_cut or is_shortened,
    )
