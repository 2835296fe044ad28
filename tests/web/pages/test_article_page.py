from __future__ import annotations

import re
from contextlib import closing
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from index.archive.opening import open_archive
from index.article import make_article
from index.newstext.dates import WIB
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.building import build
from tests.web.markup import without_data
from web.app import create_app
from web.pages.reading import MAX_STEPS, Run, Story

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

JACK_MA = "/articles/" + quote("antara/jack ma?2018", safe="")


def test_an_article_shows_everything_known_about_it(client: FlaskClient) -> None:
    html = client.get(JACK_MA).text

    assert "<h1>Jack Ma ingin cetak seribu pemimpin teknologi</h1>" in html
    assert ">Sabtu, 13 Oktober 2018, 10.26 WIB</time>" in html
    assert "Nusa Dua, Bali" in html
    assert '<span class="source">ANTARA News</span>' in html
    assert "Oleh Citro Atmoko, Dewi Lestari" in html
    assert "Ekonomi" in html
    assert "Alibaba" in html
    assert html.count("<p>Ma mengatakan") == 1
    assert '<a href="https://www.antaranews.com/berita/758219" rel="external' in html


def test_query_words_are_highlighted_in_every_inflection(client: FlaskClient) -> None:
    html = client.get(JACK_MA + "?q=latih").text

    assert ">melatih</mark>" in html
    assert ">pelatihan</mark>" in html
    assert 'href="/search?q=latih"' in html


def test_an_article_without_a_query_has_no_marks(client: FlaskClient) -> None:
    assert "<mark" not in client.get(JACK_MA).text


def test_related_articles_are_linked_both_ways(client: FlaskClient) -> None:
    there = client.get(JACK_MA).text
    back = client.get("/articles/guru").text

    assert '<a href="/articles/guru">Guru belajar mengelola komputasi awan</a>' in there
    assert "Berita yang tidak tersimpan <span" in there
    assert f'<a href="{JACK_MA}">Jack Ma ingin' in back


def test_a_day_without_a_time_is_told_without_one(client: FlaskClient) -> None:
    assert ">Kamis, 2 Mei 2019</time>" in client.get("/articles/guru").text


def test_what_an_article_says_is_never_markup(client: FlaskClient) -> None:
    html = without_data(client.get("/articles/hostile?q=banjir").text)

    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    for markup in ("<script>", "<img", "<b>", "<i>", "javascript:"):
        assert markup not in html


@pytest.mark.parametrize("path", ["nothing", "%00", "%ff%fe", "..%2f..%2fetc", "a//b", "x" * 2000])
def test_an_unknown_article_is_a_page_with_a_box(client: FlaskClient, path: str) -> None:
    response = client.get(f"/articles/{path}")

    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in response.text
    assert 'role="search"' in response.text


def test_an_article_can_be_read_while_there_is_no_index(client_without_index: FlaskClient) -> None:
    response = client_without_index.get(JACK_MA + "?q=latih")

    assert response.status_code == 200
    assert "Pertemuan berlangsung" in response.text


def test_an_article_without_a_date_says_so(client: FlaskClient) -> None:
    html = client.get("/articles/rumus").text
    english = client.get("/articles/rumus", headers={"Accept-Language": "en"}).text

    assert "tanggal tidak diketahui" in html
    assert "date unknown" in english
    assert "<time" not in html


# The way back


def hrefs(html: str, pattern: str) -> list[str]:
    return [unescape(href) for href in re.findall(rf'href="({pattern}[^"]*)"', html)]


SEARCHES = [
    "q=harga+beras&per_page=5&sort=oldest&source=ANTARA+News&page=2",
    "q=harga+beras&date_from=2016-02-01&date_to=2018-12-31&place=Jakarta&place=Medan",
    "q=%22harga+beras%22&forms=all&alias=all",
    "section=Ekonomi&page=2",
    "sort=oldest",
]


@pytest.mark.parametrize("query", SEARCHES)
def test_an_article_leads_back_to_the_very_results(client: FlaskClient, query: str) -> None:
    links = hrefs(client.get(f"/search?{query}").text, "/articles/")
    assert links

    html = client.get(links[0]).text

    (back,) = hrefs(html.split("<main", 1)[1].split("<article", 1)[0], "/search")
    asked, told = (parse_qs(text) for text in (query, urlsplit(back).query))
    assert told == asked
    assert hrefs(client.get(back).text, "/articles/") == links


def test_an_article_that_no_search_led_to_leads_back_to_none(client: FlaskClient) -> None:
    assert 'class="back"' not in client.get(JACK_MA).text
    assert 'class="back"' not in client.get(JACK_MA + "?page=0&utm=x&per_page=10").text


def test_links_to_other_articles_take_the_search_along(client: FlaskClient) -> None:
    html = client.get(JACK_MA + "?q=latih&page=2").text

    assert 'href="/articles/guru?q=latih&amp;page=2"' in html


# Matches


def test_matches_are_counted_and_lead_to_each_other(client: FlaskClient) -> None:
    html = client.get(JACK_MA + "?q=latih").text

    assert "<strong>2 cocok</strong>" in html
    assert 'href="#cocok-1"' in html
    assert '<mark id="cocok-1">melatih</mark>' in html
    assert '<mark id="cocok-2">pelatihan</mark>' in html
    assert "1 dari 2" in html
    assert html.count('href="#cocok-2"') == 1
    assert html.count('href="#cocok-1"') == 2  # from above and from the second


def test_a_single_match_leads_nowhere_else(client: FlaskClient) -> None:
    html = client.get(JACK_MA + "?q=direncanakan").text

    assert "<strong>1 cocok</strong>" in html
    assert 'class="step"' not in html


def test_nothing_is_counted_where_nothing_matches(client: FlaskClient) -> None:
    assert "cocok" not in client.get(JACK_MA + "?q=beras").text
    assert "cocok" not in client.get(JACK_MA + "?q=sumber:antara").text


def test_only_so_many_matches_lead_to_each_other() -> None:
    runs = [Run("x", number, is_start=True) for number in range(1, 2 * MAX_STEPS)]
    story = Story([], [runs], is_opening=False, matches=len(runs), is_marked_in_part=False)

    assert story.steps == MAX_STEPS


# Other articles


def test_what_is_like_an_article_is_offered_and_nothing_twice(client: FlaskClient) -> None:
    html = client.get("/articles/beras-03").text

    own, *others = hrefs(html.split('class="about"', 1)[1], "/articles/")
    assert "Artikel serupa" in html
    assert own == "/articles/beras-03"
    assert len(set(others) - {own}) == len(others) == 5


def test_an_article_alone_offers_no_others(client: FlaskClient) -> None:
    html = client.get("/articles/rumus").text

    assert "Artikel serupa" not in html
    assert "Hari dan tempat yang sama" not in html


def test_without_an_index_no_others_are_offered(client_without_index: FlaskClient) -> None:
    html = client_without_index.get("/articles/beras-03?q=beras").text

    assert "Artikel serupa" not in html
    assert "<mark" not in html


def test_the_day_and_place_of_an_article_lead_to_others_and_to_all(tmp_path: Path) -> None:
    when = datetime(2021, 5, 3, 7, tzinfo=WIB)
    articles = [
        make_article(id=f"a{n}", title=f"Kabar {n}", body=word, published=when, place="Kudus")
        for n, word in enumerate(["Pasar buka.", "Sekolah libur.", "Kereta tiba."])
    ]
    data = build(tmp_path, articles)
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        client = create_app(searcher, archive).test_client()
        html = client.get("/articles/a0").text
        (whole,) = hrefs(html, r"/search\?date_from")
        found = client.get(whole).text

    section = html.split("Hari dan tempat yang sama", 1)[1]
    assert hrefs(section, "/articles/a") == ["/articles/a1", "/articles/a2"]
    assert "Semua artikel dari Kudus, 3 Mei 2021" in section
    assert len(re.findall("<article>", found)) == 3


def test_an_article_without_a_date_is_of_about_the_month_it_tells(tmp_path: Path) -> None:
    body = "Pasar di Kudus dibuka lagi, kata lurah, Sabtu (13/10). Pasar itu tutup sejak Mei 2018."
    data = build(tmp_path, [make_article(id="pasar", title="Pasar buka", body=body)])
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        client = create_app(searcher, archive).test_client()
        shown = client.get("/articles/pasar").text
        listed = client.get("/search?q=pasar").text
        english = client.get("/search?q=pasar&lang=en").text
        told = client.get("/api/v1/articles/pasar").json

    assert "tanggal tidak diketahui, sekitar Oktober 2018" in shown
    assert "sekitar Oktober 2018" in listed
    assert "around October 2018" in english
    assert told is not None
    assert (told["published"], told["estimated"]) == (None, "2018-10")
