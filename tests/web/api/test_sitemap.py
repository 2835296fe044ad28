from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

from index.archive.opening import open_archive
from index.article import make_article
from index.data import archive_file
from tests.building import build
from tests.web.conftest import JACK_MA
from web.api import sitemap
from web.app import create_app
from web.cli.opening import opened
from web.settings import Settings
from web.tokens import make_key, token_line

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from index.archive.store import Archive
    from search.searcher import Searcher

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
KEY = make_key()


def listed(response: TestResponse) -> dict[str, str]:
    """Return addresses with the times of their last change; every element is as it should be."""
    assert response.status_code == 200
    assert response.mimetype == "application/xml"
    root = ET.fromstring(response.data)  # noqa: S314 - made by this program
    assert root.tag in {NAMESPACE + "urlset", NAMESPACE + "sitemapindex"}
    found = {}
    for element in root:
        assert (
            element.tag
            == NAMESPACE
            + {"urlset": "url", "sitemapindex": "sitemap"}[root.tag.removeprefix(NAMESPACE)]
        )
        address, changed = element
        assert (address.tag, changed.tag) == (NAMESPACE + "loc", NAMESPACE + "lastmod")
        found[address.text or ""] = changed.text or ""
    assert len(found) == len(root)
    return found


def test_all_articles_are_listed_where_they_are(client: FlaskClient) -> None:
    (part,) = listed(client.get("/sitemap.xml"))
    assert part == "http://localhost/sitemap-1.xml"

    addresses = listed(client.get(part))

    assert len(addresses) == 29
    assert f"http://localhost/articles/{quote(JACK_MA, safe='')}" in addresses
    for address, changed in addresses.items():
        assert client.get(address).status_code == 200
        assert changed.endswith("+07:00")


@pytest.fixture
def parts_of_ten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Thirty-five articles in parts of ten, sent four by four; the second ten are gone."""
    monkeypatch.setattr(sitemap, "PART", 10)
    monkeypatch.setattr(sitemap, "SENT", 4)
    build(tmp_path, [make_article(id=f"a & <{n}>", body=f"Hujan hari ke-{n}.") for n in range(35)])
    with closing(open_archive(tmp_path)) as archive:
        archive.remove([f"a & <{n}>" for n in range(10, 20)])
    with closing(sqlite3.connect(archive_file(tmp_path))) as connection, connection:
        connection.execute("UPDATE articles SET updated = '2020-01-31T20:00:00+00:00'")
    return tmp_path


def test_parts_are_bounded_and_tell_their_newest_change(parts_of_ten: Path) -> None:
    before = "2020-02-01T03:00:00+07:00"
    with closing(open_archive(parts_of_ten)) as archive:
        archive.put([make_article(id="a & <3>", body="Hujan reda.")])

    with opened(parts_of_ten) as (archive, searcher):
        client = create_app(searcher, archive, Settings(base_url="https://x.id/a")).test_client()
        parts = listed(client.get("/sitemap.xml"))
        found = [listed(client.get(part.removeprefix("https://x.id/a"))) for part in parts]
        gone = [client.get(f"/sitemap-{number}.xml").status_code for number in (0, 5, 10**30)]

    assert list(parts) == [f"https://x.id/a/sitemap-{number}.xml" for number in (1, 3, 4)]
    assert [len(part) for part in found] == [10, 10, 5]
    ids = [unquote(address.removeprefix("https://x.id/a/articles/")) for address in found[0]]
    assert ids == [f"a & <{n}>" for n in range(10)]
    assert list(parts.values())[1:] == [before, before]
    changed = dict(zip(ids, found[0].values(), strict=True))
    assert changed.pop("a & <3>") == parts["https://x.id/a/sitemap-1.xml"] > before
    assert set(changed.values()) == {before}
    assert gone == [404, 404, 404]


def test_an_address_that_is_too_long_spoils_no_part(tmp_path: Path) -> None:
    build(
        tmp_path, [make_article(id="é" * 500, body="Panjang."), make_article(id="b", body="Isi.")]
    )

    with opened(tmp_path) as (archive, searcher):
        client = create_app(searcher, archive, Settings()).test_client()
        assert list(listed(client.get("/sitemap-1.xml"))) == ["http://localhost/articles/b"]


def test_an_empty_archive_has_no_parts(tmp_path: Path) -> None:
    build(tmp_path, [])

    with opened(tmp_path) as (archive, searcher):
        client = create_app(searcher, archive, Settings()).test_client()
        assert listed(client.get("/sitemap.xml")) == {}
        assert client.get("/sitemap-1.xml").status_code == 404


def test_a_private_archive_has_no_list(searcher: Searcher, archive: Archive) -> None:
    settings = Settings.model_validate({"tokens": token_line("redaksi", KEY)})
    client = create_app(searcher, archive, settings).test_client()

    for path in ("/sitemap.xml", "/sitemap-1.xml"):
        assert client.get(path).status_code == 401
        assert client.get(path, headers={"Authorization": f"Bearer {KEY}"}).status_code == 404
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_crawlers_read_articles_and_no_results(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    rules = RobotFileParser()
    rules.parse(text.splitlines())

    def may(path: str) -> bool:
        return rules.can_fetch("Bot", f"http://localhost{path}")

    for path in ("/", "/articles/guru", "/bantuan", "/static/style.css", "/sitemap-1.xml"):
        assert may(path), path
    exports = ("/search.csv", "/search.jsonl?q=x", "/search.atom", "/api/v1/search?q=x")
    others = (
        "/search?q=x",
        "/search/values",
        "/tren?q=x",
        "/peta",
        "/tokoh/Budi",
        "/lembaga/KPK",
        "/konteks",
        "/kutipan?q=x",
        "/suggest.json?q=x",
    )
    about = ("/cite/guru.bib", "/versions/guru", "/metrics")
    for path in (*exports, *others, *about):
        assert not may(path), path
    assert "Disallow: /articles/*?\n" in text  # marked for somebody's query
    assert rules.site_maps() == ["http://localhost/sitemap.xml"]


def test_rules_hold_below_another_path(searcher: Searcher, archive: Archive) -> None:
    client = create_app(searcher, archive, Settings(base_url="https://x.id/arsip")).test_client()

    text = client.get("/arsip/robots.txt").text

    assert "Disallow: /arsip/search\n" in text
    assert text.endswith("\n\nSitemap: https://x.id/arsip/sitemap.xml\n")
