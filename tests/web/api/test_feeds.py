from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import feedparser
import pytest

from index.archive.opening import open_archive
from index.article import make_article
from index.data import archive_file
from index.rebuild import reindex
from tests.building import build
from tests.web.atom import NAMESPACE, entries_of, faults_of, parse_feed
from web.app import create_app
from web.cli.opening import opened
from web.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher

SEARCHES = [
    "",
    "?q=beras",
    "?q=beras&page=2&per_page=7&source=Kompas&lang=en",
    "?q=beras&page=99",
    "?q=zzzz",
    "?q=banjir",
    "?q=%3C%26%3E%EF%BF%BF%0B%22",
    "?q=gabah&sort=relevance",
    "?q=guru&date_from=2019-05-02&date_to=2019-05-02",
]

WIB = "+07:00"


@pytest.mark.parametrize("search", SEARCHES)
def test_every_feed_is_valid(client: FlaskClient, search: str) -> None:
    response = client.get(f"/search.atom{search}")

    assert response.mimetype == "application/atom+xml"
    assert faults_of(response.data) == []
    read = feedparser.parse(response.data)
    assert not read.bozo
    assert read.version == "atom10"
    assert len(read.entries) == len(entries_of(response.data))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('rel="self"', 'rel="other"'),
        ("<updated>", "<updated> "),
        (f"{WIB}</updated>", "</updated>"),
        ("<id>urn:uuid:", "<id>"),
        ("<name>Arsip</name>", "<name> </name>"),
        ('href="http://localhost/articles/', 'href="/articles/'),
        ("<summary>", "<summary><b>x</b>"),
        ('<category term="Ekonomi"', '<category term=""'),
        ("<entry>", "<entry><rights>x</rights><rights>y</rights>"),
        ("</feed>", "<pubDate>x</pubDate></feed>"),
    ],
)
def test_the_validator_sees_faults(client: FlaskClient, right: str, wrong: str) -> None:
    feed = client.get("/search.atom?q=beras").text
    assert right in feed

    assert faults_of(feed.replace(right, wrong).encode())


def test_a_feed_says_where_it_is_from(client: FlaskClient) -> None:
    address = "http://localhost/search.atom?q=beras"

    def links(path: str) -> dict[str, str]:
        found = parse_feed(client.get(path).data).findall(NAMESPACE + "link")
        return {link.get("rel", ""): link.get("href", "") for link in found}

    assert links("/search.atom?q=beras") == {
        "self": address,
        "alternate": "http://localhost/search?q=beras&sort=newest",
        "next": f"{address}&page=2",
    }
    assert links("/search.atom?q=beras&page=3") == {
        "self": f"{address}&page=3",
        "alternate": "http://localhost/search?q=beras&sort=newest",
        "first": address,
        "previous": f"{address}&page=2",
    }
    pages = [parse_feed(client.get(f"/search.atom?q=beras&page={n}").data) for n in (1, 2, 3)]
    assert len({page.findtext(NAMESPACE + "id") for page in pages}) == 1


def test_ids_are_the_same_wherever_the_site_is(searcher: Searcher, archive: Archive) -> None:
    here = create_app(searcher, archive, Settings()).test_client().get("/search.atom?q=beras")
    there = (
        create_app(searcher, archive, Settings(base_url="https://arsip.example/berita"))
        .test_client()
        .get("/search.atom?q=beras&lang=en")
    )

    assert entries_of(here.data).keys() == entries_of(there.data).keys()
    assert len(entries_of(here.data)) == 10
    own = [parse_feed(answer.data).findtext(NAMESPACE + "id") for answer in (here, there)]
    assert own[0] == own[1]
    assert own[0] not in entries_of(here.data)


def test_another_search_and_another_archive_have_other_ids(
    client: FlaskClient, archive: Archive, tmp_path: Path
) -> None:
    guru = archive.get("guru")
    assert guru is not None
    with opened(build(tmp_path, [guru])) as (other_archive, searcher):
        other = create_app(searcher, other_archive, Settings()).test_client()
        feeds = [
            answer.data
            for answer in (
                client.get("/search.atom?q=guru&sort=relevance"),
                client.get("/search.atom?q=guru"),
                other.get("/search.atom?q=guru"),
            )
        ]

    assert len({parse_feed(feed).findtext(NAMESPACE + "id") for feed in feeds}) == 3
    here, again, there = map(entries_of, feeds)
    assert here.keys() == again.keys()
    assert here.keys().isdisjoint(there)


def test_an_entry_was_updated_when_its_article_last_changed(tmp_path: Path) -> None:
    """Not when it was published, nor when somebody asked."""
    long_ago = "2020-02-03T04:05:06+00:00"
    first = make_article(
        id="a", body="Jembatan dibuka.", published=datetime.fromisoformat("2018-01-01T08:00+07:00")
    )
    build(tmp_path, [first, make_article(id="b", body="Jembatan ditutup lagi.")])
    with closing(sqlite3.connect(archive_file(tmp_path))) as connection, connection:
        connection.execute("UPDATE articles SET updated = ?", [long_ago])

    def feed() -> bytes:
        with opened(tmp_path) as (archive, searcher):
            client = create_app(searcher, archive, Settings()).test_client()
            content: bytes = client.get("/search.atom?q=jembatan").data
            return content

    before = feed()
    with closing(open_archive(tmp_path)) as archive:
        archive.put([replace(first, body="Jembatan dibuka pada hari Senin.")])
    reindex(tmp_path)
    after = feed()

    assert {entry["updated"] for entry in entries_of(before).values()} == {
        "2020-02-03T11:05:06+07:00"
    }
    assert entries_of(before).keys() == entries_of(after).keys()
    dated, undated = entries_of(after).values()
    assert dated["published"] == "2018-01-01T08:00:00+07:00"
    assert dated["updated"] > "2026"
    assert dated["updated"].endswith(WIB)
    assert (undated["updated"], undated.get("published")) == ("2020-02-03T11:05:06+07:00", None)
    assert parse_feed(after).findtext(NAMESPACE + "updated") == dated["updated"]


def test_a_feed_of_nothing_is_as_old_as_the_index(client: FlaskClient) -> None:
    updated = parse_feed(client.get("/search.atom?q=zzzz").data).findtext(NAMESPACE + "updated")

    assert updated == client.get("/readyz").get_json()["created"]


@pytest.mark.parametrize("path", ["/", "/search", "/search?q=beras&source=Kompas", "/search?q=zz"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_lead_to_a_valid_feed(client: FlaskClient, path: str, language: str) -> None:
    html = client.get(path, headers={"Accept-Language": language}).text

    link = html.split('<link rel="alternate" type="application/atom+xml" title="')[1]
    title, _, rest = link.partition('" href="')
    address = rest.split('"')[0].replace("&amp;", "&")
    assert urlsplit(address).path == "/search.atom"
    assert title
    assert faults_of(client.get(address).data) == []
    if path != "/":
        name = {"id": "Ikuti pencarian ini", "en": "Follow this search"}[language]
        assert f'">{name}</a>' in html
        assert title == name
