"""Random archives, changed at random, answer random questions as the oracle does."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, find, given, note, settings
from hypothesis import strategies as st

from index.archive.opening import open_archive
from index.article import Article
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.query import Phrase, Query, Term
from search.results import PageRequest
from search.searcher import Searcher
from search.suggesting.following import complete_word
from tests.building import analyzer_of, values_of
from tests.search.drawing import HISTORIES, LEAF_TYPES, LEAVES, PAGES, QUERIES, WORDS, History
from tests.search.linear_engine import LinearEngine, LinearSnapshot

if TYPE_CHECKING:
    from search.results import ResultPage


@pytest.mark.parametrize("kind", sorted(LEAF_TYPES, key=str))
def test_every_leaf_of_the_tree_is_compared(kind: type) -> None:
    assert find(LEAVES, lambda leaf: isinstance(leaf, kind))


def replay(data: Path, history: History) -> None:
    """Do what happened, reindexing after each step."""
    with closing(open_archive(data, create=True)) as archive:
        archive.put(history.first)
        reindex(data)
        for put, removed in history.rounds:
            archive.put(put)
            archive.remove(removed)
            reindex(data)


def assert_same(found: ResultPage, wanted: ResultPage) -> None:
    """Compare everything but the name of the engine."""
    assert [hit.article for hit in found.hits] == [hit.article for hit in wanted.hits]
    assert found.total == wanted.total
    assert found.documents == wanted.documents
    assert found.relaxed == wanted.relaxed
    assert found.facets == wanted.facets
    assert found.histogram == wanted.histogram
    assert found.terms == wanted.terms
    for hit, other in zip(found.hits, wanted.hits, strict=True):
        assert hit.score == pytest.approx(other.score, abs=2e-6)
        assert hit.title == other.title
        assert hit.snippet == other.snippet


# Add Phase.shrink to look into a failure; it takes minutes. The last query noted is the one.
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    history=HISTORIES,
    questions=st.lists(st.tuples(QUERIES, PAGES), min_size=20, max_size=40),
)
def test_the_engine_answers_as_the_oracle_does(
    history: History, questions: list[tuple[Query, PageRequest]]
) -> None:
    with TemporaryDirectory() as name:
        replay(Path(name), history)
        with closing(open_archive(Path(name))) as archive:
            oracle = Searcher(
                LinearEngine(archive, analyzer_of(Path(name)), values_of(Path(name))), archive
            )
            engine = Searcher(ArrayEngine(Path(name)), archive)

            for query, page in questions:
                note(f"{query!r}")
                assert_same(engine.search(query, page), oracle.search(query, page))
                assert engine.find_ids(query) == oracle.find_ids(query)
                ranked, wanted = engine.rank(query, 5), oracle.rank(query, 5)
                assert [id_ for id_, _ in ranked] == [id_ for id_, _ in wanted]
                assert [score for _, score in ranked] == pytest.approx(
                    [score for _, score in wanted], abs=2e-6
                )

            engine.close()


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(history=HISTORIES, words=st.lists(WORDS, max_size=20))
def test_completions_find_something(history: History, words: list[str]) -> None:
    with TemporaryDirectory() as name:
        replay(Path(name), history)
        with closing(open_archive(Path(name))) as archive:
            engine = Searcher(ArrayEngine(Path(name)), archive)

            for word in words:
                for text in (word[:2], word[:3], word, f"harga {word[:3]}"):
                    for completion in engine.suggest(text, 20):
                        ids = engine.find_ids(parse(completion.text).query)
                        assert ids, (text, completion)

            engine.close()


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(history=HISTORIES, queries=st.lists(QUERIES, min_size=10, max_size=30))
def test_what_finds_something_is_known_without_scores(
    history: History, queries: list[Query]
) -> None:
    with TemporaryDirectory() as name:
        replay(Path(name), history)
        with ArrayEngine(Path(name)).reading() as snapshot:
            finder = snapshot.finder()

            for query in queries:
                note(f"{query!r}")
                assert finder.finds(query) == (snapshot.count(query) > 0)


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(history=HISTORIES, limit=st.integers(1, 4))
def test_a_beginning_stands_for_its_most_frequent_words(history: History, limit: int) -> None:
    with TemporaryDirectory() as name:
        replay(Path(name), history)
        with closing(open_archive(Path(name))) as archive:
            oracle = LinearSnapshot(archive, analyzer_of(Path(name)), values_of(Path(name)))
        with ArrayEngine(Path(name)).reading() as snapshot:
            for beginning in ("b", "be", "m", "di", "5", "x"):
                found = snapshot.expand("text", (beginning,), limit)
                every = oracle.expand("text", (beginning,), 1_000)
                assert found == every[:limit]


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(history=HISTORIES, words=st.lists(WORDS, min_size=10, max_size=20))
def test_what_is_offered_is_what_reading_everything_offers(
    history: History, words: list[str]
) -> None:
    with TemporaryDirectory() as name:
        replay(Path(name), history)
        with closing(open_archive(Path(name))) as archive:
            oracle = LinearSnapshot(archive, analyzer_of(Path(name)), values_of(Path(name)))
        with ArrayEngine(Path(name)).reading() as snapshot:
            for word, other in pairwise(words):
                for text in (other[:2], f"{word} {other[:3]}", f'"{word} {other[:2]}'):
                    completed = list(complete_word(snapshot, snapshot.finder(), text))
                    assert completed == list(complete_word(oracle, oracle.finder(), text)), text
                if snapshot.reader.live is None:  # misspellings still count deleted documents
                    near = sorted(snapshot.near("text", word[1:], 2))
                    assert near == sorted(oracle.near("text", word[1:], 2)), word


def test_a_phrase_that_overlaps_itself_counts_once_a_place(tmp_path: Path) -> None:
    bodies = ("a'a a'a beras", "a'a beras harga", "beras", "harga naik turun")
    articles = [Article(id=f"b{at}", title="Judul", body=text) for at, text in enumerate(bodies)]
    replay(tmp_path, History(articles, []))
    with closing(open_archive(tmp_path)) as archive:
        oracle = Searcher(
            LinearEngine(archive, analyzer_of(tmp_path), values_of(tmp_path)), archive
        )
        engine = Searcher(ArrayEngine(tmp_path), archive)

        for query in (Term("a'a"), Phrase("a a"), Phrase("a a a", slop=1), Phrase("a a", slop=0)):
            assert_same(engine.search(query, PageRequest()), oracle.search(query, PageRequest()))

        engine.close()
