"""An article that was corrected says so, and shows what it was, word by word."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

import lxml.html
import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.newstext.dates import WIB
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from web.app import create_app
from web.pages import versions
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from index.archive.store import Archive

ID = "kabar/versions ä?%2F#.json"
PAGE = f"/versions/{quote(ID, safe='')}"
API = f"/api/v1/articles/{quote(ID, safe='')}/versions"

FIRST = Article(
    id=ID,
    title="Harga cabai turun",
    body="Harga cabai turun di Ambon.\nPedagang lega.\nSatu.\nDua.\nTiga.\nPembeli ramai.",
    published=datetime(2018, 10, 13, 10, 26, tzinfo=WIB),
    source="Kabar Pesisir",
    author=("Sri Wahyuni",),
)
SECOND = replace(
    FIRST,
    body="Harga cabai naik di Ambon.\nPedagang lega.\nSatu.\nDua.\nTiga.\nPembeli ramai.",
    author=("Sri Wahyuni", "Budi"),
)
THIRD = replace(SECOND, title="Harga cabai naik", section="Ekonomi", published=None)
HOSTILE = Article(id="jahat", title="<b>satu", body="<script>alert(1)</script>\n</p><i>dua</i>")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with closing(open_archive(tmp_path, create=True)) as archive:
        for article in (FIRST, SECOND, THIRD):
            archive.put([article])
        archive.put([HOSTILE, replace(FIRST, id="lain")])
        archive.put([replace(HOSTILE, title='" onload="x', body="<img src=x>\n</p><i>dua</i>")])
        yield archive


@pytest.fixture
def client(archive: Archive, tmp_path: Path) -> Iterator[FlaskClient]:
    with closing(Searcher(ArrayEngine(tmp_path), archive)) as searcher:
        made = create_app(searcher, archive, Settings())
        made.testing = True
        yield made.test_client()


def marked(html: str) -> list[str]:
    """Return what a page shows as taken out and put in."""
    page = lxml.html.document_fromstring(html)
    for unseen in page.xpath("//span[@class='unseen'] | //p[@class='legend']"):
        unseen.drop_tree()
    return [f"{mark.tag} {mark.text_content()}" for mark in page.xpath("//del | //ins")]


# The article's page


def test_a_corrected_article_says_so_and_leads_to_the_changes(client: FlaskClient) -> None:
    html = client.get(f"/articles/{quote(ID, safe='')}").text

    assert re.search(r"Diperbarui \w+, \d+ \w+ \d{4}, ", html)
    assert "byline" not in html  # where Zotero looks for an author
    assert html.count("<time") <= 1  # and for a date
    assert f'<a href="{PAGE}">lihat perubahan</a>' in html


def test_an_article_that_was_not_corrected_says_nothing(client: FlaskClient) -> None:
    assert "Diperbarui" not in client.get("/articles/lain").text


# The changes


def test_the_last_change_is_shown_first(client: FlaskClient) -> None:
    html = client.get(PAGE).text

    assert marked(html) == [
        "del turun",
        "ins naik",
        "ins Ekonomi",
        "del Sabtu, 13 Oktober 2018, 10.26 WIB",
    ]
    assert "Isi" not in [h2.text for h2 in lxml.html.fromstring(html).xpath("//h2")]
    assert '<meta name="robots" content="noindex">' in html


def test_any_two_versions_are_compared(client: FlaskClient) -> None:
    first = client.get(f"{PAGE}?from=1").text
    whole = client.get(f"{PAGE}?from=1&to=3").text

    assert marked(first) == ["ins ; Budi", "del turun", "ins naik"]
    assert marked(whole)[:2] == ["del turun", "ins naik"]
    assert "Versi 1, tersimpan" in whole
    assert "Versi 3, yang berlaku sekarang" in whole
    assert marked(client.get(f"{PAGE}?to=2").text) == marked(first)
    assert marked(client.get(f"{PAGE}?from=3&to=1").text) == marked(whole)


@pytest.mark.parametrize(
    "query",
    ["from=0", "from=3", "from=2&to=2", "from=x&to=", "from=" + "9" * 5000, "to=1", "to=-4"],
)
def test_numbers_that_are_none_show_the_last_change(client: FlaskClient, query: str) -> None:
    assert marked(client.get(f"{PAGE}?{query}").text) == marked(client.get(PAGE).text)


def test_both_texts_are_there_in_full(client: FlaskClient) -> None:
    page = lxml.html.fromstring(client.get(f"{PAGE}?from=1").text)

    old, new = ([p.text_content() for p in one.xpath(".//p")] for one in page.xpath("//details"))
    assert old == [FIRST.title, *FIRST.body.split("\n")]
    assert new == [SECOND.title, *SECOND.body.split("\n")]


def test_marks_are_told_to_who_does_not_see_them(client: FlaskClient) -> None:
    page = lxml.html.fromstring(client.get(PAGE).text)

    spoken = [mark.text_content() for mark in page.xpath("//dl//del | //dl//ins")]
    assert spoken[:2] == ["[dihapus: turun]", "[ditambahkan: naik]"]


def test_paragraphs_that_did_not_change_are_left_out_and_counted(client: FlaskClient) -> None:
    html = client.get(f"{PAGE}?from=1").text

    assert "… 4 paragraf yang tidak berubah …" in html
    assert (
        client.get(f"{PAGE}?from=1").text.count("<p>Pedagang lega.</p>") == 3
    )  # and twice in full


def test_all_changes_are_listed_and_lead_on(client: FlaskClient) -> None:
    page = lxml.html.fromstring(client.get(PAGE).text)

    (history,) = page.xpath("//nav[@class='history']")
    links = {link.text: link.get("href") for link in history.xpath(".//a")}
    assert list(links) == [
        "Versi 2 menjadi versi 3",
        "Versi 1 menjadi versi 2",
        "Dari versi pertama sampai sekarang",
        "← Perubahan sebelumnya",
    ]
    assert history.xpath(".//a[@aria-current]/text()") == ["Versi 2 menjadi versi 3"]
    for address in links.values():
        assert client.get(address).status_code == 200


def test_the_list_is_bounded_and_goes_on(
    client: FlaskClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "MAX_LISTED", 4)
    for number in range(20):
        archive.put([replace(FIRST, title=f"Judul {number}")])

    address, seen = PAGE, set()
    for _ in range(30):
        page = lxml.html.fromstring(client.get(address).text)
        changes = page.xpath("//nav[@class='history']//li/a")
        assert len(changes) <= 4
        seen |= {link.get("href") for link in changes}
        older = page.xpath("//a[@rel='prev']/@href")
        if not older:
            break
        address = older[0]

    assert len(seen) == 22


def test_an_article_without_a_past_says_so(client: FlaskClient) -> None:
    response = client.get("/versions/lain?from=1")

    assert response.status_code == 200
    assert "belum pernah diperbarui" in response.text


@pytest.mark.parametrize("path", ["nothing", "nothing.json", "%00", "%ff%fe", "a//b"])
def test_an_unknown_article_is_a_page(client: FlaskClient, path: str) -> None:
    response = client.get(f"/versions/{path}")

    assert response.status_code == 404
    assert response.mimetype == "text/html"


def test_what_articles_said_is_never_markup(client: FlaskClient) -> None:
    html = client.get("/versions/jahat").text

    assert "&lt;script&gt;" in html
    for markup in ("<script>", "<img", "<b>", "<i>", 'onload="x'):
        assert markup not in html


def test_a_moment_some_seconds_later_is_told(client: FlaskClient, archive: Archive) -> None:
    archive.put([replace(FIRST, id="jam")])
    moment = datetime.fromisoformat("2018-10-13T03:26:05+00:00")
    archive.put([replace(FIRST, id="jam", published=moment)])

    assert marked(client.get("/versions/jam").text) == [
        "del 2018-10-13T10:26:00+07:00",
        "ins 2018-10-13T10:26:05+07:00",
    ]


def test_spaces_alone_are_no_difference(client: FlaskClient, archive: Archive) -> None:
    archive.put([replace(FIRST, id="spasi")])
    archive.put([replace(FIRST, id="spasi", body=FIRST.body.replace(" ", "  "))])

    assert "Tidak ada kata yang berbeda" in client.get("/versions/spasi").text


def test_a_break_that_only_one_text_has_is_marked(client: FlaskClient, archive: Archive) -> None:
    archive.put([replace(FIRST, id="alinea", body="Satu dua. Tiga empat.")])
    archive.put([replace(FIRST, id="alinea", body="Satu dua.\nTiga empat.")])

    assert marked(client.get("/versions/alinea").text) == ["ins ¶"]


def test_texts_too_long_to_compare_are_shown_and_said(
    client: FlaskClient, archive: Archive
) -> None:
    words = "satu dua tiga empat lima "
    archive.put([replace(FIRST, id="buku", body=f"awal {words * 20_000}")])
    archive.put([replace(FIRST, id="buku", body=f"mula {words * 20_000} akhir")])
    archive.put([replace(FIRST, id="buku", body="\n".join(f"Baris {n}" for n in range(3_000)))])

    archive.put([replace(FIRST, id="buku", body=words * 100_000)])

    pages = [client.get(f"/versions/buku?from={number}").text for number in (1, 2, 3)]

    assert "terlalu panjang untuk dibandingkan kata demi kata" in pages[0]
    assert marked(pages[0])
    assert "yang di akhir tidak ditampilkan" in pages[1]
    assert "terlalu panjang untuk dibandingkan di sini" in pages[2]
    assert not marked(pages[2])
    assert len(pages[2]) < 2_500_000


def test_a_damaged_version_is_named(client: FlaskClient, archive: Archive) -> None:
    with archive._database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE versions SET body = body || '.' WHERE number = 1")

    response = client.get(f"{PAGE}?from=1")

    assert response.status_code == 200
    assert "rusak dan tidak dapat dibaca" in response.text
    assert marked(client.get(PAGE).text)
    numbers = [one["number"] for one in client.get(API).get_json()["versions"]]
    assert numbers == [2]


# The JSON endpoint


def test_versions_are_listed_the_oldest_first(client: FlaskClient) -> None:
    answer = client.get(API).get_json()

    assert list(answer) == ["id", "total", "first_seen", "updated", "versions", "links"]
    assert (answer["id"], answer["total"]) == (ID, 2)
    assert [version["number"] for version in answer["versions"]] == [1, 2]
    assert [version["body"] for version in answer["versions"]] == [FIRST.body, SECOND.body]
    assert all(
        version[name].endswith("+07:00")
        for version in answer["versions"]
        for name in ("stored", "replaced", "published")
    )
    article = client.get(answer["links"]["article"]).get_json()
    assert article["title"] == THIRD.title
    assert client.get(article["links"]["versions"]).get_json() == answer
    assert client.get(answer["links"]["html"]).status_code == 200
    assert answer["links"]["next"] is None


def test_versions_go_on_where_an_answer_ends(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.api.versions.MAX_VERSIONS_CHARS", 10)

    first = client.get(API).get_json()
    second = client.get(first["links"]["next"]).get_json()

    assert [one["number"] for one in first["versions"]] == [1]
    assert [one["number"] for one in second["versions"]] == [2]
    assert second["links"]["next"] is None
    assert client.get(f"{API}?after=9").get_json()["versions"] == []


@pytest.mark.parametrize("query", ["after=-1", "after=x", "before=1", "after=" + "9" * 50])
def test_a_bad_parameter_is_named(client: FlaskClient, query: str) -> None:
    response = client.get(f"{API}?{query}")

    assert response.status_code == 400
    assert response.get_json()["invalid_params"][0]["name"] == query.partition("=")[0]


def test_an_id_may_end_like_the_address(client: FlaskClient, archive: Archive) -> None:
    archive.put([replace(FIRST, id="x/versions")])

    assert client.get("/api/v1/articles/x/versions").get_json()["id"] == "x/versions"
    assert client.get("/api/v1/articles/y/versions").status_code == 404


def test_changes_are_told_in_the_language_of_the_reader(client: FlaskClient) -> None:
    html = client.get(f"{PAGE}?from=1&lang=en").text

    assert '<html lang="en">' in html
    assert "Version 1, stored" in html
    assert "… 4 paragraphs that have not changed …" in html
    assert "?from=1&amp;lang=id" in html
