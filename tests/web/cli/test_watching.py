"""`arsip watch` as a person and a service manager meet it."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

from index.archive.opening import open_archive
from index.errors import BuildFailedError
from index.lock import writer_lock
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.searcher import Searcher
from web.cli.main import run_command
from web.cli.watching import _ended_by_signals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 60.0
LONG_AGO = 1_500_000_000


class Run(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "masuk"
    made.mkdir()
    return made


@pytest.fixture
def once(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Runs one round, as cron would."""

    def run(*options: str | Path) -> Run:
        arguments = ["watch", str(folder), "--once", "--interval", "0.05", *map(str, options)]
        code = run_command([*arguments, "--data", str(tmp_path / "d")])
        return Run(code, *capsys.readouterr())

    return run


def write(path: Path, *records: object, at: float | None = LONG_AGO) -> Path:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    if at is not None:
        os.utime(path, (at, at))
    return path


def article(id_: str, body: str = "Harga beras naik.") -> dict[str, str]:
    return {"id": id_, "title": f"Judul {id_}", "body": body}


def found(data: Path, text: str) -> set[str]:
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        return set(searcher.find_ids(parse(text).query))


def test_what_appears_is_searchable_and_nothing_is_read_twice(
    once: Callable[..., Run], folder: Path, tmp_path: Path
) -> None:
    write(folder / "a.jsonl", article("a"), article("b"))

    first, again = once(), once()

    assert first == (
        0,
        "1 file: 2 articles added, 0 changed, 0 unchanged, 0 rejected. 2 searchable.\n",
        "",
    )
    assert again == (0, "", "")
    assert found(tmp_path / "d", "beras") == {"a", "b"}


def test_a_file_that_was_just_written_is_read_in_the_second_look(
    once: Callable[..., Run], folder: Path
) -> None:
    write(folder / "a.jsonl", article("a"), at=None)

    assert "1 article added" in once().out


def test_changed_deleted_and_removed(
    once: Callable[..., Run], folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(folder / "a.jsonl", article("a"), article("b"))
    once()

    write(path, article("a", "Harga gabah turun."), article("b"))
    assert "1 file: 0 articles added, 1 changed, 1 unchanged" in once().out
    path.unlink()
    assert once() == (0, "", "")
    assert found(tmp_path / "d", "gabah") == {"a"}

    write(folder / "b.jsonl", article("b"))
    once()
    assert run_command(["remove", "b", "--data", str(tmp_path / "d")]) == 0
    capsys.readouterr()
    # What was taken out for good does not come back, and leaves the index.
    assert once().out.endswith(" 1 searchable.\n")
    assert found(tmp_path / "d", "beras") == set()


def test_each_fault_is_told_once_and_kept(
    once: Callable[..., Run], folder: Path, tmp_path: Path
) -> None:
    path = folder / "a.jsonl"
    path.write_text('{"body": "Banjir surut."}\n{bad\n')
    os.utime(path, (LONG_AGO, LONG_AGO))
    rejects = tmp_path / "rejects.jsonl"

    first, again = once("--rejects", rejects), once("--rejects", rejects)

    assert first.code == 3
    assert first.err.startswith(f"{path}:2: not JSON")
    assert again == (0, "", "")
    assert [json.loads(line)["line"] for line in rejects.read_text().splitlines()] == [2]


def test_what_import_can_be_told_this_can_too(
    once: Callable[..., Run], folder: Path, tmp_path: Path
) -> None:
    write(folder / "a.data", {"isi_berita": "Banjir surut.", "body": "bukan"})

    outcome = once("--format", "jsonl", "--map", "body=isi_berita", "--source", "Harian", "--json")

    assert json.loads(outcome.out) == {
        "files": 1,
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "rejected": 0,
        "documents": 1,
    }
    assert len(found(tmp_path / "d", "sumber:harian surut")) == 1
    assert once("--format", "none").code == 2
    assert once("--map", "body").code == 2
    assert once("--rejects", folder / "r.jsonl").code == 2
    assert once("--rejects", tmp_path / "d" / "r.jsonl").code == 2


def test_the_index_is_brought_up_to_date_even_if_no_file_is_new(
    once: Callable[..., Run], folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = write(tmp_path / "lain.jsonl", article("lain"))
    run_command(["import", str(other), "--data", str(tmp_path / "d")])
    capsys.readouterr()

    assert once().out.endswith(" 1 searchable.\n")


def test_once_ends_when_another_writes(
    once: Callable[..., Run], folder: Path, tmp_path: Path
) -> None:
    write(folder / "a.jsonl", article("a"))

    with writer_lock(tmp_path / "d", create=True):
        assert once().code == 75
    assert "1 article added" in once().out


def test_more_files_than_are_read_at_a_time(
    once: Callable[..., Run], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.cli.watching.SLICE", 3)
    for number in range(10):
        write(folder / f"{number}.jsonl", article(str(number)))

    assert once().out.startswith("10 files: 10 articles added")
    assert once().out == ""


def test_what_was_read_is_told_and_indexed_later_if_indexing_fails(
    once: Callable[..., Run], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise BuildFailedError("no room")

    write(folder / "a.jsonl", article("a"))
    with monkeypatch.context() as patched:
        patched.setattr("index.rebuild.reindex", fail)
        failed = once()

    assert failed.code == 1
    assert failed.out == "1 file: 1 article added, 0 changed, 0 unchanged, 0 rejected.\n"
    assert failed.err == "arsip: no room\n"
    assert once().out.endswith(" 1 searchable.\n")


def test_a_data_directory_inside_the_folder_is_not_read(
    tmp_path: Path,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(folder)
    write(folder / "a.jsonl", article("a"))

    for given in (".", "./", str(folder)):
        assert run_command(["watch", given, "--once", "--data", "arsip-data"]) == 0
        assert run_command(["watch", given, "--once", "--data", str(folder / "arsip-data")]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert out.count("\n") == (given == ".")


def test_a_folder_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    missing = str(tmp_path / "tidak-ada")

    assert run_command(["watch", missing, "--data", str(tmp_path / "d")]) == 2
    assert not (tmp_path / "d").exists()


class Process:
    """A watch that runs, and what it has said so far."""

    def __init__(self, folder: Path, data: Path, errors: Path) -> None:
        self._errors = errors
        command = ["-c", "from web.cli.main import main; main()", "watch", str(folder)]
        with errors.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, *command, "--interval", "0.05", "--data", str(data)],
                stdout=subprocess.PIPE,
                stderr=file,
                text=True,
            )

    def line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()

    def complaints(self, until: str = "") -> list[str]:
        """Return what was complained of, as soon as ``until`` is among it."""
        deadline = time.monotonic() + PATIENCE
        while until not in (text := self._errors.read_text()):
            assert time.monotonic() < deadline, text
            time.sleep(0.02)
        return text.splitlines()

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def watching(folder: Path, tmp_path: Path) -> Iterator[Process]:
    made = Process(folder, tmp_path / "d", tmp_path / "errors")
    try:
        yield made
    finally:
        made.process.kill()
        made.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_reads_what_is_renamed_into_place_until_it_is_stopped(
    folder: Path, tmp_path: Path, number: signal.Signals
) -> None:
    with watching(folder, tmp_path) as process:
        assert process.line().endswith(" 0 searchable.\n")
        write(folder / ".a.jsonl", article("a"), at=None).rename(folder / "a.jsonl")
        assert process.line().startswith("1 file: 1 article added")
        write(folder / "b.jsonl", article("b"), at=None)
        (folder / "a.jsonl").unlink()
        assert process.line().endswith(" 2 searchable.\n")

        assert process.end(number) == 0

        first, last = process.complaints("Stopped")
        assert "a file that is deleted takes no article" in first
        assert last == "Stopped."
    assert found(tmp_path / "d", "beras") == {"a", "b"}


def test_it_waits_for_another_writer_and_says_so_once(folder: Path, tmp_path: Path) -> None:
    with watching(folder, tmp_path) as process:
        process.line()
        with writer_lock(tmp_path / "d"):
            write(folder / "a.jsonl", article("a"))
            process.complaints("waiting for its end")
            time.sleep(0.3)  # rounds in which it would say so again
        assert process.line().startswith("1 file: 1 article added")
        process.end(signal.SIGTERM)

        assert sum("another arsip process" in line for line in process.complaints()) == 1


def test_a_searcher_beside_it_sees_what_comes(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "d"
    with watching(folder, tmp_path) as process:
        process.line()
        with (
            closing(open_archive(data)) as archive,
            closing(Searcher(ArrayEngine(data), archive)) as searcher,
        ):
            assert searcher.find_ids(parse("beras").query) == []
            write(folder / "a.jsonl", article("a"))
            process.line()

            assert searcher.find_ids(parse("beras").query) == ["a"]
        process.end(signal.SIGTERM)


@pytest.mark.skipif(sys.platform != "linux", reason="processes that index are forked on Linux")
def test_processes_that_index_end_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    context = multiprocessing.get_context("fork")
    ready = context.Event()

    def index() -> None:
        ready.set()
        signal.pause()

    with _ended_by_signals():
        process = context.Process(target=index)
        process.start()
        assert ready.wait(PATIENCE)
        process.terminate()
        process.join(PATIENCE)

    assert process.exitcode == 143
    assert capfd.readouterr() == ("", "")
