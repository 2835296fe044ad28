from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from search.query import Forms
from search.results import FacetValue, Filters, PageRequest, ResultPage
from web.pages.here import Here
from web.pages.refine import Choice, active_filters, facets, without_filters
from web.params import SearchParams
from web.texts.locales import make_locale

LOCALE = make_locale("id")


def here(**params: object) -> Here:
    return Here(SearchParams.model_validate({"q": "beras"} | params), "", 10)


def counted(**values: tuple[FacetValue, ...]) -> ResultPage:
    facets: Any = values
    return ResultPage(request=PageRequest(), total=3, hits=(), facets=facets)


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        ("2018-01-01", "2018-12-31", "2018"),
        ("2016-01-01", "2018-12-31", "2016\u20132018"),
        ("2018-02-01", "2018-02-28", "Februari 2018"),
        ("2018-10-13", "2018-10-13", "13 Oktober 2018"),
        ("2018-10-13", "2018-11-02", "13 Oktober 2018 \u2013 2 November 2018"),
        ("2017-10-01", "2018-02-28", "Oktober 2017 \u2013 Februari 2018"),
        ("2018-10-13", None, "sejak 13 Oktober 2018"),
        (None, "2018-10-13", "sampai 13 Oktober 2018"),
    ],
)
def test_days_are_named_in_the_shortest_way(start: str | None, end: str | None, label: str) -> None:
    given = {name: day for name, day in (("date_from", start), ("date_to", end)) if day}

    assert [link.label for link in active_filters(here(**given), LOCALE)] == [label]


def test_a_facet_without_values_is_left_out() -> None:
    (year,) = facets(here(), counted(year=(FacetValue("2018", 3),), place=()), LOCALE)

    assert (year.name, year.label) == ("year", "Tahun")
    assert year.choices == [Choice("2018", 3, is_chosen=False)]


def test_a_value_is_chosen_whatever_its_case_and_even_if_nothing_has_it() -> None:
    chosen = ("antara", "Kompas")
    request = PageRequest(filters=Filters(values={"source": chosen}))
    page = replace(
        counted(source=(FacetValue("ANTARA", 3), FacetValue("Tempo", 1))), request=request
    )

    (source,) = facets(here(source=chosen), page, LOCALE)

    assert source.choices == [
        Choice("ANTARA", 3, is_chosen=True),
        Choice("Tempo", 1, is_chosen=False),
        Choice("Kompas", 0, is_chosen=True),
    ]


@pytest.mark.parametrize(("count", "is_offered"), [(9, False), (10, True)])
def test_all_values_are_listed_elsewhere_where_there_may_be_more(
    count: int, is_offered: bool
) -> None:
    places = tuple(FacetValue(f"Desa {number}", 1) for number in range(count))

    (place,) = facets(here(source=("Kompas",)), counted(place=places), LOCALE)

    address = "/search/values?facet=place&q=beras&source=Kompas"
    assert place.more == (address if is_offered else None)


def test_removing_every_filter_keeps_words_and_order() -> None:
    place = here(
        source=("a",), date_from=date(2018, 1, 1), forms=Forms.EXACT, sort="newest", page=3
    )

    assert without_filters(place) == "/search?q=beras&sort=newest"
