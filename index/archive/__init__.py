"""How is every article kept as published? In one SQL database, the only copy that matters."""

from index.archive.opening import find_database, open_archive
from index.archive.related import RelatedArticle
from index.archive.store import Archive, StoredArticle, ignore_damage
from index.archive.storing import ImportCounts
from index.archive.versions import Change, History, Version

__all__ = [
    "Archive",
    "Change",
    "History",
    "ImportCounts",
    "RelatedArticle",
    "StoredArticle",
    "Version",
    "find_database",
    "ignore_damage",
    "open_archive",
]
