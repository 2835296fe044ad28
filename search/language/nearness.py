"""Words, phrases and choices of them near each other: ``(beras ATAU gabah) w/5 impor``.

    beras w/5 impor               ~"beras impor"~4
    beras pre/5 impor             ~"beras impor"~>4
    "harga beras" w/5 impor       ~"harga beras impor"~4 "harga beras"

A distance counts words from one to the other, a slop those between them.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from index.analysis.joining import joined_spans
from search.query import And, Forms, Or, Phrase, Query, Term, join

if TYPE_CHECKING:
    from collections.abc import Iterable

_Part: TypeAlias = Term | Phrase


class Near(NamedTuple):
    """A query, and how many clauses it has more than what it was made from."""

    query: Query
    added: int


def near(left: Query, right: Query, slop: int, *, is_ordered: bool, room: int) -> Near | None:
    """Return what holds where ``left`` and ``right`` are near each other.

    None when they cannot be: exclusions, dates, beginnings, words in several fields, and
    what is near something else already; or when it takes more than ``room`` clauses.
    """
    ways = _alternatives(left), _alternatives(right)
    if None in ways:
        return None
    pairs = list(product(*filter(None, ways)))
    if len({part.field for pair in pairs for part in pair}) > 1 or 3 * len(pairs) > room:
        return None
    if any(joined_spans(f"{one.text} {other.text}") for one, other in pairs):
        return None  # a word and itself are one word
    found = [_pair(one, other, slop, is_ordered=is_ordered) for one, other in pairs]
    return Near(join(Or, found), 3 * len(pairs) - 2)


def close_phrase(
    text: str, field: str | None, forms: Forms, slop: int | None, *, is_ordered: bool
) -> Phrase:
    """Return words near each other; those in order without any between are a plain phrase."""
    if is_ordered and not slop:
        return Phrase(text, field, forms)
    return Phrase(text, field, forms, slop, is_ordered and slop is not None)


def _alternatives(query: Query) -> list[_Part] | None:
    parts = query.clauses if isinstance(query, Or) else (query,)
    every = [part for part in parts if isinstance(part, (Term, Phrase)) and _is_plain(part)]
    return every if len(every) == len(parts) else None


def _is_plain(part: _Part) -> bool:
    return isinstance(part, Term) or (part.slop is None and not part.is_open)


def _pair(one: _Part, other: _Part, slop: int, *, is_ordered: bool) -> Query:
    forms = Forms.EXACT if one.forms is other.forms is Forms.EXACT else Forms.ALL
    text = f"{one.text} {other.text}"
    together = close_phrase(text, one.field, forms, slop, is_ordered=is_ordered)
    return join(And, [together, *_besides((one, other), forms)])


def _besides(parts: Iterable[_Part], forms: Forms) -> list[Query]:
    """Return what does not follow from their words being near each other."""
    return [part for part in parts if isinstance(part, Phrase) or part.forms is not forms]
