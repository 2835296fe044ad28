"""Random questions find on a cluster what the oracle finds by reading every article."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from index.archive.opening import open_archive
from search.results import Sort
from search.searcher import Searcher
from tests.building import build
from tests.search.conftest import engine_over
from tests.search.drawing import PAGES, QUERIES, some_articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.query import Query
    from search.results import PageRequest


pytestmark = pytest.mark.cluster  # which its fixture asks for by name


class Both(NamedTuple):
    """The cluster and the oracle, over the same articles."""

    cluster: Searcher
    oracle: Searcher


@pytest.fixture(scope="module")
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    """Enough articles for each of three shards to have some of every word."""
    data = build(tmp_path_factory.mktemp("acak"), some_articles(150, seed=7))
    with (
        closing(open_archive(data)) as archive,
        closing(engine_over(request, "opensearch", data, archive)) as cluster,
        closing(engine_over(request, "linear", data, archive)) as oracle,
    ):
        yield Both(Searcher(cluster, archive), Searcher(oracle, archive))


@settings(
    max_examples=200,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(query=QUERIES, page=PAGES)
def test_a_cluster_finds_and_counts_as_the_oracle_does(
    both: Both, query: Query, page: PageRequest
) -> None:
    note(f"{query!r}")
    found, wanted = both.cluster.search(query, page), both.oracle.search(query, page)

    assert found.terms == wanted.terms
    assert found.documents == wanted.documents
    assert sorted(both.cluster.find_ids(query)) == sorted(both.oracle.find_ids(query))
    if wanted.relaxed or found.relaxed:
        return  # what is nearest depends on scores
    assert found.total == wanted.total
    assert found.facets == wanted.facets
    assert found.histogram == wanted.histogram
    if page.sort is not Sort.RELEVANCE:
        assert [hit.article.id for hit in found.hits] == [hit.article.id for hit in wanted.hits]
