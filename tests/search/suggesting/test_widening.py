"""What is offered when nothing was found, on every engine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from search.language.parser import parse
from search.query import EVERYTHING
from search.results import Filters, PageRequest
from search.suggesting.widening import MAX_OFFERED, Way

if TYPE_CHECKING:
    from search.searcher import Searcher


def offered(searcher: Searcher, text: str, filters: Filters | None = None) -> dict[Way, list[str]]:
    """Return the wider queries by the way they were made, each of which finds what it says."""
    page = PageRequest(filters=filters or Filters())
    found: dict[Way, list[str]] = {}
    for other in searcher.search(parse(text).query, page).suggestions:
        if other.reason in set(Way):
            found.setdefault(Way(other.reason), []).append(other.q)
            assert searcher.search(parse(other.q).query, page).total == other.count
    return found


@pytest.mark.parametrize(
    ("text", "way", "queries"),
    [
        pytest.param('"petani harga"', Way.UNQUOTED, ["petani harga"], id="no such phrase"),
        pytest.param('"melatih guru"', Way.ANY_FORM, ['~"melatih guru"'], id="another form"),
        pytest.param('"harga beras xyzzy"', Way.FEWER, ['"harga beras"'], id="a word less"),
        pytest.param('"beras xyzzy"', Way.FEWER, ["=beras"], id="one word of two"),
        pytest.param("beras tanggal:1901", Way.FEWER, ["beras"], id="any day"),
        pytest.param("sumber:xyzzy beras", Way.FEWER, ["beras"], id="another source"),
        pytest.param("kutipan:beras", Way.TOLD, ["beras"], id="not quoted"),
        pytest.param("oleh:beras", Way.TOLD, ["beras"], id="nobody's name"),
        pytest.param("berasss", Way.BEGINNING, ["beras*"], id="a word begun"),
        pytest.param("xyzzy", Way.BEGINNING, [], id="nothing begins so"),
        pytest.param("tanggal:1901", Way.FEWER, [], id="no words"),
        pytest.param("di tanggal:1901", Way.FEWER, [], id="a word that says nothing"),
    ],
)
def test_wider_queries_find_something(
    searcher: Searcher, text: str, way: Way, queries: list[str]
) -> None:
    assert offered(searcher, text).get(way, []) == queries


def test_a_search_that_finds_something_is_not_widened(searcher: Searcher) -> None:
    for text in ('"harga beras"', "beras", "beras xyzzy", ""):
        assert offered(searcher, text) == {}


def test_wider_queries_pass_the_filters(searcher: Searcher) -> None:
    never = Filters(date_from=date(1901, 1, 1), date_to=date(1901, 12, 31))

    assert offered(searcher, '"petani harga"', never) == {}


def test_few_are_offered_of_a_long_query(searcher: Searcher) -> None:
    words = "beras harga gabah petani ikan anak guru banjir"

    found = offered(searcher, f"{words} sumber:xyzzy")

    assert all(len(queries) <= MAX_OFFERED for queries in found.values())


def test_coverage_is_the_first_and_the_last_day(searcher: Searcher) -> None:
    every = searcher.search(EVERYTHING, PageRequest(size=100)).hits
    days = sorted(hit.article.published for hit in every if hit.article.published)

    assert searcher.coverage() == (days[0], days[-1])


def test_counts_are_those_of_a_search(searcher: Searcher) -> None:
    texts = ("beras", '"harga beras"', "xyzzy", "anak ATAU guru")

    counts = searcher.counts([(parse(text).query, PageRequest()) for text in texts])

    pages = [searcher.search(parse(text).query, PageRequest()) for text in texts]
    assert counts == [page.total for page in pages]
    assert counts[2] == 0 < min(counts[0], counts[1], counts[3])
