"""A node is killed while people search and an index is built: nothing is lost, nothing is wrong.

Seen from outside alone, through the command and the server.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from tests.cluster.crowd import Crowd, Found, Reader
from tests.cluster.news import COUNT, QUESTIONS, articles, as_lines, id_of
from tests.cluster.nodes import Health
from tests.faults.command import ROOT
from tests.faults.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cluster.nodes import Cluster
    from tests.faults.serving import Server

# What was being filled or copied on the lost node is waited for; here in vain, so not for long.
_COMMAND = (
    "from index.opensearch import bulk, filling;"
    " bulk.PATIENCE = filling.COPY_SECONDS = 15;"
    " from web.cli.main import main; main()"
)

READERS = 8

# How long readers find everything as it should be, before the fault and after it.
PEACE_SECONDS = 3.0

# Longer than a command takes that is not stuck.
COMMAND_SECONDS = 240.0


class Archive:
    """A data directory, and the index of it on a cluster, as its operator sees them."""

    def __init__(self, data: Path, variables: dict[str, str]) -> None:
        self.data = data
        self.variables = variables

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """Start a command."""
        return subprocess.Popen(
            [sys.executable, "-c", _COMMAND, *words, "--data", str(self.data)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | self.variables,
        )

    def run(self, *words: str) -> str:
        """Return what a command prints that has to succeed."""
        out, err, status = ended(self.begin(*words))
        assert status == 0, (words, err)
        return out

    def status(self) -> dict[str, Any]:
        """Return what `arsip status` says."""
        facts: dict[str, Any] = json.loads(self.run("status", "--json"))
        return facts


def ended(command: subprocess.Popen[str]) -> tuple[str, str, int]:
    """Return what a command has printed, what it complained of, and its exit code."""
    try:
        out, err = command.communicate(timeout=COMMAND_SECONDS)
    finally:
        command.kill()
    return out, err, command.returncode


@contextmanager
def archive_on(cluster: Cluster, place: Path, *, first: int = 0) -> Iterator[Archive]:
    """Yield an archive of all articles, indexed in three shards with a replica of each.

    Its cluster is whole at the end, whatever has become of it.

    Args:
        cluster: Where the index goes.
        place: Where the data directory goes.
        first: The number of the node that is named before the others.
    """
    nodes = [*cluster.nodes[first:], *cluster.nodes[:first]]
    hosts = ",".join(node.address for node in nodes)
    news = place / "kabar.jsonl"
    news.write_text(as_lines(articles()), "utf-8")
    with cluster.index() as name:
        variables = {
            "ARSIP_INDEX": f"opensearch://{hosts}/{name}",
            "ARSIP_INDEX_SHARDS": "3",
            "ARSIP_INDEX_REPLICAS": "1",
        }
        archive = Archive(place / "data", variables)
        try:
            archive.run("import", str(news))
            archive.run("reindex", "--full")
            made = cluster.ask(f"/_cat/indices/{name}*?format=json")
            assert ("3", "1") in {(index["pri"], index["rep"]) for index in made}
            cluster.wait_for(Health.GREEN)
            yield archive
        finally:
            cluster.heal()


def known_answers(server: Server) -> dict[str, Found]:
    """Return what each question finds, which has to be what the articles say."""
    known = {}
    with closing(Reader(server.address)) as reader:
        for question in QUESTIONS:
            answer = reader.ask(question.path)
            assert answer.status == 200, answer
            known[question.path] = found = answer.found()
            assert (found.total, set(found.ids)) == (len(question.ids), question.ids), question
    return known


def harvested(server: Server) -> list[str]:
    """Return the ids of all articles, page after page."""
    ids = []
    path = "/api/v1/search?q=&per_page=50&cursor=*"
    with closing(Reader(server.address)) as reader:
        while path:
            page = json.loads(reader.ask(path).body)
            ids += [result["id"] for result in page["results"]]
            path = page["links"]["next"]
    return ids


def is_one_line(complaint: str) -> bool:
    """Tell whether a command has complained as it should."""
    return len(complaint.strip().splitlines()) == 1 and "Traceback" not in complaint


def test_a_node_lost_while_all_is_indexed_anew_costs_nobody_a_wrong_answer(
    cluster: Cluster, tmp_path: Path
) -> None:
    lost = cluster.manager()  # also the node that is asked first
    with (
        archive_on(cluster, tmp_path, first=lost) as archive,
        served(archive.data, tmp_path, archive.variables) as server,
    ):
        known = known_answers(server)
        with Crowd(server.address, known, READERS) as readers:
            began = time.monotonic()
            archive.run("reindex", "--full")
            seconds = time.monotonic() - began
            assert readers.wrong == []
            assert readers.refused(began) == 0
            assert readers.answered(began) > 0

            # Half way through the next one.
            reindexing = archive.begin("reindex", "--full")
            time.sleep(seconds / 2)
            assert reindexing.poll() is None
            cluster.kill(lost)
            _, complaint, status = ended(reindexing)
            # What was being filled has no copies: it is red until the next writer removes it.
            cluster.wait_for(Health.RED)
            if status:
                assert is_one_line(complaint), complaint
                archive.run("reindex", "--full")

            assert archive.status()["articles"] == archive.status()["documents"] == COUNT
            # What is left of the cluster holds everything, and answers.
            readers.wait_for_peace(PEACE_SECONDS)
            assert readers.answered(time.monotonic() - PEACE_SECONDS) > 0

            cluster.restart(lost)
            cluster.wait_for(Health.GREEN)
            readers.wait_for_peace(PEACE_SECONDS)
            assert readers.answered(time.monotonic() - PEACE_SECONDS) > 0

        assert readers.wrong == []
        assert known_answers(server) == known
        assert sorted(harvested(server)) == [id_of(number) for number in range(COUNT)]
        archive.run("verify")


def test_without_any_node_the_server_says_so_until_they_are_back(
    cluster: Cluster, tmp_path: Path
) -> None:
    with (
        archive_on(cluster, tmp_path) as archive,
        served(archive.data, tmp_path, archive.variables) as server,
        closing(Reader(server.address)) as reader,
    ):
        known = known_answers(server)
        for number in range(len(cluster.nodes)):
            cluster.kill(number)

        # Not one of those: for a second, what is known to be so is still told.
        assert reader.ask("/api/v1/search?q=lumbung").is_honest_refusal()
        assert reader.ask("/healthz").status == 200
        assert reader.ask("/readyz").status == 503
        for words in (("search", "gabah"), ("reindex",), ("reindex", "--full")):
            _, complaint, status = ended(archive.begin(*words))
            assert status > 0, words
            assert is_one_line(complaint), complaint

        cluster.heal()
        with Crowd(server.address, known, READERS) as readers:
            readers.wait_for_peace(PEACE_SECONDS)
            assert readers.answered(0) > 0
        assert readers.wrong == []
        archive.run("reindex")
        assert known_answers(server) == known
