"""Queries over time, as JSON and as a table, version 1; `web.api.openapi` publishes the shape.

Keys may be added; none is renamed or removed without a new version in the path.
"""

from collections.abc import Iterator
from typing import Literal

# Before Python 3.12 pydantic can only read these.
from typing_extensions import TypedDict

from search.query import Forms
from search.trends import Series, Span, share
from web.answer import TrendAnswer
from web.api.shapes import API, SHARE_DECIMALS, IndexPayload
from web.links import args_of, with_args
from web.params import TrendParams
from web.texts.locales import Locale

# "from" cannot be written as an attribute.
PeriodPayload = TypedDict("PeriodPayload", {"from": str, "to": str, "total": int})
PointPayload = TypedDict(
    "PointPayload", {"from": str, "to": str, "count": int, "total": int, "share": float}
)

# Of the table, where each point is a row.
COLUMNS = ("from", "to", "q", "count", "total", "share")


class TrendQueryPayload(TypedDict):
    """A query and how it was understood."""

    q: str
    interpreted: str
    forms: Literal["all", "exact"]
    warnings: list[str]


class SeriesPayload(TypedDict):
    """How often one query is met, in every period; ``share`` is 0 where there is no article.

    ``total`` articles match, ``undated`` of which are in no period. ``partial`` says that the
    query takes more work than its part of an answer may: counts may be too low.
    """

    query: TrendQueryPayload
    partial: bool
    total: int
    undated: int
    points: list[PointPayload]


class TrendLinksPayload(TypedDict):
    """Addresses of this answer, of the same as a table, and of the page for people."""

    self: str
    csv: str
    html: str


class TrendsPayload(TypedDict):
    """The whole answer of ``/api/v1/trends``.

    ``periods`` follow each other without a gap, with all articles that pass the filters;
    ``warnings`` say so where they are wider than was asked for.
    """

    interval: Literal["day", "month", "year", "decade", "century"]
    warnings: list[str]
    periods: list[PeriodPayload]
    series: list[SeriesPayload]
    links: TrendLinksPayload
    index: IndexPayload


def trends_payload(answer: TrendAnswer, root: str, locale: Locale) -> TrendsPayload:
    """Return the answer to some queries; ``root`` is the path the site is mounted at."""
    trends = answer.trends
    args = args_of(answer.params, model=TrendParams)
    return {
        "interval": trends.periods.name,
        "warnings": answer.warnings(locale),
        "periods": [
            {"from": start.isoformat(), "to": end.isoformat(), "total": total}
            for (start, end), total in zip(trends.periods.spans, trends.totals, strict=True)
        ],
        "series": [_series(answer, at, locale) for at in range(len(trends.series))],
        "links": {
            "self": with_args(f"{root}{API}/trends", args),
            "csv": with_args(f"{root}/tren.csv", args),
            "html": with_args(f"{root}/tren", args),
        },
        "index": {"generation": trends.generation, "documents": trends.documents},
    }


def trends_rows(answer: TrendAnswer) -> Iterator[list[object]]:
    """Yield the points of every query, one after another, by `COLUMNS`."""
    for text, series in zip(answer.params.q, answer.trends.series, strict=True):
        for point in _points(answer, series):
            row: dict[str, object] = {**point, "q": text}
            yield [row[column] for column in COLUMNS]


def _series(answer: TrendAnswer, at: int, locale: Locale) -> SeriesPayload:
    parsed, series = answer.parsed[at], answer.trends.series[at]
    return {
        "query": {
            "q": answer.params.q[at],
            "interpreted": parsed.interpreted,
            "forms": (answer.params.forms or Forms.ALL).value,
            "warnings": [locale.warning(warning) for warning in parsed.warnings],
        },
        "partial": series.partial,
        "total": series.total,
        "undated": series.undated,
        "points": list(_points(answer, series)),
    }


def _points(answer: TrendAnswer, series: Series) -> Iterator[PointPayload]:
    trends = answer.trends
    for span, count, total in zip(trends.periods.spans, series.counts, trends.totals, strict=True):
        yield _point(span, count, total)


def _point(span: Span, count: int, total: int) -> PointPayload:
    return {
        "from": span.start.isoformat(),
        "to": span.end.isoformat(),
        "count": count,
        "total": total,
        "share": round(share(count, total), SHARE_DECIMALS),
    }
