"""The page that explains the API says what OpenAPI says, and its examples run."""

from __future__ import annotations

import html
import json
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from index.archive.opening import open_archive
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.web.listening import listening
from web.api.openapi import openapi_document
from web.api.outline import outline
from web.app import create_app
from web.params import REPEATABLE
from web.settings import Settings
from web.texts.languages import LANGUAGES
from web.texts.locales import make_locale
from web.tokens import make_key, token_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from index.archive.store import Archive

DOCUMENT = openapi_document("Arsip", "/api/v1")
OPERATIONS = {
    methods["get"]["operationId"]: methods["get"] for methods in DOCUMENT["paths"].values()
}


def sentences() -> Iterator[str]:
    """Yield all that OpenAPI says in words that the page shows."""
    for told in OPERATIONS.values():
        yield told["summary"]
        yield from (
            parameter["description"]
            for parameter in told["parameters"]
            if parameter["name"] not in REPEATABLE
        )
        yield from (
            answer["description"] for status, answer in told["responses"].items() if status != "200"
        )


def blocks(page: str, kind: str) -> list[str]:
    found = re.findall(rf'<pre class="{kind}"><code>(.*?)</code></pre>', page, re.DOTALL)
    return [html.unescape(block) for block in found]


@pytest.mark.parametrize("sentence", sorted(set(sentences())))
def test_every_sentence_can_be_read_in_every_language(sentence: str) -> None:
    english = make_locale("en").texts

    (key,) = (
        key for key, text in english.items() if text == sentence and key[:15] == "endpoint.about."
    )
    others = {make_locale(language).say(key) for language in LANGUAGES if language != "en"}
    assert sentence not in others


def test_no_sentence_is_left_from_what_openapi_once_said() -> None:
    texts = make_locale("en").texts

    kept = {text for key, text in texts.items() if key.startswith("endpoint.about.")}

    assert kept == set(sentences())


def test_every_parameter_and_status_is_explained(client: FlaskClient) -> None:
    page = html.unescape(client.get("/api").text)

    for told in OPERATIONS.values():
        assert f'id="{told["operationId"]}"' in page
        section = page.split(f'id="{told["operationId"]}"')[1].split("</section>")[0]
        for parameter in told["parameters"]:
            assert f"<dt><code>{parameter['name']}</code>" in section
    assert "bilangan 1 sampai 100; 10 jika tidak diisi" in page
    assert (
        "relevance, newest, oldest, newest-estimated, oldest-estimated; relevance jika tidak diisi"
        in page
    )
    assert "Salah satu dari nilai source ini; boleh diulang." in page
    assert "teks; wajib" in page
    for status in ("304", "400", "401", "404", "410", "414", "429", "503"):
        assert f"<dt><code>{status}</code>" in page
    assert 'href="/api/v1/openapi.json"' in page


def test_it_speaks_english_where_the_site_does(searcher: Searcher, archive: Archive) -> None:
    client = create_app(searcher, archive, Settings(language="en")).test_client()

    page = html.unescape(client.get("/api").text)

    assert '<html lang="en">' in page
    assert set(sentences()) <= set(re.findall(r">([^<]+)<", page))
    assert "number from 1 to 100; 10 unless given" in page


def test_every_page_leads_to_it(client: FlaskClient) -> None:
    for path in ("/", "/search?q=zzzqqq", "/tidak-ada", "/api"):
        assert 'href="/api">' in client.get(path).text


def test_the_examples_run_as_they_stand(app: Flask) -> None:
    with listening(app) as server:
        page = server.get("/api").decode()
        curls, programs = blocks(page, "curl"), blocks(page, "python")
        assert len(curls) == len(programs) == len(OPERATIONS)
        assert all("http://localhost/api/v1/" in text for text in (*curls, *programs))
        here = f"http://127.0.0.1:{server.port}/"
        for shown in programs:
            program = shown.replace("http://localhost/", here)
            done = subprocess.run(
                [sys.executable, "-W", "error", "-c", program],
                capture_output=True,
                text=True,
                check=True,
            )
            assert done.stdout.strip()
        for shown in curls if shutil.which("curl") else ():
            command = shown.replace("http://localhost/", here)
            done = subprocess.run(
                shlex.split(f"{command} --silent --fail --noproxy '*'"),
                capture_output=True,
                text=True,
                check=True,
            )
            answer = json.loads(done.stdout)
            assert answer.get("results") != []


def test_the_examples_of_a_private_archive_send_a_key(
    searcher: Searcher, archive: Archive, tmp_path: Path
) -> None:
    key = make_key()
    tokens = tmp_path / "tokens"
    tokens.write_text(token_line("redaksi", key))
    app = create_app(searcher, archive, Settings.model_validate({"tokens": str(tokens)}))
    with listening(app) as server:
        client = app.test_client()
        assert client.get("/api").status_code == 401
        page = client.get("/api", headers={"Authorization": f"Bearer {key}"}).text
        here = f"http://127.0.0.1:{server.port}/"

        for program in blocks(page, "python"):
            mine = program.replace("http://localhost/", here).replace("Bearer KEY", f"Bearer {key}")
            done = subprocess.run(
                [sys.executable, "-c", mine], capture_output=True, text=True, check=True
            )
            assert done.stdout.strip()
        assert all("-H 'Authorization: Bearer KEY'" in text for text in blocks(page, "curl"))


def test_the_examples_ask_for_what_there_is(tmp_path: Path) -> None:
    archive = open_archive(tmp_path, create=True)
    reindex(tmp_path)
    client = create_app(Searcher(ArrayEngine(tmp_path), archive), archive, Settings()).test_client()

    page = client.get("/api")

    assert page.status_code == 200  # an archive without articles has an API, too
    archive.close()


def test_the_outline_of_a_shape() -> None:
    schemas: dict[str, Any] = {
        "Inner": {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]},
        "Outer": {
            "type": "object",
            "required": ["a", "f", "p"],
            "properties": {
                "a": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                "b": {"items": {"$ref": "#/components/schemas/Inner"}, "type": "array"},
                "c": {"const": True},
                "d": {"enum": ["x", "y"]},
                "e": {"items": {"type": "string"}, "type": "array"},
                "f": {"type": "object", "additionalProperties": {"type": "number"}},
                "p": {"prefixItems": [{"type": "string"}, {"type": "integer"}], "type": "array"},
            },
        },
    }

    assert outline(schemas, "Outer").splitlines() == [
        "{",
        '  "a": string or null,',
        '  "b"?: [',
        "    {",
        '      "n": integer',
        "    }",
        "  ],",
        '  "c"?: true,',
        '  "d"?: "x" or "y",',
        '  "e"?: [string],',
        '  "f": {...: number},',
        '  "p": [string, integer]',
        "}",
    ]


def test_every_published_shape_has_an_outline() -> None:
    schemas = DOCUMENT["components"]["schemas"]

    for name in schemas:
        text = outline(schemas, name)
        assert "any" not in text.split('"')
        assert "..." not in text.replace("{...:", "")
