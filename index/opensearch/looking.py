"""Whether an index in a cluster holds what it should, asked of every part of it or not at all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from index.check import ELSEWHERE, MISSING, NOT_FOUND, find_unreadable, samples
from index.errors import IndexBrokenError, RefusedError
from index.opensearch.encoding import ROOT
from index.opensearch.generations import files_index
from index.store import Checked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.analysis.analyzer import Analyzer
    from index.archive.store import Archive
    from index.opensearch.client import Cluster

# Seconds that a refresh or a count of millions may take.
LOOK_SECONDS: Final = 120
# Rows read at a time; more are refused.
_ROWS = 10_000

_TIMED_OUT = 408

# An answer of some shards only is none.
_WHOLE = {"allow_partial_search_results": "false"}


def refresh(cluster: Cluster, index: str) -> None:
    """Let everything that was written be found."""
    cluster.ask("POST", f"/{index}/_refresh", seconds=LOOK_SECONDS)


def check_index(
    cluster: Cluster, index: str, archive: Archive, analyzer: Analyzer, revision: int
) -> Checked:
    """Return what an index holds, as far as it has been refreshed.

    Raises:
        IndexBrokenError: If it does not hold what can be read of the archive at a revision.
        IndexUnreachableError: If a part of it cannot be asked.
    """
    where = str(cluster.location)
    documents = count_documents(cluster, index)
    unreadable = find_unreadable(where, documents, lambda: all_rows(cluster, index), archive)
    for problem in missing_samples(cluster, index, archive, analyzer, revision):
        raise IndexBrokenError(where, problem)
    return Checked(documents, unreadable)


def count_documents(cluster: Cluster, index: str) -> int:
    """Return how many documents are found."""
    answer = search(cluster, index, {"size": 0, "track_total_hits": True})
    return int(answer["hits"]["total"]["value"])


def all_rows(cluster: Cluster, index: str) -> NDArray[np.int64]:
    """Return the row of every document, in order."""
    rows: list[int] = []
    asked: dict[str, Any] = {"size": _ROWS, "_source": False, "sort": [{"row": "asc"}]}
    asked["track_total_hits"] = False
    while hits := search(cluster, index, asked)["hits"]["hits"]:
        rows += (hit["sort"][0] for hit in hits)
        asked["search_after"] = hits[-1]["sort"]
    return np.array(rows, np.int64)


def missing_samples(
    cluster: Cluster, index: str, archive: Archive, analyzer: Analyzer, revision: int
) -> list[str]:
    """Return a line for each of some articles that is not there once, or not found by a word."""
    wanted = {sample.id: sample for sample in samples(archive, analyzer, revision)}
    words = [
        {"bool": {"filter": [{"term": {"id": id_}}, _has(sample.word.root)], "_name": id_}}
        for id_, sample in wanted.items()
        if sample.word is not None
    ]
    asked = {
        "query": {"bool": {"filter": [{"terms": {"id": list(wanted)}}], "should": words}},
        "size": 2 * len(wanted) + 1,
        "_source": ["id", "row"],
    }
    found: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for hit in search(cluster, index, asked)["hits"]["hits"]:
        id_, row = hit["_source"]["id"], hit["_source"]["row"]
        found[id_].append((row, id_ in hit.get("matched_queries", ())))
    problems = []
    for id_, sample in wanted.items():
        if not (places := found[id_]):
            problems.append(MISSING.format(id_))
        elif [row for row, _ in places] != [sample.row]:
            problems.append(ELSEWHERE.format(id_))
        elif sample.word is not None and not places[0][1]:
            problems.append(NOT_FOUND.format(id_, sample.word.exact))
    return problems


def wait_for(cluster: Cluster, index: str, status: str, seconds: int) -> bool:
    """Wait until an index is as well as ``status``; tell whether it is, after ``seconds`` at most.

    ``"yellow"`` is when every part of it is there once, ``"green"`` when all copies are.
    """
    params = {"wait_for_status": status, "timeout": f"{seconds}s"}
    path = f"/_cluster/health/{index},{files_index(index)}"
    try:
        cluster.ask("GET", path, params=params, seconds=2 * seconds)
    except RefusedError as error:
        if error.status != _TIMED_OUT:
            raise
        return False
    return True


def search(cluster: Cluster, index: str, asked: dict[str, Any]) -> Any:
    """Return what is found in all parts of an index.

    Raises:
        IndexUnreachableError: If one of them does not answer.
    """
    return cluster.ask("POST", f"/{index}/_search", asked, params=_WHOLE, seconds=LOOK_SECONDS)


def _has(root: str) -> dict[str, Any]:
    return {"term": {"text": ROOT + root}}
