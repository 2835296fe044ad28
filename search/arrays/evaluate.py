"""From a query tree to matches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, assert_never

import numpy as np

from index.segments.format import UNDATED
from search.arrays.columns import WIB_SECONDS
from search.arrays.matches import Matches, contains, intersect, unite
from search.arrays.words import match_phrase, match_prefix, match_term
from search.query import And, Not, Or, Phrase, Prefix, Published, Query, Term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.arrays.reader import Reader
    from search.engine import Docs

_EPOCH = date(1970, 1, 1).toordinal()


def evaluate(reader: Reader, query: Query) -> Matches:
    """Return the documents that match ``query``."""
    match query:
        case Term():
            return match_term(reader, query).weighted(query.weight)
        case Phrase():
            return match_phrase(reader, query)
        case Prefix():
            return match_prefix(reader, query)
        case Published():
            every = Matches(reader.everything)
            return every.only(published_within(reader, every.docs, query))
        case Not(clause):
            every = Matches(reader.everything)
            return every.only(~_holds(reader, clause, every.docs))
        case Or(clauses):
            return unite([evaluate(reader, clause) for clause in clauses], reader.size)
        case And(clauses):
            return _evaluate_all(reader, clauses)
        case _:
            assert_never(query)


def _evaluate_all(reader: Reader, clauses: tuple[Query, ...]) -> Matches:
    """Find the documents with what is wanted first, then filter them by what is not."""
    wanted = [clause for clause in clauses if not isinstance(clause, (Not, Published))]
    found = [evaluate(reader, clause) for clause in wanted]
    matches = intersect(found, reader.size) if found else Matches(reader.everything)
    for clause in clauses:
        if isinstance(clause, Published):
            matches = matches.only(published_within(reader, matches.docs, clause))
        elif isinstance(clause, Not):
            matches = matches.only(~_holds(reader, clause.clause, matches.docs))
    return matches


def _holds(reader: Reader, clause: Query, docs: Docs) -> NDArray[np.bool_]:
    return contains(evaluate(reader, clause).docs, docs, reader.size)


def published_within(reader: Reader, docs: Docs, period: Published) -> NDArray[np.bool_]:
    """Return, for each document, whether it was published in ``period``; undated ones were not."""
    dates = reader.dates[docs]
    keep = dates != UNDATED
    if period.start is not None:
        keep &= dates >= midnight(period.start)
    if period.end is not None:
        keep &= dates < midnight(period.end) + 86_400
    return np.asarray(keep)


def midnight(day: date) -> int:
    """Return the start of ``day`` in WIB, in seconds since 1970 UTC."""
    return (day.toordinal() - _EPOCH) * 86_400 - WIB_SECONDS
