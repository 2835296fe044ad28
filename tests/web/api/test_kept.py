"""Answers that are kept are those that would be worked out, and no others."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from index.archive.opening import open_archive
from index.article import make_article
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from web.app import create_app
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

ADDRESS = "/api/v1/search?q=beras&facets=source"


class Site:
    """A site of its own, and how often it has searched."""

    def __init__(self, data: Path, stack: ExitStack, **settings: Any) -> None:
        self.data = data
        self.archive = open_archive(data, create=True)
        stack.callback(self.archive.close)
        self.put("Harga beras naik")
        reindex(data)
        self.searcher = Searcher(ArrayEngine(data), self.archive)
        stack.callback(self.searcher.close)
        app = create_app(self.searcher, self.archive, Settings(**settings))
        self.client: FlaskClient = app.test_client()
        self.kept = app.extensions["arsip"].kept

    def put(self, title: str) -> None:
        self.archive.put([make_article(id="a", title=title, body="Beras dijual.")])

    def get(self, address: str = ADDRESS, **headers: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.get(address, headers=headers).get_json()
        del answer["took_ms"]
        return answer


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def site(tmp_path: Path, stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr("index.archive.file.SETTLED_NS", 0)
    return Site(tmp_path, stack)


def test_the_same_is_answered_again_without_a_search(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = site.client.get(ADDRESS)
    monkeypatch.delattr(Searcher, "search")

    second = site.client.get(ADDRESS)

    assert second.data.partition(b'"took_ms"')[0] == first.data.partition(b'"took_ms"')[0]
    assert second.get_json().keys() == first.get_json().keys()
    for name in ("ETag", "Link", "Content-Type", "Cache-Control", "Vary"):
        assert second.headers[name] == first.headers[name]
    tag = {"If-None-Match": first.headers["ETag"]}
    assert site.client.get(ADDRESS, headers=tag).status_code == 304


def test_what_is_published_anew_is_shown_at_once(site: Site) -> None:
    before = site.get()

    site.put("Harga gabah naik")

    assert before["results"][0]["title"] == "Harga beras naik"
    assert site.get()["results"][0]["title"] == "Harga gabah naik"


def test_a_new_index_answers_at_once(site: Site) -> None:
    before = site.get()
    site.archive.put([make_article(id="b", body="Beras lagi.")])
    assert site.get()["total"] == 1

    reindex(site.data)

    after = site.get()
    assert after["total"] == 2
    assert after["index"]["generation"] != before["index"]["generation"]


def test_an_answer_is_kept_by_all_that_it_depends_on(site: Site) -> None:
    query = "/api/v1/search?q=beras%5E2"

    answers = [
        site.get(query, **{"Accept-Language": language})["query"]["warnings"]
        for language in ("id", "en", "id")
    ]

    assert answers[0] == answers[2] != answers[1]
    assert site.get(ADDRESS + "&page=2")["page"] == 2
    mounted = site.client.get(ADDRESS, base_url="http://localhost/arsip").get_json()
    assert mounted["links"]["self"].startswith("/arsip/")


def test_nothing_is_kept_right_after_a_write(
    tmp_path: Path, stack: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.archive.file.SETTLED_NS", 3_600 * 10**9)
    site = Site(tmp_path, stack)

    site.get()

    assert site.kept.held == 0


def test_nothing_is_kept_where_nothing_may_be(
    tmp_path: Path, stack: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.archive.file.SETTLED_NS", 0)
    site = Site(tmp_path, stack, keep_mb=0)

    assert site.get() == site.get()
    assert site.kept.held == 0


def test_what_is_kept_is_bounded(site: Site) -> None:
    site.kept.limit = 20_000

    for number in range(200):
        site.get(f"{ADDRESS}&page={number + 1}")

    assert 0 < site.kept.held <= site.kept.limit


def test_an_error_is_not_kept(site: Site) -> None:
    assert site.client.get("/api/v1/search?page=0").status_code == 400

    assert site.kept.held == 0
