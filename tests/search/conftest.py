"""Engines over the same articles: the embedded one, the oracle, and a real cluster."""

from __future__ import annotations

import secrets
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
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
    from index.archive.store import Archive
    from search.engine import Engine
    from tests.cluster.nodes import Cluster


@contextmanager
def searcher_over(request: pytest.FixtureRequest, kind: str, data: Path) -> Iterator[Searcher]:
    """Give a searcher with an engine of one of `ENGINES` over an archive and its index."""
    with (
        closing(open_archive(data)) as archive,
        closing(engine_over(request, kind, data, archive)) as engine,
    ):
        yield Searcher(engine, archive)


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


ENGINES = ("linear", "arrays", "opensearch")


def engine_over(request: pytest.FixtureRequest, kind: str, data: Path, archive: Archive) -> Engine:
    """Return an engine of one of `ENGINES` over the articles of ``archive``, in ``data``."""
    match kind:
        case "linear":
            return LinearEngine(archive, analyzer_of(data), values_of(data))
        case "arrays":
            return ArrayEngine(data)
        case _:
            return open_engine(_on_cluster(request.getfixturevalue("cluster"), data))


def _on_cluster(cluster: Cluster, data: Path) -> Places:
    """Return where what is in ``data`` is indexed in three shards with a copy of each.

    It is gone with the cluster.
    """
    places = Places(data, index=cluster.location(f"uji-{secrets.token_hex(4)}"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SHARDS, "3")
        patch.setenv(REPLICAS, "1")
        reindex(places)
    return places


@pytest.fixture(scope="session", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, corpus_data: Path, corpus_archive: Archive
) -> Iterator[Engine]:
    """Every engine in turn, over the same articles."""
    with closing(engine_over(request, request.param, corpus_data, corpus_archive)) as found:
        yield found


@pytest.fixture
def searcher(engine: Engine, corpus_archive: Archive) -> Searcher:
    """A searcher on each of them."""
    return Searcher(engine, corpus_archive)
