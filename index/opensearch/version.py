"""Whether a server is one whose answers are as they are read here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.errors import IndexUnreachableError

if TYPE_CHECKING:
    from index.opensearch.client import Cluster

OLDEST_VERSION: Final = 3


def check_version(cluster: Cluster) -> str:
    """Return the version of a server.

    Raises:
        IndexUnreachableError: If it is none that is understood here.
    """
    found = cluster.ask("GET", "/").get("version", {})
    number = str(found.get("number"))
    major = number.partition(".")[0]
    if found.get("distribution") != "opensearch" or not major.isdecimal():
        raise IndexUnreachableError(str(cluster.location), "is no OpenSearch")
    if int(major) < OLDEST_VERSION:
        problem = f"is OpenSearch {number}; {OLDEST_VERSION} or later is needed"
        raise IndexUnreachableError(str(cluster.location), problem)
    return number
