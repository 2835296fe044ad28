"""Which words are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.language.parser import parse
from search.passages.highlighting import MARKED_CHARS, MAX_MARKS
from search.passages.matching import highlight

if TYPE_CHECKING:
    from index.analysis.analyzer import Analyzer


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        pytest.param("melatih", "Pelatihan dan latihan.", ["Pelatihan", "latihan"], id="forms"),
        pytest.param("=latihan", "Pelatihan dan latihan.", ["latihan"], id="an exact form"),
        pytest.param('"harga beras"', "Harga beras, beras.", ["Harga beras"], id="a phrase"),
        pytest.param("ekono*", "Ekonom, ekonomi, okonomi.", ["Ekonom", "ekonomi"], id="a prefix"),
        pytest.param("ma'r*", "Maruf atau Ma'ruf.", ["Maruf", "Ma'ruf"], id="an apostrophe"),
        pytest.param("cafe", "Caf\u00e9 tua", ["Caf\u00e9"], id="an accent"),
        pytest.param("ecommerce", "E-commerce naik", ["E-commerce"], id="a compound"),
        pytest.param("commerce", "E-commerce naik", ["E-commerce"], id="a part of one"),
        pytest.param("rp1,5", "Rp 2, Rp1,5.", ["Rp1,5"], id="an amount is one thing"),
        pytest.param("anak", "Anak-anak riang", ["Anak-anak"], id="a reduplication"),
        pytest.param(
            "anak anak", "Anak anak, anak - anaknya", ["Anak anak", "anak - anaknya"], id="a space"
        ),
        pytest.param("ekt*", "kartu e - KTP baru", ["e - KTP"], id="a prefix and a space"),
        pytest.param("mar*", "nama Ma Ruf, lama", ["Ma Ruf"], id="a prefix of an apostrophe"),
        pytest.param("bj", "B. J. Habibie", ["B. J"], id="initials"),
        pytest.param("ktp", "e KTP", ["KTP"], id="the part that was asked for"),
        pytest.param("beras -impor", "Impor beras", ["beras"], id="not what is excluded"),
        pytest.param("sumber:antara beras", "Antara beras", ["beras"], id="not another field"),
        pytest.param("judul:beras", "beras", ["beras"], id="a word of the title"),
        pytest.param("tanggal:2018", "Tahun 2018", [], id="not a date"),
        pytest.param("beras ATAU gabah", "gabah, beras", ["gabah", "beras"], id="either"),
        pytest.param("", "beras", [], id="nothing"),
    ],
)
def test_words_that_answer_are_marked(
    analyzer: Analyzer, query: str, text: str, marked: list[str]
) -> None:
    fragments = highlight(text, parse(query).query, analyzer)

    assert [fragment.text for fragment in fragments if fragment.is_match] == marked


TEXTS = st.lists(
    st.sampled_from(
        ["beras", "Pelatihan", "e-commerce", "Ma'ruf", " ", ", ", "\n", "\u00ad", "5.000"]
    )
    | st.text(max_size=5),
    max_size=20,
).map("".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, query=TEXTS)
def test_fragments_join_to_the_text(analyzer: Analyzer, text: str, query: str) -> None:
    fragments = highlight(text, parse(query).query, analyzer)

    assert "".join(fragment.text for fragment in fragments) == text
    assert all(fragment.text for fragment in fragments)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=st.sampled_from(["beras", "pelatihan", "Ma'ruf", "e-commerce", "5.000", "anak-anak"]))
def test_a_word_marks_itself(analyzer: Analyzer, word: str) -> None:
    fragments = highlight(f"x {word} y", parse(word).query, analyzer)

    assert [fragment.text for fragment in fragments] == ["x ", word, " y"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("beras naik " * 40_000, id="many words"),
        pytest.param("x" * 1_000_000 + " beras", id="one word of a million letters"),
        pytest.param("beras\n" * 100_000, id="many lines"),
        pytest.param("naik " * 39_999 + "beras-impor" + " naik" * 10_000, id="a word on the edge"),
    ],
)
def test_a_long_text_is_marked_at_its_beginning(analyzer: Analyzer, text: str) -> None:
    fragments = highlight(text, parse("beras").query, analyzer)

    marks = [fragment for fragment in fragments if fragment.is_match]
    assert "".join(fragment.text for fragment in fragments) == text
    assert len(marks) <= MAX_MARKS
    assert len(fragments) <= 2 * MAX_MARKS + 1
    assert sum(len(fragment.text) for fragment in fragments[:-1]) <= MARKED_CHARS
