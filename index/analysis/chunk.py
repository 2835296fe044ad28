"""One written unit of a text as words: split, joined, and spoken.

Rp5.000      rp 5000           and as one     rp5000
COVID-19     covid 19          and as one     covid19
e-commerce   ecommerce         and in parts   e commerce, both in its place
kerjasama    kerja sama        and as one     kerjasama
Ma'ruf       maruf             and in parts   ma ruf
P.T.         pt                and in parts   p t
26/8         26 8              and as spoken  26 agustus
anak-anak    anak-anak         one word, one root
anak anak    anak-anak         and its parts, in the same place
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from index.analysis.folding import APOSTROPHE, APOSTROPHES, CHUNK, HYPHENS, JOINERS, fold
from index.analysis.joining import open_compounds, parted_forms, spelled
from index.analysis.months import with_month

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.stemming.stemmer import Stemmer

# Longer "words" are base64, broken markup or an attack; what they begin with is kept.
MAX_WORD_CHARS = 64
MAX_PARTS = 8
MAX_CHUNK_CHARS = MAX_WORD_CHARS * MAX_PARTS

# What stands between the figures of a date, and whatever else may part them.
_STROKES = re.compile(rf"[/_{HYPHENS}{APOSTROPHES}]")
# A number with its separators, or a run of anything else.
_RUN = re.compile(r"\d+(?:[.,]\d+)*|[^\d.,]+")
# 5.000 and 1.250.000,50: the point groups thousands, the comma starts the fraction.
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_DECIMAL_POINT = re.compile(r"\d+\.\d+")
_ABBREVIATION = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")

# One word although written with a hyphen: di-upload, ke-5, 2024-nya.
_PREFIXES = frozenset("ber di ke me mem men meng meny nge per se ter".split())
_CLITICS = frozenset("an ku lah kah mu nya pun".split())


class Word(NamedTuple):
    """Both forms of one word: as written, folded, and its root."""

    exact: str
    root: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """One written unit as words at consecutive positions.

    Attributes:
        words: Take one position each; empty when nothing can be searched for.
        others: The other way to write it, from the same first position: a compound
            as one word (``rp5000``), the parts around an apostrophe (``ma``,
            ``ruf``), or a date with the name of its month (``26``, ``agustus``).
        parts: What stands at the first position as well, so that a phrase finds it
            beside the words around: the ``anak`` of *anak anak*, the ``ktp`` of *e-KTP*.
        is_open: The words are written as one here, ``kerjasama``, but as two elsewhere.
    """

    words: tuple[Word, ...]
    others: tuple[Word, ...] = ()
    parts: tuple[Word, ...] = ()
    is_open: bool = False

    @property
    def only(self) -> Word | None:
        """The word, if it is a single one without another way to write it."""
        is_plain = len(self.words) == 1 and not self.others and not self.parts
        return self.words[0] if is_plain else None

    @property
    def units(self) -> tuple[Word, ...]:
        """The words to count and to explain it by: a compound as one, all else word by word."""
        if self.is_open:
            return self.words + self.others
        return self.others if len(self.words) > 1 and len(self.others) == 1 else self.words

    @property
    def places(self) -> Iterator[tuple[int, Word]]:
        """Every word with its place from the first position; none twice at one place."""
        yield from enumerate(self.words)
        for place, word in enumerate(self.others):
            if place >= len(self.words) or word != self.words[place]:
                yield place, word
        first = {*self.words[:1], *self.others[:1]}
        for word in dict.fromkeys(self.parts):
            if word not in first:
                yield 0, word


def plain_word(raw: str, stemmer: Stemmer) -> Word | None:
    """Return the one word that a chunk of ASCII letters is; None if it is written as two, too."""
    whole = raw.lower()
    if whole in open_compounds():
        return None
    exact = whole[:MAX_WORD_CHARS]
    return Word(exact, stemmer.term(exact))


def take_apart(raw: str, stemmer: Stemmer) -> Chunk:
    """Return the words of one chunk of text, as `index.analysis.joining` cuts it."""

    def word(exact: str, root_of: str = "") -> Word:
        exact = exact[:MAX_WORD_CHARS]
        return Word(exact, stemmer.term(root_of or exact))

    if raw.isascii() and raw.isalpha():  # nearly all are
        if plain := plain_word(raw, stemmer):
            return Chunk((plain,))
        two = open_compounds()[raw.lower()]
        return Chunk(tuple(map(word, two)), (word(raw.lower()),), is_open=True)
    if " " in raw:
        chunk = take_apart(spelled(raw), stemmer)
        return replace(chunk, parts=tuple(word(fold(part)) for part in CHUNK.findall(raw)))
    text = fold(raw[:MAX_CHUNK_CHARS])
    if "/" in text:
        return _slashed(text, word)
    parts = [part for part in JOINERS.split(text) if part]
    if len(parts) > 1:
        return _hyphenated([APOSTROPHE.sub("", part) for part in parts], word, stemmer)
    return _spoken([part for part in APOSTROPHE.split("".join(parts)) if part], word)


def _hyphenated(parts: list[str], word: _MakeWord, stemmer: Stemmer) -> Chunk:
    hyphenated = "-".join(parts)
    if len(hyphenated) <= MAX_WORD_CHARS:
        if stemmer.is_reduplication(hyphenated):
            return Chunk((word(hyphenated),))
        if len(parts) == 2 and (parts[0] in _PREFIXES or parts[1] in _CLITICS):
            return Chunk((word("".join(parts), hyphenated),))
        if len(parts) == 2 and "".join(parts) in parted_forms():
            return Chunk((word("".join(parts)),), parts=tuple(map(word, parts)))
    return _compound([run for part in parts for run in _runs(part)], word)


def _spoken(parts: list[str], word: _MakeWord) -> Chunk:
    """Take what apostrophes part as one word, and the letters of an abbreviation."""
    whole = "".join(parts)
    if _ABBREVIATION.fullmatch(whole):
        parts = whole.split(".")
        whole = "".join(parts)
    if len(parts) > 1 and whole.isalpha():
        return Chunk((word(whole),), tuple(map(word, parts[:MAX_PARTS])))
    return _compound(_runs(whole), word)


def _compound(parts: list[str], word: _MakeWord) -> Chunk:
    words = tuple(word(part) for part in parts[:MAX_PARTS])
    if len(words) < 2:
        return Chunk(words)
    return Chunk(words, (word("".join(parts)),))


def _slashed(text: str, word: _MakeWord) -> Chunk:
    """Take figures with strokes between them, and a date also as it is spoken: 26 agustus."""
    figures = [part for part in _STROKES.split(text) if part]
    words = [run for figure in figures for run in _runs(figure)][:MAX_PARTS]
    spoken = with_month(words) if text.count("/") + 1 == len(words) else words
    written = tuple(map(word, words))
    return Chunk(written, tuple(map(word, spoken)) if spoken != words else ())


def _runs(text: str) -> list[str]:
    """Split letters from digits (``rp5.000``), each number in its one spelling."""
    return [_number(run) if run[0].isdecimal() else run for run in _RUN.findall(text)]


def _number(text: str) -> str:
    if _GROUPED.fullmatch(text):
        return text.replace(".", "")
    if _DECIMAL_POINT.fullmatch(text):
        return text.replace(".", ",")
    return text


if TYPE_CHECKING:
    from typing import Protocol

    class _MakeWord(Protocol):
        def __call__(self, exact: str, root_of: str = "") -> Word: ...
