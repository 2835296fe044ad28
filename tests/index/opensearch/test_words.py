"""Words are counted as documents are, whatever is added and taken away."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.analyzer import Analyzer
from index.document import Document
from index.errors import IndexBrokenError
from index.newstext.reading import read_quotes
from index.opensearch.encoding import encode
from index.opensearch.words import WordNotes, Words, write_words

if TYPE_CHECKING:
    from pathlib import Path

    from index.opensearch.encoding import Encoded

ANALYZER = Analyzer()
BODIES = (
    "Petani melatih petani lain.",
    "Pelatihan petani dibuka di Bali.",
    "E-commerce dan e-commerce lagi.",
    "Latihan terjun payung.",
    "D'Ambrosio melatih",
    "“Warung buka, warung tutup,” kata Sri Wahyuni. “Kami lega,” kata seorang warga.",
)


def encoded(number: int, body: str, source: str | None = None) -> Encoded:
    document = Document(
        row=number,
        id=f"b{number}",
        title="Judul",
        body=body,
        fields={"source": (source,)} if source else {},
        quotes=read_quotes(body),
    )
    return encode(document, ANALYZER, 1)


EVERY = [
    encoded(at, body, ("ANTARA", "Antara", "ANTARA", "Tempo", None, None)[at])
    for at, body in enumerate(BODIES)
]


def counted(directory: Path, *parts: list[Encoded]) -> Words:
    for number, part in enumerate(parts):
        notes = WordNotes()
        for document in part:
            notes.add(document)
        notes.write(directory, number)
    write_words(directory)
    return Words.open(directory)


def content(words: Words) -> dict[str, object]:
    return {
        "forms": {root: words.forms(root) for root in ("latih", "tani", "ambrosio", "e")},
        "text": words.expand("text", ("",), 1_000),
        "root": words.expand("root", ("",), 1_000),
        "times": [words.times("text", word) for word, _ in words.expand("text", ("",), 1_000)],
        "source": words.expand("source", ("",), 1_000),
        "quote": words.expand("quote", ("",), 1_000),
        "speaker": words.expand("speaker", ("",), 1_000),
        "printed": words.printed,
    }


def test_what_is_quoted_is_counted_apart(tmp_path: Path) -> None:
    words = counted(tmp_path, EVERY)

    assert (words.documents("quote", "^"), words.times("quote", "^")) == (1, 2)
    assert (words.documents("quote", "warung"), words.times("quote", "warung")) == (1, 2)
    assert words.documents("quote", "warga") == words.documents("quote", "sri") == 0
    assert words.expand("speaker", ("",), 9) == [("sri", 1), ("wahyuni", 1)]


def test_words_are_counted_by_documents_and_times(tmp_path: Path) -> None:
    words = counted(tmp_path, EVERY)

    assert (words.documents("text", "petani"), words.times("text", "petani")) == (2, 3)
    assert (words.documents("root", "latih"), words.times("root", "latih")) == (4, 4)
    assert words.documents("text", "xyzzy") == words.times("text", "xyzzy") == 0
    assert words.forms("latih") == [("melatih", 2), ("latihan", 1), ("pelatihan", 1)]
    assert words.forms("commerce") == [("commerce", 1)]
    assert words.documents("source", "antara") == 3
    assert words.expand("text", ("pe",), 2) == [("petani", 2), ("pelatihan", 1)]


def test_values_are_printed_as_most_documents_print_them(tmp_path: Path) -> None:
    words = counted(tmp_path, EVERY)

    assert words.printed["source"] == {"antara": "ANTARA", "tempo": "Tempo"}
    assert sorted(words.values("source")) == ["ANTARA", "Antara", "Tempo"]


def test_it_does_not_matter_who_counts_what(tmp_path: Path) -> None:
    (tmp_path / "satu").mkdir()
    (tmp_path / "tiga").mkdir()

    one = counted(tmp_path / "satu", EVERY)
    three = counted(tmp_path / "tiga", EVERY[:1], EVERY[1:3], EVERY[3:])

    assert content(one) == content(three)
    assert [path.name for path in (tmp_path / "tiga").iterdir()] == ["words.arrays"]


@given(
    kept=st.sets(st.integers(0, len(BODIES) - 1)),
    swapped=st.sets(st.integers(0, len(BODIES) - 1)),
)
def test_what_is_taken_away_was_never_there(
    tmp_path_factory: pytest.TempPathFactory, kept: set[int], swapped: set[int]
) -> None:
    """Those kept stay, the others go, and some are sent again in the same breath."""
    directory = tmp_path_factory.mktemp("kata")
    counted(directory, EVERY)
    notes = WordNotes()
    for number, document in enumerate(EVERY):
        if number not in kept:
            notes.subtract(document)
        elif number in swapped:
            notes.subtract(document)
            notes.add(document)
    notes.write(directory, 0)
    write_words(directory)

    fresh = tmp_path_factory.mktemp("baru")
    wanted = counted(fresh, [EVERY[number] for number in sorted(kept)])
    assert content(Words.open(directory)) == content(wanted)


def test_the_most_frequent_beginnings_come_first(tmp_path: Path) -> None:
    words = counted(tmp_path, EVERY)

    every = Counter(dict(words.expand("text", ("",), 1_000)))
    for limit in (1, 2, 3, 50):
        found = words.expand("text", ("p", "l"), limit)
        wanted = [(word, n) for word, n in every.items() if word.startswith(("p", "l"))]
        assert found == sorted(wanted, key=lambda item: (-item[1], item[0]))[:limit]


def test_words_that_are_not_there_are_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexBrokenError, match=r"words\.arrays is missing"):
        Words.open(tmp_path)
