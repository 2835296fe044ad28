"""Who said what, asked of every engine: what is asked of one quotation holds in one."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.fields import QUOTE, SPEAKER
from index.newstext.dates import WIB
from index.segments.format import QUOTE_START
from search.engine import Search
from search.language.parser import parse, parse_said
from search.query import And, Not, Or, Phrase, Quoted, Term
from search.quotations import SpeechRequest
from search.results import Filters, PageRequest
from search.searcher import Searcher
from tests.building import build
from tests.search.conftest import ENGINES, engine_over, searcher_over

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.engine import Engine

LONG = "Kami " + "terus memeriksa setiap rumah di kampung itu dan " * 60 + "tidak lelah"
SPEECH = {
    "pajak": (
        'Menteri Keuangan Sri Mulyani Indrawati hadir. "Pajak akan turun tahun depan," kata Sri'
        ' Mulyani di Jakarta. "Banjir merusak jalan kami," kata Budi Santoso di Demak.'
    ),
    "banjir": (
        '"Banjir datang tiba-tiba tadi malam," kata Sri Mulyani di Jakarta. Soal pajak tidak'
        ' disinggung. "Pajak kami lunas, rumah kami terendam," kata Dewi Lestari.'
    ),
    "datang": '"Kami tidak datang untuk menguasai," kata Budi Santoso di Palu.',
    "kuasa": '"Mereka menguasai, tidak untuk datang," kata seorang warga di Palu.',
    "tanpa": "Pajak dan banjir dibahas Sri Mulyani tanpa sepatah kata pun yang dikutip.",
    "panjang": f'"{LONG}," kata Raden Sastro di Palu. "Air sudah surut," kata Sri Mulyani.',
    "latihan": '"Para petugas dilatih di e-commerce pagi ini," kata Ma\'ruf Yusuf di Palu.',
    "singkat": '"Surut," kata Tri Handoko Wibisono Kusumo di Palu. "Doa kami terkabul," katanya.',
    "widodo": '"Jembatan itu selesai Mei," kata Presiden Joko Widodo di Palu. Jokowi lalu pulang.',
    "jokowi": '"Jembatan itu ditutup dulu," kata Jokowi di Palu.',
}


def articles() -> list[Article]:
    return [
        Article(
            id=id_,
            title=f"Berita {id_}",
            body=body,
            published=datetime(2020, 1, day, tzinfo=WIB),
            source="Lentera" if day % 2 else "Kabar",
        )
        for day, (id_, body) in enumerate(SPEECH.items(), 1)
    ]


@pytest.fixture(scope="module")
def speech_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("kutipan"), articles())


@pytest.fixture(scope="module", params=ENGINES)
def speaking(request: pytest.FixtureRequest, speech_data: Path) -> Iterator[Engine]:
    with (
        closing(open_archive(speech_data)) as archive,
        closing(engine_over(request, request.param, speech_data, archive)) as engine,
    ):
        yield engine


@pytest.fixture
def listener(speaking: Engine, speech_data: Path) -> Iterator[Searcher]:
    with closing(open_archive(speech_data)) as archive:
        yield Searcher(speaking, archive)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("kutipan:banjir", {"pajak", "banjir"}, id="said, not told"),
        pytest.param("quote:banjir by:sri", {"banjir"}, id="in English"),
        pytest.param("kutipan:melatih", {"latihan"}, id="in any inflection"),
        pytest.param("kutipan:=melatih", set(), id="as written"),
        pytest.param("kutipan:e-commerce", {"latihan"}, id="a compound"),
        pytest.param("oleh:jokowi kutipan:jembatan", {"widodo", "jokowi"}, id="a nickname"),
        pytest.param('oleh:"joko widodo"', {"widodo", "jokowi"}, id="by the full name"),
        pytest.param("kutipan:commerce", {"latihan"}, id="its part"),
        pytest.param("kutipan:meng*", {"datang", "kuasa"}, id="a beginning"),
        pytest.param('kutipan:"tidak datang untuk menguasai"', {"datang"}, id="a phrase"),
        pytest.param('kutipan:"tidak datang untuk kuasa"', set(), id="a phrase, as written"),
        pytest.param('kutipan:~"tidak datang untuk kuasa"', {"datang"}, id="a phrase, any form"),
        pytest.param('kutipan:"tidak datang untuk kuas*"', set(), id="an open phrase"),
        pytest.param('kutipan:"tidak datang untuk mengu*"', {"datang"}, id="a phrase and more"),
        pytest.param('kutipan:"datang tidak"~2', {"datang", "kuasa"}, id="near, in any order"),
        pytest.param("kutipan:datang pre/3 kutipan:menguasai", {"datang"}, id="near, in order"),
        pytest.param('kutipan:"depan banjir"~50', set(), id="near, but in two quotations"),
        pytest.param('kutipan:"lelah air"~100', set(), id="near the end of another"),
        pytest.param('oleh:"Sri Mulyani" kutipan:pajak', {"pajak"}, id="in one quotation"),
        pytest.param('kutipan:pajak oleh:"Sri Mulyani"', {"pajak"}, id="in either order"),
        pytest.param('oleh:"Sri Mulyani" jalan kutipan:pajak', {"pajak"}, id="words between"),
        pytest.param("kutipan:pajak kutipan:rumah", {"banjir"}, id="both in one"),
        pytest.param("kutipan:(pajak rumah)", {"banjir"}, id="both in brackets"),
        pytest.param("oleh:sri kutipan:(pajak ATAU banjir)", {"pajak", "banjir"}, id="a choice"),
        pytest.param("kutipan:(lunas ATAU surut)", {"banjir", "panjang", "singkat"}, id="of any"),
        pytest.param("oleh:budi ATAU kutipan:dilatih", {"pajak", "datang", "latihan"}, id="either"),
        pytest.param("oleh:sri kutipan:pajak oleh:budi", {"pajak"}, id="two quotations"),
        pytest.param("oleh:budi kutipan:pajak oleh:sri", set(), id="each by its speaker"),
        pytest.param("oleh:(mulyani sri)", {"pajak", "banjir", "panjang"}, id="words of one name"),
        pytest.param("oleh:indrawati", {"pajak"}, id="by the fullest name"),
        pytest.param("oleh:maruf", {"latihan"}, id="with an apostrophe"),
        pytest.param("oleh:kusumo kutipan:surut", {"singkat"}, id="a name longer than the words"),
        pytest.param("oleh:kusumo kutipan:terkabul", {"singkat"}, id="and once more"),
        pytest.param("oleh:sastro kutipan:kami kutipan:lelah", {"panjang"}, id="a long quotation"),
        pytest.param("oleh:sastro kutipan:surut", set(), id="behind a long one"),
        pytest.param("oleh:mul*", {"pajak", "banjir", "panjang"}, id="how a name begins"),
        pytest.param("oleh:warga", set(), id="nobody is named"),
        pytest.param("kutipan:banjir -oleh:budi", {"banjir"}, id="not where somebody speaks"),
        pytest.param("pajak -kutipan:pajak", {"tanpa"}, id="where nobody says it"),
        pytest.param("oleh:sri -(oleh:sri kutipan:banjir)", {"pajak", "panjang"}, id="nor she"),
        pytest.param("kutipan:banjir tanggal:2020-01-02", {"banjir"}, id="on a day"),
        pytest.param("kutipan:banjir sumber:kabar", {"banjir"}, id="of an outlet"),
    ],
)
def test_who_said_what(listener: Searcher, text: str, expected: set[str]) -> None:
    parsed = parse(text)
    page = listener.search(parsed.query, PageRequest(size=100))

    assert {hit.article.id for hit in page.hits} == expected
    assert page.total == len(expected)
    assert not page.relaxed
    assert set(listener.find_ids(parsed.query)) == expected
    assert listener.count(parsed.query) == len(expected)


def test_what_only_is_quoted_comes_newest_first(listener: Searcher) -> None:
    page = listener.search(parse("kutipan:kami").query, PageRequest(size=100))

    ids = [hit.article.id for hit in page.hits]
    assert ids == ["singkat", "panjang", "datang", "banjir", "pajak"]


def test_other_words_decide_the_order(listener: Searcher) -> None:
    alone = listener.search(parse("pajak").query, PageRequest(size=100))
    both = listener.search(parse("pajak kutipan:pajak").query, PageRequest(size=100))

    assert {hit.score for hit in both.hits} <= {hit.score for hit in alone.hits}


def test_the_passage_is_the_quotation(listener: Searcher) -> None:
    (hit,) = listener.search(parse("oleh:sastro kutipan:lelah").query, PageRequest()).hits
    (other,) = listener.search(parse("jalan oleh:budi kutipan:banjir").query, PageRequest()).hits

    assert [part.text for part in hit.snippet if part.is_match] == ["lelah"]
    assert [part.text for part in other.snippet if part.is_match] == ["Banjir", "jalan"]
    assert "".join(part.text for part in other.snippet).startswith('"Banjir')


def test_all_that_is_quoted_can_be_asked_for(speaking: Engine) -> None:
    with speaking.reading() as snapshot:
        found = snapshot.find(Search(query=Quoted(), count=100))

        assert found.total == len(SPEECH) - 1
        assert snapshot.frequency(QUOTE, QUOTE_START) == len(SPEECH) - 1
        assert snapshot.occurrences(QUOTE, QUOTE_START) == 13
        assert snapshot.frequency(SPEAKER, "sri") == 3


def test_a_filter_bounds_it(listener: Searcher) -> None:
    page = PageRequest(size=100, filters=Filters(values={"source": ("Kabar",)}), facets=("source",))

    found = listener.search(parse("oleh:sri").query, page)

    assert [hit.article.id for hit in found.hits] == ["panjang", "banjir"]
    assert {value.value: value.count for value in found.facets["source"]} == {
        "Kabar": 2,
        "Lentera": 1,
    }


def test_quotations_are_listed_by_any_engine(listener: Searcher) -> None:
    page = listener.quotations(parse_said("pajak banjir", "").query, SpeechRequest())
    assert (page.articles, page.quotes) == (0, 0)

    page = listener.quotations(parse_said("(pajak ATAU banjir)", "").query, SpeechRequest(size=1))

    assert (page.articles, page.counted, page.quotes, page.page_count) == (2, 2, 4, 2)
    assert [(one.value, one.count) for one in page.speakers] == [
        ("Sri Mulyani", 2),
        ("Budi Santoso", 1),
        ("Dewi Lestari", 1),
    ]
    (speech,) = page.speech
    assert speech.article.id == "banjir"
    assert [said.quote.text.split()[0] for said in speech.said] == ["Banjir", "Pajak"]
    assert [said.fragments[0].is_match for said in speech.said] == [True, True]
    everything = listener.quotations(parse_said("").query, SpeechRequest())
    assert (everything.articles, everything.quotes, everything.in_all) == (9, 13, 13)
    assert everything.unnamed == 1


@pytest.fixture(scope="module")
def signed_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    names = ["Arif Kusumajaya", "Arif Kusumajaya", "Arif Wahyu Kusumajaya"]
    said = [f'"Sungai {at} sudah surut," kata Bupati {name}.' for at, name in enumerate(names)]
    every = [Article(id=f"a{at}", title="Air", body=body) for at, body in enumerate(said)]
    return build(tmp_path_factory.mktemp("nama"), every)


@pytest.fixture(scope="module", params=ENGINES)
def signed(request: pytest.FixtureRequest, signed_data: Path) -> Iterator[Searcher]:
    with searcher_over(request, request.param, signed_data) as searcher:
        yield searcher


def test_a_speaker_of_two_names_is_one(signed: Searcher) -> None:
    page = signed.quotations(parse_said("sungai").query, SpeechRequest())

    assert [(one.value, one.count) for one in page.speakers] == [("Arif Kusumajaya", 3)]
    assert {one.quote.speaker for speech in page.speech for one in speech.said} == {
        "Arif Kusumajaya"
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [('oleh:"Arif Kusumajaya"', {"a0", "a1", "a2"}), ('oleh:"Arif Wahyu Kusumajaya"', {"a2"})],
)
def test_a_speaker_is_found_by_either_name(signed: Searcher, text: str, expected: set[str]) -> None:
    query = parse(f"{text} kutipan:sungai").query
    hits = signed.search(query, PageRequest()).hits

    assert {hit.article.id for hit in hits} == expected
    assert all([part.text for part in hit.snippet if part.is_match] == ["Sungai"] for hit in hits)
    for hit in hits:
        marked = signed.highlight(hit.article.body, query)
        assert [part.text for part in marked if part.is_match] == ["Sungai"]


def test_an_exclusion_beside_a_phrase_is_not_bound_to_one_filter(listener: Searcher) -> None:
    query = Or((Phrase("sri mulyani"), Not(Term("kayu"))))
    page = PageRequest(filters=Filters(values={"source": ("Kabar",)}), facets=("source",))

    found = listener.search(query, page)

    assert {value.value: value.count for value in found.facets["source"]} == {
        "Kabar": 5,
        "Lentera": 5,
    }


def test_what_is_never_quoted_finds_nothing_else(listener: Searcher) -> None:
    query = And((Term("pajak"), Quoted((Term("kayu", QUOTE), Phrase("sri mulyani", SPEAKER)))))

    found = listener.search(query, PageRequest())

    assert (found.total, found.relaxed) == (0, False)
