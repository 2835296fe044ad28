"""Pieces of two texts make up both, whatever they are and however little may be compared."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.passages.differences import (
    MAX_CHARS,
    MAX_COMPARED_CHARS,
    MAX_COMPARED_PARAGRAPHS,
    MAX_PARAGRAPHS,
    Change,
    differences,
)
from search.work import ANSWER_STEPS, Work, unbounded

SIGNS = {Change.SAME: "{}", Change.GONE: "[-{}-]", Change.NEW: "[+{}+]"}


def shown(before: str, after: str) -> str:
    pieces = differences(before, after, unbounded())
    return "".join(SIGNS[piece.change].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("", "", "", id="nothing"),
        pytest.param("Sama saja.", "Sama saja.", "Sama saja.", id="the same"),
        pytest.param("", "Baru.", "[+Baru.+]", id="all new"),
        pytest.param("Lama.", "", "[-Lama.-]", id="all gone"),
        pytest.param(
            "Harga naik 5 persen.",
            "Harga turun 5 persen.",
            "Harga [-naik -][+turun +]5 persen.",
            id="a word",
        ),
        pytest.param(
            "Harga naik.", "Harga beras naik.", "Harga [+beras +]naik.", id="a word put in"
        ),
        pytest.param(
            "Harga beras naik.", "Harga naik.", "Harga [-beras -]naik.", id="a word taken out"
        ),
        pytest.param("Ia pergi, lalu.", "Ia pergi lalu.", "Ia pergi [-, -]lalu.", id="a comma"),
        pytest.param(
            "Rp5.000 saja", "Rp6.000 saja", "[-Rp5.000 -][+Rp6.000 +]saja", id="a number is whole"
        ),
        pytest.param(
            "Kata Ma'ruf di e-KTP", "Kata Maruf di e-KTP", "Kata [-Ma'ruf -][+Maruf +]di e-KTP",
            id="marks inside of a word",
        ),
        pytest.param("beras", "Beras", "[-beras-][+Beras+]", id="a capital"),
        pytest.param("satu  dua\tiga", "satu dua\tiga", "satu dua\tiga", id="spaces"),
        pytest.param(
            "Satu.\nDua.\nTiga.", "Satu.\nTiga.", "Satu.\n[-Dua.\n-]Tiga.", id="a paragraph gone"
        ),
        pytest.param(
            "Satu.\nTiga.", "Satu.\nDua.\nTiga.", "Satu.\n[+Dua.\n+]Tiga.", id="a paragraph new"
        ),
        pytest.param(
            "Satu dua. Tiga empat.",
            "Satu dua.\nTiga empat.",
            "Satu dua.[+\n+]Tiga empat.",
            id="a paragraph parted",
        ),
        pytest.param(
            "Gubernur membuka pasar lelang cabai.\nCuaca cerah.",
            "Nelayan pulang tanpa hasil hari ini.\nCuaca mendung.",
            "[-Gubernur membuka pasar lelang cabai.\n-][+Nelayan pulang tanpa hasil hari ini.\n+]"
            "Cuaca [-cerah-][+mendung+].",
            id="little in common",
        ),
        pytest.param(
            "a b c d e f g h i j k l m n",
            "a b c D E F G h I J K L m n",
            "a b c [-d e f g h i j k l -][+D E F G h I J K L +]m n",
            id="one word alike by chance",
        ),
    ],
)  # fmt: skip
def test_what_became_of_a_text(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


def without_spaces(text: str) -> str:
    return re.sub(r"\s", "", text)


TEXTS = st.lists(
    st.sampled_from(["a", "bb", "Rp1.000", "e-KTP", ",", ".", " ", "  ", "\t", "\n", "\u00a0"]),
    max_size=40,
).map("".join) | st.text(max_size=60)


@given(TEXTS, TEXTS, st.integers(0, 4_000))
def test_pieces_make_up_both_texts(before: str, after: str, steps: int) -> None:
    work = Work(steps)

    pieces = differences(before, after, work)

    old = "".join(piece.text for piece in pieces if piece.change is not Change.NEW)
    new = "".join(piece.text for piece in pieces if piece.change is not Change.GONE)
    assert without_spaces(old) == without_spaces(before)
    assert new == after
    assert all(piece.text for piece in pieces)
    assert all(one.change != other.change for one, other in pairwise(pieces))
    assert work.spent <= steps


@given(TEXTS)
def test_a_text_is_like_itself(text: str) -> None:
    assert {piece.change for piece in differences(text, text, unbounded())} <= {Change.SAME}


def alternating(words: str, count: int) -> str:
    return " ".join(words[number % len(words)] for number in range(count))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a " * 40_000, "b " + "a " * 40_000 + "c", id="one word"),
        pytest.param(alternating("ab", 9_000), alternating("bac", 9_000), id="few words"),
        pytest.param(
            "\n".join(alternating("ab", 9_000).split()),
            "\n".join(alternating("bac", 9_000).split()),
            id="few paragraphs",
        ),
    ],
)
def test_hostile_texts_cost_no_more_than_they_may(before: str, after: str) -> None:
    work = Work()

    pieces = differences(before, after, work)

    assert work.spent <= ANSWER_STEPS
    assert work.is_cut
    assert "".join(piece.text for piece in pieces if piece.change is not Change.GONE) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a" * MAX_CHARS, "b", id="characters"),
        pytest.param("a\n" * MAX_PARAGRAPHS, "b\n", id="paragraphs"),
        pytest.param("a" * MAX_COMPARED_CHARS, "b", id="characters of a paragraph"),
        pytest.param("a\n" * (MAX_COMPARED_PARAGRAPHS + 1), "b\n" * 9, id="paragraphs compared"),
    ],
)
def test_what_is_too_long_is_told_apart_as_a_whole(before: str, after: str) -> None:
    work = Work()

    pieces = differences(before, after, work)

    assert [(piece.text, piece.change) for piece in pieces] == [
        (before, Change.GONE),
        (after, Change.NEW),
    ]
    assert work.is_cut
    assert work.spent <= ANSWER_STEPS


def test_small_changes_in_a_long_paragraph_are_found_sentence_by_sentence() -> None:
    common = "yang di dan ini itu " * 5
    sentences = [f"Kalimat ke-{number} {common}berakhir." for number in range(300)]
    changed = [*sentences]
    for number in (3, 150, 290):
        changed[number] = changed[number].replace("berakhir", "selesai")
    work = Work()

    pieces = differences(" ".join(sentences), " ".join(changed), work)

    assert [piece.text for piece in pieces if piece.change is not Change.SAME] == [
        "berakhir",
        "selesai",
    ] * 3
    assert not work.is_cut


def test_a_small_change_in_a_long_text_is_still_found() -> None:
    paragraphs = [f"Paragraf ke-{number} tentang hal lain." for number in range(5_000)]
    changed = [*paragraphs]
    changed[2_500] = "Paragraf ke-2500 tentang hal baru."
    work = Work()

    pieces = differences("\n".join(paragraphs), "\n".join(changed), work)

    assert [piece.text.strip() for piece in pieces if piece.change is not Change.SAME] == [
        "lain",
        "baru",
    ]
    assert not work.is_cut
