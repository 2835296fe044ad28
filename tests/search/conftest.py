"""Engines over the same articles: the embedded one and the oracle."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.archive import open_archive
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.building import analyzer_of, build, values_of
from tests.corpus import ARTICLES
from tests.search.linear_engine import LinearEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from index.archive import Archive
    from search.engine import Engine


@pytest.fixture(scope="session")
def corpus_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real archive and index of the corpus, built once and never written again."""
    return build(tmp_path_factory.mktemp("corpus"), ARTICLES)


@pytest.fixture(scope="session")
def analyzer(corpus_data: Path) -> Analyzer:
    """The analyzer of that index."""
    return analyzer_of(corpus_data)


@pytest.fixture(scope="session")
def corpus_archive(corpus_data: Path) -> Iterator[Archive]:
    """That archive, open."""
    with closing(open_archive(corpus_data)) as archive:
        yield archive


ENGINES: dict[str, Callable[[Path, Archive, Analyzer], Engine]] = {
    "linear": lambda data, archive, analyzer: LinearEngine(archive, analyzer, values_of(data)),
    "arrays": lambda data, *_: ArrayEngine(data),
}


@pytest.fixture(scope="session", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, corpus_data: Path, corpus_archive: Archive, analyzer: Analyzer
) -> Iterator[Engine]:
    """Every engine in turn, over the same articles."""
    with closing(ENGINES[request.param](corpus_data, corpus_archive, analyzer)) as found:
        yield found


@pytest.fixture
def searcher(engine: Engine, corpus_archive: Archive) -> Searcher:
    """A searcher on each of them."""
    return Searcher(engine, corpus_archive)
