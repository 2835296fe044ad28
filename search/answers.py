"""What a question wants to know, and whether a text seems to say it.

    kapan gempa Lombok        a date       ... gempa melanda Lombok pada 5 Agustus ...
    berapa korban gempa       a number     ... gempa itu menewaskan 460 orang ...
    di mana gempa terjadi     a place      ... gempa terjadi di Lombok ...
    siapa gubernur Bali       a name       ... Gubernur Bali, Wayan Koster, ...

A text that has a date, a number, a place or a name of its own beside the words of the
question is likelier to answer it than one that only has the words. Nothing is parsed: a
place is a capital after *di*, *ke* or *dari*, a name is two capitals in a row.

Source: the answer-type step of factoid question answering, as in Voorhees, "The TREC-8
question answering track report" (1999); nearness instead of a parser is ours.
"""

from __future__ import annotations

from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from index.analysis.months import MONTHS, YEARS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from index.analysis.analyzer import Analyzer, Token

# Words from an answer to a word of the question at which nearness has fallen to 61 %.
REACH = 5.0
# Answers looked at in one text, and characters of it.
MAX_PLACES = 80
MAX_CHARS = 20_000

DATE_WORDS = frozenset(
    [
        *MONTHS,
        *"pebruari nopember senin selasa rabu kamis jumat sabtu minggu".split(),
        *map(str, YEARS),
    ]
)
# Numbers in words count less: satu and dua stand everywhere.
NUMBER_WORDS = frozenset(
    """
    satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh puluhan
    seratus ratus ratusan seribu ribu ribuan juta jutaan miliar triliun setengah pertama
    kedua ketiga keempat kelima
    """.split()
)
_IN_WORDS = 0.4
# Nor is a day or a year often what *berapa* asks for; but 1900 may be a number of people.
_IN_DATE = 0.5
_YEARS = frozenset(map(str, YEARS))
_PREPOSITIONS = frozenset({"di", "ke", "dari"})


class AnswerType(Enum):
    """What a question wants."""

    DATE = "kapan"
    NUMBER = "berapa"
    PLACE = "di mana"
    NAME = "siapa"


# How much it counts to find one beside the words of the question.
WEIGHT = {AnswerType.DATE: 0.5, AnswerType.NUMBER: 2.0, AnswerType.PLACE: 0.4, AnswerType.NAME: 0.6}


def answer_type(words: Sequence[str]) -> AnswerType | None:
    """Return what the folded ``words`` of a query ask for, if that can be told by its form."""
    if _asks_for_date(words):
        return AnswerType.DATE
    for word in words:
        match word.removesuffix("kah"):
            case "berapa":
                return AnswerType.NUMBER
            case "siapa":
                return AnswerType.NAME
            case "mana" | "dimana" | "kemana" | "darimana":
                return AnswerType.PLACE
    return None


def _asks_for_date(words: Sequence[str]) -> bool:
    if not {"kapan", "kapankah"}.isdisjoint(words):
        return True
    pairs = set(pairwise(words))
    asked = ("tahun", "tanggal", "bulan", "hari")
    return any((noun, how) in pairs for noun in asked for how in ("berapa", "berapakah", "apa"))


def evidence(
    wanted: AnswerType,
    text: str,
    analyzer: Analyzer,
    weights: Mapping[str, float],
    asked: AbstractSet[str],
) -> float:
    """Return how much of the question stands beside something it may want, weighed.

    Args:
        wanted: What to look for.
        text: The body of an article.
        analyzer: The one that made the index.
        weights: The roots of the question and what each is worth.
        asked: Its words as written; they are no answer to it.
    """
    tokens = list(analyzer.analyze(text[:MAX_CHARS]))
    possible = _FIND[wanted](tokens, text)
    found = [(token.position, worth) for token, worth in possible if token.exact not in asked]
    if not found:
        return 0.0
    places, worths = map(np.array, zip(*found[:MAX_PLACES], strict=True))
    beside = np.zeros(len(places))
    for root, weight in weights.items():
        where = np.array([token.position for token in tokens if token.root == root])
        if len(where):
            after = where.searchsorted(places)
            left, right = (where[at.clip(0, len(where) - 1)] for at in (after - 1, after))
            distance = np.minimum(np.abs(places - left), np.abs(right - places))
            beside += weight * np.exp(-((distance / REACH) ** 2) / 2)
    return WEIGHT[wanted] * float((beside * worths).max())


# What may be an answer, and how much it is worth.
_Found = tuple["Token", float]


def _dates(tokens: Sequence[Token], text: str) -> Iterator[_Found]:  # noqa: ARG001 - one shape
    yield from ((token, 1.0) for token in tokens if token.exact in DATE_WORDS)


def _numbers(tokens: Sequence[Token], text: str) -> Iterator[_Found]:
    months = {token.position for token in tokens if token.exact in MONTHS}
    for token in tokens:
        if token.exact[0].isdecimal():
            # 2.000 is no year.
            is_year = token.exact in _YEARS and text[token.start : token.end] == token.exact
            in_date = is_year or not months.isdisjoint((token.position, token.position + 1))
            yield token, _IN_DATE if in_date else 1.0
        elif token.exact in NUMBER_WORDS:
            yield token, _IN_WORDS


def _place_names(tokens: Sequence[Token], text: str) -> Iterator[_Found]:
    for before, token in pairwise(tokens):
        if before.exact in _PREPOSITIONS and text[token.start].isupper():
            yield token, 1.0


def _names(tokens: Sequence[Token], text: str) -> Iterator[_Found]:
    capitals = {token.position for token in tokens if text[token.start].isupper()}
    for token in tokens:
        beside = (token.position - 1, token.position + 1)
        if token.position in capitals and not capitals.isdisjoint(beside):
            yield token, 1.0


_FIND: dict[AnswerType, Callable[[Sequence[Token], str], Iterator[_Found]]] = {
    AnswerType.DATE: _dates,
    AnswerType.NUMBER: _numbers,
    AnswerType.PLACE: _place_names,
    AnswerType.NAME: _names,
}
