"""Without a sound index there is a clear error, and the archive is left alone."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.data import archive_file
from index.errors import ArsipError, IndexBrokenError, IndexMissingError
from index.generations import Generations
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.results import COUNTABLE, Interval, PageRequest
from search.searcher import Searcher
from tests.building import put, segment_files
from tests.corpus import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUERIES = ("harga beras", '"tidak bisa"', "ekono*", "judul:banjir", "penulis:dewi", "-beras", "")


@pytest.fixture
def data(tmp_path: Path, corpus_data: Path) -> Path:
    """A copy of the indexed corpus, to be broken."""
    return shutil.copytree(corpus_data, tmp_path / "data")


def ask(data: Path) -> list[int]:
    """Ask everything once; return the totals."""
    page = PageRequest(size=100, facets=COUNTABLE, interval=Interval.DAY)
    with closing(open_archive(data)) as archive:
        searcher = Searcher(ArrayEngine(data), archive)
        totals = [searcher.search(parse(text).query, page).total for text in QUERIES]
        searcher.suggest("ha")
        return totals


def generation(data: Path) -> Path:
    return Generations(data).current()


def test_before_the_first_reindex_the_command_is_named(tmp_path: Path) -> None:
    put(tmp_path, ARTICLES)

    with pytest.raises(IndexMissingError, match="reindex"):
        ask(tmp_path)


@pytest.mark.parametrize("ask_for", ["rank", "find_ids", "suggest", "highlight"])
def test_every_question_says_so(tmp_path: Path, ask_for: str) -> None:
    put(tmp_path, ARTICLES)
    query = parse("beras").query
    with closing(open_archive(tmp_path)) as archive:
        searcher = Searcher(ArrayEngine(tmp_path), archive)
        questions: dict[str, Callable[[], object]] = {
            "rank": lambda: searcher.rank(query, 1),
            "find_ids": lambda: searcher.find_ids(query),
            "suggest": lambda: searcher.suggest("be"),
            "highlight": lambda: searcher.highlight("beras", query),
        }

        with pytest.raises(IndexMissingError):
            questions[ask_for]()


def test_a_searcher_that_was_too_early_finds_the_index_later(tmp_path: Path) -> None:
    put(tmp_path, ARTICLES)
    with closing(open_archive(tmp_path)) as archive:
        searcher = Searcher(ArrayEngine(tmp_path), archive)
        with pytest.raises(IndexMissingError):
            searcher.search(parse("beras").query, PageRequest())

        reindex(tmp_path)

        assert searcher.search(parse("beras").query, PageRequest()).total == 4


def test_an_empty_archive_has_an_empty_index(tmp_path: Path) -> None:
    put(tmp_path, [])
    reindex(tmp_path)

    assert ask(tmp_path) == [0] * len(QUERIES)


def _empty_current(data: Path) -> None:
    (data / "index" / "current").write_bytes(b"")


def _binary_current(data: Path) -> None:
    (data / "index" / "current").write_bytes(b"\xff\xfe\x00")


def _escaping_current(data: Path) -> None:
    (data / "index" / "current").write_text("../../etc")


def _current_is_a_directory(data: Path) -> None:
    (data / "index" / "current").unlink()
    (data / "index" / "current").mkdir()


def _missing_generation(data: Path) -> None:
    shutil.rmtree(generation(data))


def _empty_generation(data: Path) -> None:
    for file in generation(data).iterdir():
        file.unlink()


def _no_manifest(data: Path) -> None:
    (generation(data) / "manifest.json").unlink()


def _foreign_manifest(data: Path) -> None:
    (generation(data) / "manifest.json").write_text('{"name": "app", "icons": []}')


def _torn_manifest(data: Path) -> None:
    path = generation(data) / "manifest.json"
    path.write_bytes(path.read_bytes()[:100])


def _manifest_of_another_version(data: Path) -> None:
    path = generation(data) / "manifest.json"
    text = path.read_text()
    assert '"index_version": ' in text
    path.write_text(text.replace('"index_version": ', '"index_version": 9'))


def _other_analyzer(data: Path) -> None:
    path = generation(data) / "manifest.json"
    text = path.read_text()
    path.write_text(text.replace('"analyzer": "', '"analyzer": "x'))


def _no_contents(data: Path) -> None:
    for file in generation(data).glob("segments.json"):
        file.unlink()


def _pickled_contents(data: Path) -> None:
    for file in generation(data).glob("segments.json"):
        file.write_bytes(b"\x80\x04\x95cos\nsystem\n(S'true'\ntR.")


def _missing_segment(data: Path) -> None:
    for file in segment_files(data):
        file.unlink()


def _empty_segment(data: Path) -> None:
    for file in segment_files(data):
        file.write_bytes(b"")


def _cut_segment(data: Path) -> None:
    for file in segment_files(data):
        file.write_bytes(file.read_bytes()[:-1000])


def _garbage_segment(data: Path) -> None:
    for file in segment_files(data):
        file.write_bytes(random.Random(1).randbytes(50_000))


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(_empty_current, id="current is empty"),
        pytest.param(_binary_current, id="current is binary"),
        pytest.param(_escaping_current, id="current leads out of the index"),
        pytest.param(_current_is_a_directory, id="current is a directory"),
        pytest.param(_missing_generation, id="no generation"),
        pytest.param(_empty_generation, id="an empty generation"),
        pytest.param(_no_manifest, id="no manifest"),
        pytest.param(_foreign_manifest, id="a foreign manifest"),
        pytest.param(_torn_manifest, id="a torn manifest"),
        pytest.param(_manifest_of_another_version, id="a manifest of another version"),
        pytest.param(_other_analyzer, id="another analyzer"),
        pytest.param(_no_contents, id="no table of contents"),
        pytest.param(_pickled_contents, id="a pickled table of contents"),
        pytest.param(_missing_segment, id="no segment"),
        pytest.param(_empty_segment, id="an empty segment"),
        pytest.param(_cut_segment, id="a segment cut short"),
        pytest.param(_garbage_segment, id="garbage for a segment"),
    ],
)
def test_a_broken_index_is_a_clear_error_and_can_be_rebuilt(
    data: Path, harm: Callable[[Path], None]
) -> None:
    expected = ask(data)
    before = (archive_file(data)).read_bytes()

    harm(data)

    if Generations(data).every() and "current" in harm.__name__:
        assert ask(data) == expected  # there is still a generation to answer
    else:
        with pytest.raises(ArsipError) as caught:
            ask(data)
        assert "\n" not in str(caught.value)
    assert (archive_file(data)).read_bytes() == before
    if (data / "index" / "current").is_dir():
        (data / "index" / "current").rmdir()
    reindex(data, full=True)
    assert ask(data) == expected


@pytest.mark.parametrize("seed", range(40))
def test_garbage_inside_a_segment_never_looks_like_a_bug(data: Path, seed: int) -> None:
    """Whatever is overwritten: a clear error, as a small file is read whole when opened."""
    source = random.Random(seed)
    (file,) = segment_files(data)
    content = bytearray(file.read_bytes())
    for _ in range(8):
        at = source.randrange(16, len(content) - 300)
        content[at : at + 200] = source.randbytes(200)
    file.write_bytes(bytes(content))

    with pytest.raises(IndexBrokenError):
        ask(data)


def test_a_bug_is_not_called_a_broken_index(data: Path) -> None:
    with pytest.raises(IndexError, match="a bug"), ArrayEngine(data).reading():
        raise IndexError("a bug")
