"""From what the reader typed to lexemes.

    judul:"harga beras" -impor    ->    Item(field=title, "harga beras", quoted)
                                        Item("impor", negated)

Total: every string has lexemes; what has no meaning here is plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from index.fields import FIELDS
from search.query import BODY, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator


class Sign(Enum):
    """What joins, negates or closes."""

    CLOSE = ")"
    AND = "DAN"
    OR = "ATAU"
    NOT = "BUKAN"


class DateField(Enum):
    """Prefixes that take a date or a range of dates."""

    ON = "tanggal"
    AFTER = "sesudah"
    BEFORE = "sebelum"


@dataclass(frozen=True, slots=True)
class Item:
    """A word or a quoted phrase with everything that was attached to it.

    Attributes:
        text: Without quotes and marks; empty when only a prefix was typed.
        mark: ``"="`` this exact form, ``"~"`` any form, or empty.
        slop: The number after a closing quote and a tilde.
        is_closed: False for a quotation mark without its partner.
        start: Where its mark stands in the source, or would: behind minus and prefix.
        end: Where it ends there.
    """

    text: str
    start: int
    end: int
    field: str | DateField | None = None
    is_negated: bool = False
    is_quoted: bool = False
    mark: str = ""
    slop: int | None = None
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening bracket with what stood right before it."""

    field: str | DateField | None = None
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """A closing bracket or an operator, as typed. Operators count only in capitals."""

    sign: Sign
    text: str
    start: int
    end: int


Lexeme: TypeAlias = Item | Opening | Operator

_SIGNS = {
    "DAN": Sign.AND,
    "AND": Sign.AND,
    "ATAU": Sign.OR,
    "OR": Sign.OR,
    "BUKAN": Sign.NOT,
    "TANPA": Sign.NOT,
    "NOT": Sign.NOT,
}

OPERATORS = frozenset(_SIGNS)

# What asks for a field, from the prefix; the plainest one comes first for each.
PREFIXES: dict[str, str | DateField] = {
    "judul": TITLE,
    "title": TITLE,
    "isi": BODY,
    "body": BODY,
    **{prefix: field.name for field in FIELDS for prefix in field.prefixes},
    "tanggal": DateField.ON,
    "date": DateField.ON,
    "sesudah": DateField.AFTER,
    "after": DateField.AFTER,
    "sebelum": DateField.BEFORE,
    "before": DateField.BEFORE,
}

_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'))

_LEXEME = re.compile(
    rf"""
    (?P<negated>-(?=[^\s-]))?
    (?:(?P<field>(?ai:{"|".join(PREFIXES)})):)?
    (?P<mark>[=~](?=\S))?
    (?: (?P<bracket>[()])
      | "(?P<phrase>[^"]*)(?P<close>"?)(?:~(?P<slop>\d{{1,6}}))?
      | (?P<word>[^\s()"]+)
      | (?(field)(?=\s|$)|(?!)) )
    """,
    re.VERBOSE,
)


def lex(text: str) -> Iterator[Lexeme]:
    """Yield the lexemes of ``text`` from left to right."""
    for match in _LEXEME.finditer(text.translate(_QUOTES)):
        field = PREFIXES.get((match["field"] or "").lower())
        is_negated = match["negated"] is not None
        if match["bracket"] == "(":
            yield Opening(field, is_negated)
        elif match["bracket"] == ")":
            yield Operator(Sign.CLOSE, ")", *match.span())
        elif match["phrase"] is not None:
            yield Item(
                match["phrase"],
                match.start("phrase") - 1 - len(match["mark"] or ""),
                match.end(),
                field,
                is_negated,
                is_quoted=True,
                mark=match["mark"] or "",
                slop=None if match["slop"] is None else int(match["slop"]),
                is_closed=bool(match["close"]),
            )
        elif match.group() in _SIGNS:
            yield Operator(_SIGNS[match.group()], match.group(), *match.span())
        else:
            word, mark = match["word"] or "", match["mark"] or ""
            start = match.end() - len(word) - len(mark)
            yield Item(word, start, match.end(), field, is_negated, mark=mark)
