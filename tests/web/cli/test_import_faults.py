"""`arsip import` when its arguments, its files, its disk or its user are not as they should be."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.article import make_article
from index.errors import ArchiveError
from index.importing import ImportReport, import_articles
from index.readers.outcome import Found, Reject
from web.cli.main import run_command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.article import Article

BAD = "\udcff"  # how Python hands over an argument of one byte, 0xFF

ONE = b'{"body": "Air di Kaligawe mulai surut."}\n'


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", "from web.cli.main import main; main()", *map(str, arguments)]


def records(count: int) -> bytes:
    body = "Air di Kaligawe mulai surut. " * 60
    return b"".join(
        json.dumps({"id": f"a{number}", "body": body}).encode() + b"\n" for number in range(count)
    )


def made(number: int, body: str) -> Article:
    return make_article(id=f"a{number}", body=body)


def count_of(data: Path) -> int:
    try:
        with closing(open_archive(data)) as archive:
            return archive.count()
    except ArchiveError:
        return 0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file to import, and the same archive under two names."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "a.jsonl").write_bytes(ONE)
    for name in ("data", f"data{BAD}"):
        data = str(folder / name)
        assert run_command(["import", str(folder / "a.jsonl"), "--data", data]) == 0
        assert run_command(["reindex", "--data", data]) == 0
    return folder


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["import", BAD], 3),
        (["import", "a.jsonl", "--rejects", f"{BAD}/a"], 2),
        (["import", "a.jsonl", "--format", BAD], 1),
        (["import", "a.jsonl", "--map", BAD], 2),
        (["import", "a.jsonl", "--map", f"{BAD}=a"], 1),
        (["import", "a.jsonl", "--map", f"title={BAD}", "--source", BAD], 0),
        (["import", "a.jsonl", "--data", f"new{BAD}", "--json"], 0),
        (["remove", BAD], 2),
        (["search", BAD, "--json"], 2),
        (["search", BAD], 0),
        (["search", "air", "--from", BAD], 2),
        (["status", "--json", "--data", f"data{BAD}"], 0),
        (["status", "--data", BAD], 1),
        (["search", "air", "--data", BAD], 4),
        (["serve", "--host", BAD], 2),
        (["run", BAD], 2),
        ([BAD], 2),
        ([f"--{BAD}"], 2),
    ],
    ids=ascii,
)
def test_argument_of_bytes_that_are_no_text(
    place: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
) -> None:
    monkeypatch.chdir(place)
    monkeypatch.setenv("ARSIP_DATA", "data")

    assert run_command(arguments) == code


def test_word_of_bytes_that_are_no_text_is_printed(tmp_path: Path) -> None:
    done = subprocess.run(
        command("stem", BAD, "--data", tmp_path),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"\\udcff\t\\udcff\n", b"")


def test_file_whose_name_is_no_text_is_named_in_the_rejects(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "berita"
    folder.mkdir()
    (folder / f"a{BAD}.jsonl").write_bytes(ONE + b"{bad\n")
    rejects = tmp_path / "rejects.jsonl"

    code = run_command(
        ["import", str(folder), "--data", str(tmp_path / "d"), "--rejects", str(rejects)]
    )

    assert code == 3
    assert capsys.readouterr().err.startswith(f"{folder}/a\\xff.jsonl:2: not JSON")
    assert json.loads(rejects.read_bytes())["path"] == f"{folder}/a\\xff.jsonl"


@pytest.mark.parametrize("target", ["d/archive.db", "a.jsonl", "d/new.jsonl"])
def test_rejects_replace_neither_the_archive_nor_a_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_bytes(ONE)
    assert run_command(["import", "a.jsonl", "--data", "d"]) == 0

    code = run_command(["import", "a.jsonl", "--data", "d", "--rejects", target])

    assert code == 2
    assert (tmp_path / "a.jsonl").read_bytes() == ONE
    assert (tmp_path / "d" / "archive.db").stat().st_size
    assert not (tmp_path / "d" / "new.jsonl").exists()


def test_rejects_in_the_imported_folder_are_not_imported(tmp_path: Path) -> None:
    folder = tmp_path / "berita"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(ONE + b"{bad\n")
    rejects = folder / "rejects.jsonl"
    arguments = ["import", str(folder), "--data", str(tmp_path / "d"), "--rejects", str(rejects)]

    for _ in range(2):
        assert run_command(arguments) == 3
        assert len(rejects.read_bytes().splitlines()) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["a.jsonl", "rejects.jsonl"]


def test_rejects_of_standard_input_go_to_standard_output(tmp_path: Path) -> None:
    done = subprocess.run(
        command("import", "-", "--format", "jsonl", "--data", tmp_path, "--rejects", "-"),
        input=b"{bad\n",
        capture_output=True,
        check=False,
    )

    assert done.returncode == 3
    assert json.loads(done.stdout.splitlines()[0])["line"] == 1


def test_rejects_are_kept_however_an_import_ends(tmp_path: Path) -> None:
    path, rejects = tmp_path / "a.jsonl", tmp_path / "rejects.jsonl"
    path.write_bytes(b"{bad\n" + ONE)
    arguments = ["import", str(path), "--data", str(tmp_path / "d"), "--rejects", str(rejects)]

    assert run_command([*arguments, "--strict"]) == 1
    kept = rejects.read_bytes()
    assert json.loads(kept)["line"] == 1

    assert run_command([*arguments, "--format", "none"]) == 1
    assert rejects.read_bytes() == kept


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="has no device that is full")  # noqa: PTH110
def test_rejects_that_cannot_be_written_end_the_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(ONE + b"{bad\n" + ONE)

    code = run_command(
        ["import", str(path), "--data", str(tmp_path / "d"), "--rejects", "/dev/full"]
    )

    out, err = capsys.readouterr()
    assert code == 1
    assert err.splitlines()[-1] == "arsip: --rejects /dev/full: No space left on device"
    assert out == "1 article added, 0 changed, 0 unchanged, 1 rejected.\n"


_SMALL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000_000, 5_000_000))
from web.cli.main import main
main()
"""


def test_full_disk_is_one_line_and_what_was_committed_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(records(5_000))
    data = tmp_path / "d"

    done = subprocess.run(
        [sys.executable, "-c", _SMALL_DISK, "import", str(path), "--data", str(data), "--json"],
        capture_output=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.startswith(b"arsip: archive ")
    added = json.loads(done.stdout)["added"]
    assert 0 < added < 5_000
    assert count_of(data) == added


def test_locked_archive_ends_an_import_and_what_was_committed_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.archive.file.BUSY_SECONDS", 0.01)
    monkeypatch.setattr("index.importing.BATCH_SIZE", 10)
    report = ImportReport()
    with closing(open_archive(tmp_path, create=True)) as archive:
        other = sqlite3.connect(tmp_path / "archive.db", isolation_level=None)

        def outcomes() -> Iterator[Found | Reject]:
            for number in range(25):
                if number == 15:
                    other.execute("BEGIN IMMEDIATE")
                yield Found("a", number, made(number, "Air."))

        with closing(other), pytest.raises(ArchiveError, match="locked"):
            import_articles(archive, outcomes(), on_reject=print, report=report)

        assert report.added == archive.count() == 10


def test_batch_is_bounded_by_what_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.importing.BATCH_CHARS", 100)
    batches: list[int] = []
    found = (Found("a", number, made(number, "x" * 40)) for number in range(10))

    with closing(open_archive(tmp_path, create=True)) as archive:
        import_articles(archive, found, on_reject=print, progress=batches.append)

    assert batches == [3, 3, 3, 1]


def test_interrupted_import_keeps_and_counts_what_it_read(tmp_path: Path) -> None:
    data = tmp_path / "d"
    with subprocess.Popen(
        command("import", "-", "--data", data),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        process.stdin.write(records(2_500))
        process.stdin.flush()
        until = time.monotonic() + 60
        while count_of(data) < 2_000 and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        stdin, process.stdin = process.stdin, None  # it stays open: its end would be another
        out, err = process.communicate(timeout=60)
        stdin.close()

    assert process.returncode == 130
    assert err.decode().split() == ["interrupted"]
    added = int(out.decode().split()[0].replace(",", ""))
    assert 2_000 <= added == count_of(data) <= 2_500


def test_import_goes_on_when_nobody_reads_its_complaints(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"{bad\n" * 3 + ONE)
    read_end, write_end = os.pipe()
    os.close(read_end)

    done = subprocess.run(
        command("import", path, "--data", tmp_path / "d"),
        stdout=subprocess.PIPE,
        stderr=write_end,
        check=False,
    )
    os.close(write_end)

    assert done.stdout == b"1 article added, 0 changed, 0 unchanged, 3 rejected.\n"
    assert done.returncode == 3


def test_import_without_any_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(ONE)

    done = subprocess.run(
        command("import", path, "-", "--data", tmp_path / "d"),
        capture_output=True,
        check=False,
        preexec_fn=lambda: os.close(0),
    )

    assert done.returncode == 3
    assert done.stderr.decode().splitlines()[0] == "-:1: the file is empty"
