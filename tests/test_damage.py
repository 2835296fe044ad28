"""One bit flipped, a file cut or swapped: never a wrong answer, and known to whoever looks."""

from __future__ import annotations

import errno
import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.check import check_archive
from index.damage import SMALL_FILE_BYTES, checked_manifest, find_damage
from index.data import archive_file
from index.errors import ArchiveError, IndexBrokenError
from index.generations import Generations
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.errors import EngineError
from search.language.parser import parse
from search.results import PageRequest
from search.searcher import Searcher
from tests.building import build, put, segment_files
from tests.corpus import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.article import Article

FLIPS = 60
QUERIES = ("beras", '"harga beras"', "harga ATAU pelatihan", "sumber:ANTARA", "jakar*")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with two generations; the second holds one article more.

    Every article of the first one was corrected before.
    """
    data = tmp_path_factory.mktemp("sound")
    put(data, [replace(article, body=f"{article.body} Lama.") for article in ARTICLES[:-2]])
    build(data, ARTICLES[:-2])
    put(data, ARTICLES[-2:-1])
    reindex(data, full=True)
    return data


@pytest.fixture
def data(sound: Path, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    return shutil.copytree(sound, tmp_path / "data")


def flip(path: Path, bit: int) -> None:
    """Flip one bit of a file."""
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.unlink()  # other generations may link to it
    path.write_bytes(bytes(content))


def flips(path: Path, count: int) -> Iterator[int]:
    """Yield some bits of a file, the same ones in every run."""
    yield from random.Random(path.stat().st_size).sample(range(8 * path.stat().st_size), count)


def answers(data: Path) -> list[object]:
    """Return what some queries find: ids, texts and totals."""
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        pages = [searcher.search(parse(query).query, PageRequest()) for query in QUERIES]
    return [(page.total, [hit.article for hit in page.hits]) for page in pages]


def stored(data: Path) -> dict[int, Article]:
    with closing(open_archive(data)) as archive:
        return dict(archive.walk())


def versions(data: Path) -> list[tuple[str, int, Article]]:
    """Return what the articles were, and can be read."""
    with closing(open_archive(data)) as archive:
        return [
            (article.id, version.number, version.article)
            for article in ARTICLES
            for version in archive.versions.walk(article.id)
        ]


# The index


def test_every_flipped_bit_of_a_generation_is_found(sound: Path, tmp_path: Path) -> None:
    current = Generations(sound).current()

    for file in current.iterdir():
        for bit in flips(file, min(FLIPS, 8 * file.stat().st_size)):
            copy = shutil.copytree(current, tmp_path / current.name)
            flip(copy / file.name, bit)
            assert find_damage(copy), (file.name, bit)
            shutil.rmtree(copy)


def test_a_damaged_generation_is_left_for_the_one_before(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    generations = Generations(data)
    current = generations.current()
    before = generations.before(current)
    assert before is not None
    generations.switch(before)
    expected = answers(data)
    generations.switch(current)

    for file in list(current.iterdir()):
        bit = next(flips(file, 1))
        flip(file, bit)
        assert answers(data) == expected, (file.name, bit)
        flip(file, bit)

    assert "damage in" in caplog.text


def test_a_running_server_leaves_what_is_cut_short(data: Path) -> None:
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        assert searcher.health().damage == ()
        for file in segment_files(data):
            with file.open("r+b") as opened:
                opened.truncate(100)

        found = searcher.search(parse("beras").query, PageRequest())

        assert found.total
        (problem,) = searcher.health().damage
        assert "cut short" in problem


def test_damage_in_a_large_file_is_found_in_the_background(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.damage.SMALL_FILE_BYTES", 0)
    (segment,) = segment_files(data)
    flip(segment, 8 * 4_000)
    checked: list[str] = []
    leave = ArrayEngine._leave

    def note(engine: ArrayEngine, snapshot: object, problem: str) -> None:
        leave(engine, snapshot, problem)  # type: ignore[arg-type]
        checked.append(problem)

    monkeypatch.setattr(ArrayEngine, "_leave", note)
    monkeypatch.setattr("search.arrays.engine.Thread", _Now)
    before = Generations(data).before(segment.parent)
    assert before is not None
    with closing(ArrayEngine(data, checked=True)) as engine:
        with engine.reading():
            pass
        with engine.reading() as snapshot:
            assert snapshot.generation == before.name

    assert checked


class _Now:
    """A thread that runs where it is started."""

    def __init__(self, target: Callable[..., None], args: tuple[object, ...], **_: object) -> None:
        self._target, self._args = target, args

    def start(self) -> None:
        self._target(*self._args)


def test_a_file_that_may_not_be_read_is_not_damaged(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = answers(data)

    def forbid(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    with closing(ArrayEngine(data)) as engine:
        with monkeypatch.context() as patched:
            patched.setattr("index.damage.file_digest", forbid)
            with pytest.raises(EngineError, match="Permission denied"), engine.reading():
                pass
        with engine.reading() as snapshot:
            assert snapshot.generation == Generations(data).current().name
        assert engine.damage() == ()
    assert answers(data) == expected


def test_for_want_of_descriptors_no_older_generation_answers(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(directory: Path) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    current = Generations(data).current().name
    with closing(ArrayEngine(data)) as engine:
        with monkeypatch.context() as patched:
            patched.setattr("search.arrays.engine.ArraySnapshot", fail)
            with pytest.raises(EngineError, match="Too many"), engine.reading():
                pass
        with engine.reading() as snapshot:
            assert snapshot.generation == current


def test_damage_met_in_the_middle_of_a_walk_is_noted(data: Path) -> None:
    page = PageRequest(size=10_000)
    with closing(open_archive(data)) as archive, closing(ArrayEngine(data)) as engine:
        walk = Searcher(engine, archive).walk(parse("").query, page)
        for file in segment_files(data):
            flip(file, 8 * 4_000)

        def fail(*_: object) -> None:
            raise IndexBrokenError(data, "is damaged")

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Searcher, "_hits", fail)
            with pytest.raises(IndexBrokenError):
                list(walk.hits)

        assert engine.damage()


def test_a_segment_of_another_index_is_not_taken_for_ours(data: Path, tmp_path: Path) -> None:
    other = build(tmp_path / "other", ARTICLES[::2])
    (theirs,), (ours,) = segment_files(other), segment_files(data)
    ours.unlink()
    shutil.copy(theirs, ours)

    with pytest.raises(IndexBrokenError, match="not the file that was written"):
        checked_manifest(Generations(data).current())


def test_a_generation_under_another_name_is_not_taken_for_it(data: Path) -> None:
    first, second = Generations(data).every()
    shutil.rmtree(first)
    shutil.copytree(second, first)

    with pytest.raises(IndexBrokenError, match="is a copy of"):
        checked_manifest(first)


def test_damage_is_not_merged_into_the_next_generation(data: Path) -> None:
    before = answers(data)
    (segment,) = segment_files(data)
    for bit in flips(segment, 5):
        flip(segment, bit)
    put(data, ARTICLES[-1:])

    report = reindex(data)

    assert report.damage
    assert find_damage(Generations(data).current()) == []
    put_back = {article.id for article in stored(data).values()}
    assert len(put_back) == report.documents
    assert len(answers(data)) == len(before)


def test_reindex_heals_what_has_not_changed(data: Path) -> None:
    expected = answers(data)
    (segment,) = segment_files(data)
    flip(segment, 8 * 4_000)

    report = reindex(data)

    assert report.mode != "unchanged"
    assert len(report.damage) == 1
    assert answers(data) == expected
    assert reindex(data).mode == "unchanged"


def test_a_pointer_to_nothing_is_healed_too(data: Path) -> None:
    expected = answers(data)
    flip(Generations(data).directory / "current", 8 * 3)

    assert len(answers(data)) == len(expected)
    report = reindex(data)
    assert report.damage
    assert answers(data) == expected
    assert reindex(data).mode == "unchanged"


def test_a_directory_for_a_pointer_is_healed(data: Path) -> None:
    pointer = Generations(data).directory / "current"
    pointer.unlink()
    pointer.mkdir()

    assert reindex(data).damage
    assert reindex(data).mode == "unchanged"


# The archive


@pytest.mark.parametrize("seed", range(4))
def test_every_flipped_bit_of_an_article_is_found(sound: Path, tmp_path: Path, seed: int) -> None:
    expected, past = stored(sound), versions(sound)
    assert len(past) == len(ARTICLES) - 2
    size = archive_file(sound).stat().st_size
    copy = tmp_path / "copy"
    copy.mkdir()
    refused = 0
    for bit in random.Random(seed).sample(range(8 * 4096, 8 * size), FLIPS // 2):
        shutil.copy(archive_file(sound), archive_file(copy))
        flip(archive_file(copy), bit)
        try:
            with closing(open_archive(copy)) as archive:
                read, read_past = stored(copy), versions(copy)
                problems = check_archive(archive)
            assert (read, read_past) == (expected, past) or problems, bit
            assert all(version in past for version in read_past), bit
            assert read.items() <= expected.items(), bit
            if bit % 6 == 0:
                report = reindex(copy, full=True)
                assert len(expected) - report.documents <= len(report.unreadable), bit
        except ArchiveError:  # what tells of all articles is damaged, not one of them
            refused += 1
        for path in copy.glob("archive.db*"):
            path.unlink()
    assert refused < FLIPS // 10


def test_damage_that_hides_the_span_of_rows_ends_no_walk(sound: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(archive_file(sound), archive_file(copy))
    with closing(sqlite3.connect(archive_file(copy))) as connection:
        root, size = connection.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size)"
            " FROM sqlite_master WHERE name = 'articles'"
        ).fetchone()
    with archive_file(copy).open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff")

    with closing(open_archive(copy)) as archive:
        damaged: list[int] = []
        assert list(archive.walk(on_damage=lambda row, _: damaged.append(row))) == []
        assert damaged == sorted(stored(sound))
        assert check_archive(archive)


def damage(data: Path, change: str) -> None:
    """Change one article behind the archive's back."""
    with closing(sqlite3.connect(archive_file(data))) as connection, connection:
        connection.execute(f"UPDATE articles SET {change} WHERE row = 2")  # noqa: S608


@pytest.mark.parametrize(
    "change",
    [
        "body = body || '.'",
        "published = '2018-13-13T00:00:00+07:00'",
        "title = cast(x'ff41' AS TEXT)",
        "author = '[\"'",
        "tags = '3'",
        "hash = 'a'",
        "place = 7",
    ],
)
def test_one_damaged_article_is_named_and_stops_nothing(data: Path, change: str) -> None:
    count = len(stored(data))
    damage(data, change)

    report = reindex(data, full=True)

    assert report.documents == count - 1
    (line,) = report.unreadable
    assert "row 2" in line
    with closing(open_archive(data)) as archive:
        assert [line for line in check_archive(archive) if "row 2 " in line]
        assert len(archive.get_rows(range(1, 20))) >= 18
        assert len(list(archive.titles())) >= count - 1
    assert answers(data)
    assert reindex(data).mode == "unchanged"


def test_an_article_that_was_put_in_again_is_whole_again(data: Path) -> None:
    article = stored(data)[2]
    damage(data, "body = body || '.'")
    assert reindex(data, full=True).unreadable

    with closing(open_archive(data)) as archive:
        archive.remove([article.id])
        archive.put([article])
    report = reindex(data)

    assert report.unreadable == ()
    assert report.documents == len(stored(data))


def test_small_files_are_a_matter_of_milliseconds() -> None:
    assert SMALL_FILE_BYTES <= 16 << 20
