"""The page that explains how words are matched, and that it tells the truth."""

from __future__ import annotations

import html
import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.article import make_article
from index.fields import FIELDS
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.searcher import Searcher
from tests.building import build
from web.app import create_app
from web.pages.examples import PROMISES, SYNTAX, Promise
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    page = html.unescape(client.get("/bantuan").text)

    assert "Bagaimana kata dicocokkan" in page
    for typed in (*(promise.typed for promise in PROMISES), *(typed for typed, _ in SYNTAX)):
        assert f">{typed}</code>" in page
    assert "<s>sebuah</s>" in page


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_names_every_field(client: FlaskClient, language: str) -> None:
    page = client.get("/bantuan", headers={"Accept-Language": language}).text

    (listed,) = re.findall(r"judul:banjir.*?<td>(.*?)</td>", page, re.DOTALL)
    assert {field.prefixes[0] for field in FIELDS} <= set(re.findall(r"\w+", listed))


@pytest.mark.parametrize("path", ["/", "/bantuan"])
def test_every_example_that_is_a_link_finds_as_much_as_it_says(
    client: FlaskClient, path: str
) -> None:
    page = client.get(path).text

    linked = re.findall(r'<a href="([^"]*)"><code>([^<]*)</code></a> .*?\(([\d.]+)\)', page)
    bare = re.findall(r'<code class="untried">([^<]*)</code>', page)
    assert linked
    assert bare
    for href, _, count in linked:
        found = client.get(html.unescape(href).replace("/search", "/api/v1/search")).get_json()
        assert found["total"] == int(count.replace(".", "")) > 0
    for typed in bare:
        q = {"q": html.unescape(typed)}
        found = client.get("/api/v1/search", query_string=q).get_json()
        assert found["total"] == 0 or found["query"]["relaxed"], typed


def test_every_page_leads_to_it(client: FlaskClient) -> None:
    for path in ("/", "/search?q=zzzqqq", "/tidak-ada"):
        assert 'href="/bantuan"' in client.get(path).text


def test_an_example_becomes_a_link_with_the_index_that_answers_it(tmp_path: Path) -> None:
    build(tmp_path, [make_article(id="a", title="x", body="Jalan dibangun.")])
    with (
        closing(open_archive(tmp_path)) as archive,
        closing(Searcher(ArrayEngine(tmp_path), archive)) as searcher,
    ):
        client = create_app(searcher, archive, Settings()).test_client()
        before = [client.get("/bantuan").text for _ in range(2)]
        archive.put([make_article(id="b", title="x", body="Harga beras naik.")])
        reindex(tmp_path)
        after = client.get("/bantuan").text

    assert all('<code class="untried">harga beras</code>' in page for page in before)
    assert '<a href="/search?q=harga+beras"><code>harga beras</code></a>' in after
