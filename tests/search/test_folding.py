"""Articles that are one text are one result, in every order, on every page, in every engine."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.copies.groups import FILE_NAME, Copies
from index.generations import Generations
from index.manifest import Manifest
from index.newstext.dates import WIB
from index.rebuild import reindex
from search import folding
from search.arrays.engine import ArrayEngine
from search.engine import Search
from search.language.parser import parse
from search.query import EVERYTHING
from search.results import Filters, Interval, PageRequest, Sort
from search.searcher import Searcher
from search.work import Work
from tests.building import build, put
from tests.search.conftest import ENGINES, engine_over

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.archive.store import Archive
    from search.engine import Engine
    from search.results import Hit, ResultPage

SYLLABLES = "ba ca da ga ja ka la ma na pa ra sa ta wa ya".split()
SOURCES = ("Kabar Satu", "Kabar Dua", "Kabar Tiga", "Kabar Empat")
FIRST = datetime(2020, 1, 30, 8, tzinfo=WIB)
# Texts that are printed so many times.
TIMES = (1, 2, 1, 5, 1, 3, 1, 1, 7, 2, 1, 4, 1, 2, 1, 1, 30)
SEARCHES = (
    "panen",
    "panen raya",
    "raya harga",
    "",
    '"panen raya"',
    "harga ATAU panen",
    "raya -tani",
)


def articles() -> list[Article]:
    """Return articles of a few texts, in an order that tells nothing."""
    draw = random.Random(14)
    made: list[Article] = []
    for text, times in enumerate(TIMES):
        words = ["".join(draw.choices(SYLLABLES, k=4)) for _ in range(40)]
        words[3::9] = draw.choices(["panen", "raya", "harga", "tani"], k=len(words[3::9]))
        if text % 2:
            words[20:20] = ["panen", "raya"]
        for number in range(times):
            more = [draw.choice(["harga", "tani", "panen", "raya"])] if number % 2 else []
            made.append(
                Article(
                    id=f"t{text:02}-{draw.randrange(10**6):06}",
                    title=f"Panen {text}" if number % 3 else f"Raya {number}",
                    body=" ".join([*words, *more]),
                    source=SOURCES[(text + number) % len(SOURCES)],
                    published=None
                    if number % 11 == 10
                    else FIRST + timedelta(hours=(text % 5) * 30 + number % 4 * 5),
                )
            )
    draw.shuffle(made)
    return made


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Indexed in two steps, the second of which deletes and carries groups on."""
    place, made = tmp_path_factory.mktemp("lipat"), articles()
    build(place, [*made[:50], Article(id="pergi", title="Panen", body=made[0].body)])
    put(place, made[50:])
    with closing(open_archive(place)) as archive:
        archive.remove(["pergi"])
    assert reindex(place).mode == "incremental"
    return place


@pytest.fixture(scope="module")
def archive(data: Path) -> Iterator[Archive]:
    with closing(open_archive(data)) as archive:
        yield archive


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, data: Path, archive: Archive) -> Iterator[Engine]:
    with closing(engine_over(request, request.param, data, archive)) as engine:
        yield engine


@pytest.fixture
def searcher(engine: Engine, archive: Archive) -> Searcher:
    return Searcher(engine, archive)


def ids(page: ResultPage) -> list[str]:
    return [hit.article.id for hit in page.hits]


def under(hit: Hit) -> list[str]:
    return [one.article.id for one in hit.copies.shown] if hit.copies else []


def expected(engine: Engine, found: list[str]) -> dict[str, list[str]]:
    """Return what is to be under each hit, of all that match in their order."""
    with engine.reading() as snapshot:
        assert snapshot.copies is not None
        groups = [[member.id for member in group] for group in snapshot.copies]
    folded = {id_: [id_] for id_ in found}
    for group in groups:
        first, *others = [id_ for id_ in group if id_ in folded] or [""]
        for other in others:
            folded[first].append(other)
            del folded[other]
    return {id_: some[1:] for id_, some in folded.items()}


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("text", SEARCHES)
@pytest.mark.parametrize("size", [3, 100])
def test_copies_are_under_the_first_published_that_matches(
    searcher: Searcher, engine: Engine, text: str, sort: Sort, size: int
) -> None:
    query = parse(text).query
    plain = searcher.search(query, PageRequest(size=100, sort=sort))
    wanted = expected(engine, ids(plain))

    asked = PageRequest(size=size, sort=sort, folds=True)
    pages = []
    for number in count(1):
        pages.append(searcher.search(query, replace(asked, number=number)))
        if number >= pages[0].page_count:
            break

    hits = [hit for page in pages for hit in page.hits]
    # Where words stand is looked at in the first ones, which are others without copies.
    is_looked_at = sort is Sort.RELEVANCE and len(text.split()) > 1
    order = sorted if is_looked_at else list
    assert order(hit.article.id for hit in hits) == order(wanted)
    for hit in hits:
        assert under(hit) == wanted[hit.article.id][: folding.MAX_SHOWN]
        assert (hit.copies.total if hit.copies else 0) == len(wanted[hit.article.id])
    for page in pages:
        assert (page.total, page.listed) == (plain.total, len(wanted))
        assert page.folded == plain.total - len(wanted)
    assert searcher.search(query, replace(asked, number=len(pages) + 1)).hits == ()


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("text", ["panen", "panen raya", ""])
def test_a_walk_meets_each_text_once(searcher: Searcher, text: str, sort: Sort) -> None:
    query = parse(text).query
    asked = PageRequest(size=2, sort=sort, folds=True)
    page = searcher.search(query, asked)
    walked = ids(page)
    while page.next:
        page = searcher.search(query, replace(asked, after=page.next))
        walked += ids(page)
    walk = searcher.walk(query, replace(asked, size=1_000))

    whole = ids(searcher.search(query, replace(asked, size=100)))
    assert walked == whole
    assert [hit.article.id for some in walk.hits for hit in some] == whole
    assert walk.total == len(whole)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(values={"source": ("Kabar Dua",)}),
        Filters(values={"source": ("Kabar Dua", "Kabar Tiga")}, date_from=date(2020, 1, 31)),
        Filters(values={"year": ("2020",)}, date_to=date(2020, 1, 31)),
    ],
)
def test_what_passes_no_filter_is_under_nothing(
    searcher: Searcher, engine: Engine, filters: Filters
) -> None:
    query = parse("panen").query
    asked = PageRequest(size=100, filters=filters, facets=("source", "year"), interval=Interval.DAY)
    plain = searcher.search(query, asked)

    page = searcher.search(query, replace(asked, folds=True))

    wanted = expected(engine, ids(plain))
    assert {hit.article.id: under(hit) for hit in page.hits} == wanted
    assert 0 < page.folded == page.total - len(wanted)
    assert (page.facets, page.histogram) == (plain.facets, plain.histogram)


def test_a_relaxed_search_is_folded(searcher: Searcher, engine: Engine) -> None:
    query = parse("panen raya harga tani zzzz").query
    plain = searcher.search(query, PageRequest(size=100))

    page = searcher.search(query, PageRequest(size=100, folds=True))

    assert page.relaxed
    assert sorted(ids(page)) == sorted(expected(engine, ids(plain)))
    assert all(hit.missing for hit in page.hits)


def test_what_one_is_to_those_before_it_is_told(searcher: Searcher, engine: Engine) -> None:
    page = searcher.search(EVERYTHING, PageRequest(size=100, folds=True))

    most = max((hit for hit in page.hits if hit.copies), key=lambda hit: hit.copies.total)  # type: ignore[union-attr]
    with engine.reading() as snapshot:
        assert snapshot.copies is not None
        _, *others = snapshot.copies.of(most.article.id)
    kinds = [member.kind.what for member in others]
    assert most.copies is not None
    assert [one.what for one in most.copies.shown] == kinds[: folding.MAX_SHOWN]
    assert most.copies.copies == kinds.count("copy")
    assert most.copies.updates == kinds.count("update") > 0


def test_which_documents_match_is_told_of_those_named(engine: Engine) -> None:
    query = parse("panen").query
    with engine.reading() as snapshot:
        every = np.sort(snapshot.find(Search(query=EVERYTHING, count=100)).docs)
        found = snapshot.find(Search(query=query, count=100, among=every[::2]))
        rows = np.array(snapshot.rows(every), np.int64)
        numbers = snapshot.numbers(rows)

        assert found.among is not None
        assert found.among.tolist() == [doc in set(found.docs) for doc in every[::2]]
        assert snapshot.find(Search(query=query, count=1)).among is None
        assert numbers.tolist() == every.tolist()


def test_what_there_is_no_room_for_is_not_folded_and_the_page_says_so(engine: Engine) -> None:
    if type(engine).__name__ == "LinearEngine":
        pytest.skip("it reads everything")
    folder = folding.Folder()
    with engine.reading() as snapshot:
        work = Work(0)
        found, folded = folder.find(
            snapshot.counting(work), Search(query=parse("panen").query, count=5)
        )

    assert work.is_cut
    assert folded.count <= found.total


def test_an_index_from_before_is_not_folded(tmp_path: Path) -> None:
    build(tmp_path, articles())
    current = Generations(tmp_path).current()
    (current / FILE_NAME).unlink()
    described = Manifest.read(current)
    files = {name: digest for name, digest in described.files.items() if name != FILE_NAME}
    replace(described, files=files).write(current)

    with (
        closing(open_archive(tmp_path)) as archive,
        closing(Searcher(ArrayEngine(tmp_path), archive)) as searcher,
    ):
        page = searcher.search(EVERYTHING, PageRequest(folds=True))

    assert page.folded == 0
    assert all(hit.copies is None for hit in page.hits)


def test_an_index_that_does_not_say_where_copies_are_is_not_folded(
    data: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Copies.open

    def open_(directory: Path) -> Copies | None:
        found = opened(directory)
        assert found is not None
        found.rows = None
        return found

    monkeypatch.setattr(Copies, "open", open_)
    with closing(Searcher(ArrayEngine(data), archive)) as searcher:
        assert searcher.search(EVERYTHING, PageRequest(folds=True)).folded == 0


def test_an_article_that_is_gone_is_shown_under_nothing(tmp_path: Path) -> None:
    made = articles()
    build(tmp_path, made)
    with (
        closing(open_archive(tmp_path)) as archive,
        closing(Searcher(ArrayEngine(tmp_path), archive)) as searcher,
    ):
        asked = PageRequest(size=100, folds=True)
        before = searcher.search(EVERYTHING, asked)
        gone = under(next(hit for hit in before.hits if hit.copies))[0]
        archive.remove([gone])
        after = searcher.search(EVERYTHING, asked)

    assert gone not in [id_ for hit in after.hits for id_ in under(hit)]
    assert after.folded == before.folded
