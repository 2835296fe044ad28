"""The archive's file under a reader: not writable, written by another, replaced, gone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.errors import ArchiveError

ROOT = Path(__file__).parents[2]

# Root may write anywhere, unless it gives that up.
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")

needs_setpriv = pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv")

READER = """
import sys
from pathlib import Path
from typing import Any
from index.archive.opening import open_archive

archive = open_archive(Path(sys.argv[1]).parent)
for line in sys.stdin:
    try:
        print(archive.count(), len(archive.get_rows(range(1, 9))), flush=True)
    except Exception as error:
        print(type(error).__name__, flush=True)
"""


class Reader:
    """Another process that counts articles when asked, without the right to write."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [*WITHOUT_RIGHTS, sys.executable, "-c", READER, str(path)],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.communicate()


def article(id_: str) -> Article:
    return Article(id=id_, title=id_, body="Isi.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "archive.db"
    with closing(open_archive(path.parent, create=True)) as archive:
        archive.put([article("a")])
    return path


def forbid_writing(path: Path) -> None:
    for file in path.parent.iterdir():
        file.chmod(0o444)
    path.parent.chmod(0o555)


@needs_setpriv
def test_a_reader_needs_no_right_to_write(path: Path) -> None:
    forbid_writing(path)

    with closing(Reader(path)) as reader:
        assert reader.ask() == "1 1"
        assert [file.name for file in path.parent.iterdir()] == ["archive.db"]
    path.parent.chmod(0o755)


@needs_setpriv
def test_such_a_reader_sees_what_others_write(path: Path) -> None:
    forbid_writing(path)
    with closing(Reader(path)) as reader:
        assert reader.ask() == "1 1"
        path.chmod(0o644)
        path.parent.chmod(0o755)
        with closing(open_archive(path.parent)) as archive:
            archive.put([article("b")])
            forbid_writing(path)
            assert reader.ask() == "2 2"
            path.chmod(0o644)
            path.parent.chmod(0o755)
            archive.put([article("c")])
            assert reader.ask() == "3 3"
        assert reader.ask() == "3 3"


def test_a_file_that_is_gone_is_not_made_anew(path: Path) -> None:
    with closing(open_archive(path.parent)) as archive:
        assert archive.count() == 1
        moved = path.parent.rename(path.parent.with_name("moved"))

        with pytest.raises(ArchiveError):
            archive.count()
        assert not path.exists()
        path.parent.mkdir()
        with pytest.raises(ArchiveError):
            archive.get("a")
        assert not path.exists()
        path.parent.rmdir()

        moved.rename(path.parent)
        assert archive.count() == 1
        assert archive.get_rows([1])[1] == article("a")


def test_another_file_in_its_place_is_noticed(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "archive.db"
    with closing(open_archive(other.parent, create=True)) as archive:
        archive.put([article("x"), article("y")])
    with closing(open_archive(path.parent)) as archive:
        assert archive.count() == 1

        other.replace(path)

        assert archive.count() == 2
        assert archive.get_rows([1])[1] == article("x")


def test_an_archive_whose_tables_are_not_made_yet(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()

    with pytest.raises(ArchiveError, match=r"no articles in .* yet; run: arsip import"):
        open_archive(tmp_path)


def test_an_older_archive_learns_to_stamp_removals(path: Path) -> None:
    with (
        closing(open_archive(path.parent)) as archive,
        archive._database.engine.begin() as connection,
    ):
        connection.exec_driver_sql("DROP TRIGGER removed_stamped")
        connection.exec_driver_sql("DELETE FROM meta WHERE key LIKE 'revision %'")

    with closing(open_archive(path.parent)) as archive:
        assert archive.stamp(archive.revision()) is None
    with closing(open_archive(path.parent, create=True)) as archive:
        archive.put([article("b")])
        archive.remove(["a"])
        assert archive.stamp(archive.revision()) is not None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_child_does_not_share_connections(path: Path) -> None:
    with closing(open_archive(path.parent)) as archive:
        assert archive.count() == 1
        assert archive.get("a") is not None
        database: Any = archive._database
        idle = database.engine.pool.checkedin(), len(database._file._idle)
        assert idle == (1, 1)

        child = os.fork()
        if child == 0:
            os._exit(database.engine.pool.checkedin() + len(database._file._idle))

        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert archive.count() == 1


@pytest.mark.parametrize("create", [False, True])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, *, create: bool) -> None:
    path = tmp_path / "archive.db"
    path.write_text("bukan basis data " * 100)

    with pytest.raises(ArchiveError, match=r"archive\.db"):
        open_archive(path.parent, create=create)

    assert path.read_text() == "bukan basis data " * 100


def test_a_directory_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "archive.db").mkdir()

    with pytest.raises(ArchiveError):
        open_archive(tmp_path)


def test_an_archive_cannot_be_made_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ArchiveError):
        open_archive(tmp_path / "file", create=True)


def test_a_damaged_archive_is_an_archive_error(path: Path) -> None:
    with closing(open_archive(path.parent)) as archive:
        archive.put([Article(id=f"a{n}", title="a", body="Isi. " * 200) for n in range(200)])
    content = bytearray(path.read_bytes())
    content[8_192:100_000] = b"\xff" * (100_000 - 8_192)
    path.write_bytes(bytes(content))

    def read_all() -> None:
        with closing(open_archive(path.parent)) as broken:
            list(broken.walk())

    with pytest.raises(ArchiveError, match="malformed"):
        read_all()


def test_its_state_changes_with_every_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.archive.file.SETTLED_NS", 0)
    article = Article(id="a", title="Judul", body="Isi.")
    with closing(open_archive(tmp_path, create=True)) as archive:
        states = [archive.state()]
        archive.put([article])
        states.append(archive.state())
        archive.count()
        archive.get("a")
        assert archive.state() == states[-1]
        archive.remove(["a"])
        states.append(archive.state())

    assert None not in states
    assert len(set(states)) == 3


def test_its_state_is_not_known_right_after_a_write(tmp_path: Path) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.put([Article(id="a", title="Judul", body="Isi.")])
        assert archive.state() is None

        for name in ("archive.db", "archive.db-wal"):
            os.utime(tmp_path / name, (1_000_000_000, 1_000_000_000))

        assert archive.state() == archive.state() is not None
