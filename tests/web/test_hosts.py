"""What a request was sent to decides nothing that others are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.app import create_app
from web.hostnames import host_name
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher

BASE = "https://berita.example:8443/arsip"

PATHS = ("/", "/search?q=beras", "/search.atom", "/opensearch.xml", "/api/v1/search", "/nothing")

ABSOLUTE = (
    "/search.atom?q=beras",
    "/opensearch.xml",
    "/api/v1/search?q=beras",
    "/api/v1/articles/guru",
    "/api/v1/openapi.json",
    "/articles/guru",
)

MALFORMED = (
    "",
    ".",
    "a" * 200,
    "a..b",
    "a b",
    "<x>",
    "a_b",
    "a.example:99999",
    "a.example:0",
    "a.example:",
    "a.example:80:80",
    "user@a.example",
    "a.example/x",
    "[",
    "[::1",
    "[1.2.3.4]",
    "é.example",
    ".".join(["a" * 60] * 5),
)


@pytest.fixture(scope="module")
def site_with(searcher: Searcher, archive: Archive) -> Callable[..., FlaskClient]:
    def make(**settings: object) -> FlaskClient:
        app = create_app(searcher, archive, Settings.model_validate(settings))
        app.testing = True
        return app.test_client()

    return make


@pytest.mark.parametrize("host", MALFORMED)
def test_a_malformed_host_is_a_bad_request(app: Flask, host: str) -> None:
    client = app.test_client()
    for path in PATHS:
        response = client.get(path, environ_overrides={"HTTP_HOST": host})
        assert response.status_code == 400
        assert response.is_json or "<main" in response.text or path.endswith((".atom", ".xml"))
        assert "<x>" not in response.text


@pytest.mark.parametrize(
    "host",
    ["localhost", "A.Example:80", "10.0.0.1:8000", "[::1]:8000", "xn--bcher-kva.id", "a.id."],
)
def test_any_well_formed_host_is_answered_until_some_are_trusted(
    client: FlaskClient, host: str
) -> None:
    for path in PATHS[:-1]:
        assert client.get(path, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("arsip.example", 200),
        ("ARSIP.example:81", 200),
        ("a.berita.example", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]", 200),
        ("berita.example", 400),
        ("arsip.example.evil.example", 400),
        ("evil-arsip.example", 400),
    ],
)
def test_only_trusted_hosts_are_answered(
    site_with: Callable[..., FlaskClient], host: str, status: int
) -> None:
    client = site_with(trusted_hosts="arsip.example, .berita.example")

    for path in PATHS[:-1]:
        assert client.get(path, headers={"Host": host}).status_code == status


@pytest.mark.parametrize("path", ABSOLUTE)
def test_addresses_begin_with_the_public_one(
    site_with: Callable[..., FlaskClient], path: str
) -> None:
    client = site_with(base_url=BASE)

    response = client.get(path, headers={"Host": "127.0.0.1:8000"})

    assert response.status_code == 200
    assert f"{BASE}/" in response.text
    assert "127.0.0.1" not in response.text
    assert client.get(path, headers={"Host": "evil.example"}).status_code == 400


def test_pages_stay_below_the_path_of_the_public_address(
    site_with: Callable[..., FlaskClient],
) -> None:
    client = site_with(base_url=BASE)

    for path in ("/search?q=beras", "/arsip/search?q=beras"):
        page = client.get(path, headers={"Host": "berita.example"}).text
        assert 'href="/arsip/articles/' in page
        assert 'href="/articles/' not in page


def test_the_public_address_itself_is_the_first_page(
    site_with: Callable[..., FlaskClient],
) -> None:
    client = site_with(base_url=BASE)

    own = client.get("/arsip", headers={"Host": "berita.example"})

    assert own.status_code == 200
    assert own.data == client.get("/", headers={"Host": "berita.example"}).data


@pytest.mark.parametrize("path", ["/opensearch.xml", "/search.atom"])
def test_an_answer_that_names_its_host_is_for_no_shared_cache(
    client: FlaskClient, site_with: Callable[..., FlaskClient], path: str
) -> None:
    asked = client.get(path, headers={"Host": "a.example"}).headers["Cache-Control"]
    public = site_with(base_url=BASE).get(path).headers["Cache-Control"]

    assert "private" in asked
    assert "public" not in asked
    assert "private" not in public


@pytest.mark.parametrize(
    ("settings", "sent"),
    [
        ({"base_url": BASE, "hsts_seconds": 31_536_000}, "max-age=31536000"),
        ({"base_url": BASE}, None),
        ({"base_url": "http://a.example", "hsts_seconds": 1}, None),
        ({"hsts_seconds": 1}, None),
    ],
)
def test_browsers_keep_to_https_when_told(
    site_with: Callable[..., FlaskClient], settings: dict[str, object], sent: str | None
) -> None:
    headers = site_with(**settings).get("/healthz").headers

    assert headers.get("Strict-Transport-Security") == sent


def test_a_name_is_read_without_its_port() -> None:
    assert host_name("Arsip.Example:8000") == "arsip.example"
    assert host_name("[2001:DB8::1]:8000") == "[2001:db8::1]"
    assert host_name("[:::::]") is None
