"""A pasted passage is words: its quotation marks quote, its dashes are dashes.

    Menteri itu berkata, "Harga beras -seperti diduga- akan turun," saat ditemui ...

Read as a query it would ask for a phrase, and exclude words, and so not find itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from search.language.lexer import Item, Lexeme, Operator, Sign
from search.language.warnings import QueryWarning, WarningKind

if TYPE_CHECKING:
    from collections.abc import Sequence

# Readers type a few words; the shortest passages that are pasted have more, and so many
# that are not quoted: one long quotation alone is a phrase.
PASSAGE_WORDS = 16
PLAIN_WORDS = 8

# Of clauses and sentences.
_ENDS = (",", ".", ";", ":", "?", "!")
_OPERATORS = frozenset({Sign.OR, Sign.NOT, Sign.NEAR, Sign.BEFORE})


def is_passage(lexemes: Sequence[Lexeme]) -> bool:
    """Tell whether a text is long, has sentences, and nothing in it that only a query has."""
    words = plain = ends = 0
    for lexeme in lexemes:
        if isinstance(lexeme, Operator):
            if lexeme.sign in _OPERATORS:
                return False
        elif lexeme.field or (isinstance(lexeme, Item) and _is_query(lexeme)):
            return False
        elif isinstance(lexeme, Item):
            count = len(lexeme.text.split())
            words += count
            plain += 0 if lexeme.is_quoted else count
            ends += lexeme.text.endswith(_ENDS)
    return words >= PASSAGE_WORDS and plain >= PLAIN_WORDS and ends > 0


def _is_query(item: Item) -> bool:
    return bool(item.mark) or item.slop is not None or item.text.endswith("*")


def as_words(lexemes: Sequence[Lexeme]) -> tuple[list[Lexeme], list[QueryWarning]]:
    """Return the lexemes of a passage as words to be found, and what was not obeyed."""
    found: list[Lexeme] = []
    warnings: list[QueryWarning] = []
    for lexeme in lexemes:
        plain = lexeme
        if not isinstance(plain, Operator) and plain.is_negated:
            plain = replace(plain, is_negated=False)
        if isinstance(plain, Item) and plain.is_quoted:
            plain = replace(plain, is_quoted=False)
        if plain != lexeme and not warnings and isinstance(lexeme, Item):
            warnings.append(QueryWarning(WarningKind.PASSAGE, lexeme.text))
        found.append(plain)
    return found, warnings
