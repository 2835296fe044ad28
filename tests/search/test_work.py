"""Answers are cut short by counted work, and stay as right as they can."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.engine import MAX_EXPANSION
from search.language.parser import parse
from search.results import Filters, Interval, PageRequest, Sort
from search.searcher import Searcher
from search.work import ANSWER_STEPS, COUNT, LIGHT_STEPS, Work, unbounded
from tests.building import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.archive.store import Archive
    from search.results import ResultPage

PAGE = PageRequest(size=100, facets=("source", "year"), interval=Interval.MONTH)

WIDE = [
    "di yang dan untuk dengan ini itu",
    " ATAU ".join("di yang dan untuk dengan ini itu".split()),
    '"di yang" ATAU "yang di" ATAU "dan di"',
    '~"di yang"~100',
    "ber* ATAU men* ATAU pem*",
    "isi:di ATAU judul:di",
    "(beras ATAU gabah) (di ATAU yang)",
    "tanggal:2018 ATAU tanggal:2019",
]


@pytest.fixture(scope="module")
def arrays(corpus_data: Path, corpus_archive: Archive) -> Iterator[Searcher]:
    with closing(ArrayEngine(corpus_data)) as engine:
        yield Searcher(engine, corpus_archive)


def search(searcher: Searcher, text: str, work: Work) -> ResultPage:
    return searcher.search(parse(text).query, PAGE, work)


def ids(page: ResultPage) -> set[str]:
    return {hit.article.id for hit in page.hits}


@pytest.mark.parametrize("text", [*WIDE, "beras -impor", "", "kapan harga beras"])
def test_what_there_is_room_for_is_whole(arrays: Searcher, text: str) -> None:
    work = Work()

    page = search(arrays, text, work)

    assert not page.partial
    assert page == search(arrays, text, unbounded())
    assert work.spent <= ANSWER_STEPS


@pytest.mark.parametrize("text", WIDE)
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_what_is_cut_is_cut_at_the_same_place_and_finds_nothing_else(
    arrays: Searcher, text: str, share: float
) -> None:
    whole = Work()
    everything = search(arrays, text, whole)
    limit = int(whole.spent * share)

    work = Work(limit)
    page = search(arrays, text, work)

    assert page.partial
    assert work.spent <= limit
    assert page == search(arrays, text, Work(limit))
    assert ids(page) <= ids(everything)
    assert page.total <= everything.total


@pytest.fixture(scope="module")
def cats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Two hundred articles that say the same, one of them a little more."""
    start = datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=7)))
    articles = [
        Article(
            id=f"a{number}",
            title="Hewan",
            body="Kucing hitam langka." if number == 77 else "Kucing hitam.",
            source="Harian" if number == 77 else "Mingguan",
            published=start + timedelta(days=number * 37 % 200),
        )
        for number in range(200)
    ]
    data = build(tmp_path_factory.mktemp("cats"), articles)
    with closing(open_archive(data)) as archive, closing(ArrayEngine(data)) as engine:
        yield Searcher(engine, archive)


def test_a_phrase_is_looked_for_in_the_newest_articles(cats: Searcher) -> None:
    query = parse('"kucing hitam"').query
    newest = PageRequest(size=200, sort=Sort.NEWEST)

    every = [hit.article.id for hit in cats.search(query, newest).hits]
    cut = cats.search(query, newest, Work(6_000))

    assert len(every) == 200
    assert cut.partial
    assert 10 < len(cut.hits) < 200
    assert [hit.article.id for hit in cut.hits] == every[: len(cut.hits)]


def test_a_phrase_that_is_kept_costs_what_looking_for_it_does(cats: Searcher) -> None:
    query = parse('"hewan kucing hitam" ATAU "kucing hitam langka"').query
    request = PageRequest(size=200)
    first, again = Work(), Work()

    page = cats.search(query, request, first)

    assert ids(page) == {"a77"}
    assert cats.search(query, request, again) == page
    assert again.spent == first.spent
    assert cats.search(query, request, Work(first.spent // 8)).partial


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        pytest.param('langka "kucing hitam"', {}, id="a rare word beside it"),
        pytest.param('"kucing hitam"', {"source": ("harian",)}, id="a filter"),
    ],
)
def test_what_narrows_a_search_makes_a_phrase_cheap(
    cats: Searcher, text: str, filters: dict[str, tuple[str, ...]]
) -> None:
    alone, narrowed = Work(), Work()

    search(cats, '"kucing hitam"', alone)
    request = PageRequest(filters=Filters(values=filters))
    page = cats.search(parse(text).query, request, narrowed)

    assert ids(page) == {"a77"}
    assert narrowed.spent < alone.spent / 4


def test_the_same_part_is_looked_up_once(arrays: Searcher) -> None:
    once, often = Work(), Work()

    search(arrays, '~"di yang"~100', once)
    search(arrays, " ATAU ".join(['~"di yang"~100'] * 50), often)

    assert often.spent < 1.5 * once.spent


def test_who_runs_heavy_work_is_told_before_each_step() -> None:
    told: list[int] = []
    work = Work(when_heavy=lambda: told.append(work.spent))

    for _ in range(6):
        assert work.afford(LIGHT_STEPS // 2)

    assert told == [LIGHT_STEPS * half // 2 for half in (2, 3, 4, 5)]


def test_one_part_takes_at_most_half_of_what_is_left() -> None:
    work = Work(1_000)

    assert work.room(100, 1) == 100
    assert not work.is_cut
    assert work.room(1_000, 2) == 250
    assert work.is_cut


def test_parts_of_work_are_spent_together_and_cut_alone() -> None:
    work = Work(100)

    with work.part(2) as first:
        assert not first.afford(51)
        assert first.afford(40)
    with work.part(1) as second:
        assert second.left == 60
        assert second.afford(60)

    assert (first.is_cut, second.is_cut) == (True, False)
    assert (work.spent, work.is_cut) == (100, True)


def test_parts_of_work_are_heavy_together() -> None:
    calls: list[int] = []
    work = Work(when_heavy=lambda: calls.append(1))

    for parts in (3, 2, 1):
        with work.part(parts) as part:
            part.afford(LIGHT_STEPS // 2)

    assert len(calls) == 1
    work.afford(1)
    assert len(calls) == 2


def test_beginnings_cost_more_where_articles_have_left(tmp_path: Path) -> None:
    """Each word is then counted anew."""
    words = " ".join(f"kab{number}" for number in range(600))
    articles = [Article(id=str(number), title="Kata", body="Satu kata.") for number in range(40)]
    articles.append(Article(id="banyak", title="Kata", body=f"Banyak kata {words}"))
    build(tmp_path, articles)

    def spent() -> int:
        work = Work()
        with (
            closing(open_archive(tmp_path)) as archive,
            closing(Searcher(ArrayEngine(tmp_path), archive)) as searcher,
        ):
            searcher.search(parse("kab*").query, PageRequest(), work)
        return work.spent

    whole = spent()
    with closing(open_archive(tmp_path)) as archive:
        archive.remove(["7"])
    reindex(tmp_path)
    assert spent() >= whole + MAX_EXPANSION * COUNT
