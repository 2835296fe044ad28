"""Wider queries to offer when nothing was found: each is counted first, and finds something.

"harga beras murah"      ~"harga beras murah"     any_form
                         harga beras murah        unquoted
                         "harga beras"            fewer
kutipan:banjir           banjir                   told
judul:padi kutubuku      judul:padi               fewer
beras tanggal:1901       beras                    fewer
pelatihn                 pelati*                  beginning
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from index.fields import QUOTE, SPEAKER
from search.asked import ask
from search.language.parser import MAX_CHARS, parse
from search.language.unparse import unparse
from search.query import (
    And,
    Forms,
    Not,
    Or,
    Phrase,
    Prefix,
    Published,
    Quoted,
    Term,
    is_in_text,
    join,
    leaves,
)
from search.query import with_leaves as changed
from search.relaxing import relax
from search.results import Suggestion
from search.weighting import FUNCTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engine import Snapshot
    from search.query import Leaf, Query
    from search.results import Filters

# Offered of each way, and tried.
MAX_OFFERED = 4
MAX_TRIED = 8
# Letters that a word keeps; the last ones are where typing errors and suffixes are.
MIN_BEGINNING = 4
CUT_LETTERS = 2


class Way(StrEnum):
    """How a query was made wider; also the reason of the suggestion."""

    ANY_FORM = "any_form"
    UNQUOTED = "unquoted"
    TOLD = "told"
    FEWER = "fewer"
    BEGINNING = "beginning"


def widen_query(
    snapshot: Snapshot, query: Query, filters: Filters, others: tuple[Suggestion, ...] = ()
) -> tuple[Suggestion, ...]:
    """Return wider queries than ``query`` that are not among ``others``, the nearest first."""
    known = {unparse(query).casefold(), *(other.q.casefold() for other in others)}
    offered: list[Suggestion] = []
    for way, queries in _ways(query):
        texts = dict.fromkeys(unparse(other) for other in queries[:MAX_TRIED])
        new = [text for text in texts if text.casefold() not in known and len(text) <= MAX_CHARS]
        known.update(map(str.casefold, new))
        found = [(text, _count(snapshot, text, filters)) for text in new]
        offered += [Suggestion(text, way, number) for text, number in found if number][:MAX_OFFERED]
    return tuple(offered)


def _count(snapshot: Snapshot, text: str, filters: Filters) -> int:
    """Return how many articles a query finds, partial matches if no article has all of it."""
    asked = ask(parse(text).query)
    count = snapshot.count(asked.required, filters)
    if count or not asked.loose:
        return count
    relaxed = relax(snapshot, asked.loose, filters)
    return snapshot.count(relaxed, filters) if relaxed else 0


def _ways(query: Query) -> Iterator[tuple[Way, Sequence[Query]]]:
    """Yield each way with the queries that it makes, none of them equal to ``query``."""
    if (loose := changed(query, _in_any_form, excluded=False)) != query:
        yield Way.ANY_FORM, [loose]
    if (unquoted := changed(query, _unquoted, excluded=False)) != query:
        yield Way.UNQUOTED, [unquoted]
    if (told := _told(query)) != query:
        yield Way.TOLD, [told]
    if isinstance(query, And):
        yield Way.FEWER, [*_without_one(query.clauses), *filter(_is_wanted, query.clauses)]
    if isinstance(query, Quoted) and len(query.clauses) > 1:
        yield Way.FEWER, [Quoted((clause,)) for clause in query.clauses]
    if isinstance(query, Phrase):
        yield Way.FEWER, list(_shortened(query))
    if (beginnings := changed(query, _beginning, excluded=False)) != query:
        yield Way.BEGINNING, [beginnings]


def _told(query: Query) -> Query:
    """Return ``query`` with what is asked of quotations asked of the whole text."""
    match query:
        case Quoted(clauses) if clauses:
            return join(And, [changed(clause, _in_text) for clause in clauses])
        case And(clauses) | Or(clauses):
            return join(type(query), [_told(clause) for clause in clauses])
        case _:
            return query


def _in_text(leaf: Leaf) -> Query:
    return replace(leaf, field=None)


def _without_one(clauses: Sequence[Query]) -> Iterator[Query]:
    """Yield the query without each of its clauses, if it still asks for a word."""
    for at in range(len(clauses)):
        rest = [*clauses[:at], *clauses[at + 1 :]]
        if any(map(_is_wanted, rest)):
            yield join(And, rest)


def _shortened(phrase: Phrase) -> Iterator[Query]:
    """Yield the phrase without its last word and without its first, then its pairs of words.

    Or the words, where there are two.
    """
    words = phrase.text.split()
    if len(words) == 2:
        yield from (Term(word, phrase.field, phrase.forms) for word in words)
    for size in dict.fromkeys((len(words) - 1, 2)):
        for start in range(len(words) - size + 1 if 1 < size < len(words) else 0):
            is_open = phrase.is_open and start + size == len(words)
            yield replace(phrase, text=" ".join(words[start : start + size]), is_open=is_open)


def _is_wanted(query: Query) -> bool:
    is_common = isinstance(query, Term) and query.text.casefold() in FUNCTION
    return not is_common and not isinstance(query, (Not, Published)) and any(leaves(query))


def _in_any_form(leaf: Leaf) -> Query:
    has_forms = is_in_text(leaf.field) or leaf.field == QUOTE
    if isinstance(leaf, Prefix) or leaf.forms is Forms.ALL or not has_forms:
        return leaf
    return replace(leaf, forms=Forms.ALL)


def _unquoted(leaf: Leaf) -> Query:
    if not isinstance(leaf, Phrase) or leaf.field == SPEAKER:
        return leaf
    words = [Term(word, leaf.field) for word in leaf.text.split()]
    if leaf.is_open:
        return join(And, [*words[:-1], Prefix(words[-1].text, leaf.field)])
    return join(And, words)


def _beginning(leaf: Leaf) -> Query:
    """Return a word without its last letters."""
    kept = leaf.text[:-CUT_LETTERS]
    if not isinstance(leaf, Term) or not leaf.text.isalpha() or len(kept) < MIN_BEGINNING:
        return leaf
    return Prefix(kept, leaf.field)
