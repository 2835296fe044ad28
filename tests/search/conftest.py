"""Engines over the same articles: the real one and the oracle."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.archive import open_archive
from search.whoosh_searcher import WhooshSearcher
from tests.search.building import analyzer_of, build
from tests.search.corpus import ARTICLES
from tests.search.linear_searcher import LinearSearcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from search.searcher import Searcher


@pytest.fixture(scope="session")
def corpus_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real archive and index of the corpus, built once and never written again."""
    return build(tmp_path_factory.mktemp("corpus"), ARTICLES)


@pytest.fixture(scope="session")
def analyzer(corpus_data: Path) -> Analyzer:
    """The analyzer of that index."""
    return analyzer_of(corpus_data)


@pytest.fixture(params=["linear", "whoosh"])
def searcher(
    request: pytest.FixtureRequest, corpus_data: Path, analyzer: Analyzer
) -> Iterator[Searcher]:
    """Every engine in turn, over the same articles."""
    if request.param == "linear":
        yield LinearSearcher(ARTICLES, analyzer)
        return
    with closing(open_archive(corpus_data)) as archive:
        engine = WhooshSearcher(corpus_data, archive)
        yield engine
        engine.close()
