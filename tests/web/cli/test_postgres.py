"""The `arsip` command on an archive in PostgreSQL, and the pages of one that goes away."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from index.archive.opening import open_archive
from index.article import make_article
from index.data import Places
from index.lock import archive_lock
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.databases import run_sql
from web.app import create_app
from web.cli.main import run_command
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.postgres import Postgres

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-c", "from web.cli.main import main; main()"]

ARTICLES = [
    {"id": "a1", "title": "Balai desa melatih pemuda", "body": "Pemuda dilatih merakit perahu."},
    {"id": "a2", "title": "Harga ikan naik", "body": "Pelatihan nelayan.\nBaca juga: Balai desa"},
    {"id": "a3", "title": "Harga beras turun", "body": "Panen raya.", "date": "2019-02-01"},
]


class Outcome(NamedTuple):
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def place(postgres: Postgres, tmp_path: Path) -> Places:
    return Places(tmp_path / "data", postgres.new_archive())


@pytest.fixture
def arsip(
    place: Places, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Outcome]:
    """Run a command on the archive that the environment names."""
    monkeypatch.setenv("ARSIP_DATA", str(place.data))
    monkeypatch.setenv("ARSIP_ARCHIVE", str(place.archive))

    def run(*arguments: str) -> Outcome:
        code = run_command(list(arguments))
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Outcome(code, out.decode(), err.decode())

    return run


def write(path: Path, *records: dict[str, str]) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return str(path)


def test_an_archive_lives_there(
    arsip: Callable[..., Outcome], place: Places, tmp_path: Path
) -> None:
    file = write(tmp_path / "a.jsonl", *ARTICLES)
    assert "arsip import FILE..." in arsip("reindex").err
    assert arsip("import", file, "--json").json()["added"] == 3
    assert arsip("import", file, "--json").json()["unchanged"] == 3
    assert arsip("reindex").code == 0
    assert "Harga ikan naik" in arsip("search", "pelatihan").out

    write(tmp_path / "a.jsonl", ARTICLES[0] | {"body": "Diralat."})
    assert arsip("import", file, "--json").json()["changed"] == 1
    assert arsip("remove", "a3").code == 0
    done = arsip("reindex", "--json").json()
    assert (done["mode"], done["removed"], done["documents"]) == ("full", 0, 2)

    (kept,) = (
        record["versions"]
        for record in map(json.loads, arsip("export", "--versions").out.splitlines())
        if record["id"] == "a1"
    )
    assert [version["body"] for version in kept] == [ARTICLES[0]["body"]]
    status = arsip("status", "--json").json()
    assert (status["articles"], status["up_to_date"]) == (2, True)
    assert status["archive"] == place.archive
    assert status["archive_bytes"] > 0
    assert f"in {place.archive}" in arsip("status").out
    assert arsip("verify").code == 0
    checks = {check["name"]: check for check in arsip("doctor", "--json").json()["checks"]}
    assert checks["archive"]["text"] == f"2 articles in {place.archive}"
    assert checks["index"]["state"] == "ok"
    assert not (place.data / "archive.db").exists()


def test_a_folder_is_watched_into_it(arsip: Callable[..., Outcome], tmp_path: Path) -> None:
    folder = tmp_path / "berita"
    folder.mkdir()
    write(folder / "a.jsonl", *ARTICLES)
    os.utime(folder / "a.jsonl", (0, 0))

    done = arsip("watch", str(folder), "--once", "--interval", "0.05", "--json")
    again = arsip("watch", str(folder), "--once", "--interval", "0.05", "--json")

    assert (done.json()["added"], done.json()["documents"]) == (3, 3)
    assert again.out == ""


def test_it_moves_there_and_back_with_its_index(
    arsip: Callable[..., Outcome], place: Places, tmp_path: Path
) -> None:
    file = write(tmp_path / "a.jsonl", *ARTICLES)
    here = ("--data", str(tmp_path / "file"), "--archive", "")
    assert arsip("import", file, *here).code == 0
    assert arsip("reindex", *here).code == 0
    there = str(place.archive)

    done = arsip("migrate", "--to", there, *here)
    assert done.out == f"3 articles and 0 versions of them in {there}, checked.\n"
    moved = arsip("status", "--json", "--data", str(tmp_path / "file")).json()
    assert (moved["archive"], moved["up_to_date"]) == (there, True)

    back = arsip("migrate", "--to", str(tmp_path / "back"), "--json").json()
    assert (back["articles"], back["was_there"]) == (3, False)
    assert arsip("export", "--data", str(tmp_path / "back"), "--archive", "").out.count("\n") == 3

    refused = arsip("migrate", "--to", there)
    assert refused.code == 1
    assert "onto itself" in refused.err


def test_what_is_for_files_says_what_to_use(arsip: Callable[..., Outcome], tmp_path: Path) -> None:
    for command in ("backup", "restore"):
        outcome = arsip(command, str(tmp_path / "b"))
        assert outcome.code == 1
        assert "use pg_dump and pg_restore" in outcome.err
        assert len(outcome.err.splitlines()) == 1


def test_a_writer_on_another_machine_is_exit_code_75(
    arsip: Callable[..., Outcome], place: Places, tmp_path: Path
) -> None:
    file = write(tmp_path / "a.jsonl", *ARTICLES)
    with archive_lock(place):
        outcome = arsip("import", file)

    assert outcome.code == 75
    assert f"writing to {place.archive}" in outcome.err
    assert arsip("import", file).code == 0


def test_a_failure_is_one_line_without_the_password(
    arsip: Callable[..., Outcome], tmp_path: Path
) -> None:
    (tmp_path / "data" / "index").mkdir(parents=True)
    for command in (["status"], ["doctor"], ["import", write(tmp_path / "a", *ARTICLES)]):
        outcome = arsip(*command, "--archive", "postgresql://budi:kucing@127.0.0.1:1/arsip")
        assert outcome.code == 1
        assert "kucing" not in outcome.out + outcome.err
        assert "Connection refused" in outcome.out + outcome.err
        assert command == ["doctor"] or len(outcome.err.splitlines()) == 1


def test_a_killed_import_can_be_repeated(
    arsip: Callable[..., Outcome], place: Places, tmp_path: Path
) -> None:
    many = [{"id": f"a{n}", "body": f"Berita {n}. " * 40} for n in range(3_000)]
    file = write(tmp_path / "a.jsonl", *many)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([*COMMAND, "import", file], env=environment) as process:
        while not _count(place):
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    there = _count(place)
    assert there % 1_000 == 0

    for attempt in range(50):
        outcome = arsip("import", file, "--json")
        if outcome.code != 75:  # the server may not have noticed yet
            break
        assert attempt < 49
        time.sleep(0.1)

    assert outcome.code == 0
    there = outcome.json()["unchanged"]
    assert there % 1_000 == 0
    assert outcome.json()["added"] + there == 3_000


def _count(place: Places) -> int:
    try:
        return int(run_sql(place, "SELECT count(*) FROM articles")[0][0])
    except Exception:  # noqa: BLE001 - whatever, while there are no tables yet
        return 0


def test_pages_are_503_while_the_server_is_away(place: Places, postgres: Postgres) -> None:
    with closing(open_archive(place, create=True)) as archive:
        archive.put([make_article(id="a1", body="Beras naik.")])
    reindex(place)
    with (
        closing(open_archive(place)) as archive,
        closing(Searcher(ArrayEngine(place.data), archive)) as searcher,
    ):
        client = create_app(searcher, archive, Settings()).test_client()
        assert client.get("/articles/a1").status_code == 200
        assert client.get("/articles/a1%00").status_code == 404

        postgres.stop()
        try:
            codes = [client.get(path).status_code for path in ("/articles/a1", "/readyz")]
        finally:
            postgres.start()

        assert codes == [503, 503]
        assert client.get("/healthz").status_code == 200
        assert client.get("/articles/a1").status_code == 200
        assert client.get("/search?q=beras").status_code == 200
        assert client.get("/readyz").status_code == 200
