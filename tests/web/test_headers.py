from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.markup import without_data
from web.app import create_app
from web.settings import Settings
from web.texts.languages import LANGUAGES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher

PATHS = ["/", "/search?q=beras", "/articles/guru", "/api/v1/search?q=beras", "/search.atom?q=beras"]


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/api/nothing", "/static/style.css"])
def test_every_answer_carries_the_security_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self';" in policy
    assert "connect-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/", "/search?q=latih", "/search?q=zzzz", "/articles/guru"])
def test_pages_need_nothing_the_policy_forbids(client: FlaskClient, path: str) -> None:
    html = without_data(client.get(path).text).replace('<script defer src="/static/', "")

    for forbidden in ("<script", "<style", "style=", "onclick", "<iframe", "http-equiv"):
        assert forbidden not in html


@pytest.mark.parametrize("path", PATHS)
def test_what_is_unchanged_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)

    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("path", ["/search", "/api/v1/search"])
def test_another_question_has_another_tag(client: FlaskClient, path: str) -> None:
    tags = {client.get(f"{path}?{q}").headers["ETag"] for q in ("q=beras", "q=harga", "page=2")}

    assert len(tags) == 3


def test_another_language_has_another_tag(searcher: Searcher, archive: Archive) -> None:
    tags = {
        create_app(searcher, archive, Settings(language=language))
        .test_client()
        .get("/search?q=beras")
        .headers["ETag"]
        for language in LANGUAGES
    }

    assert len(tags) == len(LANGUAGES)


def test_an_allowed_origin_may_read_the_api(client: FlaskClient) -> None:
    response = client.get("/api/v1/search", headers={"Origin": "https://kantor.example"})

    assert response.headers["Access-Control-Allow-Origin"] == "https://kantor.example"
    assert "Origin" in response.headers["Vary"]


def test_other_origins_may_not(client: FlaskClient) -> None:
    for path in ("/api/v1/search", "/search"):
        response = client.get(path, headers={"Origin": "https://lain.example"})
        assert "Access-Control-Allow-Origin" not in response.headers


def test_a_preflight_request_is_answered(client: FlaskClient) -> None:
    response = client.options("/api/v1/search", headers={"Origin": "https://kantor.example"})

    assert response.status_code == 200
    assert "GET" in response.headers["Access-Control-Allow-Methods"]


def test_any_origin_may_read_when_all_are_allowed(searcher: Searcher, archive: Archive) -> None:
    client = create_app(searcher, archive, Settings(cors=("*",))).test_client()

    response = client.get("/api/v1/search", headers={"Origin": "https://lain.example"})

    assert response.headers["Access-Control-Allow-Origin"] == "*"
