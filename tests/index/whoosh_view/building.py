"""Indexes for the tests of the Whoosh view: really archived, really indexed, then opened.

    index = open_texts(data, ["apel beras", "beras cabai"], ["cabai durian"], removed=["1"])

Each list becomes a segment, however small, and stays one whatever is removed from it. Texts
get the numbers that Whoosh gives them, ``"0"``, ``"1"``, ..., as ids.

The cases follow those that Whoosh 2.7.4 tests itself with, as far as they apply to an index
that is only read and has this one schema:

    of Whoosh      cases  apply  the others need
    searching         67     55  numbers and dates as terms, n-grams, stop words, nesting
    sorting           35     27  numbers and dates as terms, vectors, a writer
    indexing          30     13  a writer, field types, boosts of documents
    results           26     26
    matching          25     23  no index
    queries           24     11  no index, numbers as terms
    codecs            18      5  a writer, vectors
    highlighting      16     14  characters in postings, n-grams
    spans             15     14  characters in postings
    reading           14     11  vectors, a writer
    spelling          14      6  word lists, fields of their own for spelling
    collector          8      7  no index
    classify           6      6
    postings           6      3  characters and boosts in postings
    quality            5      5
    weightings         2      2
    parsing           63      9  no index

None applies of analysis, automata, bits, columns, compound, dateparse, fields, flexible, misc,
mpwriter, nested, parse_plugins, tables, vectors and writing.
"""

from __future__ import annotations

from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING

import pytest

from index import rebuild
from index.archive.opening import open_archive
from index.article import make_article
from index.segments import merging
from index.whoosh_view.view import open_index

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from whoosh.index import FileIndex
    from whoosh.searching import Results

    from index.article import Article

# The position of the first word of an article without a title.
FIRST = 1


def open_texts(data: Path, *batches: Sequence[str], removed: Sequence[str] = ()) -> FileIndex:
    """Return an index of articles that have a body only."""
    numbers = count()
    articles = [
        [make_article(id=str(next(numbers)), body=text) for text in some] for some in batches
    ]
    return open_articles(data, *articles, removed=removed)


def open_articles(
    data: Path, *batches: Sequence[Article], removed: Sequence[str] = ()
) -> FileIndex:
    """Return an index of ``batches``, without the articles whose ids are ``removed``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rebuild, "FULL_BUILD_SHARE", float("inf"))
        patch.setattr(merging, "CHEAP_DOCUMENTS", 0)
        patch.setattr(merging, "MAX_DELETED", 1.0)
        for batch in batches:
            with closing(open_archive(data, create=True)) as archive:
                archive.put(batch)
            rebuild.reindex(data)
        if removed:
            with closing(open_archive(data)) as archive:
                archive.remove(removed)
            rebuild.reindex(data)
    return open_index(data)


def segment_count(index: FileIndex) -> int:
    """Return how many segments a reader reads."""
    with index.reader() as reader:
        return len(list(reader.leaf_readers()))


def ids_of(results: Results) -> list[str]:
    """Return the ids of hits in their order."""
    return [hit["id"] for hit in results]
