"""A searcher notices new generations, and nobody ever sees an empty or broken one."""

from __future__ import annotations

import gc
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.generations import Generations
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.results import COUNTABLE, Interval, PageRequest
from search.searcher import Searcher
from tests.building import build, put
from tests.corpus import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.store import Archive

QUERIES = [parse(text).query for text in ("harga beras", '"tidak bisa"', "ekono*", "", "anak")]
PAGE = PageRequest(facets=COUNTABLE, interval=Interval.MONTH, explain=True)

SECONDS = 1.5
THREADS = 8


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    build(tmp_path, ARTICLES[:-1])
    with closing(open_archive(tmp_path)) as archive:
        yield archive


@pytest.fixture
def searcher(tmp_path: Path, archive: Archive) -> Iterator[Searcher]:
    searcher = Searcher(ArrayEngine(tmp_path), archive)
    yield searcher
    searcher.close()


def total(searcher: Searcher, text: str = "") -> int:
    return searcher.search(parse(text).query, PAGE).total


def test_occurrences_in_deleted_articles_are_not_counted(
    tmp_path: Path, searcher: Searcher, archive: Archive
) -> None:
    def occurrences() -> list[int]:
        with ArrayEngine(tmp_path).reading() as snapshot:
            return [snapshot.occurrences(field, "beras") for field in ("root", "text", "tag")]

    before = occurrences()
    archive.remove(["beras-naik"])
    reindex(tmp_path)

    assert occurrences() == [count - gone for count, gone in zip(before, (2, 2, 1), strict=True)]


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="reads what is mapped from it")
def test_an_old_generation_is_let_go_at_once(tmp_path: Path, searcher: Searcher) -> None:
    for query in QUERIES:
        searcher.search(query, PAGE)
    put(tmp_path, ARTICLES[-1:])
    report = reindex(tmp_path)
    gc.disable()
    try:
        searcher.search(QUERIES[0], PAGE)
        mapped = Path("/proc/self/maps").read_text("utf-8")
    finally:
        gc.enable()

    found = set(re.findall(rf"{tmp_path}/index/([^/]+)/", mapped))
    assert found == {report.generation}


def test_a_new_generation_is_noticed(tmp_path: Path, searcher: Searcher) -> None:
    before = searcher.search(parse("susi").query, PAGE)

    put(tmp_path, ARTICLES[-1:])
    report = reindex(tmp_path)

    after = searcher.search(parse("susi").query, PAGE)
    assert (before.total, after.total) == (0, 1)
    assert after.generation == report.generation != before.generation
    assert after.documents == len(ARTICLES)


def test_going_back_is_noticed(tmp_path: Path, searcher: Searcher) -> None:
    generations = Generations(tmp_path)
    old = generations.current()
    put(tmp_path, ARTICLES[-1:])
    reindex(tmp_path)
    assert total(searcher) == len(ARTICLES)

    generations.switch(old)

    assert total(searcher) == len(ARTICLES) - 1


def test_an_article_that_left_the_archive_is_no_error(archive: Archive, searcher: Searcher) -> None:
    archive.remove(["tidak"])

    page = searcher.search(parse("tidak bisa").query, PAGE)

    assert [hit.article.id for hit in page.hits] == ["bisa"]


def test_an_article_changed_since_is_marked_as_it_is_now(
    archive: Archive, searcher: Searcher
) -> None:
    """In a form of the word that the index has never seen."""
    before = archive.get("latih-1")
    assert before
    archive.put([replace(before, body=before.body.replace("melatih", "kaulatihkan"))])

    page = searcher.search(parse("melatih").query, PAGE)

    hit = next(hit for hit in page.hits if hit.article.id == "latih-1")
    assert [one.text for one in hit.snippet if one.is_match] == ["kaulatihkan"]


def test_a_closed_searcher_opens_again(searcher: Searcher) -> None:
    total(searcher)
    searcher.close()

    assert total(searcher) == len(ARTICLES) - 1


def test_searches_never_fail_while_the_index_is_rebuilt(tmp_path: Path, searcher: Searcher) -> None:
    expected = [searcher.search(query, PAGE) for query in QUERIES]
    is_done = Event()

    def keep_asking() -> set[str]:
        generations = set()
        while not is_done.is_set():
            for query, wanted in zip(QUERIES, expected, strict=True):
                page = searcher.search(query, PAGE)
                assert [hit.article.id for hit in page.hits] == [
                    hit.article.id for hit in wanted.hits
                ]
                assert (page.total, page.facets) == (wanted.total, wanted.facets)
                generations.add(page.generation)
        return generations

    with ThreadPoolExecutor(THREADS) as pool:
        askers = [pool.submit(keep_asking) for _ in range(THREADS)]
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            reindex(tmp_path, full=True)
        is_done.set()
        seen = [asker.result() for asker in askers]

    assert len(set().union(*seen)) > 1


def test_readers_that_open_anew_always_find_a_whole_index(tmp_path: Path, archive: Archive) -> None:
    is_done = Event()

    def keep_opening() -> int:
        opened = 0
        while not is_done.is_set():
            searcher = Searcher(ArrayEngine(tmp_path), archive)
            assert total(searcher) == len(ARTICLES) - 1
            searcher.close()
            opened += 1
        return opened

    with ThreadPoolExecutor(2) as pool:
        openers = [pool.submit(keep_opening) for _ in range(2)]
        end = time.monotonic() + SECONDS / 2
        while time.monotonic() < end:
            reindex(tmp_path, full=True)
        is_done.set()

        assert all(opener.result() for opener in openers)


def test_incremental_reindexing_is_seen_step_by_step(tmp_path: Path, searcher: Searcher) -> None:
    with closing(open_archive(tmp_path)) as archive:
        seen = []
        for article in ARTICLES[:5]:
            archive.remove([article.id])
            reindex(tmp_path)
            seen.append(total(searcher))

    whole = len(ARTICLES) - 1
    assert seen == [whole - 1, whole - 2, whole - 3, whole - 4, whole - 5]
