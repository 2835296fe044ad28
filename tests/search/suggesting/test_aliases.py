"""Other names of what a query asks for: what is offered, and what it finds when included."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.opening import open_archive
from index.article import Article
from search.asked import ask
from search.language.parser import parse
from search.language.unparse import unparse
from search.query import leaves
from search.results import Filters, PageRequest
from search.searcher import Searcher
from search.suggesting.aliases import (
    MAX_NAMES,
    MAX_OTHERS,
    OTHERWISE,
    WANTED,
    read_otherwise,
    with_aliases,
)
from search.work import Work
from tests.building import build
from tests.search.conftest import ENGINES, engine_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engine import Engine
    from search.results import ResultPage

BODIES = (
    "Penyidik Komisi Pengawas Kopi (KPK) memeriksa gudang.",
    "KPK menyita dua karung.",
    "Komisi Pengawas Kopi meminta maaf. Suap ditolak.",
    "Ketua KPK menolak suap.",
    "Pidato di Perserikatan Bangsa-Bangsa (PBB) lancar.",
    "Kader Partai Buah Bersatu (PBB) menanam mangga.",
    "Partai Buah Bersatu menang.",
    "Perserikatan Bangsa-Bangsa bersidang.",
    "PBB bersidang lagi.",
    "Lurah Slamet Widodo (Slawi) hadir. Slamet pulang, Widodo juga.",
    "Slawi tersenyum.",
    "Dana Desa (DD) di Dumai habis.",
    "Dinas Damai (DD) di Dumai tutup. Daging mahal.",
    "Daftar Dokter (DD) diumumkan. DD tutup.",
    "Lembaga Sapi Nasional (LSN) berdiri.",
    "Rapat LSN dibuka di kantor Lembaga Sapi Nasional.",
    "Rapat LSN dibuka di kantor pada malam Minggu.",
)
WORDS = (*"KPK PBB komisi pengawas kopi perserikatan bangsa slawi suap -KPK ATAU ( )".split(), '"')


@pytest.fixture(scope="module", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, Searcher]]:
    """Every engine, over articles that explain short forms."""
    articles = [
        Article(
            id=str(number),
            title="Laporan",
            body=body,
            published=datetime(2018, 1, 1 + number, 12, tzinfo=UTC),
        )
        for number, body in enumerate(BODIES)
    ]
    data = build(tmp_path_factory.mktemp("aliases"), articles)
    with (
        closing(open_archive(data)) as archive,
        closing(engine_over(request, request.param, data, archive)) as found,
    ):
        yield found, Searcher(found, archive)


@pytest.fixture
def searcher(engine: tuple[Engine, Searcher]) -> Searcher:
    return engine[1]


def search(searcher: Searcher, text: str, *, aliases: bool = False) -> ResultPage:
    return searcher.search(parse(text).query, PageRequest(size=100, aliases=aliases))


def offered(searcher: Searcher, text: str) -> list[tuple[str, str, int]]:
    page = search(searcher, text)
    return [(other.name, other.text, other.adds) for other in page.aliases]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        pytest.param("KPK", [("KPK", "Komisi Pengawas Kopi", 1)], id="a short form"),
        pytest.param("kpk", [("kpk", "Komisi Pengawas Kopi", 1)], id="in any case"),
        pytest.param('"KPK"', [("KPK", "Komisi Pengawas Kopi", 1)], id="in quotes"),
        pytest.param("suap KPK", [("KPK", "Komisi Pengawas Kopi", 1)], id="beside a word"),
        pytest.param('"komisi pengawas kopi"', [("komisi pengawas kopi", "KPK", 2)], id="a phrase"),
        pytest.param("komisi pengawas kopi", [("komisi pengawas kopi", "KPK", 2)], id="words"),
        pytest.param(
            "suap komisi pengawas kopi", [("komisi pengawas kopi", "KPK", 1)], id="some words"
        ),
        pytest.param("gula ATAU KPK", [("KPK", "Komisi Pengawas Kopi", 1)], id="of two"),
        pytest.param("isi:KPK", [("KPK", "Komisi Pengawas Kopi", 1)], id="in a field"),
        pytest.param(
            "perserikatan bangsa-bangsa", [("perserikatan bangsa-bangsa", "PBB", 2)], id="a pair"
        ),
        pytest.param(
            "PBB",
            [("PBB", "Partai Buah Bersatu", 1), ("PBB", "Perserikatan Bangsa-Bangsa", 1)],
            id="two meanings",
        ),
        pytest.param(
            "DD dumai",
            [("DD", "Dana Desa", 0), ("DD", "Dinas Damai", 0)],
            id="meanings that are there",
        ),
        pytest.param("DD daging", [], id="the only meaning that is there"),
        pytest.param("slamet widodo", [("slamet widodo", "Slawi", 1)], id="a person"),
        pytest.param("komisi kopi pengawas", [], id="in another order"),
        pytest.param('"pengawas kopi"', [], id="a part"),
        pytest.param('"komisi pengawas kopi"~5', [], id="words that are near"),
        pytest.param("judul:komisi isi:pengawas kopi", [], id="in several fields"),
        pytest.param("penulis:KPK", [], id="in another field"),
        pytest.param("gudang -KPK", [], id="left out"),
        pytest.param("kp*", [], id="a beginning"),
        pytest.param("gudang KPK", [], id="adds nothing"),
        pytest.param('KPK ATAU "Komisi Pengawas Kopi"', [], id="there already"),
        pytest.param(
            'PBB ATAU "Partai Buah Bersatu"',
            [("PBB", "Perserikatan Bangsa-Bangsa", 1)],
            id="one of two there already",
        ),
        pytest.param("xyzzy", [], id="no name"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_other_names_are_offered_with_what_they_add(
    searcher: Searcher, text: str, others: list[tuple[str, str, int]]
) -> None:
    assert sorted(offered(searcher, text)) == others


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("KPK", 'KPK ATAU "Komisi Pengawas Kopi"'),
        ("suap kpk", 'suap (kpk ATAU "Komisi Pengawas Kopi")'),
        ("=KPK suap", '(=KPK ATAU "Komisi Pengawas Kopi") suap'),
        ("suap komisi pengawas kopi", "suap ((komisi pengawas kopi) ATAU KPK)"),
        ('isi:"komisi pengawas kopi"', 'isi:"komisi pengawas kopi" ATAU isi:KPK'),
    ],
)
def test_an_offer_is_a_query_that_finds_both(searcher: Searcher, text: str, query: str) -> None:
    page = search(searcher, text)
    (other,) = page.aliases

    wider = search(searcher, other.q)

    assert other.q == query
    assert wider.total == page.total + other.adds
    assert wider.aliases == ()


def test_naming_a_meaning_brings_its_articles_to_the_front(searcher: Searcher) -> None:
    for other in search(searcher, "DD dumai").aliases:
        page = search(searcher, other.q)
        assert f"{other.text} (DD)" in page.hits[0].article.body
        assert page.aliases == ()


@pytest.mark.parametrize("text", ["KPK", "PBB", "suap komisi pengawas kopi", "Slawi", "gudang"])
def test_nothing_is_included_unless_asked_for(searcher: Searcher, text: str) -> None:
    plain = search(searcher, text)

    assert {hit.article.id for hit in plain.hits} == set(searcher.find_ids(parse(text).query))


def test_all_of_them_are_included_when_asked_for(searcher: Searcher) -> None:
    plain, page = search(searcher, "PBB"), search(searcher, "PBB", aliases=True)

    assert page.total == plain.total + 2
    assert page.aliases == plain.aliases
    marked = {part.text for hit in page.hits for part in hit.snippet if part.is_match}
    assert {"PBB", "Partai", "Bersatu", "Perserikatan"} <= {
        word for text in marked for word in text.split()
    }


def test_a_walk_includes_them_too(searcher: Searcher) -> None:
    query = parse("KPK").query

    walk = searcher.walk(query, PageRequest(size=100, aliases=True))

    assert walk.total == sum(len(hits) for hits in walk.hits)
    assert walk.total == search(searcher, "KPK", aliases=True).total


def test_what_they_add_has_to_pass_the_filters(searcher: Searcher) -> None:
    filters = Filters(date_from=date(2018, 1, 7))

    page = searcher.search(parse("PBB").query, PageRequest(filters=filters))

    assert {(other.text, other.adds) for other in page.aliases} == {
        ("Partai Buah Bersatu", 1),
        ("Perserikatan Bangsa-Bangsa", 1),
    }


def test_an_answer_that_was_cut_short_does_not_know_what_they_add(searcher: Searcher) -> None:
    page = searcher.search(parse("KPK").query, PageRequest(), Work(0))

    assert [page.partial, not page.aliases] in ([True, True], [False, False])


def test_the_words_of_an_article_are_marked_by_other_names_too(searcher: Searcher) -> None:
    text, query = "Komisi Pengawas Kopi datang.", parse("KPK").query

    assert not any(part.is_match for part in searcher.highlight(text, query))
    marked = [part.text for part in searcher.highlight(text, query, aliases=True) if part.is_match]
    assert " ".join(marked) == "Komisi Pengawas Kopi"


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_any_query_may_have_other_names(engine: tuple[Engine, Searcher], text: str) -> None:
    query = parse(text).query
    with engine[0].reading() as snapshot:
        wider = with_aliases(snapshot.aliases, query)

    typed, every = list(leaves(query, excluded=True)), list(leaves(wider, excluded=True))
    assert set(typed) <= set(every)
    assert len(every) <= len(typed) * (1 + MAX_NAMES * MAX_OTHERS)
    assert parse(unparse(wider)).query == wider or len(unparse(wider)) > 1_000


def test_an_engine_that_knows_no_aliases_offers_none() -> None:
    query = parse("KPK").query

    assert with_aliases(None, query) == query


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("siapa menyuap KPK", ["Komisi", "Pengawas", "Kopi"], id="full form"),
        pytest.param("kapan perserikatan bangsa-bangsa bersidang", ["PBB"], id="short form"),
        pytest.param("apa suap KPK pengawas", ["Komisi", "Kopi"], id="not what was typed"),
        pytest.param("apa suap kopi", [], id="nothing is named"),
        pytest.param("suap KPK kemarin sore", ["Komisi", "Pengawas", "Kopi"], id="many words"),
        pytest.param("suap KPK kemarin", [], id="a few words"),
        pytest.param("KPK", [], id="one word"),
        pytest.param("apa judul:KPK suap", [], id="in one field"),
        pytest.param("apa =KPK suap", [], id="wanted as written"),
        pytest.param("apa suap -KPK", [], id="excluded"),
    ],
)
def test_words_of_the_likeliest_other_name_weigh_half_a_word(
    engine: tuple[Engine, Searcher], text: str, words: list[str]
) -> None:
    asked = ask(parse(text).query)
    with engine[0].reading() as snapshot:
        read, found = read_otherwise(snapshot.aliases, asked)

    assert read == asked
    assert [term.text for term in found] == words
    assert sum(term.weight for term in found) == pytest.approx(OTHERWISE if words else 0)


def test_who_asks_what_a_short_form_stands_for_asks_for_the_words(
    engine: tuple[Engine, Searcher],
) -> None:
    asked = ask(parse("apa kepanjangan KPK").query)
    with engine[0].reading() as snapshot:
        read, found = read_otherwise(snapshot.aliases, asked)

    assert sum(term.weight for term in found) == pytest.approx(WANTED)
    assert read.words == asked.words + found
    assert read.query == asked.query


def test_an_article_with_both_names_comes_first(engine: tuple[Engine, Searcher]) -> None:
    query = parse("bagaimana rapat LSN").query
    page = engine[1].search(query, PageRequest())

    assert [hit.article.id for hit in page.hits] == ["15", "16"]
    assert [id_ for id_, _ in engine[1].rank(query, 2)] == ["15", "16"]
