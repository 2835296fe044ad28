"""What spellings of one value share, and what keeps two apart."""

from __future__ import annotations

import pytest

from index.fields import FACETS
from index.values.letters import Letters, letters

FIELDS = {field.name: field for field in FACETS}


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("source", "antaranews", "ANTARA News"),
        ("source", "Media-Indonesia", "Media Indonesia"),
        ("source", "Liputan 6", "liputan6"),
        ("source", "Caf\u00e9 Kopi", "Cafe Kopi"),
        ("place", "JAKARTA", "Jakarta"),
        ("place", "New York", "Newyork"),
        ("place", "Washington D.C.", "Washington DC"),
        ("place", "Nusa Dua , Bali", "nusa dua,bali"),
        ("section", "Gaya Hidup", "gaya-hidup"),
        ("section", "COVID-19", "covid 19"),
        ("author", "M. Razi", "M.Razi"),
        ("author", "Ma'ruf Amin", "Maruf  Amin"),
        ("author", "DEWI LESTARI", "Dewi Lestari"),
    ],
)
def test_the_same_letters(name: str, one: str, other: str) -> None:
    assert letters(FIELDS[name], one) == letters(FIELDS[name], other)


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("source", "Antara", "Antara TV"),
        ("source", "Koran Jakarta", "Jakarta"),
        ("source", "Kompas", "Kompas.tv"),
        ("source", "Kompas", "Kompas+"),
        ("source", "Tribun Bali", "Tribun Batam"),
        ("source", "Radio 97.5", "Radio 975"),
        ("section", "Musim 2017-18", "Musim 201718"),
        ("place", "Medan", "Sedan"),
        ("place", "Jakarta, DKI", "Jakarta"),
        ("place", "Jakarta, Bandung", "Jakarta Bandung"),
        ("place", "Kota.id", "Kota"),
        ("author", "Nur Aini", "Nuraini"),
        ("author", "Budi Santoso", "Budi Susanto"),
    ],
)
def test_other_letters(name: str, one: str, other: str) -> None:
    assert letters(FIELDS[name], one) != letters(FIELDS[name], other)


@pytest.mark.parametrize(
    ("address", "ending"),
    [
        ("Antaranews.com", "com"),
        ("www.antaranews.com", "com"),
        ("https://www.antaranews.com/", "com"),
        ("antaranews. com", "com"),
        ("antaranews.co.id", "co.id"),
        ("AntaraNews.ID", "id"),
        ("antaranews", ""),
        ("www.antaranews", ""),
    ],
)
def test_an_address_is_a_name_and_an_ending(address: str, ending: str) -> None:
    assert letters(FIELDS["source"], address) == Letters("antaranews", ending)


@pytest.mark.parametrize("value", ["-", "...", ".com", "\u2019", "www."])
@pytest.mark.parametrize("name", FIELDS)
def test_a_value_without_letters_is_like_no_other(name: str, value: str) -> None:
    assert letters(FIELDS[name], value) != letters(FIELDS[name], "--")
