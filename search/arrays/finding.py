"""Whether queries find anything, for many that are nearly the same.

    harga beras      looked up and intersected once
    ... merah        only met with that
    ... mahal        the same

Documents are looked at, scores never; what a part of a query finds is kept for the next.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, assert_never

import numpy as np

from search.arrays.matches import LOOK_UP_RATIO, NO_DOCS, Matches, meet
from search.arrays.phrases import find_phrase
from search.arrays.words import look_up
from search.engine import Shared
from search.query import And, Forms, Not, Or, Phrase, Prefix, Published, Query, Quoted, Term, join
from search.work import WALK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.analysis.chunk import Word
    from search.arrays.doc_list import DocList
    from search.arrays.evaluate import Evaluation
    from search.arrays.occurrences import Occurrences
    from search.engine import Docs

# Documents with all words of a phrase that are searched for it, a few and then some more.
PHRASE_STEPS = (0, 256, 4_096)
# Documents of a company that are looked at, spread over all of them.
MAX_SHARING = 500
# And those in which a form is looked for right after another word.
MAX_READ = 64


class ArrayFinder:
    """Looks into one generation. Implements `search.engine.Finder`."""

    def __init__(self, evaluation: Evaluation, *, sample: int = MAX_SHARING) -> None:
        self._evaluation = evaluation
        self._reader = evaluation.reader
        self._work = evaluation.work
        self._sample = sample
        self._docs: dict[Query, Docs] = {}
        self._shared: dict[tuple[Query, str], Docs] = {}

    def finds(self, query: Query) -> bool:
        match query:
            case Or(clauses) if not query.minimum:
                return any(self.finds(clause) for clause in clauses)
            case Term(field=None) if word := self._word(query):
                return self._reader.holds(*word)
            case Phrase(field=None, slop=None):
                return self._finds_phrase(query, None)
            case And((*before, Phrase(field=None, slop=None) as phrase)):
                return self._finds_phrase(phrase, self._find(join(And, before)))
            case Term() | Phrase() | Prefix() | Quoted() | Published() | Not() | And() | Or():
                return len(self._find(query)) > 0
            case _:
                assert_never(query)

    def count(self, query: Query) -> int:
        return len(self._find(query))

    def sharing(self, company: Query, forms: Iterable[str]) -> list[Shared]:
        docs = self._find(company)
        step = -(-len(docs) // self._sample) or 1
        docs = docs[::step]
        shared = []
        for form in forms:
            found = self._reader.occurrences("text", form)
            if found is None:
                continue
            few = len(docs) * LOOK_UP_RATIO < len(found.docs)
            if not self._work.afford(
                WALK * (LOOK_UP_RATIO * len(docs) if few else len(found.docs))
            ):
                break
            common = docs[found.holds(docs)]
            if len(common) or step > 1:
                self._shared[company, form] = common
                shared.append(Shared(form, len(found.docs), len(common)))
        return shared

    def beside(self, before: str, form: str, company: Query) -> float:
        common = self._shared[company, form]
        first = self._reader.occurrences("text", before)
        second = self._reader.occurrences("text", form)
        if first is None or second is None or not len(common):
            return 0.0
        docs = common[:MAX_READ]
        some = docs[first.holds(docs)]
        if not len(some):
            return 0.0
        _, spans = look_up(self._reader, [first, second], some, self._work)
        places = find_phrase(spans)[0] if spans else some[:0]
        return len(places) * len(common) / len(docs)

    def _find(self, query: Query) -> Docs:
        """Return the documents that match, ascending."""
        found = self._docs.get(query)
        if found is None:
            found = self._docs[query] = self._read(query)
        return found

    def _read(self, query: Query) -> Docs:
        match query:
            case Term(field=None) if word := self._word(query):
                found = self._reader.occurrences(*word)
                return NO_DOCS if found is None else found.docs
            case Or(clauses) if clauses and not query.minimum:
                return self._any([self._find(clause) for clause in clauses])
            case And((*before, (Term() | Phrase() | Prefix() | Or()) as last)) if before:
                lists = [self._find(join(And, before)), self._find(last)]
                return meet([Matches(docs, self._reader.size) for docs in lists], self._work)
            case Term() | Phrase() | Prefix() | Quoted() | Published() | Not() | And() | Or():
                return self._evaluation.evaluate(query).docs
            case _:
                assert_never(query)

    def _word(self, term: Term) -> tuple[str, str] | None:
        """Return field and text of the one list that answers ``term``, None if it takes more."""
        chunks = self._reader.analyzer.split(term.text)
        if len(chunks) != 1 or len(chunks[0].words) != 1 or chunks[0].others:
            return None
        return _listed(chunks[0].words[0], term.forms)

    def _any(self, every: list[Docs]) -> Docs:
        mask = np.zeros(self._reader.size, np.bool_)
        for docs in sorted(every, key=len):
            if self._work.afford(WALK * len(docs)):
                mask[docs] = True
        return np.flatnonzero(mask).astype(np.int32)

    def _finds_phrase(self, phrase: Phrase, within: Docs | None) -> bool:
        words = self._reader.analyzer.words(phrase.text)
        found = [self._reader.occurrences(*_listed(word, phrase.forms)) for word in words]
        some = [occurrences for occurrences in found if occurrences is not None]
        if not some or len(some) < len(found):
            return False
        lists: list[Matches | DocList] = [*some]
        if within is not None:
            lists.append(Matches(within, self._reader.size))
        docs = meet(lists, self._work)
        return any(self._has_phrase(some, docs[slice(*step)]) for step in pairwise(PHRASE_STEPS))

    def _has_phrase(self, words: list[Occurrences], docs: Docs) -> bool:
        _, spans = look_up(self._reader, words, docs, self._work)
        return bool(spans) and len(find_phrase(spans)[0]) > 0


def _listed(word: Word, forms: Forms) -> tuple[str, str]:
    """Return field and text of the list of ``word``."""
    return ("root", word.root) if forms is Forms.ALL else ("text", word.exact)
