"""The page of an article says who published it first, and what a copy has changed."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import lxml.html
import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.newstext.dates import WIB
from search import copied as groups
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.building import build
from web.app import create_app
from web.pages import copied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

TEXT = (
    "Petani di Karawang mulai menanam padi setelah hujan turun merata sejak pekan lalu.\n"
    "Mereka berharap panen <i>raya</i> tiba sebelum musim kemarau datang lagi.\n"
    "Harga benih naik, kata ketua kelompok tani."
)
FISH = "Nelayan di Ambon pulang membawa tuna besar pagi tadi dan menjualnya mahal di pasar kota."
NEW = " ".join(f"Kabar {number} dari sawah lain di desa tetangga." for number in range(9))


def story(id_: str, hours: float, body: str, source: str | None) -> Article:
    moment = datetime(2019, 1, 1, 8, tzinfo=WIB) + timedelta(hours=hours)
    return Article(id=id_, title=f"Padi <b>{id_}", body=body, published=moment, source=source)


ARTICLES = [
    story("awal", 0, TEXT, "Harian <Padi>"),
    story("sama/itu", 1, TEXT, "Biru"),
    story("ubah", 2, TEXT.replace("Harga benih naik", "Harga pupuk turun"), None),
    story("lanjut", 30, f"{NEW}\n{TEXT}", "Harian <Padi>"),
    story("lain", 3, FISH, "Biru"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    data = build(tmp_path_factory.mktemp("salinan"), ARTICLES)
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        made = create_app(searcher, archive)
        made.testing = True
        yield made


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return site.test_client()


def section(client: FlaskClient, id_: str, args: str = "") -> lxml.html.HtmlElement | None:
    page = lxml.html.fromstring(client.get(f"/articles/{id_}{args}").text)
    found = page.xpath("//section[@id='salinan']")
    assert len(found) <= 1
    return found[0] if found else None


def rows(client: FlaskClient, id_: str, args: str = "") -> list[str]:
    found = section(client, id_, args)
    assert found is not None
    return [" ".join(row.text_content().split()) for row in found.xpath(".//li")]


def test_the_first_published_is_named_with_all_copies(client: FlaskClient) -> None:
    assert rows(client, "awal") == [
        "Pertama terbit Harian <Padi> Selasa, 1 Januari 2019, 08.00 WIB artikel ini",
        "Salinan Biru Selasa, 1 Januari 2019, 09.00 WIB Padi <b>sama/itu",
        "Salinan sumber tidak disebut Selasa, 1 Januari 2019, 10.00 WIB Padi <b>ubah",
        "Kelanjutan Harian <Padi> Rabu, 2 Januari 2019, 14.00 WIB Padi <b>lanjut",
    ]
    found = section(client, "awal")
    assert found is not None
    assert found.xpath("string(h2)") == "3 salinan"
    assert found.xpath(".//li[@aria-current='true']//span[@class='here']")
    assert not found.xpath(".//details")


def test_a_copy_is_no_article_like_it(client: FlaskClient) -> None:
    similar = client.get("/api/v1/articles/awal/related").get_json()["similar"]
    assert "sama/itu" in {other["id"] for other in similar}

    page = lxml.html.fromstring(client.get("/articles/awal").text)
    links = [href.partition("#")[0] for href in page.xpath("//main//a/@href")]

    assert links.count("/articles/sama%2Fitu") == 1


def test_a_copy_leads_to_the_others_and_keeps_the_search(client: FlaskClient) -> None:
    found = section(client, "ubah", "?q=padi")
    assert found is not None
    assert found.xpath(".//a/@href") == [
        "/articles/awal?q=padi",
        "/articles/sama%2Fitu?q=padi#salinan",
        "/articles/lanjut?q=padi#salinan",
    ]


def test_what_a_copy_changed_is_marked(client: FlaskClient) -> None:
    found = section(client, "ubah")
    assert found is not None
    (details,) = found.xpath(".//details")
    gone, new = (details.xpath(f".//div[@class='body']//{tag}") for tag in ("del", "ins"))
    assert [one.text_content() for one in (*gone, *new)] == [
        "[dihapus: benih naik]",
        "[ditambahkan: pupuk turun]",
    ]
    assert "[dihapus: dihapus]" in details.text_content()  # what marks mean
    assert not details.xpath(".//i")


def test_a_copy_word_for_word_says_so(client: FlaskClient) -> None:
    found = section(client, "sama%2Fitu")
    assert found is not None
    assert "Isinya sama, kata demi kata," in found.text_content()
    assert not found.xpath(".//details")


def test_an_article_without_copies_has_no_such_section(client: FlaskClient) -> None:
    assert section(client, "lain") is None
    assert client.get("/api/v1/articles/lain").json["copies"] is None  # type: ignore[index]


def test_it_is_written_in_the_language_of_the_page(client: FlaskClient) -> None:
    found = section(client, "ubah", "?lang=en")
    assert found is not None
    text = " ".join(found.text_content().split())
    assert "3 copies" in text
    assert "Published first" in text
    assert "What differs from what was published first" in text


def test_long_texts_and_large_groups_are_told(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "MAX_COPIES", 1)
    monkeypatch.setattr(copied, "MAX_COMPARED", 100)

    found = section(client, "ubah")

    assert found is not None
    assert "1 lagi tidak ditampilkan" in found.text_content()
    assert not found.xpath(".//details")


def test_the_json_of_an_article_has_its_group(client: FlaskClient) -> None:
    answer = client.get("/api/v1/articles/ubah").json
    assert answer is not None

    group = answer["copies"]

    assert group["total"] == 3
    assert group["first"] == {
        "id": "awal",
        "title": "Padi <b>awal",
        "published": "2019-01-01T08:00:00+07:00",
        "source": "Harian <Padi>",
        "what": "first",
    }
    assert [(one["id"], one["what"]) for one in group["others"]] == [
        ("sama/itu", "copy"),
        ("ubah", "copy"),
        ("lanjut", "update"),
    ]


def test_without_an_index_an_article_is_shown_without_copies(
    client_without_index: FlaskClient,
) -> None:
    page = client_without_index.get("/articles/guru")
    assert page.status_code == 200
    assert "salinan" not in page.text
    answer = client_without_index.get("/api/v1/articles/guru").json
    assert answer is not None
    assert answer["copies"] is None
