"""The nodes of the tests: one cluster, which loses a node and gets it back, and leaves nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cluster.nodes import Cluster, ClusterError, Health, free_ports

ROOT = Path(__file__).parents[2]

# Longer than a process takes to be gone.
SECONDS = 20.0

LONELY = """
import os
from tests.cluster.nodes import Cluster, find_home
node = Cluster(find_home(), 1).nodes[0]
node.start(find_home())
print(node.pid, node.place.parent, flush=True)
os.read(0, 1)
"""


def test_all_nodes_are_one_cluster(cluster: Cluster) -> None:
    found = cluster.health()

    assert found["status"] == Health.GREEN
    assert found["number_of_nodes"] == len(cluster.nodes) == 3


def test_an_index_is_not_made_by_its_name_alone(cluster: Cluster) -> None:
    with cluster.index() as name, pytest.raises(ClusterError, match="index_not_found"):
        cluster.ask(f"/{name}/_doc/1", "PUT", {"text": "Bus antarkota berangkat lebih awal."})


def test_what_a_test_has_made_is_gone_after_it(cluster: Cluster) -> None:
    with cluster.index() as name:
        cluster.ask(f"/{name}-1", "PUT")
        cluster.ask(f"/{name}-2", "PUT")
        assert len(cluster.ask(f"/_cat/indices/{name}*?format=json")) == 2

    assert cluster.ask(f"/_cat/indices/{name}*?format=json") == []


def test_a_cluster_lives_on_without_its_manager_and_takes_it_back(cluster: Cluster) -> None:
    with cluster.index() as name:
        copies = {"number_of_shards": 3, "number_of_replicas": 1}
        cluster.ask(f"/{name}", "PUT", {"settings": copies})
        text = {"text": "Perahu nelayan kembali sebelum badai."}
        cluster.ask(f"/{name}/_doc/1?refresh=true", "PUT", text)
        cluster.wait_for(Health.GREEN)
        lost = cluster.manager()

        cluster.kill(lost)
        try:
            cluster.wait_for(Health.YELLOW)

            assert cluster.health()["status"] == Health.YELLOW
            assert cluster.health()["number_of_nodes"] == 2
            assert cluster.manager() != lost
            assert cluster.ask(f"/{name}/_doc/1")["_source"] == text
        finally:
            cluster.heal()

        assert cluster.health()["status"] == Health.GREEN
        assert cluster.health()["number_of_nodes"] == 3
        assert cluster.ask(f"/{name}/_doc/1")["_source"] == text


def test_a_node_that_ends_at_once_is_told_with_its_last_words(opensearch_home: Path) -> None:
    broken = Cluster(opensearch_home, 1)
    with broken.nodes[0].place.joinpath("config/opensearch.yml").open("a") as settings:
        settings.write("node.nama: salah\n")

    with pytest.raises(ClusterError, match=r"node\.nama"), broken:
        pass

    assert not broken.nodes[0].place.exists()


@pytest.mark.usefixtures("opensearch_home")
def test_nodes_end_with_tests_that_are_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LONELY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as tests:
        assert tests.stdout is not None
        pid, place = tests.stdout.readline().split()
        node = Path("/proc", pid)
        assert node.exists()

        tests.send_signal(signal.SIGKILL)

    end = time.monotonic() + SECONDS
    while is_there := node.exists():
        if time.monotonic() > end:
            os.kill(int(pid), signal.SIGKILL)
            break
        time.sleep(0.05)
    shutil.rmtree(place)
    assert not is_there


def test_ports_are_free_and_each_is_another_one() -> None:
    assert len(set(free_ports(20))) == 20


@pytest.mark.parametrize(("everything", "word"), [("0", "1 skipped"), ("1", "1 error")])
def test_without_a_server_tests_are_skipped_unless_all_have_to_run(
    everything: str, word: str, tmp_path: Path
) -> None:
    test = f"{__file__}::{test_all_nodes_are_one_cluster.__name__}"
    here = {"ARSIP_OPENSEARCH_HOME": str(tmp_path), "ARSIP_TEST_ALL": everything}

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", test],
        capture_output=True,
        check=False,
        text=True,
        cwd=ROOT,
        env=os.environ | here,
    )

    assert word in done.stdout
    assert f"no OpenSearch in {tmp_path}: run .ci/opensearch/assemble" in done.stdout
