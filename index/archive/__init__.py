"""How is every article kept as published? In one SQLite file, the only copy that matters."""

from index.archive.related import RelatedArticle
from index.archive.store import (
    Archive,
    ImportCounts,
    StoredArticle,
    ignore_damage,
    open_archive,
)

__all__ = [
    "Archive",
    "ImportCounts",
    "RelatedArticle",
    "StoredArticle",
    "ignore_damage",
    "open_archive",
]
