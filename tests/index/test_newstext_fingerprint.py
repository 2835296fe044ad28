"""Sketches and likeness of texts: of any text, the same each time and from both sides."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.newstext.fingerprint import (
    FEWEST,
    MIN_WORDS,
    MOST,
    ONE_IN,
    RUN,
    features,
    likeness,
    runs_of,
    shared,
    sketches,
)

TEXTS = st.text() | st.lists(
    st.sampled_from(
        ["Harga", "beras", "naik", "5", "persen", "di", "Medan.", "Senin", "\u201cIni"]
    ),
    max_size=60,
).map(" ".join)

LONG = "pertanggungjawab"


def words(number: int, start: int = 0) -> str:
    return " ".join(f"kata{at}" for at in range(start, start + number))


def sketch(text: str) -> list[int]:
    counts, values = sketches([text])
    assert counts.tolist() == [len(values)]
    return list(map(int, values))


@given(st.lists(TEXTS, max_size=5))
def test_a_sketch_is_the_same_whatever_it_is_made_with(texts: list[str]) -> None:
    counts, values = sketches(texts)

    parts = [part.tolist() for part in np.split(values, np.cumsum(counts)[:-1])] if texts else []
    assert parts == [sketch(text) for text in texts]
    assert [some.tolist() for some in runs_of(texts)] == [
        some.tolist() for text in texts for some in runs_of([text])
    ]


@given(TEXTS, TEXTS)
def test_likeness_is_the_same_from_both_sides(one: str, other: str) -> None:
    some, others = runs_of([one, other])
    assert shared(some, others) == shared(others, some)[::-1]
    assert all(0 <= part <= 1 for part in shared(some, others))
    alike = likeness(features(one), features(other))
    assert alike == likeness(features(other), features(one))
    assert min(alike.words, alike.figures, alike.names) >= 0
    assert max(alike.words, alike.figures, alike.names) <= 1


@given(TEXTS)
def test_a_text_is_all_in_itself(text: str) -> None:
    (runs,) = runs_of([text])
    assert shared(runs, runs) == ((1.0, 1.0) if len(runs) else (0.0, 0.0))
    alike = likeness(features(text), features(text))
    assert (alike.figures, alike.names, alike.is_as_long) == (0, 0, True)


@pytest.mark.parametrize(
    ("number", "least", "most"),
    [
        (MIN_WORDS - 1, 0, 0),
        (MIN_WORDS, MIN_WORDS - RUN + 1, MIN_WORDS - RUN + 1),
        (100, FEWEST, 40),
        (800, 800 // ONE_IN // 2, 800 // ONE_IN * 2),
        (20_000, MOST, MOST),
    ],
)
def test_a_sketch_is_a_small_part(number: int, least: int, most: int) -> None:
    values = sketch(words(number))

    assert least <= len(values) <= most
    assert values == sorted(set(values))


def test_what_stands_in_a_longer_text_has_its_sketch_there() -> None:
    assert set(sketch(words(800, 300))) <= set(sketch(words(1_700)))
    part, whole = runs_of([words(30, 20), words(100)])
    assert shared(part, whole) == (1.0, 28 / 98)


def test_marks_capitals_and_quotes_do_not_count() -> None:
    plain = "harga beras naik " * 4
    assert sketch(plain) == sketch("\u201cHarga  BERAS, naik!\u201d\n" * 4)


def test_a_word_is_told_apart_by_its_first_sixteen_letters() -> None:
    root, form, other = (words(20) + f" {word}" for word in (LONG, LONG + "annya", "x" + LONG))
    assert sketch(root) == sketch(form) != sketch(other)


def test_texts_in_other_letters_have_none() -> None:
    assert sketch("\u0628\u064a\u062a " * 40) == []


@pytest.mark.parametrize(
    ("one", "other", "figures", "names"),
    [
        ("Beras naik 5 persen", "Beras naik 5 persen", 0, 0),
        ("Beras naik 5 persen", "Beras naik 7 persen", 1 / 2, 0),
        ("Harga pada Senin naik 5,5 kali", "Harga pada Rabu naik 6,1 kali", 2 / 3, 0),
        ("Gempa di Palu pagi", "Gempa di Jepara pagi", 0, 1 / 2),
        (
            "Gempa di Palu pagi, api di Kudus malam",
            "Gempa di Ende pagi, api di Tual malam",
            0,
            2 / 3,
        ),
        ("Kata. Palu kini", "Kata. Jepara kini", 0, 0),
    ],
)
def test_what_differs_between_the_same_words_is_counted(
    one: str, other: str, figures: float, names: float
) -> None:
    alike = likeness(features(one), features(other))

    assert [alike.figures, alike.names] == pytest.approx([figures, names])
