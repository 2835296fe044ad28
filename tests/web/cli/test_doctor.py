"""`arsip doctor` on archives in every state, none of which it changes."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from index.archive.opening import open_archive
from index.article import make_article
from index.data import Places
from index.rebuild import reindex
from web.cli.checks import State, directory, disk, encoding, exposure, open_files
from web.cli.main import run_command
from web.settings import Settings, variable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECRET = "s" * 40


class Report(NamedTuple):
    code: int
    out: str

    def states(self) -> dict[str, str]:
        return {check["name"]: check["state"] for check in self.json()["checks"]}

    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.out)
        return value


@pytest.fixture
def doctor(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Report]:
    for name in [name for name in os.environ if name.startswith("ARSIP_")]:
        monkeypatch.delenv(name)

    def run(data: Path, *arguments: str) -> Report:
        code = run_command(["doctor", "--data", str(data), *arguments])
        return Report(code, capsys.readouterr().out)

    return run


@pytest.fixture
def indexed(tmp_path: Path) -> Path:
    archive = open_archive(tmp_path, create=True)
    archive.put([make_article(id="a", title="Harga beras", body="Harga beras naik.")])
    archive.close()
    reindex(tmp_path)
    return tmp_path


def everything_in(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in (folder, *folder.rglob("*"))
        if path != folder
    }


def test_all_is_well(doctor: Callable[..., Report], indexed: Path) -> None:
    before = everything_in(indexed)

    report = doctor(indexed)

    assert report.code == 0
    lines = report.out.partition("\n\n")[0].splitlines()
    assert all(line.startswith("ok ") for line in lines)
    assert "1 article searchable" in lines[-1]
    assert everything_in(indexed) == before


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_listed(doctor: Callable[..., Report], indexed: Path, name: str) -> None:
    (listed,) = [
        one
        for one in doctor(indexed, "--json").json()["settings"]
        if one["setting"] == variable(name)
    ]

    assert listed["origin"] == "default"
    assert listed["value"] == listed["default"]


def test_a_setting_says_where_it_comes_from_and_a_secret_nothing_else(
    doctor: Callable[..., Report], indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARSIP_TITLE", "Kliping")
    monkeypatch.setenv("ARSIP_INDEX", "opensearch://budi:kucing@host/name")
    monkeypatch.setenv("ARSIP_SECRET_KEY", SECRET)
    monkeypatch.setenv("ARSIP_TOKENS", f"redaksi:sha256:{'0' * 64}")

    out = doctor(indexed).out

    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if "ARSIP_" in line}
    assert rows["ARSIP_TITLE"] == ["Kliping", "environment", "Arsip"]
    assert rows["ARSIP_SECRET_KEY"] == ["**********", "environment", "-"]
    assert rows["ARSIP_TOKENS"] == ["redaksi", "environment", "-"]
    assert rows["ARSIP_DATA"] == [str(indexed), "commandline", "arsip-data"]
    assert rows["ARSIP_INDEX"] == ["opensearch://budi:***@host/name", "environment", "-"]
    assert rows["ARSIP_ARCHIVE"] == ["-", "default", "-"]
    assert "kucing" not in out
    assert SECRET not in out
    assert "0" * 64 not in out


def test_a_setting_that_cannot_be_used_is_a_problem(
    doctor: Callable[..., Report], indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARSIP_PORT", "http")

    report = doctor(indexed)

    assert report.code == 1
    assert report.out.startswith("problem  settings    ARSIP_PORT: ")


def test_variables_that_mean_nothing_are_named(
    doctor: Callable[..., Report], indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARSIP_SERVICE_HOST", "10.0.0.1")

    report = doctor(indexed)

    assert report.code == 0
    assert "warning  variables   no setting: ARSIP_SERVICE_HOST  ->  unset" in report.out


def test_nothing_there_is_a_problem_and_stays_so(
    doctor: Callable[..., Report], tmp_path: Path
) -> None:
    report = doctor(tmp_path / "nothing", "--json")

    assert report.code == 1
    assert not report.json()["ok"]
    problems = {name for name, state in report.states().items() if state == State.PROBLEM}
    assert problems == {"data", "archive", "index"}
    assert list(tmp_path.iterdir()) == []


def test_what_was_imported_and_not_indexed_is_a_warning(
    doctor: Callable[..., Report], indexed: Path
) -> None:
    archive = open_archive(indexed)
    archive.put([make_article(id="b", title="Gabah", body="Gabah turun.")])
    archive.close()

    report = doctor(indexed)

    assert report.code == 0
    assert f"the archive holds changes  ->  arsip reindex --data {indexed}" in report.out


@pytest.mark.parametrize("name", ["archive", "index"])
def test_damage_is_a_problem(doctor: Callable[..., Report], indexed: Path, name: str) -> None:
    if name == "archive":
        (indexed / "archive.db").write_bytes(b"no database" * 100)
    else:
        (indexed / "index" / "current").write_text("elsewhere\n")

    report = doctor(indexed, "--json")

    assert report.code == 1
    assert report.states()[name] == State.PROBLEM


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        ({}, State.OK),
        ({"host": "localhost"}, State.OK),
        ({"host": "::1"}, State.OK),
        ({"host": "0.0.0.0"}, State.WARNING),  # noqa: S104 - what is warned of
        ({"host": "arsip.example"}, State.WARNING),
        ({"host": "::", "tokens": f"a:sha256:{'0' * 64}"}, State.OK),
        ({"auth_header": "X-User", "trusted_proxies": "10.0.0.0/8"}, State.OK),
        ({"auth_header": "X-User", "trusted_proxies": "0.0.0.0/0"}, State.WARNING),
    ],
)
def test_an_open_door_is_a_warning(settings: dict[str, object], state: State) -> None:
    assert exposure(Settings.model_validate(settings)).state is state


@pytest.mark.parametrize(
    ("free", "state"), [(10**6, State.PROBLEM), (10**8, State.WARNING), (10**12, State.OK)]
)
def test_room_for_an_index_beside_the_one_in_use(
    indexed: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: State
) -> None:
    big = indexed / "index" / "big"
    with big.open("wb") as file:
        file.truncate(10**9)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free}))

    assert disk(Places(indexed)).state is state


def test_limits_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, 4096))
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")

    assert (open_files().state, encoding().state) == (State.WARNING, State.WARNING)
    assert "256" in open_files().text


@pytest.mark.parametrize(
    ("allowed", "state", "said"),
    [
        (0, State.PROBLEM, "may not be read"),
        (os.R_OK | os.X_OK, State.OK, "may only be read"),
        (os.R_OK | os.X_OK | os.W_OK, State.OK, "may be written"),
    ],
)
def test_what_may_be_done_in_the_directory(
    indexed: Path, monkeypatch: pytest.MonkeyPatch, allowed: int, state: State, said: str
) -> None:
    # As everything is allowed to root, it is asked and not tried.
    monkeypatch.setattr(os, "access", lambda _, wanted: wanted & ~allowed == 0)

    check = directory(indexed)

    assert check.state is state
    assert said in check.text


def test_a_directory_anybody_may_write_is_a_warning(
    doctor: Callable[..., Report], indexed: Path
) -> None:
    indexed.chmod(0o777)

    assert doctor(indexed, "--json").states()["data"] == State.WARNING
