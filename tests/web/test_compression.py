from __future__ import annotations

import gzip
import http.client
import re
import zlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from index.article import make_article
from search.searcher import WALKED
from tests.building import build
from tests.web.listening import listening
from web.app import create_app
from web.cli.opening import opened
from web.compression import MIN_BYTES
from web.settings import Settings
from web.tokens import make_key, token_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
PATHS = [
    "/",
    "/search?q=beras",
    "/bantuan",
    "/api/v1/search?q=beras",
    "/api/v1/openapi.json",
    "/search.atom?q=beras",
    "/search.csv?q=beras",
    "/search.jsonl?q=beras",
    "/metrics",
    "/static/style.css",
    "/nothing",
]
STREAMED = ("/search.csv", "/search.jsonl")

# A page of results and all that it loads, in bytes as they are sent.
MAX_PAGE_BYTES = 30_000

RAINY_DAYS = 35
KEY = make_key()
BEARER = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture(scope="module")
def rainy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site on some more articles than are read at a time."""
    articles = [make_article(id=f"{n}", body=f"Hujan hari ke-{n}.") for n in range(RAINY_DAYS)]
    with opened(build(tmp_path_factory.mktemp("rainy"), articles)) as (archive, searcher):
        yield create_app(searcher, archive, Settings())


@pytest.fixture
def private(searcher: Searcher, archive: Archive) -> FlaskClient:
    settings = Settings.model_validate({"tokens": token_line("redaksi", KEY)})
    return create_app(searcher, archive, settings).test_client()


@pytest.mark.parametrize("path", PATHS)
def test_what_is_unpacked_is_what_would_be_sent_otherwise(client: FlaskClient, path: str) -> None:
    with client.get(path) as plain, client.get(path, headers=GZIP) as packed:
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.status_code == plain.status_code
        assert plain.headers.get("ETag") == packed.headers.get("ETag")
        assert "Accept-Encoding" in plain.headers["Vary"]
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert len(packed.data) < len(plain.data)
        body = gzip.decompress(packed.data)
        if path.startswith(STREAMED):
            assert "Content-Length" not in packed.headers
        else:
            assert packed.headers["Content-Length"] == str(len(packed.data))
        if path == "/metrics":  # counts what was asked meanwhile
            assert body.startswith(b"# HELP")
        elif "/api/v1/search" in path:  # tells how long it took
            assert body.partition(b'"took_ms"')[0] == plain.data.partition(b'"took_ms"')[0]
        elif path == "/search?q=beras":
            assert len(body) == pytest.approx(len(plain.data), abs=3)
        else:
            assert body == plain.data


@pytest.mark.parametrize("path", PATHS)
def test_a_head_is_that_of_the_answer(client: FlaskClient, path: str) -> None:
    with client.get(path, headers=GZIP) as full, client.head(path, headers=GZIP) as head:
        assert head.data == b""
        for name in ("Content-Encoding", "Content-Type", "ETag", "Vary", "Cache-Control"):
            assert head.headers.get(name) == full.headers.get(name)
        if path not in {"/metrics", "/api/v1/search?q=beras", "/search?q=beras"}:
            assert head.headers.get("Content-Length") == full.headers.get("Content-Length")


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip", True),
        ("GZIP;q=0.8, identity;q=0.5", True),
        ("br;q=1.0, *;q=0.1", True),
        ("gzip;q=0.5, identity", False),
        ("gzip;q=0", False),
        ("identity", False),
        ("br", False),
        ("", False),
    ],
)
def test_only_who_takes_gzip_gets_it(client: FlaskClient, accepted: str, is_packed: bool) -> None:
    response = client.get("/bantuan", headers={"Accept-Encoding": accepted})

    assert ("Content-Encoding" in response.headers) is is_packed


@pytest.mark.parametrize("path", ["/healthz", "/robots.txt", "/api/v1/suggest?q=ber", "/?lang=en"])
def test_tiny_answers_stay_as_they_are(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers=GZIP)

    is_tiny = int(response.headers["Content-Length"]) < MIN_BYTES
    assert is_tiny is (path != "/?lang=en")
    assert ("Content-Encoding" in response.headers) is not is_tiny


def test_an_answer_that_is_known_is_not_sent_in_any_coding(client: FlaskClient) -> None:
    for path in ("/search?q=beras", "/static/style.css"):
        with client.get(path) as first:
            tag = first.headers["ETag"]

        with client.get(path, headers={**GZIP, "If-None-Match": tag}) as again:
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == tag
            assert tag.startswith("W/")
            assert "Accept-Encoding" in again.headers["Vary"]
            assert "Content-Encoding" not in again.headers


def test_a_part_of_a_file_is_one_of_the_file_as_it_is(client: FlaskClient) -> None:
    headers = {**GZIP, "Range": "bytes=10-29"}

    with client.get("/static/style.css") as whole:
        content = whole.data
    with client.get("/static/style.css", headers=headers) as part:
        assert (part.status_code, part.data) == (206, content[10:30])


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_an_export_flows(rainy: Flask, name: str) -> None:
    """What was found so far can be read before more is."""
    response = rainy.test_client().get(f"/search.{name}", headers=GZIP, buffered=False)
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)

    counts = [unpacker.decompress(part).count(b"Hujan hari") for part in response.iter_encoded()]

    in_each = 2  # an article's title and its snippet
    tens = [WALKED * in_each] * (RAINY_DAYS // WALKED)
    assert counts == [*tens, RAINY_DAYS % WALKED * in_each, 0]
    assert unpacker.eof


@pytest.mark.parametrize("is_public", [True, False])
def test_on_the_wire(rainy: Flask, is_public: bool) -> None:
    """Lengths are right: one connection serves them all, and the export ends where it should."""
    accept = GZIP if is_public else {}
    with listening(rainy) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        for method, path in (("GET", "/bantuan"), ("HEAD", "/bantuan"), ("GET", "/search.csv")):
            connection.request(method, path, headers=accept)
            response = connection.getresponse()
            body = response.read()
            assert response.headers.get("Content-Encoding") == ("gzip" if is_public else None)
            text = gzip.decompress(body) if is_public and body else body
            assert text.count(b"Hujan hari") == (2 * RAINY_DAYS if path == "/search.csv" else 0)
        connection.close()


@pytest.mark.parametrize(
    ("headers", "is_packed"),
    [
        (BEARER, True),
        (BEARER | {"Sec-Fetch-Site": "cross-site"}, True),  # no browser sends a key by itself
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({}, False),
    ],
)
def test_no_length_tells_another_site_of_a_private_archive(
    private: FlaskClient,
    headers: dict[str, str],
    is_packed: bool,
) -> None:
    private.post("/masuk", data={"key": KEY})

    response = private.get("/search?q=beras", headers=GZIP | headers)

    assert response.status_code == 200
    assert ("Content-Encoding" in response.headers) is is_packed


def test_another_site_gets_public_answers_as_anybody(client: FlaskClient) -> None:
    response = client.get("/search?q=beras", headers={**GZIP, "Sec-Fetch-Site": "cross-site"})

    assert response.headers["Content-Encoding"] == "gzip"


def test_a_page_of_results_is_light_with_all_it_needs(client: FlaskClient) -> None:
    page = client.get("/search?q=harga+beras+OR+latih&explain=true", headers=GZIP)
    sent = len(page.data)
    addresses = re.findall('"(/static/[^"]+)"', gzip.decompress(page.data).decode())
    for address in addresses:
        with client.get(address, headers=GZIP) as asset:
            sent += len(asset.data)

    assert any(".css?" in address for address in addresses)
    assert sent < MAX_PAGE_BYTES


def test_a_feed_is_read_by_what_it_says(client: FlaskClient) -> None:
    body = gzip.decompress(client.get("/search.atom?q=beras", headers=GZIP).data)

    assert ET.fromstring(body).tag.endswith("feed")  # noqa: S314 - ours
