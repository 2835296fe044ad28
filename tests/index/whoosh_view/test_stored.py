"""What is stored marks, groups, sorts and describes the hits of Whoosh's searches."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from whoosh import highlight, sorting
from whoosh import query as wq
from whoosh.qparser import QueryParser

from index.article import make_article
from index.newstext.dates import WIB
from tests.index.whoosh_view.building import ids_of, open_articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.searching import Results, Searcher

ARTICLES = [
    make_article(
        id="a",
        title="Pelatihan guru",
        body="Guru dilatih di desa. Pelatihan itu gratis.",
        published=datetime(2020, 1, 2, 8, tzinfo=WIB),
        source="Warta Pagi",
        author=("Budi Santoso", "Dewi"),
        tags=("guru", "desa kita"),
    ),
    make_article(id="b", title="Harga beras", body="Harga beras naik.", source="Kabar Kota"),
    make_article(
        id="c",
        title="Latihan kerja",
        body="Mereka melatih pekerja. Rp5.000 untuk e-commerce.",
        published=datetime(2019, 12, 31, 8, tzinfo=WIB),
        source="Warta Pagi",
        author=("Dewi",),
    ),
    make_article(
        id="d", title="Panen", body="Panen raya.", published=datetime(2020, 1, 9, tzinfo=WIB)
    ),
]
NEWEST = sorting.FieldFacet("date", reverse=True)


@pytest.fixture(scope="module", params=["one segment", "two segments"])
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """A searcher of four articles."""
    batches = [ARTICLES[:2], ARTICLES[2:]] if request.param == "two segments" else [ARTICLES]
    with open_articles(tmp_path_factory.mktemp("stored"), *batches).searcher() as searcher:
        yield searcher


def search(searcher: Searcher, text: str) -> Results:
    """Return marked hits."""
    query = QueryParser("text", searcher.schema).parse(text)
    results = searcher.search(query, terms=True)
    results.formatter = highlight.UppercaseFormatter()
    return results


def grouped(searcher: Searcher, facet: Any) -> dict[Any, list[str]]:
    groups = searcher.search(wq.Every(), groupedby=facet, limit=None).groups()
    return {
        key: [searcher.stored_fields(doc)["id"] for doc in docs] for key, docs in groups.items()
    }


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("guru", "GURU dilatih di desa. Pelatihan itu gratis."),
        ("pelat*", "Guru dilatih di desa. PELATIHAN itu gratis."),
        ('"pelatihan itu"', "Guru dilatih di desa. PELATIHAN ITU gratis."),
    ],
)
def test_hits_mark_their_own_text(searcher: Searcher, text: str, marked: str) -> None:
    results = search(searcher, text)
    results.fragmenter = highlight.WholeFragmenter()

    assert {hit["id"]: hit.highlights("text") for hit in results} == {"a": marked}


def test_a_root_marks_its_forms(searcher: Searcher) -> None:
    results = search(searcher, "root:latih")
    results.fragmenter = highlight.WholeFragmenter()
    marked = {hit["id"]: hit.highlights("root", text=hit["text"]) for hit in results}

    assert marked == {
        "a": "Guru DILATIH di desa. PELATIHAN itu gratis.",
        "c": "Mereka MELATIH pekerja. Rp5.000 untuk e-commerce.",
    }


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("5000", "RP5.000"),
        ("Rp5.000", "RP5.000"),
        ('"rp 5000"', "RP5.000"),
        ("commerce", "E-COMMERCE"),
        ("ecommerce", "E-COMMERCE"),
        ("e-commerce", "E-COMMERCE"),
    ],
)
def test_a_compound_is_found_and_marked_by_its_parts(
    searcher: Searcher, text: str, marked: str
) -> None:
    results = search(searcher, text)

    assert ids_of(results) == ["c"]
    assert marked in results[0].highlights("text")


def test_sentences_are_fragments(searcher: Searcher) -> None:
    results = search(searcher, "pelatihan")
    results.fragmenter = highlight.SentenceFragmenter()

    assert results[0].highlights("text", top=1) == "PELATIHAN itu gratis"


def test_everything_marks_nothing(searcher: Searcher) -> None:
    assert [hit.highlights("text") for hit in search(searcher, "*")] == [""] * 4


def test_the_undated_are_the_oldest(searcher: Searcher) -> None:
    for options in ({"sortedby": NEWEST}, {"sortedby": "date", "reverse": True}):
        assert ids_of(searcher.search(wq.Every(), **options)) == ["d", "a", "c", "b"]
    assert ids_of(searcher.search(wq.Every(), sortedby="date")) == ["b", "c", "a", "d"]


def test_values_are_groups_as_printed(searcher: Searcher) -> None:
    assert grouped(searcher, "source") == {
        "Warta Pagi": ["a", "c"],
        "Kabar Kota": ["b"],
        "": ["d"],
    }
    assert grouped(searcher, sorting.FieldFacet("author", allow_overlap=True)) == {
        "Budi Santoso": ["a"],
        "Dewi": ["a", "c"],
    }


def test_dates_are_groups(searcher: Searcher) -> None:
    assert grouped(searcher, "date") == {
        datetime(2020, 1, 2, 8, tzinfo=WIB): ["a"],
        None: ["b"],
        datetime(2019, 12, 31, 8, tzinfo=WIB): ["c"],
        datetime(2020, 1, 9, tzinfo=WIB): ["d"],
    }


def test_columns_sort_by_what_is_printed(searcher: Searcher) -> None:
    backward = [sorting.FieldFacet("source", reverse=True), NEWEST]

    assert ids_of(searcher.search(wq.Every(), sortedby=["source", "date"])) == list("dbca")
    assert ids_of(searcher.search(wq.Every(), sortedby=backward)) == list("acbd")


def test_columns_are_read_by_document(searcher: Searcher) -> None:
    reader = searcher.reader()
    authors = reader.column_reader("author")
    raw = reader.column_reader("author", translate=False)

    assert [authors[doc] for doc in range(4)] == ["Budi Santoso, Dewi", "", "Dewi", ""]
    assert list(raw) == [("Budi Santoso", "Dewi"), (), ("Dewi",), ()]
    assert not reader.has_column("text")


def test_key_words_come_from_the_stored_text(searcher: Searcher) -> None:
    results = searcher.search(wq.Term("id", "a"))

    by_hit = [word for word, _ in results.key_terms("text", numterms=20)]
    by_number = [word for word, _ in searcher.key_terms([results.docnum(0)], "text", numterms=20)]

    assert by_hit == by_number
    assert {"dilatih", "gratis", "desa"} <= set(by_hit)


def test_articles_are_like_one_another(searcher: Searcher) -> None:
    (hit,) = searcher.search(wq.Term("id", "a"))

    assert "a" not in ids_of(hit.more_like_this("text"))
