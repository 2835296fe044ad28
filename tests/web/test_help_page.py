"""The page that explains how words are matched, and that it tells the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.archive import open_archive
from index.article import make_article
from index.rebuild import reindex
from search.language.parser import parse
from search.whoosh_searcher import WhooshSearcher
from web.matching import EXAMPLES, Example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from search.searcher import Searcher

FORMS = sorted({form for example in EXAMPLES for form in (*example.found, *example.missed)})


@pytest.fixture(scope="module")
def one_form_each(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    directory = tmp_path_factory.mktemp("forms")
    archive = open_archive(directory, create=True)
    archive.put([make_article(id=form, title="x", body=f"Tercatat {form}.") for form in FORMS])
    reindex(directory)
    searcher = WhooshSearcher(directory, archive)
    yield searcher
    searcher.close()
    archive.close()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.typed)
def test_every_example_is_true(one_form_each: Searcher, example: Example) -> None:
    found = one_form_each.find_ids(parse(example.typed).query)

    assert set(example.found) <= set(found)
    assert set(example.missed).isdisjoint(found)


def test_the_page_shows_every_example_and_the_syntax(client: FlaskClient) -> None:
    html = client.get("/bantuan").text

    assert "Bagaimana kata dicocokkan" in html
    assert all(f">{example.typed}</a>" in html for example in EXAMPLES)
    assert "<s>sebuah</s>" in html
    assert "beras ATAU gabah" in html


def test_every_page_leads_to_it(client: FlaskClient) -> None:
    for path in ("/", "/search?q=zzzqqq", "/tidak-ada"):
        assert 'href="/bantuan"' in client.get(path).text
