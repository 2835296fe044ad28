"""From a `Query` back to text: what was understood, in the plainest spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from index.analysis.joining import joined_spans
from search.language.lexer import PREFIXES, DateField, operator_of
from search.language.periods import parse_period
from search.query import And, Forms, Not, Or, Phrase, Prefix, Published, Query, Quoted, Term, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from search.query import Leaf

# The first prefix that asks for each field.
_PREFIXES: dict[str | DateField | None, str] = {
    None: "",
    **{field: f"{text}:" for text, field in reversed(PREFIXES.items())},
}


def unparse(query: Query) -> str:
    """Return ``query`` in the query language; it parses to the same tree."""
    match query:
        case And(clauses):
            return _in_a_row(clauses)
        case Or(clauses):
            return " ATAU ".join(_operand(clause) for clause in clauses)
        case Not(clause):
            return _left_out(clause)
        case Term() | Phrase() | Prefix():
            return _leaf(query)
        case Quoted((Or() as only,)):
            return unparse(only)
        case Quoted(clauses):
            return " ".join(map(_operand, clauses))
        case Published(start, end):
            return f"tanggal:{_period(start, end)}"
        case _:
            assert_never(query)


def _left_out(clause: Query) -> str:
    match clause:
        case Term() | Prefix() | Quoted((Term() | Prefix(),)):
            (word,) = leaves(clause)
            # A minus before a number leaves nothing out.
            is_number = not any(map(str.isalpha, word.text))
            return f"{'BUKAN ' if is_number else '-'}{unparse(clause)}"
        case _:
            return f"-{_operand(clause)}"


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Term(text, None, Forms.ALL) if operator_of(text):
            return f'~"{text}"'
        case Term(text, field, forms, _):
            return f"{_PREFIXES[field]}{'=' if forms is Forms.EXACT else ''}{text}"
        case Phrase(text, field, forms, _, _, is_open):
            mark = "~" if forms is Forms.ALL else ""
            return f'{_PREFIXES[field]}{mark}"{text}{"*" if is_open else ""}"{nearness(leaf)}'
        case Prefix(text, field):
            return f"{_PREFIXES[field]}{text}*"
        case _:
            assert_never(leaf)


def nearness(phrase: Phrase) -> str:
    """Return what stands behind the quotation marks of a phrase."""
    if phrase.slop is None:
        return ""
    return f"~{'>' if phrase.is_ordered else ''}{phrase.slop}"


def _in_a_row(clauses: Sequence[Query]) -> str:
    text = " ".join(map(_juxtaposed, clauses))
    return " ".join(_apart(clauses)) if joined_spans(text) else text


def _apart(clauses: Iterable[Query]) -> Iterator[str]:
    """Yield clauses so that no two words are read as one: *kata* ~"kata"."""
    before = ""
    for clause in clauses:
        text = _juxtaposed(clause)
        is_plain = isinstance(clause, Term) and clause.forms is Forms.ALL
        if is_plain and _are_joined(before, text):
            text = f'~"{text}"'
        yield text
        before = text


def _are_joined(before: str, text: str) -> bool:
    """Tell whether a word would be read as one with what stands before it."""
    spans = joined_spans(f"{before} {text}")
    return any(start <= len(before) < end for start, end in spans)


def _operand(query: Query) -> str:
    match query:
        case And() | Or() | Quoted((_, _, *_) | (Or(),)):
            return f"({unparse(query)})"
        case _:
            return unparse(query)


def _juxtaposed(query: Query) -> str:
    """Return a clause of a conjunction, where what is asked of a quotation needs no brackets."""
    is_plain = isinstance(query, Quoted) and len(query.clauses) > 1
    return unparse(query) if is_plain else _operand(query)


def _period(start: date | None, end: date | None) -> str:
    first, last = ("" if day is None else day.isoformat() for day in (start, end))
    for text in (first[:4], first[:7], first):  # a year, a month, a day
        if first and parse_period(text) == Published(start, end):
            return text
    return f"{first}..{last}"
