"""About when an undated article appeared, by the days that its text names.

    Sabtu (13/10) ... sejak Agustus 2018      ->  October 2018   of the years named, that fits
    Jumat (12/10/2018), lalu Sabtu (13/10)    ->  October 2018   the latest day
    Sabtu (13/10)                             ->  None           it may be of any year
    pada 13 Oktober 2018                      ->  None           of that day, or about it

A day of the week with a day of the month is how news names the day that it reports on. It is
believed in the latest year that the text names, where it falls on that day of the week then and
in no other of them. All else that is named may be long past, or still to come.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Final

from index.newstext.dates import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from index.article import Article

# Characters of a text that are looked at, and years and days in it; few have so many.
MAX_CHARS: Final = 20_000
MAX_YEARS: Final = 50
MAX_DAYS: Final = 50

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("senin", "selasa", "rabu", "kamis", "jumat jum'at jum\u2019at", "sabtu", "minggu ahad")
    )
    for name in names.split()
}
_DAY = re.compile(
    rf"\b({'|'.join(_WEEKDAYS)})\W{{1,3}}(\d{{1,2}})[/.-](\d{{1,2}})"
    r"(?:[/.-](\d{4}|\d{2}))?(?![\d/.-]*\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d{2}(?![\d/-]|[.,]\d)")


def estimate(article: Article) -> date | None:
    """Return the first day of the month in which an article seems to have appeared.

    None where its date is known, or its text does not tell.
    """
    return None if article.published else month_of(article.body)


def month_of(text: str) -> date | None:
    """Return the first day of the month in which ``text`` seems to have appeared, if it tells."""
    text = text[:MAX_CHARS]
    found = list(islice(_DAY.finditer(text), MAX_DAYS))
    years = {int(year[0]) for year in _YEAR.finditer(text)}
    years |= {_full(one[4]) for one in found if one[4]}
    named = sorted(years)[-MAX_YEARS:]
    days = [day for one in found if (day := _only_day(one, named))]
    latest = max((day for day in days if day.year == named[-1]), default=None)
    return latest and latest.replace(day=1)


def _only_day(found: re.Match[str], named: list[int]) -> date | None:
    """Return the day of the week that is a day of its year, or of only one of those named."""
    weekday, day, month, year = found.groups()
    years = [_full(year)] if year else named
    days = [_date(one, int(month), int(day)) for one in years]
    fitting = [one for one in days if one and one.weekday() == _WEEKDAYS[weekday.lower()]]
    return fitting[0] if len(fitting) == 1 else None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None
