"""From a query tree to matches.

What only walks through lists comes first. Phrases are then looked for in the documents
that are left, so that one of common words beside a rare word costs what the rare word does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

import numpy as np

from index.ranking import K1
from index.segments.format import UNDATED
from search.arrays.doc_list import DocList
from search.arrays.matches import NO_DOCS, Leaf, Listed, Matches, all_of, meet, unite
from search.arrays.quoted import match_quoted
from search.arrays.words import match_phrase, match_prefix, match_term
from search.engine import MAX_EXPANSION
from search.query import (
    And,
    Forms,
    Not,
    Or,
    Phrase,
    Prefix,
    Published,
    Query,
    Quoted,
    Term,
    has_forms,
    midnight,
)
from search.weighting import idf
from search.work import COUNT, DATE, EXPAND, WALK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.arrays.expansion import Expanded
    from search.arrays.reader import Reader
    from search.engine import Docs
    from search.work import Work


class Evaluation:
    """Evaluates the queries of one answer: its work is counted, no part is looked up twice."""

    def __init__(self, reader: Reader, work: Work) -> None:
        self.reader = reader
        self.work = work
        self._seen: dict[Query, Matches] = {}
        self._expanded: dict[tuple[str, tuple[str, ...]], Expanded] = {}

    def evaluate(self, query: Query, within: Docs | None = None) -> Matches:
        """Return the documents that match ``query``.

        Args:
            query: Any.
            within: Documents that are of interest, ascending; None for all. Whether others
                match is left open.
        """
        if within is not None and has_phrase(query):
            return self._evaluate(query, within)
        found = self._seen.get(query)
        if found is None:
            found = self._seen[query] = self._evaluate(query, None)  # for whoever asks next
        return found

    def expand(self, field: str, beginnings: tuple[str, ...]) -> Expanded:
        """Return the most frequent words with one of some beginnings, with document counts."""
        key = field, beginnings
        found = self._expanded.get(key)
        if found is None:
            has_room = self.work.afford(EXPAND)
            found = self.reader.expand(field, beginnings, MAX_EXPANSION) if has_room else []
            if self.reader.live is not None:  # each word was counted anew
                self.work.afford(min(COUNT * len(found), self.work.left))
            self._expanded[key] = found
        return found

    def _evaluate(self, query: Query, within: Docs | None) -> Matches:
        reader, work = self.reader, self.work
        match query:
            case Term():
                return self._leaf(query, match_term(reader, query, work))
            case Phrase():
                return self._leaf(query, self._phrase(query, within))
            case Prefix():
                return self._leaf(query, match_prefix(reader, query, self.expand, work))
            case Quoted():
                return match_quoted(reader, query, self.expand, work, within)
            case Published():
                every = reader.everything
                if not work.afford(DATE * len(every)):
                    return Matches(NO_DOCS, reader.size)
                return Matches(every[published_within(reader, every, query)], reader.size)
            case Not(clause):
                every = reader.everything if within is None else within
                return Matches(every[~self._holds(clause, every)], reader.size)
            case Or(clauses, weights, minimum):
                some = [self.evaluate(clause, within) for clause in clauses]
                united = unite(some, reader.size, work)
                return self._heavy_enough(united, some, weights, minimum) if minimum else united
            case And(clauses):
                return self._all(clauses, within)
            case _:
                assert_never(query)

    def _leaf(self, query: Term | Phrase | Prefix, found: Matches) -> Leaf:
        return Leaf(query, found, self.work, self.reader.words)

    def _phrase(self, phrase: Phrase, within: Docs | None) -> Matches:
        """Find a phrase; of one in any form, what has it as written scores above all else."""
        found = match_phrase(self.reader, phrase, self.expand, self.work, within)
        if not has_forms(phrase) or not found.count:
            return found
        as_written = replace(phrase, forms=Forms.EXACT)
        written = match_phrase(self.reader, as_written, self.expand, self.work, found.docs)
        words = self.reader.analyzer.words(phrase.text)
        counts = (self.reader.frequency("root", word.root) for word in words)
        most = (K1 + 1) * sum(idf(self.reader.documents, count) for count in counts)
        members = DocList(written.docs, self.reader.size)
        worth = Listed(members, lambda docs: np.full(len(docs), most), lists=0.0)
        return found.boosted([worth])

    def _all(self, clauses: tuple[Query, ...], within: Docs | None) -> Matches:
        """Find the documents with what is wanted, then filter them by what is not."""
        size, work = self.reader.size, self.work
        wanted = [clause for clause in clauses if not isinstance(clause, (Not, Published))]
        found = {clause: self.evaluate(clause) for clause in wanted if not has_phrase(clause)}
        some = list(found.values())
        if within is not None:
            some.append(Matches(within, size))
        docs = meet(some, work) if some else self.reader.everything
        for clause in clauses:
            if isinstance(clause, Published):
                docs = docs[published_within(self.reader, docs, clause)]
        for clause in dict.fromkeys(wanted):
            if clause not in found:
                found[clause] = matches = self.evaluate(clause, docs)
                docs = meet([matches, Matches(docs, size)], work)
        for clause in clauses:
            if isinstance(clause, Not) and len(docs):
                docs = docs[~self._holds(clause.clause, docs)]
        return all_of([found[clause] for clause in wanted], docs, size)

    def _heavy_enough(
        self, united: Matches, every: list[Matches], weights: tuple[float, ...], minimum: float
    ) -> Matches:
        """Return what the weights of some matches add up to ``minimum`` for."""
        total = np.zeros(self.reader.size)
        for matches, weight in zip(every, weights, strict=True):
            if self.work.afford(WALK * len(matches.docs)):
                total[matches.docs] += weight
        return united.only(total[united.docs] >= minimum)

    def _holds(self, clause: Query, docs: Docs) -> NDArray[np.bool_]:
        found = self.evaluate(clause, docs)
        if not self.work.afford(WALK * len(docs)):
            return np.zeros(len(docs), np.bool_)
        return found.holds(docs)


def has_phrase(query: Query) -> bool:
    """Tell whether positions have to be looked at to evaluate ``query``."""
    match query:
        case Phrase() | Quoted():
            return True
        case Term() | Prefix() | Published():
            return False
        case Not(clause):
            return has_phrase(clause)
        case And(clauses) | Or(clauses):
            return any(map(has_phrase, clauses))
        case _:
            assert_never(query)


def published_within(reader: Reader, docs: Docs, period: Published) -> NDArray[np.bool_]:
    """Return, for each document, whether it was published in ``period``; undated ones were not."""
    dates = reader.dates.take(docs)
    keep = dates != UNDATED
    if period.start is not None:
        keep &= dates >= midnight(period.start)
    if period.end is not None:
        keep &= dates < midnight(period.end) + 86_400
    return np.asarray(keep)
