"""Dates in a query: a day, a month, a year, or a range of them.

2018                    2018-01-01 .. 2018-12-31
2018-10..2018-12        2018-10-01 .. 2018-12-31
13/10/2018              that day
..2018-10               everything up to the end of October 2018
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from search.language.lexer import DateField
from search.query import Published

_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_INDONESIAN = re.compile(r"(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})")


def parse_period(text: str, field: DateField = DateField.ON) -> Published | None:
    """Return the days that ``text`` means, None when it means none.

    ``sesudah:`` starts on the day after, ``sebelum:`` ends on the day before.
    """
    first, dots, last = text.partition("..")
    start = _span(first) if first else None
    end = _span(last) if last else start if not dots else None
    if (first and start is None) or (last and end is None) or not (start or end):
        return None
    if field is DateField.AFTER:
        day = _shifted(start[1], 1) if start and not dots else None
        return None if day is None else Published(start=day)
    if field is DateField.BEFORE:
        day = _shifted(start[0], -1) if start and not dots else None
        return None if day is None else Published(end=day)
    period = Published(start and start[0], end and end[1])
    if period.start and period.end and period.start > period.end:
        return None
    return period


def _span(text: str) -> tuple[date, date] | None:
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _INDONESIAN.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        if day:
            exact = date(int(year), int(month), int(day))
            return exact, exact
        if month:
            last = monthrange(int(year), int(month))[1]
            return date(int(year), int(month), 1), date(int(year), int(month), last)
        return date(int(year), 1, 1), date(int(year), 12, 31)
    except ValueError:
        return None


def _shifted(day: date, step: int) -> date | None:
    try:
        return day + timedelta(days=step)
    except OverflowError:
        return None
