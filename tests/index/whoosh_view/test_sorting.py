"""Whoosh sorts and groups the articles of the view by columns, words, queries and scores."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from whoosh import query as wq
from whoosh import sorting

from index.article import make_article
from tests.index.whoosh_view.building import ids_of, open_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from whoosh.searching import Searcher

    from index.article import Article

# Id, day of the month, section.
ROWS = (
    ("zulu", 20, "satu"),
    ("xray", 3, "tiga"),
    ("yankee", 11, "dua"),
    ("alfa", 14, "tiga"),
    ("tango", 10, "dua"),
    ("foxtrot", 1, "dua"),
    ("sierra", 9, "satu"),
    ("whiskey", 8, "tiga"),
    ("bravo", 28, "tiga"),
)
SHARED = wq.Term("text", "semua")
EVERY_WAY = [
    pytest.param(limit, is_reversed, id=f"{limit or 'all'} {'last' if is_reversed else 'first'}")
    for limit in (None, 5)
    for is_reversed in (False, True)
]


def seconds(day: int) -> int:
    return int(datetime(2020, 1, day, 7, tzinfo=UTC).timestamp())


def article(id_: str, day: int | None, section: str | None, body: str = "semua") -> Article:
    published = None if day is None else datetime(2020, 1, day, 7, tzinfo=UTC)
    return make_article(id=id_, body=body, published=published, section=section)


@pytest.fixture(scope="module", params=["one segment", "three segments"])
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """A searcher of nine articles."""
    articles = [article(*row) for row in ROWS]
    several = request.param == "three segments"
    batches = [articles[:3], articles[3:6], articles[6:]] if several else [articles]
    with open_articles(tmp_path_factory.mktemp("rows"), *batches).searcher() as searcher:
        assert len(searcher.leaf_searchers()) == len(batches)
        yield searcher


def grouped(searcher: Searcher, facet: Any, query: wq.Query = SHARED, **options: Any) -> Any:
    """Return the ids of each group, or what else was counted."""
    groups = searcher.search(query, groupedby=facet, limit=None, **options).groups()
    return {
        key: [searcher.stored_fields(doc)["id"] for doc in docs] if isinstance(docs, list) else docs
        for key, docs in groups.items()
    }


# Sorting


@pytest.mark.parametrize(("limit", "is_reversed"), EVERY_WAY)
@pytest.mark.parametrize(
    ("facet", "key"),
    [
        pytest.param("id", lambda row: row[0], id="by id"),
        pytest.param("date", lambda row: row[1], id="by date"),
        pytest.param(
            sorting.MultiFacet(["section", "id"]), lambda row: (row[2], row[0]), id="by two"
        ),
        pytest.param(["section", "date"], lambda row: (row[2], row[1]), id="by a list of two"),
        pytest.param(
            sorting.TranslateFacet(lambda date: -date, sorting.FieldFacet("date")),
            lambda row: -row[1],
            id="by a value made of another",
        ),
        pytest.param(
            sorting.TranslateFacet(
                lambda date, other: (date + other) % 7,
                sorting.FieldFacet("date"),
                sorting.FieldFacet("date"),
            ),
            lambda row: 2 * seconds(row[1]) % 7,
            id="by a value made of two",
        ),
        pytest.param(
            sorting.FunctionFacet(lambda searcher, doc: searcher.stored_fields(doc)["id"][1:]),
            lambda row: row[0][1:],
            id="by a function",
        ),
        pytest.param(sorting.StoredFieldFacet("id"), lambda row: row[0], id="by a stored field"),
    ],
)
def test_hits_are_sorted(
    searcher: Searcher,
    facet: Any,
    key: Callable[[tuple[str, int, str]], Any],
    limit: int | None,
    is_reversed: bool,
) -> None:
    expected = [row[0] for row in sorted(ROWS, key=key, reverse=is_reversed)][:limit]

    found = searcher.search(SHARED, sortedby=facet, limit=limit, reverse=is_reversed)

    if is_reversed and len({key(row) for row in ROWS}) < len(ROWS):
        # Whoosh turns ties around, too.
        expected = [row[0] for row in sorted(ROWS, key=lambda row: (key(row), ROWS.index(row)))]
        expected = expected[::-1][:limit]
    assert ids_of(found) == expected
    assert len(found) == len(ROWS)


@pytest.mark.parametrize("field", ["date", "id", "section"])
def test_a_facet_may_be_reversed(searcher: Searcher, field: str) -> None:
    column = {"id": 0, "date": 1, "section": 2}[field]
    forward = sorting.FieldFacet(field)
    backward = sorting.FieldFacet(field, reverse=True)

    ascending = ids_of(searcher.search(SHARED, sortedby=forward))
    descending = ids_of(searcher.search(SHARED, sortedby=backward))

    by_value = sorted(ROWS, key=lambda row: row[column])
    assert ascending == [row[0] for row in by_value]
    by_value = sorted(ROWS, key=lambda row: row[column], reverse=True)
    assert descending == [row[0] for row in by_value]


def test_pages_are_sorted(searcher: Searcher) -> None:
    page = searcher.search_page(wq.Every(), 2, pagelen=4, sortedby="id")

    assert ids_of(page) == ["tango", "whiskey", "xray", "yankee"]
    assert page[10:] == []
    nothing = searcher.search_page(wq.Term("id", "nobody"), 1, pagelen=4, sortedby="id")
    assert len(nothing) == 0
    assert nothing.is_last_page()


def test_sorting_by_a_field_that_nobody_has_keeps_the_order(searcher: Searcher) -> None:
    found = searcher.search(wq.Every(), sortedby="author")

    assert ids_of(found) == [row[0] for row in ROWS]


@pytest.mark.parametrize("limit", [2, None])
def test_filtered_hits_are_sorted(searcher: Searcher, limit: int | None) -> None:
    of_three = wq.Term("section", "tiga")

    some = searcher.search(wq.Every(), sortedby="id", filter=of_three, limit=limit)
    others = searcher.search(wq.Every(), sortedby="id", mask=of_three, limit=limit)

    assert ids_of(some) == ["alfa", "bravo", "whiskey", "xray"][:limit]
    assert ids_of(others) == ["foxtrot", "sierra", "tango", "yankee", "zulu"][:limit]


def test_scores_are_a_facet(tmp_path: Path) -> None:
    texts = ("aa b", "aaa", "abb", "aba", "abb", "aaa")
    articles = [
        article(
            str(number), None, "kendi" if number < 3 else "guci", " ".join(text.replace(" ", ""))
        )
        for number, text in enumerate(texts)
    ]
    facet = sorting.MultiFacet(["section", sorting.ScoreFacet()])

    with open_articles(tmp_path, articles[:2], articles[2:4], articles[4:]).searcher() as searcher:
        found = searcher.search(wq.Term("text", "a"), sortedby=facet)

        assert ids_of(found) == ["5", "3", "4", "1", "0", "2"]


@pytest.mark.parametrize("is_reversed", [False, True])
def test_removed_articles_are_sorted_out(tmp_path: Path, is_reversed: bool) -> None:
    names = "bravo echo juliet kilo foxtrot charlie alfa india delta".split()
    articles = [article(name, None, None) for name in names]
    batches = articles[:3], articles[3:6], articles[6:]
    index = open_articles(tmp_path, *batches, removed=["echo"])
    query = wq.TermRange("id", "bravo", "k")
    some = wq.Or([wq.Term("id", "bravo"), wq.Term("id", "delta")])
    facet = sorting.FieldFacet("id", reverse=is_reversed)

    def in_order(names: str) -> list[str]:
        return sorted(names.split(), reverse=is_reversed)

    with index.searcher() as searcher:
        found = searcher.search(query, sortedby=facet)
        assert ids_of(found) == in_order("juliet india foxtrot delta charlie bravo")
        found = searcher.search(wq.And([query, wq.Not(some)]), sortedby=facet)
        assert ids_of(found) == in_order("juliet india foxtrot charlie")
        found = searcher.search(query, mask=some, sortedby=facet)
        assert ids_of(found) == in_order("juliet india foxtrot charlie")
        found = searcher.search(wq.Every(), filter=wq.Not(some), sortedby=facet)
        assert ids_of(found) == in_order("kilo juliet india foxtrot charlie alfa")


def test_what_is_collapsed_is_kept_by_an_order_of_its_own(searcher: Searcher) -> None:
    newest = sorting.FieldFacet("date", reverse=True)
    by_id = sorting.FieldFacet("id")

    found = searcher.search(wq.Every(), sortedby=by_id, collapse="section", limit=None)
    assert ids_of(found) == ["alfa", "foxtrot", "sierra"]
    found = searcher.search(
        wq.Every(), sortedby=by_id, collapse="section", collapse_order=newest, limit=None
    )
    assert sorted(ids_of(found)) == ["bravo", "yankee", "zulu"]


# Grouping


def test_hits_are_grouped_by_the_value_of_a_field(searcher: Searcher) -> None:
    assert grouped(searcher, "section") == {
        "satu": ["zulu", "sierra"],
        "dua": ["yankee", "tango", "foxtrot"],
        "tiga": ["xray", "alfa", "whiskey", "bravo"],
    }


def test_groups_of_a_search_with_terms(searcher: Searcher) -> None:
    found = searcher.search(wq.Term("section", "satu"), groupedby=["section"], terms=True)

    assert found.groups("section") == {"satu": [0, 6]}
    assert found.matched_terms() == {("section", b"satu")}


def test_hits_are_grouped_by_two_fields(searcher: Searcher) -> None:
    facet = sorting.MultiFacet(
        ["section", sorting.QueryFacet({"z": wq.Prefix("id", "z")}, other="-")]
    )

    found = grouped(searcher, {"both": facet})

    assert {key: len(ids) for key, ids in found.items()} == {
        ("satu", "z"): 1,
        ("satu", "-"): 1,
        ("dua", "-"): 3,
        ("tiga", "-"): 4,
    }


def test_hits_are_grouped_by_queries(searcher: Searcher) -> None:
    queries = {
        "a-m": wq.TermRange("id", "a", "m"),
        "n-w": wq.TermRange("id", "n", "wz"),
        "x-z": wq.TermRange("id", "x", "zz"),
    }

    assert grouped(searcher, sorting.QueryFacet(queries)) == {
        "a-m": ["alfa", "foxtrot", "bravo"],
        "n-w": ["tango", "sierra", "whiskey"],
        "x-z": ["zulu", "xray", "yankee"],
    }


def test_groups_of_queries_may_overlap(searcher: Searcher) -> None:
    facets = sorting.Facets()
    facets.add_query(
        "some",
        {"section": wq.Term("section", "satu"), "id": wq.Prefix("id", "z")},
        allow_overlap=True,
    )

    groups = searcher.search(wq.Every(), groupedby=facets).groups("some")

    assert {key: sorted(docs) for key, docs in groups.items()} == {
        "section": [0, 6],
        "id": [0],
        None: [1, 2, 3, 4, 5, 7, 8],
    }


@pytest.mark.parametrize(
    ("kind", "groups"),
    [
        pytest.param(
            sorting.UnorderedList,
            {"satu": ["zulu", "sierra"], "dua": ["yankee", "tango", "foxtrot"]},
            id="as lists",
        ),
        pytest.param(sorting.Count, {"satu": 2, "dua": 3}, id="as counts"),
        pytest.param(sorting.Best, {"satu": 0, "dua": 2}, id="as the best"),
    ],
)
def test_groups_are_kept_as(searcher: Searcher, kind: Any, groups: dict[str, Any]) -> None:
    query = wq.Or([wq.Term("section", "satu"), wq.Term("section", "dua")])

    assert grouped(searcher, "section", query, maptype=kind) == groups
    assert grouped(searcher, sorting.FieldFacet("section", maptype=kind), query) == groups


def test_groups_are_ordered_like_the_hits(tmp_path: Path) -> None:
    articles = [
        article(str(count), None, "apel" if count % 2 else "beras", ", ".join(["bla"] * count))
        for count in range(1, 7)
    ]

    with open_articles(tmp_path, articles).searcher() as searcher:
        found = grouped(searcher, "section", wq.Term("text", "bla"))

    assert found == {"apel": ["5", "3", "1"], "beras": ["6", "4", "2"]}


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A searcher of articles with several tags each, or none, in two segments."""
    tags = [("apel", "beras", "cabai"), ("beras", "cabai"), (), ("cabai", "apel"), ()]
    articles = [
        make_article(id=str(number), body="semua", tags=some) for number, some in enumerate(tags)
    ]
    batches = articles[:3], articles[3:]
    with open_articles(tmp_path_factory.mktemp("tagged"), *batches).searcher() as searcher:
        yield searcher


def test_a_hit_is_in_the_group_of_each_of_its_words(tagged: Searcher) -> None:
    expected = {
        "apel": ["0", "3"],
        "beras": ["0", "1"],
        "cabai": ["0", "1", "3"],
        None: ["2", "4"],
    }
    facets = sorting.Facets()
    facets.add_field("tag", allow_overlap=True)

    assert grouped(tagged, sorting.FieldFacet("tag", allow_overlap=True)) == expected
    assert grouped(tagged, facets) == expected


def test_filtered_hits_are_grouped(tmp_path: Path) -> None:
    words = "apel beras cabai durian emping fuli".split()
    articles = [
        article(str(number), None, ("nol", "satu", "dua")[number % 3], " ".join(some))
        for number, some in enumerate(permutations(words, 3))
    ]
    both = wq.And([wq.Term("text", "cabai"), wq.Term("text", "durian")])

    with open_articles(tmp_path, articles).searcher() as searcher:
        found = searcher.search(wq.Every(), filter=both, groupedby="section", limit=None)

        assert len(found) == 24
        assert sum(map(len, found.groups("section").values())) == 24


# Columns


def test_a_column_is_read_by_document(searcher: Searcher) -> None:
    reader = searcher.reader()
    expected = [seconds(day) for _, day, _ in ROWS]

    column = reader.column_reader("date", translate=False)
    parts = [leaf.column_reader("date", translate=False) for leaf, _ in reader.leaf_readers()]

    assert reader.has_column("date")
    assert [column[doc] for doc in range(len(ROWS))] == list(column) == expected
    assert [value for part in parts for value in part] == expected
    assert sum(map(len, parts)) == len(ROWS)
