"""The best documents in the order of the contract.

Relevance, then the newest, then the smallest id. Only the documents that can be on the
page are sorted: a bound from the maxima of small groups leaves out the rest first.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from search.answers import answer_wanted
from search.arrays.matches import Matches
from search.arrays.rescoring import READ, RESCORED, find_answers, rescore, worth_rescoring
from search.arrays.snapshot import UNDATED
from search.results import Sort

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.arrays.matches import Scores
    from search.arrays.rescoring import ReadTexts
    from search.arrays.snapshot import Docs, Snapshot
    from search.query import Query

# Scores this close are equal: sums in another order differ in their last bits.
SCORE_DECIMALS = 6
_CLOSE = 10.0**-SCORE_DECIMALS

_GROUP = 32
# So few are sorted sooner without arrays.
FEW = 64
# Ties beyond this many are ordered by a table of all ids, which is kept.
MANY_TIES = 20_000


def best(snapshot: Snapshot, matches: Matches, count: int, sort: Sort) -> tuple[Docs, Scores]:
    """Return the first ``count`` documents in the order of ``sort``, with their scores."""
    docs = matches.docs
    if sort is Sort.RELEVANCE and matches.score is not None:
        scores = matches.scores()
        if len(docs) > count:
            kept = np.flatnonzero(scores >= _bound(scores, count) - 2 * _CLOSE)
            docs, scores = docs[kept], scores[kept]
        scores = scores.round(SCORE_DECIMALS)
    else:
        scores = np.zeros(len(docs))
    dates = _by_date(snapshot, docs, oldest_first=sort is Sort.OLDEST)
    if len(docs) > FEW:
        return _best_of_many(snapshot, docs, scores, dates, count)
    ranked = sorted(zip((-scores).tolist(), dates.tolist(), range(len(docs)), strict=True))
    if any(one[:2] == other[:2] for one, other in pairwise(ranked)):
        return _best_of_many(snapshot, docs, scores, dates, count)
    order = [place for _, _, place in ranked[:count]]
    return docs[order], scores[order]


def best_answers(
    snapshot: Snapshot, query: Query, matches: Matches, count: int, read: ReadTexts
) -> tuple[Docs, Scores]:
    """Return the most relevant ``count`` documents, the first ones after a second look.

    Args:
        snapshot: Where they are.
        query: The weighed conjunction that was asked, also when ``matches`` hold only
            some of its words.
        matches: What was found.
        count: How many are wanted.
        read: Fetches the texts of the very first, when the query is a question.
    """
    if not worth_rescoring(query):
        return best(snapshot, matches, count, Sort.RELEVANCE)
    docs, scores = best(snapshot, matches, max(count, RESCORED), Sort.RELEVANCE)
    head = np.sort(docs[:RESCORED])
    first = np.zeros(len(head))
    matches.add_scores(head, first)
    top, top_scores = _again(snapshot, head, first + rescore(snapshot, query, head))
    if (wanted := answer_wanted(query)) and len(top):
        few = top[:READ].argsort()
        head, first = top[few], top_scores[few]
        first = first + find_answers(snapshot, query, wanted, head, read)
        top[:READ], top_scores[:READ] = _again(snapshot, head, first)
    docs = np.concatenate([top, docs[RESCORED:]])
    scores = np.concatenate([top_scores, scores[RESCORED:]])
    return docs[:count], scores[:count]


def _again(snapshot: Snapshot, docs: Docs, scores: Scores) -> tuple[Docs, Scores]:
    """Return ``docs``, ascending, in the order of their new scores."""
    again = Matches(docs, lambda at: scores if at is None else scores[at])
    return best(snapshot, again, len(docs), Sort.RELEVANCE)


def _best_of_many(
    snapshot: Snapshot, docs: Docs, scores: Scores, dates: NDArray[np.int64], count: int
) -> tuple[Docs, Scores]:
    """Return the first ``count`` documents where there are many, or some that tie."""
    every = np.arange(len(docs))
    sure, tied = _split(-scores, every, count)
    surer, tied = _split(dates, tied, count - len(sure))
    places = np.concatenate([sure, surer, tied])
    ids = _id_keys(snapshot, docs[places])
    order = places[np.lexsort((ids, dates[places], -scores[places]))][:count]
    return docs[order], scores[order]


def _bound(scores: Scores, count: int) -> float:
    """Return a score that at least ``count`` scores reach."""
    whole = len(scores) // _GROUP * _GROUP
    tops = scores[:whole].reshape(-1, _GROUP).max(axis=1) if whole >= 2 * count * _GROUP else scores
    return float(np.partition(tops, -count)[-count])


def _by_date(snapshot: Snapshot, docs: Docs, *, oldest_first: bool) -> NDArray[np.int64]:
    """Return numbers that sort as dates should, undated documents last."""
    dates = snapshot.dates[docs]
    keys = dates if oldest_first else -dates
    return np.where(dates == UNDATED, np.iinfo(np.int64).max, keys)


def _split(
    key: NDArray[Any], places: NDArray[np.intp], count: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the places surely among the ``count`` smallest, and those tied for the rest."""
    if len(places) <= count:
        return places, places[:0]
    values = key[places]
    limit = np.partition(values, count - 1)[count - 1] if count else values.min() - 1
    return places[values < limit], places[values == limit]


def _id_keys(snapshot: Snapshot, docs: Docs) -> NDArray[Any]:
    if len(docs) > MANY_TIES:
        return snapshot.id_ranks[docs]
    return np.array(snapshot.ids(docs.tolist()), dtype=object)
