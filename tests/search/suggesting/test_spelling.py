"""Words that are not in the archive, and what is offered for them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive.opening import open_archive
from index.article import Article
from index.generations import Generations
from index.segments.contents import open_segments
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.results import PageRequest, Suggestion
from search.searcher import Searcher
from search.suggesting.confusions import cost
from search.suggesting.spelling import corrections
from search.suggesting.widening import MAX_OFFERED, Way
from search.vocabulary import Vocabulary
from tests.building import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SENTENCES = (
    "Presiden Jokowi meresmikan pembangunan jalan tol di Jawa Barat.",
    "Gubernur Jakarta menjelaskan kebijakan transportasi kepada masyarakat.",
    "Harga beras dan harga cabai di pasar naik menjelang Ramadan.",
    "Komisi Pemberantasan Korupsi menahan tersangka kasus korupsi.",
    "Menteri Pendidikan dan Kebudayaan mengunjungi sekolah di Yogyakarta.",
    "Susi Pudjiastuti menenggelamkan kapal pencuri ikan.",
    "Gempa bumi mengguncang Palu, bantuan kemanusiaan berdatangan.",
    "Kejaksaan memeriksa direktur perusahaan penerbangan.",
    "Musyawarah masyarakat adat membahas khazanah budaya.",
    "Pemerintah mempertanggungjawabkan anggaran belanja negara.",
    "Wabah demam berdarah di Jakarta melanda Surabaya pada November.",
    "Anak-anak berbalas-balasan pantun di perpustakaan dan menulis balasan.",
    "Ijazah palsu ditemukan penyidik kepolisian.",
    "Zaman berubah, urusan beres.",
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """An archive of a few sentences, some of them often said."""
    data = tmp_path_factory.mktemp("spelling")
    articles = [
        Article(id=f"{number}-{copy}", title=f"Laporan {number}", body=sentence)
        for number, sentence in enumerate(SENTENCES)
        for copy in range(50 if number < 5 else 2)
    ]
    with closing(_searching(build(data, articles))) as engine:
        yield engine


def _searching(data: Path) -> Searcher:
    return Searcher(ArrayEngine(data), open_archive(data))


def suggested(searcher: Searcher, text: str) -> list[str]:
    return [other.q for other in searcher.search(parse(text).query, PageRequest()).suggestions]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("korupssi", "korupsi", id="doubled letter"),
        pytest.param("korpsi", "korupsi", id="dropped letter"),
        pytest.param("koruptsi", "korupsi", id="added letter"),
        pytest.param("koruosi", "korupsi", id="the key beside"),
        pytest.param("korupis", "korupsi", id="swapped letters"),
        pytest.param("lorupsi", "korupsi", id="wrong first letter"),
        pytest.param("presdien", "presiden", id="swapped vowels"),
        pytest.param("presidn", "presiden", id="dropped vowel"),
        pytest.param("jokwi", "jokowi", id="name"),
        pytest.param("Jokwi", "Jokowi", id="name with its capital"),
        pytest.param("JOKWI", "JOKOWI", id="all capitals"),
        pytest.param("gubernut", "gubernur", id="last letter"),
        pytest.param("gubenur", "gubernur", id="silent r"),
        pytest.param("pembangunnan", "pembangunan", id="doubled n"),
        pytest.param("pemebangunan", "pembangunan", id="added e"),
        pytest.param("kebijakkan", "kebijakan", id="doubled k"),
        pytest.param("tranportasi", "transportasi", id="dropped s"),
        pytest.param("masarakat", "masyarakat", id="s for sy"),
        pytest.param("musawarah", "musyawarah", id="s for sy, within"),
        pytest.param("kazanah", "khazanah", id="k for kh"),
        pytest.param("jaman", "zaman", id="j for z"),
        pytest.param("ijasah", "ijazah", id="s for z"),
        pytest.param("nopember", "november", id="p for v"),
        pytest.param("ramadhan", "ramadan", id="dh for d"),
        pytest.param("pudjiastutti", "pudjiastuti", id="doubled t in a name"),
        pytest.param("yogyakata", "yogyakarta", id="place"),
        pytest.param("surabya", "surabaya", id="place without a vowel"),
        pytest.param("penerbagan", "penerbangan", id="g for ng"),
        pytest.param("keajksaan", "kejaksaan", id="swapped consonants"),
        pytest.param("kemanusian", "kemanusiaan", id="one a"),
        pytest.param("mempertangungjawabkan", "mempertanggungjawabkan", id="very long"),
        pytest.param("perpustakan", "perpustakaan", id="one a of two"),
        pytest.param("berbalas-balsan", "berbalas-balasan", id="half of a reduplication"),
        pytest.param("pendidkan", "pendidikan", id="one i of two"),
        pytest.param("kebudyaan", "kebudayaan", id="one a of three"),
        pytest.param("hargaberas", '"harga beras"', id="forgotten space"),
        pytest.param("hargaberasdan", '"harga beras dan"', id="two forgotten spaces"),
        pytest.param("pasarberas", "pasar beras", id="words that stand apart"),
        pytest.param("pembangunan jal an", "pembangunan jalan", id="a space too many"),
        pytest.param("pem bangunan jalan", "pembangunan jalan", id="another one"),
        pytest.param("dijakarta", '"di jakarta"', id="preposition written together"),
        pytest.param("harga bears", "harga beras", id="in company"),
        pytest.param("presdien jokwi", "presiden jokowi", id="two words"),
        pytest.param('"harga bears"', '"harga beras"', id="in a phrase"),
        pytest.param('~"pembangunnan jalan"', '~"pembangunan jalan"', id="in a loose phrase"),
        pytest.param("isi:korupssi -pasar", "isi:korupsi -pasar", id="everything else is kept"),
        pytest.param("=korupssi", "=korupsi", id="exact form"),
        pytest.param("harga (bears ATAU cabai)", "harga (beras ATAU cabai)", id="group"),
    ],
)
def test_the_word_meant_comes_first(searcher: Searcher, typed: str, meant: str) -> None:
    assert suggested(searcher, typed)[:1] == [meant]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("harga beras", id="right"),
        pytest.param("tol", id="short"),
        pytest.param("tll", id="too short to correct"),
        pytest.param("korupsi2018x", id="digits"),
        pytest.param("ekonoi*", id="prefix"),
        pytest.param("harga -korupssi", id="excluded"),
        pytest.param("zzzzzzzz", id="nothing near"),
        pytest.param("пресидент", id="another script"),
        pytest.param("pembangunan", id="frequent"),
    ],
)
def test_nothing_is_suggested_without_need(searcher: Searcher, text: str) -> None:
    assert suggested(searcher, text) == []


def test_a_spelling_has_its_reason(searcher: Searcher) -> None:
    page = searcher.search(parse("korupssi").query, PageRequest())

    assert page.suggestions[0] == Suggestion("korupsi", "spelling", 50)


def test_a_rare_word_beside_a_much_more_frequent_one_is_suspect(searcher: Searcher) -> None:
    assert suggested(searcher, "beres") == ["beras"]
    assert suggested(searcher, "pasar beres") == ["pasar beras"]


def test_no_form_of_the_same_root_is_suggested(searcher: Searcher) -> None:
    assert "pembangunan" not in suggested(searcher, "pembangunannya")


def test_words_that_never_meet_are_corrected_when_the_page_would_be_partial(
    searcher: Searcher,
) -> None:
    assert suggested(searcher, "beras korupssi") == ["beras korupsi"]


def test_a_filter_that_leaves_nothing_leaves_no_suggestion(searcher: Searcher) -> None:
    assert suggested(searcher, "korupssi tanggal:1999") == []


def test_values_of_other_fields_are_corrected_by_their_own_words(tmp_path: Path) -> None:
    body = "Harga kompos naik."
    articles = [Article(id=str(n), title="Laporan", body=body, source="Kompas") for n in range(3)]
    with closing(_searching(build(tmp_path, articles))) as engine:
        assert suggested(engine, "sumber:kompos")[0] == "sumber:kompas"


def test_a_preposition_that_some_write_together_is_offered_apart(tmp_path: Path) -> None:
    bodies = ["Rapat dijakarta ditunda.", *["Rapat di Jakarta selesai."] * 30]
    articles = [Article(id=str(n), title="Laporan", body=body) for n, body in enumerate(bodies)]
    with closing(_searching(build(tmp_path, articles))) as engine:
        assert suggested(engine, "dijakarta")[:1] == ['"di jakarta"']
        assert suggested(engine, "rapat") == []


def test_forms_of_every_segment_count_together(tmp_path: Path) -> None:
    every = []
    for name, body in (("satu", "pasar pasal"), ("dua", "pasar")):
        data = build(tmp_path / name, [Article(id=name, title="Laporan", body=body)])
        every += open_segments(Generations(data).current())

    found = Vocabulary.load(every).near("pasax", 1)

    assert sorted(found) == [("pasal", 1, 1), ("pasar", 1, 2)]


def test_no_segment_has_no_forms() -> None:
    assert Vocabulary.load([]).near("pasar", 2) == []


def test_the_most_frequent_forms_are_kept(tmp_path: Path) -> None:
    articles = [
        Article(id="1", title="Beras", body="Beras mahal."),
        Article(id="2", title="Beras", body="Beras murah."),
    ]
    segments = open_segments(Generations(build(tmp_path, articles)).current())

    table = Vocabulary.load(segments, most=1)

    assert [one.form for one in table.near("bers", 1)] == ["beras"]
    assert table.near("maha", 1) == []


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                'korupssi presdien "harga bears" - ATAU ( ) judul: =tol praktek nggak ~ * x'.split(
                    " "
                )
            ),
            max_size=90,
        ).map(" ".join),
    )
)
def test_any_text_has_few_suggestions_that_find_something(searcher: Searcher, text: str) -> None:
    found = searcher.search(parse(text).query, PageRequest()).suggestions

    meant = [other for other in found if other.reason not in set(Way)]
    assert len(meant) <= 3
    assert len(found) - len(meant) <= len(Way) * MAX_OFFERED
    assert len({other.q.casefold() for other in found} | {parse(text).interpreted.casefold()}) == (
        len(found) + 1
    )
    for other in found:
        total = searcher.search(parse(other.q).query, PageRequest()).total
        assert total > 0 if other in meant else total == other.count
    assert {other.reason for other in meant} <= {"spelling", "variant", "informal"}


@given(
    word=st.text("abcd-", min_size=3, max_size=12),
    forms=st.lists(st.text("abcd-", min_size=3, max_size=12), min_size=1, unique=True),
    limit=st.integers(1, 2),
)
def test_near_forms_are_those_of_the_plain_algorithm(
    word: str, forms: list[str], limit: int
) -> None:
    table = Vocabulary.of(dict.fromkeys(forms, 7))

    found = {form: distance for form, distance, _ in table.near(word, limit)}

    every = {form: _distance(word, form) for form in forms}
    assert found == {form: far for form, far in every.items() if 0 < far <= limit}


def _distance(one: str, other: str) -> int:
    table = {(0, at): at for at in range(len(other) + 1)}
    for row in range(1, len(one) + 1):
        table[row, 0] = row
        for at in range(1, len(other) + 1):
            changed = one[row - 1] != other[at - 1]
            best = min(
                table[row - 1, at] + 1, table[row, at - 1] + 1, table[row - 1, at - 1] + changed
            )
            if row > 1 and at > 1 and one[row - 2 : row] == other[at - 2 : at][::-1]:
                best = min(best, table[row - 2, at - 2] + 1)
            table[row, at] = best
    return table[len(one), len(other)]


@pytest.mark.parametrize(
    ("typed", "likelier", "unlikelier"),
    [
        pytest.param("massalah", "masalah", "massalih", id="a doubled letter"),
        pytest.param("nopember", "november", "nomember", id="p for v"),
        pytest.param("presdien", "presiden", "presdian", id="swapped"),
        pytest.param("gubernut", "gubernur", "gubernul", id="the key beside"),
        pytest.param("basar", "besar", "lasar", id="within rather than first"),
        pytest.param("risiko", "resiko", "rusiko", id="e for i"),
    ],
)
def test_likely_errors_cost_less(typed: str, likelier: str, unlikelier: str) -> None:
    assert cost(typed, likelier) < cost(typed, unlikelier)


def test_of_two_near_forms_the_frequent_one_comes_first() -> None:
    table = Vocabulary.of({"pasal": 4, "pasar": 400})

    assert [form for form, _, _ in corrections(table.near, "pasav", 2)] == ["pasar", "pasal"]


def test_how_far_a_word_may_be_off_depends_on_its_length() -> None:
    table = Vocabulary.of({"korupsi": 9, "pemerintah": 9, "pasar": 9, "pagar": 9, "bola": 9})

    assert corrections(table.near, "blea", 3) == []
    assert [form for form, _, _ in corrections(table.near, "korpis", 3)] == ["korupsi"]
    assert [form for form, _, _ in corrections(table.near, "pazar", 3)] == ["pasar", "pagar"]
    assert [form for form, _, _ in corrections(table.near, "pahar", 3)] == ["pagar", "pasar"]
    assert [form for form, _, _ in corrections(table.near, "pmerintha", 3)] == ["pemerintah"]
