"""What a question wants is looked for beside its words in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.analyzer import Analyzer
from search.answers import MAX_CHARS, WEIGHT, AnswerType, evidence

ANALYZER = Analyzer()


def found(wanted: AnswerType, text: str, *words: str) -> float:
    roots = {word.root: 1.0 for word in ANALYZER.words(" ".join(words))}
    return evidence(wanted, text, ANALYZER, roots, frozenset(words))


@pytest.mark.parametrize(
    ("wanted", "answering", "other"),
    [
        pytest.param(
            AnswerType.DATE,
            "Gempa melanda desa itu pada 5 Agustus.",
            "Gempa melanda desa itu pada malam hari.",
            id="month",
        ),
        pytest.param(
            AnswerType.DATE,
            "Gempa melanda desa itu, Minggu (5/8).",
            "Gempa melanda desa itu sedalam 40/50 meter.",
            id="day and month as figures",
        ),
        pytest.param(
            AnswerType.NUMBER, "Gempa menewaskan 46 orang.", "Gempa menewaskan orang.", id="figure"
        ),
        pytest.param(
            AnswerType.NUMBER,
            "Gempa menewaskan 46 orang.",
            "Gempa menewaskan dua orang.",
            id="a figure says more than a word",
        ),
        pytest.param(
            AnswerType.NUMBER, "Gempa melukai 46 orang.", "Gempa tahun 1846 itu.", id="no year"
        ),
        pytest.param(
            AnswerType.NUMBER, "Gempa melukai 46 orang.", "Gempa pada 4 Mei itu.", id="no day"
        ),
        pytest.param(
            AnswerType.NUMBER, "Gempa melukai 46 orang.", "Gempa, Minggu (5/8).", id="no date"
        ),
        pytest.param(
            AnswerType.NUMBER, "Gempa melukai 2.000 orang.", "Gempa pada 2000 itu.", id="points"
        ),
        pytest.param(
            AnswerType.PLACE,
            "Gempa terjadi di Sembalun.",
            "Gempa terjadi di malam hari.",
            id="place",
        ),
        pytest.param(
            AnswerType.NAME,
            "Gempa diukur oleh Rahmat Kusumajati.",
            "Gempa diukur oleh seorang ahli.",
            id="name",
        ),
    ],
)
def test_an_answer_beside_the_words_is_evidence(
    wanted: AnswerType, answering: str, other: str
) -> None:
    assert found(wanted, answering, "gempa") > found(wanted, other, "gempa")


def test_the_nearer_the_better() -> None:
    near = found(AnswerType.NUMBER, "Gempa menewaskan 46 orang.", "gempa")
    far = found(AnswerType.NUMBER, "Gempa terasa di seluruh pulau; total ada 46 orang.", "gempa")

    assert near > far > 0


def test_words_of_the_question_are_no_answer() -> None:
    assert found(AnswerType.NUMBER, "Gempa tahun 2018.", "gempa", "2018") == 0
    assert found(AnswerType.NAME, "Gubernur Bali berpidato.", "gubernur", "bali") == 0


@given(
    st.sampled_from(AnswerType), st.text(max_size=200), st.lists(st.text(max_size=8), max_size=4)
)
def test_evidence_is_bounded_by_what_the_question_is_worth(
    wanted: AnswerType, text: str, words: list[str]
) -> None:
    most = WEIGHT[wanted] * len(ANALYZER.words(" ".join(words)))

    assert 0 <= found(wanted, text, *words) <= most + 1e-9


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert found(AnswerType.NUMBER, "x " * MAX_CHARS + "gempa 46", "gempa") == 0
