"""From what the reader typed to lexemes.

    judul:"harga beras" -impor    ->    Item(field=title, "harga beras", quoted)
                                        Item("impor", negated)

Total: every string has lexemes; what has no meaning here is plain text. Operators of other
systems are read where ours mean the same: ``| & ! w/5 NEAR/5 pre/5 ADJ``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from index.fields import FIELDS, SPOKEN
from search.query import BODY, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator


class Sign(Enum):
    """What joins, negates or closes."""

    CLOSE = ")"
    AND = "DAN"
    OR = "ATAU"
    NOT = "BUKAN"
    NEAR = "w/"
    BEFORE = "pre/"


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
        prefix: What was typed before a colon, if that is a field.
        mark: ``"="`` this exact form, ``"~"`` any form, or empty.
        slop: The number after a closing quote and a tilde.
        is_ordered: ``~>`` instead of the tilde.
        is_closed: False for a quotation mark without its partner.
        start: Where its mark stands in the source, or would: behind minus and prefix.
        end: Where it ends there.
    """

    text: str
    start: int
    end: int
    field: str | DateField | None = None
    prefix: str = ""
    is_negated: bool = False
    is_quoted: bool = False
    mark: str = ""
    slop: int | None = None
    is_ordered: bool = False
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening bracket with what stood right before it."""

    field: str | DateField | None = None
    prefix: str = ""
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """A closing bracket or an operator, as typed. Words are operators only in capitals.

    Attributes:
        distance: Of `Sign.NEAR` and `Sign.BEFORE`, in words; None if none was typed.
    """

    sign: Sign
    text: str
    start: int
    end: int
    distance: int | None = None


Lexeme: TypeAlias = Item | Opening | Operator

_SIGNS = {
    "DAN": Sign.AND,
    "AND": Sign.AND,
    "&": Sign.AND,
    "&&": Sign.AND,
    "ATAU": Sign.OR,
    "OR": Sign.OR,
    "|": Sign.OR,
    "||": Sign.OR,
    "BUKAN": Sign.NOT,
    "TANPA": Sign.NOT,
    "NOT": Sign.NOT,
    "NEAR": Sign.NEAR,
    "ADJ": Sign.BEFORE,
}

OPERATORS = frozenset(_SIGNS)

# As in Nexis, Factiva, ProQuest, Xapian; without a slash in capitals only, unlike words.
_NEAR = re.compile(r"(?:(?ai:w|near|n)/|NEAR)(\d{1,6})", re.ASCII)
_BEFORE = re.compile(r"(?:(?ai:pre|p|adj|onear)/|ADJ|PRE)(\d{1,6})", re.ASCII)

# What asks for a field, from the prefix; the plainest one comes first for each.
PREFIXES: dict[str, str | DateField] = {
    "judul": TITLE,
    "title": TITLE,
    "isi": BODY,
    "body": BODY,
    **{prefix: field.name for field in FIELDS for prefix in field.prefixes},
    **{prefix: name for name, prefixes in SPOKEN.items() for prefix in prefixes},
    "tanggal": DateField.ON,
    "date": DateField.ON,
    "sesudah": DateField.AFTER,
    "after": DateField.AFTER,
    "sebelum": DateField.BEFORE,
    "before": DateField.BEFORE,
    # Other systems say these.
    "intitle": TITLE,
    "headline": TITLE,
    "hl": TITLE,
    "intext": BODY,
}

_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'))

_LEXEME = re.compile(
    rf"""
    (?P<negated>(?:-+|!+)(?=[^\s\-!|]))?
    (?:(?P<field>(?ai:{"|".join(PREFIXES)})):)?
    (?P<mark>[=~](?=\S))?
    (?: (?P<bracket>[()])
      | "(?P<phrase>[^"]*)(?P<close>"?)(?:~(?P<ordered>>?)(?P<slop>\d+))?
      | (?P<or>\|+)
      | (?P<word>[^\s()"|]+)
      | (?(field)(?=\s|$)|(?!)) )
    """,
    re.VERBOSE,
)


def lex(text: str) -> Iterator[Lexeme]:
    """Yield the lexemes of ``text`` from left to right."""
    for match in _LEXEME.finditer(text.translate(_QUOTES)):
        prefix = match["field"] or ""
        field = PREFIXES.get(prefix.lower())
        # As in Lucene: two of them cancel each other out.
        is_negated = len(match["negated"] or "") % 2 == 1
        if match["bracket"] == "(":
            yield Opening(field, prefix, is_negated)
        elif match["bracket"] == ")":
            if field:
                yield Item("", match.start(), match.end() - 1, field, prefix)
            yield Operator(Sign.CLOSE, ")", match.end() - 1, match.end())
        elif match["phrase"] is not None:
            yield Item(
                match["phrase"],
                match.start("phrase") - 1 - len(match["mark"] or ""),
                match.end(),
                field,
                prefix,
                is_negated,
                is_quoted=True,
                mark=match["mark"] or "",
                slop=None if match["slop"] is None else int(match["slop"]),
                is_ordered=bool(match["ordered"]),
                is_closed=bool(match["close"]),
            )
        elif operator := operator_of(match.group(), *match.span()):
            yield operator
        else:
            word, mark = match["word"] or match["or"] or "", match["mark"] or ""
            start = match.end() - len(word) - len(mark)
            yield Item(word, start, match.end(), field, prefix, is_negated, mark=mark)


def operator_of(text: str, start: int = 0, end: int = 0) -> Operator | None:
    """Return the operator that ``text`` is when it stands alone, None for a word."""
    if sign := _SIGNS.get(text):
        return Operator(sign, text, start, end)
    for sign, pattern in ((Sign.NEAR, _NEAR), (Sign.BEFORE, _BEFORE)):
        if match := pattern.fullmatch(text):
            return Operator(sign, text, start, end, int(match[1]))
    return None
