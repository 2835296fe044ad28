"""Quotations that answer what is asked of one: by whom it is, and what is said in it.

    quotations    0  1  2 | 3  4      of the documents that may match
    oleh:sri      0     2   3
    kutipan:air      1  2      4
    both                2             and so the first of these documents matches

Each has the place of the sign at its start, so that looking up where a word stands among those
tells which quotation it is in. Phrases are then looked for as ever, in quotations instead of
documents: no phrase can run from one into another.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from index.analysis.folding import beginnings
from index.fields import QUOTE
from index.segments.format import QUOTE_START
from search.arrays.alternatives import Alternatives
from search.arrays.matches import NO_DOCS, Matches, meet, union
from search.arrays.phrases import find_phrase
from search.arrays.words import find_of, newest, with_room
from search.engine import KEY_SHIFT, MAX_EXPANSION, POSITION, distinct
from search.query import Forms, Or, Phrase, Prefix, Term
from search.work import POSITION as POSITION_STEPS
from search.work import READ, WALK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.analysis.chunk import Word
    from search.arrays.doc_list import DocList
    from search.arrays.occurrences import Occurrences
    from search.arrays.phrases import Find, Keys
    from search.arrays.reader import Reader
    from search.arrays.words import Expand
    from search.engine import Docs
    from search.query import Leaf, Quoted
    from search.work import Work

    # Words side by side or near each other, any of some at each place, and how to find them.
    _Run: TypeAlias = tuple[Sequence[Alternatives], Find]
    # Ways to write one leaf, or what a choice is of.
    _Ways: TypeAlias = list[_Run]


def match_quoted(
    reader: Reader, quoted: Quoted, expand: Expand, work: Work, within: Docs | None = None
) -> Matches:
    """Return the documents with a quotation for which every clause holds.

    Only those ``within`` are of interest. Where there is no room to look into all that may
    match, it is looked for in the newest of them.
    """
    starts = reader.occurrences(QUOTE, QUOTE_START)
    if starts is None or not work.afford(READ * len(starts.docs)):
        return Matches(NO_DOCS, reader.size)
    some: list[Matches | DocList] = [] if within is None else [Matches(within, reader.size)]
    if not quoted.clauses:
        return Matches(meet([starts, *some], work), reader.size)
    words = _Words(reader, expand, work)
    clauses = [words.ways(clause) for clause in quoted.clauses]
    possible = [
        Matches(union([_together(run, work) for run, _ in ways], reader.size), reader.size)
        for ways in clauses
    ]
    docs = meet([*possible, *some], work)
    if len(clauses) == 1 and all(len(run) == 1 for run, _ in clauses[0]):
        return Matches(docs, reader.size)
    docs = _with_room(reader, clauses, starts, docs, work)
    if not len(docs):
        return Matches(NO_DOCS, reader.size)
    within_quotes = _Placing(docs, starts.spans(docs).keys())
    found: Keys | None = None
    for ways in clauses:
        every = [within_quotes.numbers(run, find) for run, find in ways]
        numbers = distinct(np.concatenate([np.zeros(0, np.int64), *every]))
        found = numbers if found is None else np.intersect1d(found, numbers, assume_unique=True)
    places = within_quotes.signs[[] if found is None else found] >> KEY_SHIFT
    return Matches(docs[distinct(places)], reader.size)


class _Words:
    """Looks the words of clauses up."""

    def __init__(self, reader: Reader, expand: Expand, work: Work) -> None:
        self._reader = reader
        self._expand = expand
        self._work = work
        self._found: dict[tuple[str, frozenset[str]], Alternatives | None] = {}

    def ways(self, clause: Leaf | Or) -> _Ways:
        """Return the ways in which a clause may hold; none if it holds nowhere."""
        match clause:
            case Or(clauses):
                return [way for one in clauses for way in self.ways(one)]  # type: ignore[arg-type]
            case Term():
                chunks = self._reader.analyzer.split(clause.text)
                every = [way for chunk in chunks for way in (chunk.words, chunk.others) if way]
                return [
                    (run, find_phrase)
                    for way in every
                    if (run := self._run(way, clause, Forms.EXACT if len(way) > 1 else None))
                ]
            case Phrase():
                whole, last = clause.parted
                words = self._reader.analyzer.words(whole)
                run = self._run(words, clause) if words else []
                if last and (run or not words):
                    begun = self._begun(last, clause.field)
                    run = [*run, begun] if begun else []
                return [(run, find_of(clause))] if run else []
            case Prefix():
                begun = self._begun(clause.text, clause.field)
                return [([begun], find_phrase)] if begun else []

    def _run(
        self, words: Sequence[Word], leaf: Term | Phrase, forms: Forms | None = None
    ) -> list[Alternatives]:
        """Return where each of some words stands; nothing if one stands nowhere."""
        run: list[Alternatives] = []
        for word in words:
            texts = [word.exact]
            if leaf.field == QUOTE and (forms or leaf.forms) is Forms.ALL:
                texts += [form for form, _ in self._reader.forms(word.root)[:MAX_EXPANSION]]
            one = self._any(frozenset(texts), leaf.field)
            if one is None:
                return []
            run.append(one)
        return run

    def _begun(self, text: str, field: str | None) -> Alternatives | None:
        """Return where any word with a beginning stands."""
        forms = with_room(self._expand(field or "", beginnings(text)), self._work)
        return self._any(frozenset(form for form, _ in forms), field)

    def _any(self, texts: frozenset[str], field: str | None) -> Alternatives | None:
        """Return where any of some words stands, the same ones as the same object."""
        key = field or "", texts
        if key not in self._found:
            every: list[Occurrences] = []
            for text in sorted(texts):
                found = self._reader.occurrences(key[0], text)
                if found is not None and self._work.afford(2 * READ * len(found.docs)):
                    every.append(found)
            self._found[key] = Alternatives(every, self._reader.size) if every else None
        return self._found[key]


def _together(run: Sequence[Alternatives], work: Work) -> Docs:
    return meet([*dict.fromkeys(run)], work)


def _with_room(
    reader: Reader, clauses: list[_Ways], starts: Occurrences, docs: Docs, work: Work
) -> Docs:
    """Return those of some documents that there is room to look into, the newest if not all.

    The positions of a word are read once, and looked through for each run that it is in.
    """
    runs = [way for ways in clauses for way in ways]
    read = {id(one): one for run, _ in runs for one in run}.values()
    steps = WALK + POSITION_STEPS * starts.mean_count
    steps += sum(WALK + POSITION_STEPS * one.mean_count for one in read)
    for run, find in runs:
        position = POSITION_STEPS if find is find_phrase else 2 * POSITION_STEPS
        steps += sum(position * one.mean_count for one in run)
    docs = newest(reader, docs, work.room(len(docs), ceil(steps)), work)
    return docs if work.afford(ceil(steps) * len(docs)) else NO_DOCS


class _Placing:
    """The quotations of some documents, numbered.

    Attributes:
        signs: Where each starts, as a key.
    """

    def __init__(self, docs: Docs, signs: Keys) -> None:
        self._docs = docs
        self.signs = signs
        self._placed: dict[int, _Placed] = {}

    def numbers(self, run: Sequence[Alternatives], find: Find) -> Keys:
        """Return the numbers of the quotations with a run of words, ascending."""
        placed = [self._place(word) for word in run]
        if not all(len(one.keys()) for one in placed):
            return np.zeros(0, np.int64)
        return distinct(find(placed)[0])

    def _place(self, word: Alternatives) -> _Placed:
        found = self._placed.get(id(word))
        if found is None:
            places = np.flatnonzero(word.holds(self._docs))
            keys = word.spans(self._docs[places]).keys()
            keys = (places[keys >> KEY_SHIFT] << KEY_SHIFT) | (keys & POSITION)
            numbers = self.signs.searchsorted(keys, "right") - 1
            keys = (numbers << KEY_SHIFT) | (keys & POSITION)
            found = self._placed[id(word)] = _Placed(word.count, keys)
        return found


class _Placed:
    """Where a word stands in quotations: their numbers in the place of documents."""

    def __init__(self, frequency: int, keys: Keys) -> None:
        self.frequency = frequency
        self._keys = keys

    def keys(self) -> Keys:
        """Return ``number << KEY_SHIFT | position`` for every occurrence, ascending."""
        return self._keys
