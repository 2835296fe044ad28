"""How is every article kept as published? In one SQLite file, the only copy that matters."""

from index.archive.related import RelatedArticle
from index.archive.store import (
    Archive,
    ImportCounts,
    StoredArticle,
    ignore_damage,
    open_archive,
)
from index.archive.versions import Change, History, Version

__all__ = [
    "Archive",
    "Change",
    "History",
    "ImportCounts",
    "RelatedArticle",
    "StoredArticle",
    "Version",
    "ignore_damage",
    "open_archive",
]
