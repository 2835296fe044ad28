"""From a query tree to matches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, assert_never

import numpy as np

from search.arrays.columns import WIB_SECONDS
from search.arrays.matches import Matches, contains, intersect, unite
from search.arrays.snapshot import UNDATED
from search.arrays.words import match_phrase, match_prefix, match_term
from search.query import And, Not, Or, Phrase, Prefix, Published, Query, Term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.arrays.snapshot import Docs, Snapshot

_EPOCH = date(1970, 1, 1).toordinal()


def evaluate(snapshot: Snapshot, query: Query) -> Matches:
    """Return the documents that match ``query``."""
    match query:
        case Term():
            return match_term(snapshot, query).weighted(query.weight)
        case Phrase():
            return match_phrase(snapshot, query)
        case Prefix():
            return match_prefix(snapshot, query)
        case Published():
            every = Matches(snapshot.everything)
            return every.only(published_within(snapshot, every.docs, query))
        case Not(clause):
            every = Matches(snapshot.everything)
            return every.only(~_holds(snapshot, clause, every.docs))
        case Or(clauses):
            return unite([evaluate(snapshot, clause) for clause in clauses], snapshot.size)
        case And(clauses):
            return _evaluate_all(snapshot, clauses)
        case _:
            assert_never(query)


def _evaluate_all(snapshot: Snapshot, clauses: tuple[Query, ...]) -> Matches:
    """Find the documents with what is wanted first, then filter them by what is not."""
    wanted = [clause for clause in clauses if not isinstance(clause, (Not, Published))]
    found = [evaluate(snapshot, clause) for clause in wanted]
    matches = intersect(found, snapshot.size) if found else Matches(snapshot.everything)
    for clause in clauses:
        if isinstance(clause, Published):
            matches = matches.only(published_within(snapshot, matches.docs, clause))
        elif isinstance(clause, Not):
            matches = matches.only(~_holds(snapshot, clause.clause, matches.docs))
    return matches


def _holds(snapshot: Snapshot, clause: Query, docs: Docs) -> NDArray[np.bool_]:
    return contains(evaluate(snapshot, clause).docs, docs, snapshot.size)


def published_within(snapshot: Snapshot, docs: Docs, period: Published) -> NDArray[np.bool_]:
    """Return, for each document, whether it was published in ``period``; undated ones were not."""
    dates = snapshot.dates[docs]
    keep = dates != UNDATED
    if period.start is not None:
        keep &= dates >= midnight(period.start)
    if period.end is not None:
        keep &= dates < midnight(period.end) + 86_400
    return np.asarray(keep)


def midnight(day: date) -> int:
    """Return the start of ``day`` in WIB, in seconds since 1970 UTC."""
    return (day.toordinal() - _EPOCH) * 86_400 - WIB_SECONDS
