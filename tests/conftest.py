"""Settings of the whole suite."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.cluster.nodes import Cluster, ClusterError, find_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The same examples on every run, so that a failure is about the commit it shows up in.
# To look for new ones: pytest --hypothesis-profile=default
settings.register_profile(
    "arsip", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("arsip")


@pytest.fixture(scope="session")
def opensearch_home() -> Path:
    """Where a server for the tests is; without one there is nothing to try."""
    try:
        return find_home()
    except ClusterError as error:
        if os.environ.get("ARSIP_TEST_ALL") == "1":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def cluster(opensearch_home: Path) -> Iterator[Cluster]:
    """Three nodes of a real OpenSearch, started when the first test asks for them."""
    with Cluster(opensearch_home) as started:
        yield started


@pytest.fixture
def index_url(cluster: Cluster) -> Iterator[str]:
    """Where an index may be made that nobody else uses; it is gone after the test."""
    with cluster.index() as name:
        yield cluster.location(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have one process run all tests of clusters, where several run tests: one has three nodes."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if "cluster" in fixtures or "opensearch" in parameters.values():
            item.add_marker(pytest.mark.xdist_group("cluster"))
