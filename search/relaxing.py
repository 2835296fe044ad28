"""The best partial matches of a search that nothing matches whole, and no others.

    harga beras merah       no article with all three words
    harga beras             7 articles, without *merah*: shown
    harga                   4,000 articles: no answer any more

Each word weighs what it tells (its idf). An article has to hold most of what the best one
does, and some of the whole; when that still are too many, there is no answer to show.
"""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from search.engine import Search
from search.language.unparse import unparse
from search.query import And, Or, Query, Term, join
from search.weighting import idf

if TYPE_CHECKING:
    from search.engine import Docs, Snapshot
    from search.results import Filters

# What the best article has to hold of the weight of all words.
LEAST_SHARE = 0.3
# What the others have to hold of what the best one does; the next is tried when too many do.
SHARES = (0.6, 0.8, 1.0)
# More are no answer.
MAX_ANSWERS = 200
# The best one is among so many of the highest scores.
LOOKED_AT = 30

# Sums in another order differ in their last bits.
_SLACK = 1e-9


def relax(snapshot: Snapshot, loose: Query, filters: Filters) -> Query | None:
    """Return ``loose`` for what is nearest to all of its words, None when nothing is near.

    Args:
        snapshot: Where it is searched for.
        loose: As in `search.asked.Asked`.
        filters: What is shown has to pass, too.
    """
    words = _choice(loose)
    counts = [snapshot.count(clause) for clause in words.clauses]
    weights = tuple(
        idf(snapshot.documents, count) * getattr(clause, "weight", 1.0) if count else 0.0
        for clause, count in zip(words.clauses, counts, strict=True)
    )
    best = _best(snapshot, loose, weights, filters)
    if best < LEAST_SHARE * sum(weights):
        return None
    for share in SHARES:
        minimum = max(share * best, LEAST_SHARE * sum(weights)) - _SLACK
        wanted = _with_choice(loose, replace(words, weights=weights, minimum=minimum))
        if 0 < snapshot.count(wanted, filters) <= MAX_ANSWERS:
            return wanted
    return None


def missing(snapshot: Snapshot, relaxed: Query, docs: Docs) -> list[tuple[str, ...]]:
    """Return, for each of ``docs``, the telling words of ``relaxed`` that it does not hold."""
    clauses = [
        clause
        for clause in _choice(relaxed).clauses
        if not isinstance(clause, Term) or clause.weight >= 1.0
    ]
    ascending = docs.argsort()
    found: list[list[str]] = [[] for _ in docs]
    for clause in clauses:
        lacks = snapshot.scores(clause, docs[ascending]) <= 0
        for place in ascending[lacks].tolist():
            found[place].append(unparse(clause))
    return [tuple(words) for words in found]


def _choice(loose: Query) -> Or:
    match loose:
        case Or():
            return loose
        case And((Or() as words, *_)):
            return words
        case _:
            raise ValueError(loose)


def _with_choice(loose: Query, words: Or) -> Query:
    return And((words, *loose.clauses[1:])) if isinstance(loose, And) else words


def _best(snapshot: Snapshot, loose: Query, weights: tuple[float, ...], filters: Filters) -> float:
    """Return the most of ``weights`` that one of the best documents holds."""
    clauses = _choice(loose).clauses
    docs = np.sort(snapshot.find(Search(query=loose, count=LOOKED_AT, filters=filters)).docs)
    held = np.zeros(len(docs))
    for clause, weight in zip(clauses, weights, strict=True):
        if weight:
            held += weight * (snapshot.scores(clause, docs) > 0)
    best = float(held.max(initial=-1.0))
    weight, rarest = max(zip(weights, clauses, strict=True), key=itemgetter(0))
    if weight <= best:
        return best
    # High scores are of another word's many names: *kpk* is Komisi Pemberantasan Korupsi, too.
    return weight if snapshot.count(join(And, (rarest, loose)), filters) else best
