from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.archive import Archive, open_archive
from index.article import Article
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.building import build
from web.app import create_app
from web.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


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
