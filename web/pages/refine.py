"""Narrowing a search and widening it again: facets and active filters."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from web.links import with_args
from web.pages.here import Link
from web.params import REPEATABLE

if TYPE_CHECKING:
    from datetime import date

    from search.results import ResultPage
    from web.pages.here import Here, Narrowed
    from web.texts.locales import Locale


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to filter by, and the articles that would be left, where that is known."""

    value: str
    count: int | None
    is_chosen: bool


class Facet(NamedTuple):
    """One heading with the values to filter by; ``more`` is where all of them are listed."""

    name: str
    label: str
    choices: list[Choice]
    more: str | None


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
    """Return the values of a facet, after them those chosen that no article has.

    What is nearest to a query differs with the filter, so partial matches are not counted.
    """
    asked = page.request.filters.values.get(name, ())
    chosen = {value.casefold(): value for value in asked}
    found = [
        Choice(
            facet.value,
            None if page.relaxed else facet.count,
            chosen.pop(facet.value.casefold(), None) is not None,
        )
        for facet in page.facets[name]
    ]
    return found + [Choice(value, 0, is_chosen=True) for value in chosen.values()]


def values_address(here: Here, name: str, **args: str) -> str:
    """Return where all values of a facet are listed, for this search."""
    return with_args(f"{here.path}/values", {"facet": name, **args, **here.args})


def active_filters(here: Narrowed, locale: Locale) -> list[Link]:
    """Return every filter in force, with the address of the page without it."""
    params = here.params
    days = []
    if params.date_from or params.date_to:
        label = period(params.date_from, params.date_to, locale)
        days = [Link(label, here.change(date_from=None, date_to=None))]
    return [*value_filters(here, locale), *days, *forms_filters(here, locale)]


def value_filters(here: Narrowed, locale: Locale) -> list[Link]:
    """Return the values in force, with the address of the page without each."""
    return [
        Link(f"{label_of(name, locale)}: {value}", _without(here, name, value))
        for name, values in here.chosen.items()
        for value in values
    ]


def forms_filters(here: Narrowed, locale: Locale) -> list[Link]:
    """Return which forms are asked for, if any are, with the address of the page without that."""
    forms = getattr(here.params, "forms", None)
    return [Link(locale.say(f"filters.forms_{forms}"), here.change(forms=None))] if forms else []


def without_filters(here: Narrowed, *others: str) -> str:
    """Return the address of this page with no filter at all, nor some ``others`` of its own."""
    return here.change(**dict.fromkeys((*REPEATABLE, "date_from", "date_to", "forms", *others)))


def label_of(name: str, locale: Locale) -> str:
    """Return the heading of a facet."""
    return locale.say(f"filters.{name}")


def _without(here: Narrowed, name: str, value: str) -> str:
    folded = value.casefold()
    kept = [other for other in here.chosen[name] if other.casefold() != folded]
    return here.change(**{name: kept})


def period(start: date | None, end: date | None, locale: Locale) -> str:
    """Return what some days are called, in the shortest way."""
    if start and end:
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
            return str(start.year) if start.year == end.year else f"{start.year}\u2013{end.year}"
        if start == end:
            return locale.day(start)
        if start.day == 1 and end == start.replace(day=monthrange(start.year, start.month)[1]):
            return locale.format("date.month", start)
        if start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
            return " \u2013 ".join(locale.format("date.month", day) for day in (start, end))
        return f"{locale.day(start)} \u2013 {locale.day(end)}"
    if start:
        return locale.say("filters.since", day=locale.day(start))
    return locale.say("filters.until", day=locale.day(end)) if end else ""
