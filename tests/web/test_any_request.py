"""Whatever is asked, the answer is one of a few, and never an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from web.params import ConcordanceParams, QuotesParams, SearchParams

if TYPE_CHECKING:
    from flask import Flask

ANY_TEXT = st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))
QUERIES = (
    st.text('harga beras "()~-+*=:^ATAUDANBUKAN0123tanggal:judul:', max_size=80).map(str.encode)
    | ANY_TEXT
)
VALUES = (
    st.sampled_from([b"", b"0", b"-1", b"2018-02-31", b"1e9", b"\x00", b"all", b"newest", b"year"])
    | st.integers().map(lambda number: str(number).encode())
    | st.binary(max_size=20)
    | ANY_TEXT
)
FIELDS = (
    SearchParams.model_fields.keys()
    | ConcordanceParams.model_fields.keys()
    | QuotesParams.model_fields.keys()
)
NAMES = st.sampled_from(sorted(FIELDS)) | st.text(max_size=8)
PARAMS = st.lists(st.tuples(NAMES, VALUES), max_size=8)
PATHS = st.sampled_from(
    "/search /api/v1/search /search.atom /search.csv /search.jsonl /konteks /konteks.csv"
    " /konteks/kolokasi.csv /api/v1/concordance /kutipan /api/v1/quotes".split()
)

PAGES = {"/search", "/konteks", "/kutipan"}

# The application never changes, so one serves every example.
patiently = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150
)


@patiently
@given(QUERIES)
def test_any_query_is_answered(app: Flask, text: bytes) -> None:
    query = urlencode({"q": text})
    client = app.test_client()

    page, api = client.get(f"/search?{query}"), client.get(f"/api/v1/search?{query}")

    assert page.status_code == api.status_code == 200
    total = api.get_json()["total"]
    assert f"<strong>{total} artikel</strong>" in page.text


@patiently
@given(PATHS, PARAMS)
def test_any_parameters_are_answered(
    app: Flask, path: str, params: list[tuple[str, bytes]]
) -> None:
    query = urlencode([(name.encode("utf-8", "surrogatepass"), value) for name, value in params])

    response = app.test_client().get(f"{path}?{query}")

    assert response.status_code in ({200} if path in PAGES else {200, 400})
    assert response.data or path == "/search.jsonl"


@patiently
@given(st.binary(max_size=80))
def test_any_query_string_is_answered(app: Flask, raw: bytes) -> None:
    environ = {"QUERY_STRING": raw.decode("latin-1")}
    client = app.test_client()

    paths = (*PAGES, "/api/v1/search", "/articles/guru", "/api/v1/suggest")
    for path in (*paths, "/versions/guru", "/api/v1/articles/guru/versions"):
        assert client.get(path, environ_overrides=environ).status_code in {200, 400}


@patiently
@given(st.binary(max_size=40))
def test_any_path_is_answered(app: Flask, raw: bytes) -> None:
    client = app.test_client()

    for prefix in ("/", "/articles/", "/api/v1/articles/", "/versions/", "/static/"):
        assert client.get(prefix + quote(raw)).status_code in {200, 308, 400, 404, 405}
