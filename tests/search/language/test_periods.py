"""Dates in a query."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.lexer import DateField
from search.language.periods import parse_period
from search.query import Published

DAYS = st.dates()


def days(start: tuple[int, int, int] | None, end: tuple[int, int, int] | None) -> Published:
    return Published(start and date(*start), end and date(*end))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        pytest.param("2018", days((2018, 1, 1), (2018, 12, 31)), id="a year"),
        pytest.param("2018-10", days((2018, 10, 1), (2018, 10, 31)), id="a month"),
        pytest.param("2018/2", days((2018, 2, 1), (2018, 2, 28)), id="a short month"),
        pytest.param("2020-02", days((2020, 2, 1), (2020, 2, 29)), id="a leap month"),
        pytest.param("2018-10-13", days((2018, 10, 13), (2018, 10, 13)), id="a day"),
        pytest.param("13/10/2018", days((2018, 10, 13), (2018, 10, 13)), id="day first"),
        pytest.param("13-10-2018", days((2018, 10, 13), (2018, 10, 13)), id="with hyphens"),
        pytest.param("13.10.2018", days((2018, 10, 13), (2018, 10, 13)), id="with points"),
        pytest.param("10/2018", days((2018, 10, 1), (2018, 10, 31)), id="month first"),
        pytest.param("2018..2020", days((2018, 1, 1), (2020, 12, 31)), id="years"),
        pytest.param("2018-10..2018-12", days((2018, 10, 1), (2018, 12, 31)), id="months"),
        pytest.param("2018..13/10/2018", days((2018, 1, 1), (2018, 10, 13)), id="mixed"),
        pytest.param("2018..", days((2018, 1, 1), None), id="open at the end"),
        pytest.param("..2018-10", days(None, (2018, 10, 31)), id="open at the start"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, period: Published) -> None:
    assert parse_period(text) == period


@pytest.mark.parametrize(
    "text",
    [
        *("", "..", "x", "201", "20188", "2018-13", "2018-02-30", "0000", "32/1/2018"),
        *("2019..2018", "2018..x", "x..2018", "2018...2019", "13/10/18", "2018-10-13-1", "x 2018"),
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        pytest.param("2018", days((2019, 1, 1), None), days(None, (2017, 12, 31)), id="a year"),
        pytest.param("2018-02", days((2018, 3, 1), None), days(None, (2018, 1, 31)), id="a month"),
        pytest.param(
            "2018-10-13", days((2018, 10, 14), None), days(None, (2018, 10, 12)), id="a day"
        ),
    ],
)
def test_after_and_before_leave_the_period_out(
    text: str, after: Published, before: Published
) -> None:
    assert parse_period(text, DateField.AFTER) == after
    assert parse_period(text, DateField.BEFORE) == before


@pytest.mark.parametrize("field", [DateField.AFTER, DateField.BEFORE])
@pytest.mark.parametrize("text", ["2018..2019", "..2018", "x", ""])
def test_after_and_before_take_no_range(text: str, field: DateField) -> None:
    assert parse_period(text, field) is None


def test_there_is_nothing_before_the_first_day_or_after_the_last() -> None:
    assert parse_period("0001", DateField.BEFORE) is None
    assert parse_period("9999", DateField.AFTER) is None


@given(DAYS, DAYS)
def test_any_two_days_are_a_range(one: date, other: date) -> None:
    start, end = sorted((one, other))

    assert parse_period(f"{start}..{end}") == Published(start, end)


@given(st.text(alphabet="0123456789-/. x", max_size=20), st.sampled_from(DateField))
def test_no_text_raises(text: str, field: DateField) -> None:
    period = parse_period(text, field)

    assert period is None or period.start or period.end
