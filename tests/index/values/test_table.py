"""What a generation shows for values: kept in a file, and for values that come later."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from index.article import Article
from index.document import Document
from index.errors import IndexBrokenError
from index.values.learning import learn_values
from index.values.listing import ShownValue, Spelling, list_values
from index.values.table import NO_VALUES, Merge, Values, Why

if TYPE_CHECKING:
    from pathlib import Path

    from index.fields import Combination

COUNTS = {
    "source": Counter({"antaranews": 288, "ANTARA News": 1, "KOMPAS.com": 5, "Tempo.co": 4}),
    "place": Counter({"Jakarta": 500, "JAKARTA": 3, "Akarta": 1}),
    "author": Counter({"Dewi Lestari": 3, "dewi lestari": 1}),
}


@pytest.fixture
def values() -> Values:
    return learn_values(COUNTS, {"place": {"Betawi": "Jakarta"}}, lambda _: True)


def article(**rest: object) -> Article:
    return Article(id="a", title="Judul", body="Isi.", **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("source", "ANTARA News", "antaranews"),
        ("source", "antara-NEWS", "antaranews"),
        ("source", "www.antaranews.com", "antaranews"),
        ("source", "Tempo", "Tempo.co"),
        ("source", "tempo.id", "tempo.id"),
        ("source", "Kompas", "Kompas"),
        ("source", "kompas.com", "KOMPAS.com"),
        ("source", "Republika", "Republika"),
        ("source", "", ""),
        ("place", "akarta", "Jakarta"),
        ("place", "BETAWI", "Jakarta"),
        ("place", "ja karta", "Jakarta"),
        ("author", "DEWI  LESTARI", "Dewi Lestari"),
    ],
)
def test_any_value_is_shown_as_the_one_it_is(
    values: Values, name: str, value: str, shown: str
) -> None:
    assert values.shown(name, value) == shown


def test_an_article_has_the_values_that_are_shown(values: Values) -> None:
    published = article(source="ANTARA News", author=("dewi lestari", "Budi", "Dewi Lestari"))

    assert values.of(published) == article(source="antaranews", author=("Dewi Lestari", "Budi"))


def test_an_article_with_nothing_to_change_is_the_same(values: Values) -> None:
    published = article(source="antaranews", place="Palu")

    assert values.of(published) is published


def test_a_document_is_found_by_the_words_of_every_spelling(values: Values) -> None:
    document = Document.from_article(1, article(source="antaranews", place="JAKARTA"))

    applied = values.apply(document)

    assert applied.fields == {
        "source": ("antaranews",),
        "place": ("Jakarta",),
        "province": ("DKI Jakarta",),
    }
    assert applied.found_by["source"] == ("ANTARA News",)
    assert applied.found_by["place"] == ("Betawi", "Akarta")


def test_a_province_is_that_of_the_place_that_is_shown(values: Values) -> None:
    document = Document.from_article(1, article(place="Akarta"))

    applied = values.apply(document)

    assert "province" not in document.fields
    assert applied.fields["province"] == ("DKI Jakarta",)
    assert "DKI" in applied.found_by["province"]


@pytest.mark.parametrize("name", ["jatim", "JAWA TIMUR", "Jawa Timur", "East Java"])
def test_a_province_is_filtered_by_under_every_name(values: Values, name: str) -> None:
    assert values.shown("province", name) == "Jawa Timur"


def test_what_is_no_province_is_filtered_by_as_it_is(values: Values) -> None:
    assert values.shown("province", "Surabaya") == "Surabaya"


def test_a_new_spelling_is_noted_and_a_new_value_is_known_from_then_on(
    values: Values, tmp_path: Path
) -> None:
    for source in ("Suara Nusa", "suaranusa", "Antaranews.com"):
        values.apply(Document.from_article(1, article(source=source)))

    assert values.since == [
        Merge("source", "suaranusa", "Suara Nusa", Why.LETTERS),
        Merge("source", "Antaranews.com", "antaranews", Why.LETTERS),
    ]
    values.write(tmp_path)
    reopened = Values.open(tmp_path)
    assert reopened is not None
    assert (reopened.merges, reopened.since) == (values.merges, values.since)
    assert reopened.shown("source", "Suara-Nusa") == "Suara Nusa"
    assert reopened.own == values.own


def test_no_file_is_no_table(tmp_path: Path) -> None:
    assert Values.open(tmp_path) is None
    assert NO_VALUES.shown("place", "Akarta") == "Akarta"


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b'{"own": {}}', b'{"own": {}, "merges": [["place", "a", "b", "?"]], "since": []}'],
)
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "values.json").write_bytes(content)

    with pytest.raises(IndexBrokenError, match=r"values\.json is damaged"):
        Values.open(tmp_path)


def test_a_list_has_every_value_and_what_was_merged_into_it(values: Values) -> None:
    combinations: list[Combination] = [
        ({"place": ("Jakarta",), "author": ("Dewi Lestari", "dewi lestari")}, 2),
        ({"place": ("Akarta",)}, 1),
        ({"place": ("Palu",)}, 7),
    ]

    listed = list_values(values, combinations)

    assert listed["place"] == [
        ShownValue("Palu", 7, ()),
        ShownValue(
            "Jakarta",
            3,
            (
                Spelling("Akarta", 1, Why.SLIP),
                Spelling("Betawi", 0, Why.OWN),
                Spelling("JAKARTA", 0, Why.LETTERS),
            ),
        ),
    ]
    assert listed["author"] == [
        ShownValue("Dewi Lestari", 2, (Spelling("dewi lestari", 2, Why.LETTERS),))
    ]
