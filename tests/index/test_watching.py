"""What of a folder is read, when, and how often."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.article import make_article
from index.readers.outcome import Reject
from index.watching import (
    AGAIN_SECONDS,
    SETTLED_SECONDS,
    Changed,
    Watched,
    load_state,
    may_pass,
    save_state,
    state_file,
)

if TYPE_CHECKING:
    from index.archive.store import Archive

# Files were written at 1,000.
JUST_NOW = 1_001.0
MUCH_LATER = 1_000 + SETTLED_SECONDS + 1


def write(folder: Path, name: str, text: str = "isi", at: float = 1_000.0) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    os.utime(path, (at, at))
    return path


def looked(watched: Watched, now: float = JUST_NOW) -> list[str]:
    """Return the names of what is to be read now, and take it for read."""
    found = [one for one in watched.look(now) if isinstance(one, Changed)]
    watched.note(found)
    return [Path(file.path).name for file in found]


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(str(tmp_path), None, {})


def test_a_file_is_read_once_it_is_the_same_at_two_looks(tmp_path: Path, watched: Watched) -> None:
    write(tmp_path, "a.txt")

    assert looked(watched) == []
    assert watched.is_waiting
    assert looked(watched) == ["a.txt"]
    assert not watched.is_waiting
    assert looked(watched) == []


def test_a_file_that_grows_is_left_alone_until_it_stops(tmp_path: Path, watched: Watched) -> None:
    for size in range(1, 4):
        write(tmp_path, "a.txt", "x" * size)
        assert looked(watched) == []

    assert looked(watched) == ["a.txt"]


def test_a_file_that_nobody_wrote_to_for_a_minute_is_read_at_once(
    tmp_path: Path, watched: Watched
) -> None:
    write(tmp_path, "tua.txt")
    write(tmp_path, "muda.txt", at=MUCH_LATER - 1)
    write(tmp_path, "besok.txt", at=MUCH_LATER + 86_400)  # a clock that is ahead

    assert looked(watched, MUCH_LATER) == ["tua.txt"]
    assert looked(watched, MUCH_LATER) == ["besok.txt", "muda.txt"]


def test_a_changed_file_is_read_again_and_a_renamed_one_too(
    tmp_path: Path, watched: Watched
) -> None:
    path = write(tmp_path, "a.txt")
    looked(watched, MUCH_LATER)

    write(tmp_path, "a.txt", "lain")
    assert looked(watched, MUCH_LATER) == ["a.txt"]
    path.rename(tmp_path / "b.txt")
    assert looked(watched, MUCH_LATER) == ["b.txt"]
    unfinished = write(tmp_path, ".c.txt.part")
    assert looked(watched, MUCH_LATER) == []
    unfinished.rename(tmp_path / "c.txt")
    assert looked(watched, MUCH_LATER) == ["c.txt"]


def test_a_file_that_may_be_read_now_is_read_again(tmp_path: Path, watched: Watched) -> None:
    path = write(tmp_path, "a.txt")
    path.chmod(0)
    looked(watched, MUCH_LATER)

    path.chmod(0o600)

    assert looked(watched, MUCH_LATER) == ["a.txt"]


def test_folders_and_known_kinds_only(tmp_path: Path, watched: Watched) -> None:
    for name in ("2018/a.txt", "2018/foto.jpg", "b.csv", ".git/c.txt"):
        write(tmp_path, name)

    assert looked(watched, MUCH_LATER) == ["a.txt", "b.csv"]
    assert looked(Watched(str(tmp_path), None, {}), MUCH_LATER) == ["a.txt", "b.csv"]


def test_faults_of_the_folder_are_told_once_and_again_when_they_come_back(
    tmp_path: Path, watched: Watched
) -> None:
    link = tmp_path / "keluar.txt"
    for _ in range(2):
        link.symlink_to("/etc/hosts")
        told = [[str(one) for one in watched.look(JUST_NOW)] for _ in range(3)]
        link.unlink()
        list(watched.look(JUST_NOW))
        assert [len(one) for one in told] == [1, 0, 0]
        assert "leads out of the folder" in told[0][0]


def test_reading_that_ends_in_the_middle_repeats_no_complaint(
    tmp_path: Path, watched: Watched
) -> None:
    (tmp_path / "a.txt").symlink_to("/etc/hosts")
    write(tmp_path, "b.txt")

    first = watched.look(MUCH_LATER)
    assert isinstance(next(first), Reject)
    assert isinstance(next(first), Changed)
    first.close()

    assert looked(watched, MUCH_LATER) == ["b.txt"]
    assert [one for one in watched.look(MUCH_LATER) if isinstance(one, Reject)] == []


def test_a_fault_of_the_machine_is_tried_again_after_a_while(
    tmp_path: Path, watched: Watched
) -> None:
    write(tmp_path, "a.txt")
    (file,) = (one for one in watched.look(MUCH_LATER) if isinstance(one, Changed))
    watched.note([file])
    watched.try_again(file, MUCH_LATER)

    assert list(watched.read()) == []  # after a restart it is tried at once
    assert looked(watched, MUCH_LATER + AGAIN_SECONDS / 2) == []
    assert looked(watched, MUCH_LATER + AGAIN_SECONDS) == ["a.txt"]
    assert looked(watched, MUCH_LATER + 3 * AGAIN_SECONDS) == []
    assert may_pass(Reject("a", 1, "input/output error"))
    assert not may_pass(Reject("a", 1, "permission denied"))


def test_a_disk_that_is_away_for_a_while_is_not_read_anew(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    write(folder, "a.txt")
    watched = Watched(str(folder), None, {})
    looked(watched, MUCH_LATER)
    away = folder.rename(tmp_path / "away")

    gone = list(watched.look(MUCH_LATER))
    folder.mkdir()
    empty = list(watched.look(MUCH_LATER))
    folder.rmdir()
    away.rename(folder)

    assert [str(one) for one in gone] == [f"{folder}:1: no such file"]
    assert empty == []
    assert looked(watched, MUCH_LATER) == []


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    with closing(open_archive(tmp_path / "d", create=True)) as opened:
        opened.put([make_article(id="a", body="Banjir.")])
        return opened


def test_what_was_read_is_remembered_whichever_way_the_folder_is_written(
    tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "berita"
    write(folder, "a.txt")
    watched = Watched(str(folder), None, {})
    looked(watched, MUCH_LATER)
    state = state_file(tmp_path / "d", str(folder), None)

    save_state(state, archive, watched.read())

    monkeypatch.chdir(tmp_path)
    for name in (str(folder), "berita", "berita/", "./berita"):
        assert state_file(tmp_path / "d", name, None) == state
        assert looked(Watched(name, None, load_state(state, archive)), MUCH_LATER) == []
    assert state_file(tmp_path / "d", str(folder), "jsonl") != state


def test_what_another_archive_or_an_earlier_life_of_this_one_read_is_read_again(
    tmp_path: Path, archive: Archive
) -> None:
    state = tmp_path / "d" / "watched-1"
    save_state(state, archive, [(1, 2)])
    assert load_state(state, archive) == {1: 2}

    archive.put([make_article(id="b", body="Surut.")])
    assert load_state(state, archive) == {1: 2}
    save_state(state, archive, [(1, 2), (3, 4)])
    with closing(open_archive(tmp_path / "e", create=True)) as other:
        assert load_state(state, other) == {}
        for id_ in "abc":
            other.put([make_article(id=id_, body="Lain.")])
        assert load_state(state, other) == {}


@pytest.mark.parametrize(
    "content", [b"", b"{}\n", b"{bad", b"\n" + b"x" * 16, b'{"archive": 1}\n' + b"x" * 5, b"[]\n"]
)
def test_a_damaged_state_is_none(tmp_path: Path, archive: Archive, content: bytes) -> None:
    state = tmp_path / "d" / "watched-1"
    state.write_bytes(content)
    assert load_state(state, archive) == {}

    save_state(state, archive, [(1, 2)])
    state.write_bytes(state.read_bytes()[:-1])
    assert load_state(state, archive) == {}
