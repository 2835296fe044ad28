"""Text of articles and of readers stays text, in every form in which it is answered."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree as ET

import lxml.html
import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.newstext.dates import WIB
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.web.browsing import serving
from web.api.export import cell
from web.app import create_app
from web.params import REPEATABLE
from web.settings import Settings
from web.texts.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Flask
    from playwright.sync_api import Browser
    from werkzeug.test import TestResponse

# Runs without any quotes, and leaves a mark where no text can.
SCRIPT = "document.documentElement.id=/CANARY/.source"

HOSTILE = {
    "script": f"<script>{SCRIPT}</script>",
    "end of title": f"</title></textarea></style><script>{SCRIPT}</script>",
    "handler": f"<img src=x onerror=\"{SCRIPT}\"><svg/onload='{SCRIPT}'>",
    "attribute": f'" autofocus onfocus="{SCRIPT}" x="',
    "single quote": f"' onmouseover='{SCRIPT}' x='",
    "comment": f"--><!--><script>{SCRIPT}</script>",
    "cdata": f"]]><script>{SCRIPT}</script><![CDATA[",
    "entity": "&lt;script&gt;&#x3c;b&#62;&quot;&apos;&nbsp;&bogus;",
    "template": "{{ 7*7 }}{% raw %}${7*7}",
    "javascript": f"javascript:{SCRIPT}//",
    "hidden scheme": f"java\tscript:{SCRIPT}//",
    "data": f"data:text/html,<script>{SCRIPT}</script>",
    "vbscript": "vbscript:msgbox(1)",
    "slashes": "//evil.example/%2e%2e/\\evil",
    "userinfo": "https://news.example@evil.example/\"><blink>",
    "controls": "a\x01b\x08c\x1bd\x7fe\x9b2Jf\x85g\ufffeh\uffffi",
    "direction": "\u202etxt.exe\u2066\u202d\u2067x\u2068",
    "formula": "=1+1;=2+2\t@x\n-3",
    "header": "a\r\nSet-Cookie: x=1\r\n\r\n<blink>",
}  # fmt: skip

# Where addresses of pages may lead.
SCHEMES = {"", "http", "https"}
ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "ping",
    "srcset",
)
CSL_JSON = "application/vnd.citationstyles.csl+json"
FORBIDDEN = frozenset("script style img math iframe object embed base template blink".split())
PLACE = re.compile(r"-?[\d.]+%?")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def hostile_article(name: str, text: str) -> Article:
    """Return what a reader of files would have cleaned, but another program might store."""
    return Article(
        id=f"{name} {text}",
        title=f"{text} berbahaya",
        body=f"banjir {text}\n{text} banjir",
        published=datetime(2020, 1, 1, tzinfo=WIB),
        place=text,
        source=text,
        author=(text, f"Ani {text}"),
        section=text,
        url=text,
        tags=(text, text + "tag"),
        related=(text, f"{text} berbahaya"),
        language=text,
    )


ARTICLES = {name: hostile_article(name, text) for name, text in HOSTILE.items()}


@pytest.fixture(scope="module")
def hostile_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    data = tmp_path_factory.mktemp("hostile")
    archive = open_archive(data, create=True)
    # Each was something else before that was hostile, too.
    archive.put([replace(one, body=f"{one.title} cerah", tags=()) for one in ARTICLES.values()])
    archive.put(list(ARTICLES.values()))
    reindex(data)
    searcher = Searcher(ArrayEngine(data), archive)
    app = create_app(searcher, archive, Settings(title=f"Arsip <blink>{HOSTILE['handler']}"))
    app.testing = True
    yield app
    searcher.close()
    archive.close()


def get_paths(app: Flask, name: str) -> list[str]:
    """Return every address that answers, with the hostile text wherever it fits."""
    text, article = HOSTILE[name], ARTICLES[name]
    query = urlencode({"q": text})
    asked = [
        query,
        "q=banjir&explain=true&interval=month",
        urlencode({"q": f'judul:"{text}" {text}*', "page": "999"}),
        urlencode([(name, text) for name in (*REPEATABLE, "sort", "page", text)]),
        urlencode(dict.fromkeys(REPEATABLE, text)),
    ]
    paths = [f"/{quote(text)}", f"/articles/{quote(text)}", f"/api/{quote(text)}"]
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        path = re.sub("<.*?>", quote(article.id, safe=""), rule.rule)
        paths += [f"{path}?{one}" for one in asked]
    return paths


def check_html(response: TestResponse) -> None:
    assert not CONTROL.search(response.text)
    page = lxml.html.document_fromstring(response.text)
    for element in page.iter():
        if element.tag == "script" and element.get("src"):
            assert sorted(element.attrib) == ["defer", "src"]
            assert element.get("src", "").startswith("/static/suggest.js?v=")
            assert not element.text_content()
            continue
        if element.tag == "script":  # data of an article, which cannot be anything else
            assert dict(element.attrib) == {"type": "application/ld+json"}
            json.loads(element.text_content())
            continue
        assert element.tag not in FORBIDDEN
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            assert attribute not in {"style", "srcdoc"}
            assert attribute != "x" or PLACE.fullmatch(
                value
            )  # of a drawing, not one that was let in
            if attribute in ADDRESSES:
                address = urlsplit(re.sub(r"[\x00-\x20]", "", value))
                assert address.scheme in SCHEMES
                if element.get("rel") == "canonical":
                    assert value.startswith("http://localhost/articles/")
                    continue
                assert not address.netloc or element.get("rel") == "external noopener noreferrer"


def check_xml(response: TestResponse) -> None:
    tree = ET.fromstring(response.data)  # noqa: S314 - made by this program
    assert not CONTROL.search(response.text)
    for element in tree.iter():
        space, _, tag = element.tag.rpartition("}")
        assert space in {
            "{http://www.w3.org/2005/Atom",
            "{http://a9.com/-/spec/opensearch/1.1/",
            "{http://www.w3.org/2000/svg",
            "{http://www.sitemaps.org/schemas/sitemap/0.9",
        }
        if tag == "loc":
            assert (element.text or "").startswith("http://localhost/")
        assert tag.lower() not in {"script", "blink", "img", "foreignobject"}
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            if attribute in {"href", "template"}:
                assert value.startswith("http://localhost/")


def check_csv(response: TestResponse) -> None:
    for border in ",;\t":
        for row in csv.reader(io.StringIO(response.text, newline=""), delimiter=border):
            assert not [one for one in row if one.strip(' \r\n\t"').startswith(tuple("=+-@"))]


def check(response: TestResponse) -> None:
    """Read an answer as what it says that it is."""
    assert response.status_code in {200, 400, 404}
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    kind = response.mimetype or ""
    if kind == "text/html":
        check_html(response)
    elif kind.endswith("xml"):
        check_xml(response)
    elif kind == "application/x-ndjson":
        for line in response.data.splitlines():
            json.loads(line)
    elif kind in {
        "application/json",
        "application/problem+json",
        "application/x-suggestions+json",
        CSL_JSON,
    }:
        json.loads(response.data)
    elif kind == "text/csv":
        check_csv(response)
    else:
        assert kind in {"text/plain", "application/x-bibtex", "application/x-research-info-systems"}
        assert not CONTROL.search(response.text)
        is_kept = response.headers.get("Content-Disposition", "").startswith("attachment; ")
        assert is_kept or "CANARY" not in response.text


@pytest.mark.parametrize("name", HOSTILE)
def test_every_route_answers_hostile_text_as_text(hostile_app: Flask, name: str) -> None:
    client = hostile_app.test_client()

    for path in get_paths(hostile_app, name):
        check(client.get(path))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_shown_all_the_same(hostile_app: Flask, name: str) -> None:
    article = ARTICLES[name]

    response = hostile_app.test_client().get(f"/articles/{quote(article.id, safe='')}")

    page = lxml.html.document_fromstring(response.text)
    heading = "".join(page.find(".//h1").itertext())
    assert " ".join(heading.split()) == " ".join(plain(article.title).split())
    links = [a.get("href") for a in page.iter("a") if a.get("rel", "").startswith("external")]
    assert links == ([article.url] if name == "userinfo" else [])


def test_json_holds_what_the_archive_holds(hostile_app: Flask) -> None:
    client = hostile_app.test_client()

    for article in ARTICLES.values():
        payload: dict[str, Any] = client.get(
            f"/api/v1/articles/{quote(article.id, safe='')}"
        ).get_json()
        assert (payload["title"], payload["body"]) == (article.title, article.body)
        assert payload["url"] == article.url


def test_a_table_holds_it_but_for_formulas(hostile_app: Flask) -> None:
    table = hostile_app.test_client().get("/search.csv?q=banjir").text

    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(table, newline=""))}
    for article in ARTICLES.values():
        assert rows[cell(article.id)]["title"] == cell(article.title)


@pytest.fixture(scope="module")
def unguarded(hostile_app: Flask) -> Iterator[str]:
    """The address of a site whose pages no policy holds back."""

    def unguarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            kept = [one for one in headers if one[0] != "Content-Security-Policy"]
            return start_response(status, kept, *rest)

        return hostile_app.wsgi_app(environ, start)

    with serving(unguarded) as address:
        yield address


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=banjir&per_page=100",
        "/search?" + urlencode({"q": HOSTILE["attribute"], "source": HOSTILE["handler"]}),
        "/articles/" + quote(ARTICLES["end of title"].id, safe=""),
        "/versions/" + quote(ARTICLES["handler"].id, safe=""),
    ],
)
def test_a_browser_runs_none_of_it(browser: Browser, unguarded: str, path: str) -> None:
    page = browser.new_page()

    page.goto(unguarded + path)

    assert "CANARY" in page.content()
    assert page.evaluate("document.documentElement.id") == ""
    page.close()


def test_a_browser_runs_none_of_what_is_completed(browser: Browser, unguarded: str) -> None:
    page = browser.new_page()
    page.goto(unguarded)

    page.locator("#q").press_sequentially("berbahaya")

    page.get_by_role("option").filter(has_text="CANARY").first.wait_for()
    assert page.evaluate("document.documentElement.id") == ""
    page.close()
