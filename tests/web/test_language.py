from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from web.app import create_app
from web.settings import Settings
from web.texts.languages import LANGUAGES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher

PATHS = ["/", "/search?q=beras", "/search?q=zzzz", "/articles/guru?q=guru", "/bantuan", "/nothing"]


def language(html: str) -> str:
    found = re.search(r'<html lang="(\w+)">', html)
    assert found
    return found[1]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("chosen", LANGUAGES)
def test_a_page_is_written_in_the_language_chosen(
    client: FlaskClient, path: str, chosen: str
) -> None:
    html = client.get(f"{path}{'&' if '?' in path else '?'}lang={chosen}").text

    assert language(html) == chosen
    assert ("Beranda" in html) == (chosen == "id")
    assert ("Home" in html) == (chosen == "en")


def test_a_choice_is_kept(client: FlaskClient) -> None:
    first = client.get("/?lang=en")

    assert "SameSite=Lax" in first.headers["Set-Cookie"]
    assert language(client.get("/search?q=beras").text) == "en"
    assert language(client.get("/?lang=id").text) == "id"
    assert language(client.get("/search?q=beras").text) == "id"


@pytest.mark.parametrize(
    ("wish", "answered"),
    [
        ("en-US,en;q=0.9", "en"),
        ("id-ID,id;q=0.9,en;q=0.8", "id"),
        ("de,en;q=0.5", "en"),
        ("de", "id"),
        ("", "id"),
        ("*", "id"),
    ],
)
def test_a_browser_says_what_its_reader_understands(
    client: FlaskClient, wish: str, answered: str
) -> None:
    response = client.get("/search?q=beras", headers={"Accept-Language": wish})

    assert language(response.text) == answered
    assert response.headers["Vary"].startswith("Accept-Language, Cookie")
    assert "Set-Cookie" not in response.headers


def test_languages_have_tags_of_their_own(client: FlaskClient) -> None:
    indonesian = client.get("/search?q=beras").headers["ETag"]
    asked = {"If-None-Match": indonesian, "Accept-Language": "en"}

    assert client.get("/search?q=beras", headers=asked).status_code == 200


@pytest.mark.parametrize("wish", ["xx", "", "en,id", "../en", "EN"])
def test_a_language_that_is_not_ours_is_none(client: FlaskClient, wish: str) -> None:
    response = client.get("/", query_string={"lang": wish})

    assert language(response.text) == "id"
    assert "Set-Cookie" not in response.headers


def test_the_other_language_is_a_link_to_the_same_page(client: FlaskClient) -> None:
    html = client.get("/search?q=%22harga+beras%22&source=Kompas&source=ANTARA+News&page=2").text
    found = re.search(r'<a href="(\?[^"]*)" lang="en"[^>]*>English</a>', html)

    assert found
    other = client.get("/search" + unescape(found[1])).text
    assert language(other) == "en"
    assert re.findall(r"<strong>\d+", other) == re.findall(r"<strong>\d+", html)


def test_warnings_of_the_endpoint_are_written_in_the_language_asked_for(
    client: FlaskClient,
) -> None:
    def warnings(query: str, **headers: str) -> list[str]:
        found = client.get(f"/api/v1/search?q=%22beras{query}", headers=headers).get_json()
        told: list[str] = found["query"]["warnings"]
        return told

    assert "Tanda kutip" in warnings("")[0]
    assert "quotation mark" in warnings("&lang=en")[0]
    assert "quotation mark" in warnings("", **{"Accept-Language": "en"})[0]
    assert client.get("/api/v1/search?lang=xx").status_code == 400


def test_a_site_has_a_language_of_its_own(searcher: Searcher, archive: Archive) -> None:
    english = create_app(searcher, archive, Settings(language="en")).test_client()

    assert language(english.get("/").text) == "en"
    asked = english.get("/", headers={"Accept-Language": "id"})
    assert language(asked.text) == "id"


def test_the_cookie_of_a_site_behind_https_goes_nowhere_else(
    searcher: Searcher, archive: Archive
) -> None:
    secure = create_app(searcher, archive, Settings(base_url="https://arsip.example"))

    response = secure.test_client().get("/?lang=en", base_url="https://arsip.example")
    assert "Secure" in response.headers["Set-Cookie"]
