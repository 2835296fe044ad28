"""Dates in a query: a day, a month, a year, or a range of them.

2018                    2018-01-01 .. 2018-12-31
2018-10..2018-12        2018-10-01 .. 2018-12-31
13/10/2018              that day
13 Oktober 2018         that day; also October 13, 2018, and 13-okt-2018
oktober-2018            that month
..2018-10               everything up to the end of October 2018
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from index.analysis.months import MONTHS
from search.language.lexer import DateField
from search.query import Published

_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_INDONESIAN = re.compile(r"(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})")
_GAP = r"(?:[\s./-]+)"
_NAMED = re.compile(rf"(?:(\d{{1,2}}){_GAP})?([a-z]+){_GAP}(\d{{4}})")
_ENGLISH = re.compile(rf"([a-z]+){_GAP}(\d{{1,2}}),?\s+(\d{{4}})")

# Names, short names and their first three letters, in both languages.
_MONTHS = {name: number for number, name in enumerate(MONTHS, start=1)} | {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr mei jun jul agu sep okt nov des",
        "jan feb mar apr may jun jul aug sept oct nop dec",
        "jan peb mrt apr mei jun jul ags sept okt nop des",
        "jan feb mar apr mei jun jul agt sep okt nov des",
    )
    for number, name in enumerate(names.split(), start=1)
}


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
    text = text.strip().lower()
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _INDONESIAN.fullmatch(text) or _NAMED.fullmatch(text):
        day, month, year = match.groups()
    elif match := _ENGLISH.fullmatch(text):
        month, day, year = match.groups()
    else:
        return None
    if month and month.isalpha():
        month = str(_MONTHS.get(month, 0))
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
