"""The timeline beside results: drawn, told in a table, and a way to narrower days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest

from search.results import Bar, Filters, Interval, PageRequest, ResultPage
from web.pages.here import Here
from web.pages.timeline import MAX_BARS, Timeline, timeline
from web.params import SearchParams
from web.texts.locales import make_locale

if TYPE_CHECKING:
    from flask.testing import FlaskClient

LOCALE = make_locale("id")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(
    *bars: Bar, interval: Interval = Interval.MONTH, totals: tuple[Bar, ...] = (), **params: object
) -> Timeline:
    asked = SearchParams.model_validate({"q": "beras"} | params)
    request = PageRequest(
        interval=interval,
        shares=bool(totals),
        filters=Filters(date_from=asked.date_from, date_to=asked.date_to),
    )
    total = sum(bar.count for bar in bars)
    page = ResultPage(request=request, total=total, hits=(), histogram=bars, totals=totals)
    return timeline(Here(asked, "", 10), page, LOCALE)


@pytest.mark.parametrize(
    ("interval", "start", "label", "end"),
    [
        (Interval.YEAR, date(2018, 1, 1), "2018", "2018-12-31"),
        (Interval.MONTH, date(2016, 2, 1), "Februari 2016", "2016-02-29"),
        (Interval.DAY, date(2018, 10, 13), "13 Oktober 2018", "2018-10-13"),
    ],
)
def test_a_bar_leads_to_its_days(interval: Interval, start: date, label: str, end: str) -> None:
    (bar,) = drawn(Bar(start, 4), interval=interval).bars

    assert bar.link is not None
    query = parse_qs(urlsplit(bar.link.href).query)
    assert (bar.link.label, bar.link.count) == (label, 4)
    assert query["date_from"] == [start.isoformat()]
    assert query["date_to"] == [end]


def test_empty_months_are_drawn_and_lead_nowhere() -> None:
    made = drawn(Bar(date(2018, 1, 1), 2), Bar(date(2018, 4, 1), 1))

    assert [bar.count for bar in made.bars] == ["2", "0", "0", "1"]
    assert [bar.link is None for bar in made.bars] == [False, True, True, False]
    assert (made.first, made.last) == ("Jan 2018", "Apr 2018")


def test_many_months_are_years_and_many_years_decades() -> None:
    months = drawn(Bar(date(2016, 1, 1), 1), Bar(date(2018, 12, 1), 1))
    years = drawn(Bar(date(2016, 1, 1), 1), Bar(date(2019, 1, 1), 2), Bar(date(2019, 3, 1), 1))
    decades = drawn(Bar(date(1901, 1, 1), 1), Bar(date(2019, 3, 1), 1))

    assert len(months.bars) == MAX_BARS
    assert [(bar.label, bar.count) for bar in years.bars] == [
        ("2016", "1"),
        ("2017", "0"),
        ("2018", "0"),
        ("2019", "3"),
    ]
    assert decades.bars[0].label == "1900\u20131909"


def test_the_days_asked_for_are_drawn_to_both_ends() -> None:
    made = drawn(Bar(date(2018, 5, 1), 1), date_from="2018-03-15", date_to="2018-06-10")

    assert [bar.label for bar in made.bars] == [
        "15 Maret 2018 \u2013 31 Maret 2018",
        "April 2018",
        "Mei 2018",
        "1 Juni 2018 \u2013 10 Juni 2018",
    ]
    assert made.bars[2].link is not None


def test_days_that_would_make_bars_wider_are_not_drawn() -> None:
    made = drawn(Bar(date(2018, 5, 1), 1), date_from="1900-01-01", date_to="2100-01-01")

    assert [bar.label for bar in made.bars] == ["Mei 2018"]


def test_a_share_is_of_all_articles_of_the_same_time() -> None:
    made = drawn(
        Bar(date(2018, 1, 1), 1),
        Bar(date(2018, 3, 1), 1),
        totals=(
            Bar(date(2017, 12, 1), 9),
            Bar(date(2018, 1, 1), 10),
            Bar(date(2018, 2, 1), 7),
            Bar(date(2018, 3, 1), 40),
        ),
    )

    assert [bar.share for bar in made.bars] == ["10%", "0%", "2,5%"]
    assert made.bars[0].column.height == 4 * made.bars[2].column.height
    assert made.bars[2].title == "Maret 2018: 1 artikel, 2,5% dari 40"
    assert made.top == "10%"


def section(client: FlaskClient, query: str) -> lxml.html.HtmlElement:
    page = lxml.html.document_fromstring(client.get(f"/search?{query}").text)
    (panel,) = page.find_class("refine")
    return panel.find(".//section")


def test_the_page_draws_and_tells_the_same(client: FlaskClient) -> None:
    found = section(client, "q=beras&date_from=2016-01-01&date_to=2016-12-31")

    drawing = found.find(".//svg")
    rows = [[cell.text_content() for cell in row] for row in found.iterfind(".//tbody/tr")]
    titles = [title.text for title in drawing.iter("title")]
    assert drawing.get("aria-hidden") == "true"
    assert len(rows) == len(titles) == 12
    assert rows[:3] == [["Januari 2016", "1"], ["Februari 2016", "1"], ["Maret 2016", "1"]]
    assert titles[0] == "Januari 2016: 1 artikel"
    drawn_links = [a.get("href") for a in drawing.iter("a")]
    assert drawn_links == [a.get("href") for a in found.iterfind(".//tbody//a")]
    assert all(a.get("tabindex") == "-1" for a in drawing.iter("a"))
    assert sum(int(count) for _, count in rows) == 9


def test_every_bar_opens_as_many_articles_as_it_says(client: FlaskClient) -> None:
    found = section(client, "q=harga&source=Kompas&sort=newest")

    for row in found.iterfind(".//tbody/tr"):
        for a in row.iter("a"):
            assert (
                f"<strong>{row[1].text_content()} artikel</strong>"
                in client.get(a.get("href")).text
            )
            assert "source=Kompas" in a.get("href")


def test_the_switch_to_shares_is_kept_in_links(client: FlaskClient) -> None:
    counts = section(client, "q=pelatihan&source=Kompas")
    (switch,) = counts.find_class("choice")
    to_shares = switch[1].get("href")

    shares = section(client, urlsplit(to_shares).query)

    assert to_shares == "/search?q=pelatihan&source=Kompas&timeline=share"
    assert shares.find_class("choice")[0][0].get("href") == "/search?q=pelatihan&source=Kompas"
    assert shares.find_class("choice")[0][1].get("aria-current") == "true"
    (row,) = shares.iterfind(".//tbody/tr")
    assert [cell.text_content() for cell in row] == ["Mei 2019", "1", "100%"]
    assert all("timeline=share" in a.get("href") for a in shares.find(".//svg").iter("a"))
    page = client.get(to_shares).text
    assert '<input type="hidden" name="timeline" value="share">' in page
    assert 'href="/search.csv?q=pelatihan&amp;source=Kompas"' in page


def test_the_search_is_linked_as_a_trend(client: FlaskClient) -> None:
    found = section(client, "q=beras&source=Kompas&sort=newest&date_from=2017-01-01")

    (trend,) = found.find_class("trend")
    assert trend[0].get("href") == "/tren?q=beras&date_from=2017-01-01&source=Kompas"


def test_results_without_dates_have_no_drawing(client: FlaskClient) -> None:
    found = section(client, "q=gabah+kering")

    assert found.find(".//svg") is None
    assert found.find_class("trend")


def test_the_program_is_told_shares_too(client: FlaskClient) -> None:
    address = "/api/v1/search?q=pelatihan&interval=year"

    counts = client.get(address).get_json()["histogram"]
    shares = client.get(f"{address}&timeline=share").get_json()["histogram"]

    assert counts == [{"from": "2018-01-01", "count": 1}, {"from": "2019-01-01", "count": 1}]
    assert [(bar["from"], bar["count"]) for bar in shares] == [
        (bar["from"], bar["count"]) for bar in counts
    ]
    assert [bar["total"] for bar in shares] == [
        client.get(f"/api/v1/search?date_from={year}-01-01&date_to={year}-12-31").get_json()[
            "total"
        ]
        for year in (2018, 2019)
    ]
    assert shares[1]["share"] == round(1 / shares[1]["total"], 6)
