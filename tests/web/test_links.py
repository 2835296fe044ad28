from __future__ import annotations

from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import Forms
from search.results import COUNTABLE, YEAR, Interval, PageRequest, ResultPage, Sort
from web.links import args_of, article_path, web_url, with_args
from web.pages.here import Here, pager
from web.pages.reading import Run, paragraphs
from web.params import REPEATABLE, SearchParams, TrendParams, read_params
from web.texts.locales import make_locale

LOCALE = make_locale("id")
TEXTS = st.lists(st.text("ab&=, é", min_size=1).filter(str.strip).map(str.strip)).map(tuple)

YEARS = st.lists(st.integers(0, 9999).map("{:04}".format)).map(tuple)

PARAMS = st.builds(
    SearchParams,
    q=st.text("abc \"':é&=+%/?#", max_size=12).map(str.strip),
    page=st.integers(1, 1000),
    per_page=st.integers(1, 100),
    sort=st.sampled_from(Sort),
    date_from=st.none() | st.dates(max_value=date(2018, 1, 1)),
    date_to=st.none() | st.dates(min_value=date(2018, 1, 1)),
    **dict.fromkeys(REPEATABLE, TEXTS) | {YEAR: YEARS},
    forms=st.none() | st.sampled_from(Forms),
    alias=st.none() | st.just("all"),
    facets=st.lists(st.sampled_from(COUNTABLE), unique=True).map(tuple),
    timeline=st.none() | st.just("share"),
    explain=st.booleans(),
)


@given(PARAMS)
def test_the_address_of_a_search_reads_back_as_that_search(params: SearchParams) -> None:
    address = with_args("", args_of(params))

    assert read_params(SearchParams, address[1:].encode()) == params


TRENDS = st.builds(
    TrendParams,
    q=st.lists(
        st.text("abc \"':é&=+%/?#", min_size=1).filter(str.strip).map(str.strip), max_size=5
    ).map(tuple),
    interval=st.none() | st.sampled_from(Interval),
    measure=st.none() | st.just("share"),
    date_from=st.none() | st.dates(max_value=date(2018, 1, 1)),
    date_to=st.none() | st.dates(min_value=date(2018, 1, 1)),
    **dict.fromkeys(REPEATABLE, TEXTS) | {YEAR: YEARS},
)


@given(TRENDS)
def test_the_address_of_trends_reads_back_as_those_trends(params: TrendParams) -> None:
    address = with_args("", args_of(params, model=TrendParams))

    assert read_params(TrendParams, address[1:].encode()) == params


@given(st.text(min_size=1))
def test_the_path_of_an_article_holds_any_id(text: str) -> None:
    try:
        path = article_path(text)
    except UnicodeEncodeError:  # a lone surrogate, which the archive never keeps
        return

    assert path.isascii()
    assert not set(path) & set("/?#")
    assert unquote(path) == text


@pytest.mark.parametrize(
    ("url", "is_linked"),
    [
        ("https://a.example/b", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example/b", False),
        ("http://", False),
        ("http://[broken", False),
        ("ftp://a.example", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_are_linked(url: str | None, is_linked: bool) -> None:
    assert (web_url(url) is not None) is is_linked


def test_pages_out_of_reach_are_not_linked() -> None:
    here = Here(SearchParams(q="a", per_page=100, page=1000), "", 10)
    found = ResultPage(request=PageRequest(number=1000, size=100), total=5_000_000, hits=())

    shown = pager(here, found, LOCALE)

    assert shown.next is None
    assert shown.is_cut
    assert shown.pages[-1] is not None
    assert shown.pages[-1].label == "1.000"


def test_a_match_that_runs_across_paragraphs_is_marked_in_both() -> None:
    found = paragraphs([Run("satu "), Run("dua\n\ntiga", 1, is_start=True), Run(" empat\n")])

    assert found == [[Run("satu "), Run("dua", 1, is_start=True)], [Run("tiga", 1), Run(" empat")]]
