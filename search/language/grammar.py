"""Recursive descent over lexemes, from what the reader typed to a query tree.

    BUKAN -  before  DAN  before  ATAU  before  juxtaposition

Total: every list of lexemes gives a tree, and a warning for what was left out of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, assert_never

from index.analysis.analyzer import has_words
from index.analysis.folding import CHUNK, beginnings
from search.language.lexer import DateField, Item, Lexeme, Opening, Operator, Sign
from search.language.periods import parse_period
from search.language.warnings import QueryWarning, WarningKind
from search.query import And, Forms, Leaf, Not, Or, Phrase, Prefix, Published, Query, Term, join

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_CLAUSES = 64
MAX_DEPTH = 16
MIN_PREFIX_CHARS = 3
MAX_SLOP = 100


class Place(NamedTuple):
    """Where a leaf of the query stands in its text, from its mark to its end."""

    leaf: Leaf
    start: int
    end: int
    mark: str


class Descent:
    """One walk over some lexemes; every method leaves the cursor further on.

    Attributes:
        places: Where the leaves of the tree stand, once `parse` was called; none for what
            is glued to other words (``dan/atau``).
        warnings: What was left out of the tree, once `parse` was called.
    """

    def __init__(self, lexemes: list[Lexeme], forms: Forms | None) -> None:
        self._lexemes = lexemes
        self._at = 0
        self._forms = forms
        self._clauses = 0
        self.places: list[Place] = []
        self.warnings: list[QueryWarning] = []

    def parse(self) -> Query:
        """Return the query tree of all the lexemes."""
        clauses: list[Query] = []
        while self._at < len(self._lexemes):
            clauses += self._juxtaposed(None, 0)
            if self._sign() is Sign.CLOSE:
                self._warn(WarningKind.STRAY_CLOSE)
                self._at += 1
        return join(And, self._shallow(join(And, clauses), MAX_DEPTH - 1))

    def _shallow(self, query: Query, room: int) -> list[Query]:
        """Return ``query`` without what takes more than ``room`` brackets to spell."""
        match query:
            case Not(clause):
                return _negate(self._shallow(clause, room - isinstance(clause, (And, Or))))
            case And(clauses) | Or(clauses) if room >= 0:
                every = [(clause, room - isinstance(clause, (And, Or))) for clause in clauses]
                kept = [some for clause, left in every for some in self._shallow(clause, left)]
                return [join(type(query), kept)] if kept else []
            case And() | Or():
                self._warn(WarningKind.TOO_DEEP, number=MAX_DEPTH)
                return []
            case Term() | Phrase() | Prefix() | Published():
                return [query]
            case _:
                assert_never(query)

    def _next(self) -> Lexeme | None:
        return self._lexemes[self._at] if self._at < len(self._lexemes) else None

    def _sign(self) -> Sign | None:
        lexeme = self._next()
        return lexeme.sign if isinstance(lexeme, Operator) else None

    def _warn(self, kind: WarningKind, text: str = "", number: int = 0) -> None:
        self.warnings.append(QueryWarning(kind, text, number))

    def _juxtaposed(self, field: str | None, depth: int) -> list[Query]:
        clauses: list[Query] = []
        while self._next() is not None and self._sign() is not Sign.CLOSE:
            clauses += self._either(field, depth)
        return clauses

    def _either(self, field: str | None, depth: int) -> list[Query]:
        return self._infix(Sign.OR, Or, lambda: self._both(field, depth))

    def _both(self, field: str | None, depth: int) -> list[Query]:
        return self._infix(Sign.AND, And, lambda: self._unary(field, depth))

    def _infix(
        self,
        sign: Sign,
        node: type[And | Or],
        operand: Callable[[], list[Query]],
    ) -> list[Query]:
        clauses = operand()
        while clauses and self._sign() is sign and self._has_operand():
            self._at += 1
            right = operand()
            clauses = [join(node, [join(And, clauses), join(And, right)])] if right else clauses
        return clauses

    def _has_operand(self) -> bool:
        """Tell whether something to join or negate follows the operator at the cursor."""
        following = self._lexemes[self._at + 1 : self._at + 2]
        return any(isinstance(lexeme, (Item, Opening)) for lexeme in following) or any(
            isinstance(lexeme, Operator) and lexeme.sign is Sign.NOT for lexeme in following
        )

    def _unary(self, field: str | None, depth: int) -> list[Query]:
        lexeme = self._lexemes[self._at]
        negates = self._sign() is Sign.NOT and self._has_operand()
        self._at += 1
        match lexeme:
            case Operator() if negates:
                return _negate(self._unary(field, depth))
            case Operator():  # nothing to join, so it is a word
                return self._words(Item(lexeme.text.lower(), lexeme.start, lexeme.end), field)
            case Opening():
                return self._group(lexeme, field, depth)
            case Item():
                return self._item(lexeme, field, depth)
            case _:
                assert_never(lexeme)

    def _group(self, opening: Opening, field: str | None, depth: int) -> list[Query]:
        if depth + 1 >= MAX_DEPTH:
            self._warn(WarningKind.TOO_DEEP, number=MAX_DEPTH)
            self._skip_group()
            return []
        inner = field if isinstance(opening.field, DateField) else opening.field or field
        clauses = self._juxtaposed(inner, depth + 1)
        if self._sign() is Sign.CLOSE:
            self._at += 1
        else:
            self._warn(WarningKind.OPEN_BRACKET)
        group = [join(And, clauses)] if clauses else []
        return _negate(group) if opening.is_negated else group

    def _skip_group(self) -> None:
        level = 1
        while level and (lexeme := self._next()):
            if isinstance(lexeme, Opening):
                level += 1
            elif self._sign() is Sign.CLOSE:
                level -= 1
            self._at += 1

    def _item(self, item: Item, field: str | None, depth: int) -> list[Query]:
        if item.field and not item.text and not item.is_quoted:
            following = self._next()
            if isinstance(following, Item) and not following.field:
                self._at += 1
                is_negated = item.is_negated or following.is_negated
                item = replace(following, field=item.field, is_negated=is_negated)
            elif isinstance(following, Opening) and not following.field:
                self._at += 1
                is_negated = item.is_negated or following.is_negated
                opening = replace(following, field=item.field, is_negated=is_negated)
                return self._group(opening, field, depth)
        if not item.is_closed:
            self._warn(WarningKind.OPEN_QUOTE)
        if isinstance(item.field, DateField):
            clauses = self._period(item.text, item.field)
        else:
            clauses = self._words(item, item.field or field)
        return _negate(clauses) if item.is_negated else clauses

    def _period(self, text: str, field: DateField) -> list[Query]:
        period = parse_period(text, field)
        if period is None:
            self._warn(WarningKind.BAD_DATE, text)
            return []
        return [period] if self._count() else []

    def _words(self, item: Item, field: str | None) -> list[Query]:
        chunks = [chunk for chunk in CHUNK.findall(item.text) if has_words(chunk)]
        if not chunks:
            return []
        if item.is_quoted and len(chunks) > 1:
            marked = {"~": Forms.ALL, "=": Forms.EXACT}.get(item.mark)
            forms = marked or self._forms or Forms.EXACT
            slop = None if item.slop is None else min(item.slop, MAX_SLOP)
            phrase = Phrase(" ".join(chunks), field, forms, slop)
            return [self._placed(phrase, item)] if self._count() else []
        if item.text.endswith("*") and not item.is_quoted and len(chunks) == 1:
            if min(map(len, beginnings(chunks[0]))) >= MIN_PREFIX_CHARS:
                prefix = Prefix(chunks[0], field)
                return [self._placed(prefix, item)] if self._count() else []
            self._warn(WarningKind.SHORT_PREFIX, chunks[0], MIN_PREFIX_CHARS)
        forms = self._forms or Forms.ALL
        if item.mark == "=" or (item.is_quoted and item.mark != "~" and self._forms is None):
            forms = Forms.EXACT
        if item.mark == "~":
            forms = Forms.ALL
        terms = [Term(chunk, field, forms) for chunk in chunks if self._count()]
        return [self._placed(terms[0], item)] if len(chunks) == len(terms) == 1 else [*terms]

    def _placed(self, leaf: Leaf, item: Item) -> Query:
        self.places.append(Place(leaf, item.start, item.end, item.mark))
        return leaf

    def _count(self) -> bool:
        self._clauses += 1
        if self._clauses > MAX_CLAUSES:
            self._warn(WarningKind.TOO_MANY_WORDS, number=MAX_CLAUSES)
            return False
        return True


def _negate(clauses: list[Query]) -> list[Query]:
    if not clauses:
        return []
    query = join(And, clauses)
    return [query.clause if isinstance(query, Not) else Not(query)]
