"""The same articles in an index of Whoosh's own, for comparing the view with it.

Its fields hold the same words at the same positions, computed here from the articles;
its segments, document numbers and deletions are the same, so scores have to be, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh.analysis import Analyzer as WhooshAnalyzer
from whoosh.analysis import Token
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.writing import NO_MERGE

from index.analysis.analyzer import Analyzer
from index.document import Document
from index.segments.format import VALUE_GAP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from whoosh.index import FileIndex

    from index.article import Article

ANALYZER = Analyzer()

# Stands between title and body, and between values.
_BREAK = "\x1f"


class _Words(WhooshAnalyzer):  # type: ignore[misc]  # Whoosh has no types
    """Yields written forms or roots of several texts, with free positions between them."""

    def __init__(self, form: str = "exact", gap: int = VALUE_GAP) -> None:
        self._form = form
        self._gap = gap

    def __call__(self, value: str, **_: Any) -> Iterator[Token]:
        base = 0
        for part in value.split(_BREAK):
            for word in ANALYZER.analyze(part):
                yield Token(text=getattr(word, self._form), pos=base + word.position, boost=1.0)
            base += len(ANALYZER.words(part)) + self._gap


def open_stock(*batches: Sequence[Article], removed: Sequence[str] = ()) -> FileIndex:
    """Return an index of ``batches``, one segment each, without ``removed``."""
    schema = Schema(
        id=ID(unique=True, stored=True),
        text=TEXT(analyzer=_Words(gap=1)),
        root=TEXT(analyzer=_Words("root", gap=1)),
        source=TEXT(analyzer=_Words()),
        tag=TEXT(analyzer=_Words()),
    )
    index = RamStorage().create_index(schema)
    for batch in batches:
        writer = index.writer()
        for article in batch:
            text = f"{_title(article)}{_BREAK}{article.body}"
            tags = _BREAK.join(article.tags) or None
            writer.update_document(
                id=article.id, text=text, root=text, source=article.source, tag=tags
            )
        writer.commit(NO_MERGE)
    if removed:
        writer = index.writer()
        for id_ in removed:
            writer.delete_by_term("id", id_)
        writer.commit(NO_MERGE)
    return index


def _title(article: Article) -> str:
    """Return the title as it is indexed: not at all when it only repeats the body."""
    return Document.from_article(0, article).title
