"""Dates as Indonesian news prints them, to aware datetimes.

    Sabtu, 13 Oktober 2018 10:26 WIB   ->  2018-10-13T10:26:00+07:00
    Jum'at (9/11/2018) pukul 20.15     ->  2018-11-09T20:15:00+07:00
    2018-10-13T03:26:00Z               ->  2018-10-13T03:26:00+00:00
    32 Januari 2020                    ->  None

The day comes before the month, as everywhere in Indonesia. A time without a zone is
Western Indonesian Time (WIB). Words are matched whole, so prose that holds a date is
not one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache

WIB = timezone(timedelta(hours=7), "WIB")
WITA = timezone(timedelta(hours=8), "WITA")
WIT = timezone(timedelta(hours=9), "WIT")
NAMED_ZONES = (WIB, WITA, WIT)
FIRST_YEAR, LAST_YEAR = 1900, 2100


def to_wib(when: datetime) -> datetime:
    """Return ``when`` in Western Indonesian Time."""
    try:
        return when.astimezone(WIB)
    except OverflowError:  # within hours of year 1 or 9999
        return when


# The longest real form, a JavaScript date with its zone spelt out, has about 70.
_MAX_CHARS = 100

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari febuari february peb pebruari",
            "mar mrt maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "ags agt agu agus agust agustus aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov november nop nopember",
            "des desember dec december",
        ),
        start=1,
    )
    for name in names.split()
}

_ZONES = {
    "": WIB,
    "WIB": WIB,
    "WITA": WITA,
    "WIT": WIT,
    "Z": UTC,
    "UT": UTC,
    "UTC": UTC,
    "GMT": UTC,
    # The zones RFC 822 names, for feeds.
    "EST": timezone(timedelta(hours=-5)),
    "EDT": timezone(timedelta(hours=-4)),
    "CST": timezone(timedelta(hours=-6)),
    "CDT": timezone(timedelta(hours=-5)),
    "MST": timezone(timedelta(hours=-7)),
    "MDT": timezone(timedelta(hours=-6)),
    "PST": timezone(timedelta(hours=-8)),
    "PDT": timezone(timedelta(hours=-7)),
}

# A weekday, a place, "Diperbarui": at most two words before the date say nothing about it.
_LEAD = r"\W{0,3}(?:[^\W\d_][\w'\u2019`.]{0,20}[\s,:|(/-]{1,4}){0,2}"
_DAY = r"(?P<day>[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_MONTH = r"(?P<month>[^\W\d_]{3,9})\.?"
_TIME = (
    r"(?:\)?[\s,|T•·/(-]{1,4}(?:(?:pukul|pkl|jam|at)\.?\s{1,2})?"
    r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"(?:\s?(?P<half>[ap])\.?m\.?)?)?"
)
_ZONE = (
    r"(?:\s?\(?(?P<zone>[a-z]{1,4}))?"
    r"(?:\s?(?P<sign>[+-])(?P<zone_hour>[0-9]{1,2})(?::?(?P<zone_minute>[0-9]{2}))?)?\)?"
)
_TAIL = rf"{_TIME}{_ZONE}\s?(?:\([^()]{{0,40}}\))?[\s).,]{{0,3}}"

_FORMS = (
    rf"{_LEAD}{_DAY}[\s-]{{1,3}}{_MONTH}[\s,'\u2019-]{{1,3}}{_YEAR}",
    rf"{_LEAD}{_DAY}(?P<mark>[/.-])(?P<month>[0-9]{{1,2}})(?P=mark){_YEAR}",
    rf"{_LEAD}(?P<year>[0-9]{{4}})(?P<mark>[/.-])(?P<month>[0-9]{{1,2}})(?P=mark){_DAY}",
    rf"{_LEAD}{_MONTH}\s{{1,2}}{_DAY},?\s{{1,2}}(?P<year>[0-9]{{4}})",
)


def parse_date(text: str) -> datetime | None:
    """Return the moment ``text`` names, or None if it names none.

    A date alone is its first minute. Digits alone are seconds or milliseconds since
    1970, as floats too, or a date and time run together (``201810131026``). Years run from 1900 to
    2100; a year of two digits lies between 1969 and 2068.
    """
    text = text.strip()
    if not text or len(text) > _MAX_CHARS:
        return None
    if text.isascii() and text.removesuffix(".0").isdigit():
        moment = _from_digits(text.removesuffix(".0"))
    else:
        moment = _from_iso(text) or _from_words(text)
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=WIB)


def _from_digits(text: str) -> datetime | None:
    if len(text) in {9, 10}:
        return datetime.fromtimestamp(int(text), WIB)
    if len(text) == 13:
        return datetime.fromtimestamp(int(text) / 1000, WIB)
    form = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}.get(len(text))
    try:
        return datetime.strptime(text, form).replace(tzinfo=WIB) if form else None
    except ValueError:
        return None


def _from_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _from_words(text: str) -> datetime | None:
    for form in _forms():
        if found := form.fullmatch(text):
            return _build(found.groupdict(default=""))
    return None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    # Ten milliseconds' work, which a search without words for a date need not wait for.
    return tuple(re.compile(form + _TAIL, re.IGNORECASE) for form in _FORMS)


def _build(part: dict[str, str]) -> datetime | None:
    month = _MONTHS.get(part["month"].lower()) or _number(part["month"])
    zone = _zone(part)
    if zone is None:
        return None
    try:
        return datetime(
            _full_year(part["year"]),
            month,
            int(part["day"]),
            _full_hour(_number(part["hour"]), part["half"].lower()),
            _number(part["minute"]),
            _number(part["second"]),
            tzinfo=zone,
        )
    except ValueError:
        return None


def _number(digits: str) -> int:
    return int(digits) if digits.isdecimal() else 0


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year > 68 else 2000)


def _full_hour(hour: int, half: str) -> int:
    """Return the hour of the day; 25, which no clock shows, for 13 and up with am or pm."""
    if not half:
        return hour
    return hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 25


def _zone(part: dict[str, str]) -> timezone | None:
    name = part["zone"].upper()
    if not part["sign"]:
        return _ZONES.get(name)
    if name not in ({"", "GMT", "UTC"} if part["zone_minute"] else {"GMT", "UTC"}):
        return None
    offset = timedelta(hours=int(part["zone_hour"]), minutes=_number(part["zone_minute"]))
    if offset >= timedelta(days=1):
        return None
    return timezone(-offset if part["sign"] == "-" else offset)
