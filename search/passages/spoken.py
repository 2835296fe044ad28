"""Which quotations of a text answer what is asked of one, and where.

oleh:sri kutipan:pajak    in    "Pajak turun," kata Sri. "Pajak naik," kata Budi.
-----
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from index.fields import QUOTE
from index.newstext.reading import read_quotes
from search.passages.highlighting import Mark, joined
from search.passages.patterns import Patterns, span
from search.query import And, Forms, Or, Prefix, Quoted, is_spoken
from search.work import MARKING_STEPS, Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.analysis.analyzer import Analyzer, Layout
    from index.newstext.quotes import Quotation
    from index.values.table import Values
    from search.query import Leaf, Query


class Heard(NamedTuple):
    """A quotation that answers, and the words of it that do, by characters of the whole text."""

    quote: Quotation
    marks: tuple[Mark, ...]


def quotations_in(text: str, values: Values) -> tuple[Quotation, ...]:
    """Return what is quoted in a text, with speakers as an index has them."""
    return values.spoken(read_quotes(text))


def quoted_of(query: Query) -> Iterator[Quoted]:
    """Yield what is asked of quotations, but for what leaves articles out."""
    match query:
        case Quoted():
            yield query
        case And(clauses) | Or(clauses):
            for clause in clauses:
                yield from quoted_of(clause)
        case _:
            return


class Listener:
    """Finds the quotations that answer any of some questions."""

    def __init__(self, asked: Iterable[Quoted], analyzer: Analyzer) -> None:
        self._asked = tuple(dict.fromkeys(asked))
        self._analyzer = analyzer
        self._patterns: dict[Leaf, Patterns] = {}

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked of quotations."""
        return bool(self._asked)

    def hear(self, quotes: Iterable[Quotation]) -> list[Heard]:
        """Return those of the quotations of one text that answer, in their order."""
        work = Work(MARKING_STEPS)
        found = []
        for quote in quotes:
            layouts = {
                QUOTE: self._analyzer.lay_out(quote.text),
                "": self._analyzer.lay_out(quote.names),
            }
            every = [self._marks(one, layouts, quote.start, work) for one in self._asked]
            answers = [marks for marks in every if marks is not None]
            if answers:
                marks = {mark for some in answers for mark in some}
                found.append(Heard(quote, tuple(joined(sorted(marks), reach=-1))))
        return found

    def _marks(
        self, asked: Quoted, layouts: dict[str, Layout], start: int, work: Work
    ) -> list[Mark] | None:
        """Return what answers in one quotation; None if a clause does not hold."""
        found: list[Mark] = []
        for clause in asked.clauses:
            marks = self._of_clause(clause, layouts, start, work)
            if marks is None:
                return None
            found += marks
        return found

    def _of_clause(
        self, clause: Leaf | Or, layouts: dict[str, Layout], start: int, work: Work
    ) -> list[Mark] | None:
        if isinstance(clause, Or):
            some = [
                self._of_clause(one, layouts, start, work)
                for one in clause.clauses
                if is_spoken(one)
            ]
            held = [marks for marks in some if marks is not None]
            return [mark for marks in held for mark in marks] if held else None
        is_said = clause.field == QUOTE
        layout = layouts[QUOTE if is_said else ""]
        places = list(self._places(clause, layout, work))
        if not places:
            return None
        return [Mark(start + at, start + end, clause.text) for at, end in places] if is_said else []

    def _places(self, leaf: Leaf, layout: Layout, work: Work) -> Iterator[tuple[int, int]]:
        if leaf not in self._patterns:
            in_text = _in_text(leaf)
            self._patterns[leaf] = Patterns([in_text], self._analyzer)
        for pattern, runs in self._patterns[leaf].find(layout, work):
            for run in runs:
                together = [run] if pattern.slop is None else zip(run, strict=True)
                yield from (span(some) for some in together)


def marks_of(heard: Iterable[Heard]) -> list[Mark]:
    """Return all words that answer."""
    return [mark for one in heard for mark in one.marks]


def _in_text(leaf: Leaf) -> Leaf:
    """Return the same asked of any text; names are looked for as they are written."""
    if leaf.field != QUOTE and not isinstance(leaf, Prefix):
        return replace(leaf, field=None, forms=Forms.EXACT)
    return replace(leaf, field=None)
