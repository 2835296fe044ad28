"""The page of provinces: its map, its table, and where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest

from index.newstext.gazetteer import provinces

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def page(client: FlaskClient, query: str = "") -> lxml.html.HtmlElement:
    response = client.get(f"/peta?{query}")
    assert response.status_code == 200
    return lxml.html.document_fromstring(response.text)


def squares(found: lxml.html.HtmlElement) -> dict[str, lxml.html.HtmlElement]:
    """Return what is drawn for each province, by its name."""
    halves = found.xpath("//div[@class='map']/svg")
    return {each.findtext("title").partition(":")[0]: each for half in halves for each in half}


def rows(found: lxml.html.HtmlElement) -> dict[str, tuple[str, int]]:
    """Return where each province of the table leads, and how many articles it has there."""
    return {
        row.find(".//a").text: (row.find(".//a").get("href"), int(row[1].text))
        for row in found.iterfind(".//tbody/tr")
    }


def total(client: FlaskClient, href: str) -> int:
    answer = client.get(href.replace("/search?", "/api/v1/search?"))
    return int(answer.get_json()["total"])


def test_every_province_has_a_square_of_its_own(client: FlaskClient) -> None:
    drawn = squares(page(client))

    assert set(drawn) == set(provinces())
    corners = set()
    for each in drawn.values():
        x, y, width, height = (
            float(each.find("svg").get(name).strip("%")) for name in ("x", "y", "width", "height")
        )
        corners.add((each.getparent().get("class"), x, y))
        assert 0 < x < x + width <= 100
        assert 0 < y < y + height <= 100
    assert len(corners) == 38
    codes = {text.text for each in drawn.values() for text in each.find_class("narrow")}
    assert len(codes) == 38


@pytest.mark.parametrize("query", ["", "q=beras", "source=Kompas&date_from=2016-02-01"])
def test_squares_and_rows_lead_to_as_many_articles_as_they_say(
    client: FlaskClient, query: str
) -> None:
    found = page(client, query)

    table = rows(found)
    assert table
    drawn = squares(found)
    linked = {name: each for name, each in drawn.items() if each.tag == "a"}
    assert set(linked) == set(table)
    for name, (href, count) in table.items():
        assert total(client, href) == count
        assert linked[name].get("href") == href
        assert f"{name}: {count} artikel" in linked[name].get("aria-label")
    counts = [count for _, count in table.values()]
    assert counts == sorted(counts, reverse=True)


def test_articles_without_a_province_are_told(client: FlaskClient) -> None:
    every = client.get("/api/v1/search?facets=province").get_json()

    found = page(client)

    located = sum(one["count"] for one in every["facets"]["province"])
    leads = [lead.text for lead in found.find_class("lead")]
    assert f"{every['total'] - located} artikel dari luar negeri" in leads[1]


def test_the_darker_the_more(client: FlaskClient) -> None:
    found = page(client)

    drawn, table = squares(found), rows(found)
    shades = [int(drawn[name].get("class").removeprefix("shade-")) for name in table]
    assert shades == sorted(shades, reverse=True)
    assert min(shades) >= 1
    assert {drawn[name].get("class") for name in set(drawn) - set(table)} == {"shade-0"}


def test_all_provinces_are_on_it_whatever_is_chosen(client: FlaskClient) -> None:
    chosen, plain = (page(client, query) for query in ("q=beras&province=Bali", "q=beras"))

    assert rows(chosen) == rows(plain)
    assert not chosen.find_class("chips")


def test_other_filters_are_kept_and_can_be_taken_away(client: FlaskClient) -> None:
    found = page(client, "q=beras&source=Kompas")

    (chip,) = found.find_class("chips")
    assert "Sumber: Kompas" in chip.text_content()
    (form,) = found.find_class("contexts")
    assert ("source", "Kompas") in form.form_values()


@pytest.mark.parametrize("query", ["q=zzzz", "q=beras+zzzz+yyyy&date_to=1900-01-01"])
def test_nothing_to_draw_is_said(client: FlaskClient, query: str) -> None:
    found = page(client, query)

    assert not found.find_class("map")
    assert "Tidak ada artikel berprovinsi" in found.find_class("notice")[-1].text


def test_what_is_not_understood_is_told(client: FlaskClient) -> None:
    notices = page(client, "q=judl:beras&date_from=kemarin").find_class("notice")

    assert ["“Dari”" in notices[0].text, "judul" in notices[1].text] == [True, True]


def test_it_is_found_from_home_and_from_results(client: FlaskClient) -> None:
    home = lxml.html.document_fromstring(client.get("/").text)
    results = lxml.html.document_fromstring(client.get("/search?q=beras&source=Kompas").text)

    assert home.xpath("//section[@class='holdings']//a[@href='/peta']")
    assert results.xpath("//fieldset//a[@href='/peta?q=beras&source=Kompas']")


def test_it_is_in_english_too(client: FlaskClient) -> None:
    found = page(client, "lang=en")

    assert found.findtext(".//h1") == "Articles by province"
    assert ": 1 article" in squares(found)["Bali"].findtext("title")
