"""Queries over time, drawn as lines and as a table: every point leads to its articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from search.results import Interval
from search.trends import Series, share
from web.links import args_of
from web.pages import charts
from web.pages.here import Here, Link, Narrowed, Option
from web.pages.refine import period
from web.pages.timeline import described, short, written
from web.params import REPEATABLE, SearchParams, TrendParams

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from web.answer import TrendAnswer
    from web.texts.locales import Locale

# Values written beside the lines, and stretches of time below them.
_STEPS = 4
_LABELS = 5
# Of no more points than this each has a mark; of more only where the pointer is.
MARKED = 40


class Label(NamedTuple):
    """What one stretch of time is called, where; ``is_spare`` where there is little room."""

    x: float
    anchor: str
    text: str
    is_spare: bool = False


class Point(NamedTuple):
    """One point of a line; ``link`` leads to its articles, none where there are none."""

    at: charts.Dot
    title: str
    link: Link | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the table, as a count and as a share."""

    count: str
    share: str
    link: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One query.

    Attributes:
        number: From 1, of its colour, its dashes and its mark.
        link: To everything it finds, with how much that is.
        notes: What is not as it seems: warnings, undated articles, work that was cut short.
    """

    number: int
    link: Link
    notes: tuple[str, ...]
    points: tuple[Point, ...]
    polyline: str
    cells: tuple[Cell, ...]


class Row(NamedTuple):
    """One stretch of time in the table, with all articles of it."""

    label: str
    cells: tuple[Cell, ...]
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What the page shows of an answer.

    Attributes:
        title: What is drawn, of which days.
        rules: Where round values are, and what they are.
        labels: Of some stretches of time.
    """

    title: str
    lines: tuple[Line, ...]
    rules: tuple[tuple[float, str], ...]
    labels: tuple[Label, ...]
    rows: tuple[Row, ...]
    is_marked: bool


class There(Narrowed):
    """The trends on screen."""

    def __init__(self, params: TrendParams, root: str) -> None:
        super().__init__(
            params, root, "/tren", args_of(params, without=("lang",), model=TrendParams)
        )
        shown = {"q", "interval", "measure", "date_from", "date_to"}
        self.unshown = self.beside(shown)


def as_search(params: TrendParams, text: str) -> SearchParams:
    """Return the search for one query of ``params``, with all their filters."""
    kept = ("date_from", "date_to", "forms", "alias", *REPEATABLE)
    return SearchParams(q=text, **{name: getattr(params, name) for name in kept})


def draw(found: TrendAnswer, root: str, per_page: int, locale: Locale) -> Drawing | None:
    """Return the drawing of ``found``; of all articles where nothing was asked for.

    None where no article passes the filters.
    """
    params, spans = found.params, found.trends.periods.spans
    if not spans:
        return None
    pen = _Pen(found, locale)
    searches = [Here(as_search(params, text), root, per_page) for text in params.q or ("",)]
    lines = tuple(pen.line(at, search) for at, search in enumerate(searches))
    asked_for = lines if params.q else ()
    return Drawing(
        title=locale.say(
            "trends.shares_of" if pen.is_share else "trends.counts_of",
            per=locale.say(f"trends.per_{found.trends.periods.name}"),
            days=period(spans[0].start, spans[-1].end, locale),
        ),
        lines=lines,
        rules=tuple((pen.axis.up(value), pen.written(value)) for value in pen.axis.values),
        labels=tuple(pen.labels()),
        rows=tuple(
            Row(name, tuple(line.cells[at] for line in asked_for), locale.number(total))
            for at, (name, total) in enumerate(zip(pen.names, found.trends.totals, strict=True))
        ),
        is_marked=len(spans) <= MARKED,
    )


def measures(params: TrendParams, locale: Locale) -> list[Option]:
    """Return the choice between counts and shares."""
    is_share = params.measure == "share"
    return [
        Option("", locale.say("trends.counts"), not is_share),
        Option("share", locale.say("trends.shares"), is_share),
    ]


def intervals(params: TrendParams, locale: Locale) -> list[Option]:
    """Return the widths of periods to choose from."""
    widths = [
        Option(one.value, locale.say(f"trends.per_{one}"), one is params.interval)
        for one in reversed(Interval)
    ]
    return [Option("", locale.say("trends.per_any"), params.interval is None), *widths]


class _Pen:
    """What all lines of one drawing have in common."""

    def __init__(self, found: TrendAnswer, locale: Locale) -> None:
        self.found = found
        self.trends = found.trends
        self.locale = locale
        self.spans = found.trends.periods.spans
        self.names = [period(span.start, span.end, locale) for span in self.spans]
        # A line for each query; of all articles where there is none.
        totals = found.trends.totals
        self.series = found.trends.series or (Series(totals, sum(totals)),)
        self.is_share = found.params.measure == "share" and bool(found.params.q)
        self.values = [self._values(one) for one in self.series]
        highest = max((max(values, default=0) for values in self.values), default=0)
        self.axis = charts.axis(highest, steps=_STEPS, is_whole=not self.is_share)

    def line(self, at: int, search: Here) -> Line:
        """Return the line of one query; ``search`` finds its articles."""
        series, text = self.series[at], search.params.q
        name = text or self.locale.say("results.browse")
        dots = charts.dots(self.values[at], self.axis)
        links = [
            self._link(search, place) if count else None
            for place, count in enumerate(series.counts)
        ]
        cells = [
            self._cell(*part) for part in zip(series.counts, self.trends.totals, links, strict=True)
        ]
        titles = (
            described(*part, self.locale, name=name)
            for part in zip(self.names, series.counts, self.trends.totals, strict=True)
        )
        return Line(
            number=at + 1,
            link=Link(name, search.change(), count=series.total),
            notes=tuple(self._notes(at)) if text else (),
            points=tuple(map(Point, dots, titles, links)),
            polyline=charts.line(dots),
            cells=tuple(cells),
        )

    def written(self, value: float) -> str:
        """Return a count or a share, whichever is drawn."""
        return written(value, self.locale, is_share=self.is_share)

    def labels(self) -> Iterator[Label]:
        """Yield what some stretches of time are called, the first and the last of them."""
        count = len(self.spans)
        places = charts.chosen(count, _LABELS)
        for place, at in enumerate(places):
            text, x = short(self.trends.periods, at, self.locale), charts.middle(at, count)
            if count == 1:
                yield Label(x, "middle", text)
            elif at == 0:
                yield Label(0, "start", text)
            elif at == count - 1:
                yield Label(100, "end", text)
            else:
                yield Label(x, "middle", text, is_spare=len(places) > 3 and place != 2)

    def _values(self, series: Series) -> Sequence[float]:
        if not self.is_share:
            return series.counts
        return [share(*pair) for pair in zip(series.counts, self.trends.totals, strict=True)]

    def _link(self, search: Here, place: int) -> Link:
        start, end = self.spans[place]
        href = search.change(date_from=start.isoformat(), date_to=end.isoformat())
        return Link(self.names[place], href)

    def _cell(self, count: int, total: int, link: Link | None) -> Cell:
        percent = written(share(count, total), self.locale, is_share=True)
        return Cell(self.locale.number(count), percent, link)

    def _notes(self, at: int) -> Iterator[str]:
        parsed, series, say = self.found.parsed[at], self.series[at], self.locale.say
        if parsed.is_empty:
            yield say("results.wordless", q=parsed.text[:80])
        yield from map(self.locale.warning, parsed.warnings)
        if series.partial:
            yield say("trends.partial")
        if series.undated:
            articles = self.locale.count("results.total", series.undated)
            yield say("trends.undated", articles=articles)
