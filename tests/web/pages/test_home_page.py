from __future__ import annotations

import html
import re
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.newstext.dates import WIB
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.building import build
from web.app import create_app
from web.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from index.archive.store import Archive


def test_home_offers_a_box_examples_and_the_newest_articles(client: FlaskClient) -> None:
    html = client.get("/").text

    assert '<form class="box" role="search" action="/search" method="get">' in html
    assert "autofocus" in html
    assert '<a href="/search?q=harga+beras">harga beras</a>' in html
    assert "29 artikel tersimpan" in html
    assert html.index("banjir</a>") < html.index("Guru belajar mengelola")


def test_home_of_an_empty_archive_says_how_to_fill_it(tmp_path: Path) -> None:
    archive = open_archive(tmp_path, create=True)
    reindex(tmp_path)
    client = create_app(Searcher(ArrayEngine(tmp_path), archive), archive, Settings()).test_client()

    html = client.get("/").text

    assert "arsip import" in html
    archive.close()


def test_examples_are_made_from_the_archive_where_the_usual_ones_find_nothing(
    tmp_path: Path,
) -> None:
    title = "Menteri Sri Mulyani bertemu Wayan Koster di Denpasar"
    build(tmp_path, [Article(id="a", title=title, body="Mereka berbicara tentang pajak.")])
    with (
        closing(open_archive(tmp_path)) as archive,
        closing(Searcher(ArrayEngine(tmp_path), archive)) as searcher,
    ):
        html = create_app(searcher, archive, Settings()).test_client().get("/").text

    assert ">&#34;Wayan Koster&#34;</a> (1)" in html
    assert "harga beras" not in html.partition('class="size"')[0]


@pytest.mark.parametrize(("language", "words"), [("id", "artikel"), ("en", "29 articles on file")])
def test_pages_speak_the_language_of_the_settings(
    searcher: Searcher, archive: Archive, language: str, words: str
) -> None:
    settings = Settings(language=language, title="Kliping")
    client = create_app(searcher, archive, settings).test_client()

    for path in ("/", "/search?q=latih+gajah", "/search?q=zzzz", "/articles/guru", "/nothing"):
        html = client.get(path).text
        assert f'<html lang="{language}">' in html
        assert "Kliping" in html
    assert words in client.get("/").text


def test_the_site_can_live_below_a_path(client: FlaskClient) -> None:
    for path in ("/", "/search?q=beras", "/articles/guru", "/search?q=zzzz"):
        html = client.get(path, base_url="http://kantor.example/arsip").text
        addresses = [part.split('"')[0] for part in html.split('href="')[1:]]
        inside = [address for address in addresses if address.startswith("/")]
        assert all(address.startswith("/arsip/") for address in inside)
    links = client.get("/api/v1/search", base_url="http://kantor.example/arsip").get_json()["links"]
    assert links["self"] == "/arsip/api/v1/search"


def home_of(tmp_path: Path, articles: list[Article], language: str = "id") -> str:
    build(tmp_path, articles)
    with (
        closing(open_archive(tmp_path)) as archive,
        closing(Searcher(ArrayEngine(tmp_path), archive)) as searcher,
    ):
        site = create_app(searcher, archive, Settings(language=language))
        return site.test_client().get("/").text


def dated(number: int, year: int | None, source: str = "Harian Kita") -> Article:
    published = datetime(year, 6, 1, tzinfo=WIB) if year else None
    return Article(id=str(number), title="x", body="Hujan.", published=published, source=source)


def test_every_year_leads_to_as_many_articles_as_it_says(client: FlaskClient) -> None:
    page = client.get("/").text

    columns = re.findall(r'<li><a href="([^"]*)" title="(\d{4}): (\d+)"><svg', page)
    rows = re.findall(r'<li><a href="([^"]*)">(\d{4})</a> <span class="count">(\d+)', page)
    assert [label for _, label, _ in columns] == ["2016", "2017", "2018", "2019", "2020"]
    assert rows == columns[::-1]
    for href, label, count in columns:
        answer = client.get(html.unescape(href).replace("/search", "/api/v1/search")).get_json()
        assert answer["total"] == int(count)
        assert all(one["published"].startswith(label) for one in answer["results"])
    assert sum(int(count) for *_, count in columns) == 28
    assert "1 artikel tanpa tanggal" in page
    assert "29 artikel tersimpan, dari 10 Januari 2016 sampai 1 Januari 2020" in page


def test_every_source_leads_to_as_many_articles_as_it_says(client: FlaskClient) -> None:
    page = client.get("/").text.split('id="sumber"')[1]

    sources = re.findall(r'<li><a href="([^"]*)">[^<]*</a> <span class="count">(\d+)', page)
    assert len(sources) == 4
    for href, count in sources:
        answer = client.get(html.unescape(href).replace("/search", "/api/v1/search")).get_json()
        assert answer["total"] == int(count)


def test_years_without_articles_are_drawn_and_lead_nowhere(tmp_path: Path) -> None:
    page = home_of(tmp_path, [dated(1, 2001), dated(2, 2004), dated(3, 2004)])

    years = page.split('<ol class="years few">')[1].split("</ol>")[0]
    assert years.count("<li>") == 4
    assert years.count("<li></li>") == 2
    assert re.findall(r'<rect y="(\d+)" width="1" height="(\d+)"', years) == [
        ("50", "50"),
        ("0", "100"),
    ]
    assert page.split('<p class="year-names few"')[1].count("<span>") >= 4


def test_a_slip_of_a_date_does_not_draw_a_thousand_years(tmp_path: Path) -> None:
    page = home_of(tmp_path, [dated(1, 1), dated(2, 2018), dated(3, 9998)])

    years = page.split('<ol class="years few">')[1].split("</ol>")[0]
    assert years.count("<li>") == 3
    assert "0001-01-01" in years


def test_one_day_no_day_and_many_sources(tmp_path: Path) -> None:
    page = home_of(tmp_path / "a", [dated(1, 2018)], "en")
    assert "1 article on file, of 1 June 2018" in page
    assert "All sources" not in page

    undated = home_of(tmp_path / "b", [dated(n, None, f"Koran {n}") for n in range(9)], "en")
    assert 'class="years' not in undated
    assert "9 articles on file<" in undated
    assert 'href="/search/values?facet=source">All sources</a>' in undated
