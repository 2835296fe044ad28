"""What programs learn from the head of an article's page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import lxml.html
import pytest

from index.article import Article, make_article
from tests.web.markup import data_of
from web.app import create_app
from web.pages.citing import Cited
from web.pages.metadata import DESCRIPTION_CHARS, description, json_ld
from web.settings import Settings

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher

JACK_MA = "/articles/" + quote("antara/jack ma?2018", safe="")
ORIGINAL = "https://www.antaranews.com/berita/758219"


class Zotero:
    """A page as Zotero's translator *Embedded Metadata* reads it, as far as we count on it.

    Fields of Highwire (``citation_...``) win over those of RDF (``DC.``, ``og:``, ``article:``).
    What is missing is guessed from the page.

    Source: ``Embedded Metadata.js`` and ``RDF.js`` of github.com/zotero/translators, June 2026.
    """

    def __init__(self, html: str) -> None:
        self._page = lxml.html.document_fromstring(html)
        self._tags: dict[str, list[str]] = {}
        for meta in self._page.iter("meta"):
            name = meta.get("name") or meta.get("property")
            if name and meta.get("content"):
                self._tags.setdefault(name, []).append(meta.get("content"))

    def _first(self, *names: str) -> str | None:
        return next((self._tags[name][0] for name in names if name in self._tags), None)

    @property
    def item_type(self) -> str:
        if "citation_journal_title" in self._tags:
            return "journalArticle"
        # The name of a type of Zotero's own; else a guess from citation_title.
        return self._first("DC.type") or "journalArticle"

    @property
    def title(self) -> str | None:
        return self._first("citation_title", "DC.title", "og:title") or self._page.findtext(
            ".//title"
        )

    @property
    def publication(self) -> str | None:
        return self._first("citation_journal_title", "DC.source", "og:site_name")

    @property
    def url(self) -> str | None:
        return self._first("citation_public_url", "og:url")

    @property
    def section(self) -> str | None:
        return self._first("article:section")

    @property
    def language(self) -> str | None:
        return self._first("citation_language")

    @property
    def abstract(self) -> str | None:
        return self._first("citation_abstract", "og:description", "description")

    @property
    def tags(self) -> list[str]:
        return self._tags.get("article:tag") or self._tags.get("citation_keywords") or []

    @property
    def date(self) -> str | None:
        found = self._first("citation_publication_date", "citation_date", "article:published_time")
        times = self._page.xpath("//time[@datetime]/@datetime")
        return found or (times[0] if times else None)

    @property
    def creators(self) -> list[str]:
        """First and last names as one; a lone name with spaces around a comma would be two."""
        found: list[str] = []
        for name in self._tags.get("citation_author", []):
            found += re.split(r"\s*;\s*", name)
        if not found:
            found = self._tags.get("author") or self._tags.get("article:author") or []
        bylines = self._page.xpath(
            "//*[contains(translate(@class, 'BYLINE', 'byline'), 'byline') or @class='vcard']"
        )
        return found or ["guessed from " + one.text_content() for one in bylines]


def test_zotero_reads_an_article_of_a_newspaper(client: FlaskClient) -> None:
    item = Zotero(client.get(JACK_MA).text)

    assert item.item_type == "newspaperArticle"
    assert item.title == "Jack Ma ingin cetak seribu pemimpin teknologi"
    assert item.creators == ["Citro Atmoko", "Dewi Lestari"]
    assert item.publication == "ANTARA News"
    assert item.date == "2018/10/13"
    assert item.section == "Ekonomi"
    assert item.url == ORIGINAL
    assert item.language == "id"
    assert item.tags == ["Alibaba"]
    assert item.abstract
    assert item.abstract.startswith('"Kami ingin melatih')


def test_zotero_guesses_nothing_that_an_article_does_not_say(client: FlaskClient) -> None:
    undated = Zotero(client.get("/articles/rumus").text)
    unsigned = Zotero(client.get("/articles/beras-03").text)

    assert undated.date is None
    assert undated.item_type == "newspaperArticle"
    assert unsigned.creators == []
    assert unsigned.date == "2016/05/09"


def test_search_engines_read_a_news_article(client: FlaskClient) -> None:
    told = json.loads(data_of(client.get(JACK_MA).text))

    address = f"http://localhost{JACK_MA}"
    assert told == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Jack Ma ingin cetak seribu pemimpin teknologi",
        "description": told["description"],
        "datePublished": "2018-10-13T10:26:00+07:00",
        "author": [
            {"@type": "Person", "name": "Citro Atmoko"},
            {"@type": "Person", "name": "Dewi Lestari"},
        ],
        "publisher": {"@type": "Organization", "name": "ANTARA News"},
        "articleSection": "Ekonomi",
        "dateline": "Nusa Dua, Bali",
        "inLanguage": "id",
        "keywords": ["Alibaba"],
        "url": ORIGINAL,
        "archivedAt": address,
        "mainEntityOfPage": address,
    }


def test_links_show_what_they_lead_to(client: FlaskClient) -> None:
    html = client.get(JACK_MA + "?q=latih&page=2").text

    assert '<meta property="og:type" content="article">' in html
    assert f'<meta property="og:url" content="http://localhost{JACK_MA}">' in html
    assert '<meta property="article:published_time" content="2018-10-13T10:26:00+07:00">' in html
    assert '<meta property="og:site_name" content="Arsip">' in html


def test_the_permanent_address_is_the_public_one_without_the_search(
    client: FlaskClient, searcher: Searcher, archive: Archive
) -> None:
    public = create_app(searcher, archive, Settings(base_url="https://arsip.example/berita"))

    here = client.get(JACK_MA + "?q=latih&place=Medan")
    there = public.test_client().get(JACK_MA + "?q=latih", base_url="https://arsip.example/berita")

    assert f'<link rel="canonical" href="http://localhost{JACK_MA}">' in here.text
    assert here.cache_control.private  # the asker's own name of this host is in it
    canonical = f"https://arsip.example/berita{JACK_MA}"
    assert f'<link rel="canonical" href="{canonical}">' in there.text
    assert f">{canonical}</a>" in there.text
    assert not there.cache_control.private


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        "x\u2028\u2029",
        '"\\u003c/script>',
        "a & b > c",
    ],
)
def test_no_text_ends_the_data(text: str) -> None:
    article = Article(id="1", title=text, body=text + "x", author=(text,), source=text)

    written = str(json_ld(Cited(article=article, address="https://a.example/1", archive=text)))

    assert not re.search("[<>&\u2028\u2029]", written)
    told: dict[str, Any] = json.loads(written)
    assert told["headline"] == text
    assert told["author"][0]["name"] == text


@pytest.mark.parametrize("body", ["Pendek.\n\nDua baris.", "kata " * 300, "x" * 1_000])
def test_a_description_is_one_line_of_some_length(body: str) -> None:
    told = description(make_article(body=body).body)

    assert len(told) <= DESCRIPTION_CHARS + 2
    assert "\n" not in told
    assert told
