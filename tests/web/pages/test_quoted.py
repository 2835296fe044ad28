"""The page of an article says who is quoted in it, and leads to what else they are in."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import lxml.html
import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.newstext.reading import MAX_READ
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.building import build
from web.app import create_app
from web.pages.quoted import MAX_LISTED, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

SPEECH = (
    "Warga mengungsi sejak pagi. “Air belum <i>surut</i>\ndi kampung kami,” kata Bupati Demak Sri"
    " Wahyuni di Demak. “Kami takut pulang,” kata seorang warga."
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    data = build(
        tmp_path_factory.mktemp("kutipan"),
        [
            Article(id="banjir", title="Banjir <b>Demak", body=SPEECH),
            Article(id="sepi", title="Sepi", body="Tidak ada yang bicara di sini."),
        ],
    )
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        made = create_app(searcher, archive)
        made.testing = True
        yield made


@pytest.mark.parametrize(("language", "nobody"), [("id", "tanpa nama"), ("en", "nobody is named")])
def test_quotations_are_listed_with_their_speakers(site: Flask, language: str, nobody: str) -> None:
    page = site.test_client().get("/articles/banjir", headers={"Accept-Language": language}).text

    items = lxml.html.fromstring(page).xpath("//*[@id='kutipan']//li")
    assert [" ".join(item.text_content().split()) for item in items] == [
        "Air belum <i>surut</i> di kampung kami, Sri Wahyuni, Bupati Demak",
        f"Kami takut pulang, {nobody}",
    ]


def test_a_speaker_leads_to_what_they_say(site: Flask) -> None:
    client = site.test_client()
    page = lxml.html.fromstring(client.get("/articles/banjir").text)
    (link,) = page.xpath("//*[@id='kutipan']//a")

    found = lxml.html.fromstring(client.get(link.get("href")).text)

    assert link.get("href") == "/kutipan?by=Sri+Wahyuni"
    assert "Banjir <b>Demak" in found.text_content()


def test_a_program_is_told_where_quotations_stand(site: Flask) -> None:
    client = site.test_client()

    payload = client.get("/api/v1/articles/banjir").get_json()

    first, second = payload["quotes"]
    assert payload["body"][first["start"] : first["end"]] == first["text"]
    assert (first["speaker"], first["office"]) == ("Sri Wahyuni", "Bupati Demak")
    assert (second["speaker"], second["office"]) == (None, None)
    assert client.get("/api/v1/articles/sepi").get_json()["quotes"] == []


def test_an_article_in_which_nobody_speaks_has_no_such_list(site: Flask) -> None:
    page = lxml.html.fromstring(site.test_client().get("/articles/sepi").text)

    assert not page.xpath("//*[@id='kutipan']")


def test_a_long_list_is_cut_and_a_very_long_text_not_read() -> None:
    many = Article(id="a", title="A", body="“Kami datang ke sini,” kata Sri Wahyuni. " * 150)
    long = Article(id="b", title="B", body=many.body + " " * MAX_READ + "x")

    assert len(quoted(many)) == MAX_LISTED
    assert quoted(long) == ()
