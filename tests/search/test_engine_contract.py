"""What every engine promises, one behaviour a test, on the real engine and the oracle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.document import Document
from search.engine import KEY_SHIFT, Search
from search.errors import GenerationGoneError, PlaceError
from search.language.narrowing import narrow_to
from search.language.parser import parse
from search.query import EVERYTHING, TITLE, Forms, Or, Phrase, Prefix, Term
from search.results import (
    NO_FILTERS,
    Bar,
    FacetValue,
    Filters,
    Hit,
    Interval,
    PageRequest,
    Sort,
)
from search.work import Work
from tests.corpus import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.store import Archive
    from index.article import Article
    from search.engine import Docs, Engine, Snapshot
    from search.results import Fragment, ResultPage, TermInfo
    from search.searcher import Searcher

ALL = len(ARTICLES)


def search(searcher: Searcher, text: str, page: PageRequest | None = None) -> ResultPage:
    return searcher.search(parse(text).query, page or PageRequest(size=100))


def find(searcher: Searcher, text: str) -> set[str]:
    """Return the ids that match ``text`` in full."""
    page = search(searcher, text)
    assert not page.relaxed
    assert page.total == len(page.hits)
    return {hit.article.id for hit in page.hits}


def ids(page: ResultPage) -> list[str]:
    return [hit.article.id for hit in page.hits]


def hit_of(page: ResultPage, id_: str) -> Hit:
    return next(hit for hit in page.hits if hit.article.id == id_)


def marked(fragments: tuple[Fragment, ...]) -> list[str]:
    return [fragment.text for fragment in fragments if fragment.is_match]


def term_of(page: ResultPage, text: str) -> TermInfo:
    return next(term for term in page.terms if term.text == text)


def test_a_question_is_answered_in_full_without_the_word_that_asks(searcher: Searcher) -> None:
    page = searcher.search(parse("kapan harga beras").query, PageRequest())

    assert page.total
    assert not page.relaxed
    assert page.suggestions == ()


# What the query language means


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "harga beras",
            {"beras-naik", "beras-turun", "beras-impor", "beras-harga"},
            id="both words, in any order",
        ),
        pytest.param("melatih", {"latih-1", "latih-2", "latih-3"}, id="any inflection"),
        pytest.param(
            "kapan harga beras",
            {"beras-naik", "beras-turun", "beras-impor", "beras-harga"},
            id="a question, without the word that asks",
        ),
        pytest.param("dilatih pemimpin", {"latih-1"}, id="inflections of several words"),
        pytest.param('"harga beras"', {"beras-naik"}, id="a phrase"),
        pytest.param('"beras harga"', {"beras-harga"}, id="a phrase, in its order"),
        pytest.param('"pembangunan jalan"', {"jalan-1"}, id="a phrase, as written"),
        pytest.param('~"pembangunan jalan"', {"jalan-1", "jalan-2"}, id="a phrase, any form"),
        pytest.param('"tidak bisa"', {"tidak"}, id="a phrase of common words"),
        pytest.param('"mengguncang palu donggala"', set(), id="no phrase out of a title"),
        pytest.param('"palu donggala"', set(), id="no phrase from a title into a body"),
        pytest.param('"harga beras"~1', {"beras-naik", "beras-harga"}, id="near, in either order"),
        pytest.param(
            '"harga beras"~2', {"beras-naik", "beras-harga", "beras-turun"}, id="nearer or not"
        ),
        pytest.param('"bali pedagang bali"~12', {"bali"}, id="near, a word named twice"),
        pytest.param('"susi susi susi susi"~20', set(), id="near, a word named too often"),
        pytest.param('"beras harga"~>2', {"beras-harga"}, id="near, in order"),
        pytest.param("beras pre/3 harga", {"beras-harga"}, id="the same, as others write it"),
        pytest.param("harga w/2 beras", {"beras-naik", "beras-harga"}, id="within two words"),
        pytest.param('"harga ber*"', {"beras-naik"}, id="a phrase with an open end"),
        pytest.param('"harga ber*"~1', {"beras-naik", "beras-harga"}, id="near a beginning"),
        pytest.param("=melatih", {"latih-1"}, id="an exact form"),
        pytest.param("=anak", {"anak-2"}, id="an exact form without reduplications"),
        pytest.param(
            "beras -impor", {"beras-naik", "beras-turun", "beras-harga"}, id="minus excludes"
        ),
        pytest.param("beras BUKAN impor", {"beras-naik", "beras-turun", "beras-harga"}, id="BUKAN"),
        pytest.param("beras TANPA impor", {"beras-naik", "beras-turun", "beras-harga"}, id="TANPA"),
        pytest.param("beras NOT impor", {"beras-naik", "beras-turun", "beras-harga"}, id="NOT"),
        pytest.param('jalan -"jalan tol"', {"jalan-2", "jalan-3", "kafe"}, id="minus a phrase"),
        pytest.param(
            "cuaca ATAU pantun",
            {"seri-a", "seri-b", "seri-c", "seri-d", "seri-e", "polos"},
            id="ATAU",
        ),
        pytest.param("pantun OR fajar", {"polos", "papua"}, id="OR"),
        pytest.param("gabah DAN bulog", {"beras-harga"}, id="DAN"),
        pytest.param("gabah AND petani", {"beras-turun"}, id="AND"),
        pytest.param("(gabah ATAU impor) petani", {"beras-turun", "beras-impor"}, id="brackets"),
        pytest.param("gabah -(bulog ATAU impor)", {"beras-turun"}, id="minus brackets"),
        pytest.param("kapal dan menunggu", {"tidak"}, id="dan is a word"),
        pytest.param("kapal atau pesawat", {"tidak"}, id="atau is a word"),
        pytest.param("bisa tidak", {"tidak", "bisa"}, id="tidak is a word"),
        pytest.param("ekono*", {"ekonomi"}, id="a prefix of the written form"),
        pytest.param("E-COMM*", {"dagang", "dagang-2"}, id="a prefix with a hyphen"),
        pytest.param("ma'r*", {"maruf-1", "maruf-2"}, id="a prefix with an apostrophe"),
        pytest.param("caf\u00e9*", {"kafe"}, id="a prefix with an accent"),
        pytest.param("anak-an*", {"anak-1"}, id="a prefix of a reduplication"),
        pytest.param("judul:banjir", {"banjir-judul"}, id="in the title"),
        pytest.param("title:banjir", {"banjir-judul"}, id="in the title, in English"),
        pytest.param(
            "isi:banjir", {"banjir-isi", "banjir-bentuk", "banjir-panjang"}, id="in the body"
        ),
        pytest.param('judul:"harga beras"', {"beras-naik"}, id="a phrase in the title"),
        pytest.param('isi:"beras naik di"', set(), id="a phrase not in the body"),
        pytest.param("judul:(harga beras)", {"beras-naik"}, id="brackets in a field"),
        pytest.param("judul:ban*", {"banjir-judul"}, id="a prefix in a field"),
        pytest.param(
            "penulis:dewi", {"beras-naik", "beras-impor", "ekonomi"}, id="by a part of the author"
        ),
        pytest.param('author:"budi santoso"', {"beras-turun", "beras-impor"}, id="by the author"),
        pytest.param('penulis:"lestari budi"', set(), id="no phrase over two authors"),
        pytest.param(
            "sumber:bmkg cuaca",
            {"seri-a", "seri-b", "seri-c", "seri-d", "seri-e"},
            id="from a source",
        ),
        pytest.param('sumber:"antara news" beras', {"beras-naik", "beras-turun"}, id="its name"),
        pytest.param("tempat:bali", {"latih-1", "imf"}, id="from a place"),
        pytest.param("provinsi:bali", {"latih-1", "imf", "bali"}, id="from a province"),
        pytest.param("rubrik:politik", {"maruf-1", "maruf-2"}, id="in a section"),
        pytest.param("tag:digital", {"dagang"}, id="with a word of a tag"),
        pytest.param("tag:e-commerce", {"dagang"}, id="with a tag of two parts"),
        pytest.param("tag:ecommerce", {"dagang"}, id="with a tag written as one"),
        pytest.param("warna:beras", set(), id="an unknown prefix is text"),
        pytest.param("bali tanggal:2018", {"imf"}, id="in a year"),
        pytest.param("beras tanggal:2018-12", {"beras-impor"}, id="in a month"),
        pytest.param("beras tanggal:13/10/2018", {"beras-naik"}, id="on a day"),
        pytest.param(
            "beras tanggal:2018-11..2018-12", {"beras-turun", "beras-impor"}, id="in months"
        ),
        pytest.param("beras sesudah:2018-12-30", {"beras-impor", "beras-harga"}, id="after a day"),
        pytest.param("beras sesudah:2018-12-31", {"beras-harga"}, id="not on that day"),
        pytest.param("beras sebelum:2018-11-02", {"beras-naik"}, id="before a day"),
        pytest.param("fajar tanggal:2022-12-31", {"papua"}, id="days are those of Jakarta"),
        pytest.param("pantun tanggal:1900..2100", set(), id="undated articles have no date"),
        pytest.param("pantun -tanggal:2018", {"polos"}, id="nor are they in a year"),
    ],
)
def test_syntax(searcher: Searcher, text: str, expected: set[str]) -> None:
    page = search(searcher, text)

    assert (set() if page.relaxed else set(ids(page))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("cafe", {"kafe"}, id="an accent left out"),
        pytest.param("CAF\u00c9", {"kafe"}, id="an accent in capitals"),
        pytest.param("ma'ruf", {"maruf-1", "maruf-2"}, id="an apostrophe"),
        pytest.param("Ma\u2019ruf", {"maruf-1", "maruf-2"}, id="a curly apostrophe"),
        pytest.param("maruf", {"maruf-1", "maruf-2"}, id="an apostrophe left out"),
        pytest.param("ma ruf", {"maruf-1", "maruf-2"}, id="an apostrophe as a space"),
        pytest.param("jumat", {"jumat-1", "jumat-2"}, id="jumat"),
        pytest.param("jum'at", {"jumat-1", "jumat-2"}, id="jum'at"),
        pytest.param("e-commerce", {"dagang", "dagang-2"}, id="a compound"),
        pytest.param("ecommerce", {"dagang", "dagang-2"}, id="a compound as one word"),
        pytest.param("commerce", {"dagang"}, id="a part of a compound"),
        pytest.param("covid", {"dagang"}, id="letters before a number"),
        pytest.param("covid-19", {"dagang"}, id="letters and a number"),
        pytest.param("covid19", {"dagang"}, id="letters and a number as one word"),
        pytest.param("imf", {"imf"}, id="the first of two names"),
        pytest.param("wb", {"imf"}, id="the second of two names"),
        pytest.param("imf-wb", {"imf"}, id="two names"),
        pytest.param("5.000", {"dagang-2", "imf"}, id="a number with a point"),
        pytest.param("5000", {"dagang-2", "imf"}, id="a number without its point"),
        pytest.param("rp5.000", {"dagang-2"}, id="an amount without its space"),
        pytest.param("rp1,5", {"dagang"}, id="an amount"),
        pytest.param("3,5", {"ekonomi"}, id="a fraction"),
        pytest.param("selanjutnya", {"jalan-1"}, id="a sentence glued to the one before"),
        pytest.param("anak", {"anak-1", "anak-2"}, id="a word and its reduplication"),
        pytest.param("anak-anak", {"anak-1", "anak-2"}, id="a reduplication"),
        pytest.param("buku", {"anak-2", "buku"}, id="a word with clitics"),
        pytest.param("kupu-kupu", {"kupu"}, id="a lexical reduplication"),
        pytest.param("bali", {"bali", "imf"}, id="a name that looks inflected"),
        pytest.param("bal", set(), id="what that name is not"),
        pytest.param("susi", {"susi"}, id="another name"),
    ],
)
def test_spelling_does_not_matter(searcher: Searcher, text: str, expected: set[str]) -> None:
    assert find(searcher, text) == expected


def test_every_form_of_a_phrase_is_found_on_request(searcher: Searcher) -> None:
    query = parse('"pembangunan jalan"', Forms.ALL).query

    page = searcher.search(query, PageRequest())

    assert set(ids(page)) == {"jalan-1", "jalan-2"}


def test_only_the_written_form_is_found_on_request(searcher: Searcher) -> None:
    query = parse("pelatihan", Forms.EXACT).query

    page = searcher.search(query, PageRequest())

    assert ids(page) == ["latih-2"]


def test_nothing_asked_finds_everything(searcher: Searcher) -> None:
    assert search(searcher, "").total == ALL


def test_none_of_no_alternatives_is_nothing(searcher: Searcher) -> None:
    assert searcher.search(Or(), PageRequest()).total == 0


def test_an_exclusion_alone_finds_the_rest(searcher: Searcher) -> None:
    assert search(searcher, "-cuaca").total == ALL - 5


def test_exclusions_need_not_be_last(searcher: Searcher) -> None:
    assert find(searcher, "-impor beras") == find(searcher, "beras -impor")


# The order


def test_a_word_in_the_title_counts_more(searcher: Searcher) -> None:
    order = ids(search(searcher, "banjir"))

    assert order.index("banjir-judul") < order.index("banjir-isi")


def test_the_form_asked_for_counts_more(searcher: Searcher) -> None:
    order = ids(search(searcher, "banjir"))

    assert order.index("banjir-isi") < order.index("banjir-bentuk")


def test_a_word_in_a_short_article_counts_more(searcher: Searcher) -> None:
    order = ids(search(searcher, "banjir"))

    assert order.index("banjir-isi") < order.index("banjir-panjang")


def test_rare_words_weigh_more_than_common_ones(searcher: Searcher) -> None:
    page = search(searcher, "pantun ATAU di")

    assert ids(page)[0] == "polos"


def test_scores_fall_from_hit_to_hit(searcher: Searcher) -> None:
    scores = [hit.score for hit in search(searcher, "harga beras").hits]

    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_ties_go_to_the_newest_then_to_the_smallest_id(searcher: Searcher) -> None:
    page = search(searcher, "cuaca")

    assert ids(page) == ["seri-d", "seri-a", "seri-b", "seri-c", "seri-e"]
    assert len({hit.score for hit in page.hits}) == 1


def test_newest_first_puts_undated_articles_last(searcher: Searcher) -> None:
    page = search(searcher, "cuaca ATAU pantun", PageRequest(sort=Sort.NEWEST))

    assert ids(page) == ["seri-d", "seri-a", "seri-b", "polos", "seri-c", "seri-e"]


def test_oldest_first_puts_undated_articles_last(searcher: Searcher) -> None:
    page = search(searcher, "cuaca ATAU pantun", PageRequest(sort=Sort.OLDEST))

    assert ids(page) == ["seri-a", "seri-b", "seri-d", "polos", "seri-c", "seri-e"]


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
def test_an_order_by_date_has_no_scores(searcher: Searcher, sort: Sort) -> None:
    page = search(searcher, "beras", PageRequest(sort=sort))

    assert {hit.score for hit in page.hits} == {0.0}


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["", "cuaca ATAU beras", "di"])
def test_pages_never_overlap_and_cover_all(searcher: Searcher, text: str, sort: Sort) -> None:
    whole = search(searcher, text, PageRequest(size=100, sort=sort))

    pages = [
        search(searcher, text, PageRequest(number=number, size=3, sort=sort))
        for number in range(1, whole.page_count * 100 // 3 + 1)
    ]

    assert [id_ for page in pages for id_ in ids(page)] == ids(whole)
    assert {page.total for page in pages} == {whole.total}


def test_a_page_past_the_end_is_empty_and_knows_the_total(searcher: Searcher) -> None:
    page = search(searcher, "cuaca", PageRequest(number=9, size=3))

    assert page.hits == ()
    assert page.total == 5
    assert page.page_count == 2


def test_a_page_is_not_longer_than_asked(searcher: Searcher) -> None:
    assert len(search(searcher, "", PageRequest(size=7)).hits) == 7


# Partial matches


def test_without_a_full_match_the_best_partial_ones_are_shown(searcher: Searcher) -> None:
    page = search(searcher, "gabah pesawat")

    assert page.relaxed
    assert set(ids(page)) == {"beras-turun", "beras-harga", "tidak"}


def test_a_full_match_is_not_diluted(searcher: Searcher) -> None:
    page = search(searcher, "gabah bulog")

    assert not page.relaxed
    assert ids(page) == ["beras-harga"]


def test_nothing_at_all_is_not_called_relaxed(searcher: Searcher) -> None:
    page = search(searcher, "xyzzy plugh")

    assert not page.relaxed
    assert page.total == 0


def test_words_side_by_side_come_before_words_apart(searcher: Searcher) -> None:
    found = ids(search(searcher, "harga beras"))

    assert found[:2] == ["beras-naik", "beras-harga"]
    assert ids(search(searcher, "beras harga"))[:2] == ["beras-harga", "beras-naik"]


def test_partial_matches_name_what_they_lack(searcher: Searcher) -> None:
    page = search(searcher, "gabah petani xyzzy")

    assert {hit.article.id: hit.missing for hit in page.hits}["beras-turun"] == ("xyzzy",)
    assert all("xyzzy" in hit.missing for hit in page.hits)


def test_whole_matches_lack_nothing(searcher: Searcher) -> None:
    assert {hit.missing for hit in search(searcher, "harga beras").hits} == {()}


def test_words_that_join_are_not_missed(searcher: Searcher) -> None:
    page = search(searcher, "gabah yang xyzzy petani")

    assert page.relaxed
    assert all("yang" not in hit.missing for hit in page.hits)


def test_what_holds_only_a_common_word_is_no_partial_match(searcher: Searcher) -> None:
    page = search(searcher, "beras bulog gabah vietnam")

    assert page.relaxed
    assert 0 < page.total < search(searcher, "beras ATAU bulog ATAU gabah ATAU vietnam").total
    assert "beras-naik" not in ids(page)


def test_too_many_partial_matches_are_none(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.relaxing.MAX_ANSWERS", 2)

    page = search(searcher, "beras xyzzy")

    assert not page.relaxed
    assert page.total == 0


def test_partial_matches_in_order_of_date_are_the_same(searcher: Searcher) -> None:
    text = "beras bulog gabah vietnam"

    best = search(searcher, text)
    oldest = search(searcher, text, PageRequest(size=100, sort=Sort.OLDEST))

    assert ids(oldest) == ["beras-turun", "beras-impor", "beras-harga"]
    assert sorted(ids(oldest)) == sorted(ids(best))


def test_fields_dates_and_exclusions_stay_required(searcher: Searcher) -> None:
    page = search(searcher, "gabah xyzzy pesawat rubrik:ekonomi tanggal:2018 -bulog")

    assert page.relaxed
    assert ids(page) == ["beras-turun"]


def test_filters_can_leave_only_partial_matches(searcher: Searcher) -> None:
    filters = Filters(values={"place": ("Surabaya",)})

    page = search(searcher, "panen gabah", PageRequest(filters=filters))

    assert page.relaxed
    assert ids(page) == ["beras-harga"]


def test_a_ranking_includes_partial_matches(searcher: Searcher) -> None:
    ranking = searcher.rank(parse("gabah bulog").query, 10)

    assert [id_ for id_, _ in ranking] == ["beras-harga", "beras-turun"]
    assert ranking[0][1] > ranking[1][1] > 0


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("gabah xyzzy", "beras-harga", id="nothing near"),
        pytest.param("gabah panne", "beras-turun", id="an error in a word"),
        pytest.param("gabah zanen", "beras-harga", id="it begins otherwise"),
    ],
)
def test_a_word_that_nothing_has_orders_partial_matches_by_its_nearest(
    searcher: Searcher, text: str, first: str
) -> None:
    page = search(searcher, text)

    assert page.relaxed
    assert ids(page)[0] == searcher.rank(parse(text).query, 1)[0][0] == first


def test_a_ranking_is_as_deep_as_asked(searcher: Searcher) -> None:
    assert len(searcher.rank(EVERYTHING, 3)) == 3


def test_every_id_is_found_newest_first(searcher: Searcher) -> None:
    found = searcher.find_ids(parse("cuaca ATAU pantun").query)

    assert found == ["seri-d", "seri-a", "seri-b", "polos", "seri-c", "seri-e"]


# Filters, facets, dates


def test_values_of_one_filter_are_alternatives(searcher: Searcher) -> None:
    filters = Filters(values={"place": ("Kendal", "Palu")})

    page = search(searcher, "", PageRequest(size=100, filters=filters))

    assert {hit.article.place for hit in page.hits} == {"Kendal", "Palu"}
    assert page.total == 6


def test_filters_of_two_fields_both_hold(searcher: Searcher) -> None:
    filters = Filters(values={"place": ("Jakarta",), "section": ("Politik", "Pendidikan")})

    page = search(searcher, "", PageRequest(filters=filters))

    assert set(ids(page)) == {"maruf-1", "anak-1"}


def test_filters_ignore_case(searcher: Searcher) -> None:
    filters = Filters(values={"source": ("ANTARA NEWS",), "place": ("JAKARTA",)})

    page = search(searcher, "", PageRequest(filters=filters))

    assert set(ids(page)) == {"beras-naik", "maruf-1", "anak-1", "papua"}


def test_a_filter_compares_the_whole_value(searcher: Searcher) -> None:
    page = search(searcher, "", PageRequest(filters=Filters(values={"place": ("Bali",)})))

    assert page.total == 0


def test_an_article_has_every_one_of_its_authors(searcher: Searcher) -> None:
    filters = Filters(values={"author": ("Budi Santoso",)})

    page = search(searcher, "", PageRequest(filters=filters))

    assert set(ids(page)) == {"beras-turun", "beras-impor"}


def test_dates_of_a_filter_are_days_in_jakarta_both_included(searcher: Searcher) -> None:
    filters = Filters(date_from=date(2018, 12, 31), date_to=date(2019, 1, 1))

    page = search(searcher, "", PageRequest(filters=filters))

    assert set(ids(page)) == {"beras-impor", "beras-harga"}


def test_a_filter_by_date_leaves_undated_articles_out(searcher: Searcher) -> None:
    filters = Filters(date_from=date(1900, 1, 1))

    page = search(searcher, "pantun", PageRequest(filters=filters))

    assert page.total == 0


def test_filters_do_not_change_scores(searcher: Searcher) -> None:
    filters = Filters(values={"place": ("Jakarta",)})

    free = {hit.article.id: hit.score for hit in search(searcher, "beras").hits}
    page = search(searcher, "beras", PageRequest(filters=filters))

    assert page.total == 2
    assert {hit.article.id: hit.score for hit in page.hits}.items() <= free.items()


def test_facets_count_all_matches_not_just_the_page(searcher: Searcher) -> None:
    page = search(searcher, "beras", PageRequest(size=1, facets=("source",)))

    assert page.facets == {"source": (FacetValue("ANTARA News", 2), FacetValue("KOMPAS.com", 2))}


def test_facet_values_that_differ_in_case_are_one(searcher: Searcher) -> None:
    page = search(searcher, "beras", PageRequest(facets=("section",)))

    assert page.facets["section"] == (FacetValue("Ekonomi", 4),)


def test_each_author_is_counted(searcher: Searcher) -> None:
    page = search(searcher, "beras ATAU perekonomian", PageRequest(facets=("author",)))

    assert page.facets["author"] == (
        FacetValue("Dewi Lestari", 3),
        FacetValue("Budi Santoso", 2),
    )


def test_years_are_counted_from_the_newest(searcher: Searcher) -> None:
    page = search(searcher, "beras ATAU pantun", PageRequest(facets=("year",)))

    assert page.facets["year"] == (FacetValue("2019", 1), FacetValue("2018", 3))


def test_no_more_values_are_counted_than_asked(searcher: Searcher) -> None:
    request = PageRequest(facets=("place",), facet_size=2)

    page = search(searcher, "", request)

    assert page.facets["place"] == (FacetValue("Jakarta", 8), FacetValue("Kendal", 4))


@pytest.mark.parametrize("text", ["beras", '"harga beras"', "beras ATAU pantun"])
def test_counts_of_a_facet_follow_every_filter_but_its_own(searcher: Searcher, text: str) -> None:
    filters = Filters(values={"source": ("antara news",), "year": ("2018",)})
    facets = ("source", "place", "year")

    page = search(searcher, text, PageRequest(filters=filters, facets=facets))

    for name in facets:
        others = PageRequest(filters=filters.without(name), facets=(name,))
        assert page.facets[name] == search(searcher, text, others).facets[name]
        for facet in page.facets[name]:
            only = replace(filters, values={**filters.values, name: (facet.value,)})
            assert search(searcher, text, PageRequest(filters=only)).total == facet.count


def test_a_province_opens_into_its_places(searcher: Searcher) -> None:
    filters = Filters(values={"province": ("jateng",)})

    page = search(
        searcher, "", PageRequest(filters=filters, facets=("province", "place"), size=100)
    )

    assert page.request.filters.values["province"] == ("Jawa Tengah",)
    assert page.facets["place"] == (FacetValue("Kendal", 4), FacetValue("Semarang", 3))
    assert FacetValue("Jawa Tengah", 7) in page.facets["province"]
    assert {hit.article.place for hit in page.hits} == {"Kendal", "Semarang"}


@pytest.mark.parametrize("text", ["provinsi:jateng", 'provinsi:"central java"', "province:tengah"])
def test_a_province_is_found_by_the_words_of_its_names(searcher: Searcher, text: str) -> None:
    assert {hit.article.place for hit in search(searcher, text).hits} >= {"Kendal", "Semarang"}


@pytest.mark.parametrize("text", ['tokoh:"ma\'ruf amin"', "person:maruf", 'tokoh:"amin"'])
def test_people_are_found_by_the_words_of_their_names(searcher: Searcher, text: str) -> None:
    assert set(ids(search(searcher, text))) == {"maruf-1", "maruf-2"}


def test_people_are_filtered_and_counted_in_any_spelling(searcher: Searcher) -> None:
    filters = Filters(values={"person": ("ma'ruf amin",)})

    page = search(searcher, "", PageRequest(filters=filters, facets=("person",), size=100))

    assert set(ids(page)) == {"maruf-1", "maruf-2"}
    assert [facet.count for facet in page.facets["person"]] == [2]


@pytest.mark.parametrize(
    ("facet", "value", "shown"),
    [("province", "jatim", "Jawa Timur"), ("person", "maruf amin", "Ma'ruf Amin")],
)
def test_what_is_shown_for_a_value_is_told(
    searcher: Searcher, facet: str, value: str, shown: str
) -> None:
    assert searcher.spellings(facet, value)[0] == shown


@pytest.mark.parametrize(
    "text", ["lembaga:bulog", 'lembaga:"badan urusan logistik"', 'organisation:"perum bulog"']
)
def test_organisations_are_found_by_any_of_their_names(searcher: Searcher, text: str) -> None:
    assert ids(search(searcher, text)) == ["beras-harga"]


def test_organisations_are_filtered_and_counted_by_any_name(searcher: Searcher) -> None:
    filters = Filters(values={"organisation": ("Perum Bulog",)})

    page = search(searcher, "", PageRequest(filters=filters, facets=("organisation",), size=100))

    assert ids(page) == ["beras-harga"]
    assert FacetValue("Badan Urusan Logistik (Bulog)", 1) in page.facets["organisation"]


def test_a_value_that_is_filtered_by_is_counted_however_rare(searcher: Searcher) -> None:
    filters = Filters(values={"place": ("palu",), "year": ("2018", "1066")})

    page = search(
        searcher, "", PageRequest(filters=filters, facets=("place", "year"), facet_size=1)
    )

    assert [facet.value for facet in page.facets["place"]] == ["Jakarta", "Palu"]
    assert [facet.value for facet in page.facets["year"]][-1] == "2018"


def test_years_are_alternatives(searcher: Searcher) -> None:
    def total(*years: str) -> int:
        return search(searcher, "", PageRequest(filters=Filters(values={"year": years}))).total

    assert total("2018") > 0
    assert total("2018", "2019") == total("2018") + total("2019")
    assert total("x", "99999", "-1") == 0


def test_facets_are_counted_only_on_request(searcher: Searcher) -> None:
    page = search(searcher, "beras")

    assert page.facets == {}
    assert page.histogram == ()


@pytest.mark.parametrize(
    ("interval", "bars"),
    [
        pytest.param(
            Interval.YEAR, (Bar(date(2018, 1, 1), 3), Bar(date(2019, 1, 1), 1)), id="years"
        ),
        pytest.param(
            Interval.MONTH,
            (
                Bar(date(2018, 10, 1), 1),
                Bar(date(2018, 11, 1), 1),
                Bar(date(2018, 12, 1), 1),
                Bar(date(2019, 1, 1), 1),
            ),
            id="months",
        ),
        pytest.param(
            Interval.DAY,
            (
                Bar(date(2018, 10, 13), 1),
                Bar(date(2018, 11, 2), 1),
                Bar(date(2018, 12, 31), 1),
                Bar(date(2019, 1, 1), 1),
            ),
            id="days",
        ),
    ],
)
def test_the_histogram_counts_by_interval(
    searcher: Searcher, interval: Interval, bars: tuple[Bar, ...]
) -> None:
    page = search(searcher, "beras", PageRequest(interval=interval))

    assert page.histogram == bars


@pytest.mark.parametrize("year", ["0000", "", "x", "-001", "20180"])
def test_undated_articles_are_of_no_year(searcher: Searcher, year: str) -> None:
    filters = Filters(values={"year": (year,)})

    assert search(searcher, "cuaca", PageRequest(filters=filters)).total == 0


def test_undated_articles_are_in_no_bar(searcher: Searcher) -> None:
    page = search(searcher, "cuaca", PageRequest(interval=Interval.YEAR))

    assert page.total == 5
    assert page.histogram == (Bar(date(2022, 1, 1), 3),)


# What is shown


def test_a_hit_carries_the_article(searcher: Searcher) -> None:
    hit = search(searcher, "alibaba").hits[0]

    assert hit.article == next(article for article in ARTICLES if article.id == "latih-1")


def test_a_snippet_marks_every_inflection(searcher: Searcher) -> None:
    page = search(searcher, "berikan bantuan")

    hit = hit_of(page, "panjang")

    assert set(marked(hit.snippet)) == {"memberikan", "bantuan", "Bantuan", "diberikan"}


def test_a_snippet_is_cut_from_the_body(searcher: Searcher) -> None:
    hit = hit_of(search(searcher, "relawan"), "panjang")
    article = next(article for article in ARTICLES if article.id == "panjang")

    assert "".join(fragment.text for fragment in hit.snippet) in article.body
    assert "".join(fragment.text for fragment in hit.snippet).startswith("Para relawan")


def test_without_words_a_snippet_is_the_opening(searcher: Searcher) -> None:
    hit = hit_of(search(searcher, ""), "panjang")

    assert marked(hit.snippet) == []
    assert hit.snippet[0].text.startswith("Pembukaan laporan")


def test_titles_are_marked_too(searcher: Searcher) -> None:
    hit = hit_of(search(searcher, "pelatihan"), "latih-1")

    assert marked(hit.title) == ["melatih"]
    assert "".join(fragment.text for fragment in hit.title) == hit.article.title


def test_exact_words_are_marked_exactly(searcher: Searcher) -> None:
    hit = hit_of(search(searcher, "=pelatihan"), "latih-2")

    assert marked(hit.title) == ["Pelatihan"]


def test_excluded_words_are_not_marked(searcher: Searcher) -> None:
    hit = hit_of(search(searcher, "gabah -impor"), "beras-turun")

    assert marked(hit.snippet) == ["gabah"]


def test_the_page_says_how_a_word_was_understood(searcher: Searcher) -> None:
    page = search(searcher, "pelatihan", PageRequest(explain=True))

    term = term_of(page, "pelatihan")

    assert term.stem == "latih"
    assert set(term.forms) == {("melatih", 1), ("pelatihan", 1), ("latihan", 1), ("dilatih", 1)}
    assert term.df == 3


def test_narrowing_to_a_form_finds_what_was_counted(searcher: Searcher) -> None:
    (term,) = search(searcher, "pelatihan", PageRequest(explain=True)).terms

    for form, count in term.forms:
        narrowed = narrow_to(parse("pelatihan"), term.leaf, form)
        assert search(searcher, narrowed or "", PageRequest()).total == count


def test_each_word_knows_its_part_of_the_query(searcher: Searcher) -> None:
    page = search(searcher, 'siapa "harga beras" judul:bera*', PageRequest(explain=True))

    assert [term.leaf for term in page.terms] == [
        Term("siapa"),
        Phrase("harga beras"),
        Phrase("harga beras"),
        Prefix("bera", TITLE),
    ]


def test_an_exact_word_has_no_root(searcher: Searcher) -> None:
    term = term_of(search(searcher, "=latihan", PageRequest(explain=True)), "latihan")

    assert (term.stem, term.forms, term.df) == (None, (("latihan", 1),), 1)


def test_a_prefix_lists_the_words_it_stands_for(searcher: Searcher) -> None:
    term = term_of(search(searcher, "ekono*", PageRequest(explain=True)), "ekono*")

    assert set(term.forms) == {("ekonom", 1), ("ekonomi", 1), ("ekonominya", 1)}
    assert (term.stem, term.df) == (None, 1)


def test_a_word_that_is_nowhere_has_no_forms(searcher: Searcher) -> None:
    term = term_of(search(searcher, "xyzzy", PageRequest(explain=True)), "xyzzy")

    assert (term.forms, term.df) == ((), 0)


def test_a_word_asked_twice_is_explained_once(searcher: Searcher) -> None:
    page = search(searcher, "beras beras", PageRequest(explain=True))

    assert len(page.terms) == 1


def test_the_page_knows_how_many_documents_there_are(searcher: Searcher) -> None:
    page = search(searcher, "xyzzy")

    assert page.documents == ALL
    assert page.generation


def test_any_text_can_be_marked(searcher: Searcher) -> None:
    fragments = searcher.highlight("Guru ikut pelatihan.", parse("melatih guru").query)

    assert marked(fragments) == ["Guru", "pelatihan"]
    assert "".join(fragment.text for fragment in fragments) == "Guru ikut pelatihan."


def test_completions_find_something(searcher: Searcher) -> None:
    completions = [one.text for one in searcher.suggest("harga ber", 5)]

    assert completions
    assert all("ber" in text.casefold() for text in completions)
    assert all(search(searcher, text).total for text in completions)


def test_one_letter_is_too_little_to_complete(searcher: Searcher) -> None:
    assert searcher.suggest("b") == []
    assert searcher.suggest("") == []


def test_closing_twice_is_harmless(searcher: Searcher) -> None:
    searcher.close()

    searcher.close()


# Walking through everything

WALKS = [
    "",
    "beras",
    "harga beras",  # side by side first
    "kapan gempa Lombok",  # a question
    "harga beras naik di Jakarta",  # many words
    "harga beras xyzzy terbang",  # not all of them anywhere
    '~"pembangunan jalan" ATAU beras ATAU latih',
    "-beras",
]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("text", WALKS)
@pytest.mark.parametrize("size", [1, 3, 7])
def test_a_walk_comes_to_every_hit_once_and_in_order(
    searcher: Searcher, text: str, sort: Sort, size: int
) -> None:
    filters = Filters(date_from=date(2016, 1, 1)) if size == 7 else NO_FILTERS
    asked = PageRequest(size=size, sort=sort, filters=filters)
    whole = search(searcher, text, replace(asked, size=100))

    page, walked = search(searcher, text, asked), list[Hit]()
    walked += page.hits
    while page.next:
        assert page.total == whole.total
        assert page.next.offset == len(walked)
        page = search(searcher, text, replace(asked, after=page.next))
        walked += page.hits
        assert not page.suggestions
        assert not page.aliases

    assert [(hit.article.id, hit.score, hit.missing) for hit in walked] == [
        (hit.article.id, hit.score, hit.missing) for hit in whole.hits
    ]
    assert len(walked) == whole.total


def test_no_step_of_a_walk_takes_more_work_than_the_first(searcher: Searcher) -> None:
    asked = PageRequest(size=2, sort=Sort.RELEVANCE)
    place, spent = None, list[int]()
    while place or not spent:
        work = Work()
        page = searcher.search(parse("beras ATAU di").query, replace(asked, after=place), work)
        spent.append(work.spent)
        place = page.next

    assert len(spent) > 5
    assert max(spent) == spent[0]


def test_a_walk_ends_with_its_generation(searcher: Searcher) -> None:
    page = search(searcher, "beras", PageRequest(size=1, sort=Sort.NEWEST))
    assert page.next

    gone = replace(page.next, generation="20010101T000000-0000")
    with pytest.raises(GenerationGoneError):
        search(searcher, "beras", PageRequest(size=1, sort=Sort.NEWEST, after=gone))


@pytest.mark.parametrize(("offset", "doc"), [(1, None), (500, None), (1, 999), (1, 2**31 - 1)])
def test_a_place_that_is_in_no_results_is_refused(
    searcher: Searcher, offset: int, doc: int | None
) -> None:
    page = search(searcher, "beras", PageRequest(size=1, sort=Sort.NEWEST))
    assert page.next

    nowhere = replace(page.next, offset=offset, doc=doc)
    with pytest.raises(PlaceError):
        search(searcher, "beras", PageRequest(size=1, sort=Sort.NEWEST, after=nowhere))


# What an engine is asked below the searcher


@pytest.fixture
def snapshot(engine: Engine) -> Iterator[Snapshot]:
    with engine.reading() as snapshot:
        yield snapshot


def docs_of(snapshot: Snapshot, text: str) -> Docs:
    """Return every document that matches, ascending."""
    found = snapshot.find(Search(query=parse(text).query, count=snapshot.documents))
    assert len(found.docs) == found.total == snapshot.count(parse(text).query)
    return np.sort(found.docs)


def test_documents_are_those_of_the_archive(snapshot: Snapshot, corpus_archive: Archive) -> None:
    docs = docs_of(snapshot, "")

    articles = corpus_archive.get_rows(snapshot.rows(docs))
    assert [articles[row].id for row in snapshot.rows(docs)] == snapshot.ids(docs)
    assert [
        None if article.published is None else int(article.published.timestamp())
        for article in map(articles.__getitem__, snapshot.rows(docs))
    ] == snapshot.dates(docs)
    assert snapshot.revision == corpus_archive.revision()


def test_scores_are_those_of_the_ranking(snapshot: Snapshot) -> None:
    query = parse("harga beras").query
    found = snapshot.find(Search(query=query, count=100))
    everything = docs_of(snapshot, "")

    scores = snapshot.scores(query, everything)

    assert scores[np.isin(everything, found.docs)] == pytest.approx(
        found.scores[found.docs.argsort()]
    )
    assert not scores[~np.isin(everything, found.docs)].any()


@pytest.mark.parametrize("sort", Sort)
def test_what_is_behind_a_document_is_the_rest_of_the_order(snapshot: Snapshot, sort: Sort) -> None:
    """For the many that are alike in score, date or both, too."""
    for text in ("beras", "sumber:kompas ATAU sumber:antara", ""):
        whole = Search(query=parse(text).query, count=100, sort=sort)
        docs = snapshot.find(whole).docs.tolist()
        for place, doc in enumerate(docs):
            found = snapshot.find(replace(whole, after=doc, count=5))
            assert found.docs.tolist() == docs[place + 1 : place + 6]
            assert found.total == len(docs)


def test_boosts_add_to_scores_and_find_nothing(snapshot: Snapshot) -> None:
    query = parse("beras").query
    plain = snapshot.find(Search(query=query, count=100))
    boosted = snapshot.find(Search(query=query, boosts=(Term("harga"),), count=100))

    docs = np.sort(plain.docs)
    assert docs.tolist() == np.sort(boosted.docs).tolist()
    assert boosted.scores[boosted.docs.argsort()] == pytest.approx(
        plain.scores[plain.docs.argsort()] + snapshot.scores(Term("harga"), docs)
    )


def test_positions_are_those_of_the_analyzer(snapshot: Snapshot, corpus_archive: Archive) -> None:
    docs = docs_of(snapshot, "pelatihan ATAU beras")
    found = snapshot.positions("latih", docs)

    assert found is not None
    assert found.documents == snapshot.frequency("root", "latih")
    starts = snapshot.body_starts(docs).tolist()
    rows = snapshot.rows(docs)
    articles = corpus_archive.get_rows(rows)
    wanted = []
    for place, (row, start) in enumerate(zip(rows, starts, strict=True)):
        title, body = articles[row].title, articles[row].body
        places = [token.position for token in snapshot.analyzer.analyze(title)] if start > 1 else []
        assert start == (places[-1] + 2 if places else 1)
        if start > 1:
            wanted += [place << KEY_SHIFT | at for at in roots(snapshot, title, "latih")]
        wanted += [place << KEY_SHIFT | (start + at) for at in roots(snapshot, body, "latih")]
    assert found.keys.tolist() == wanted


def roots(snapshot: Snapshot, text: str, root: str) -> list[int]:
    return [token.position for token in snapshot.analyzer.analyze(text) if token.root == root]


def test_a_root_that_is_nowhere_has_no_positions(snapshot: Snapshot) -> None:
    docs = docs_of(snapshot, "beras")

    assert snapshot.positions("xyzzy", docs) is None
    elsewhere = snapshot.positions("gempa", docs)
    assert elsewhere is None or not len(elsewhere.keys)


def test_written_forms_are_known_by_document(snapshot: Snapshot) -> None:
    docs = docs_of(snapshot, "")

    holding = snapshot.holding(frozenset({"melatih", "xyzzy"}), docs)

    assert docs[holding].tolist() == docs_of(snapshot, "=melatih").tolist()


@pytest.mark.parametrize(
    ("field", "text", "query"),
    [
        ("root", "latih", "pelatihan"),
        ("text", "melatih", "=melatih"),
        ("source", "kompas", "sumber:kompas"),
        ("author", "budi", "penulis:budi"),
        ("text", "xyzzy", "xyzzy"),
    ],
)
def test_a_frequency_counts_documents(
    snapshot: Snapshot, field: str, text: str, query: str
) -> None:
    assert snapshot.frequency(field, text) == snapshot.count(parse(query).query)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(("root", "latih"), ("root", "harga"), ("text", "melatih"), ("text", "di")),
        *(("text", "xyzzy"), ("root", "xyzzy"), ("tag", "beras"), ("source", "news")),
    ],
)
def test_occurrences_are_counted(snapshot: Snapshot, field: str, text: str) -> None:
    every = [
        token
        for article in ARTICLES
        for value in texts_of(article, field)
        for token in snapshot.analyzer.analyze(value)
    ]

    counted = sum(text == (one.root if field == "root" else one.exact) for one in every)
    assert snapshot.occurrences(field, text) == counted


def texts_of(article: Article, field: str) -> tuple[str, ...]:
    document = Document.from_article(0, article)
    return document.fields.get(field, ()) or (
        (document.title, document.body) if field in {"root", "text"} else ()
    )


def test_forms_near_a_word_have_their_distance(snapshot: Snapshot) -> None:
    near = {one.form: one for one in snapshot.near("text", "brea", 2)}

    assert near["beras"].distance == 2
    assert near["beras"].documents == snapshot.frequency("text", "beras")
    assert "brea" not in near


def test_a_finder_knows_what_shares_documents(snapshot: Snapshot) -> None:
    finder = snapshot.finder()
    harga = parse("harga").query

    shared = {one.form: one for one in finder.sharing(harga, ["beras", "gabah", "xyzzy"])}

    assert "xyzzy" not in shared
    assert shared["beras"].documents == snapshot.frequency("text", "beras")
    assert shared["beras"].together == snapshot.count(parse("harga =beras").query)
    assert finder.beside("harga", "beras", harga) > 0
    assert finder.finds(parse('"harga beras"').query)
    assert not finder.finds(parse('"beras harga xyzzy"').query)
