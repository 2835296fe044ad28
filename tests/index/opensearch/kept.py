"""What a cluster keeps of an index, read past everything that the index itself is read by."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.opensearch.client import Cluster
from index.opensearch.files import fetch_files
from index.opensearch.generations import current
from index.opensearch.location import Location
from index.opensearch.words import KINDS, Words

if TYPE_CHECKING:
    from index.data import Places
    from index.manifest import Manifest

Counts = dict[str, dict[str, tuple[int, int]]]


def ask(places: Places, method: str, path: str, body: object = None, **params: object) -> Any:
    """Return the answer of the cluster to one request; NAME in it is the name of the index."""
    location = Location.parse(places.index or "")
    with closing(Cluster(location)) as cluster:
        return cluster.ask(method, path.replace("NAME", location.name), body, params=params)


def described(places: Places) -> tuple[str, Manifest]:
    """Return the index that is searched and its manifest."""
    location = Location.parse(places.index or "")
    with closing(Cluster(location)) as cluster:
        return current(cluster, location.name)


def indices(places: Places) -> list[str]:
    """Return all indices there are, without the name."""
    name = Location.parse(places.index or "").name
    return sorted(index.removeprefix(f"{name}-") for index in ask(places, "GET", "/NAME-*/_alias"))


def documents(places: Places, index: str = "NAME") -> dict[str, dict[str, Any]]:
    """Return the documents that can be found, by id; none is there twice."""
    answer = ask(places, "POST", f"/{index}/_search", {"size": 1_000})
    found = [hit["_source"] for hit in answer["hits"]["hits"]]
    assert max(Counter(one["id"] for one in found).values(), default=1) == 1
    return {one.pop("id"): one for one in found}


def counts(places: Places) -> Counts:
    """Return how many documents have each word, and how often, by kind."""
    location = Location.parse(places.index or "")
    with closing(Cluster(location)) as cluster, tempfile.TemporaryDirectory() as directory:
        fetch_files(cluster, *current(cluster, location.name), Path(directory))
        words = Words.open(Path(directory))
        every = {kind: [word for word, _ in words.expand(kind, ("",), 10**6)] for kind in KINDS}
        return {
            kind: {word: (words.documents(kind, word), words.times(kind, word)) for word in some}
            for kind, some in every.items()
        }
