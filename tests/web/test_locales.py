from __future__ import annotations

import string
from datetime import UTC, date, datetime

import pytest

from web.locales import WIB, make_locale
from web.messages import MESSAGES, Language

INDONESIAN = make_locale(Language.INDONESIAN)
ENGLISH = make_locale(Language.ENGLISH)


def test_every_language_has_the_same_texts() -> None:
    first, *others = (texts.keys() for texts in MESSAGES.values())

    assert all(keys == first for keys in others)


@pytest.mark.parametrize("key", MESSAGES[Language.INDONESIAN])
def test_every_language_fills_in_the_same_names(key: str) -> None:
    names = [
        {name for _, name, _, _ in string.Formatter().parse(texts[key]) if name}
        for texts in MESSAGES.values()
    ]

    assert all(found == names[0] for found in names)


@pytest.mark.parametrize(
    ("value", "digits", "indonesian", "english"),
    [
        (48211, 0, "48.211", "48,211"),
        (3.14, 1, "3,1", "3.1"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (0, 0, "0", "0"),
    ],
)
def test_numbers(value: float, digits: int, indonesian: str, english: str) -> None:
    assert INDONESIAN.number(value, digits) == indonesian
    assert ENGLISH.number(value, digits) == english


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (datetime(2018, 10, 13, 10, 26, tzinfo=WIB), "Sabtu, 13 Oktober 2018, 10.26 WIB"),
        (datetime(2017, 12, 31, 20, 5, tzinfo=UTC), "Senin, 1 Januari 2018, 03.05 WIB"),
        (datetime(2019, 5, 2, tzinfo=WIB), "Kamis, 2 Mei 2019"),
        (datetime.max.replace(tzinfo=UTC), "Jumat, 31 Desember 9999, 23.59 WIB"),
    ],
)
def test_moments_are_told_in_wib(when: datetime, text: str) -> None:
    assert INDONESIAN.moment(when) == text


def test_days_and_months() -> None:
    assert INDONESIAN.day(date(2018, 8, 17)) == "17 Agustus 2018"
    assert INDONESIAN.month(date(2018, 8, 1)) == "Agustus 2018"
    assert ENGLISH.moment(datetime(2018, 8, 17, 9, 5, tzinfo=WIB)) == (
        "Friday, 17 August 2018, 09:05 WIB"
    )


def test_english_tells_one_from_many() -> None:
    assert ENGLISH.count("results.total", 1) == "1 article"
    assert ENGLISH.count("results.total", 2000) == "2,000 articles"
    assert INDONESIAN.count("results.total", 1) == "1 artikel"
