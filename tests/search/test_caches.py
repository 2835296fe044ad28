"""What is kept between answers stays below its bytes, whatever is asked."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from index.analysis import analyzer as analysis
from index.stemming import stemmer as stemming
from search.arrays.engine import ArrayEngine
from search.engine import Search
from search.language import parser
from search.language.parser import parse

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

QUERIES = 1_000
LIMIT = 50_000


def test_thousands_of_different_queries_leave_no_more_behind_than_some(
    corpus_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in (
        (analysis, "CHUNK_CACHE_BYTES"),
        (analysis, "WORD_CACHE_BYTES"),
        (stemming, "CACHE_BYTES"),
    ):
        monkeypatch.setattr(module, name, LIMIT)
    monkeypatch.setattr(parser._PARSED, "limit", LIMIT)
    with closing(ArrayEngine(corpus_data)) as engine, engine.reading() as snapshot:
        for number in range(QUERIES):
            query = parse(f"kata{number} beras meng{number}kan").query
            snapshot.find(Search(query=query, count=10))
    found, reader = snapshot.analyzer, snapshot.reader

    for memo in (found.chunks, found.roots, found.exacts, found.stemmer.roots):
        assert memo.held <= LIMIT
    assert found.chunks.held > LIMIT // 2
    assert LIMIT // 2 < parser._PARSED.held <= LIMIT
    # Nobody keeps the places of words that are not there.
    assert reader._cache.held + reader._forms.held < 1 << 20
    assert sum(segment._lists.held for segment in reader.segments) < 1 << 20
