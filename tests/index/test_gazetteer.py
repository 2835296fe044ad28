from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from index.newstext.gazetteer import Kind, find_places, letters_of, provinces, says_where

TABLE = resources.files("index.newstext").joinpath("gazetteer.tsv").read_text(encoding="utf-8")
LINES = TABLE.splitlines()
ROWS = [(*line.split("\t"), "", "")[:4] for line in LINES]
CITIES = [row for row in ROWS if row[1] in {Kind.CITY, Kind.REGENCY}]


def test_every_province_regency_and_city_is_there() -> None:
    counts = Counter(kind for _, kind, *_ in ROWS)

    assert (counts["province"], counts["regency"], counts["city"]) == (38, 416, 98)


# Regencies and cities of each, as the ministry of home affairs counts them.
SIZES = {
    "Aceh": 23, "Sumatera Utara": 33, "Sumatera Barat": 19, "Riau": 12, "Kepulauan Riau": 7,
    "Jambi": 11, "Sumatera Selatan": 17, "Kepulauan Bangka Belitung": 7, "Bengkulu": 10,
    "Lampung": 15, "DKI Jakarta": 6, "Jawa Barat": 27, "Jawa Tengah": 35, "DI Yogyakarta": 5,
    "Jawa Timur": 38, "Banten": 8, "Bali": 9, "Nusa Tenggara Barat": 10,
    "Nusa Tenggara Timur": 22, "Kalimantan Barat": 14, "Kalimantan Tengah": 14,
    "Kalimantan Selatan": 13, "Kalimantan Timur": 10, "Kalimantan Utara": 5,
    "Sulawesi Utara": 15, "Sulawesi Tengah": 13, "Sulawesi Selatan": 24,
    "Sulawesi Tenggara": 17, "Gorontalo": 6, "Sulawesi Barat": 6, "Maluku": 11,
    "Maluku Utara": 10, "Papua": 9, "Papua Barat": 7, "Papua Barat Daya": 6,
    "Papua Selatan": 4, "Papua Tengah": 8, "Papua Pegunungan": 8,
}  # fmt: skip


def test_each_province_has_its_regencies_and_cities() -> None:
    assert Counter(within for _, _, within, _ in CITIES) == SIZES
    assert set(provinces()) == set(SIZES)


def test_the_table_is_in_order_and_says_nothing_twice() -> None:
    assert sorted(set(LINES)) == LINES
    assert len({name for name, *_ in CITIES}) == 514
    for name, _, _, others in ROWS:
        keys = [letters_of(some) for some in (name, *others.split("; ")) if some]
        assert len(set(keys)) == len(keys), name


def test_everything_lies_in_something_that_is_there() -> None:
    names = {name for name, kind, *_ in ROWS if kind not in {Kind.TOWN, Kind.REGION, Kind.ABROAD}}

    for name, kind, within, _ in ROWS:
        assert within in names or (not within and kind in {Kind.COUNTRY, Kind.ABROAD}), name


def test_only_letters_are_compared() -> None:
    assert find_places("BANDARLAMPUNG") == find_places("Bandar Lampung") != ()


@pytest.mark.parametrize("name", ["Jakarta", "Jogja", "NTB", "AS", "Sampit", "Batu", "Zürich"])
def test_a_name_that_says_where(name: str) -> None:
    assert says_where(name)


@pytest.mark.parametrize("name", ["Puncak", "Negara", "Sumber", "TTS", "Afrika", "", "Harga"])
def test_a_word_that_says_nothing_of_where(name: str) -> None:
    assert not says_where(name)


def test_a_place_abroad_is_not_in_indonesia() -> None:
    assert says_where("Inggris")
    assert not says_where("Inggris", domestic=True)
