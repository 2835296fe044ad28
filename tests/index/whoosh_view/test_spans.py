"""Whoosh's span queries stand on the words they name, at the positions of the articles."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from whoosh import query as wq
from whoosh.query import spans
from whoosh.query.spans import Span

from index.article import make_article
from tests.index.whoosh_view.building import FIRST, ids_of, open_articles, open_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from whoosh.searching import Searcher

WORDS = ("apel", "beras", "beras", "cabai", "durian", "emping")
TEXTS = [list(words) for words in permutations(WORDS, 4)]

Found = dict[int, list[tuple[int, int]]]


@pytest.fixture(scope="module", params=["one segment", "three segments"])
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """Every order of four of the words, each as a title, so that positions begin at 0."""
    articles = [
        make_article(id=str(number), title=", ".join(words), body="-")
        for number, words in enumerate(TEXTS)
    ]
    several = request.param == "three segments"
    batches = [articles[:200], articles[200:350], articles[350:]] if several else [articles]
    with open_articles(tmp_path_factory.mktemp("spans"), *batches).searcher() as searcher:
        assert len(searcher.leaf_searchers()) == len(batches)
        yield searcher


def term(word: str) -> wq.Term:
    return wq.Term("text", word)


def near(one: str, other: str, slop: int = 1, *, ordered: bool = True) -> wq.Query:
    return spans.SpanNear(term(one), term(other), slop=slop, ordered=ordered)


def find(searcher: Searcher, query: wq.Query) -> Found:
    """Return the first and last position of every span, by document."""
    found = {}
    for leaf, offset in searcher.leaf_searchers():
        matcher = query.matcher(leaf)
        while matcher.is_active():
            places = [(span.start, span.end) for span in matcher.spans()]
            found[matcher.id() + offset] = places
            matcher.next()
    return found


def places(words: list[str], *wanted: str) -> list[tuple[int, int]]:
    return [(at, at) for at, word in enumerate(words) if word in wanted]


def gap(words: list[str], one: str, other: str) -> int:
    """Return the smallest distance from ``one`` on to ``other``, 99 when there is none."""
    pairs = [
        at - before
        for before, _ in places(words, one)
        for at, _ in places(words, other)
        if at > before
    ]
    return min(pairs, default=99)


def is_within(words: list[str], first: int, last: int, word: str) -> bool:
    return word in words[first : last + 1]


def test_every_word_is_a_span(searcher: Searcher) -> None:
    for word in WORDS:
        expected = {
            number: places(words, word) for number, words in enumerate(TEXTS) if word in words
        }

        assert find(searcher, term(word)) == expected


@pytest.mark.parametrize("limit", [0, 1, 2])
@pytest.mark.parametrize("word", ["apel", "beras"])
def test_a_span_is_near_the_beginning(searcher: Searcher, word: str, limit: int) -> None:
    expected = {
        number: some
        for number, words in enumerate(TEXTS)
        if (some := [place for place in places(words, word) if place[1] <= limit])
    }

    assert find(searcher, spans.SpanFirst(term(word), limit=limit)) == expected


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        pytest.param(
            near("apel", "beras"), lambda words: gap(words, "apel", "beras") == 1, id="next"
        ),
        pytest.param(
            near("apel", "cabai", 3), lambda words: gap(words, "apel", "cabai") <= 3, id="near"
        ),
        pytest.param(
            near("apel", "beras", ordered=False),
            lambda words: 1 in {gap(words, "apel", "beras"), gap(words, "beras", "apel")},
            id="in any order",
        ),
        pytest.param(
            near("beras", "beras"), lambda words: gap(words, "beras", "beras") == 1, id="twice"
        ),
        pytest.param(
            spans.SpanNear(near("apel", "cabai"), term("emping")),
            lambda words: "apel cabai emping" in " ".join(words),
            id="nested",
        ),
        pytest.param(
            spans.SpanNear2([term("apel"), term("cabai"), term("emping")], slop=1),
            lambda words: "apel cabai emping" in " ".join(words),
            id="of three",
        ),
        pytest.param(
            spans.SpanNear(wq.Or([term("apel"), term("cabai")]), term("emping")),
            lambda words: 1 in {gap(words, "apel", "emping"), gap(words, "cabai", "emping")},
            id="of either",
        ),
        pytest.param(
            spans.SpanOr([near("apel", "cabai", 2), term("beras")]),
            lambda words: gap(words, "apel", "cabai") <= 2 or "beras" in words,
            id="or",
        ),
        pytest.param(
            spans.SpanBefore(term("apel"), term("cabai")),
            lambda words: gap(words, "apel", "cabai") < 99,
            id="before",
        ),
        pytest.param(
            spans.SpanCondition(term("apel"), term("cabai")),
            lambda words: {"apel", "cabai"} <= set(words),
            id="on condition",
        ),
        pytest.param(
            spans.SpanContains(near("apel", "cabai", 3), term("emping")),
            lambda words: (
                (
                    gap(words, "apel", "cabai") <= 3
                    and words.index("apel") < words.index("cabai")
                    and is_within(words, words.index("apel"), words.index("cabai"), "emping")
                )
                if {"apel", "cabai", "emping"} <= set(words)
                else False
            ),
            id="around",
        ),
        pytest.param(
            wq.Phrase("text", ["beras", "emping"]),
            lambda words: gap(words, "beras", "emping") == 1,
            id="a phrase",
        ),
        pytest.param(
            wq.Ordered([term("apel"), term("cabai"), term("emping")]),
            lambda words: (
                gap(words, "apel", "cabai") < 99
                and gap(words, "cabai", "emping") < 99
                and words.index("cabai") < words.index("emping")
            ),
            id="in order",
        ),
    ],
)
def test_spans_are_found_where_the_words_stand(
    searcher: Searcher, query: wq.Query, is_found: Callable[[list[str]], bool]
) -> None:
    found = find(searcher, query)

    assert set(found) == {number for number, words in enumerate(TEXTS) if is_found(words)}
    assert all(found.values())


def test_spans_near_begin_and_end_with_their_words(searcher: Searcher) -> None:
    for number, some in find(searcher, near("apel", "beras", 3)).items():
        for first, last in some:
            assert (TEXTS[number][first], TEXTS[number][last]) == ("apel", "beras")
            assert last - first <= 3
    for number, some in find(searcher, near("apel", "beras", ordered=False)).items():
        for first, last in some:
            assert {TEXTS[number][first], TEXTS[number][last]} == {"apel", "beras"}


def test_a_span_without_another_does_not_overlap_it(searcher: Searcher) -> None:
    found = find(searcher, spans.SpanNot(near("apel", "cabai", 2), term("beras")))

    for number, some in found.items():
        for first, last in some:
            assert (TEXTS[number][first], TEXTS[number][last]) == ("apel", "cabai")
            assert not is_within(TEXTS[number], first, last, "beras")
    clean = ("apel cabai", "apel durian cabai", "apel emping cabai")
    assert set(found) == {
        number
        for number, words in enumerate(TEXTS)
        if any(text in " ".join(words) for text in clean)
    }


@pytest.mark.parametrize("kind", [wq.Or, wq.And])
def test_plain_queries_have_the_spans_of_their_words(searcher: Searcher, kind: type[wq.Or]) -> None:
    found = find(searcher, kind([term("beras"), term("apel")]))

    for number, some in found.items():
        assert some
        assert set(some) <= set(places(TEXTS[number], "apel", "beras"))


def test_spans_of_spans_grow(searcher: Searcher) -> None:
    inner = near("apel", "cabai", 2)
    for number, some in find(searcher, spans.SpanNear(inner, term("emping"), slop=2)).items():
        words = TEXTS[number]
        assert some == [(words.index("apel"), words.index("emping"))]


def test_a_span_of_a_long_text_is_where_it_says(tmp_path_factory: pytest.TempPathFactory) -> None:
    text = "gula dibuat petani tebu di desa dan garam dibuat nelayan di tepi pantai"
    inner = spans.SpanNear(term("gula"), term("tebu"), slop=3)
    query = spans.SpanNear(inner, term("garam"), slop=4)

    with open_texts(tmp_path_factory.mktemp("long"), [text]).searcher() as searcher:
        assert query.matcher(searcher).spans() == [Span(FIRST, FIRST + 7)]


def test_spans_of_removed_documents_are_passed_over(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    texts = [" ".join(words) for words in permutations(("apel", "beras", "cabai"))]
    batches = [texts, texts, texts]
    index = open_texts(tmp_path_factory.mktemp("removed"), *batches, removed=["0", "10", "13"])

    with index.searcher() as searcher:
        found = find(searcher, term("beras"))
        hits = ids_of(searcher.search(near("apel", "beras", ordered=False), limit=None))

    assert set(found) == set(range(18)) - {0, 10, 13}
    for number, some in found.items():
        words = texts[number % 6].split()
        assert some == [(words.index("beras") + FIRST,) * 2]
    assert {int(id_) for id_ in hits} == {
        number
        for number in found
        if gap(texts[number % 6].split(), "apel", "beras") == 1
        or gap(texts[number % 6].split(), "beras", "apel") == 1
    }
