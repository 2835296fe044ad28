"""The articles of documents, as the archive has them now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.reading import ArchiveReader
    from index.article import Article
    from search.engine import Docs, Snapshot


class Stored(NamedTuple):
    """An article, and the place of its document among those asked for.

    Attributes:
        row: Of the archive.
        is_indexed: Whether it is as it was when it was indexed.
    """

    place: int
    row: int
    article: Article
    is_indexed: bool


def read_stored(snapshot: Snapshot, archive: ArchiveReader, docs: Docs) -> Iterator[Stored]:
    """Yield the articles of ``docs`` that are still in the archive, in their order.

    An archive that was put back from a backup may have given a row to another article.
    """
    rows = snapshot.rows(docs)
    indexed = archive.get_rows(rows, until=snapshot.revision) if rows else {}
    changed = [row for row in rows if row not in indexed]
    articles = indexed | archive.get_rows(changed) if changed else indexed
    for place, (row, id_) in enumerate(zip(rows, snapshot.ids(docs), strict=True)):
        article = articles.get(row)
        if article is not None and article.id == id_:
            yield Stored(place, row, article, row in indexed)
