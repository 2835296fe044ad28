"""A node that is lost while an index is filled holds the writer up, and no more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

from index.data import Places
from index.rebuild import reindex
from tests.building import put
from tests.corpus import ARTICLES
from tests.index.opensearch.kept import ask, described, documents

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cluster.nodes import Cluster


def test_a_full_build_goes_on_when_a_node_is_back(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARSIP_INDEX_SHARDS", "3")  # so that each node has a part
    put(tmp_path, ARTICLES)
    is_read, may_send = Event(), Event()

    def hold(_: int) -> None:
        is_read.set()
        may_send.wait()

    with cluster.index() as name, ThreadPoolExecutor(1) as writers:
        places = Places(tmp_path, None, cluster.location(name))
        writing = writers.submit(reindex, places, progress=hold)
        try:
            assert is_read.wait(60)
            cluster.kill(1)
            may_send.set()
            cluster.restart(1)
            report = writing.result()
        finally:
            may_send.set()
            cluster.heal()

        assert (report.mode, report.documents) == ("full", len(ARTICLES))
        assert documents(places).keys() == {article.id for article in ARTICLES}
        shards = ask(places, "POST", f"/{described(places)[0]}/_search")["_shards"]
        assert (shards["total"], shards["successful"]) == (3, 3)
