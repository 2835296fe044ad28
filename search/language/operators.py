"""Operators typed as the words they are: ``beras atau gabah`` as ``beras ATAU gabah``.

They are searched for as words, which some readers did not mean; so the other reading is
offered where it finds something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from search.language.lexer import Item, Opening, Operator, Sign, lex
from search.language.parser import MAX_CHARS, parse
from search.language.passage import is_passage

if TYPE_CHECKING:
    from search.language.lexer import Lexeme
    from search.language.parser import ParsedQuery

# *Bukan* and *tanpa* are left out: as words they say what is wanted.
_BETWEEN = frozenset({"or", "and", "atau", "dan"})
_BEFORE = frozenset({"not"})
# A look that spares nearly every query a second reading.
_MAY_HAVE = re.compile(rf"\b(?:{'|'.join(_BETWEEN | _BEFORE)})\b")


def as_operators(parsed: ParsedQuery) -> ParsedQuery | None:
    """Return the query with its small operators read as such, None if it has none."""
    text = parsed.text
    if len(text) > MAX_CHARS or not _MAY_HAVE.search(text):
        return None
    lexemes = list(lex(text))
    if is_passage(lexemes):
        return None
    parts, done = [], 0
    for place, lexeme in enumerate(lexemes):
        if isinstance(lexeme, Item) and _is_operator(lexemes, place, lexeme):
            parts += [text[done : lexeme.start], lexeme.text.upper()]
            done = lexeme.end
    if not parts:
        return None
    other = parse("".join([*parts, text[done:]]), parsed.forms)
    return other if other.query != parsed.query else None


def _is_operator(lexemes: list[Lexeme], place: int, item: Item) -> bool:
    if item.is_quoted or item.mark or item.field or item.is_negated:
        return False
    joins = item.text in _BETWEEN and place > 0 and not _is_open(lexemes[place - 1])
    return (joins or item.text in _BEFORE) and _can_follow(lexemes[place + 1 : place + 2])


def _is_open(lexeme: Lexeme) -> bool:
    """Tell whether nothing that could be joined ends with ``lexeme``."""
    is_operator = isinstance(lexeme, Operator) and lexeme.sign is not Sign.CLOSE
    return is_operator or isinstance(lexeme, Opening)


def _can_follow(following: list[Lexeme]) -> bool:
    return any(isinstance(lexeme, (Item, Opening)) for lexeme in following)
