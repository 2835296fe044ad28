"""A backup is of one instant, checked, and goes back whole; a revision is never used twice."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.archive.file import archive_errors
from index.archive.opening import open_archive
from index.article import Article
from index.backup import back_up, copy_archive, restore
from index.check import check_archive, verify_index
from index.damage import find_damage
from index.data import aliases_file, archive_file, exceptions_file
from index.errors import ArchiveError, BackupError, WriterLockedError
from index.generations import Generations
from index.lock import writer_lock
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.results import PageRequest
from search.searcher import Searcher
from tests.building import build, put
from tests.corpus import ARTICLES


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive, indexed once for all tests, which have copies of it."""
    return build(tmp_path_factory.mktemp("made"), ARTICLES[:-2])


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "data")


def find(data: Path, text: str) -> list[Article]:
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        page = searcher.search(parse(text).query, PageRequest(size=100))
    return [hit.article for hit in page.hits]


def articles(data: Path) -> list[Article]:
    with closing(open_archive(data)) as archive:
        return [stored.article for stored in archive.walk()]


def assert_sound(data: Path) -> None:
    with closing(open_archive(data)) as archive:
        assert check_archive(archive) == []
        assert verify_index(Generations(data).current(), archive) == []


def test_what_was_backed_up_comes_back(data: Path, tmp_path: Path) -> None:
    exceptions_file(data).write_text("beras\tberas\n")
    aliases_file(data).write_text("sumber\tTempo\tMajalah Tempo\n")
    reindex(data)
    before, found = articles(data), find(data, "beras")

    backup = back_up(data, tmp_path / "backup")
    put(data, ARTICLES[-2:])
    exceptions_file(data).unlink()
    aliases_file(data).write_text("sumber\tTempo\tKoran Tempo\n")
    reindex(data)
    restored, kept = restore(tmp_path / "backup", data)

    assert restored == backup
    assert backup.articles == len(before)
    assert articles(data) == before
    assert find(data, "beras") == found
    assert exceptions_file(data).read_text() == "beras\tberas\n"
    assert aliases_file(data).read_text() == "sumber\tTempo\tMajalah Tempo\n"
    assert_sound(data)
    assert reindex(data).mode == "unchanged"
    assert kept is not None
    assert articles(kept) == [*before, *ARTICLES[-2:]]
    assert aliases_file(kept).read_text() == "sumber\tTempo\tKoran Tempo\n"
    assert not exceptions_file(kept).exists()


def test_what_articles_were_comes_along(data: Path, tmp_path: Path) -> None:
    corrected = replace(ARTICLES[0], title="Diralat")
    put(data, [corrected])
    back_up(data, tmp_path / "backup")
    put(data, [ARTICLES[0]])

    restore(tmp_path / "backup", data)
    restore(tmp_path / "backup", tmp_path / "new")

    for place in (data, tmp_path / "new"):
        with closing(open_archive(place)) as archive:
            assert archive.get(corrected.id) == corrected
            (version,) = archive.versions.walk(corrected.id)
            assert version.article == ARTICLES[0]


def test_a_backup_of_before_there_were_versions(data: Path, tmp_path: Path) -> None:
    put(data, [replace(ARTICLES[0], title="Diralat")])
    with closing(sqlite3.connect(archive_file(data))) as connection, connection:
        for what in ("TABLE versions", "TRIGGER articles_corrected", "TRIGGER articles_forgotten"):
            connection.execute(f"DROP {what}")
    back_up(data, tmp_path / "backup")
    put(data, [ARTICLES[0]])

    with closing(open_archive(data)) as archive:
        assert len(list(archive.versions.walk(ARTICLES[0].id))) == 1
        restore(tmp_path / "backup", data)
        assert list(archive.versions.walk(ARTICLES[0].id)) == []
        history = archive.versions.history(ARTICLES[0].id)
        assert history is not None
        assert history.versions == 0


def test_into_a_new_directory(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup")

    _, kept = restore(tmp_path / "backup", tmp_path / "deep" / "new")

    assert kept is None
    assert articles(tmp_path / "deep" / "new") == articles(data)
    assert_sound(tmp_path / "deep" / "new")


def test_an_archive_without_an_index(tmp_path: Path) -> None:
    put(tmp_path / "data", ARTICLES[:2])

    backup = back_up(tmp_path / "data", tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "new")

    assert backup.generation is None
    assert reindex(tmp_path / "new").documents == 2


def test_the_sound_generation_is_backed_up(data: Path, tmp_path: Path) -> None:
    first = Generations(data).current()
    put(data, ARTICLES[-2:])
    reindex(data)
    (Generations(data).current() / "segments.json").unlink()

    backup = back_up(data, tmp_path / "backup")

    (problem,) = backup.problems
    assert "segments.json" in problem
    assert backup.generation == first.name
    assert find_damage(Generations(tmp_path / "backup").current()) == []


@pytest.mark.parametrize("content", ["a file", "a full directory"])
def test_nothing_is_overwritten(data: Path, tmp_path: Path, content: str) -> None:
    target = tmp_path / "backup"
    if content == "a file":
        target.touch()
    else:
        (target / "deep").mkdir(parents=True)

    with pytest.raises(BackupError, match="not empty"):
        back_up(data, target)


def test_there_must_be_an_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="arsip import"):
        back_up(tmp_path / "data", tmp_path / "backup")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["archive.db", "backup.json", "segments.json"])
def test_a_backup_that_was_changed_is_refused(data: Path, tmp_path: Path, name: str) -> None:
    back_up(data, tmp_path / "backup")
    (file,) = (tmp_path / "backup").rglob(name)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.unlink()
    file.write_bytes(bytes(content))
    before = articles(data)

    with pytest.raises(BackupError):
        restore(tmp_path / "backup", data)

    assert articles(data) == before
    assert not list(data.glob("replaced-*"))


def test_without_its_index_a_backup_gives_back_the_archive(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup")
    shutil.rmtree(tmp_path / "backup" / "index")

    backup, _ = restore(tmp_path / "backup", tmp_path / "new")

    assert backup.generation is None
    assert articles(tmp_path / "new") == articles(data)


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
def test_what_a_killed_backup_left_goes_with_the_next(
    data: Path, tmp_path: Path, suffix: str
) -> None:
    left = tmp_path / "backup.abcd1234.incomplete"
    left.mkdir()
    (left / "archive.db").touch()
    (left / f"archive.db{suffix}").touch()

    back_up(data, tmp_path / "backup")

    assert not left.exists()


def test_what_is_not_ours_beside_a_backup_stays(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "backup.incomplete").mkdir()
    (tmp_path / "backup.milikku1.incomplete").mkdir()
    (tmp_path / "backup.milikku1.incomplete" / "catatan.txt").touch()
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")

    back_up(data, tmp_path / "backup")
    back_up(data, Path())

    assert (tmp_path / "backup.incomplete").is_dir()
    assert (tmp_path / "backup.milikku1.incomplete").is_dir()
    assert articles(tmp_path / "empty") == articles(data)


def test_a_restore_that_fails_takes_nothing_away(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exceptions_file(data).write_text("beras\tberas\n")
    back_up(data, tmp_path / "backup")
    before = articles(data)

    def fail(source: Path, target: Path) -> None:
        if target == archive_file(data):
            raise ArchiveError("no space left")
        copy_archive(source, target)

    monkeypatch.setattr("index.backup.copy_archive", fail)
    with pytest.raises(ArchiveError):
        restore(tmp_path / "backup", data)

    assert articles(data) == before
    assert exceptions_file(data).exists()


def test_an_archive_that_cannot_be_kept_is_not_replaced(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(data, tmp_path / "backup")
    before = articles(data)

    def fail(source: Path, target: Path) -> None:
        with archive_errors(source):
            raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patched:
        patched.setattr("index.backup.copy_archive", fail)
        with pytest.raises(ArchiveError, match="Too many open files"):
            restore(tmp_path / "backup", data)

    assert articles(data) == before


def test_a_damaged_archive_is_put_aside_as_it_is(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup")
    before = articles(data)
    archive_file(data).write_bytes(b"no database at all " * 1_000)

    _, kept = restore(tmp_path / "backup", data)

    assert articles(data) == before
    assert kept is not None
    assert archive_file(kept).read_bytes().startswith(b"no database")


def test_a_damaged_article_is_backed_up_and_named(data: Path, tmp_path: Path) -> None:
    with closing(open_archive(data)) as archive, archive._database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE articles SET body = body || '.' WHERE row = 2")

    backup = back_up(data, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "new")

    (problem,) = backup.problems
    assert "row 2" in problem


def test_a_copy_while_others_write_is_of_one_instant(data: Path, tmp_path: Path) -> None:
    code = """
    import sys
    from contextlib import closing
    from pathlib import Path
    from index.archive.opening import open_archive
    from index.article import Article
    from index.rebuild import reindex

    data = Path(sys.argv[1])
    with closing(open_archive(data)) as archive:
        for batch in range(1_000):
            names = [f"b{batch}-{number}" for number in range(20)]
            archive.put([Article(id=name, title=name, body="Isi. " * 50) for name in names])
            if batch % 5 == 0:
                reindex(data)
            print(batch, flush=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(code), str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as writer:
        assert writer.stdout is not None
        for number in range(3):
            writer.stdout.readline()
            target = tmp_path / f"backup{number}"
            backup = back_up(data, target)
            assert backup.problems == ()
            assert (backup.articles - len(ARTICLES[:-2])) % 20 == 0
            assert len(articles(target)) == backup.articles
        writer.kill()


def test_a_restore_waits_for_no_writer(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup")

    with writer_lock(data), pytest.raises(WriterLockedError):
        restore(tmp_path / "backup", data)


def test_a_searcher_goes_on_over_a_restore(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "backup")
    expected = find(data, "beras")
    put(data, [Article(id="baru", title="Beras baru", body="Beras merah.")])
    reindex(data)
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        page = searcher.search(parse("beras").query, PageRequest(size=100))
        assert len(page.hits) == len(expected) + 1

        restore(tmp_path / "backup", data)

        page = searcher.search(parse("beras").query, PageRequest(size=100))
        assert [hit.article for hit in page.hits] == expected


# Copies made by hand


def test_a_revision_is_never_used_twice(data: Path, tmp_path: Path) -> None:
    """An archive put back by hand counts on from its old revision, with other articles."""
    shutil.copy(archive_file(data), tmp_path / "copy.db")
    put(data, [Article(id="lama-1", title="Apel", body="Apel dari Malang.")])
    put(data, [Article(id="lama-2", title="Jeruk", body="Jeruk dari Medan.")])
    reindex(data)

    shutil.copy(tmp_path / "copy.db", archive_file(data))
    put(data, [Article(id="baru-1", title="Mangga", body="Mangga dari Indramayu.")])
    put(data, [Article(id="baru-2", title="Durian", body="Durian dari Medan.")])

    # Rows and revision are the same as before; what was indexed is not what is there.
    assert find(data, "apel") == find(data, "jeruk") == []
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        (problem,) = searcher.health().damage
    assert "not the one" in problem

    assert reindex(data).mode == "full"
    assert [article.id for article in find(data, "mangga")] == ["baru-1"]
    assert find(data, "apel") == []


def test_removals_are_told_apart_too(data: Path, tmp_path: Path) -> None:
    shutil.copy(archive_file(data), tmp_path / "copy.db")
    with closing(open_archive(data)) as archive:
        archive.remove([ARTICLES[0].id])
    reindex(data)
    shutil.copy(tmp_path / "copy.db", archive_file(data))
    with closing(open_archive(data)) as archive:
        archive.remove([ARTICLES[1].id])

    assert reindex(data).mode == "full"
    assert len(articles(data)) == len(ARTICLES) - 3
