"""Other names of what is searched for, through every door of the site."""

from __future__ import annotations

import re
from contextlib import closing
from html import unescape
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.article import Article
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.building import build
from web.app import create_app
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

BODIES = (
    "Penyidik Komisi Pengawas Kopi (KPK) memeriksa gudang.",
    "KPK menyita dua karung.",
    "Komisi Pengawas Kopi meminta maaf.",
    "Pidato di Perserikatan Bangsa-Bangsa (PBB) lancar.",
    "Kader Partai Buah Bersatu (PBB) menanam mangga.",
    "Partai Buah Bersatu menang.",
    "Perserikatan Bangsa-Bangsa bersidang.",
)


@pytest.fixture(scope="module", params=["id", "en"])
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    """The site, in each language, over articles that explain short forms."""
    articles = [
        Article(id=str(at), title="Laporan", body=body, source=("Koran", "Warta")[at % 2])
        for at, body in enumerate(BODIES)
    ]
    data = build(tmp_path_factory.mktemp("aliases"), articles)
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        app = create_app(searcher, archive, Settings(language=request.param))
        app.testing = True
        yield app.test_client()


def line(html: str) -> str:
    """Return the text of the line that tells other names, empty without one."""
    found = re.findall(r'<p class="meant">(.*?)</p>', html, re.DOTALL)
    return "\n".join(" ".join(re.sub("<[^>]*>", "", text).split()) for text in found)


def links(html: str) -> list[str]:
    lines = re.findall(r'<p class="meant">.*?</p>', html, re.DOTALL)
    return [unescape(href) for href in re.findall(r'href="([^"]*)"', "".join(lines))]


def total(client: FlaskClient, address: str) -> int:
    found = re.search(r"<strong>(\d+) art", client.get(address).text)
    assert found
    return int(found[1])


def test_one_click_finds_both_names(client: FlaskClient) -> None:
    html = client.get("/search?q=KPK").text

    assert line(html) in {
        "Juga sebagai Komisi Pengawas Kopi: +1",
        "Also as Komisi Pengawas Kopi: +1",
    }
    (href,) = links(html)
    assert (total(client, "/search?q=KPK"), total(client, href)) == (2, 3)
    assert line(client.get(href).text) == ""


def test_a_short_form_with_two_meanings_asks_which(client: FlaskClient) -> None:
    html = client.get("/search?q=PBB&sort=newest").text

    meanings = "Partai Buah Bersatu: +1 · Perserikatan Bangsa-Bangsa: +1"
    assert line(html) in {f"PBB bisa berarti {meanings}", f"PBB may stand for {meanings}"}
    assert [total(client, href) for href in links(html)] == [3, 3]
    assert all("sort=newest" in href for href in links(html))


def test_what_was_included_is_said_and_left_out_again(client: FlaskClient) -> None:
    html = client.get("/search?q=KPK&alias=all").text

    assert line(html) in {
        "KPK juga dicari sebagai Komisi Pengawas Kopi: +1; tanpa nama lain",
        "KPK was also looked for as Komisi Pengawas Kopi: +1; leave other names out",
    }
    assert total(client, "/search?q=KPK&alias=all") == 3
    assert links(html) == ["/search?q=KPK"]


def test_other_words_are_searched_without_other_names(client: FlaskClient) -> None:
    html = client.get("/search?q=KPK&alias=all&sort=newest").text

    box = re.findall(r'<form class="box".*?</form>', html, re.DOTALL)[0]
    assert 'name="sort"' in box
    assert 'name="alias"' not in box
    assert 'name="alias" value="all"' in html  # a filter keeps the search as it is


def test_an_article_is_marked_by_other_names(client: FlaskClient) -> None:
    html = client.get("/search?q=KPK&alias=all").text

    href = unescape(next(found for found in re.findall(r'href="(/articles/2[^"]*)"', html)))
    assert re.search("<mark[^>]*>Komisi", client.get(href).text)
    assert "<mark" not in client.get(href.replace("&alias=all", "")).text


def test_nothing_is_said_where_nothing_is_added(client: FlaskClient) -> None:
    assert line(client.get("/search?q=gudang").text) == ""
    assert line(client.get("/search?q=gudang+KPK").text) == ""


def test_programs_get_them_too(client: FlaskClient) -> None:
    plain = client.get("/api/v1/search?q=KPK").get_json()
    wider = client.get("/api/v1/search?q=KPK&alias=all").get_json()

    offer = {
        "name": "KPK",
        "text": "Komisi Pengawas Kopi",
        "stands_for": True,
        "adds": 1,
        "included": False,
        "q": 'KPK ATAU "Komisi Pengawas Kopi"',
    }
    assert plain["aliases"] == [offer]
    assert wider["aliases"] == [{**offer, "included": True}]
    assert (plain["total"], wider["total"]) == (2, 3)
    assert "alias=all" in wider["links"]["html"]


def test_an_export_includes_them(client: FlaskClient) -> None:
    assert client.get("/search.csv?q=KPK&alias=all").headers["Arsip-Total"] == "3"
    assert client.get("/search.atom?q=KPK&alias=all").text.count("<entry>") == 3


def test_another_value_is_named(client: FlaskClient) -> None:
    refused = client.get("/api/v1/search?q=KPK&alias=some")

    assert refused.status_code == 400
    assert "alias" in refused.text


def test_other_forms_are_counted_with_other_names(client: FlaskClient) -> None:
    html = client.get("/search?q=KPK&alias=all").text

    choices = re.findall(r'<a href="([^"]*forms=exact[^"]*)">[^<]*</a> \((\d+)\)', html)
    assert choices
    for href, count in choices:
        assert "alias=all" in href
        assert total(client, unescape(href)) == int(count) == 3


def test_wider_searches_find_as_many_as_they_say(client: FlaskClient) -> None:
    html = client.get("/search?q=KPK+tanggal:1901&alias=all").text.partition('"nothing"')[2]

    offered = re.findall(r'<a href="(/search[^"]*)">KPK</a> \((\d+)\)', html)
    assert offered
    for href, count in offered:
        assert total(client, unescape(href)) == int(count)
