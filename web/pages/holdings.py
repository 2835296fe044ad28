"""What is in the archive at a glance: its days, a column a year, its publishers.

Everything leads to its articles.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from search.results import Interval, PageRequest, Sort
from web.links import with_args
from web.pages.here import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.results import Bar, ResultPage
    from web.texts.locales import Locale

MAX_SOURCES = 8

# A column for each year, those without articles too; of a longer time only years that have some.
MAX_YEARS = 120
# As many have their names below them on the narrowest screen.
MAX_NAMED = 7


class Year(NamedTuple):
    """One column: ``height`` is percent of the highest; without articles it leads nowhere."""

    label: str
    articles: int
    height: int
    href: str | None


class Holdings(NamedTuple):
    """What there is.

    Attributes:
        covered: The first and the last day, in words; empty if nothing is dated.
        years: In the order of time.
        undated: Articles that no column counts.
        sources: The publishers with most articles.
        more: Where all publishers are listed, if there are more.
    """

    covered: str
    years: list[Year]
    undated: int
    sources: list[Link]
    more: str | None

    @property
    def is_short(self) -> bool:
        """Tell whether every column can be named."""
        return len(self.years) <= MAX_NAMED


def holdings_request(newest: int) -> PageRequest:
    """Return what the searcher is asked for: the newest articles, and what to count."""
    return PageRequest(
        size=newest,
        sort=Sort.NEWEST,
        facets=("source",),
        facet_size=MAX_SOURCES + 1,
        interval=Interval.YEAR,
    )


def holdings(
    page: ResultPage, covered: tuple[date, date] | None, root: str, locale: Locale
) -> Holdings:
    """Return what an answer to `holdings_request` says there is."""
    path = root + "/search"
    values = page.facets.get("source", ())
    return Holdings(
        _span(covered, locale),
        _years(page.histogram, path),
        page.total - sum(bar.count for bar in page.histogram),
        [
            Link(one.value, with_args(path, {"source": one.value}), count=one.count)
            for one in values[:MAX_SOURCES]
        ],
        with_args(f"{path}/values", {"facet": "source"}) if len(values) > MAX_SOURCES else None,
    )


def _span(covered: tuple[date, date] | None, locale: Locale) -> str:
    if covered is None:
        return ""
    first, last = map(locale.day, covered)
    if first == last:
        return locale.say("home.one_day", day=first)
    return locale.say("home.covered", first=first, last=last)


def _years(bars: Iterable[Bar], path: str) -> list[Year]:
    counts = {bar.start.year: bar.count for bar in bars if bar.count}
    if not counts:
        return []
    first, last, highest = min(counts), max(counts), max(counts.values())
    every = range(first, last + 1)
    shown = every if len(every) <= MAX_YEARS else sorted(counts)[-MAX_YEARS:]
    return [_year(year, counts.get(year, 0), highest, path) for year in shown]


def _year(year: int, count: int, highest: int, path: str) -> Year:
    if not count:
        return Year(str(year), 0, 0, None)
    days = {
        "date_from": date(year, 1, 1).isoformat(),
        "date_to": date(year, 12, 31).isoformat(),
    }
    return Year(str(year), count, max(2, round(100 * count / highest)), with_args(path, days))
