"""The results page and the JSON API show articles that are one text as one result."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.newstext.dates import WIB
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.building import build
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

TEXT = (
    "Petani di Karawang mulai menanam padi setelah hujan turun merata sejak pekan lalu. "
    "Mereka berharap panen raya tiba sebelum musim kemarau datang lagi."
)
FISH = "Nelayan di Ambon pulang membawa tuna besar pagi tadi dan menjual padi mahal di pasar kota."
NEW = " ".join(f"Kabar {number} dari sawah lain di desa tetangga." for number in range(9))
MORNING = datetime(2019, 1, 1, 8, tzinfo=WIB)


def story(id_: str, hours: float, body: str, source: str | None) -> Article:
    return Article(
        id=id_,
        title=f"Padi <b>{id_}",
        body=body,
        published=MORNING + timedelta(hours=hours),
        source=source,
        url=f"https://contoh.id/{id_}",
    )


ARTICLES = [
    story("awal", 0, TEXT, "Harian <Padi>"),
    story("sama/itu", 1, TEXT, "Biru"),
    story("sama", 2, TEXT, "Hijau"),
    story("juga", 3, TEXT, None),
    story("lagi", 4, TEXT, "Kuning"),
    story("akhir", 5, TEXT, "Ungu"),
    story("lanjut", 30, f"{NEW} {TEXT}", "Merah"),
    story("lain", 3, FISH, "Biru"),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    data = build(tmp_path_factory.mktemp("lipat"), ARTICLES)
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        yield create_app(searcher, archive).test_client()


def page(client: FlaskClient, args: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(client.get(f"/search?{args}").text)


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def answer(client: FlaskClient, args: str) -> Any:
    return client.get(f"/api/v1/search?{args}").json


def test_copies_are_folded_and_said_to_be(client: FlaskClient) -> None:
    shown = page(client, "q=padi&sort=oldest")

    assert words(shown.xpath("//p[@class='total']")[0]) == "8 artikel, 2 tanpa salinan"
    assert len(shown.xpath("//ol[@class='hits']/li")) == 2
    (under,) = shown.xpath("//details[@class='under']")
    assert (
        words(under.xpath("summary")[0]) == "5 salinan, 1 kelanjutan: Biru, Hijau, Kuning, \u2026"
    )
    assert words(under.xpath(".//li")[0]) == "Salinan Biru · 1 Januari 2019 Padi <b>sama/itu"
    assert words(under.xpath(".//li")[-1]).startswith("Kelanjutan Merah")
    assert under.xpath(".//li/a/@href")[0] == "/articles/sama%2Fitu?q=padi&sort=oldest#salinan"


def test_a_link_shows_each_and_another_leads_back(client: FlaskClient) -> None:
    (told,) = page(client, "q=padi").xpath("//p[@class='folded']")
    (apart,) = told.xpath("a/@href")
    assert parse_qs(urlsplit(apart).query) == {"q": ["padi"], "copies": ["all"]}

    shown = page(client, urlsplit(apart).query)
    assert words(shown.xpath("//p[@class='total']")[0]) == "8 artikel"
    assert len(shown.xpath("//ol[@class='hits']/li")) == 8
    assert not shown.xpath("//details[@class='under']")
    assert shown.xpath("//p[@class='folded']/a/@href") == ["/search?q=padi"]
    assert "copies=all" in shown.xpath("//nav[@class='choice']/a/@href")[1]


def test_where_nothing_is_folded_nothing_is_said(client: FlaskClient) -> None:
    shown = page(client, "q=nelayan")

    assert words(shown.xpath("//p[@class='total']")[0]) == "1 artikel"
    assert not shown.xpath("//p[@class='folded'] | //details[@class='under']")


def test_more_than_are_shown_are_counted(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.folding.MAX_SHOWN", 1)

    (under,) = page(client, "q=padi").xpath("//details[@class='under']")

    assert words(under.xpath("summary")[0]) == "5 salinan, 1 kelanjutan: Biru, \u2026"
    assert words(under.xpath("p")[0]) == "5 lagi"
    assert under.xpath("p/a/@href") == ["/articles/awal?q=padi#salinan"]


def test_pages_are_as_many_as_results(client: FlaskClient) -> None:
    shown = page(client, "q=padi&per_page=1&sort=oldest")
    assert "halaman 1 dari 2" in words(shown.xpath("//p[@class='total']")[0])

    second = page(client, "q=padi&per_page=1&sort=oldest&page=2")
    assert [words(title) for title in second.xpath("//ol[@class='hits']//h2")] == ["Padi <b>lain"]


def test_programs_get_every_article_unless_they_ask(client: FlaskClient) -> None:
    plain = answer(client, "q=padi&sort=oldest")
    assert (plain["total"], plain["listed"], len(plain["results"])) == (8, 8, 8)
    assert {(len(one["copies"]), one["copies_total"]) for one in plain["results"]} == {(0, 0)}

    folded = answer(client, "q=padi&sort=oldest&copies=fold&per_page=1")
    assert (folded["total"], folded["listed"], len(folded["results"])) == (8, 2, 1)
    (first,) = folded["results"]
    assert first["copies_total"] == len(first["copies"]) == 6
    assert first["copies"][0] == {
        "id": "sama/itu",
        "title": "Padi <b>sama/itu",
        "published": "2019-01-01T09:00:00+07:00",
        "source": "Biru",
        "url": "https://contoh.id/sama/itu",
        "what": "copy",
    }
    assert first["copies"][-1]["what"] == "update"
    second = client.get(folded["links"]["next"]).json
    assert second is not None
    assert [one["id"] for one in second["results"]] == ["lain"]
    assert second["links"]["next"] is None


def test_a_harvest_goes_on_as_it_began(client: FlaskClient) -> None:
    link = "/api/v1/search?q=padi&per_page=1&copies=fold&cursor=*"
    found = []
    while link:
        step: Any = client.get(link).json
        found += [one["id"] for one in step["results"]]
        assert step["listed"] == 2
        link = step["links"]["next"]

    assert sorted(found) == ["awal", "lain"]
    cursor = parse_qs(urlsplit(answer(client, "q=padi&per_page=1&cursor=*")["links"]["next"]).query)
    other = f"/api/v1/search?q=padi&per_page=1&copies=fold&cursor={cursor['cursor'][0]}"
    assert client.get(other).status_code == 400


@pytest.mark.parametrize("path", ["/search.csv", "/search.jsonl"])
def test_exports_hold_every_article_unless_asked(client: FlaskClient, path: str) -> None:
    plain, folded = client.get(f"{path}?q=padi"), client.get(f"{path}?q=padi&copies=fold")

    assert (plain.headers["Arsip-Total"], folded.headers["Arsip-Total"]) == ("8", "2")
    assert len(plain.text.splitlines()) - len(folded.text.splitlines()) == 6


def test_a_feed_holds_every_article(client: FlaskClient) -> None:
    assert client.get("/search.atom?q=padi").text.count("<entry>") == 8


def test_what_is_no_way_to_fold_is_named(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=padi&copies=some")

    assert response.status_code == 400
    assert "copies" in response.text
    assert "copies" in words(page(client, "q=padi&copies=some"))
