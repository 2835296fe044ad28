"""The page of trends: its form, its drawing, its table, and where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import lxml.html
import pytest

from web.app import create_app
from web.settings import Settings

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher


def page(client: FlaskClient, query: str = "") -> lxml.html.HtmlElement:
    response = client.get(f"/tren?{query}")
    assert response.status_code == 200
    return lxml.html.document_fromstring(response.text)


def table(found: lxml.html.HtmlElement) -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in found.iterfind(".//table//tr")
    ]


def notices(found: lxml.html.HtmlElement) -> list[str]:
    return [one.text_content() for one in found.find_class("notice")]


def test_queries_are_lines_with_their_articles_beside_all(client: FlaskClient) -> None:
    found = page(client, "q=beras&q=pelatihan&interval=year")

    assert table(found) == [
        ["Waktu terbit", "beras", "pelatihan", "Semua artikel"],
        ["2016", "9 100%", "0", "9"],
        ["2017", "10 100%", "0", "10"],
        ["2018", "6 85,7%", "1 14,3%", "7"],
        ["2019", "0", "1 100%", "1"],
        ["2020", "0", "0", "1"],
    ]
    assert len(found.findall(".//polyline")) == 2
    (legend,) = found.find_class("legend")
    assert [" ".join(one.text_content().split()) for one in legend] == [
        "beras 25 artikel",
        "pelatihan 2 artikel",
    ]
    titles = [title.text for title in found.iter("title")][1:]
    assert "beras, 2018: 6 artikel, 85,7% dari 7" in titles


def test_every_point_opens_as_many_articles_as_it_says(client: FlaskClient) -> None:
    found = page(client, "q=harga&q=beras+-harga&q=%22naik+lagi%22&source=Kompas&interval=month")

    (drawing,) = found.find_class("chart")
    points = [(a.get("href"), a.find("title").text) for a in drawing.iter("a")]
    assert len(points) == 18
    assert {href for href, _ in points} == {a.get("href") for a in found.iterfind(".//tbody//a")}
    for href, title in points:
        count = title.split(": ")[1].split(" artikel")[0]
        assert f"<strong>{count} artikel</strong>" in client.get(href).text
        assert "source=Kompas" in href


def test_months_without_articles_are_points_at_zero(client: FlaskClient) -> None:
    found = page(client, "q=pelatihan&interval=month")

    (points,) = (line.get("points").split() for line in found.iter("polyline"))
    rows = table(found)[1:]
    assert len(points) == len(rows) == 49
    assert [row[1] for row in rows].count("0") == 47
    assert sum(point.endswith(",1000") for point in points) == 47


def test_shares_are_drawn_to_their_own_scale(client: FlaskClient) -> None:
    counts = page(client, "q=beras&q=pelatihan&interval=year")
    shares = page(client, "q=beras&q=pelatihan&interval=year&measure=share")

    def heights(found: lxml.html.HtmlElement) -> list[str]:
        return [point.split(",")[1] for point in found.find(".//polyline").get("points").split()]

    assert heights(counts)[:3] == ["100", "0", "400"]
    assert heights(shares)[:3] == ["0", "0", "143"]
    assert table(counts) == table(shares)
    assert shares.find(".//input[@name='measure'][@checked]").get("value") == "share"


def test_the_form_shows_what_was_asked(client: FlaskClient) -> None:
    found = page(
        client, "q=&q=beras&q=&q=guru&interval=day&date_from=2016-02-01&source=Kompas&forms=exact"
    )

    (form,) = found.find_class("compare")
    assert form.get("action") == "/tren"
    assert [box.get("value") for box in form.iterfind(".//input[@name='q']")] == [
        "beras",
        "guru",
        "",
        "",
        "",
    ]
    assert form.find(".//option[@selected]").get("value") == "day"
    assert form.find(".//input[@name='date_from']").get("value") == "2016-02-01"
    hidden = {
        box.get("name"): box.get("value") for box in form.iterfind(".//input[@type='hidden']")
    }
    assert hidden == {"forms": "exact", "source": "Kompas"}
    for box in form.iterfind(".//input[@id]"):
        assert found.find(f".//label[@for='{box.get('id')}']") is not None


def test_filters_are_named_and_can_be_removed(client: FlaskClient) -> None:
    found = page(client, "q=beras&source=Kompas&date_from=2016-01-01&date_to=2016-12-31")

    (chips,) = found.find_class("chips")
    assert [(a.text_content().strip(" \u00d7"), a.get("href")) for a in chips.iter("a")] == [
        ("Sumber: Kompas", "/tren?q=beras&date_from=2016-01-01&date_to=2016-12-31"),
        ("2016", "/tren?q=beras&source=Kompas"),
        ("Hapus semua saringan", "/tren?q=beras"),
    ]


def test_without_a_query_all_articles_are_drawn(client: FlaskClient) -> None:
    found = page(client, "interval=year&measure=share")

    assert table(found)[0] == ["Waktu terbit", "Semua artikel"]
    assert [row[1] for row in table(found)[1:]] == ["9", "10", "7", "1", "1"]
    assert found.find(".//figure//h2").text == "Jumlah artikel tiap tahun, 2016\u20132020"


def test_what_is_not_as_asked_is_said(client: FlaskClient) -> None:
    found = page(
        client, "q=judl:beras&q=!!!&interval=day&date_to=2018-99-99&forms=x&q=gabah+kering"
    )

    (legend,) = found.find_class("legend")
    notes = [note.text for note in legend.find_class("note")]
    assert any("judl:" in note for note in notes)
    assert "“!!!” tidak memuat kata yang dapat dicari. Inilah semua artikel." in notes
    assert "1 artikel tanpa tanggal tidak digambar." in notes
    said = notices(found)
    assert [("“Sampai”" in one or "forms" in one) for one in said[:2]] == [True, True]
    assert said[2].startswith(
        "Tiap hari terlalu banyak titiknya (lebih dari 400), jadi digambar tiap"
    )


def test_only_five_queries_are_drawn(client: FlaskClient) -> None:
    found = page(client, urlencode([("q", f"kata{number}") for number in range(8)]))

    assert len(found.findall(".//polyline")) == 5
    assert len(notices(found)) == 3


def test_filters_that_nothing_passes_are_told(client: FlaskClient) -> None:
    found = page(client, "q=beras&source=Tidak+Ada")

    assert notices(found) == ["Tidak ada artikel bertanggal dengan saringan ini."]
    assert found.find(".//figure") is None


def test_a_time_by_day_has_no_more_marks_than_can_be_told_apart(client: FlaskClient) -> None:
    found = page(client, "q=beras&interval=day&date_from=2016-01-01&date_to=2016-12-31")

    (drawing,) = found.find_class("chart")
    assert len(found.find(".//polyline").get("points").split()) == 366
    assert len(drawing.find_class("faint")[0].findall("a")) == 9


def test_one_day_can_be_drawn(client: FlaskClient) -> None:
    found = page(client, "q=beras&date_from=2016-01-10&date_to=2016-01-10")

    assert table(found)[1:] == [["10 Januari 2016", "1 100%", "1"]]
    assert len(found.findall(".//polyline")) == 1


def test_the_same_can_be_saved(client: FlaskClient) -> None:
    found = page(client, "q=beras&q=guru&source=Kompas&interval=year")

    (saved,) = found.find_class("download")
    csv, json = (a.get("href") for a in saved.iter("a"))
    assert csv == "/tren.csv?q=beras&q=guru&interval=year&source=Kompas"
    assert client.get(csv).mimetype == "text/csv"
    assert len(client.get(json).get_json()["series"]) == 2


@pytest.mark.parametrize("path", ["/", "/search?q=beras", "/articles/guru", "/bantuan"])
def test_every_page_leads_to_trends(client: FlaskClient, path: str) -> None:
    html = lxml.html.document_fromstring(client.get(path).text)

    links = [a.get("href") for a in html.find(".//footer").iter("a")]
    assert "/tren" in links


def test_the_page_speaks_english_where_the_site_does(searcher: Searcher, archive: Archive) -> None:
    client = create_app(searcher, archive, Settings(language="en")).test_client()

    html = client.get("/tren?q=beras&q=guru&interval=day").text

    assert "Compare up to five searches" in html
    assert "Articles by month, January 2016 \u2013 January 2020" in html
    assert "more than 400" in html


def test_the_page_works_below_a_path(client: FlaskClient) -> None:
    html = client.get("/tren?q=beras", base_url="http://kantor.example/arsip").text

    page = lxml.html.document_fromstring(html)
    addresses = [a.get("href") for a in page.iter("a") if a.get("href").startswith("/")]
    assert len(addresses) > 20
    assert all(address.startswith("/arsip/") for address in addresses)
    assert page.find_class("compare")[0].get("action") == "/arsip/tren"


def test_crawlers_are_kept_out(client: FlaskClient) -> None:
    assert "Disallow: /tren\n" in client.get("/robots.txt").text


def test_a_language_that_was_asked_for_stays(client: FlaskClient) -> None:
    html = client.get("/tren?q=beras&lang=en").text

    assert "Compare up to five searches" in html
    assert 'href="?q=beras&amp;lang=id"' in html
