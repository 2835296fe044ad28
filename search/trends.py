"""How often something is written about over time: periods, counts and shares.

    the days of all articles    -divide->  2018-01, 2018-02, ... without a gap
    bars of an engine           -spread->  3, 0, 0, 7, ...      0 where an engine has no bar
    a count, of all articles    -share->   0.034

Above and below the fraction are the articles of the same period that pass the same filters.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from search.engine import Search
from search.query import EVERYTHING
from search.results import Bar, Filters, Interval
from search.work import DATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.engine import Snapshot
    from search.query import Query
    from search.work import Work

# However narrow the periods that were asked for, no more of them are drawn.
MAX_PERIODS = 400
# Where nothing was asked for, the narrowest of which there are no more than this.
MANY_PERIODS = 120

PeriodName: TypeAlias = Literal["day", "month", "year", "decade", "century"]
# From the narrowest on: what one bar of an engine holds, how many of them make a period, and
# what it is called.
_NAMES: dict[tuple[Interval, int], PeriodName] = {
    (Interval.DAY, 1): "day",
    (Interval.MONTH, 1): "month",
    (Interval.YEAR, 1): "year",
    (Interval.YEAR, 10): "decade",
    (Interval.YEAR, 100): "century",
}
_WIDTHS = tuple(_NAMES)


class Span(NamedTuple):
    """Days, both included."""

    start: date
    end: date


EVER = Span(date.min, date.max)


@dataclass(frozen=True, slots=True)
class Periods:
    """Stretches of time that follow each other without a gap.

    Attributes:
        interval: What one period is of the calendar.
        years: That a period takes, 1, 10 or 100, where ``interval`` is a year.
        spans: Of each period; the first and the last may be cut by the days asked for.
    """

    interval: Interval
    years: int = 1
    spans: tuple[Span, ...] = ()

    @property
    def name(self) -> PeriodName:
        """What one period is called."""
        return _NAMES[self.width]

    @property
    def width(self) -> tuple[Interval, int]:
        """How wide one period is."""
        return self.interval, self.years

    def spread(self, bars: Iterable[Bar]) -> tuple[int, ...]:
        """Return the sum of the bars that begin in each period, 0 where none does."""
        counts = [0] * len(self.spans)
        first = _number(self.spans[0].start, *self.width) if self.spans else 0
        for bar in bars:
            at = _number(bar.start, *self.width) - first
            if 0 <= at < len(counts):
                counts[at] += bar.count
        return tuple(counts)


@dataclass(frozen=True, slots=True)
class Series:
    """How often one query is met.

    Attributes:
        counts: By period.
        total: All articles that match, undated ones too.
        partial: Not all of the work was done that the query takes; counts may be too low.
    """

    counts: tuple[int, ...]
    total: int
    partial: bool = False

    @property
    def undated(self) -> int:
        """How many of them no period has."""
        return self.total - sum(self.counts)


@dataclass(frozen=True, slots=True)
class Trends:
    """Some queries beside each other.

    Attributes:
        periods: Of the days asked for, or from the first to the last article that passes the
            filters, see `cover`.
        totals: All articles that do, by period.
        series: One for each query, in their order.
        coarser: Narrower periods were asked for, but there are more than `MAX_PERIODS`.
    """

    periods: Periods
    totals: tuple[int, ...]
    series: tuple[Series, ...]
    coarser: bool
    generation: str
    documents: int


def share(count: int, total: int) -> float:
    """Return ``count`` as a part of ``total``; 0 where there is nothing at all."""
    return count / total if total else 0.0


def narrowest(start: date | None, end: date | None, most: int) -> Interval:
    """Return how narrow bars have to be counted to draw at most ``most`` of these days."""
    if start and end and (end - start).days < most:
        return Interval.DAY
    return Interval.MONTH


def divide(
    days: Span,
    *,
    within: Span = EVER,
    narrowest: Interval = Interval.DAY,
    most: int = MAX_PERIODS,
) -> Periods:
    """Return the narrowest periods for the ``days`` that are ``within`` others, at most ``most``.

    Periods are whole days, months and years of the calendar, decades and centuries; the first
    and the last are cut to what is within the others.
    """
    first, last = max(days.start, within.start), min(days.end, within.end)
    widths = _WIDTHS[[interval for interval, _ in _WIDTHS].index(narrowest) :]
    fitting = (width for width in widths if _number(last, *width) - _number(first, *width) < most)
    interval, years = next(fitting, _WIDTHS[-1])
    numbers = range(_number(first, interval, years), _number(last, interval, years) + 1)
    spans = (_span(number, interval, years) for number in numbers)
    cut = (Span(max(start, within.start), min(end, within.end)) for start, end in spans)
    return Periods(interval, years, tuple(cut))


def held(bars: Sequence[Bar], interval: Interval) -> Span:
    """Return the days from the first bar to the end of the last one; there has to be one."""
    last = _number(bars[-1].start, interval, 1)
    return Span(bars[0].start, _span(last, interval, 1).end)


def cover(found: Span, filters: Filters, narrowest: Interval, most: int) -> Periods:
    """Return the periods to draw of the days ``found``, and of all that were asked for.

    These are drawn to their ends unless periods would have to be wider for that.
    """
    within = Span(filters.date_from or EVER.start, filters.date_to or EVER.end)
    wanted = Span(filters.date_from or found.start, filters.date_to or found.end)
    periods = divide(found, within=within, narrowest=narrowest, most=most)
    whole = divide(wanted, within=within, narrowest=narrowest, most=most)
    return whole if whole.width == periods.width else periods


def all_bars(
    snapshot: Snapshot, filters: Filters, interval: Interval, work: Work
) -> tuple[Bar, ...]:
    """Return how many articles pass ``filters``, whatever they say; none if there is no room."""
    if not work.afford(DATE * snapshot.documents):
        return ()
    everything = Search(query=EVERYTHING, count=1, filters=filters, interval=interval)
    return snapshot.find(everything).histogram


def find_trends(
    generation: Snapshot,
    queries: Sequence[Query],
    filters: Filters,
    interval: Interval | None,
    work: Work,
) -> Trends:
    """Return how often ``queries`` are met over the time of all articles that pass ``filters``.

    Each query may cost an equal part of what ``work`` has left, whatever the others do.

    Args:
        generation: Where they are looked for.
        queries: What an article has to match.
        filters: For what matches, and for all articles that it is a share of.
        interval: Of the periods, if there are no more than `MAX_PERIODS`; None for what suits.
        work: For everything.
    """
    basis = Interval.YEAR if interval is Interval.YEAR else Interval.MONTH
    every = all_bars(generation.counting(work), filters, basis, work)
    is_cut, periods = work.is_cut, Periods(interval or basis)
    if every:
        most = MAX_PERIODS if interval else MANY_PERIODS
        periods = cover(held(every, basis), filters, interval or Interval.DAY, most)
        if periods.interval is Interval.DAY:
            every = all_bars(generation.counting(work), filters, Interval.DAY, work)
    series = []
    for at, query in enumerate(queries):
        search = Search(query=query, count=1, filters=filters, interval=periods.interval)
        with work.part(len(queries) - at) as part:
            found = generation.counting(part).find(search)
        counts = periods.spread(found.histogram)
        series.append(Series(counts, found.total, is_cut or part.is_cut))
    return Trends(
        periods=periods,
        totals=periods.spread(every),
        series=tuple(series),
        coarser=interval is not None and periods.width != (interval, 1),
        generation=generation.generation,
        documents=generation.documents,
    )


def _number(day: date, interval: Interval, years: int) -> int:
    """Return which period a day is in, counted from the beginning of time."""
    if interval is Interval.DAY:
        return day.toordinal()
    if interval is Interval.MONTH:
        return day.year * 12 + day.month - 1
    return day.year // years


def _span(number: int, interval: Interval, years: int) -> Span:
    """Return the days of a period; no calendar has a year 0 or 10000."""
    if interval is Interval.DAY:
        day = date.fromordinal(number)
        return Span(day, day)
    if interval is Interval.MONTH:
        year, month = number // 12, number % 12 + 1
        return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    last = min((number + 1) * years - 1, MAXYEAR)
    return Span(date(max(number * years, MINYEAR), 1, 1), date(last, 12, 31))
