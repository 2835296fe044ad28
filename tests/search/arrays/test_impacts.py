"""What is left unscored could not have been among the best: the same page, bit for bit."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from index.archive.opening import open_archive
from index.article import Article
from index.generations import Generations
from index.rebuild import reindex
from search.arrays import doc_list, impacts, matches, ranking
from search.arrays.engine import ArraySnapshot
from search.arrays.impacts import FINENESS, added_up, foremost, rounded_up
from search.arrays.matches import Leaf, Matches
from search.asked import ask
from search.engine import SCORE_DECIMALS, Search
from search.query import EVERYTHING, And, Or, Query, Term
from search.results import COUNTABLE, NO_FILTERS, Filters, Interval, Sort
from tests.building import build, put
from tests.search.drawing import FILTERS, QUERIES, WORD_LISTS, WORDS, some_articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.engine import Docs, Found, Scores

# First articles, those that come later in a segment of their own, and what is taken out.
FIRST, DAY = datetime(2001, 1, 1, tzinfo=UTC), timedelta(days=1)

HISTORIES = {
    "one segment": (600, (), ()),
    "one deleted": (600, (), (7,)),
    "three segments, some deleted": (500, (70, 12), (3, 64, 65, 501, 575, 581)),
}


@pytest.fixture(scope="module", params=HISTORIES)
def snapshot(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ArraySnapshot]:
    """An index in which everything is bounded that can be, also of a few documents."""
    first, later, deleted = HISTORIES[request.param]
    articles = some_articles(first + sum(later), seed=1)
    data = build(tmp_path_factory.mktemp("impacts"), articles[:first])
    for count in later:
        put(data, articles[first : first + count])
        first += count
        reindex(data)
    with closing(open_archive(data)) as archive:
        archive.remove([articles[number].id for number in deleted])
    reindex(data)
    found = ArraySnapshot(Generations(data).current())
    assert len(found.reader.segments) == 1 + len(later)
    assert (found.reader.live is not None) == bool(deleted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matches, "FEW", 0)
        patch.setattr(matches, "SPARSE", 8)
        patch.setattr(doc_list, "SPARSE", 8)
        patch.setattr(doc_list, "FEW_WANTED", 2)
        patch.setattr(impacts, "FREQUENT", 8)
        patch.setattr(impacts, "MANY", 64)
        patch.setattr(impacts, "BLOCK", 4)
        yield found


def exhaustively(snapshot: ArraySnapshot, search: Search) -> Found:
    """Find with the score of every document that matches, and without impacts."""

    def everything(every: Matches, _: int) -> tuple[Docs, Scores]:
        return every.docs, every.score(every.docs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Matches, "best", everything)
        patch.setattr(Leaf, "_known", lambda *_: None)
        patch.setattr(ranking, "_first", lambda _, every, *__: every.docs)
        return snapshot.find(search)


def assert_same(snapshot: ArraySnapshot, search: Search) -> None:
    wanted = exhaustively(snapshot, search)
    for _ in range(3):  # known to nobody, asked for again, and known
        found = snapshot.find(search)
        assert found.docs.tolist() == wanted.docs.tolist()
        assert found.scores.tolist() == wanted.scores.tolist()
        assert found.total == wanted.total
        assert found.facets == wanted.facets
        assert found.histogram == wanted.histogram


SOME = st.lists(st.builds(Term, WORDS), min_size=2, max_size=7).map(tuple)
ASKED: st.SearchStrategy[Query] = st.one_of(
    QUERIES,
    QUERIES,
    SOME.map(Or),
    WORD_LISTS.map(lambda query: ask(query).query),
    WORD_LISTS.map(lambda query: ask(query).loose or query),
    st.builds(lambda words, one: And((Or(words), one)), SOME, st.builds(Term, WORDS)),
)
SEARCHES = st.builds(
    Search,
    query=ASKED,
    count=st.sampled_from([0, 1, 2, 10, 100]),
    boosts=st.lists(st.builds(Term, WORDS), max_size=2).map(tuple),
    filters=st.just(NO_FILTERS) | FILTERS,
    sort=st.sampled_from([Sort.RELEVANCE, Sort.RELEVANCE, *Sort]),
    facets=st.sampled_from([(), COUNTABLE]),
    interval=st.sampled_from([None, Interval.MONTH]),
)


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(searches=st.lists(SEARCHES, min_size=10, max_size=20))
def test_the_best_are_those_of_scoring_everything(
    snapshot: ArraySnapshot, searches: list[Search]
) -> None:
    for search in searches:
        note(f"{search!r}")
        assert_same(snapshot, search)


def test_a_filter_leaves_the_bounds_of_what_passes(snapshot: ArraySnapshot) -> None:
    query = Or((Term("beras"), Term("harga"), Term("yang")))
    filters = Filters(values={"source": ("Tempo",)})

    assert_same(snapshot, Search(query=query, count=3, filters=filters))


def test_most_of_what_matches_is_left_unscored(
    snapshot: ArraySnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored: list[int] = []
    score = Leaf.score

    def noting(leaf: Leaf, docs: Docs) -> Scores:
        scored.append(len(docs))
        return score(leaf, docs)

    monkeypatch.setattr(Leaf, "score", noting)
    query = Or(tuple(map(Term, ("beras", "harga", "membaca", "pembangunan", "naik"))))

    found = snapshot.find(Search(query=query, count=5))

    assert found.total > 200
    assert max(scored) < 30


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
def test_the_first_by_date_are_found_without_the_dates_of_all(tmp_path: Path, sort: Sort) -> None:
    articles = [
        Article(
            id=f"a{number}",
            title="Hewan",
            body="Kucing hitam." if number % 3 else "Anjing putih.",
            # Five of each day, and some without.
            published=FIRST + DAY * (number * 37 % 290) if number < 1_450 else None,
        )
        for number in range(1_500)
    ]
    snapshot = ArraySnapshot(Generations(build(tmp_path, articles)).current())

    for query in (EVERYTHING, Term("kucing"), Or((Term("kucing"), Term("putih")))):
        for count in (1, 4, 5, 17):
            assert_same(snapshot, Search(query=query, count=count, sort=sort))


@given(
    st.lists(
        st.lists(st.floats(0, 40), min_size=70, max_size=70).map(np.array), min_size=1, max_size=4
    ),
    st.integers(1, 20),
)
def test_whoever_ties_with_the_last_of_the_best_is_among_those_looked_at(
    columns: list[Scores], count: int
) -> None:
    size = len(columns[0])
    parts = [
        rounded_up(np.flatnonzero(scores).astype(np.int32), scores[scores > 0], size)
        for scores in columns
    ]
    total = np.sum(columns, axis=0)
    bounds = added_up([(part, 1) for part in parts], None, size)

    steps = bounds.values.astype(np.int64)
    assert (steps > total * FINENESS - 1e-6)[total > 0].all()
    assert (steps - bounds.slack <= total * FINENESS + 1e-6).all()
    assert ((bounds.values > 0) == (total > 0)).all()
    chosen = foremost(bounds, count)
    last = np.sort(total.round(SCORE_DECIMALS))[-count]
    best = np.flatnonzero((total.round(SCORE_DECIMALS) >= last) & (total > 0))
    assert set(best.tolist()) <= set(chosen.tolist())
