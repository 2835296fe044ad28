"""Names that are one person's, and above all those that are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

from index.document import Document
from index.values.learning import learn_values
from index.values.listing import list_values
from index.values.names import Names
from index.values.people import LEAST_FOR_ONE
from index.values.table import Why

if TYPE_CHECKING:
    from index.values.own import Own
    from index.values.table import Values


People: TypeAlias = "dict[str, tuple[str, ...]]"


def learned(*articles: People, own: Own | None = None) -> Values:
    """Return what is learned from articles with people, each with other names there."""
    names = Names()
    for article in articles:
        names.add(article.items())
    return learn_values({}, own or {}, lambda _: False, {"person": names})


def shown(*articles: People) -> dict[str, str]:
    return {merge.value: merge.shown for merge in learned(*articles).merges}


def plain(*names: str) -> list[People]:
    return [{name: ()} for name in names]


def test_a_name_is_that_of_whom_texts_have_it_for() -> None:
    long: People = {"Sri Mulyani Indrawati": ("Sri Mulyani", "Mulyani")}

    assert shown(long, *plain("Sri Mulyani")) == {"Sri Mulyani": "Sri Mulyani Indrawati"}


def test_it_is_shown_as_most_articles_say_it() -> None:
    long: People = {"Zoran Peko Vukcevic": ("Zoran Vukcevic",)}

    assert shown(long, *plain(*["Zoran Vukcevic"] * 3)) == {"Zoran Peko Vukcevic": "Zoran Vukcevic"}


def test_one_word_needs_more_articles() -> None:
    def articles(count: int) -> list[People]:
        long: People = {"Zoran Vukcevic": ("Vukcevic",)}
        return [*plain("Vukcevic"), *[long] * count]

    assert shown(*articles(LEAST_FOR_ONE - 1)) == {}
    assert shown(*articles(LEAST_FOR_ONE)) == {"Vukcevic": "Zoran Vukcevic"}


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Anies Baswedan", "Anies Rasyid Baswedan"),
        ("Evan Darmono", "Evan Dimas Darmono"),
        ("Gibran Rakabuming", "Gibran Rakabuming Raka"),
        ("Hanif Dhakiri", "M. Hanif Dhakiri"),
    ],
)
def test_two_forms_of_one_name_are_one(short: str, full: str) -> None:
    assert shown(*plain(short, short, full)) == {full: short}


@pytest.mark.parametrize(
    "names",
    [
        ("Muhammad Iqbal", "Muhammad Iqbal Hidayat"),
        ("Budi Santoso", "Agus Budi Santoso"),
        ("Ahmad Hidayat", "Ahmad Fauzi Hidayat"),
        ("Kim Jae", "Kim Min Jae"),
        ("Anies Baswedan", "Anies Rasyid Baswedan", "Anies Halim Baswedan"),
        ("Sri Wahyuni", "Sri Mulyani"),
        ("Mulyani", "Sri Mulyani"),
    ],
)
def test_two_people_stay_two(names: tuple[str, ...]) -> None:
    assert shown(*plain(*names)) == {}


def test_nicknames_find_the_full_name() -> None:
    values = learned(*plain("Joko Widodo"))
    document = Document(row=1, id="a", title="", body="", fields={"person": ("Joko Widodo",)})

    assert values.shown("person", "jokowi") == "Joko Widodo"
    assert values.apply(document).found_by == {"person": ("Jokowi",)}
    assert {merge.why for merge in values.merges} == {Why.NAME}


def test_the_user_has_the_last_word() -> None:
    articles = plain("Anies Baswedan", "Anies Rasyid Baswedan")
    apart = {"person": {"Anies Baswedan": "Anies Baswedan"}}
    other = {"person": {"Anies Baswedan": "Anies R. Baswedan"}}

    assert learned(*articles, own=apart).merges == ()
    assert learned(*articles, own=other).shown("person", "Anies Baswedan") == "Anies R. Baswedan"


def test_more_people_than_can_be_remembered_are_read() -> None:
    values = learned(*plain("Ma'ruf Amin"))
    document = Document(row=1, id="a", title="", body="", fields={"person": ("Maruf Amin",)})

    assert values.apply(document) is document
    assert values.since == []


def test_people_of_several_names_are_listed() -> None:
    values = learned(*plain("Anies Baswedan", "Anies Baswedan", "Anies Rasyid Baswedan"))

    (listed,) = list_values(values, [])["person"]

    assert listed == ("Anies Baswedan", None, (("Anies Rasyid Baswedan", None, Why.NAME),))
