"""Whoosh corrects words and queries by the words of the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from whoosh import query as wq
from whoosh.highlight import HtmlFormatter, UppercaseFormatter
from whoosh.qparser import QueryParser
from whoosh.spelling import ReaderCorrector

from index.article import make_article
from tests.index.whoosh_view.building import open_articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.searching import Searcher

TEXTS = (
    "render zorro kaori postal",
    "reader zebra koala pastry",
    "leader libra oola paster",
    "feeder lorry zoala baster",
    "alfa bravo charlie delta",
    "delta echo foxtrot golf rage rain roar",
    "日本 東京 ランキング",
)


@pytest.fixture(scope="module", params=["one segment", "two segments"])
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """A searcher of the texts, the last of which have a tag."""
    articles = [
        make_article(id=str(number), body=text, tags=("aabc aade",) if number > 4 else ())
        for number, text in enumerate(TEXTS)
    ]
    several = request.param == "two segments"
    batches = [articles[:4], articles[4:]] if several else [articles]
    with open_articles(tmp_path_factory.mktemp("texts"), *batches).searcher() as searcher:
        yield searcher


@pytest.mark.parametrize(
    ("word", "distance", "prefix", "words"),
    [
        pytest.param("koala", 1, 0, "koala zoala", id="a word itself and its neighbour"),
        pytest.param("koola", 2, 0, "koala oola zoala", id="two mistakes"),
        pytest.param("brave", 1, 0, "bravo", id="one mistake"),
        pytest.param("brave", 1, 5, "", id="none in the beginning"),
        pytest.param("ra", 2, 2, "rage rain", id="a beginning"),
        pytest.param("ra", 2, 1, "rage rain roar", id="the beginning of a beginning"),
        pytest.param("日木本", 1, 0, "日本", id="other letters"),
        pytest.param("xxxxxx", 2, 0, "", id="nothing like it"),
    ],
)
def test_words_within_a_distance(
    searcher: Searcher, word: str, distance: int, prefix: int, words: str
) -> None:
    found = searcher.reader().terms_within("text", word, distance, prefix=prefix)

    assert sorted(found) == sorted(words.split())


def test_words_are_suggested_nearest_first(searcher: Searcher) -> None:
    corrector = ReaderCorrector(searcher.reader(), "text", searcher.schema["text"])

    assert corrector.suggest("koalas", maxdist=1) == ["koala"]
    assert searcher.suggest("text", "brovo") == ["bravo"]
    assert searcher.corrector("text").suggest("zebro") == ["zebra", "zorro"]


def test_every_field_has_words_of_its_own(searcher: Searcher) -> None:
    assert sorted(searcher.suggest("tag", "aa", maxdist=2, prefix=2)) == ["aabc", "aade"]
    assert searcher.suggest("text", "aa", maxdist=2, prefix=2) == []


def test_a_query_is_corrected_word_by_word(searcher: Searcher) -> None:
    text = 'alpha ("brovo november" OR tag:dolta) foxtrott'
    query = QueryParser("text", searcher.schema).parse(text)

    corrected = searcher.correct_query(query, text)

    assert isinstance(corrected.query, wq.And)
    assert corrected.query[0] == wq.Term("text", "alfa")
    assert isinstance(corrected.query[1], wq.Or)
    assert corrected.query[1][0].words == ["bravo", "november"]
    assert corrected.query[1][1] == wq.Term("tag", "dolta")
    assert corrected.query[2] == wq.Term("text", "foxtrot")
    assert corrected.string == 'alfa ("bravo november" OR tag:dolta) foxtrot'


def test_a_corrected_query_shows_what_was_corrected(searcher: Searcher) -> None:
    text = "alpha delta"
    query = QueryParser("text", searcher.schema).parse(text)

    corrected = searcher.correct_query(query, text)

    marked = corrected.format_string(HtmlFormatter(classname="c"))
    assert marked == '<strong class="c term0">alfa</strong> delta'


def test_a_correct_query_stays_as_it_is(searcher: Searcher) -> None:
    query = QueryParser("text", searcher.schema).parse("charlie")

    corrected = searcher.correct_query(query, "charlie")

    assert corrected.query == query
    assert corrected.string == "charlie"
    assert corrected.format_string(UppercaseFormatter()) == "charlie"
