"""Whether queries find anything, for many that are nearly the same.

    harga beras      looked up and intersected once
    ... merah        only met with that
    ... mahal        the same

Documents are looked at, scores never; what a part of a query finds is kept for the next.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from search.arrays.evaluate import evaluate
from search.arrays.matches import contains
from search.arrays.phrases import find_phrase
from search.query import And, Forms, Not, Or, Phrase, Published, Query, Term, together

if TYPE_CHECKING:
    from search.arrays.snapshot import Docs, Snapshot

# Documents with all words of a phrase that are searched for it, a few and then some more.
PHRASE_STEPS = (0, 256, 4_096)


class Finder:
    """Looks into one snapshot. Made for one question and its variations, not shared."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._docs: dict[Query, Docs] = {}

    def finds(self, query: Query) -> bool:
        """Tell whether some document matches.

        A phrase that thousands of documents with all its words do not have counts as
        not found.
        """
        match query:
            case Or(clauses):
                return any(self.finds(clause) for clause in clauses)
            case Term(field=None) if word := self._word(query):
                return self._snapshot.holds(*word)
            case Phrase(field=None, slop=None):
                return self._finds_phrase(query, None)
            case And((*before, Phrase(field=None, slop=None) as phrase)):
                return self._finds_phrase(phrase, self.docs(together(before)))
            case _:
                return len(self.docs(query)) > 0

    def docs(self, query: Query) -> Docs:
        """Return the documents that match, ascending."""
        found = self._docs.get(query)
        if found is None:
            found = self._docs[query] = self._read(query)
        return found

    def _read(self, query: Query) -> Docs:
        match query:
            case Term(field=None) if (word := self._word(query)) and (
                found := self._snapshot.find(*word)
            ):
                return found.docs
            case Or(clauses) if clauses:
                return self._any([self.docs(clause) for clause in clauses])
            case And((*before, last)) if before and not isinstance(last, (Not, Published)):
                return self._common(self.docs(together(before)), self.docs(last))
            case _:
                return evaluate(self._snapshot, query).docs

    def _word(self, term: Term) -> tuple[str, str] | None:
        """Return field and text of the one list that answers ``term``, None if it takes more."""
        chunks = self._snapshot.analyzer.split(term.text)
        if len(chunks) != 1 or len(chunks[0].words) != 1 or chunks[0].others:
            return None
        word = chunks[0].words[0]
        return ("text", word.exact) if term.forms is Forms.EXACT else ("root", word.root)

    def _any(self, every: list[Docs]) -> Docs:
        mask = np.zeros(self._snapshot.size, np.bool_)
        for docs in every:
            mask[docs] = True
        return np.flatnonzero(mask).astype(np.int32)

    def _common(self, one: Docs, other: Docs) -> Docs:
        few, many = (one, other) if len(one) < len(other) else (other, one)
        return few[contains(many, few, self._snapshot.size)]

    def _finds_phrase(self, phrase: Phrase, within: Docs | None) -> bool:
        name = "root" if phrase.forms is Forms.ALL else "text"
        words = self._snapshot.analyzer.words(phrase.text)
        found = [self._snapshot.find(name, getattr(word, _FORM[name])) for word in words]
        some = [occurrences for occurrences in found if occurrences is not None]
        if not some or len(some) < len(found):
            return False
        lists = [occurrences.docs for occurrences in some]
        docs, *others = sorted(lists if within is None else [*lists, within], key=len)
        for other in others:
            docs = self._common(docs, other)
        steps = pairwise(PHRASE_STEPS)
        return any(len(find_phrase(some, docs[first:last])[0]) for first, last in steps)


_FORM = {"root": "root", "text": "exact"}
