"""From what the reader typed to a `Query`.

    harga beras                both words, in any inflection
    "harga beras"~5            the words within 5 positions
    beras ATAU gabah -impor    one of two, without a third
    judul:ekono* tanggal:2018  in the title, by prefix, in one year

Juxtaposed words are joined by AND. What binds tightest comes first: BUKAN and ``-``,
DAN, ATAU, juxtaposition; so ``harga beras ATAU gabah`` means a price of either. Any
string gives a query, with a warning where part of it was not understood.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from search.language.grammar import MAX_CLAUSES, Descent, Place
from search.language.lexer import OPERATORS, lex
from search.language.unparse import render
from search.query import And, Forms, Phrase, Query, Term

MAX_CHARS = 1_000

# Parsed queries kept, so that paging through results parses once.
CACHE_SIZE = 1_024


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query and how it was understood.

    Attributes:
        interpreted: The query in its plainest spelling; parses to the same tree, unless
            spelling it out takes more than `MAX_CHARS`.
        warnings: What was left out and why, in Indonesian, for the reader.
    """

    query: Query
    interpreted: str
    warnings: tuple[str, ...] = ()


def parse(text: str, forms: Forms | None = None) -> ParsedQuery:
    """Return the query that ``text`` means.

    Args:
        text: As typed.
        forms: None: words in any form, phrases as written. Otherwise both alike,
            except where the text itself says so with ``=`` or ``~``.
    """
    return _parse(text[: MAX_CHARS + 1], forms)


def locate(text: str, forms: Forms | None = None) -> list[Place]:
    """Return where the words, phrases and prefixes of ``text`` stand, in order.

    Without what is glued to other words (``dan/atau``), and nothing beyond `MAX_CHARS`.
    """
    if len(text) > MAX_CHARS:
        return []
    parser = Descent(list(lex(text)), forms, [])
    parser.parse()
    return parser.places


@lru_cache(maxsize=CACHE_SIZE)
def _parse(text: str, forms: Forms | None) -> ParsedQuery:
    if (plain := _plain(text, forms)) is not None:
        return plain
    warnings: list[str] = []
    if len(text) > MAX_CHARS:
        text = "".join(text[:MAX_CHARS].rsplit(None, 1)[:1])
        warnings.append(f"Hanya {MAX_CHARS:,} huruf pertama yang dicari.".replace(",", "."))
    query = Descent(list(lex(text)), forms, warnings).parse()
    return ParsedQuery(query, render(query), tuple(dict.fromkeys(warnings)))


def _plain(text: str, forms: Forms | None) -> ParsedQuery | None:
    """Return the query for a few plain words, quoted or not, without taking them apart."""
    is_quoted = len(text) > 2 and text[0] == text[-1] == '"'
    words = (text[1:-1] if is_quoted else text).split()
    if not (text.isascii() and "".join(words).isalpha() and len(words) < MAX_CLAUSES):
        return None
    if len(text) > MAX_CHARS or not (is_quoted or OPERATORS.isdisjoint(words)):
        return None
    query: Query
    if is_quoted:
        if len(words) < 2:
            return None
        query = Phrase(" ".join(words), None, forms or Forms.EXACT)
    else:
        terms = tuple([Term(word, None, forms or Forms.ALL) for word in words])
        query = terms[0] if len(terms) == 1 else And(terms)
    return ParsedQuery(query, render(query))
