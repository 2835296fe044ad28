"""The `arsip` command with its index in a cluster."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from index.lock import writer_lock
from tests.building import put
from tests.corpus import ARTICLES
from web.cli.main import run_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOWHERE = "opensearch://127.0.0.1:9/berita"


class Outcome(NamedTuple):
    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.out)
        return value


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small archive."""
    put(tmp_path / "data", ARTICLES)
    return tmp_path / "data"


@pytest.fixture
def arsip(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Outcome]:
    """Runs one command on it."""
    monkeypatch.setenv("ARSIP_DATA", str(data))

    def run(*arguments: str | Path) -> Outcome:
        code = run_command([str(argument) for argument in arguments])
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.fixture
def indexed(
    arsip: Callable[..., Outcome], index_url: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Outcome]:
    """The same, with the index in a cluster."""
    monkeypatch.setenv("ARSIP_INDEX", index_url)
    assert arsip("reindex").code == 0
    return arsip


def test_status_tells_what_is_there(indexed: Callable[..., Outcome]) -> None:
    facts = indexed("status", "--json").json()

    assert facts["articles"] == facts["documents"] == len(ARTICLES)
    assert facts["index_bytes"] > 10_000
    assert facts["problem"] is None
    assert facts["up_to_date"]
    assert "Up to date" in indexed("status").out
    assert indexed("status", "--aliases").code == 0
    assert "source\t" in indexed("status", "--values").out


def test_an_index_in_a_cluster_leaves_none_in_files(
    indexed: Callable[..., Outcome], data: Path
) -> None:
    assert not list((data / "index").iterdir())
    assert indexed("search", "beras").code == 0
    assert indexed("stem", "pelatihan").out == "pelatihan\tlatih\n"


def test_changes_are_noticed(indexed: Callable[..., Outcome]) -> None:
    assert indexed("remove", "polos").code == 0
    assert not indexed("status", "--json").json()["up_to_date"]

    assert indexed("reindex", "--json").json()["mode"] == "incremental"

    assert indexed("status", "--json").json()["documents"] == len(ARTICLES) - 1


def test_a_folder_that_is_watched_is_searchable_there(
    indexed: Callable[..., Outcome], tmp_path: Path
) -> None:
    (tmp_path / "masuk").mkdir()
    (tmp_path / "masuk" / "baru.jsonl").write_text('{"id": "baru", "body": "Garam langka."}')

    outcome = indexed("watch", tmp_path / "masuk", "--once", "--interval", "0.05")

    assert outcome.code == 0
    assert f"{len(ARTICLES) + 1} searchable" in outcome.out
    assert "Garam langka" in indexed("search", "garam langka").out


def test_verify_and_rollback(indexed: Callable[..., Outcome]) -> None:
    before = indexed("verify", "--json").json()
    assert indexed("rollback").err == "Error: There is no earlier index to go back to.\n"
    indexed("reindex", "--full")

    outcome = indexed("rollback", "--json")

    assert outcome.json() == {"generation": before["generation"], "documents": len(ARTICLES)}
    assert indexed("verify", "--json").json() == before | {"ok": True}


def test_doctor_asks_the_cluster(indexed: Callable[..., Outcome]) -> None:
    outcome = indexed("doctor", "--json")

    checks = {check["name"]: check for check in outcome.json()["checks"]}
    assert outcome.code == 0
    assert checks["cluster"]["text"].startswith("OpenSearch 3.")
    assert checks["index"]["state"] == "ok"


def test_a_backup_is_of_the_archive_alone(
    indexed: Callable[..., Outcome], tmp_path: Path, data: Path
) -> None:
    outcome = indexed("backup", tmp_path / "copy")

    assert outcome.code == 0
    assert f"{len(ARTICLES)} articles and no index in" in outcome.out
    assert "kept by snapshots there" in outcome.out
    assert not (tmp_path / "copy" / "index").exists()
    assert indexed("remove", "polos").code == 0
    assert "run: arsip reindex" in indexed("restore", tmp_path / "copy").out
    assert indexed("reindex", "--json").json()["documents"] == len(ARTICLES)


def test_without_an_index_the_command_to_make_one_is_named(
    arsip: Callable[..., Outcome], index_url: str
) -> None:
    for command in (("search", "beras"), ("verify",), ("rollback",)):
        outcome = arsip(*command, "--index", index_url)

        assert outcome.code == 4
        assert outcome.err == (
            f"arsip: no index at {index_url} yet; run: arsip reindex --index {index_url}\n"
        )


@pytest.mark.parametrize("command", ["reindex", "status", "verify", "rollback", "search beras"])
def test_a_cluster_that_does_not_answer_is_one_line(
    arsip: Callable[..., Outcome], command: str
) -> None:
    outcome = arsip(*command.split(), "--index", NOWHERE)

    assert outcome.code == 1
    assert outcome.err.startswith(f"arsip: index {NOWHERE}: does not answer (")
    assert outcome.err.count("\n") == 1


def test_doctor_tells_of_a_cluster_that_does_not_answer(arsip: Callable[..., Outcome]) -> None:
    outcome = arsip("doctor", "--index", NOWHERE)

    assert outcome.code == 1
    assert f"problem  cluster     index {NOWHERE}: does not answer" in outcome.out


@pytest.mark.parametrize("place", ["opensearch://uji:9200/Berita", "elastisch://uji/berita", "x"])
def test_a_place_that_is_none_is_one_line(arsip: Callable[..., Outcome], place: str) -> None:
    outcome = arsip("status", "--index", place)

    assert outcome.code == 1
    assert place in outcome.err
    assert outcome.err.count("\n") == 1


def test_another_writer_is_left_alone(indexed: Callable[..., Outcome], data: Path) -> None:
    with writer_lock(data):
        assert indexed("reindex").code == 75
        assert indexed("rollback").code == 75
