from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

import pytest

from index.errors import (
    ArchiveError,
    ArsipError,
    IndexBrokenError,
    IndexMissingError,
    IndexUnreachableError,
)
from search.errors import EngineError
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher


class BrokenSearcher:
    """Fails at every question, in a way of one's choice."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, _question: str) -> Callable[..., NoReturn]:
        def fail(*_: object, **__: object) -> NoReturn:
            raise self.error

        return fail


def client_failing_with(error: Exception, archive: Archive) -> FlaskClient:
    return create_app(cast("Searcher", BrokenSearcher(error)), archive).test_client()


@pytest.mark.parametrize("path", ["/api/v1/search?q=a", "/search.csv", "/readyz", "/search.atom"])
def test_without_an_index_a_program_is_told_the_command(
    client_without_index: FlaskClient, path: str
) -> None:
    response = client_without_index.get(path)

    problem = response.get_json()
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert problem["type"] == "urn:arsip:problem:no-index"
    assert "arsip reindex" in problem["detail"]


@pytest.mark.parametrize("path", ["/", "/search?q=a"])
def test_without_an_index_a_person_is_told_the_command(
    client_without_index: FlaskClient, path: str
) -> None:
    response = client_without_index.get(path)

    assert response.status_code == 503
    assert "Belum ada indeks" in response.text
    assert "reindex" in response.text


@pytest.mark.parametrize("path", ["/", "/search", "/api/v1/search", "/search.csv", "/readyz"])
@pytest.mark.parametrize(
    "error",
    [
        EngineError("/srv/berita/index: the disk is gone"),
        ArchiveError("/srv/berita/archive.db: disk I/O error"),
        IndexMissingError(Path("/srv/berita")),
        IndexBrokenError(Path("/srv/berita/index"), "a file is missing"),
        IndexUnreachableError("opensearch://simpul:9200/srv", "does not answer"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_where_things_lie_is_told_to_the_log_alone(
    archive: Archive, caplog: pytest.LogCaptureFixture, error: ArsipError, path: str
) -> None:
    client = client_failing_with(error, archive)

    response = client.get(path)

    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "/srv" not in response.text
    assert str(error) in caplog.text


@pytest.mark.parametrize(("path", "told"), [("/api/v1/search", "nodes"), ("/", "tersebar")])
def test_a_cluster_that_is_not_all_there_is_told_apart(
    archive: Archive, path: str, told: str
) -> None:
    error = IndexUnreachableError("opensearch://simpul/b", "has too much to do", retry_after=5)

    response = client_failing_with(error, archive).get(path)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert told in response.text
    assert "simpul" not in response.text


@pytest.mark.parametrize("path", ["/api/v1/search", "/search"])
def test_a_fault_of_ours_is_a_500_that_gives_nothing_away(archive: Archive, path: str) -> None:
    client = client_failing_with(RuntimeError("secret"), archive)

    response = client.get(path)

    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("path", ["/", "/search", "/articles/guru", "/api/v1/search"])
def test_head_is_answered_without_a_body(client: FlaskClient, path: str) -> None:
    response = client.head(path)

    assert response.status_code == 200
    assert response.data == b""
    assert response.content_length


@pytest.mark.parametrize("path", ["/search", "/api/v1/search", "/search.csv"])
def test_other_methods_are_told_what_is_allowed(client: FlaskClient, path: str) -> None:
    response = client.post(path)

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_an_unknown_path_is_a_page_or_a_problem(client: FlaskClient) -> None:
    assert client.get("/nothing").mimetype == "text/html"
    assert client.get("/api/v1/nothing").mimetype == "application/problem+json"
    assert client.get("/nothing").status_code == client.get("/api/nothing").status_code == 404


@pytest.mark.parametrize("path", ["/search?q=", "/api/v1/search?q=", "/articles/"])
def test_a_huge_address_is_refused(client: FlaskClient, path: str) -> None:
    assert client.get(path + "a" * 100_000).status_code == 414


@pytest.mark.parametrize("path", ["/search", "/api/v1/search"])
def test_a_huge_body_is_refused(client: FlaskClient, path: str) -> None:
    assert client.post(path, data=b"x" * 100_000).status_code == 413


@pytest.mark.parametrize("path", ["/search", "/api/v1/search", "/search.atom", "/articles/guru"])
@pytest.mark.parametrize(
    "query", ["q=\xff\xfe", "q=%ff%fe", "q=%00harga", "q=a%00b&page=1", "%ff=1&q=a", "&&=&;", "q"]
)
def test_broken_encodings_get_a_clear_answer(client: FlaskClient, path: str, query: str) -> None:
    response = client.get(path, environ_overrides={"QUERY_STRING": query})

    assert response.status_code in {200, 400}
