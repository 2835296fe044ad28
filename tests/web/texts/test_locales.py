from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from index.newstext.dates import WIB
from search.language.warnings import QueryWarning, WarningKind
from web.texts.languages import LANGUAGES
from web.texts.locales import make_locale

INDONESIAN = make_locale("id")
ENGLISH = make_locale("en")


@pytest.mark.parametrize(
    ("value", "digits", "indonesian", "english"),
    [
        (48211, 0, "48.211", "48,211"),
        (3.14, 1, "3,1", "3.1"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (0, 0, "0", "0"),
        (0.04, 1, "0,0", "0.0"),
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
    assert INDONESIAN.day(datetime(2017, 12, 31, 20, 5, tzinfo=UTC)) == "1 Januari 2018"
    assert INDONESIAN.format("date.month", date(2018, 8, 1)) == "Agustus 2018"
    assert INDONESIAN.format("date.short_day", date(2018, 8, 1)) == "1 Agu"
    assert ENGLISH.moment(datetime(2018, 8, 17, 9, 5, tzinfo=WIB)) == (
        "Friday, 17 August 2018, 09:05 WIB"
    )


def test_english_tells_one_from_many() -> None:
    assert ENGLISH.count("results.total", 1) == "1 article"
    assert ENGLISH.count("results.total", 2000) == "2,000 articles"
    assert INDONESIAN.count("results.total", 1) == "1 artikel"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", WarningKind)
def test_every_warning_has_words_in_every_language(kind: WarningKind, language: str) -> None:
    text = make_locale(language).warning(QueryWarning(kind, "{kapan}", 1_234))

    assert len(text) > 20
    is_counted = kind.name.startswith("TOO_") or kind is WarningKind.SHORT_PREFIX
    is_sign = kind.name.startswith("OPEN_") or kind is WarningKind.STRAY_CLOSE
    assert ("{kapan}" in text) != (is_counted or is_sign)
    assert make_locale(language).number(1_234) in text or not is_counted


def test_an_unknown_field_is_told_with_the_nearest_one() -> None:
    warning = QueryWarning(WarningKind.UNKNOWN_FIELD, "judl:", instead="judul:")

    assert "judl:" in INDONESIAN.warning(warning)
    assert "judul:" in INDONESIAN.warning(warning)


def test_warnings_are_told_in_the_language_of_the_reader() -> None:
    warning = QueryWarning(WarningKind.TOO_LONG, number=1_000)

    assert INDONESIAN.warning(warning) == "Hanya 1.000 huruf pertama yang dicari."
    assert ENGLISH.warning(warning) == "Only the first 1,000 characters are searched for."
