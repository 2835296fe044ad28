"""The timeline beside results: when they were published, drawn, and as a table.

Every bar leads to its days. Empty stretches of time are drawn, too. Bars count articles, or
are their share of all articles of the same time that pass the same filters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.results import Interval
from search.trends import MAX_PERIODS, Periods, Span, cover, held, narrowest, share
from web.pages import charts
from web.pages.here import Link
from web.pages.refine import period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.results import PageRequest, ResultPage
    from web.pages.here import Here
    from web.params import SearchParams
    from web.texts.locales import Locale

# Bars that the panel has room for, unless others were asked for.
MAX_BARS = 36

# Round values that the bars are drawn beside; the top one is written.
_STEPS = 3


@dataclass(frozen=True, slots=True)
class BarLink:
    """One bar: ``link`` leads to its days, none where it is empty."""

    label: str
    link: Link | None
    column: charts.Column
    count: str
    share: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the panel shows.

    Attributes:
        bars: Of each stretch of time, empty ones too.
        rules: Where round values are.
        top: The highest of them.
        first, last: What the ends of the drawing are called.
        switch: Between counts and shares; none when there is nothing to draw.
        trend: Where the same search is drawn beside others.
    """

    bars: tuple[BarLink, ...]
    rules: tuple[float, ...]
    top: str
    first: str
    last: str
    switch: tuple[Link, ...]
    trend: str


def interval_for(params: SearchParams) -> Interval:
    """Return how narrow bars have to be counted for the days searched."""
    return narrowest(params.date_from, params.date_to, MAX_BARS)


def timeline(here: Here, page: ResultPage, locale: Locale) -> Timeline:
    """Return the drawing of ``page.histogram``; as shares, if the page was asked for them."""
    trend = here.elsewhere("/tren")
    if not page.histogram or page.relaxed:
        return Timeline((), (), "", "", "", (), trend)
    request = page.request
    interval = request.interval or Interval.YEAR
    most = MAX_PERIODS if here.params.interval else MAX_BARS
    periods = cover(held(page.histogram, interval), request.filters, interval, most)
    counts = periods.spread(page.histogram)
    totals: Sequence[int | None] = [None] * len(counts)
    values: Sequence[float] = counts
    if request.shares:
        totals = periods.spread(page.totals)
        values = [share(count, total or 0) for count, total in zip(counts, totals, strict=True)]
    axis = charts.axis(max(values), steps=_STEPS, is_whole=not request.shares)
    columns = charts.columns(values, axis.values[-1])
    parts = zip(periods.spans, columns, zip(counts, totals, strict=True), strict=True)
    return Timeline(
        bars=tuple(_bar(here, *part, locale) for part in parts),
        rules=tuple(map(axis.up, axis.values)),
        top=written(axis.values[-1], locale, is_share=request.shares),
        first=short(periods, 0, locale),
        last=short(periods, -1, locale),
        switch=_switch(here, request, locale),
        trend=trend,
    )


def short(periods: Periods, at: int, locale: Locale) -> str:
    """Return what one of ``periods`` is called below a drawing."""
    start = periods.spans[at].start
    if periods.interval is Interval.YEAR:
        return str(start.year)
    pattern = "date.short_month" if periods.interval is Interval.MONTH else "date.short_day"
    return locale.format(pattern, start)


def written(value: float, locale: Locale, *, is_share: bool) -> str:
    """Return a count, or a share in percent."""
    if not is_share:
        return locale.number(value)
    percent = 100 * value
    digits = 0 if percent == round(percent) else 1 if percent >= 1 else 2
    return locale.say("trends.percent", n=locale.number(percent, digits))


def described(label: str, count: int, total: int | None, locale: Locale, *, name: str = "") -> str:
    """Return what one bar or point says: ``Mei 2018: 12 artikel, 3,4% dari 350``."""
    articles = locale.count("results.total", count)
    key = "trends.point" if name else "trends.bar"
    text = locale.say(key, name=name, period=label, articles=articles)
    if total is None:
        return text
    percent = written(share(count, total), locale, is_share=True)
    return locale.say("trends.of_all", text=text, share=percent, total=locale.number(total))


def _bar(
    here: Here, span: Span, column: charts.Column, numbers: tuple[int, int | None], locale: Locale
) -> BarLink:
    count, total = numbers
    label = period(span.start, span.end, locale)
    link = None
    if count:
        href = here.change(date_from=span.start.isoformat(), date_to=span.end.isoformat())
        is_current = (here.params.date_from, here.params.date_to) == span
        link = Link(label, href, is_current, count)
    return BarLink(
        label=label,
        link=link,
        column=column,
        count=locale.number(count),
        share=None if total is None else written(share(count, total), locale, is_share=True),
        title=described(label, count, total, locale),
    )


def _switch(here: Here, request: PageRequest, locale: Locale) -> tuple[Link, ...]:
    return (
        Link(locale.say("trends.counts"), here.change(timeline=None), not request.shares),
        Link(locale.say("trends.shares"), here.change(timeline="share"), request.shares),
    )
