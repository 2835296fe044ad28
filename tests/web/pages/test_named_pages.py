"""The pages of people and organisations: who is named most, and what there is of each."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive.opening import open_archive
from index.article import Article
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.building import build
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

BODIES = {
    "banjir": (
        "“Air sudah surut sejak pagi,” kata Bupati Demak Sri Wahyuni Kartika. Sri Wahyuni lega. "
        "Gubernur Ganjar Pranowo menemuinya."
    ),
    "jalan": "Bupati Demak Sri Wahyuni Kartika membuka jalan. “Silakan lewat,” kata Sri Wahyuni.",
    "rapat": "Presiden Jokowi menemui Gubernur Ganjar Pranowo dan Bupati Sri Wahyuni di istana.",
    "kuda": "Petugas Komisaris <b>Budi</b> tidak ada di sini..",
    "sungai": (
        "Badan Pengelola Sungai (BPS) menutup pintu air. “Kami berjaga,” kata BPS. Bupati Demak "
        "Sri Wahyuni Kartika lega. PT Melati Mekar mengeluh."
    ),
    "muara": "Menurut Badan Pengelola Sungai, muara dikeruk PT Melati Mekar.",
}
NAME = "Sri Wahyuni Kartika"
BODY = "Badan Pengelola Sungai (BPS)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    articles = [
        Article(
            id=id_,
            title=f"Kabar <i>{id_}",
            body=body,
            place="Demak",
            published=datetime(2018, 1 + number, 3, tzinfo=UTC),
        )
        for number, (id_, body) in enumerate(BODIES.items())
    ]
    data = build(tmp_path_factory.mktemp("tokoh"), articles)
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


def page(client: FlaskClient, path: str, status: int = 200) -> lxml.html.HtmlElement:
    response = client.get(path)
    assert response.status_code == status
    return lxml.html.document_fromstring(response.text)


def text(found: lxml.html.HtmlElement, id_: str) -> str:
    """Return the text of the section with a heading."""
    (section,) = found.xpath(f"//section[@aria-labelledby='{id_}']")
    return " ".join(section.text_content().split())


def person_page(client: FlaskClient, name: str = NAME) -> lxml.html.HtmlElement:
    return page(client, f"/tokoh/{quote(name)}")


def test_the_most_named_lead_to_their_pages(client: FlaskClient) -> None:
    links = page(client, "/tokoh").xpath("//ol[contains(@class,'names')]//a")

    assert [link.text for link in links] == [NAME, "Ganjar Pranowo", "Joko Widodo"]
    for link in links:
        assert page(client, link.get("href")).findtext(".//h1") == link.text


def test_a_name_is_opened_from_the_box(client: FlaskClient) -> None:
    response = client.get("/tokoh?nama=+Joko+Widodo+")

    assert (response.status_code, response.location) == (302, "/tokoh/Joko%20Widodo")


def test_it_says_what_they_are_and_how_often_they_are_named(client: FlaskClient) -> None:
    found = person_page(client)

    assert found.findtext(".//h1") == NAME
    assert found.find_class("offices")[0].text == "Bupati Demak"
    assert "Sri Wahyuni" in found.find_class("also")[0].text
    assert "4 artikel" in text(found, "kapan")


def test_their_quotations_stand_newest_first_with_their_articles(client: FlaskClient) -> None:
    found = person_page(client)
    quotes = found.xpath("//section[@aria-labelledby='kata']//li")

    assert [quote.findtext("q") for quote in quotes] == [
        "Silakan lewat,",
        "Air sudah surut sejak pagi,",
    ]
    assert quotes[0].find(".//a").get("href") == "/articles/jalan#kutipan"
    assert quotes[0].find(".//a").text == "Kabar <i>jalan"


@pytest.mark.parametrize(("path", "links"), [(f"/tokoh/{NAME}", 6), (f"/lembaga/{BODY}", 4)])
def test_every_link_finds_as_many_as_it_says(client: FlaskClient, path: str, links: int) -> None:
    found = page(client, quote(path))
    counted = [
        *found.xpath("//section[starts-with(@aria-labelledby, 'bersama')]//a[@class='count']"),
        *found.xpath("//section[@aria-labelledby='dari']//a"),
    ]

    assert len(counted) == links
    for link in counted:
        number = link.text if link.get("class") else link.getnext().text
        answer = client.get(link.get("href").replace("/search?", "/api/v1/search?")).get_json()
        assert answer["total"] == int(number) > 0


def test_all_of_what_is_said_is_found(client: FlaskClient) -> None:
    (more,) = person_page(client).xpath("//section[@aria-labelledby='kata']/p/a")
    quotes = page(client, more.get("href")).xpath("//main//blockquote")

    assert [quote.text_content().strip() for quote in quotes] == [
        "Silakan lewat,",
        "Air sudah surut sejak pagi,",
    ]


def test_who_is_named_with_them_has_a_page(client: FlaskClient) -> None:
    found = person_page(client)

    assert "Ganjar Pranowo 2" in text(found, "bersama-people")
    assert "Joko Widodo 1" in text(found, "bersama-people")


@pytest.mark.parametrize("name", ["jokowi", "joko widodo", "JOKO WIDODO"])
def test_other_spellings_lead_to_the_page(client: FlaskClient, name: str) -> None:
    response = client.get(f"/tokoh/{quote(name)}")

    assert response.status_code == 302
    assert urlsplit(response.location).path == "/tokoh/Joko%20Widodo"


def test_nobody_of_that_name_leads_elsewhere(client: FlaskClient) -> None:
    found = page(client, "/tokoh/Ganjar%20Ketujuh", 404)

    hrefs = found.xpath("//main//a/@href")
    assert "/search?q=Ganjar+Ketujuh" in hrefs
    assert "/tokoh/Ganjar%20Pranowo" in hrefs


@pytest.mark.parametrize(
    ("name", "search"), [("gubernur", "%22gubernur%22"), ("Zzzz Xxxx", None), ('"(', None)]
)
def test_a_name_is_searched_for_where_it_is_found(
    client: FlaskClient, name: str, search: str | None
) -> None:
    hrefs = page(client, f"/tokoh/{quote(name)}", 404).xpath("//main//a/@href")

    searches = [href for href in hrefs if href.startswith("/search?")]
    assert searches == ([f"/search?q={search}"] if search else [])


def test_people_with_most_of_the_words_come_first(client: FlaskClient) -> None:
    found = page(client, "/tokoh/Wahyuni%20Pranowo%20Ganjar", 404)

    links = found.xpath("//ul[contains(@class, 'names')]//a")
    assert [link.text for link in links] == ["Ganjar Pranowo", NAME]


def test_an_article_leads_to_its_people(client: FlaskClient) -> None:
    links = page(client, "/articles/rapat").xpath("//aside//a[starts-with(@href, '/tokoh/')]")

    assert {link.text for link in links} == {NAME, "Joko Widodo", "Ganjar Pranowo"}


def test_programs_are_told_who_is_named(client: FlaskClient) -> None:
    payload = client.get("/api/v1/articles/jalan").get_json()

    assert payload["people"] == [{"name": NAME, "office": "Bupati Demak", "mentions": 2}]


def test_results_are_narrowed_by_people(client: FlaskClient) -> None:
    found = page(client, "/search?q=tokoh:ganjar")

    legends = [legend.text for legend in found.iter("legend")]
    assert "Tokoh" in legends
    assert found.xpath("//input[@name='person'][@value='Joko Widodo']")


def test_it_is_in_english_too(client: FlaskClient) -> None:
    response = client.get("/tokoh/Zzzz", headers={"Accept-Language": "en"})

    assert "Nobody is called “Zzzz”" in response.text


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(["/tokoh/", "/lembaga/"]), st.text(max_size=150))
def test_any_name_is_answered(client: FlaskClient, start: str, name: str) -> None:
    path = start + quote(name.encode("utf-8", "surrogatepass"), safe="")

    assert client.get(path).status_code in {200, 302, 308, 404}


def organisation_page(client: FlaskClient, name: str = BODY) -> lxml.html.HtmlElement:
    return page(client, f"/lembaga/{quote(name)}")


def test_organisations_have_the_same_pages(client: FlaskClient) -> None:
    links = page(client, "/lembaga").xpath("//ol[contains(@class,'names')]//a")

    assert [link.text for link in links] == [BODY, "PT Melati Mekar"]
    for link in links:
        assert page(client, link.get("href")).findtext(".//h1") == link.text


def test_an_organisation_has_its_articles_its_words_and_who_is_named_with_it(
    client: FlaskClient,
) -> None:
    found = organisation_page(client)

    assert "2 artikel" in text(found, "kapan")
    assert not found.find_class("also")  # its short form and its long one are told already
    assert "Kami berjaga," in text(found, "kata")
    assert "PT Melati Mekar 2" in text(found, "bersama-organisations")
    assert f"{NAME} 1" in text(found, "bersama-people")
    assert f"{BODY} 1" in text(person_page(client), "bersama-organisations")


@pytest.mark.parametrize("name", ["BPS", "bps", "Badan Pengelola Sungai"])
def test_the_short_form_and_the_long_one_lead_to_one_page(client: FlaskClient, name: str) -> None:
    response = client.get(f"/lembaga/{quote(name)}")

    assert response.status_code == 302
    assert unquote(urlsplit(response.location).path) == f"/lembaga/{BODY}"


def test_both_find_the_same_articles(client: FlaskClient) -> None:
    for asked in ("lembaga:bps", 'lembaga:"badan pengelola sungai"'):
        answer = client.get("/api/v1/search", query_string={"q": asked}).get_json()
        assert {hit["id"] for hit in answer["results"]} == {"sungai", "muara"}
    filtered = client.get("/api/v1/search?organisation=BPS&facets=organisation").get_json()
    assert filtered["total"] == 2
    assert {"value": BODY, "count": 2} in filtered["facets"]["organisation"]


def test_an_organisation_that_is_not_named_leads_elsewhere(client: FlaskClient) -> None:
    found = page(client, "/lembaga/Badan%20Pengelola%20Hutan", 404)

    hrefs = list(map(unquote, found.xpath("//main//a/@href")))
    assert f"/lembaga/{BODY}" in hrefs
    assert "Lembaga" in found.findtext(".//title") or "lembaga" in found.findtext(".//title")


def test_an_article_leads_to_its_organisations(client: FlaskClient) -> None:
    links = page(client, "/articles/sungai").xpath("//aside//a[starts-with(@href, '/lembaga/')]")

    assert {link.text for link in links} == {BODY, "PT Melati Mekar"}
    payload = client.get("/api/v1/articles/sungai").get_json()
    assert payload["organisations"] == [
        {"name": "Badan Pengelola Sungai", "short": "BPS", "mentions": 3},
        {"name": "PT Melati Mekar", "short": None, "mentions": 1},
    ]
