"""Narrowing a search and widening it again: facets, the histogram, active filters."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from search.results import Bar, Interval
from web.links import with_args
from web.pages.here import Link
from web.params import REPEATABLE

if TYPE_CHECKING:
    from search.results import ResultPage
    from web.pages.here import Here
    from web.params import SearchParams
    from web.texts.locales import Locale

# No page is wide enough for more.
MAX_BARS = 400

_DAYS_IN_A_MONTH = 31
_DAYS_IN_TWO_YEARS = 731


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to filter by, and the articles that would be left."""

    value: str
    count: int
    is_chosen: bool


class Facet(NamedTuple):
    """One heading with the values to filter by; ``more`` is where all of them are listed."""

    name: str
    label: str
    choices: list[Choice]
    more: str | None


class BarLink(NamedTuple):
    """One bar of the histogram; ``percent`` of the highest."""

    link: Link
    percent: int


def interval_for(params: SearchParams) -> Interval:
    """Return the width of bars that suits the days searched: about a dozen or two of them."""
    if not (params.date_from and params.date_to):
        return Interval.YEAR
    days = (params.date_to - params.date_from).days + 1
    if days <= _DAYS_IN_A_MONTH:
        return Interval.DAY
    return Interval.MONTH if days <= _DAYS_IN_TWO_YEARS else Interval.YEAR


def facets(here: Here, page: ResultPage, locale: Locale) -> list[Facet]:
    """Return the facets that have values to choose from, those chosen among them."""
    size = page.request.facet_size
    return [
        Facet(
            name,
            label_of(name, locale),
            choices(page, name),
            values_address(here, name) if len(values) >= size else None,
        )
        for name, values in page.facets.items()
        if values or here.chosen[name]
    ]


def choices(page: ResultPage, name: str) -> list[Choice]:
    """Return the values of a facet, after them those chosen that no article has."""
    asked = page.request.filters.values.get(name, ())
    chosen = {value.casefold(): value for value in asked}
    found = [
        Choice(facet.value, facet.count, chosen.pop(facet.value.casefold(), None) is not None)
        for facet in page.facets[name]
    ]
    return found + [Choice(value, 0, is_chosen=True) for value in chosen.values()]


def values_address(here: Here, name: str, **args: str) -> str:
    """Return where all values of a facet are listed, for this search."""
    return with_args(f"{here.path}/values", {"facet": name, **args, **here.args})


def histogram(here: Here, page: ResultPage, locale: Locale) -> list[BarLink]:
    """Return the bars in the order of time, each leading to its days.

    Years, if there would be more than `MAX_BARS`.
    """
    bars, interval = page.histogram, page.request.interval or Interval.YEAR
    if len(bars) > MAX_BARS and interval is not Interval.YEAR:
        years: Counter[date] = Counter()
        for bar in bars:
            years[date(bar.start.year, 1, 1)] += bar.count
        bars, interval = tuple(Bar(*year) for year in sorted(years.items())), Interval.YEAR
    highest = max((bar.count for bar in bars), default=0)
    return [
        BarLink(_bar_link(here, bar, interval, locale), max(1, round(100 * bar.count / highest)))
        for bar in bars
        if bar.count
    ]


def active_filters(here: Here, locale: Locale) -> list[Link]:
    """Return every filter in force, with the address of the search without it."""
    params = here.params
    chips = [
        Link(f"{label_of(name, locale)}: {value}", _without(here, name, value))
        for name, values in here.chosen.items()
        for value in values
    ]
    if params.date_from or params.date_to:
        label = _period(params.date_from, params.date_to, locale)
        chips.append(Link(label, here.change(date_from=None, date_to=None)))
    if params.forms:
        chips.append(Link(locale.say(f"filters.forms_{params.forms}"), here.change(forms=None)))
    return chips


def without_filters(here: Here) -> str:
    """Return the address of this search with no filter at all."""
    return here.change(**dict.fromkeys((*REPEATABLE, "date_from", "date_to", "forms")))


def label_of(name: str, locale: Locale) -> str:
    """Return the heading of a facet."""
    return locale.say(f"filters.{name}")


def _without(here: Here, name: str, value: str) -> str:
    folded = value.casefold()
    kept = [other for other in here.chosen[name] if other.casefold() != folded]
    return here.change(**{name: kept})


def _bar_link(here: Here, bar: Bar, interval: Interval, locale: Locale) -> Link:
    start = bar.start
    if interval is Interval.YEAR:
        return _days_link(here, str(start.year), start, date(start.year, 12, 31), bar.count)
    if interval is Interval.MONTH:
        end = start.replace(day=monthrange(start.year, start.month)[1])
        return _days_link(here, locale.format("date.short_month", start), start, end, bar.count)
    return _days_link(here, locale.format("date.short_day", start), start, start, bar.count)


def _days_link(here: Here, label: str, start: date, end: date, count: int) -> Link:
    href = here.change(date_from=start.isoformat(), date_to=end.isoformat())
    is_active = (here.params.date_from, here.params.date_to) == (start, end)
    return Link(label, href, is_active, count)


def _period(start: date | None, end: date | None, locale: Locale) -> str:
    if start and end:
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
            return str(start.year) if start.year == end.year else f"{start.year}\u2013{end.year}"
        if start == end:
            return locale.day(start)
        if start.day == 1 and end == start.replace(day=monthrange(start.year, start.month)[1]):
            return locale.format("date.month", start)
        return f"{locale.day(start)} \u2013 {locale.day(end)}"
    if start:
        return locale.say("filters.since", day=locale.day(start))
    return locale.say("filters.until", day=locale.day(end)) if end else ""
