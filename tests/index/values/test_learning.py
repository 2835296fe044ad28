"""What is learned to be one, and above all what is not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from index.values.learning import Slip, count_values, learn_values

if TYPE_CHECKING:
    from index.fields import Combination
    from index.values.own import Own
    from index.values.table import Values

APART: tuple[tuple[str, dict[str, int]], ...] = (
    ("source", {"Antara": 500, "Antara TV": 3}),
    ("source", {"Koran Jakarta": 20, "Jakarta": 1}),
    ("source", {"Sindonews": 900, "Indonews": 1}),
    ("source", {"Bola.com": 300, "Bola.net": 200}),
    ("source", {"Bola": 300, "Bola.net": 200}),
    ("source", {"viva": 300, "viva.com": 9, "viva.co.id": 200}),
    ("source", {"Kompas": 300, "KOMPAS.com": 200}),
    ("place", {"Medan": 500, "Sedan": 1}),
    ("place", {"Rembang": 500, "Lembang": 1}),
    ("place", {"Zambia": 500, "Gambia": 1}),
    ("place", {"Serang": 500, "Serang, Banten": 1}),
    ("place", {"Jakarta": 49, "Akarta": 1}),
    ("place", {"Jakarta": 5000, "Jaarta": 1}),
    ("place", {"Bekasi": 500, "Ekasi": 1}),
    ("place", {"Permalang": 500, "Pemalang": 1, "Ermalang": 10, "Ermalang, Jawa": 1}),
    ("place", {"Sampdan": 500, "Sampda": 1, "Rampda": 1, "Sampda, Bali": 1}),
    ("section", {"Olahraga": 500, "Lahraga": 1}),
    ("author", {"Budi Santoso": 500, "Udi Santoso": 1}),
    ("author", {"Nur Aini": 500, "Nuraini": 1}),
)


def learned(
    name: str, counts: dict[str, int], own: Own | None = None, *, agrees: bool = True
) -> Values:
    return learn_values({name: Counter(counts)}, own or {}, lambda _: agrees)


def shown(name: str, counts: dict[str, int], own: Own | None = None) -> dict[str, str]:
    """Return what is shown for each value that is shown as another."""
    values = learned(name, counts, own)
    return {merge.value: merge.shown for merge in values.merges}


@pytest.mark.parametrize(("name", "counts"), APART)
def test_two_things_stay_two(name: str, counts: dict[str, int]) -> None:
    assert shown(name, counts) == {}


@pytest.mark.parametrize(
    ("name", "counts", "value"),
    [
        ("source", {"antaranews": 288, "ANTARA News": 1, "Antaranews.com": 40}, "antaranews"),
        ("source", {"antaranews": 2, "ANTARA News": 2}, "ANTARA News"),
        ("source", {"cnn indonesia": 1000, "CNN Indonesia": 2, "CNNIndonesia": 5}, "CNN Indonesia"),
        ("source", {"ANTARA": 90, "Antara": 7}, "ANTARA"),
        ("source", {"Bola.com": 300, "bola.com": 4}, "Bola.com"),
        ("place", {"JAKARTA": 90, "Jakarta": 7, "jakarta": 8}, "Jakarta"),
        ("place", {"DKI": 5, "dki": 90}, "DKI"),
        ("place", {"Nusa Dua, Bali": 5, "NUSA DUA, BALI": 90}, "Nusa Dua, Bali"),
        ("place", {"Bandarlampung": 5, "Bandar Lampung": 3}, "Bandarlampung"),
        ("section", {"gaya-hidup": 90, "Gaya Hidup": 7}, "gaya-hidup"),
        ("author", {"M. Razi": 3, "M.Razi": 2, "M RAZI": 1}, "M. Razi"),
    ],
)
def test_spellings_of_one_thing_are_one(name: str, counts: dict[str, int], value: str) -> None:
    assert shown(name, counts) == dict.fromkeys(set(counts) - {value}, value)


@pytest.mark.parametrize(
    ("counts", "value"),
    [
        ({"Jakarta": 100, "Akarta": 2}, "Akarta"),
        ({"Jakarta": 50, "Jakart": 1}, "Jakart"),
        ({"Jakarta Pusat": 50, "Akarta Pusat": 1}, "Akarta Pusat"),
        ({"Samarinda, Kaltim": 50, "amarinda, Kaltim": 1}, "amarinda, Kaltim"),
    ],
)
def test_a_clipped_place_is_the_one_that_was_meant(counts: dict[str, int], value: str) -> None:
    assert shown("place", counts) == {value: next(iter(counts))}


def test_a_slip_takes_its_spellings_along() -> None:
    counts = {"Jakarta": 500, "AKARTA": 1, "Akarta": 2}

    assert shown("place", counts) == {"AKARTA": "Jakarta", "Akarta": "Jakarta"}


def test_texts_have_to_agree_that_it_is_a_slip() -> None:
    asked: list[Slip] = []
    counts = {"place": Counter({"Washington": 500, "Ashington": 1})}

    def disagree(slip: Slip) -> bool:
        asked.append(slip)
        return False

    values = learn_values(counts, {}, disagree)

    assert asked == [Slip(("Ashington",), "ashington", "washington")]
    assert values.merges == ()


def test_the_user_knows_better() -> None:
    own = {
        "source": {
            "Kantor Berita Antara": "ANTARA News",
            "Suara Baru": "Suara Baru",
            "Harian Nusa": "Nusa",
        }
    }
    counts = {
        "antaranews": 288,
        "Kantor Berita ANTARA": 4,
        "Kantor-Berita Antara": 1,
        "suarabaru": 50,
        "Suara Baru": 9,
        "SUARA BARU": 1,
    }

    values = learned("source", counts, own)

    assert {merge.value: (merge.shown, merge.why.value) for merge in values.merges} == {
        "antaranews": ("ANTARA News", "letters"),
        "Kantor Berita ANTARA": ("ANTARA News", "own"),
        "Kantor Berita Antara": ("ANTARA News", "own"),
        "Kantor-Berita Antara": ("ANTARA News", "letters"),
        "SUARA BARU": ("Suara Baru", "letters"),
        "Harian Nusa": ("Nusa", "own"),
    }
    assert values.shown("source", "Suarabaru") == "suarabaru"
    assert values.shown("source", "suara baru") == "Suara Baru"


def test_what_the_user_keeps_apart_is_no_slip() -> None:
    own = {"place": {"Akarta": "Akarta"}}

    assert shown("place", {"Jakarta": 500, "Akarta": 1}, own) == {}


def test_the_user_chooses_the_capitals() -> None:
    own = {"source": {"antaranews": "AntaraNews"}}

    assert shown("source", {"antaranews": 5, "ANTARA News": 1}, own) == {
        "antaranews": "AntaraNews",
        "ANTARA News": "AntaraNews",
    }


def test_an_article_with_a_value_twice_counts_once() -> None:
    combinations: list[Combination] = [
        ({"author": ("Dewi", "Budi")}, 3),
        ({"author": ("Dewi", "Dewi"), "place": ("Palu",)}, 2),
    ]

    counts = count_values(combinations)

    assert counts["author"] == {"Dewi": 5, "Budi": 3}
    assert counts["place"] == {"Palu": 2}
