"""The best documents in the order of the contract.

Relevance, then the newest, then the smallest id. Only the documents that can be on the
page are sorted: a bound from the maxima of small groups leaves out the rest first. By date,
documents are tried in the order of theirs until there are enough.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from index.segments.format import UNDATED
from search.arrays.matches import NO_DOCS
from search.engine import SCORE_DECIMALS
from search.errors import PlaceError
from search.results import Sort

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.arrays.matches import Matches
    from search.arrays.reader import Reader
    from search.engine import Docs, Scores

_CLOSE = 10.0**-SCORE_DECIMALS

_LAST = np.iinfo(np.int64).max
_GROUP = 32
# By date, twice as many are tried as should hold enough, then more, up to a part of all.
_TRIED = 2
_PART = 8
# So few are sorted sooner without arrays.
FEW = 64
# Ties beyond this many are ordered by a table of all ids, which is kept.
MANY_TIES = 20_000


def best(
    reader: Reader, matches: Matches, count: int, sort: Sort, after: int | None = None
) -> tuple[Docs, Scores]:
    """Return the first ``count`` documents in the order of ``sort``, with their scores.

    Or those right behind the document ``after``.

    Raises:
        PlaceError: If others match, and that does not.
    """
    if not count and after is None:
        return NO_DOCS, np.zeros(0)
    is_scored = sort is Sort.RELEVANCE and matches.is_scored
    if is_scored and after is None:
        docs, scores = matches.best(count)
    else:
        docs = (
            matches.docs if is_scored or after is not None else _first(reader, matches, count, sort)
        )
        scores = matches.score(docs) if is_scored else np.zeros(len(docs))
    if after is not None and len(docs):
        kept = _behind(reader, docs, -scores.round(SCORE_DECIMALS), after, sort)
        docs, scores = docs[kept], scores[kept]
    if is_scored and len(docs) > count:
        kept = np.flatnonzero(scores >= _bound(scores, count) - 2 * _CLOSE)
        docs, scores = docs[kept], scores[kept]
    order = _order(reader, docs, -scores.round(SCORE_DECIMALS), count, sort)
    return docs[order], scores[order]


def _first(reader: Reader, matches: Matches, count: int, sort: Sort) -> Docs:
    """Return the documents that can be the first ``count`` by date; all where that is as fast."""
    wanted = _TRIED * count * reader.size // max(matches.most, 1)
    while wanted * _PART < reader.size:
        tried = reader.by_date(sort)[:wanted]
        some = np.sort(tried)
        found: Docs = some[matches.holds(some)]
        # Others of the last date may not have been tried.
        moments = reader.moments(sort)
        found = found[moments.take(found) != moments[tried[-1]]]
        if len(found) >= count:
            return found
        wanted *= _PART
    return matches.docs


def _order(
    reader: Reader, docs: Docs, ranks: Scores, count: int, sort: Sort
) -> NDArray[np.intp] | list[int]:
    """Return the places of the first ``count`` documents; the lowest of ``ranks`` come first."""
    dates = _by_date(reader, docs, sort)
    if len(docs) <= FEW:
        ranked = sorted(zip(ranks.tolist(), dates.tolist(), range(len(docs)), strict=True))
        if not any(one[:2] == other[:2] for one, other in pairwise(ranked)):
            return [place for _, _, place in ranked[:count]]
    sure, tied = _split(ranks, np.arange(len(docs)), count)
    surer, tied = _split(dates, tied, count - len(sure))
    places = np.concatenate([sure, surer, tied])
    ids = _id_keys(reader, docs[places])
    return places[np.lexsort((ids, dates[places], ranks[places]))][:count]


def _behind(reader: Reader, docs: Docs, ranks: Scores, after: int, sort: Sort) -> NDArray[np.intp]:
    """Return the places of the documents that come after one of them; as `_order` would."""
    place = int(docs.searchsorted(after))
    if place == len(docs) or docs[place] != after:
        raise PlaceError("the results do not hold the document to go on after")
    dates = _by_date(reader, docs, sort)
    is_tied = ranks == ranks[place]
    is_behind = (ranks > ranks[place]) | (is_tied & (dates > dates[place]))
    tied = np.flatnonzero(is_tied & (dates == dates[place]))
    if len(tied) > 1:
        ids = _id_keys(reader, docs[tied])
        is_behind[tied] = ids > ids[tied.searchsorted(place)]
    return np.flatnonzero(is_behind)


def _bound(scores: Scores, count: int) -> float:
    """Return a score that at least ``count`` scores reach."""
    whole = len(scores) // _GROUP * _GROUP
    tops = scores[:whole].reshape(-1, _GROUP).max(axis=1) if whole >= 2 * count * _GROUP else scores
    return float(np.partition(tops, -count)[-count])


def _by_date(reader: Reader, docs: Docs, sort: Sort) -> NDArray[np.int64]:
    """Return numbers that sort as dates should, undated documents last."""
    dates = reader.moments(sort).take(docs)
    keys = dates.copy() if sort.is_oldest_first else -dates
    keys[dates == UNDATED] = _LAST
    return keys


def _split(
    key: NDArray[Any], places: NDArray[np.intp], count: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the places surely among the ``count`` smallest, and those tied for the rest."""
    if len(places) <= count:
        return places, places[:0]
    values = key[places]
    limit = np.partition(values, count - 1)[count - 1] if count else values.min() - 1
    return places[values < limit], places[values == limit]


def _id_keys(reader: Reader, docs: Docs) -> NDArray[Any]:
    if len(docs) > MANY_TIES:
        return reader.id_ranks[docs]
    return np.array(reader.ids(docs.tolist()), dtype=object)
