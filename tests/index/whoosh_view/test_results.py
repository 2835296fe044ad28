"""Whoosh's results of the view: counted, paged, joined, collapsed and explained by terms."""

from __future__ import annotations

import time
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from whoosh import collectors, matching
from whoosh import query as wq
from whoosh.reading import ReaderClosed
from whoosh.scoring import Frequency

from index.article import make_article
from tests.index.whoosh_view.building import ids_of, open_articles, open_texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from whoosh.index import FileIndex
    from whoosh.searching import Results, Searcher


@pytest.fixture(scope="module", params=["one segment", "three segments"])
def counted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """Texts with a word nine times, eight times and so on, scored by its count."""
    texts = [", ".join(["apel"] * count) for count in range(9, 0, -1)]
    several = request.param == "three segments"
    batches = [texts[:5], texts[5:8], texts[8:]] if several else [texts]
    index = open_texts(tmp_path_factory.mktemp("counted"), *batches)
    with index.searcher(weighting=Frequency()) as searcher:
        yield searcher


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Eight texts, each with a word in common with the next."""
    texts = [
        "apel beras cabai semua",
        "beras cabai emping semua",
        "cabai emping fuli semua",
        "emping fuli ikan semua",
        "fuli ikan jahe semua",
        "ikan jahe apel semua",
        "jahe apel beras semua",
        "cabai, cabai, cabai semua",
    ]
    with open_texts(tmp_path_factory.mktemp("mixed"), texts[:5], texts[5:]).searcher() as searcher:
        yield searcher


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """The 60 orders of three of five words, two of which are the same."""
    words = ("apel", "beras", "beras", "cabai", "durian")
    texts = [", ".join(some) for some in permutations(words, 3)]
    with open_texts(tmp_path_factory.mktemp("orders"), texts).searcher() as searcher:
        yield searcher


APEL = wq.Term("text", "apel")


def search(searcher: Searcher, word: str, **options: Any) -> Results:
    return searcher.search(wq.Term("text", word), **options)


# Counting and paging


def test_results_count_what_they_do_not_hold(counted: Searcher) -> None:
    results = counted.search(APEL, limit=3)

    assert (len(results), results.scored_length()) == (9, 3)
    assert ids_of(results) == ["0", "1", "2"]
    assert [results.score(at) for at in range(3)] == [9.0, 8.0, 7.0]
    assert results[10:] == results[4:5] == []


def test_a_union_is_counted_in_every_way(mixed: Searcher) -> None:
    query = wq.Or([wq.Term("text", "beras"), wq.Term("text", "cabai")])
    expected = {"0", "1", "2", "6", "7"}

    assert set(ids_of(mixed.search(query, limit=None))) == expected
    for limit in (1, 2, 5, 10, None):
        assert len(mixed.search(query, limit=limit)) == 5
    results = mixed.search(query, limit=2)
    assert not results.has_exact_length()
    assert results.estimated_min_length() <= 5 <= results.estimated_length()


def test_pages_follow_one_another(counted: Searcher) -> None:
    pages = [counted.search_page(APEL, number, pagelen=4) for number in (1, 2, 3)]

    assert [ids_of(page) for page in pages] == [list("0123"), list("4567"), ["8"]]
    assert {page.total for page in pages} == {9}
    assert {page.pagecount for page in pages} == {3}
    assert [page.is_last_page() for page in pages] == [False, False, True]
    assert [page.pagelen for page in pages] == [4, 4, 1]
    assert [page.offset for page in pages] == [0, 4, 8]


def test_a_page_that_is_not_there(counted: Searcher) -> None:
    with pytest.raises(ValueError, match="pagenum"):
        counted.search_page(APEL, 0)

    assert counted.search_page(APEL, 9, pagelen=4).pagenum == 3
    nothing = counted.search_page(wq.Term("text", "zamrud"), 1)
    assert len(nothing) == 0
    assert nothing.is_last_page()


def test_pages_of_filtered_results(counted: Searcher) -> None:
    even = wq.Or([wq.Term("id", str(number)) for number in range(0, 9, 2)])

    assert ids_of(counted.search(APEL, filter=even)) == list("02468")
    assert ids_of(counted.search_page(APEL, 2, pagelen=2, filter=even)) == ["4", "6"]


def test_pages_are_slices_of_the_results(orders: Searcher) -> None:
    query = wq.Term("text", "beras")
    first = list(orders.search(query, limit=10))

    assert list(orders.search_page(query, 1, pagelen=5)) == first[:5]
    assert list(orders.search_page(query, 2, pagelen=5)) == first[5:]
    page = orders.search_page(query, 6, pagelen=10)
    assert (len(page), page.pagecount, len(list(page))) == (54, 6, 4)


def test_results_of_any_limit_begin_alike(orders: Searcher) -> None:
    last: list[int] = []
    for limit in range(1, orders.doc_frequency("text", "beras") + 1):
        results = search(orders, "beras", limit=limit, optimize=False)
        numbers = [hit.docnum for hit in results]

        assert numbers[:-1] == last
        last = numbers


def test_everything_is_counted_and_cut(orders: Searcher) -> None:
    results = orders.search(wq.Every(), limit=5)

    assert (len(results), results.scored_length()) == (60, 5)
    assert results[6:7] == []


def test_a_word_scores_more_in_a_shorter_text(tmp_path: Path) -> None:
    texts = ["putih seperti kapas dan salju di gunung tinggi", "rumah putih"]

    with open_texts(tmp_path, texts).searcher() as searcher:
        results = search(searcher, "putih")

        assert ids_of(results) == ["1", "0"]
        assert results.score(0) > results.score(1) > 0
        assert results.score(0) != 1


# Joining results


@pytest.mark.parametrize(
    ("word", "method", "other", "ids"),
    [
        ("fuli", "extend", "cabai", "2347" + "01"),
        ("fuli", "filter", "jahe", "4"),
        ("cabai", "filter", "fuli", "2"),
        ("semua", "filter", "fuli", "234"),
        ("semua", "upgrade", "ikan", "345" + "01267"),
        ("cabai", "upgrade_and_extend", "emping", "12" + "70" + "3"),
        ("zamrud", "extend", "ikan", "345"),
    ],
)
def test_results_are_joined(mixed: Searcher, word: str, method: str, other: str, ids: str) -> None:
    results = search(mixed, word).copy()

    getattr(results, method)(search(mixed, other).copy())

    assert sorted(ids_of(results)) == sorted(ids)
    if method.startswith("upgrade"):
        upgraded = len(set(ids_of(search(mixed, other))) & set(ids_of(search(mixed, word))))
        assert set(ids_of(results)[:upgraded]) <= set(ids_of(search(mixed, other)))


def test_a_copy_of_results_is_equal(mixed: Searcher) -> None:
    results = search(mixed, "cabai")

    assert results.copy().top_n == results.top_n


def test_filtered_results_are_extended(mixed: Searcher) -> None:
    none = search(mixed, "apel", filter={1, 4})
    assert none.allowed == {1, 4}
    assert ids_of(none) == []

    none.extend(search(mixed, "beras"))

    assert sorted(ids_of(none)) == ["0", "1", "6"]


def test_sorted_results_are_extended(mixed: Searcher) -> None:
    results = search(mixed, "beras", sortedby="id", limit=None)

    results.extend(search(mixed, "emping", sortedby="id", limit=None))

    assert ids_of(results) == ["0", "1", "6", "2", "3"]


@pytest.mark.parametrize("limit", [1, 10, None])
def test_results_filter_a_search(mixed: Searcher, limit: int | None) -> None:
    allowed = search(mixed, "ikan", limit=limit)

    results = search(mixed, "semua", filter=allowed, limit=10)

    assert ids_of(results) == ["3", "4", "5"]
    assert len(search(mixed, "semua", filter=allowed, limit=1)) == 3


@pytest.mark.parametrize("limit", [1, None])
def test_a_filter_of_nothing_leaves_nothing(mixed: Searcher, limit: int | None) -> None:
    results = mixed.search(wq.Every(), filter=wq.Term("text", "zamrud"), limit=limit)

    assert ids_of(results) == []
    assert len(results) == 0


# Terms that matched


def words_of(terms: Any) -> list[str]:
    return sorted(word.decode() for _, word in terms)


def test_hits_tell_the_terms_that_matched(mixed: Searcher) -> None:
    both = wq.And([wq.Term("text", "beras"), wq.Term("text", "cabai")])
    query = wq.Or([both, wq.Term("text", "jahe"), wq.Term("text", "zamrud")])
    results = mixed.search(query, terms=True)

    assert results.has_matched_terms()
    assert words_of(results.matched_terms()) == ["beras", "cabai", "jahe"]
    assert {hit["id"]: words_of(hit.matched_terms()) for hit in results} == {
        "0": ["beras", "cabai"],
        "1": ["beras", "cabai"],
        "4": ["jahe"],
        "5": ["jahe"],
        "6": ["jahe"],
    }


def test_terms_know_their_documents(mixed: Searcher) -> None:
    query = wq.And([wq.Term("text", "fuli"), wq.Prefix("text", "i")])
    results = mixed.search(query.normalize(), scored=False, terms=True)

    found = {word.decode(): sorted(docs) for (_, word), docs in results.termdocs.items()}

    assert found == {"fuli": [3, 4], "ikan": [3, 4]}


def test_words_of_a_prefix_that_occur_beside_a_word(mixed: Searcher) -> None:
    with_word = set(wq.Term("text", "jahe").docs(mixed))

    found = [
        word.decode()
        for word in mixed.reader().expand_prefix("text", "")
        if with_word & set(mixed.document_numbers(text=word.decode()))
    ]

    assert found == ["apel", "beras", "fuli", "ikan", "jahe", "semua"]


def test_terms_are_kept_with_a_filter_and_pages(mixed: Searcher) -> None:
    page = mixed.search_page(wq.Term("text", "fuli"), 1, pagelen=5, terms=True, filter={1, 2, 3})

    assert page.scored_length() == 2
    assert [hit.docnum for hit in page] == [2, 3]


def test_everything_matches_without_terms(mixed: Searcher) -> None:
    results = mixed.search(wq.Every(), terms=True)

    assert len(results) == 8
    assert results.matched_terms() == set()


# Closing


def test_nothing_is_read_through_a_closed_searcher(tmp_path: Path) -> None:
    index = open_texts(tmp_path, ["apel beras"])
    searcher = index.searcher()
    results = search(searcher, "apel")
    searcher.close()

    assert searcher.is_closed
    with pytest.raises(ReaderClosed):
        results[0]["id"]
    with pytest.raises(ReaderClosed):
        searcher.reader().column_reader("date")
    with pytest.raises(ReaderClosed):
        searcher.suggest("text", "beraz")
    with index.searcher() as again:
        assert search(again, "apel")[0]["id"] == "0"
        assert again.suggest("text", "beraz") == ["beras"]


def test_a_hit_has_no_field_that_is_not_stored(mixed: Searcher) -> None:
    hit = search(mixed, "apel")[0]

    with pytest.raises(KeyError):
        hit["judul"]
    assert hit.get("judul", "nothing") == "nothing"
    assert "id" in hit


# Collapsing


SHOP = [
    ("a", "bla, bla, bla", "x"),
    ("b", "bla", "y"),
    ("c", "bla, bla, bla, bla", "z"),
    ("d", "bla, bla", "x"),
    ("e", "blu", "n"),
    ("f", "bla, bla, bla, bla, bla", "x"),
    ("g", "bla", "w"),
    ("h", "bla, bla", "m"),
]


@pytest.fixture(scope="module", params=["one segment", "two segments"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> FileIndex:
    """Articles with a tag."""
    articles = [make_article(id=id_, body=text, tags=(tag,)) for id_, text, tag in SHOP]
    several = request.param == "two segments"
    batches = [articles[:5], articles[5:]] if several else [articles]
    return open_articles(tmp_path_factory.mktemp("shop"), *batches)


@pytest.mark.parametrize(("limit", "ids"), [(3, "fch"), (None, "fchbg"), (10, "fchbg")])
def test_of_one_tag_only_the_best_is_kept(shop: FileIndex, limit: int | None, ids: str) -> None:
    with shop.searcher() as searcher:
        query = wq.Term("text", "bla")
        assert "".join(ids_of(searcher.search(query, limit=None))) == "fcadhbg"

        results = searcher.search(query, collapse="tag", limit=limit)

        assert "".join(ids_of(results)) == ids


def test_collapsed_results_are_counted(shop: FileIndex) -> None:
    with shop.searcher() as searcher:
        for limit in (None, 50, 10):
            results = searcher.search(wq.Every(), collapse="tag", collapse_limit=1, limit=limit)

            assert "".join(ids_of(results)) == "abcegh"
            assert len(results) == results.scored_length() == 6


def test_two_of_one_tag_are_kept(shop: FileIndex) -> None:
    with shop.searcher() as searcher:
        query = wq.Term("text", "bla")
        results = searcher.search(query, collapse="tag", collapse_limit=2, limit=None)

        assert "".join(ids_of(results)) == "fcahbg"


# Time


class SlowMatcher(matching.WrappingMatcher):  # type: ignore[misc]  # Whoosh has no types
    """Takes its time for each document."""

    def next(self) -> None:
        time.sleep(0.01)
        self.child.next()


class SlowQuery(wq.WrappingQuery):  # type: ignore[misc]  # Whoosh has no types
    """Any query, slowly."""

    def matcher(self, searcher: Searcher, context: Any = None) -> SlowMatcher:
        return SlowMatcher(self.child.matcher(searcher, context))


@pytest.mark.parametrize("limit", [None, 40])
def test_a_search_is_stopped_in_time_and_keeps_what_it_found(
    orders: Searcher, limit: int | None
) -> None:
    collector = collectors.TimeLimitCollector(orders.collector(limit=limit), timelimit=0.1)

    with pytest.raises(collectors.TimeLimit):
        orders.search_with_collector(SlowQuery(wq.Term("text", "beras")), collector)

    assert 0 < collector.results().scored_length() < 54
