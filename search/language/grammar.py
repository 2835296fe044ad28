"""Recursive descent over lexemes, from what the reader typed to a query tree.

    -  !    before  w/n pre/n    before  DAN BUKAN    before  ATAU    before  juxtaposition

`BUKAN` before anything to leave it out of is a sign like the minus.

Total: every list of lexemes gives a tree, and a warning for what was left out of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, assert_never

from index.analysis.analyzer import has_words
from index.analysis.folding import beginnings
from index.analysis.joining import spelled_chunks
from index.fields import SPEAKER
from search.language.lexer import DateField, Item, Lexeme, Opening, Operator, Sign
from search.language.nearness import close_phrase, near
from search.language.periods import parse_period
from search.language.signs import is_foreign, is_strange, strip_suffix, unknown_field, within
from search.language.together import one_name
from search.language.unparse import unparse
from search.language.warnings import QueryWarning, WarningKind
from search.query import (
    And,
    Forms,
    Leaf,
    Not,
    Or,
    Phrase,
    Prefix,
    Published,
    Query,
    Quoted,
    Term,
    join,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_CLAUSES = 64
MAX_DEPTH = 16
MIN_PREFIX_CHARS = 3
MAX_SLOP = 100
# Of two words joined by NEAR or ADJ alone, as in Xapian.
NEAR_WORDS = 10


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

    def __init__(
        self, lexemes: Sequence[Lexeme], forms: Forms | None, field: str | None = None
    ) -> None:
        """Read words without a field as of ``field``."""
        self._lexemes = lexemes
        self._field = field
        self._at = 0
        self._forms = forms
        self._clauses = 0
        self.places: list[Place] = []
        self.warnings: list[QueryWarning] = []

    def parse(self) -> Query:
        """Return the query tree of all the lexemes."""
        clauses: list[Query] = []
        while self._at < len(self._lexemes):
            clauses += self._juxtaposed(self._field, 0)
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
            case Term() | Phrase() | Prefix() | Quoted() | Published():
                return [query]
            case _:
                assert_never(query)

    def _next(self) -> Lexeme | None:
        return self._lexemes[self._at] if self._at < len(self._lexemes) else None

    def _sign(self) -> Sign | None:
        lexeme = self._next()
        return lexeme.sign if isinstance(lexeme, Operator) else None

    def _warn(self, kind: WarningKind, text: str = "", number: int = 0, instead: str = "") -> None:
        self.warnings.append(QueryWarning(kind, text, number, instead))

    def _juxtaposed(self, field: str | None, depth: int) -> list[Query]:
        clauses: list[Query] = []
        is_joined, parts = False, 0
        while self._next() is not None and self._sign() is not Sign.CLOSE:
            some, joins = self._either(field, depth)
            clauses += some
            is_joined |= joins
            parts += bool(some)
        if is_joined and parts > 1:
            self._warn(WarningKind.GROUPED, unparse(join(And, clauses)))
        return clauses

    def _either(self, field: str | None, depth: int) -> tuple[list[Query], bool]:
        """Return clauses, and whether an ATAU joins what they are made from."""
        clauses, is_joined = self._both(field, depth), False
        while clauses and self._sign() is Sign.OR and self._has_operand():
            self._at += 1
            if right := self._both(field, depth):
                clauses, is_joined = [join(Or, [*clauses, *right])], True
        return clauses, is_joined

    def _both(self, field: str | None, depth: int) -> list[Query]:
        clauses = self._near(field, depth)
        while clauses and self._sign() in {Sign.AND, Sign.NOT} and self._has_operand():
            if self._sign() is Sign.AND:
                self._at += 1
            clauses += self._near(field, depth)
        return [join(And, clauses)] if clauses else []

    def _near(self, field: str | None, depth: int) -> list[Query]:
        left = clauses = self._unary(field, depth)
        while left and self._sign() in {Sign.NEAR, Sign.BEFORE} and self._has_operand():
            operator = self._lexemes[self._at]
            self._at += 1
            right = self._unary(field, depth)
            if isinstance(operator, Operator) and right:
                near_clauses = self._close(operator, left, right)
                clauses = near_clauses if clauses is left else clauses + near_clauses
                left = right
        return clauses

    def _close(self, operator: Operator, left: list[Query], right: list[Query]) -> list[Query]:
        """Return what holds where both sides are as near as ``operator`` says."""
        distance = operator.distance
        if distance is None:
            distance = NEAR_WORDS
            self._warn(WarningKind.NO_DISTANCE, operator.text, distance)
        is_ordered = operator.sign is Sign.BEFORE
        both = join(And, left), join(And, right)
        slop = self._bounded(max(distance - 1, 0))
        found = near(*both, slop, is_ordered=is_ordered, room=MAX_CLAUSES - self._clauses)
        if found is None:
            self._warn(WarningKind.NOT_NEAR, operator.text)
            return [*both]
        self._clauses += found.added
        return [found.query]

    def _bounded(self, slop: int) -> int:
        if slop > MAX_SLOP:
            self._warn(WarningKind.TOO_FAR, number=MAX_SLOP)
        return min(slop, MAX_SLOP)

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
            case Operator(_, text) if not text.isalpha():
                self._warn(WarningKind.EMPTY, text)
                return []
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
        inner = opening.field or field
        if isinstance(inner, DateField):
            self._warn(WarningKind.EMPTY, f"{opening.prefix}:")
            inner = field
        clauses = self._juxtaposed(inner, depth + 1)
        if opening.field == SPEAKER:
            clauses = one_name(clauses, MAX_SLOP)
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
        following = self._next()
        if item.field and not item.text and not item.is_quoted:
            if isinstance(following, (Item, Opening)) and not following.field:
                self._at += 1
                is_negated = item.is_negated or following.is_negated
                joined = replace(
                    following, field=item.field, prefix=item.prefix, is_negated=is_negated
                )
                if isinstance(joined, Opening):
                    return self._group(joined, field, depth)
                item = joined
            else:
                self._warn(WarningKind.EMPTY, f"{item.prefix}:")
                return []
        elif not item.field and not item.is_quoted:
            known = self._without_foreign(item, following)
            if known is None:
                return []
            item = known
        if not item.is_closed:
            self._warn(WarningKind.OPEN_QUOTE)
        item = self._without_minus(item)
        if isinstance(item.field, DateField):
            clauses = self._period(item, item.field, field)
        else:
            clauses = self._words(item, item.field or field)
        return _negate(clauses) if item.is_negated else clauses

    def _without_foreign(self, item: Item, following: Lexeme | None) -> Item | None:
        """Return a word without what other systems would obey, None when nothing is left."""
        is_between = 1 < self._at < len(self._lexemes)
        is_phrase = isinstance(following, Item) and following.is_quoted
        if isinstance(following, Item) and is_phrase and (words := within(item.text)):
            self._at += 1
            return replace(following, slop=words - 1, is_negated=item.is_negated)
        is_before = is_phrase or isinstance(following, Opening)
        if is_foreign(item.text, is_between=is_between, is_before=is_before):
            self._warn(WarningKind.NO_SUCH_SIGN, item.text)
            return None
        if unknown := unknown_field(item.text):
            self._warn(WarningKind.UNKNOWN_FIELD, unknown.prefix, instead=unknown.nearest)
            item = replace(item, text=unknown.rest)
        text, had_suffix = strip_suffix(item.text)
        if had_suffix:
            self._warn(WarningKind.NO_SUCH_SIGN, item.text)
        return replace(item, text=text) if text else None

    def _without_minus(self, item: Item) -> Item:
        """Return a word that is not left out, when a minus before it does not mean that."""
        if not item.is_negated or item.is_quoted or isinstance(item.field, DateField):
            return item
        if any(map(str.isalpha, item.text)) or not has_words(item.text):
            return item
        self._warn(WarningKind.NUMBER, item.text)
        return replace(item, is_negated=False)

    def _period(self, item: Item, on: DateField, field: str | None) -> list[Query]:
        period = parse_period(item.text, on)
        if period is None:
            self._warn(WarningKind.BAD_DATE, item.text)
            return self._words(replace(item, field=None, is_quoted=False, mark=""), field)
        return [period] if self._count() else []

    def _words(self, item: Item, field: str | None) -> list[Query]:
        chunks = [chunk for chunk in spelled_chunks(item.text) if has_words(chunk)]
        if item.is_quoted:  # what was left out may have stood between two that are one
            chunks = spelled_chunks(" ".join(chunks))
        is_open = self._is_open(item, chunks)
        signs = item.text.removesuffix("*") if item.is_quoted or len(chunks) == 1 else item.text
        if is_strange(signs, has_words=bool(chunks), is_quoted=item.is_quoted):
            self._warn(WarningKind.NO_SUCH_SIGN, item.text)
        if not chunks:
            return []
        if item.is_quoted and len(chunks) > 1:
            marked = {"~": Forms.ALL, "=": Forms.EXACT}.get(item.mark)
            forms = marked or self._forms or Forms.EXACT
            slop = None if item.slop is None else self._bounded(item.slop)
            text = " ".join(chunks)
            phrase = close_phrase(text, field, forms, slop, is_ordered=item.is_ordered)
            phrase = replace(phrase, is_open=is_open)
            return [self._placed(phrase, item)] if self._count() else []
        if is_open:
            return [self._placed(Prefix(chunks[0], field), item)] if self._count() else []
        forms = self._forms or Forms.ALL
        if item.mark == "=" or (item.is_quoted and item.mark != "~" and self._forms is None):
            forms = Forms.EXACT
        if item.mark == "~":
            forms = Forms.ALL
        terms = [Term(chunk, field, forms) for chunk in chunks if self._count()]
        return [self._placed(terms[0], item)] if len(chunks) == len(terms) == 1 else [*terms]

    def _is_open(self, item: Item, chunks: list[str]) -> bool:
        """Tell whether the last of ``chunks`` is the beginning of a word."""
        if not item.text.endswith("*") or not chunks or (len(chunks) > 1 and not item.is_quoted):
            return False
        if min(map(len, beginnings(chunks[-1]))) >= MIN_PREFIX_CHARS:
            return True
        self._warn(WarningKind.SHORT_PREFIX, chunks[-1], MIN_PREFIX_CHARS)
        return False

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
