"""Of a phrase in any form, what has it as written comes first, through every engine."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.article import Article
from search.language.parser import parse
from search.query import Forms
from search.results import PageRequest
from search.searcher import Searcher
from tests.building import build
from tests.search.conftest import ENGINES, engine_over

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = "kabar lain tentang hal lain " * 30
ARTICLES = [
    Article(id="panjang", title="Kabar", body=f"{LONG} Mereka memberi bantuan kemarin. {LONG}"),
    Article(id="pendek", title="Kabar", body="Mereka memberi bantuan kemarin."),
    *(
        Article(id=f"judul-{number}", title="Diberi bantuan", body=f"Diberi bantuan {number} kali.")
        for number in range(4)
    ),
    Article(id="terpisah", title="Kabar", body="Bantuan itu kami beri."),
]


@pytest.fixture(scope="module", params=ENGINES)
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """A searcher of these articles on each engine in turn."""
    data = build(tmp_path_factory.mktemp("phrases"), ARTICLES)
    with closing(open_archive(data)) as archive:
        engine = engine_over(request, request.param, data, archive)
        with closing(engine):
            yield Searcher(engine, archive)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        pytest.param('~"memberi bantuan"', None, id="by its mark"),
        pytest.param('"memberi bantuan"', Forms.ALL, id="by the parameter"),
        pytest.param('isi:~"memberi bantuan"', None, id="in a field"),
        pytest.param('~"memberi bantuan" ATAU gandum', None, id="beside another word"),
    ],
)
def test_what_has_a_phrase_as_written_comes_first(
    searcher: Searcher, text: str, forms: Forms | None
) -> None:
    page = searcher.search(parse(text, forms).query, PageRequest(size=100))

    ids = [hit.article.id for hit in page.hits]
    assert ids[:2] == ["pendek", "panjang"]
    assert set(ids[2:]) == {f"judul-{number}" for number in range(4)}


def test_a_phrase_as_written_has_no_others(searcher: Searcher) -> None:
    page = searcher.search(parse('"memberi bantuan"').query, PageRequest(size=100))

    assert [hit.article.id for hit in page.hits] == ["pendek", "panjang"]
