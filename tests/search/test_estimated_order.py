"""Undated articles among the others, by the month in which they seem to have appeared."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from index.article import Article
from index.newstext.dates import WIB
from index.rebuild import reindex
from search.query import EVERYTHING, Term
from search.results import PageRequest, Sort
from tests.building import build, put
from tests.search.conftest import ENGINES, searcher_over

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.query import Query
    from search.searcher import Searcher

DATED = {
    "september": datetime(2018, 9, 30, tzinfo=WIB),
    "awal-oktober": datetime(2018, 10, 1, tzinfo=WIB),
    "november": datetime(2018, 11, 2, 9, 30, tzinfo=WIB),
}
UNDATED = {
    "oktober": "Air naik pada Sabtu (13/10). Tanggul dibangun sejak 2018.",
    "kapan": "Air naik tadi malam.",
    "lama": "Air naik pada Sabtu (3/1/1970).",
}


def articles() -> list[Article]:
    dated = [
        Article(id=id_, title=f"Kabar {id_}", body="Air naik.", published=published)
        for id_, published in DATED.items()
    ]
    undated = [Article(id=id_, title=f"Kabar {id_}", body=body) for id_, body in UNDATED.items()]
    return dated + undated


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = build(tmp_path_factory.mktemp("perkiraan"), articles()[:4])
    put(place, articles())
    reindex(place)
    return place


@pytest.fixture(scope="module", params=ENGINES)
def searcher(request: pytest.FixtureRequest, data: Path) -> Iterator[Searcher]:
    with searcher_over(request, request.param, data) as searcher:
        yield searcher


NEWEST = ["november", "awal-oktober", "oktober", "september", "lama", "kapan"]
OLDEST = ["lama", "september", "awal-oktober", "oktober", "november", "kapan"]


@pytest.mark.parametrize("query", [EVERYTHING, Term("air")])
@pytest.mark.parametrize(
    ("sort", "order"), [(Sort.NEWEST_ESTIMATED, NEWEST), (Sort.OLDEST_ESTIMATED, OLDEST)]
)
def test_an_estimate_orders_where_that_is_asked_for(
    searcher: Searcher, query: Query, sort: Sort, order: list[str]
) -> None:
    page = searcher.search(query, PageRequest(sort=sort))
    assert [hit.article.id for hit in page.hits] == order

    pages = [searcher.search(query, PageRequest(sort=sort, size=2, number=n)) for n in (1, 2, 3)]
    assert [hit.article.id for page in pages for hit in page.hits] == order
    first = pages[0]
    behind = searcher.search(query, PageRequest(sort=sort, size=2, after=first.next))
    assert [hit.article.id for hit in behind.hits] == order[2:4]


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
def test_without_that_undated_articles_come_last(searcher: Searcher, sort: Sort) -> None:
    page = searcher.search(EVERYTHING, PageRequest(sort=sort))

    assert [hit.article.id for hit in page.hits][3:] == ["kapan", "lama", "oktober"]
