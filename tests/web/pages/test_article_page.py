from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.web.markup import without_data

if TYPE_CHECKING:
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
    for markup in ("<script", "<img", "<b>", "<i>", "javascript:"):
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
