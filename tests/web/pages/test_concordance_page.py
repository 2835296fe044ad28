from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import lxml.html
import pytest

from tests.web.conftest import HOSTILE, RICE_ARTICLES

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from lxml.html import HtmlElement


def page(client: FlaskClient, query: str) -> HtmlElement:
    response = client.get(f"/konteks?{query}")
    assert response.status_code == 200
    return lxml.html.document_fromstring(response.text)


def lines(tree: HtmlElement) -> list[str]:
    return [
        "".join(part.text_content() for part in line.xpath("./span"))
        for line in tree.xpath("//ol[@class='kwic']/li")
    ]


def table(client: FlaskClient, path: str) -> list[dict[str, str]]:
    response = client.get(path)
    assert response.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(response.text, newline="")))


def test_every_match_is_a_line(client: FlaskClient) -> None:
    tree = page(client, "q=melatih")

    first, second, third = lines(tree)
    assert first == "Pelatihan bagi 300 guru dibuka di Surabaya."
    assert second.startswith(
        '"Kami ingin melatih seribu pemimpin teknologi," kata Ma. Ma mengatakan'
    )
    assert third.endswith(
        "Ma mengatakan pelatihan itu masih direncanakan. Pertemuan berlangsung di Nusa Dua."
    )
    assert [mark.text for mark in tree.iter("mark")] == ["Pelatihan", "melatih", "pelatihan"]
    assert tree.find_class("total")[0].text_content().startswith("3 baris dari 2 artikel")


def test_a_line_leads_to_its_article_with_the_words_marked(client: FlaskClient) -> None:
    (link,) = page(client, "q=%22seribu+pemimpin%22&source=ANTARA+News&sort=left").xpath(
        "//ol[@class='kwic']/li[1]/a"
    )

    assert link.get("href") == "/articles/antara%2Fjack%20ma%3F2018?q=%22seribu+pemimpin%22"
    assert "Jack Ma ingin cetak seribu pemimpin teknologi" in link.text_content()
    assert link.find("time").text == "13 Okt 2018"
    assert "<mark" in client.get(link.get("href")).text


def test_pages_lead_to_each_other(client: FlaskClient) -> None:
    found: list[str] = []
    address = "q=beras&sort=oldest&per_page=20"
    while address:
        tree = page(client, address)
        found += lines(tree)
        following = tree.xpath("//a[@rel='next']/@href")
        address = following[0].partition("?")[2] if following else ""

    assert len(found) == 3 * RICE_ARTICLES
    assert "Pedagang ke-0 " in found[2]
    assert len(page(client, "q=beras&per_page=20&page=4").xpath("//a[@rel='prev']")) == 1


def test_collocates_lead_to_their_lines(client: FlaskClient) -> None:
    tree = page(client, "q=beras&window=2")
    rows = {
        row.find("th").text_content(): [cell.text for cell in row.iter("td")]
        for row in tree.xpath("//section[@class='collocates']//tbody/tr")
    }
    # Three times in each article, and harga beside all of them: 14 + log2(2 * 75 / 150).
    assert rows["harga"] == ["14,00", "75", "75"]
    assert rows["pasar"][1] == "25"

    (link,) = tree.xpath("//th/a[text()='pasar']/@href")
    narrowed = page(client, link.partition("?")[2])

    assert len(lines(narrowed)) == 25
    (chip,) = narrowed.xpath("//ul[@class='chips']//a/@href")
    assert lines(page(client, chip.partition("?")[2])) == lines(tree)


def test_filters_can_be_seen_changed_and_removed(client: FlaskClient) -> None:
    tree = page(client, "q=beras&source=Kompas&place=Medan&date_from=2016-01-01&forms=exact")

    assert len(lines(tree)) == 3 * 5
    chips = [chip.text for chip in tree.xpath("//ul[@class='chips']//a")]
    assert list(map(str.strip, chips)) == [
        "Sumber: Kompas",
        "Tempat: Medan",
        "Hanya bentuk persis",
        "Hapus semua saringan",
    ]
    form = tree.forms[0]
    assert form.fields["date_from"] == "2016-01-01"
    assert form.fields["source"] == "Kompas"
    (without, *_) = tree.xpath("//ul[@class='chips']//a/@href")
    assert len(lines(page(client, without.partition("?")[2]))) > 15


def test_results_and_lines_lead_to_each_other(client: FlaskClient) -> None:
    results = lxml.html.document_fromstring(
        client.get("/search?q=beras&source=Kompas&sort=newest").text
    )

    (there,) = results.xpath("//a[text()='Lihat dalam konteks']/@href")
    (back,) = page(client, there.partition("?")[2]).xpath("//a[text()='Lihat artikelnya']/@href")

    assert there == "/konteks?q=beras&sort=newest&source=Kompas"
    assert back == "/search?q=beras&source=Kompas"
    assert "/konteks" in results.xpath("//footer//a/@href")


def test_before_a_query_it_says_what_it_is_for(client: FlaskClient) -> None:
    tree = page(client, "")

    assert not lines(tree)
    for example in tree.xpath("//p[@class='examples']/a/@href"):
        assert lines(page(client, example.partition("?")[2])), example


@pytest.mark.parametrize(
    ("query", "leads"),
    [("q=zzzz", 0), ("q=sumber:kompas", 2), ("q=beras+zzzz", 2), ("q=-beras", 2)],
)
def test_nothing_found_is_said(client: FlaskClient, query: str, leads: int) -> None:
    """Articles without a line, and those that match in part, are led to."""
    tree = page(client, query)

    assert not lines(tree)
    assert "Tidak ada baris untuk" in tree.find_class("nothing")[0].text_content()
    links = tree.xpath("//a[text()='Lihat artikelnya']/@href")
    assert len(links) == leads
    for link in links:
        assert client.get(f"/api/v1{link}").get_json()["total"] > 0


def test_what_was_not_understood_is_said(client: FlaskClient) -> None:
    tree = page(client, "q=judl:beras&window=99&sort=magic&near=&page=0&utm_source=x")

    notices = [notice.text_content() for notice in tree.find_class("notice")]
    assert [name for name in ("window", "sort", "page") if any(name in one for one in notices)] == [
        "window",
        "sort",
        "page",
    ]
    assert any("judl:" in one for one in notices)
    assert lines(tree)


def test_a_page_past_the_end_leads_back(client: FlaskClient) -> None:
    tree = page(client, "q=beras&page=50")

    assert "melewati hasil terakhir" in tree.find_class("nothing")[0].text_content()
    assert tree.find_class("nothing")[0].xpath(".//a/@href") == ["/konteks?q=beras"]


def test_it_speaks_english(client: FlaskClient) -> None:
    text = client.get("/konteks?q=melatih&lang=en").text

    assert "<strong>3 lines</strong> from 2 articles" in text
    assert "13 Oct 2018" in text


def test_hostile_text_stays_text(client: FlaskClient) -> None:
    tree = page(client, urlencode({"q": "banjir", "near": "<b>x", "source": '"><i>'}))

    assert not list(tree.iter("b", "i", "script"))
    hostile = page(client, "q=banjir")
    assert any("<img src=x onerror=alert(1)>" in line for line in lines(hostile))
    assert f"/articles/{HOSTILE}?q=banjir" in hostile.xpath("//ol[@class='kwic']//a/@href")


def test_lines_as_a_table(client: FlaskClient) -> None:
    rows = table(client, "/konteks.csv?q=beras&sort=oldest")

    assert len(rows) == 3 * RICE_ARTICLES
    assert rows[0] == {
        "id": "beras-00",
        "title": "Harga beras naik, laporan 0",
        "published": "2016-01-10T07:30:00+07:00",
        "source": "Kompas",
        "where": "title",
        "start": "6",
        "end": "11",
        "left": "Harga ",
        "keyword": "beras",
        "right": " naik, laporan 0",
    }
    assert len(table(client, "/konteks.csv?q=beras&page=2&per_page=10")) == 10


def test_collocates_as_a_table(client: FlaskClient) -> None:
    rows = table(client, "/konteks/kolokasi.csv?q=beras&window=2")

    assert rows[0] == {"word": "harga", "lines": "75", "frequency": "75", "log_dice": "14.0"}
    assert len(table(client, "/konteks/kolokasi.csv?q=beras&collocates=2")) == 2
    response = client.get("/konteks/kolokasi.csv?q=beras")
    assert response.headers["Arsip-Total"] == "75"
    assert response.headers["Arsip-Partial"] == "false"


def test_no_cell_is_a_formula(client: FlaskClient) -> None:
    (title, _) = table(client, "/konteks.csv?q=gabah&sort=right")

    assert title["title"].startswith("'=HYPERLINK")
    assert title["left"].startswith("'=HYPERLINK")
    assert title["source"] == "'@SUM(A1)"


def test_tables_name_what_they_do_not_know(client: FlaskClient) -> None:
    response = client.get("/konteks.csv?q=beras&window=0&x=1")

    assert response.status_code == 400
    assert {bad["name"] for bad in response.get_json()["invalid_params"]} == {"window", "x"}
