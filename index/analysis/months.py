"""Months of a date in figures, as news prints it beside the day of the week.

Sabtu (26/8)            26 agustus
Sabtu (26/8/2017)       26 agustus 2017
2017/8/26               2017 agustus 26
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
LAST_DAY = 31
YEARS = range(1800, 2100)


def with_month(figures: Sequence[str]) -> Sequence[str]:
    """Return ``figures`` with the month by its name, or as they are if they are no date."""
    match figures:
        case [day, month] if _is_day_and_month(day, month):
            return [_plain(day), _name(month)]
        case [day, month, year] if _is_day_and_month(day, month) and _is_year(year):
            return [_plain(day), _name(month), year]
        case [year, month, day] if _is_year(year) and _is_day_and_month(day, month):
            return [year, _name(month), _plain(day)]
        case _:
            return figures


def figures_of(beginning: str) -> list[str]:
    """Return how a date in figures may write the months that begin so: ``/8`` and ``/08``."""
    return [
        f"/{zero}{number}"
        for number, name in enumerate(MONTHS, start=1)
        if name.startswith(beginning)
        for zero in ("", "0")
    ]


def _is_day_and_month(day: str, month: str) -> bool:
    return _within(day, LAST_DAY) and _within(month, len(MONTHS))


def _name(month: str) -> str:
    return MONTHS[int(month) - 1]


def _plain(day: str) -> str:
    return str(int(day))


def _within(figure: str, last: int) -> bool:
    return len(figure) < 3 and figure.isdecimal() and 1 <= int(figure) <= last


def _is_year(figure: str) -> bool:
    return len(figure) == 4 and figure.isdecimal() and int(figure) in YEARS
