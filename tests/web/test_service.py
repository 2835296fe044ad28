from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from web.app import create_app
from web.metrics import KINDS
from web.settings import Settings

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher


def test_health_does_not_depend_on_the_index(client_without_index: FlaskClient) -> None:
    assert client_without_index.get("/healthz").get_json() == {"status": "ok"}


def test_readiness_tells_what_can_be_searched(client: FlaskClient) -> None:
    answer = client.get("/readyz").get_json()

    assert (answer["status"], answer["documents"]) == ("ready", 29)


def test_metrics_count_requests_by_endpoint_and_status(
    searcher: Searcher, archive: Archive
) -> None:
    client = create_app(searcher, archive, Settings()).test_client()
    for path in ("/api/v1/search?q=beras", "/api/v1/search?page=0", "/nothing", "/search.csv"):
        client.get(path).close()

    text = client.get("/metrics").text

    assert 'arsip_http_requests_total{endpoint="api.search",status="200"} 1.0' in text
    assert 'arsip_http_requests_total{endpoint="api.search",status="400"} 1.0' in text
    assert 'arsip_http_requests_total{endpoint="none",status="404"} 1.0' in text
    assert 'arsip_http_request_duration_seconds_count{kind="search"} 2.0' in text
    assert 'arsip_http_request_duration_seconds_count{kind="export"} 1.0' in text
    assert "process_open_fds " in text
    assert "process_resident_memory_bytes " in text
    assert "arsip_index_documents 29.0" in text
    assert "arsip_index_ready 1.0" in text
    assert "arsip_index_damage 0.0" in text
    assert re.search(r"^arsip_index_age_seconds (?!0\.0$)[0-9]", text, re.MULTILINE) is not None


def test_every_route_is_of_a_kind(app: Flask) -> None:
    """What is not named is "other": a new route would be, unseen."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert endpoints - set(KINDS) == {
        "api.openapi",
        "service.favicon",
        "service.opensearch",
        "service.robots",
    }
    assert set(KINDS) <= endpoints


def test_clients_cannot_make_new_metrics(searcher: Searcher, archive: Archive) -> None:
    client = create_app(searcher, archive, Settings()).test_client()
    client.get("/").close()
    client.get("/nothing/0").close()
    before = len(client.get("/metrics").text.splitlines())
    for number in range(50):
        client.open(f"/nothing/{number}", method=f"M{number}").close()
        client.get("/", headers={"Host": f"host{number}"}).close()

    after = client.get("/metrics").text

    assert len(after.splitlines()) - before < 40  # those of /metrics itself, and of one 405


def test_metrics_are_there_without_an_index(client_without_index: FlaskClient) -> None:
    assert "arsip_index_ready 0.0" in client_without_index.get("/metrics").text


def test_crawlers_are_kept_out_of_searches(client: FlaskClient) -> None:
    assert "Disallow: /search\n" in client.get("/robots.txt").text


def test_a_browser_can_add_the_search(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml")
    description = ET.fromstring(response.data)  # noqa: S314 - made by this program

    namespace = "{http://a9.com/-/spec/opensearch/1.1/}"
    templates = [url.get("template") for url in description.findall(namespace + "Url")]
    assert response.mimetype == "application/opensearchdescription+xml"
    assert "http://localhost/search?q={searchTerms}" in templates


def test_the_icon_is_a_drawing(client: FlaskClient) -> None:
    for path in ("/favicon.svg", "/favicon.ico"):
        response = client.get(path)
        assert response.mimetype == "image/svg+xml"
        assert ET.fromstring(response.data).tag.endswith("svg")  # noqa: S314 - ours


def test_a_browser_completes_what_is_typed_into_its_own_box(client: FlaskClient) -> None:
    description = ET.fromstring(client.get("/opensearch.xml").data)  # noqa: S314 - ours
    kind = "application/x-suggestions+json"
    (address,) = (url.get("template", "") for url in description if url.get("type") == kind)

    response = client.get(address.replace("{searchTerms}", "harga+ber"))

    assert response.mimetype == kind
    text, completions = response.get_json(force=True)
    assert text == "harga ber"
    assert completions == client.get("/api/v1/suggest?q=harga+ber").get_json()["suggestions"]
    assert completions


def test_nothing_typed_is_completed_by_nothing(client: FlaskClient) -> None:
    assert client.get("/suggest.json").get_json(force=True) == ["", []]
    assert client.get("/suggest.json?n=1").status_code == 400
