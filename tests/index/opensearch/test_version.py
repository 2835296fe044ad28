"""Servers that are understood, and those that are not."""

from __future__ import annotations

from typing import Any

import pytest

from index.errors import IndexUnreachableError
from index.opensearch.version import check_version


class FakeCluster:
    """Says that it is of some version."""

    location = "opensearch://uji:9200/berita"

    def __init__(self, version: Any) -> None:
        self._version = version

    def ask(self, method: str, path: str) -> Any:
        assert (method, path) == ("GET", "/")
        return {"version": self._version}


@pytest.mark.parametrize("number", ["3.0.0", "3.9.0", "10.1.0-SNAPSHOT"])
def test_a_server_that_is_new_enough(number: str) -> None:
    cluster = FakeCluster({"distribution": "opensearch", "number": number})

    assert check_version(cluster) == number  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("version", "problem"),
    [
        ({"distribution": "opensearch", "number": "2.19.1"}, "is OpenSearch 2.19.1; 3 or later"),
        ({"number": "8.15.0"}, "is no OpenSearch"),
        ({}, "is no OpenSearch"),
    ],
)
def test_a_server_that_is_not_is_named(version: dict[str, str], problem: str) -> None:
    with pytest.raises(IndexUnreachableError, match=f"uji:9200/berita: {problem}"):
        check_version(FakeCluster(version))  # type: ignore[arg-type]
