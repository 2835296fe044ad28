"""One moment of an index of documents, held open while it is searched.

A point in time keeps what its searches find as it was when it was opened, whatever is written
meanwhile. It lies on certain nodes and dies with them, or when nobody has asked for long. As
nothing is seen before a writer says so, a new one of the same generation finds the same.

An answer that a part of the documents is missing from is none.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from index.errors import FailedError, IndexUnreachableError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.opensearch.client import Cluster

# How long it is held after the last search: a reader goes on to the next page within that.
HELD: Final = "10m"
# Seconds after which the cluster itself gives a search up.
SEARCH_SECONDS: Final = 10

_PARAMS: Final = {"allow_partial_search_results": "false"}
# With several parts, words weigh what they do in all of them: a round more.
_SHARDED: Final = {**_PARAMS, "search_type": "dfs_query_then_fetch"}


class Moment:
    """A point in time of one index. Safe to share between threads.

    Args:
        cluster: Where it is.
        index: Of documents.
        may_reopen: Tells whether what is found now is still what was found then.
    """

    def __init__(self, cluster: Cluster, index: str, may_reopen: Callable[[], bool]) -> None:
        self._cluster = cluster
        self._index = index
        self._may_reopen = may_reopen
        self._lock = Lock()
        self._id, self._is_sharded = self._open()

    def search(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return what a search finds at this moment.

        Raises:
            MomentGoneError: If it is over.
            IndexUnreachableError: If not all documents could be looked at.
        """
        used = self._id
        try:
            return self._search(used, body)
        except RefusedError as error:
            if not error.is_missing:
                raise
        except (_LostError, FailedError):
            pass  # perhaps only what was held open is lost
        if not self._may_reopen():
            raise MomentGoneError(f"a moment of {self._index} is over")
        with self._lock:
            if self._id == used:
                self._id, self._is_sharded = self._open()
        try:
            return self._search(self._id, body)
        except (_LostError, FailedError) as error:
            raise self._unreachable("a part of it is on no node that answers") from error

    def close(self) -> None:
        """Let go of it, if the cluster can be told so."""
        with suppress(IndexUnreachableError):  # it ends by itself
            self._cluster.ask("DELETE", "/_search/point_in_time", {"pit_id": [self._id]})

    def _open(self) -> tuple[str, bool]:
        params = {"keep_alive": HELD, "allow_partial_pit_creation": "false"}
        path = f"/{self._index}/_search/point_in_time"
        answer = self._cluster.ask("POST", path, params=params)
        shards = answer["_shards"]
        if shards["successful"] < shards["total"]:
            raise self._unreachable("a part of it is on no node that answers")
        return answer["pit_id"], shards["total"] > 1

    def _search(self, id_: str, body: dict[str, Any]) -> dict[str, Any]:
        asked = {
            "track_total_hits": True,
            "timeout": f"{SEARCH_SECONDS}s",
            **body,
            "pit": {"id": id_, "keep_alive": HELD},
        }
        params = _SHARDED if self._is_sharded else _PARAMS
        answer: dict[str, Any] = self._cluster.ask("POST", "/_search", asked, params=params)
        shards = answer["_shards"]
        if shards["successful"] < shards["total"]:
            raise _LostError
        if answer["timed_out"]:
            raise self._unreachable(f"the search took longer than {SEARCH_SECONDS} seconds")
        return answer

    def _unreachable(self, problem: str) -> IndexUnreachableError:
        return IndexUnreachableError(str(self._cluster.location), problem)


class MomentGoneError(Exception):
    """A point in time is over, and what it held is not there any more."""


class _LostError(Exception):
    """Not all parts of an index have answered."""
