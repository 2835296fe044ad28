"""Whoosh's matchers walk, join, skip and are replaced over the posting lists of a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import matching
from whoosh import query as wq
from whoosh.matching import Matcher, ReadTooFar
from whoosh.query import spans
from whoosh.scoring import BM25F, Frequency, WeightScorer

from tests.index.whoosh_view.building import FIRST, open_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.searching import Searcher

DOCUMENTS = 100
LISTS = {
    "apel": [1, 4, 10, 20, 90],
    "beras": [0, 4, 20],
    "cabai": [1, 2, 5, 9, 10],
    "durian": [1, 2, 3, 4, 5, 6, 7, 8],
    "emping": [2, 4, 8, 10, 20, 30],
    "fuli": [10, 60, 99],
    "garam": [1, 2, 3],
    "halia": [2, 4, 8],
    "isi": list(range(DOCUMENTS)),
    "jahe": [2, 3, 8],
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """An index of one segment where each word is in the documents of its list, once."""
    texts = [
        " ".join(word for word, docs in LISTS.items() if number in docs)
        for number in range(DOCUMENTS)
    ]
    index = open_texts(tmp_path_factory.mktemp("lists"), texts)
    with index.searcher(weighting=Frequency()) as searcher:
        yield searcher


def walk(matcher: Matcher) -> list[int]:
    found = []
    while matcher.is_active():
        found.append(matcher.id())
        matcher.next()
    return found


def walk_scores(matcher: Matcher) -> list[tuple[int, float]]:
    found = []
    while matcher.is_active():
        found.append((matcher.id(), matcher.score()))
        matcher.next()
    return found


@pytest.mark.parametrize("word", LISTS)
def test_a_walk_meets_every_document_once_in_order(searcher: Searcher, word: str) -> None:
    assert walk_scores(searcher.postings("text", word)) == [(doc, 1.0) for doc in LISTS[word]]
    assert list(searcher.postings("text", word).all_ids()) == LISTS[word]


def test_a_walk_cannot_go_past_its_end(searcher: Searcher) -> None:
    matcher = searcher.postings("text", "beras")
    walk(matcher)

    assert not matcher.is_active()
    with pytest.raises(ReadTooFar):
        matcher.next()
    with pytest.raises(ReadTooFar):
        matcher.skip_to(1)


def test_a_walk_that_is_reset_begins_again(searcher: Searcher) -> None:
    matcher = searcher.postings("text", "apel")
    walk(matcher)
    matcher.reset()

    assert walk(matcher) == LISTS["apel"]


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        pytest.param(0, 1, id="before the first"),
        pytest.param(1, 1, id="the first"),
        pytest.param(5, 10, id="between two"),
        pytest.param(20, 20, id="a document with the word"),
        pytest.param(90, 90, id="the last"),
    ],
)
def test_skipping_goes_to_the_first_document_not_before(
    searcher: Searcher, target: int, reached: int
) -> None:
    matcher = searcher.postings("text", "apel")
    matcher.skip_to(target)

    assert matcher.id() == reached


def test_skipping_never_goes_back_and_may_end_the_walk(searcher: Searcher) -> None:
    matcher = searcher.postings("text", "apel")
    matcher.skip_to(15)
    matcher.skip_to(1)
    assert matcher.id() == 20

    matcher.skip_to(91)
    assert not matcher.is_active()


def test_skipping_to_a_quality_ends_a_walk_that_cannot_have_it(searcher: Searcher) -> None:
    matcher = searcher.postings("text", "apel")
    assert matcher.supports_block_quality()

    assert matcher.skip_to_quality(0.9) == 0
    assert matcher.id() == 1
    matcher.skip_to_quality(1.0)
    assert not matcher.is_active()


def test_a_posting_tells_its_weight_and_positions(searcher: Searcher) -> None:
    matcher = searcher.postings("text", "emping")
    matcher.skip_to(4)

    # Document 4 is "apel beras durian emping halia isi".
    assert matcher.value_as("positions") == [FIRST + 3]
    assert matcher.value_as("frequency") == matcher.value_as("weight") == matcher.weight() == 1
    assert matcher.spans() == [spans.Span(FIRST + 3)]
    assert matcher.supports("positions")
    assert matcher.supports("frequency")
    assert not matcher.supports("characters")


def test_a_boost_is_wrapped_around_a_walk(searcher: Searcher) -> None:
    def wrapped() -> Matcher:
        return matching.WrappingMatcher(searcher.postings("text", "cabai"), boost=2.0)

    assert walk_scores(wrapped()) == [(doc, 2.0) for doc in LISTS["cabai"]]
    assert list(wrapped().all_ids()) == LISTS["cabai"]


@pytest.mark.parametrize(
    ("docs", "is_excluded", "left"),
    [
        pytest.param({3, 7}, False, [3, 7], id="only these"),
        pytest.param({0, 5, 8, 13}, False, [5, 8], id="only these, some of them elsewhere"),
        pytest.param({2, 8}, True, [1, 3, 4, 5, 6, 7], id="all but these"),
    ],
)
def test_a_filter_is_wrapped_around_a_walk(
    searcher: Searcher, docs: set[int], is_excluded: bool, left: list[int]
) -> None:
    def filtered() -> Matcher:
        child = searcher.postings("text", "durian")
        return matching.FilterMatcher(child, frozenset(docs), exclude=is_excluded)

    assert list(filtered().all_ids()) == walk(filtered()) == left
    matcher = filtered()
    matcher.next()
    assert walk(matcher.copy()) == left[1:]


@pytest.mark.parametrize(
    ("kind", "scores"),
    [
        pytest.param(
            matching.UnionMatcher,
            [(0, 1.0), (1, 1.0), (4, 2.0), (10, 1.0), (20, 2.0), (90, 1.0)],
            id="either",
        ),
        pytest.param(matching.IntersectionMatcher, [(4, 2.0), (20, 2.0)], id="both"),
        pytest.param(
            matching.AndNotMatcher, [(1, 1.0), (10, 1.0), (90, 1.0)], id="one without the other"
        ),
        pytest.param(matching.RequireMatcher, [(4, 1.0), (20, 1.0)], id="one beside the other"),
        pytest.param(
            matching.AndMaybeMatcher,
            [(1, 1.0), (4, 2.0), (10, 1.0), (20, 2.0), (90, 1.0)],
            id="one and maybe the other",
        ),
        pytest.param(
            matching.DisjunctionMaxMatcher,
            [(0, 1.0), (1, 1.0), (4, 1.0), (10, 1.0), (20, 1.0), (90, 1.0)],
            id="the better of both",
        ),
    ],
)
def test_two_walks_are_joined(
    searcher: Searcher, kind: type[Matcher], scores: list[tuple[int, float]]
) -> None:
    def joined() -> Matcher:
        return kind(searcher.postings("text", "apel"), searcher.postings("text", "beras"))

    docs = [doc for doc, _ in scores]
    assert walk_scores(joined()) == scores
    assert list(joined().all_ids()) == docs
    matcher = joined()
    matcher.next()
    matcher.next()
    assert walk(matcher.copy()) == docs[2:]


def test_walks_are_joined_into_trees(searcher: Searcher) -> None:
    one, two, three = (searcher.postings("text", word) for word in ("garam", "halia", "jahe"))
    tree = matching.UnionMatcher(one, matching.UnionMatcher(two, three))

    assert walk_scores(tree) == [(1, 1.0), (2, 3.0), (3, 2.0), (4, 1.0), (8, 2.0)]


def test_nothing_is_left_out_of_a_walk_or_of_nothing(searcher: Searcher) -> None:
    nothing = matching.NullMatcher()
    everything = searcher.postings("text", "durian")

    assert list(matching.AndNotMatcher(everything, nothing).all_ids()) == LISTS["durian"]
    assert not matching.AndNotMatcher(nothing, matching.NullMatcher()).is_active()


@pytest.mark.parametrize("start", [0, 8, 60])
def test_an_inverse_walks_all_other_documents(searcher: Searcher, start: int) -> None:
    matcher = matching.InverseMatcher(searcher.postings("text", "apel"), DOCUMENTS)
    matcher.skip_to(start)

    assert walk(matcher) == [doc for doc in range(start, DOCUMENTS) if doc not in LISTS["apel"]]


@pytest.mark.parametrize("part", [2, 5, 200])
def test_a_union_of_parts_is_walked_and_skipped(searcher: Searcher, part: int) -> None:
    def union() -> Matcher:
        walks = [searcher.postings("text", word) for word in ("apel", "emping", "fuli")]
        return matching.ArrayUnionMatcher(walks, DOCUMENTS, partsize=part)

    matcher = union()
    assert matcher.id() == 1
    matcher.skip_to(45)
    assert matcher.id() == 60
    matcher.skip_to(95)
    assert matcher.id() == 99
    assert walk(union()) == sorted({*LISTS["apel"], *LISTS["emping"], *LISTS["fuli"]})


def test_walks_are_replaced_by_what_can_still_matter(searcher: Searcher) -> None:
    def walk_of(word: str, weight: float) -> Matcher:
        matcher = searcher.postings("text", word)
        matcher.scorer = WeightScorer(weight)
        return matcher

    def union() -> Matcher:
        return matching.UnionMatcher(walk_of("apel", 1.0), walk_of("beras", 1.0))

    def of_three() -> list[Matcher]:
        return [walk_of("garam", 1.0), walk_of("halia", 2.0), walk_of("jahe", 3.0)]

    assert isinstance(union().replace(1.5), matching.IntersectionMatcher)
    assert isinstance(union().replace(2.5), matching.NullMatcherClass)
    boosted = matching.WrappingMatcher(union(), boost=2.0).replace(1.5)
    assert boosted.boost == 2.0
    assert isinstance(boosted.child, matching.IntersectionMatcher)
    assert matching.MultiMatcher(of_three(), [0, 100, 200]).replace(2.5).current == 2
    small, large, _ = of_three()
    assert matching.DisjunctionMaxMatcher(small, large).replace(1.5) is large


def test_a_walk_tells_the_terms_it_stands_on(searcher: Searcher) -> None:
    query = wq.And(
        [wq.Term("text", "apel"), wq.Or([wq.Term("text", "beras"), wq.Term("root", "isi")])]
    )
    matcher = query.matcher(searcher)

    found = {}
    while matcher.is_active():
        found[matcher.id()] = sorted(matcher.matching_terms())
        matcher.next()

    some = [("root", b"isi"), ("text", b"apel")]
    every = [("root", b"isi"), ("text", b"apel"), ("text", b"beras")]
    assert found == {1: some, 4: every, 10: some, 20: every, 90: some}


@pytest.mark.parametrize("weighting", [BM25F(), Frequency()])
def test_no_score_is_above_the_quality_of_its_walk(searcher: Searcher, weighting: BM25F) -> None:
    scored = searcher.reader()
    for word in LISTS:
        scorer = weighting.scorer(searcher, "text", word)
        matcher = scored.postings("text", word, scorer=scorer)

        while matcher.is_active():
            assert matcher.score() <= matcher.block_quality() + 1e-9
            assert matcher.block_quality() <= matcher.max_quality() + 1e-9
            matcher.next()


word_lists = st.lists(st.sampled_from(sorted(LISTS)), min_size=1, max_size=5)


@settings(max_examples=20)
@given(words=word_lists)
def test_any_intersection_is_that_of_the_lists(searcher: Searcher, words: list[str]) -> None:
    query = wq.And([wq.Term("text", word) for word in words])
    expected = sorted(set.intersection(*(set(LISTS[word]) for word in words)))

    assert list(query.matcher(searcher).all_ids()) == expected
    assert walk(query.matcher(searcher)) == expected


@settings(max_examples=20)
@given(words=word_lists)
def test_any_union_is_that_of_the_lists(searcher: Searcher, words: list[str]) -> None:
    query = wq.Or([wq.Term("text", word) for word in words])
    expected = sorted(set.union(*(set(LISTS[word]) for word in words)))

    assert list(query.matcher(searcher).all_ids()) == expected
    assert walk(query.matcher(searcher)) == expected


@settings(max_examples=20)
@given(words=word_lists)
def test_any_exclusion_is_that_of_the_lists(searcher: Searcher, words: list[str]) -> None:
    # Not an AndNot, which keeps its first document when the other walk begins before it.
    first, *others = words
    unwanted = [wq.Not(wq.Term("text", word)) for word in others]
    query = wq.And([wq.Term("text", first), *unwanted])
    expected = sorted(set(LISTS[first]).difference(*(LISTS[word] for word in others)))

    assert walk(query.matcher(searcher)) == expected
