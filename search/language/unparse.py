"""From a `Query` back to text: what was understood, in the plainest spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from search.language.lexer import OPERATORS
from search.language.periods import parse_period
from search.query import And, Field, Forms, Not, Or, Phrase, Prefix, Published, Query, Term

if TYPE_CHECKING:
    from datetime import date

_PREFIXES = {
    None: "",
    Field.TITLE: "judul:",
    Field.BODY: "isi:",
    Field.AUTHOR: "penulis:",
    Field.SOURCE: "sumber:",
    Field.PLACE: "tempat:",
    Field.SECTION: "rubrik:",
    Field.TAG: "tag:",
}


def render(query: Query) -> str:
    """Return ``query`` in the query language; it parses to the same tree."""
    match query:
        case And(clauses):
            return " ".join(_operand(clause) for clause in clauses)
        case Or(clauses):
            return " ATAU ".join(_operand(clause) for clause in clauses)
        case Not(clause):
            return f"-{_operand(clause)}"
        case Term(text, None, Forms.ALL) if text in OPERATORS:
            return f'~"{text}"'
        case Term(text, field, forms, _):
            return f"{_PREFIXES[field]}{'=' if forms is Forms.EXACT else ''}{text}"
        case Phrase(text, field, forms, slop):
            mark = "~" if forms is Forms.ALL else ""
            near = "" if slop is None else f"~{slop}"
            return f'{_PREFIXES[field]}{mark}"{text}"{near}'
        case Prefix(text, field):
            return f"{_PREFIXES[field]}{text}*"
        case Published(start, end):
            return f"tanggal:{_period(start, end)}"
        case _:
            assert_never(query)


def _operand(query: Query) -> str:
    return f"({render(query)})" if isinstance(query, (And, Or)) else render(query)


def _period(start: date | None, end: date | None) -> str:
    first, last = ("" if day is None else day.isoformat() for day in (start, end))
    for text in (first[:4], first[:7], first):  # a year, a month, a day
        if first and parse_period(text) == Published(start, end):
            return text
    return f"{first}..{last}"
