from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.opening import open_archive
from index.article import make_article
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.web.conftest import HOSTILE, JACK_MA
from web.api.export import COLUMNS, cell
from web.app import create_app
from web.cli.main import run_command
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from index.article import Article

ATOM = "{http://www.w3.org/2005/Atom}"


RAINY_DAYS = 250
MAX_ROWS = 230


@pytest.fixture(scope="module")
def big_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The site on more than two of the largest pages, and a limit within the third."""
    directory = tmp_path_factory.mktemp("big")
    archive = open_archive(directory, create=True)
    archive.put([make_article(id=f"{n}", body=f"Hujan hari ke-{n}.") for n in range(RAINY_DAYS)])
    reindex(directory)
    searcher = Searcher(ArrayEngine(directory), archive)
    yield create_app(searcher, archive, Settings(max_export_rows=MAX_ROWS)).test_client()
    searcher.close()
    archive.close()


def rows(client: FlaskClient, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"/search.csv?{query}").text)))


def test_csv_holds_everything_that_was_found(client: FlaskClient) -> None:
    response = client.get("/search.csv?q=beras")

    assert response.mimetype == "text/csv"
    assert response.headers["Arsip-Total"] == "25"
    assert response.headers["Arsip-Partial"] == "false"
    assert response.headers["Arsip-Max-Rows"] == "10000"
    assert len({row["id"] for row in rows(client, "q=beras")}) == 25


def test_csv_holds_one_page_when_one_is_asked_for(client: FlaskClient) -> None:
    assert len(rows(client, "q=beras&page=3")) == 5


def test_csv_of_nothing_has_its_heading(client: FlaskClient) -> None:
    assert client.get("/search.csv?q=zzzz").text.strip() == ",".join(COLUMNS)


def test_no_cell_is_a_formula(client: FlaskClient) -> None:
    row = rows(client, "q=gabah")[0]

    assert row["title"] == '\'=HYPERLINK("http://jahat.example","gabah")'
    assert row["source"] == "'@SUM(A1)"
    assert row["author"] == "'+62 812;' -1"


@pytest.mark.parametrize(
    ("value", "defused"),
    [
        ("=1", "'=1"),
        (" @x", "' @x"),
        ("\uff0b1", "'\uff0b1"),
        ("x;=1+1", "x;'=1+1"),
        ("x\n-1", "x\n'-1"),
        ('x; "=1"', 'x;\' "=1"'),
        ("a-1 + b = c@d", "a-1 + b = c@d"),
        (("Ani", "=1"), "Ani;' =1"),
        (None, ""),
    ],
)
def test_formulas_are_defused_wherever_a_cell_could_begin(value: object, defused: str) -> None:
    assert cell(value) == defused


@given(st.lists(st.text("=+-@;,\t\r\n \"'x1\ufeff", max_size=12), min_size=1, max_size=4))
def test_no_reading_of_a_table_has_a_formula(values: list[str]) -> None:
    written = io.StringIO()
    csv.writer(written).writerow([cell(value) for value in values])

    for border in ",;\t":
        table = csv.reader(io.StringIO(written.getvalue(), newline=""), delimiter=border)
        for row in table:
            assert not [one for one in row if one.strip(' \r\n\t"\ufeff').startswith(tuple("=+-@"))]


def test_json_lines_are_the_results_of_the_api(client: FlaskClient) -> None:
    lines = client.get("/search.jsonl?q=melatih").text.splitlines()

    assert [json.loads(line) for line in lines] == client.get(
        "/api/v1/search?q=melatih"
    ).get_json()["results"]


def test_json_lines_hold_whole_articles_for_who_wants_them(
    client: FlaskClient, archive: Archive, tmp_path: Path
) -> None:
    answer = client.get("/search.jsonl?q=banjir+ATAU+melatih+ATAU+gabah&text=full")

    found = [json.loads(line) for line in answer.text.splitlines()]
    assert {line["id"] for line in found} == {HOSTILE, JACK_MA, "guru", "rumus"}
    api = client.get("/api/v1/search?q=banjir+ATAU+melatih+ATAU+gabah").get_json()["results"]
    for line, result in zip(found, api, strict=True):
        own = client.get(f"/api/v1/articles/{quote(line['id'], safe='')}").get_json()
        beside = {"links", "copies", "quotes", "people", "organisations"}
        assert line == {
            **{name: own[name] for name in own if name not in beside},
            "score": result["score"],
            "missing": [],
        }
    file = tmp_path / "found.jsonl"
    file.write_bytes(answer.data)
    assert run_command(["import", str(file), "--data", str(tmp_path / "copy")]) == 0
    with closing(open_archive(tmp_path / "copy")) as copy:
        own = [archived(archive, id_) for id_ in (JACK_MA, "guru", "rumus")]
        assert copy.count() == 4  # one with markup for a place, which a reader of files takes out
        assert copy.put(own).unchanged == 3


def archived(archive: Archive, id_: str) -> Article:
    article = archive.get(id_)
    assert article is not None
    return article


@pytest.mark.parametrize("path", ["/search.csv", "/search.atom", "/api/v1/search"])
def test_only_json_lines_hold_whole_articles(client: FlaskClient, path: str) -> None:
    (bad,) = client.get(f"{path}?text=full").get_json()["invalid_params"]

    assert bad == {"name": "text", "reason": "is not a parameter"}


def test_a_text_is_a_snippet_or_full(client: FlaskClient) -> None:
    lines = client.get("/search.jsonl?q=beras").data

    assert client.get("/search.jsonl?q=beras&text=snippet").data == lines
    (bad,) = client.get("/search.jsonl?text=body").get_json()["invalid_params"]
    assert (bad["name"], "snippet" in bad["reason"]) == ("text", True)


@pytest.mark.parametrize("name", ["csv?", "jsonl?", "jsonl?text=full&"])
def test_an_export_goes_through_every_page_up_to_its_limit(
    big_client: FlaskClient, name: str
) -> None:
    response = big_client.get(f"/search.{name}q=hujan")

    found = response.text.splitlines()[name == "csv?" :]
    assert len(set(found)) == len(found) == MAX_ROWS
    assert response.headers["Arsip-Max-Rows"] == str(MAX_ROWS)
    assert response.headers["Arsip-Total"] == str(RAINY_DAYS)


def test_the_feed_is_newest_first_with_absolute_addresses(client: FlaskClient) -> None:
    response = client.get("/search.atom?q=beras")
    feed = ET.fromstring(response.data)  # noqa: S314 - made by this program

    published = [entry.findtext(ATOM + "published") for entry in feed.iter(ATOM + "entry")]
    assert response.mimetype == "application/atom+xml"
    assert published == sorted(published, key=str, reverse=True)
    assert len(published) == 10
    for entry in feed.iter(ATOM + "entry"):
        (link,) = entry.findall(ATOM + "link")
        assert link.get("href", "").startswith("http://localhost/articles/")
    links = {link.get("rel"): link.get("href") for link in feed.findall(ATOM + "link")}
    assert links["self"] == "http://localhost/search.atom?q=beras"
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
