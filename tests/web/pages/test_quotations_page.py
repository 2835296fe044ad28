"""The page of quotations and its JSON: what is said, by whom, and where it leads."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.newstext.dates import WIB
from index.rebuild import reindex
from search import quotations
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.building import build
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

SRI = "Menteri Keuangan Sri Mulyani"
BODIES = [
    f'"Pajak <b>turun</b> tahun ini," kata {SRI}. "Kami lega," kata seorang warga.',
    '"Banjir merendam sawah kami," kata Budi Santoso. "Pajak kami lunas," ujarnya.',
    f'"Kas negara cukup," kata {SRI} di Jakarta.',
    "Pajak dibahas tanpa kutipan.",
]


def articles() -> list[Article]:
    told = [
        Article(
            id=f"a{day}",
            title=f"Berita <i>{day}",
            body=body,
            published=datetime(2020, 1, day, tzinfo=WIB),
            source="Kabar" if day % 2 else "Lentera",
        )
        for day, body in enumerate(BODIES, 1)
    ]
    more = [
        Article(
            id=f"b{number:02}",
            title=f"Harga {number}",
            body=f'"Harga beras naik {number} persen," kata Tri Handoko.' * (25 if number else 1),
            published=datetime(2019, 1, 1 + number, tzinfo=WIB),
        )
        for number in range(15)
    ]
    return [*told, *more]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    data = build(tmp_path_factory.mktemp("kutipan"), articles())
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        made = create_app(searcher, archive)
        made.testing = True
        yield made.test_client()


def page(client: FlaskClient, address: str) -> lxml.html.HtmlElement:
    response = client.get(address, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return lxml.html.fromstring(response.text)


def told(found: lxml.html.HtmlElement) -> list[tuple[str, str]]:
    return [
        (_line(figure, "blockquote"), _line(figure, "figcaption"))
        for figure in found.xpath("//ol[@class='speech']//figure")
    ]


def _line(figure: lxml.html.HtmlElement, tag: str) -> str:
    return " ".join(figure.xpath(f"string(./{tag})").split())


def summary(found: lxml.html.HtmlElement) -> str:
    return " ".join(found.xpath("string(//p[@class='total'])").split())


def test_quotations_are_listed_and_not_articles(client: FlaskClient) -> None:
    found = page(client, "/kutipan?q=pajak")

    assert told(found) == [
        ("Pajak kami lunas,", "Budi Santoso"),
        ("Pajak <b>turun</b> tahun ini,", "Sri Mulyani, Menteri Keuangan"),
    ]
    assert found.xpath("//blockquote//mark/text()") == ["Pajak", "Pajak"]
    assert summary(found) == "2 quotations in 2 articles"
    where = found.xpath("//ol[@class='speech']//p[@class='where']/a")
    assert [link.text for link in where] == ["Berita <i>2", "Berita <i>1"]
    (marked,) = page(client, where[1].get("href")).xpath("//div[@class='body']//mark")
    assert marked.text == "Pajak"


def test_a_speaker_leads_to_what_else_they_say_of_it(client: FlaskClient) -> None:
    found = page(client, "/kutipan?q=pajak")

    (link,) = found.xpath("//section[@class='speakers']//a[text()='Sri Mulyani']")
    narrowed = page(client, link.get("href"))

    assert [text for text, _ in told(narrowed)] == ["Pajak <b>turun</b> tahun ini,"]
    (chip,) = narrowed.xpath("//a[contains(., 'by: Sri Mulyani')]")
    assert len(told(page(client, chip.get("href")))) == 2
    everything = page(client, "/kutipan?by=mulyani+sri")
    assert [text for text, _ in told(everything)] == [
        "Kas negara cukup,",
        "Pajak <b>turun</b> tahun ini,",
    ]


def test_articles_found_by_what_is_quoted_lead_to_the_quotations(client: FlaskClient) -> None:
    results = page(client, "/search?q=oleh:budi+pajak&source=Lentera")

    (link,) = results.xpath("//p[@class='follow']/a[contains(., 'See the quotations')]")
    assert link.get("href") == "/kutipan?q=oleh%3Abudi&source=Lentera"
    plain = page(client, "/search?q=pajak")
    assert not plain.xpath("//a[contains(., 'See the quotations')]")


def test_without_anything_asked_it_lists_the_newest(client: FlaskClient) -> None:
    found = page(client, "/kutipan")

    assert told(found)[0] == ("Kas negara cukup,", "Sri Mulyani, Menteri Keuangan")
    assert ("Kami lega,", "nobody is named") in told(found)
    assert summary(found) == "356 quotations in 18 articles · page 1 of 2"
    examples = [link.get("href") for link in found.xpath("//p[@class='examples']//a")]
    assert {"/kutipan?q=banjir", "/kutipan?by=Tri+Handoko"} <= {*examples}
    assert all(told(page(client, example)) for example in examples)


def test_more_than_fits_is_told(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotations, "COUNTED_ARTICLES", 10)

    found = page(client, "/kutipan?q=naik")

    assert summary(found) == "250 quotations in the newest 10 of 15 articles · page 1 of 2"
    assert "newest 10 articles" in found.xpath("string(//section[@class='speakers'])")
    assert "5 more in this article" in found.xpath("string(//ol[@class='speech']/li[1])")
    second = page(client, found.xpath("//a[@rel='next']")[0].get("href"))
    assert len(second.xpath("//ol[@class='speech']/li")) == 5


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("q=zzzz", {"/kutipan"}),
        ("q=kas&by=budi", {"/search?q=kas", "/kutipan?q=oleh%3Abudi", "/kutipan?q=kutipan%3Akas"}),
        ("q=pajek", {"/kutipan?q=kutipan%3Apajak"}),
        ("by=%22x%22", {"/kutipan"}),
        ("q=kas&source=Kabar&date_from=2021-01-01", {"/kutipan?q=kas", "/kutipan"}),
    ],
)
def test_what_nobody_says_leads_on(client: FlaskClient, asked: str, leads: set[str]) -> None:
    found = page(client, f"/kutipan?{asked}")

    links = {link.get("href") for link in found.xpath("//div[@class='nothing']//a")}
    assert links >= leads
    assert not told(found)
    for link in links:
        if link and link.startswith("/search"):
            assert client.get(f"/api/v1{link}").get_json()["total"] > 0


def test_filters_and_dates_hold(client: FlaskClient) -> None:
    found = page(client, "/kutipan?q=pajak&source=kabar&date_to=2020-01-01")

    assert [speaker for _, speaker in told(found)] == ["Sri Mulyani, Menteri Keuangan"]
    assert len(found.xpath("//form//input[@type='hidden'][@name='source']")) == 1


def test_what_else_is_asked_is_asked_of_the_article(client: FlaskClient) -> None:
    assert len(told(page(client, "/kutipan?q=pajak+tanggal:2020-01-02"))) == 1
    assert len(told(page(client, "/kutipan?q=tanggal:2020-01-01"))) == 2
    assert len(told(page(client, "/kutipan?q=pajak+-banjir"))) == 1
    assert "judl:" in page(client, "/kutipan?q=judl:x").text_content()


def test_a_page_past_the_end_leads_back(client: FlaskClient) -> None:
    found = page(client, "/kutipan?q=pajak&page=9")

    assert found.xpath("//div[@class='nothing']//a")[0].get("href") == "/kutipan?q=pajak"


def test_an_index_of_texts_only_says_so(tmp_path: Path) -> None:
    data = build(tmp_path, articles()[:3])
    reindex(data, full=True, reads=False)
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        made = create_app(searcher, archive).test_client()

        for address in ("/kutipan", "/kutipan?q=pajak", "/search?q=kutipan:pajak"):
            assert "arsip reindex --full" in page(made, address).xpath("string(//main)"), address
        assert "--full" not in page(made, "/search?q=zzzz").xpath("string(//main)")


def test_programs_get_the_same(client: FlaskClient) -> None:
    response = client.get("/api/v1/quotes?q=pajak&by=Sri+Mulyani")

    payload = response.get_json()
    assert (payload["articles"], payload["counted"], payload["total"]) == (1, 1, 1)
    assert payload["query"]["interpreted"] == 'kutipan:pajak oleh:"Sri Mulyani"~100'
    (article,) = payload["results"]
    (quote,) = article["quotes"]
    assert BODIES[0][quote["start"] : quote["end"]] == quote["text"]
    assert quote["speaker"] == "Sri Mulyani"
    assert quote["snippet"][0] == {"text": "Pajak", "match": True}
    assert payload["speakers"] == [{"value": "Sri Mulyani", "count": 1}]
    again = parse_qs(urlsplit(payload["links"]["html"]).query)
    assert again == {"q": ["pajak"], "by": ["Sri Mulyani"]}


def test_programs_walk_from_page_to_page(client: FlaskClient) -> None:
    seen, address = [], "/api/v1/quotes?per_page=7"
    while address:
        response = client.get(address)
        payload = response.get_json()
        seen += [article["id"] for article in payload["results"]]
        address = payload["links"]["next"]

    assert len(seen) == len(set(seen)) == payload["articles"] == 18
    assert 'rel="prev"' in response.headers["Link"]
    assert payload["in_all"] == 356


def test_a_strange_parameter_is_named(client: FlaskClient) -> None:
    response = client.get(f"/api/v1/quotes?who=x&by={'x' * 201}")

    assert response.status_code == 400
    assert {bad["name"] for bad in response.get_json()["invalid_params"]} == {"who", "by"}
    assert client.get(f"/kutipan?who=x&by={'x' * 201}").status_code == 200


def test_what_there_is_no_room_for_is_told(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotations, "SPEECH", 1_000_000_000)
    monkeypatch.setattr(quotations, "_READ", type(quotations._READ)(1_000))

    payload = client.get("/api/v1/quotes?q=harga").get_json()

    assert payload["partial"]
    assert payload["results"] == []
    assert payload["articles"] == 15
    assert "left out of the counts" in page(client, "/kutipan?q=harga").text_content()
