from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.app import create_app
from web.caching import AGAIN, FOREVER, KEPT, NEVER
from web.settings import Settings
from web.tokens import make_key, token_line

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from index.archive.store import Archive
    from search.searcher import Searcher

KEY = make_key()


def kept(client: FlaskClient, path: str, **headers: str) -> str:
    with client.get(path, headers=headers) as response:
        return response.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/search?q=beras", "/api/v1/search?q=beras", "/bantuan"])
def test_what_a_new_index_changes_is_asked_about_again(client: FlaskClient, path: str) -> None:
    assert kept(client, path) == AGAIN


@pytest.mark.parametrize("path", ["/articles/guru", "/api/v1/articles/guru", "/search.atom?q=x"])
def test_what_many_read_is_kept_for_a_while(
    searcher: Searcher, archive: Archive, path: str
) -> None:
    public = create_app(searcher, archive, Settings(base_url="https://arsip.example"))
    cache = kept(public.test_client(), path)

    assert "public" in cache
    assert "max-age=" in cache


@pytest.mark.parametrize("path", ["/search.csv?q=beras", "/search.jsonl?q=beras", "/healthz"])
def test_what_is_of_one_moment_is_not_kept(client: FlaskClient, path: str) -> None:
    assert kept(client, path) == NEVER


@pytest.mark.parametrize("path", ["/articles/none", "/api/v1/search?page=0", "/search.csv?page=0"])
def test_an_error_is_asked_about_again(client: FlaskClient, path: str) -> None:
    assert kept(client, path) == AGAIN


def test_the_style_sheet_is_kept_for_ever_by_its_own_address_alone(client: FlaskClient) -> None:
    own = client.get("/").text.split('<link rel="stylesheet" href="')[1].split('"')[0]

    assert kept(client, own) == FOREVER
    assert kept(client, own[:-1]) == AGAIN
    assert kept(client, own.partition("?")[0]) == AGAIN
    assert kept(client, "/static/nothing.css?v=") == AGAIN


def test_what_sets_a_cookie_is_not_kept_for_others(client: FlaskClient) -> None:
    assert "max-age" in kept(client, "/articles/guru")
    assert kept(client, "/articles/guru?lang=en").startswith(AGAIN)


def test_a_private_archive_is_kept_by_its_reader_alone(
    searcher: Searcher, archive: Archive
) -> None:
    settings = Settings.model_validate({"tokens": token_line("redaksi", KEY)})
    client = create_app(searcher, archive, settings).test_client()

    for path in ("/", "/articles/guru", "/api/v1/suggest?q=ber", "/search.atom", "/search.csv"):
        cache = kept(client, path, Authorization=f"Bearer {KEY}")
        assert "private" in cache
        assert "public" not in cache


def test_no_file_of_its_asker_is_kept(app: Flask) -> None:
    files = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/search.", "/konteks", "/tren"))
        and rule.rule.endswith((".csv", ".jsonl"))
    }

    assert len(files) > 4
    assert {KEPT.get(endpoint) for endpoint in files} == {NEVER}


def test_every_rule_is_of_an_endpoint(app: Flask) -> None:
    assert set(KEPT) <= {rule.endpoint for rule in app.url_map.iter_rules()}
