"""Whoosh finds the words that set a text apart, and the articles that are like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from whoosh import query as wq
from whoosh.classify import Expander

from tests.index.whoosh_view.building import ids_of, open_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.searching import Searcher

TEXTS = (
    "apel beras cabai durian emping fuli gula",
    "durian emping fuli gula halia ikan jahe",
    "emping fuli gula halia ikan jahe kelapa",
    "fuli gula halia ikan jahe kelapa lada",
    "gula halia ikan jahe kelapa lada merica",
    "fuli gula halia ikan apel beras cabai",
)


@pytest.fixture(scope="module", params=["one segment", "two segments"])
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """A searcher of texts that share words with their neighbours."""
    batches = [TEXTS[:4], TEXTS[4:]] if request.param == "two segments" else [TEXTS]
    with open_texts(tmp_path_factory.mktemp("texts"), *batches).searcher() as searcher:
        yield searcher


def test_rare_words_of_a_text_are_its_key_words(searcher: Searcher) -> None:
    words = [word for word, _ in searcher.key_terms_from_text("text", "gula gula merica", 2)]
    expander = Expander(searcher.reader(), "text")
    expander.add_text("fuli lada lada zamrud")

    assert words[0] == "merica"
    assert [word for word, _ in expander.expanded_terms(1)] == ["lada"]


def test_articles_like_a_text_share_its_words(searcher: Searcher) -> None:
    found = searcher.more_like(0, "text", text=TEXTS[0])

    assert ids_of(found)[0] == "5"
    assert "0" not in ids_of(found)


def test_what_is_found_is_expanded_by_likeness(searcher: Searcher) -> None:
    number = searcher.document_number(id="4")

    found = searcher.more_like(number, "text", text=TEXTS[4], numterms=2)

    assert ids_of(found) == ["3"]


def test_nothing_is_like_nothing(searcher: Searcher) -> None:
    results = searcher.search(wq.Term("text", "zamrud"))

    assert results.scored_length() == 0
    assert results.key_terms("text") == []
    assert Expander(searcher.reader(), "text").expanded_terms(1) == []
