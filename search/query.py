"""What the reader asks for, as values. No engine in sight.

    harga beras -impor      And((Term("harga"), Term("beras"), Not(Term("impor"))))

Texts stay as typed; the engine analyzes them with the analyzer of its index. Text
that holds no word never gets into the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias, TypeGuard, assert_never

from index.fields import SPOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Forms(StrEnum):
    """Which forms of a word count as the word."""

    ALL = "all"  # any inflection: the same root
    EXACT = "exact"  # as written


# Where a word is looked for: a name of these or of `index.fields`; None is title or body.
TITLE: Final = "title"
BODY: Final = "body"


@dataclass(frozen=True, slots=True)
class Term:
    """Documents that contain one word. ``text`` may be a compound such as ``e-commerce``.

    Attributes:
        weight: What its score counts for, see `search.weighting`.
        k1: How long its score rises where it stands again and again; None for as usual.
    """

    text: str
    field: str | None = None
    forms: Forms = Forms.ALL
    weight: float = 1.0
    k1: float | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents that contain the words of ``text`` in order, or near each other.

    Attributes:
        slop: None: side by side in this order. Otherwise in any order, with at most so many
            other positions between the first and the last of them.
        is_ordered: In this order, also with a slop.
        is_open: The last word, as written, only begins like the last word of ``text``.
    """

    text: str
    field: str | None = None
    forms: Forms = Forms.EXACT
    slop: int | None = None
    is_ordered: bool = False
    is_open: bool = False

    @property
    def parted(self) -> tuple[str, str]:
        """The words that are whole, and the beginning at the end or nothing."""
        if not self.is_open:
            return self.text, ""
        whole, _, beginning = self.text.rpartition(" ")
        return whole, beginning


@dataclass(frozen=True, slots=True)
class Prefix:
    """Documents that contain a word whose written form starts with ``text``."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Documents with one quotation for which every clause holds; without any, with a quotation.

    Attributes:
        clauses: Words, phrases and beginnings in `index.fields.SPOKEN`, and choices of them. What
            is in those fields is nowhere else in a tree.
    """

    clauses: tuple[Leaf | Or, ...] = ()


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
    """Documents that match at least one clause; with no clauses, none.

    Attributes:
        weights: Of the clauses, where not any will do.
        minimum: What the weights of those that match have to add up to.
    """

    clauses: tuple[Query, ...] = ()
    weights: tuple[float, ...] = ()
    minimum: float = 0.0


Leaf: TypeAlias = Term | Phrase | Prefix
Query: TypeAlias = Leaf | Quoted | Published | Not | And | Or

EVERYTHING = And()

_EPOCH: Final = date(1970, 1, 1).toordinal()
# News is dated by the western zone (UTC+7) where nothing else is said.
WIB_SECONDS: Final = 7 * 3_600


def midnight(day: date) -> int:
    """Return the start of ``day`` in WIB, in seconds since 1970 UTC."""
    return (day.toordinal() - _EPOCH) * 86_400 - WIB_SECONDS


def is_spoken(query: Query) -> TypeGuard[Leaf | Or]:
    """Tell whether ``query`` is asked of a quotation: a leaf, or nothing but a choice of such."""
    match query:
        case Term() | Phrase() | Prefix():
            return query.field in SPOKEN
        case Or(clauses):
            return bool(clauses) and all(map(is_spoken, clauses)) and not query.minimum
        case _:
            return False


def is_in_text(field: str | None) -> bool:
    """Tell whether ``field`` is title, body or both, where words have roots and scores."""
    return field is None or field in {TITLE, BODY}


def has_forms(phrase: Phrase) -> bool:
    """Tell whether the words of ``phrase`` stand side by side in any form, or as written."""
    is_near = phrase.slop is not None or phrase.is_open
    return phrase.forms is Forms.ALL and not is_near and is_in_text(phrase.field)


def join(node: type[And | Or], clauses: Iterable[Query]) -> Query:
    """Return one query for some, without a node around a single one or within its like."""
    flat: list[Query] = []
    for clause in clauses:
        flat += clause.clauses if isinstance(clause, node) and not _is_weighed(clause) else [clause]
    return flat[0] if len(flat) == 1 else node(tuple(flat))


def _is_weighed(query: And | Or) -> bool:
    return isinstance(query, Or) and query.minimum > 0


def leaves(query: Query, *, excluded: bool = False) -> Iterator[Leaf]:
    """Yield the words, phrases and beginnings of ``query``, ``excluded`` ones or not."""
    match query:
        case Term() | Phrase() | Prefix():
            yield query
        case And(clauses) | Or(clauses):
            for clause in clauses:
                yield from leaves(clause, excluded=excluded)
        case Not(clause):
            if excluded:
                yield from leaves(clause, excluded=True)
        case Quoted(clauses):
            for clause in clauses:
                yield from leaves(clause, excluded=excluded)
        case Published():
            return
        case _:
            assert_never(query)


def with_leaves(query: Query, change: Callable[[Leaf], Query], *, excluded: bool = True) -> Query:
    """Return ``query`` with every leaf as ``change`` returns it, ``excluded`` ones or not.

    What is asked of a quotation stays so: it is not changed to what a quotation cannot be asked.
    """
    match query:
        case Term() | Phrase() | Prefix():
            return change(query)
        case And(clauses) | Or(clauses):
            changed = [with_leaves(clause, change, excluded=excluded) for clause in clauses]
            if _is_weighed(query):
                return replace(query, clauses=tuple(changed))
            return join(type(query), changed)
        case Not(clause):
            return Not(with_leaves(clause, change)) if excluded else query
        case Quoted(clauses):
            every = join(And, [with_leaves(clause, change) for clause in clauses])
            some = every.clauses if isinstance(every, And) else (every,)
            spoken = tuple(clause for clause in some if is_spoken(clause))
            return Quoted(spoken) if len(spoken) == len(some) else query
        case Published():
            return query
        case _:
            assert_never(query)
