from __future__ import annotations

import io
import json
import logging
import re
from typing import IO, TYPE_CHECKING

import pytest

from web.app import create_app
from web.logs import JsonFormatter, TextFormatter, configure_logs
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher

EVIL = "evil\r\n2026-01-01T00:00:00.000Z INFO access status=200\x1b[31m\u2028\ud800"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """The log of the process, as JSON, while a test runs."""
    root = logging.getLogger()
    before = root.handlers, root.level
    stream = io.StringIO()
    configure_logs("json", stream)
    yield stream
    root.handlers, level = before
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_request_is_one_line_without_what_was_asked(
    client: FlaskClient, stream: io.StringIO
) -> None:
    agent = {"User-Agent": "Penjelajah"}
    body = client.get("/api/v1/search?q=beras", headers=agent).data

    [line] = lines(stream)

    assert (line["endpoint"], line["status"], line["bytes"]) == ("api.search", 200, len(body))
    assert set(line) == set("time level logger request_id method endpoint status ms bytes".split())
    assert not re.search("beras|Penjelajah|127.0.0.1", stream.getvalue())


def test_what_was_asked_is_logged_when_asked_for(
    searcher: Searcher, archive: Archive, stream: io.StringIO
) -> None:
    client = create_app(searcher, archive, Settings(log_queries=True)).test_client()
    client.get("/search?q=beras", headers={"User-Agent": "a\tb"}).close()

    [line] = lines(stream)

    assert (line["path"], line["query"], line["address"]) == ("/search", "q=beras", "127.0.0.1")
    assert line["agent"] == "a\tb"


def test_a_file_is_logged_once_it_has_been_sent(client: FlaskClient, stream: io.StringIO) -> None:
    body = client.get("/search.csv?q=beras").data

    [line] = lines(stream)

    assert (line["endpoint"], line["bytes"]) == ("exports.search_csv", len(body))


def test_a_body_that_nobody_waits_for_is_logged(client: FlaskClient, stream: io.StringIO) -> None:
    client.get("/search.csv?q=beras").close()

    assert [line["status"] for line in lines(stream)] == [200]


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        pytest.param("abc-DEF_1.2", True, id="well-formed"),
        pytest.param("", False, id="empty"),
        pytest.param("a b", False, id="space"),
        pytest.param("a" * 65, False, id="long"),
        pytest.param("é", False, id="not ASCII"),
        pytest.param('"', False, id="quote"),
    ],
)
def test_the_id_of_a_request_is_sent_back(
    client: FlaskClient, stream: io.StringIO, given: str, *, is_kept: bool
) -> None:
    response = client.get("/healthz", headers={"X-Request-ID": given})
    response.close()

    own = response.headers["X-Request-ID"]
    assert (own == given) is is_kept
    assert re.fullmatch("[A-Za-z0-9._-]{1,64}", own)
    assert [line["request_id"] for line in lines(stream)] == [own]


@pytest.fixture
def broken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The site with a fault in two of its views."""

    def fail() -> str:
        raise RuntimeError(EVIL)

    monkeypatch.setitem(app.view_functions, "service.healthz", fail)
    monkeypatch.setitem(app.view_functions, "pages.guide", fail)
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return app.test_client()


def test_a_fault_of_ours_names_the_request_in_answer_and_log(
    broken: FlaskClient, stream: io.StringIO
) -> None:
    asked = {"X-Request-ID": "abc123"}
    problem = broken.get("/healthz", headers=asked).get_json()
    page = broken.get("/bantuan", headers=asked).text

    logged = lines(stream)

    assert problem["request_id"] == "abc123"
    assert "<code>abc123</code>" in page
    assert [line["level"] for line in logged] == ["error", "info"] * 2
    assert all(line["request_id"] == "abc123" for line in logged)
    assert str(logged[0]["traceback"]).startswith("Traceback")


def made(message: str, **facts: object) -> logging.LogRecord:
    record = logging.LogRecord("arsip", logging.INFO, "", 0, message, None, None)
    record.facts = facts
    return record


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()])
def test_nothing_begins_a_line_of_the_log_but_the_server(formatter: logging.Formatter) -> None:
    record = made(EVIL, path=EVIL, empty="")
    error = RuntimeError(EVIL)
    record.exc_info = (RuntimeError, error, error.__traceback__)

    first, *rest = formatter.format(record).splitlines()

    assert first.encode()  # no lone surrogates
    assert all(line.startswith("    | ") for line in rest)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028]", first + "".join(rest))


def test_facts_are_told_apart_in_text() -> None:
    record = made("", agent="a status=500", status=200)

    assert 'agent="a status=500" status=200' in TextFormatter().format(record)


def test_no_fact_ends_where_a_client_says() -> None:
    record = made("", agent='a" status=500', path="a\\", query='"', status=200)

    line = TextFormatter().format(record)
    assert r'agent="a\" status=500" path="a\\" query="\"" status=200' in line


class Full(io.StringIO):
    """A stream on a full disk, or to a reader that has gone away."""

    def write(self, _: str) -> int:
        raise OSError(28, "No space left on device")


class Gone(io.StringIO):
    def write(self, _: str) -> int:
        raise BrokenPipeError


@pytest.mark.parametrize("stream_that_fails", [Full(), Gone()])
def test_a_log_that_cannot_be_written_stops_nothing(
    client: FlaskClient,
    stream: io.StringIO,
    stream_that_fails: IO[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs("text", stream_that_fails)

    assert client.get("/api/v1/search?q=beras").get_json()["total"]
    assert capsys.readouterr() == ("", "")
