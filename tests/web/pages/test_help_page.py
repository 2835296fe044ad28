"""The page that explains how words are matched, and that it tells the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.archive import open_archive
from index.article import make_article
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.searcher import Searcher
from web.pages.examples import PROMISES, Promise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient


FORMS = sorted({form for promise in PROMISES for form in (*promise.found, *promise.missed)})


@pytest.fixture(scope="module")
def one_form_each(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    directory = tmp_path_factory.mktemp("forms")
    archive = open_archive(directory, create=True)
    archive.put([make_article(id=form, title="x", body=f"Tercatat {form}.") for form in FORMS])
    reindex(directory)
    searcher = Searcher(ArrayEngine(directory), archive)
    yield searcher
    searcher.close()
    archive.close()


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.typed)
def test_every_promise_is_kept(one_form_each: Searcher, promise: Promise) -> None:
    found = one_form_each.find_ids(parse(promise.typed).query)

    assert set(promise.found) <= set(found)
    assert set(promise.missed).isdisjoint(found)


def test_the_page_shows_every_example_and_the_syntax(client: FlaskClient) -> None:
    html = client.get("/bantuan").text

    assert "Bagaimana kata dicocokkan" in html
    assert all(f">{promise.typed}</a>" in html for promise in PROMISES)
    assert "<s>sebuah</s>" in html
    assert "beras ATAU gabah" in html


def test_every_page_leads_to_it(client: FlaskClient) -> None:
    for path in ("/", "/search?q=zzzqqq", "/tidak-ada"):
        assert 'href="/bantuan"' in client.get(path).text
