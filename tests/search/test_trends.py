"""Queries over time, compared with counting every article by hand."""

from __future__ import annotations

import random
from contextlib import closing
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive.opening import open_archive
from index.article import Article
from index.newstext.dates import WIB
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.results import Bar, Filters, Interval, PageRequest
from search.searcher import Searcher
from search.trends import (
    MANY_PERIODS,
    MAX_PERIODS,
    Periods,
    Span,
    divide,
    held,
    narrowest,
    share,
)
from search.work import Work
from tests.building import analyzer_of, build
from tests.search.linear_engine import LinearEngine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.trends import Trends

WORDS = ("beras", "gempa", "banjir", "korupsi")
SOURCES = ("Harian Lentera", "Kabar Pesisir", "Warta Kota")
# With a gap of years, and one of months.
YEARS = (2014, 2015, 2018, 2019)
FIRST, LAST = date(2013, 1, 1), date(2020, 12, 31)


def made(number: int, rng: random.Random) -> Article:
    day = date(rng.choice(YEARS), rng.choice([1, 2, 3, 11, 12]), rng.randint(1, 28))
    clock = rng.choice([time(0, 0), time(6, 59), time(12, 30), time(23, 59, 59)])
    return Article(
        id=f"a{number:03}",
        title=f"Laporan {number}",
        body=" ".join(rng.sample(WORDS, rng.randint(0, 3))) or "cuaca",
        published=datetime.combine(day, clock, WIB) if rng.random() < 0.95 else None,
        source=rng.choice(SOURCES),
    )


RNG = random.Random(7)
ARTICLES = [made(number, RNG) for number in range(300)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("trends"), ARTICLES)


@pytest.fixture(scope="module", params=["arrays", "linear"])
def counted(request: pytest.FixtureRequest, data: Path) -> Iterator[Searcher]:
    with closing(open_archive(data)) as archive:
        engine = (
            ArrayEngine(data)
            if request.param == "arrays"
            else LinearEngine(archive, analyzer_of(data))
        )
        with closing(engine):
            yield Searcher(engine, archive)


def is_met(article: Article, text: str) -> bool:
    """Tell whether ``text``, words with ATAU or a minus between them, is in ``article``."""
    has = article.body.split()
    if " ATAU " in text:
        return any(word in has for word in text.split(" ATAU "))
    return all(
        word[1:] not in has if word.startswith("-") else word in has for word in text.split()
    )


def passes(article: Article, filters: Filters) -> bool:
    sources = filters.values.get("source", ())
    if sources and article.source not in sources:
        return False
    if not (filters.date_from or filters.date_to):
        return True
    day = wib_day(article)
    return day is not None and (filters.date_from or FIRST) <= day <= (filters.date_to or LAST)


def wib_day(article: Article) -> date | None:
    return article.published.astimezone(WIB).date() if article.published else None


def assert_counted_by_hand(trends: Trends, texts: list[str], filters: Filters) -> None:
    passing = [article for article in ARTICLES if passes(article, filters)]
    spans = trends.periods.spans

    def by_hand(articles: list[Article]) -> tuple[int, ...]:
        days = [day for article in articles if (day := wib_day(article))]
        return tuple(sum(span.start <= day <= span.end for day in days) for span in spans)

    assert trends.totals == by_hand(passing)
    assert sum(trends.totals) == sum(wib_day(article) is not None for article in passing)
    assert len(trends.series) == len(texts)
    for text, series in zip(texts, trends.series, strict=True):
        met = [article for article in passing if is_met(article, text)]
        assert series.counts == by_hand(met)
        assert series.total == len(met)
        assert series.undated == sum(wib_day(article) is None for article in met)
        assert not series.partial
    for before, after in pairwise(spans):
        assert after.start == before.end + timedelta(days=1)


PAIRS = [f"{one} {other}" for one in WORDS for other in WORDS if one != other]
TEXTS = st.sampled_from(
    [*WORDS, *PAIRS, *(pair.replace(" ", " -") for pair in PAIRS), "beras ATAU gempa"]
)
DAYS = st.none() | st.dates(FIRST, LAST)
FILTERS = st.builds(
    lambda sources, days: (
        Filters(values={"source": tuple(sources)}, date_from=min(days), date_to=max(days))
        if None not in days
        else Filters(values={"source": tuple(sources)}, date_from=days[0], date_to=None)
    ),
    st.lists(st.sampled_from(SOURCES), unique=True, max_size=2),
    st.tuples(DAYS, DAYS),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, max_size=5), FILTERS, st.none() | st.sampled_from(Interval))
def test_trends_are_what_counting_by_hand_gives(
    counted: Searcher, texts: list[str], filters: Filters, interval: Interval | None
) -> None:
    trends = counted.trends([parse(text).query for text in texts], filters, interval)

    assert_counted_by_hand(trends, texts, filters)


def test_gaps_are_zero(counted: Searcher) -> None:
    trends = counted.trends([parse("beras").query], interval=Interval.YEAR)

    assert [span.start.year for span in trends.periods.spans] == [
        2014,
        2015,
        2016,
        2017,
        2018,
        2019,
    ]
    assert trends.totals[2:4] == trends.series[0].counts[2:4] == (0, 0)
    assert min(trends.series[0].counts[:2]) > 0


def test_the_first_and_the_last_period_are_cut_to_the_days_asked_for(counted: Searcher) -> None:
    filters = Filters(date_from=date(2014, 2, 10), date_to=date(2014, 11, 20))

    trends = counted.trends([], filters, Interval.MONTH)

    assert trends.periods.spans[0] == Span(date(2014, 2, 10), date(2014, 2, 28))
    assert trends.periods.spans[-1] == Span(date(2014, 11, 1), date(2014, 11, 20))
    assert len(trends.periods.spans) == 10


def test_days_over_years_are_months_and_it_is_said(counted: Searcher) -> None:
    by_day = counted.trends([], interval=Interval.DAY)
    of_a_year = counted.trends([], Filters(date_to=date(2014, 12, 31)), Interval.DAY)

    assert (by_day.periods.name, by_day.coarser) == ("month", True)
    assert len(by_day.periods.spans) == 72
    assert (of_a_year.periods.name, of_a_year.coarser) == ("day", False)


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        (Filters(), "month"),
        (Filters(date_from=date(2014, 1, 5), date_to=date(2014, 3, 20)), "day"),
        (Filters(values={"source": ("Tidak Ada",)}), "month"),
    ],
)
def test_periods_suit_the_time_there_is(counted: Searcher, filters: Filters, name: str) -> None:
    trends = counted.trends([parse("beras").query], filters)

    assert trends.periods.name == name
    assert not trends.coarser
    assert len(trends.periods.spans) <= MANY_PERIODS


def test_articles_of_different_ages_are_in_the_same_drawing(tmp_path: Path) -> None:
    days = (date(1203, 5, 17), date(1203, 5, 18), date(2018, 10, 13))
    articles = [
        Article(
            id=f"b{at}", title="Kabar", body="beras", published=datetime.combine(day, time(1), WIB)
        )
        for at, day in enumerate(days)
    ]
    data = build(tmp_path, articles)
    with closing(open_archive(data)) as archive, closing(ArrayEngine(data)) as engine:
        searcher = Searcher(engine, archive)
        query = parse("beras").query
        page = searcher.search(query, PageRequest(interval=Interval.DAY))
        trends = searcher.trends([query])

    assert page.histogram == tuple(Bar(day, 1) for day in days)
    assert (trends.periods.name, len(trends.periods.spans)) == ("decade", 82)
    assert trends.series[0].counts == trends.totals == (2, *[0] * 80, 1)


def test_nothing_that_passes_is_nothing_to_draw(counted: Searcher) -> None:
    trends = counted.trends([parse("beras").query], Filters(values={"source": ("Tidak Ada",)}))

    assert not trends.periods.spans
    assert trends.totals == trends.series[0].counts == ()
    assert trends.series[0].total == 0


def test_what_nothing_matches_whole_is_zero(counted: Searcher) -> None:
    query = parse("beras gempa banjir korupsi").query
    assert counted.search(query, PageRequest()).relaxed

    trends = counted.trends([query])

    assert set(trends.series[0].counts) == {0}


def test_totals_beside_a_histogram_pass_the_same_filters(counted: Searcher) -> None:
    filters = Filters(values={"source": SOURCES[:1]})
    request = PageRequest(filters=filters, interval=Interval.YEAR, shares=True)

    page = counted.search(parse("beras").query, request)

    trends = counted.trends([parse("beras").query], filters, Interval.YEAR)
    assert trends.periods.spread(page.totals) == trends.totals
    assert trends.periods.spread(page.histogram) == trends.series[0].counts
    assert counted.search(parse("beras").query, PageRequest(interval=Interval.YEAR)).totals == ()


def test_each_query_is_cut_by_itself(data: Path) -> None:
    queries = [parse(text).query for text in ("beras ATAU gempa ATAU banjir", "korupsi")]
    with closing(open_archive(data)) as archive, closing(ArrayEngine(data)) as engine:
        searcher = Searcher(engine, archive)
        limits = range(600, 20_000, 100)
        works = [Work(limit) for limit in limits]
        answers = [searcher.trends(queries, work=work) for work in works]

    partial = [tuple(series.partial for series in answer.series) for answer in answers]
    whole = answers[-1]
    assert partial[0] == (True, True)
    assert (True, False) in partial
    assert partial[-1] == (False, False)
    for answer, work in zip(answers, works, strict=True):
        assert work.spent <= work.limit
        assert work.is_cut == any(series.partial for series in answer.series)
        for series, all_of_it in zip(answer.series, whole.series, strict=True):
            assert series == all_of_it or series.partial


@pytest.mark.parametrize(
    ("first", "last", "wanted", "name", "count"),
    [
        (date(2018, 1, 1), date(2019, 2, 4), Interval.DAY, "day", 400),
        (date(2018, 1, 1), date(2019, 2, 5), Interval.DAY, "month", 14),
        (date(1985, 9, 1), date(2018, 12, 31), Interval.DAY, "month", 400),
        (date(1985, 8, 1), date(2018, 12, 31), Interval.MONTH, "year", 34),
        (date(1620, 1, 1), date(2019, 12, 31), Interval.DAY, "year", 400),
        (date(1619, 1, 1), date(2019, 12, 31), Interval.YEAR, "decade", 41),
        (date.min, date.max, Interval.DAY, "century", 100),
        (date.max, date.max, Interval.DAY, "day", 1),
        (date(9995, 1, 1), date.max, Interval.YEAR, "year", 5),
    ],
)
def test_there_is_a_bound_to_periods(
    first: date, last: date, wanted: Interval, name: str, count: int
) -> None:
    periods = divide(Span(first, last), narrowest=wanted)

    assert (periods.name, len(periods.spans)) == (name, count)
    assert count <= MAX_PERIODS
    assert periods.spans[0].start <= first
    assert periods.spans[-1].end >= last


@given(st.dates(), st.dates(), st.sampled_from(Interval), st.integers(1, MAX_PERIODS))
def test_periods_follow_each_other_over_any_time(
    one: date, other: date, wanted: Interval, most: int
) -> None:
    first, last = sorted([one, other])

    periods = divide(Span(first, last), narrowest=wanted, most=most)

    assert len(periods.spans) <= max(most, 100)
    assert periods.spans[0].start <= first <= last <= periods.spans[-1].end
    assert all(a.end + timedelta(days=1) == b.start for a, b in pairwise(periods.spans))
    bars = [Bar(first, 2), Bar(last, 3)]
    assert sum(periods.spread(bars)) == 5
    assert periods.spread(bars)[0] >= 2
    assert periods.spread(bars)[-1] >= 3


def test_bars_outside_are_left_out() -> None:
    periods = divide(Span(date(2018, 1, 1), date(2018, 3, 31)), narrowest=Interval.MONTH)

    bars = [Bar(date(2017, 12, 1), 1), Bar(date(2018, 2, 1), 2), Bar(date(2018, 4, 1), 4)]
    assert periods.spread(bars) == (0, 2, 0)
    assert Periods(Interval.DAY).spread(bars) == ()


def test_bars_hold_whole_periods() -> None:
    bars = (Bar(date(2018, 1, 1), 1), Bar(date(2020, 2, 1), 1))

    assert held(bars, Interval.MONTH) == (date(2018, 1, 1), date(2020, 2, 29))
    assert held(bars[:1], Interval.YEAR) == (date(2018, 1, 1), date(2018, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "interval"),
    [
        (None, None, "month"),
        (date(2018, 1, 1), None, "month"),
        (date(2018, 10, 1), date(2018, 10, 31), "day"),
        (date(2018, 10, 1), date(2018, 11, 1), "month"),
    ],
)
def test_bars_suit_the_days_searched(start: date | None, end: date | None, interval: str) -> None:
    assert narrowest(start, end, 31) == interval


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(0, 0) == 0.0
    assert share(3, 12) == 0.25
