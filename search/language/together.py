"""What is asked of one quotation: by whom it is, and what is said in it.

    oleh:sri kutipan:pajak                 said by Sri, about taxes
    oleh:sri kutipan:pajak oleh:budi       so, and something that Budi says
    oleh:sri (kutipan:a ATAU kutipan:b)    said by Sri, one or the other
    oleh:sri -kutipan:pajak                Sri says something, and nobody says that

Wherever they stand in a conjunction. A second speaker begins another quotation, as nobody has
two names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.fields import SPEAKER
from search.query import And, Not, Or, Phrase, Quoted, Term, is_spoken, join, leaves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.query import Leaf, Query


def together(query: Query) -> Query:
    """Return ``query`` with what is asked of one quotation as one part of it."""
    if is_spoken(query):
        return Quoted((query,))
    match query:
        case Not(clause):
            return Not(together(clause))
        case And(clauses):
            return join(And, _parted(clauses))
        case Or(clauses):
            return join(Or, map(together, clauses))
        case _:
            return query


def one_name(clauses: list[Query], slop: int) -> list[Query]:
    """Return the words of a name as what has to be near each other: ``oleh:(sri mulyani)``."""
    words = [clause.text for clause in clauses if isinstance(clause, Term)]
    if len(words) < 2 or len(words) < len(clauses):
        return clauses
    return [Phrase(" ".join(words), SPEAKER, slop=slop)]


def _parted(clauses: Sequence[Query]) -> list[Query]:
    """Return clauses of a conjunction, those of each quotation at the place of the first."""
    found: list[Query | list[Leaf | Or]] = []
    group: list[Leaf | Or] = []
    for clause in clauses:
        if not is_spoken(clause):
            found.append(together(clause))
            continue
        if not group or (_names(clause) and any(map(_names, group))):
            group = []
            found.append(group)
        if clause not in group:
            group.append(clause)
    return [Quoted(tuple(one)) if isinstance(one, list) else one for one in found]


def _names(query: Query) -> bool:
    """Tell whether ``query`` says nothing but who speaks."""
    return all(leaf.field == SPEAKER for leaf in leaves(query))
