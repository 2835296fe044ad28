"""Other words for a word: old, common and informal spellings, regional and foreign words.

    praktek      praktik        from the table, with endings too: prakteknya, praktiknya
    gmn          bagaimana      from the table, as it stands
    ora          tidak          from the table: Javanese
    Germany      Jerman         the same: a country as it is called elsewhere
    Tjirebon     Cirebon        by rule, when the result is in the archive

The table, ``variants.tsv``, holds ``word<TAB>standard<TAB>kind``, and the language of a
regional word; words that are ordinary Indonesian, too, are not in it. The rules undo, and
redo, the two spelling reforms: Van Ophuijsen's of 1901 wrote *oe, tj, dj, j, nj, sj, ch*
for today's *u, c, j, y, ny, sy, kh*; Soewandi's of 1947 changed *oe* to *u* and left the
rest until 1972, and names keep any of them to this day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from enum import StrEnum
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.analysis.chunk import Word


class Kind(StrEnum):
    """What a spelling is beside the standard one; also the reason to offer another."""

    VARIANT = "variant"
    INFORMAL = "informal"
    REGIONAL = "regional"
    FOREIGN = "foreign"


class Other(NamedTuple):
    """Another spelling of a word, and whether it is the standard one."""

    text: str
    kind: Kind
    is_standard: bool


# Old spelling, new spelling: each line was reformed by itself, so each may stand alone.
_REFORMS = (
    {"oe": "u"},
    {"tj": "c", "dj": "j"},
    {"nj": "ny", "sj": "sy", "ch": "kh", "j": "y"},
)
_OLD = re.compile("oe|tj|dj|nj|sj|ch")
MIN_RULE_LETTERS = 4


class Variants:
    """The table, read in both directions."""

    def __init__(self, rows: Mapping[str, tuple[str, Kind]]) -> None:
        self._standard = dict(rows)
        self._others: dict[str, list[Other]] = defaultdict(list)
        for word, (standard, kind) in rows.items():
            self._others[standard].append(Other(word, kind, is_standard=False))

    def __len__(self) -> int:
        return len(self._standard)

    def spellings(self, word: Word) -> list[Other]:
        """Return the other spellings of a word, or of its root with the same endings."""
        if found := self._of(word.exact):
            return found
        if word.root == word.exact or word.root not in word.exact:
            return []
        return [
            Other(word.exact.replace(word.root, text, 1), kind, is_standard)
            for text, kind, is_standard in self._of(word.root)
            if kind is Kind.VARIANT
        ]

    def _of(self, text: str) -> list[Other]:
        if text in self._standard:
            return [Other(*self._standard[text], is_standard=True)]
        return self._others.get(text, [])


@cache
def load_variants() -> Variants:
    """Return the table that comes with the program."""
    text = Path(__file__).with_name("variants.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return Variants({word: (standard, Kind(kind)) for word, standard, kind, *_ in rows})


def reformed(word: str) -> list[str]:
    """Return ``word`` in the spellings before and after the reforms, without itself."""
    if len(word) < MIN_RULE_LETTERS or not (word.isascii() and word.isalpha()):
        return []
    ways = [_new, _old] if _OLD.search(word) else [_old]
    found = {way(word, reforms): None for way in ways for reforms in _some_reforms()}
    return [text for text in found if text != word]


def _some_reforms() -> Iterator[dict[str, str]]:
    """Yield the pairs of every combination of reforms, the most complete ones first."""
    for chosen in product((True, False), repeat=len(_REFORMS)):
        pairs: dict[str, str] = {}
        for is_chosen, reform in zip(chosen, _REFORMS, strict=True):
            if is_chosen:
                pairs |= reform
        if pairs:
            yield pairs


def _new(word: str, pairs: dict[str, str]) -> str:
    return _replaced(word, pairs)


def _old(word: str, pairs: dict[str, str]) -> str:
    return _replaced(word, {new: old for old, new in pairs.items()})


def _replaced(word: str, pairs: dict[str, str]) -> str:
    # Unchosen pairs stand for themselves, so that the j of dj is never taken alone.
    whole = {text: text for text in ("oe", "tj", "dj", "nj", "sj", "ch", "ny", "sy", "kh")} | pairs
    parts = "|".join(sorted(whole, key=len, reverse=True))
    return re.sub(parts, lambda match: whole[match.group()], word)
