"""The view answers Whoosh's queries as Whoosh's own index of the same articles does."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from whoosh import query as wq
from whoosh.query import spans

from index.article import make_article
from tests.index.whoosh_view.building import open_articles, segment_count
from tests.index.whoosh_view.stock import open_stock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.searching import Searcher

    from index.article import Article

WORDS = "bara barat baru beras besar besi cabai cabut import imported importing durian".split()
# The more frequent words first.
WEIGHTS = [9, 2, 3, 8, 2, 1, 6, 1, 3, 1, 2, 1]
SIZES = (60, 40, 5)
# Whoosh keeps lengths in a byte, and only such are kept exactly.
MAX_WORDS = 10
REMOVED = ("3", "4", "17", "59", "60", "61", "77", "104")
# Of earlier segments, written again in the last one.
REPLACED = ("8", "70")

Hits = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Searchers of the view and of Whoosh's own index."""

    view: Searcher
    stock: Searcher


def make_batches() -> list[list[Article]]:
    """Return three segments of articles of few words, half of them with a title."""
    chance, other = random.Random(20190417), random.Random(20190418)

    def text(words: int, chance: random.Random = chance) -> str:
        return ", ".join(chance.choices(WORDS, WEIGHTS, k=chance.randint(1, words)))

    def article(id_: str) -> Article:
        tags = tuple(text(2, other) for _ in range(other.randint(0, 3)))
        source = text(3, other) if other.random() < 0.7 else None
        if chance.random() < 0.5:
            return make_article(id=id_, body=text(MAX_WORDS), source=source, tags=tags)
        title, body = text(3), text(MAX_WORDS - 3)
        return make_article(id=id_, title=title, body=body, source=source, tags=tags)

    ids = [str(number) for number in range(sum(SIZES))]
    first, second, _ = SIZES
    return [
        [article(id_) for id_ in ids[:first]],
        [article(id_) for id_ in ids[first : first + second]],
        [article(id_) for id_ in (*REPLACED, *ids[first + second :])],
    ]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both indexes, open."""
    batches = make_batches()
    view = open_articles(tmp_path_factory.mktemp("view"), *batches, removed=REMOVED)
    stock = open_stock(*batches, removed=REMOVED)
    assert segment_count(view) == segment_count(stock) == len(SIZES)
    with view.searcher() as one, stock.searcher() as other:
        yield Pair(one, other)


def search(searcher: Searcher, query: wq.Query) -> Hits:
    """Return every hit with its score, best first.

    The matcher is kept as it is all along: Whoosh loses hits when it replaces matchers.
    """
    collector = searcher.collector(limit=None)
    collector.replace = 0
    searcher.search_with_collector(query, collector)
    return [(hit["id"], hit.score) for hit in collector.results()]


def term(word: str, boost: float = 1.0, field: str = "text") -> wq.Term:
    return wq.Term(field, word, boost=boost)


def terms(words: str) -> list[wq.Query]:
    return [term(word) for word in words.split()]


SEVERAL = terms("bara beras cabai")

QUERIES: dict[str, wq.Query] = {
    "a word": term("bara"),
    "a rare word": term("besi"),
    "a word with a boost": term("bara", 2.5),
    "a word that is nowhere": term("zamrud"),
    "a field that is nowhere": term("bara", field="judul"),
    "a root": term("bara", field="root"),
    "an id": term("12", field="id"),
    "a word of a source": term("bara", field="source"),
    "a word of tags": term("bara", field="tag"),
    "words of text, source and tags": wq.Or(
        [term("bara"), term("bara", 2.0, field="source"), term("bara", field="tag")]
    ),
    "words of a source side by side": wq.Phrase("source", ["bara", "beras"]),
    "words of one tag side by side": wq.Phrase("tag", ["bara", "beras"]),
    "words of several tags": wq.Phrase("tag", ["bara", "beras"], slop=200),
    "the beginning of a tag": wq.Prefix("tag", "be", constantscore=False),
    "everything with tags": wq.Every("tag"),
    "a removed id": term("17", field="id"),
    "a replaced id": term("8", field="id"),
    "and": wq.And(SEVERAL),
    "and with a boost": wq.And(SEVERAL, boost=3.0),
    "and over fields": wq.And([term("bara"), term("cabai", field="root")]),
    "and with a word that is nowhere": wq.And([*SEVERAL, term("zamrud")]),
    "or": wq.Or(SEVERAL),
    "or with a boost": wq.Or(SEVERAL, boost=0.25),
    "or over fields": wq.Or([term("bara", 4.0), term("bara", field="root")]),
    "or with a word that is nowhere": wq.Or([*SEVERAL, term("zamrud")]),
    "or of many": wq.Or([term(word, 1.0 + at) for at, word in enumerate(WORDS)]),
    "or, scaled by the words found": wq.Or(SEVERAL, scale=0.9),
    "or of nothing": wq.Or([]),
    "not": wq.Not(term("bara")),
    "not everything": wq.Not(wq.Every()),
    "and not": wq.And([term("bara"), wq.Not(term("beras"))]),
    "and nots": wq.And([term("bara"), wq.Not(term("beras")), wq.Not(term("cabai"))]),
    "or not": wq.Or([term("besi"), wq.Not(term("beras"))]),
    "one without another": wq.AndNot(term("bara"), term("beras")),
    "one that another may better": wq.AndMaybe(term("besi"), term("beras")),
    "one that another has to be beside": wq.Require(term("bara"), term("beras")),
    "one, or else another": wq.Otherwise(term("zamrud"), term("beras")),
    "one, whatever another": wq.Otherwise(term("besi"), term("beras")),
    "the best of several": wq.DisjunctionMax(SEVERAL),
    "the best of several fields": wq.DisjunctionMax([term("bara"), term("bara", field="root")]),
    "words side by side": wq.Phrase("text", ["bara", "beras"]),
    "words side by side, with a boost": wq.Phrase("text", ["bara", "beras"], boost=5.0),
    "words near each other": wq.Phrase("text", ["bara", "beras"], slop=3),
    "three words near each other": wq.Phrase("text", ["bara", "beras", "cabai"], slop=4),
    "a word twice": wq.Phrase("text", ["bara", "bara"]),
    "a word three times": wq.Phrase("text", ["bara"] * 3),
    "side by side with what is nowhere": wq.Phrase("text", ["bara", "zamrud"]),
    "roots side by side": wq.Phrase("root", ["beras", "bara"]),
    "a beginning": wq.Prefix("text", "ba"),
    "a beginning with a boost": wq.Prefix("text", "ba", boost=2.0),
    "a beginning, scored by its words": wq.Prefix("text", "ba", constantscore=False),
    "the beginning of nothing": wq.Prefix("text", "zam"),
    "the beginning of everything": wq.Prefix("text", ""),
    "a pattern": wq.Wildcard("text", "b*r?"),
    "a pattern from its first letter": wq.Wildcard("text", "*a*r*"),
    "a pattern, scored by its words": wq.Wildcard("text", "b?r*", constantscore=False),
    "a pattern of anything": wq.Wildcard("text", "*"),
    "an expression": wq.Regex("text", "b(ara|eras)t?"),
    "an expression, scored by its words": wq.Regex("text", ".*r.*", constantscore=False),
    "nearly a word": wq.FuzzyTerm("text", "baras", maxdist=2),
    "nearly a word from its second letter": wq.FuzzyTerm("text", "bira", prefixlength=1),
    "nearly a word, scored": wq.FuzzyTerm("text", "bara", maxdist=2, constantscore=False),
    "the forms of a word": wq.Variations("text", "import"),
    "the forms of a word with a boost": wq.Variations("text", "importing", boost=2.0),
    "words between": wq.TermRange("text", "bara", "beras"),
    "words strictly between": wq.TermRange("text", "bara", "beras", True, True),
    "words up to one": wq.TermRange("text", None, "beras"),
    "words from one on": wq.TermRange("text", "besi", None, constantscore=False),
    "all words": wq.TermRange("text", None, None),
    "between nothing": wq.TermRange("text", "x", "z"),
    "ids between": wq.TermRange("id", "10", "20"),
    "everything": wq.Every(),
    "everything with a boost": wq.Every(boost=7.0),
    "everything with text": wq.Every("text"),
    "nothing": wq.NullQuery,
    "one score for all": wq.ConstantScoreQuery(wq.Or(SEVERAL), 3.5),
    "one score beside others": wq.And([wq.ConstantScoreQuery(term("bara"), 2.0), term("beras")]),
    "in order": wq.Ordered(SEVERAL),
    "in a sequence": wq.Sequence(terms("bara beras"), slop=2),
    "in a loose sequence": wq.Sequence(terms("bara beras"), slop=2, ordered=False),
    "at the beginning": spans.SpanFirst(term("bara")),
    "near the beginning": spans.SpanFirst(term("beras"), limit=3),
    "spans near": spans.SpanNear(term("bara"), term("beras"), slop=3),
    "spans near, in any order": spans.SpanNear(term("bara"), term("beras"), ordered=False),
    "spans near, but apart": spans.SpanNear(term("bara"), term("beras"), slop=5, mindist=3),
    "spans near spans": spans.SpanNear(
        spans.SpanNear(term("bara"), term("beras"), slop=2), term("cabai"), slop=3
    ),
    "several spans near": spans.SpanNear2(SEVERAL, slop=4),
    "spans without": spans.SpanNot(
        spans.SpanNear(term("bara"), term("beras"), slop=4), term("cabai")
    ),
    "any of spans": spans.SpanOr([spans.SpanNear(term("bara"), term("beras")), term("besi")]),
    "spans around": spans.SpanContains(
        spans.SpanNear(term("bara"), term("beras"), slop=5), term("cabai")
    ),
    "spans before": spans.SpanBefore(term("bara"), term("besi")),
    "spans on condition": spans.SpanCondition(term("bara"), term("besi")),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_hits_and_scores_are_those_of_whoosh(pair: Pair, query: wq.Query) -> None:
    expected = search(pair.stock, query)

    found = search(pair.view, query)
    unscored = pair.view.search(query, limit=None, scored=False)

    assert [id_ for id_, _ in found] == [id_ for id_, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected])
    assert {hit["id"] for hit in unscored} == {id_ for id_, _ in expected}


# What Whoosh itself finds wrongly when it stops at the best ten, with its reason.
LOST_BY_WHOOSH = {
    "and with a boost": "the bound that is skipped by leaves out the boost",
    "the forms of a word with a boost": "the bound that is skipped by leaves out the boost",
    "not everything": "an inverse of everything fails when it is replaced",
}


@pytest.mark.parametrize(
    "query",
    [pytest.param(query, id=name) for name, query in QUERIES.items() if name not in LOST_BY_WHOOSH],
)
def test_the_best_few_are_the_first_of_all(pair: Pair, query: wq.Query) -> None:
    expected = search(pair.view, query)

    for limit in (1, 3, 10):
        found = [(hit["id"], hit.score) for hit in pair.view.search(query, limit=limit)]
        assert found == expected[:limit]


words = st.sampled_from(WORDS)
boosts = st.sampled_from((1.0, 1.0, 0.5, 3.0))
slops = st.integers(1, 4)
word_terms = st.builds(term, words, boosts, st.sampled_from(("text", "text", "root")))
leaves = st.one_of(
    word_terms,
    st.builds(
        wq.Phrase,
        st.just("text"),
        st.lists(words, min_size=2, max_size=3),
        slop=slops,
        boost=boosts,
    ),
    st.builds(
        wq.Prefix,
        st.just("text"),
        st.sampled_from(("b", "ba", "bes", "imp", "z")),
        boost=boosts,
        constantscore=st.booleans(),
    ),
    st.builds(
        wq.Wildcard,
        st.just("text"),
        st.sampled_from(("*a*", "b?r*", "import*", "?????")),
        constantscore=st.booleans(),
    ),
    st.builds(
        wq.FuzzyTerm, st.just("text"), words, maxdist=st.integers(1, 2), constantscore=st.booleans()
    ),
    st.builds(
        wq.TermRange,
        st.just("text"),
        st.none() | words,
        st.none() | words,
        startexcl=st.booleans(),
        endexcl=st.booleans(),
    ),
    st.builds(wq.Variations, st.just("text"), st.just("import"), boost=boosts),
    st.builds(wq.Every, st.none() | st.just("root"), boost=boosts),
)
span_terms = st.recursive(
    words.map(term),
    lambda inner: st.one_of(
        st.builds(spans.SpanNear, inner, inner, slop=slops, ordered=st.booleans()),
        st.builds(spans.SpanFirst, inner, limit=st.integers(0, 5)),
        st.builds(spans.SpanOr, st.lists(inner, min_size=2, max_size=3)),
        st.builds(spans.SpanNot, inner, inner),
        st.builds(spans.SpanContains, inner, inner),
        st.builds(spans.SpanBefore, inner, inner),
        st.builds(spans.SpanCondition, inner, inner),
    ),
    max_leaves=4,
)


def compounds(inner: st.SearchStrategy[wq.Query]) -> st.SearchStrategy[wq.Query]:
    several = st.lists(inner, min_size=1, max_size=4)
    return st.one_of(
        st.builds(wq.And, several, boost=boosts),
        st.builds(wq.Or, several, boost=boosts),
        st.builds(wq.DisjunctionMax, several),
        st.builds(lambda some, other: wq.And([*some, wq.Not(other)]), several, inner),
        st.builds(wq.Not, inner),
        st.builds(wq.AndNot, inner, inner),
        st.builds(wq.AndMaybe, inner, inner),
        st.builds(wq.Require, inner, inner),
        st.builds(wq.Otherwise, inner, inner),
        st.builds(wq.ConstantScoreQuery, inner, boosts),
    )


trees = st.recursive(leaves | span_terms, compounds, max_leaves=8)


# What some of Whoosh's matchers fail with, on whatever index: nothing is promised then.
FAULTS = (IndexError, NotImplementedError)


@settings(max_examples=60)
@given(query=trees)
def test_any_query_has_the_hits_of_whoosh(pair: Pair, query: wq.Query) -> None:
    try:
        expected = search(pair.stock, query)
    except FAULTS:
        reject()

    found = search(pair.view, query)

    assert [id_ for id_, _ in found] == [id_ for id_, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected])
