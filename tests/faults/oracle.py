"""What a data directory says, seen as a reader sees it, and what it may say."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.archive.opening import open_archive
from index.data import archive_file, index_directory
from index.errors import ArchiveError, IndexMissingError
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.results import PageRequest
from search.searcher import Searcher

if TYPE_CHECKING:
    from pathlib import Path

    from index.article import Article

# By id; what an article was before it was corrected, by `of_version`.
Articles = dict[str, "Article"]

# Questions whose answers differ between the generations of the scenarios; all articles first.
PROBES = ("", "beras", "jagung", "harga beras", '"harga beras"', "judul:beras", "sumber:antara")

# What may lie in a data directory when nobody is at work.
_FILES = {"archive.db", "index", "lock"}
# What a restore has replaced is the user's to remove.
_REPLACED = "replaced-"


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be read in a data directory.

    Attributes:
        articles: With their versions; None without an archive.
        answers: The ids found by each of `PROBES`; None without an index.
    """

    articles: Articles | None
    answers: tuple[tuple[str, ...], ...] | None


def look(data: Path) -> Seen:
    """Return what a fresh reader finds.

    Raises:
        AssertionError: If a result shows a text that is not in the archive.
    """
    if not archive_file(data).exists():
        return Seen(None, None)
    try:
        archive = open_archive(data)
    except ArchiveError:  # made, but nothing was put into it
        return Seen(None, None)
    with closing(archive):
        articles = {article.id: article for _, article in archive.walk()}
        articles |= {
            of_version(id_, version.number): version.article
            for id_ in list(articles)
            for version in archive.versions.walk(id_)
        }
        with closing(Searcher(ArrayEngine(data), archive)) as searcher:
            try:
                return Seen(articles, tuple(_found(searcher, probe, articles) for probe in PROBES))
            except IndexMissingError:
                return Seen(articles, None)


def of_version(id_: str, number: int) -> str:
    """Return the key of what an article was."""
    return f"{id_}, version {number}"


def leftovers(data: Path) -> set[str]:
    """Return the names of what no command leaves when it is done."""
    names = [path.name for path in data.iterdir()] if data.exists() else []
    found = {name for name in names if name not in _FILES and not name.startswith(_REPLACED)}
    index = index_directory(data)
    for path in index.iterdir() if index.exists() else ():
        if path.name != "current" and (not path.is_dir() or path.suffix):
            found.add(path.name)
        elif path.is_dir():
            found |= {f"{path.name}/{file.name}" for file in path.glob("*.partial")}
    return found


def _found(searcher: Searcher, text: str, articles: Articles) -> tuple[str, ...]:
    query = parse(text).query
    found = tuple(sorted(searcher.find_ids(query)))
    page = searcher.search(query, PageRequest())
    for hit in page.hits:
        assert page.relaxed or hit.article.id in found, f"{text!r} shows another article"
        assert articles[hit.article.id] == hit.article, f"{text!r} shows another text"
    return found
