"""A data directory that may not be written, or is gone, and comes back."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.command import NOBODY, run_here
from tests.faults.oracle import look
from tests.faults.scenarios import FEW, FIRST, write_files
from tests.faults.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.command import FaultyCommand

IDS = {article.id for article in FIRST}

WRITING = [
    ("import", "{files}/few.jsonl"),
    ("remove", FIRST[0].id),
    ("reindex",),
    ("reindex", "--full"),
    ("rollback",),
]
READING = [("search", "beras"), ("verify",), ("status",), ("export",)]


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory that every user can reach."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        directory.chmod(0o755)
        write_files(directory)
        yield directory


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive, indexed twice, once for all tests, which have copies of it."""
    files = tmp_path_factory.mktemp("files")
    write_files(files)
    directory = files / "data"
    for words in (("import", str(files / "first.jsonl")), ("reindex",), ("reindex", "--full")):
        assert run_here(*words, "--data", str(directory)).status == 0
    return directory


@pytest.fixture
def data(made: Path, place: Path) -> Path:
    """An archive in it, indexed twice."""
    return shutil.copytree(made, place / "data")


def contents(data: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in sorted(data.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def as_nobody(command: FaultyCommand) -> FaultyCommand:
    """The command, for `run_as_nobody`."""
    if os.getuid():
        pytest.skip("no right to become another user")
    for module in ("index", "Sastrawi"):
        spec = find_spec(module)
        assert spec is not None
        assert spec.origin is not None
        if not all(parent.stat().st_mode & stat.S_IXOTH for parent in Path(spec.origin).parents):
            pytest.skip(f"{module} is where no other user may read it")
    return command


@pytest.mark.parametrize("words", WRITING, ids=lambda words: " ".join(words[:2]))
def test_who_may_not_write_is_told_in_one_line(
    data: Path, as_nobody: FaultyCommand, words: tuple[str, ...]
) -> None:
    before = contents(data)
    arguments = [word.format(files=data.parent) for word in words]

    refused = as_nobody.run_as_nobody([*arguments, "--data", str(data)])

    assert refused.status == 1, refused
    assert len(refused.err.splitlines()) == 1, refused
    assert contents(data) == before


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_who_may_only_read_reads_as_others_do(
    data: Path, as_nobody: FaultyCommand, words: tuple[str, ...]
) -> None:
    before = contents(data)
    arguments = [*words, "--data", str(data)]

    assert as_nobody.run_as_nobody(arguments)[:3] == run_here(*arguments)[:3]
    assert contents(data) == before


def test_what_was_taken_away_can_be_given_back(data: Path, as_nobody: FaultyCommand) -> None:
    everything = [data, *data.rglob("*")]
    for path in everything:
        os.chown(path, NOBODY, NOBODY)
    modes = {path: path.stat().st_mode for path in everything}
    arguments = ["remove", FIRST[0].id, "--data", str(data)]
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)

    assert as_nobody.run_as_nobody(arguments).status == 1

    for path, mode in modes.items():
        path.chmod(mode)
    assert as_nobody.run_as_nobody(arguments).status == 0
    assert as_nobody.run_as_nobody(["reindex", "--data", str(data)]).status == 0
    seen = look(data)
    assert seen.answers is not None
    assert set(seen.answers[0]) == IDS - {FIRST[0].id}


def test_a_server_whose_data_go_away_and_come_back(data: Path, place: Path, tmp_path: Path) -> None:
    away = place / "away"
    here = ("--data", str(data))
    with served(data, tmp_path) as server:
        assert server.found("") == IDS

        data.rename(away)
        status, body = server.get("/api/v1/search?q=kabar+lain")
        assert status in {200, 503}, body
        assert server.get(f"/api/v1/articles/{FIRST[0].id}")[0] in {200, 503}

        away.rename(data)
        assert server.found("") == IDS

        # From a copy: other files under the old names.
        shutil.copytree(data, away)
        shutil.rmtree(data)
        assert server.get("/api/v1/search?q=kabar")[0] in {200, 503}
        away.rename(data)
        run_here("import", str(place / "few.jsonl"), *here)
        run_here("reindex", *here)
        assert server.found("") == IDS | {article.id for article in FEW}
        article = json.loads(server.get(f"/api/v1/articles/{FEW[0].id}")[1])
        assert article["title"] == FEW[0].title
        assert "Traceback" not in server.log.read_text()
