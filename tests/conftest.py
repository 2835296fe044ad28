"""Settings of the whole suite."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from index.data import Places
from tests.cluster.nodes import Cluster, ClusterError, find_home
from tests.postgres import running_postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.postgres import Postgres

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


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server of our own; the test is skipped where none is installed."""
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Places]:
    """Tell where to make one empty archive after another, in each kind of database in turn."""
    numbers = count(1)
    if request.param == "sqlite":
        return lambda: Places(tmp_path / f"data{next(numbers)}")
    server: Postgres = request.getfixturevalue("postgres")
    return lambda: Places(tmp_path / f"data{next(numbers)}", server.new_archive())


@pytest.fixture
def place(new_place: Callable[[], Places]) -> Places:
    """Where to make an archive, in each kind of database in turn."""
    return new_place()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a cluster, so that it can run beside the rest, or be left out."""
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        fixtures = getattr(item, "fixturenames", ())
        if "opensearch_home" in fixtures or "opensearch" in parameters.values():
            item.add_marker(pytest.mark.cluster)
