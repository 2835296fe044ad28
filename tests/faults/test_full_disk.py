"""A disk that is full: one line, exit code 1, the old index answers, and room is all it takes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.faults.command import run_here
from tests.faults.oracle import leftovers, look
from tests.faults.scenarios import FIRST
from tests.faults.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.command import Ended

DISK_BYTES = 16 << 20
# What is left of it: nothing, a page, less than the command needs.
ROOM = (0, 40_000)
IDS = {article.id for article in FIRST}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "arsip-test", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def data(disk: Path, tmp_path: Path) -> Path:
    """An archive on it, indexed, and more to import beside it."""
    directory = disk / "data"
    write(tmp_path / "kabar.jsonl", [(article.id, article.body) for article in FIRST])
    write(
        tmp_path / "baru.jsonl",
        [
            (f"baru-{number}", " ".join(f"kata{number}x{at} beras" for at in range(500)))
            for number in range(30)
        ],
    )
    assert arsip(directory, "import", str(tmp_path / "kabar.jsonl")).status == 0
    assert arsip(directory, "reindex").status == 0
    return directory


def write(path: Path, articles: list[tuple[str, str]]) -> None:
    path.write_text("".join(json.dumps({"id": id_, "body": body}) + "\n" for id_, body in articles))


def arsip(data: Path, *words: str) -> Ended:
    return run_here(*words, "--data", str(data))


def fill(disk: Path, room: int) -> Path:
    """Take what is left of a disk but for some bytes."""
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(disk).free - room))
    return ballast


def assert_told(ended: Ended) -> None:
    assert ended.status == 1, ended
    # What was stored before, if the command says it: nothing.
    assert re.fullmatch(r"(0 articles added, [^\n]*\n)?", ended.out), ended
    assert len(ended.err.splitlines()) == 1, ended
    assert any(word in ended.err for word in ("full", "space")), ended


@pytest.mark.parametrize("room", ROOM)
def test_an_import_is_refused_and_then_done(data: Path, tmp_path: Path, room: int) -> None:
    before = look(data)
    words = ("import", str(tmp_path / "baru.jsonl"))
    ballast = fill(data.parent, room)

    assert_told(arsip(data, *words))
    assert arsip(data, "search", "beras").status == 0
    assert look(data) == before

    ballast.unlink()
    assert arsip(data, *words).status == 0
    assert arsip(data, "reindex").status == 0
    assert arsip(data, "verify").status == 0
    assert leftovers(data) == set()


@pytest.mark.parametrize(
    ("room", "words"), [(ROOM[0], ("reindex",)), (ROOM[1], ("reindex", "--full"))]
)
def test_a_reindex_is_refused_and_then_done(
    data: Path, tmp_path: Path, room: int, words: tuple[str, ...]
) -> None:
    arsip(data, "import", str(tmp_path / "baru.jsonl"))
    before = look(data)
    ballast = fill(data.parent, room)

    assert_told(arsip(data, *words))
    assert look(data) == before

    ballast.unlink()
    assert arsip(data, *words).status == 0
    assert arsip(data, "verify").status == 0
    assert leftovers(data) == set()


def test_a_server_survives_a_full_disk(data: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "again"
    elsewhere.mkdir()
    with served(data, tmp_path) as server:
        ballast = fill(data.parent, 0)

        assert server.found("beras") <= IDS
        assert server.found("") == IDS
        assert server.get(f"/api/v1/articles/{FIRST[0].id}")[0] == 200
        with served(data, elsewhere) as another:
            assert another.found("") == IDS

        ballast.unlink()
        arsip(data, "import", str(tmp_path / "baru.jsonl"))
        arsip(data, "reindex")
        assert len(server.found("")) == len(IDS) + 30
        assert "Traceback" not in server.log.read_text()
