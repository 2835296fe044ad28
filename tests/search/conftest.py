"""Engines over the same articles: the embedded one, the oracle, and a real cluster."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.archive import open_archive
from index.data import Places
from index.opensearch.location import REPLICAS, SHARDS
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.engines import open_engine
from search.searcher import Searcher
from tests.building import analyzer_of, build, values_of
from tests.corpus import ARTICLES
from tests.search.linear_engine import LinearEngine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.analysis.analyzer import Analyzer
    from index.archive import Archive
    from search.engine import Engine
    from tests.cluster.nodes import Cluster


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


@pytest.fixture(scope="session")
def linear_engine(corpus_data: Path, corpus_archive: Archive, analyzer: Analyzer) -> Engine:
    """The oracle."""
    return LinearEngine(corpus_archive, analyzer, values_of(corpus_data))


@pytest.fixture(scope="session")
def array_engine(corpus_data: Path) -> Engine:
    """The embedded engine."""
    return ArrayEngine(corpus_data)


@pytest.fixture(scope="session")
def cluster_engine(cluster: Cluster, corpus_data: Path) -> Iterator[Engine]:
    """The engine on three nodes, with three shards and one copy of each."""
    with cluster.index() as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv(SHARDS, "3")
        patch.setenv(REPLICAS, "1")
        places = Places(corpus_data, index=cluster.location(name))
        reindex(places)
        yield open_engine(places)


@pytest.fixture(scope="session", params=["linear_engine", "array_engine", "cluster_engine"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Every engine in turn, over the same articles."""
    with closing(request.getfixturevalue(request.param)) as found:
        yield found


@pytest.fixture
def searcher(engine: Engine, corpus_archive: Archive) -> Searcher:
    """A searcher on each of them."""
    return Searcher(engine, corpus_archive)
