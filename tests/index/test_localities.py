from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.newstext.gazetteer import UNKNOWN, Locality, find_places, provinces
from index.newstext.localities import locate


def indonesia(city: str | None, province: str | None) -> Locality:
    return Locality(city, province, "Indonesia")


@pytest.mark.parametrize(
    ("place", "locality"),
    [
        ("Jakarta", indonesia("Jakarta", "DKI Jakarta")),
        ("JAKARTA", indonesia("Jakarta", "DKI Jakarta")),
        ("Jaksel", indonesia("Jakarta Selatan", "DKI Jakarta")),
        ("Kebayoran Baru, Jakarta", indonesia("Jakarta Selatan", "DKI Jakarta")),
        ("Nusa Dua", indonesia("Badung", "Bali")),
        ("Nusa Dua, Bali", indonesia("Badung", "Bali")),
        ("Denpasar, Bali, Indonesia", indonesia("Denpasar", "Bali")),
        ("Bali", indonesia(None, "Bali")),
        ("DIY", indonesia(None, "DI Yogyakarta")),
        ("Jogja", indonesia("Yogyakarta", "DI Yogyakarta")),
        ("Sleman, Yogyakarta", indonesia("Sleman", "DI Yogyakarta")),
        ("Solo", indonesia("Surakarta", "Jawa Tengah")),
        ("Ujung Pandang", indonesia("Makassar", "Sulawesi Selatan")),
        ("Timika", indonesia("Mimika", "Papua Tengah")),
        ("Wamena", indonesia("Jayawijaya", "Papua Pegunungan")),
        pytest.param("Malang", indonesia("Malang", "Jawa Timur"), id="a city, no regency"),
        ("Kab. Malang", indonesia("Kabupaten Malang", "Jawa Timur")),
        ("KABUPATEN BEKASI", indonesia("Kabupaten Bekasi", "Jawa Barat")),
        ("Kabupaten Badung", indonesia("Badung", "Bali")),
        ("Kota Solok", indonesia("Solok", "Sumatera Barat")),
        ("Kecamatan Cikarang Barat", indonesia("Kabupaten Bekasi", "Jawa Barat")),
        ("Kota Badung", UNKNOWN),
        ("Gorontalo", indonesia("Gorontalo", "Gorontalo")),
        ("Provinsi Gorontalo", indonesia(None, "Gorontalo")),
        pytest.param("Banjar", indonesia("Banjar", "Jawa Barat"), id="of two the city"),
        pytest.param(
            "Banjar, Kalsel",
            indonesia("Kabupaten Banjar", "Kalimantan Selatan"),
            id="the province decides",
        ),
        ("Depok", indonesia("Depok", "Jawa Barat")),
        ("Depok, Sleman", indonesia("Sleman", "DI Yogyakarta")),
        ("Soreang, Bandung", indonesia("Kabupaten Bandung", "Jawa Barat")),
        ("Batu, Malang", indonesia("Batu", "Jawa Timur")),
        pytest.param("Ngemplak", indonesia(None, None), id="two districts of one name"),
        pytest.param("Ngemplak, Boyolali", indonesia("Boyolali", "Jawa Tengah"), id="one of them"),
        pytest.param(
            "Kuta, Lombok", indonesia(None, "Nusa Tenggara Barat"), id="another one of that name"
        ),
        pytest.param("Bekasi, Jawa Tengah", indonesia(None, None), id="parts that contradict"),
        ("London", Locality("London", None, "Inggris")),
        ("Markas PBB, New York", Locality("New York", None, "Amerika Serikat")),
        ("Raqa, Suriah", Locality("Raqqa", None, "Suriah")),
        ("Jeddah, Saudi Arabia", Locality("Jeddah", None, "Arab Saudi")),
        ("Washington, Rabu", Locality("Washington", None, "Amerika Serikat")),
        ("Valencia, Venezuela", Locality(None, None, "Venezuela")),
        ("New York, Boston", Locality(None, None, "Amerika Serikat")),
        ("Cardiff", Locality("Cardiff", None, "Wales")),
        ("Cardiff, Inggris", Locality("Cardiff", None, "Wales")),
        ("Hong Kong, Tiongkok", Locality(None, None, "Hong Kong")),
        ("Yerusalem", Locality("Yerusalem", None, None)),
        ("Yerusalem, Palestina", Locality("Yerusalem", None, "Palestina")),
        ("AS", Locality(None, None, "Amerika Serikat")),
        ("Afrika", UNKNOWN),
        ("", UNKNOWN),
        (",;/", UNKNOWN),
    ],
)
def test_place_is_located(place: str, locality: Locality) -> None:
    assert locate(place) == locality


@given(st.text(st.sampled_from("AaBDKI .,/()-'ab\u00e9\n"), max_size=300))
def test_anything_may_be_a_place(place: str) -> None:
    assert locate(place) == locate(place.upper().lower())


@given(st.sampled_from(sorted(provinces())), st.text(max_size=20))
def test_a_province_behind_it_is_never_contradicted(province: str, name: str) -> None:
    located = locate(f"{name.replace(',', ' ')}, {province}")

    assert located.province in {province, None}


@given(st.sampled_from(sorted(provinces())))
def test_every_province_is_found_by_all_its_names(province: str) -> None:
    for name in provinces()[province]:
        assert indonesia(None, province) in [found.locality for found in find_places(name)]
