"""What the reader asks for, as values. No engine in sight.

    harga beras -impor      And((Term("harga"), Term("beras"), Not(Term("impor"))))

Texts stay as typed; the engine analyzes them with the analyzer of its index. Text
that holds no word never gets into the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date


class Forms(StrEnum):
    """Which forms of a word count as the word."""

    ALL = "all"  # any inflection: the same root
    EXACT = "exact"  # as written


class Field(Enum):
    """Where a word is looked for; None in a node means title or body."""

    TITLE = "title"
    BODY = "body"
    AUTHOR = "author"
    SOURCE = "source"
    PLACE = "place"
    SECTION = "section"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Term:
    """Documents that contain one word. ``text`` may be a compound such as ``e-commerce``.

    Attributes:
        weight: What its score counts for, see `search.weighting`.
    """

    text: str
    field: Field | None = None
    forms: Forms = Forms.ALL
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents that contain the words of ``text`` in order, or near each other.

    Attributes:
        slop: None: side by side in this order. Otherwise in any order, the first and the
            last of them at most ``slop`` positions apart.
    """

    text: str
    field: Field | None = None
    forms: Forms = Forms.EXACT
    slop: int | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """Documents that contain a word whose written form starts with ``text``."""

    text: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """Documents published from ``start`` to ``end``, whole days in WIB, both included."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """Documents that do not match."""

    clause: Query


@dataclass(frozen=True, slots=True)
class And:
    """Documents that match every clause; with no clauses, all documents."""

    clauses: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """Documents that match at least one clause; with no clauses, none."""

    clauses: tuple[Query, ...] = ()


Query: TypeAlias = Term | Phrase | Prefix | Published | Not | And | Or

EVERYTHING = And()


def together(clauses: Sequence[Query]) -> Query:
    """Return the query for all of some clauses, without a node around a single one."""
    return clauses[0] if len(clauses) == 1 else And(tuple(clauses))


def with_leaves(query: Query, change: Callable[[Query], Query]) -> Query:
    """Return ``query`` with every leaf as ``change`` returns it, excluded ones as well."""
    match query:
        case And(clauses) | Or(clauses):
            return type(query)(tuple(with_leaves(clause, change) for clause in clauses))
        case Not(clause):
            return Not(with_leaves(clause, change))
        case _:
            return change(query)
