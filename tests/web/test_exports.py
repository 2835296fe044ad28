from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from web import export

if TYPE_CHECKING:
    from flask.testing import FlaskClient

ATOM = "{http://www.w3.org/2005/Atom}"


def rows(client: FlaskClient, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"/search.csv?{query}").text)))


def test_csv_holds_everything_that_was_found(client: FlaskClient) -> None:
    response = client.get("/search.csv?q=beras")

    assert response.mimetype == "text/csv"
    assert response.headers["Arsip-Total"] == "25"
    assert response.headers["Arsip-Max-Rows"] == "10000"
    assert len({row["id"] for row in rows(client, "q=beras")}) == 25


def test_csv_holds_one_page_when_one_is_asked_for(client: FlaskClient) -> None:
    assert len(rows(client, "q=beras&page=3")) == 5


def test_csv_of_nothing_has_its_heading(client: FlaskClient) -> None:
    assert client.get("/search.csv?q=zzzz").text.strip() == ",".join(export.COLUMNS)


def test_no_cell_is_a_formula(client: FlaskClient) -> None:
    row = rows(client, "q=gabah")[0]

    assert row["title"] == '\'=HYPERLINK("http://jahat.example","gabah")'
    assert row["source"] == "'@SUM(A1)"
    assert row["author"] == "'+62 812; -1"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_every_beginning_of_a_formula_is_defused(cell: str) -> None:
    assert export.safe_cell(cell) == "'" + cell


def test_json_lines_are_the_results_of_the_api(client: FlaskClient) -> None:
    lines = client.get("/search.jsonl?q=melatih").text.splitlines()

    assert [json.loads(line) for line in lines] == client.get(
        "/api/v1/search?q=melatih"
    ).get_json()["results"]


def test_an_export_goes_through_every_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MAX_PAGE_SIZE", 4)

    lines = client.get("/search.jsonl?q=beras").text.splitlines()

    assert len({json.loads(line)["id"] for line in lines}) == 25


def test_an_export_stops_at_its_limit(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MAX_PAGE_SIZE", 4)
    monkeypatch.setattr(export, "MAX_ROWS", 8)

    response = client.get("/search.jsonl?q=beras")

    assert len(response.text.splitlines()) == 8
    assert response.headers["Arsip-Max-Rows"] == "8"
    assert response.headers["Arsip-Total"] == "25"


def test_the_feed_is_newest_first_with_absolute_addresses(client: FlaskClient) -> None:
    response = client.get("/search.atom?q=beras")
    feed = ET.fromstring(response.data)  # noqa: S314 - made by this program

    published = [entry.findtext(ATOM + "published") for entry in feed.iter(ATOM + "entry")]
    assert response.mimetype == "application/atom+xml"
    assert published == sorted(published, key=str, reverse=True)
    assert len(published) == 10
    ids = [entry.findtext(ATOM + "id") or "" for entry in feed.iter(ATOM + "entry")]
    assert all(id_.startswith("http://localhost/articles/") for id_ in ids)
    links = {link.get("rel"): link.get("href") for link in feed.findall(ATOM + "link")}
    assert links["next"] == "http://localhost/search.atom?q=beras&page=2"


def test_the_feed_stays_well_formed_whatever_articles_and_queries_hold(client: FlaskClient) -> None:
    for query in ("q=banjir", "q=%3C%26%3E%EF%BF%BF%0B", "q=gabah"):
        feed = ET.fromstring(client.get(f"/search.atom?{query}").data)  # noqa: S314 - ours
        assert feed.findtext(ATOM + "updated")


@pytest.mark.parametrize("name", ["csv", "jsonl", "atom"])
def test_an_export_names_bad_parameters_as_the_api_does(client: FlaskClient, name: str) -> None:
    response = client.get(f"/search.{name}?page=0")

    assert response.status_code == 400
    assert response.get_json()["invalid_params"][0]["name"] == "page"
