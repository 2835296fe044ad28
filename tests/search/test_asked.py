"""What is asked is found out once: what is needed, what gives way, what a question wants."""

from __future__ import annotations

import pytest

from search.answers import AnswerType
from search.asked import ask
from search.language.parser import parse
from search.language.unparse import unparse
from search.weighting import COMPOUND_WEIGHT, PART_WEIGHT


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        pytest.param("kapan gempa Lombok", "gempa Lombok", id="a question"),
        pytest.param("gempa Lombok kapan?", "gempa Lombok", id="asked at the end"),
        pytest.param("siapa gubernur", "gubernur", id="one word is left"),
        pytest.param("siapa", "siapa", id="nothing else"),
        pytest.param("siapa mengapa", "siapa mengapa", id="nothing but words that ask"),
        pytest.param("=siapa gubernur", "=siapa gubernur", id="wanted as written"),
        pytest.param('"siapa gubernur" bali', '"siapa gubernur" bali', id="in a phrase"),
        pytest.param("judul:siapa gubernur", "judul:siapa gubernur", id="in one field"),
        pytest.param("siapa gubernur -bali", "gubernur -bali", id="exclusions stay"),
        pytest.param("siapa ATAU gubernur", "siapa ATAU gubernur", id="alternatives stay"),
        pytest.param("harga beras", "harga beras", id="no question"),
    ],
)
def test_required(text: str, needed: str) -> None:
    assert unparse(ask(parse(text).query).required) == needed


@pytest.mark.parametrize(
    ("text", "relaxed"),
    [
        pytest.param("harga beras", "harga ATAU beras", id="words"),
        pytest.param(
            'harga "beras merah" ekono*', 'harga ATAU "beras merah" ATAU ekono*', id="all"
        ),
        pytest.param("a b -c", "(a ATAU b) -c", id="exclusions stay"),
        pytest.param("a b tanggal:2018", "(a ATAU b) tanggal:2018", id="dates stay"),
        pytest.param("a b sumber:c", "(a ATAU b) sumber:c", id="columns stay"),
        pytest.param("judul:a isi:b", "judul:a ATAU isi:b", id="title and body give way"),
        pytest.param("(a ATAU b) c", "a ATAU b ATAU c", id="alternatives give way"),
        pytest.param(
            "(a ATAU sumber:b) c d", "(c ATAU d) (a ATAU sumber:b)", id="but not all of them"
        ),
    ],
)
def test_any_word_is_enough(text: str, relaxed: str) -> None:
    found = ask(parse(text).query).loose

    assert found is not None
    # An alternative within an alternative means the same as one beside it.
    assert parse(relaxed).query == parse(unparse(found)).query


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("beras", id="a word"),
        pytest.param('"harga beras"', id="a phrase"),
        pytest.param("a ATAU b", id="alternatives"),
        pytest.param("a -b", id="a word and an exclusion"),
        pytest.param("a sumber:b", id="a word and a column"),
        pytest.param("-(a b)", id="an exclusion"),
    ],
)
def test_there_is_nothing_to_relax(text: str) -> None:
    assert ask(parse(text).query).loose is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("kapan gempa melanda Lombok", AnswerType.DATE),
        ("Kapankah gempa itu terjadi?", AnswerType.DATE),
        ("tahun berapa candi itu dipugar", AnswerType.DATE),
        ("pada tanggal berapakah pemilu digelar", AnswerType.DATE),
        ("hari apa pasar dibuka", AnswerType.DATE),
        ("berapa korban gempa", AnswerType.NUMBER),
        ("Berapakah jumlah pelatih?", AnswerType.NUMBER),
        ("siapa gubernur Bali", AnswerType.NAME),
        ("di mana pabrik dibangun", AnswerType.PLACE),
        ("Dimanakah pabrik dibangun?", AnswerType.PLACE),
        ("apa penyebab banjir", None),
        ("bagaimana banjir terjadi", None),
        ("harga beras naik", None),
        ('"siapa gubernur"', None),
        ("", None),
    ],
)
def test_what_a_question_wants(text: str, wanted: AnswerType | None) -> None:
    assert ask(parse(text).query).answer is wanted


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        pytest.param("ibukota Bali", [COMPOUND_WEIGHT, 1.0], id="in one word"),
        pytest.param("ibu kota Bali", [PART_WEIGHT, PART_WEIGHT, 1.0], id="in two"),
        pytest.param("kota ibu Bali", [1.0, 1.0, 1.0], id="in another order"),
        pytest.param("ibu Bali kota", [1.0, 1.0, 1.0], id="apart"),
        pytest.param("ibu judul:kota Bali", [1.0, 1.0], id="in one field"),
    ],
)
def test_compounds_that_are_written_in_two_ways_weigh_less(text: str, weights: list[float]) -> None:
    assert [word.weight for word in ask(parse(text).query).words] == weights


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("apa kepanjangan KPK", True),
        ("apakah singkatan dari Dana Desa?", True),
        ("kepanjangan tangan KPK", False),
        ("apa tugas KPK", False),
    ],
)
def test_who_asks_for_a_name(text: str, wanted: bool) -> None:
    assert ask(parse(text).query).wants_name is wanted
