"""Data directories of other versions: older ones are read and healed, newer ones left alone.

`fixtures/format-N.tar.xz` were made by the program when its index had format N: five
articles, one of them changed, a sixth removed, and two generations.
"""

from __future__ import annotations

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.generations import Generations
from tests.faults.command import run_here
from tests.faults.oracle import leftovers, look

if TYPE_CHECKING:
    from tests.faults.command import Ended

FIXTURES = Path(__file__).with_name("fixtures")
FORMATS = ("format-1", "format-2")
FAILED = 1
NO_INDEX = 4

IDS = {"jembatan", "kopi", "pasar", "perahu", "sekolah"}
TITLE = "Panen kopi robusta mundur dua bulan"

NEW = b'{"id": "hujan", "title": "Hujan kopi", "body": "Hujan membasahi kebun kopi."}\n'


@pytest.fixture(params=FORMATS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data directory made by an older version."""
    return unpacked(request.param, tmp_path)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """One whose archive a newer version has changed."""
    data = unpacked("format-2", tmp_path)
    with closing(sqlite3.connect(data / "archive.db")) as connection, connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'version'")
        connection.execute("ALTER TABLE links RENAME TO crosslinks")
        connection.execute("DROP TRIGGER articles_removed")
    return data


def unpacked(name: str, place: Path) -> Path:
    with tarfile.open(FIXTURES / f"{name}.tar.xz") as archive:
        archive.extractall(place, filter="data")
    return place / "arsip-data"


def arsip(data: Path, *words: str) -> Ended:
    return run_here(*words, "--data", str(data))


def contents(data: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in sorted(data.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def assert_one_line(ended: Ended, status: int, *named: str) -> None:
    assert (ended.status, ended.out, len(ended.err.splitlines())) == (status, "", 1), ended
    assert all(name in ended.err for name in named), ended.err


def test_the_articles_of_an_older_version_are_all_there(old: Path) -> None:
    exported = arsip(old, "export")

    found = {article["id"]: article for article in map(json.loads, exported.out.splitlines())}
    assert set(found) == IDS
    assert found["kopi"]["title"] == TITLE


def test_an_older_index_says_what_to_run(old: Path) -> None:
    before = contents(old)

    assert_one_line(arsip(old, "search", "kopi"), NO_INDEX, "index version", "arsip reindex")
    assert contents(old) == before


def test_the_next_reindex_heals_an_older_index(old: Path) -> None:
    assert arsip(old, "reindex").status == 0

    seen = look(old)
    assert seen.answers is not None
    assert set(seen.answers[0]) == IDS
    assert TITLE in arsip(old, "search", "kopi").out
    assert arsip(old, "verify").status == 0
    assert leftovers(old) == set()


def test_an_older_archive_goes_on(old: Path, tmp_path: Path) -> None:
    (tmp_path / "baru.jsonl").write_bytes(NEW)

    for words in (("import", str(tmp_path / "baru.jsonl")), ("remove", "pasar"), ("reindex",)):
        assert arsip(old, *words).status == 0

    seen = look(old)
    assert seen.answers is not None
    assert set(seen.answers[0]) == IDS - {"pasar"} | {"hujan"}
    assert arsip(old, "verify").status == 0


def test_an_older_archive_keeps_corrections_from_now_on(old: Path, tmp_path: Path) -> None:
    before = json.loads(arsip(old, "export", "--versions").out.splitlines()[0])
    corrected = {**before, "title": "Judul yang diralat"}
    (tmp_path / "ralat.jsonl").write_text(json.dumps(corrected))
    assert before["versions"] == []

    assert arsip(old, "import", str(tmp_path / "ralat.jsonl")).status == 0

    after = json.loads(arsip(old, "export", "--versions").out.splitlines()[0])
    (version,) = after["versions"]
    assert after["title"] == "Judul yang diralat"
    assert (version["number"], version["title"]) == (1, before["title"])
    assert version["stored"] == before["updated"]
    assert after["first_seen"] == before["first_seen"]
    assert arsip(old, "reindex").status == 0
    assert arsip(old, "verify").status == 0


def test_nobody_goes_back_to_an_older_index(old: Path) -> None:
    arsip(old, "reindex")
    generation = Generations(old).current()

    refused = arsip(old, "rollback")

    assert refused.status in {FAILED, NO_INDEX}
    assert len(refused.err.splitlines()) == 1, refused
    assert Generations(old).current() == generation


@pytest.mark.parametrize(
    "words",
    [
        ("import", "{file}"),
        ("remove", "kopi"),
        ("reindex",),
        ("reindex", "--full"),
        ("status",),
        ("verify",),
        ("search", "kopi"),
        ("export",),
    ],
    ids=" ".join,
)
def test_a_newer_archive_is_refused_and_left_alone(
    newer: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "baru.jsonl").write_bytes(NEW)
    before = contents(newer)

    refused = arsip(newer, *(word.format(file=tmp_path / "baru.jsonl") for word in words))

    assert_one_line(refused, FAILED, "version 99")
    assert contents(newer) == before


def test_a_newer_index_is_left_alone_until_a_reindex(tmp_path: Path) -> None:
    data = unpacked("format-2", tmp_path)
    arsip(data, "reindex")
    manifest = Generations(data).current() / "manifest.json"
    manifest.write_bytes(
        json.dumps(json.loads(manifest.read_bytes()) | {"index_version": 99}).encode()
    )
    before = contents(data)

    assert_one_line(arsip(data, "search", "kopi"), NO_INDEX, "index version 99", "arsip reindex")
    assert contents(data) == before

    assert arsip(data, "reindex").status == 0
    assert TITLE in arsip(data, "search", "kopi").out


def test_first_seen_is_kept(old: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(old / "archive.db")) as connection:
        statement = "SELECT first_seen FROM articles WHERE id = 'kopi'"
        before = connection.execute(statement).fetchone()
        with closing(open_archive(old)) as archive:
            article = archive.get("kopi")
            assert article is not None
            archive.put([article])
        assert connection.execute(statement).fetchone() == before
