"""What is looked for when no article has every word."""

from __future__ import annotations

import pytest

from search.language.parser import parse
from search.relaxation import relax


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
    found = relax(parse(text).query)

    assert found is not None
    # An alternative within an alternative means the same as one beside it.
    assert parse(relaxed).query == parse(_spelled(found)).query


def _spelled(query: object) -> str:
    from search.language.unparse import render

    return render(query)  # type: ignore[arg-type]


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
    assert relax(parse(text).query) is None
