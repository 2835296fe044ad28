"""Text to words: the one analyzer, used to index and to query.

    "Anak-anak membaca e-commerce."

    position   exact       root
    0          anak-anak   anak
    1          membaca     baca
    2          e           e
    3          commerce    commerce
    2          ecommerce   ecommerce      (the compound, written as one)

    "(26/8)" is 26 8 and, at the same positions, 26 agustus.

Text is cut into chunks by one expression; each distinct chunk is folded, taken apart
and stemmed once, then served from a bounded cache. Words that are folded differently
when indexed and when asked for can never match, so nothing outside this module cuts,
folds or stems text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from index.months import with_month
from index.stemming.stemmer import Stemmer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Raise whenever the same text would give other words: indexes of another version are rebuilt.
ANALYZER_VERSION = 2

# Distinct chunks held in memory; news has about 17 new ones in 1,000 words.
CHUNK_CACHE_SIZE = 500_000

# Longer "words" are base64, broken markup or an attack; what they begin with is kept.
MAX_WORD_CHARS = 64
MAX_PARTS = 8
MAX_CHUNK_CHARS = MAX_WORD_CHARS * MAX_PARTS

# Combining accents, the soft hyphen and zero-width joiners belong to the word they stand in.
_IN_WORD = r"[\w\u0300-\u036f\u00ad\u200c\u200d]"
_APOSTROPHES = "'\u2019\u2018\u02bc\u02bb`\u00b4"
_HYPHENS = r"\-\u2010\u2011"

CHUNK = re.compile(rf"{_IN_WORD}+(?:(?:[{_APOSTROPHES}{_HYPHENS}]|(?<=\d)[.,/](?=\d)){_IN_WORD}+)*")

_DROPPED = re.compile(r"[\u0300-\u036f\u00ad\u200c\u200d]")
_JOINERS = re.compile(rf"[{_HYPHENS}_]+")
_APOSTROPHE = re.compile(rf"[{_APOSTROPHES}]+")
# A number with its separators, or a run of anything else.
_RUN = re.compile(r"\d+(?:[.,]\d+)*|[^\d.,]+")
# 5.000 and 1.250.000,50: the point groups thousands, the comma starts the fraction.
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_DECIMAL_POINT = re.compile(r"\d+\.\d+")

# One word although written with a hyphen: di-upload, ke-5, 2024-nya.
_PREFIXES = frozenset("ber di ke me mem men meng meny nge per se ter".split())
_CLITICS = frozenset("an ku lah kah mu nya pun".split())


Value = TypeVar("Value")

# Stands for a chunk that is not one word.
SEVERAL = ""


class Word(NamedTuple):
    """Both forms of one word: as written, folded, and its root."""

    exact: str
    root: str


_SEVERAL = Word(SEVERAL, SEVERAL)


class Token(NamedTuple):
    """One word and where in the text it stands.

    Positions count words from 0; ``start`` and ``end`` count characters of the text as
    given, end exclusive. The words of one chunk share its ``start`` and ``end``.
    """

    exact: str
    root: str
    position: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """One written unit as words at consecutive positions.

    Attributes:
        words: Take one position each; empty when nothing can be searched for.
        others: The other way to write it, from the same first position: a compound
            as one word (``ecommerce``), the parts around an apostrophe (``ma``,
            ``ruf``), or a date with the name of its month (``26``, ``agustus``).
    """

    words: tuple[Word, ...]
    others: tuple[Word, ...] = ()

    @property
    def units(self) -> tuple[Word, ...]:
        """The words to count and to explain it by: a compound as one, all else word by word."""
        return self.others if len(self.words) > 1 and len(self.others) == 1 else self.words

    @property
    def places(self) -> Iterator[tuple[int, Word]]:
        """Every word with its place from the first position; none twice at one place."""
        yield from enumerate(self.words)
        for place, word in enumerate(self.others):
            if place >= len(self.words) or word != self.words[place]:
                yield place, word


class Analyzer:
    """Cuts, folds and stems text. Safe to share between threads.

    Attributes:
        stemmer: Finds roots; holds the names that must not be stemmed.
        chunks: From a chunk as written to its `Chunk`; computes what it misses.
        roots: From a chunk as written to the root of its one word, `SEVERAL` if it holds
            other than one.
        exacts: The same for the written form.
    """

    def __init__(self, stemmer: Stemmer | None = None) -> None:
        self.stemmer = stemmer or Stemmer()
        self.chunks = _Cache(lambda raw: _take_apart(raw, self.stemmer))
        self.roots = _Cache(lambda raw: _only(self.chunks[raw]).root)
        self.exacts = _Cache(lambda raw: _only(self.chunks[raw]).exact)
        self.fingerprint = f"{ANALYZER_VERSION}-{self.stemmer.fingerprint}"

    def analyze(self, text: str) -> Iterator[Token]:
        """Yield the words of ``text`` in reading order."""
        position = 0
        chunks = self.chunks
        for match in CHUNK.finditer(text):
            chunk = chunks[match.group()]
            start, end = match.span()
            for offset, (exact, root) in chunk.places:
                yield Token(exact, root, position + offset, start, end)
            position += len(chunk.words)

    def split(self, text: str) -> list[Chunk]:
        """Return the chunks of ``text`` that hold words."""
        return [chunk for raw in CHUNK.findall(text) if (chunk := self.chunks[raw]).words]

    def words(self, text: str) -> list[Word]:
        """Return the words of ``text`` by position, without other spellings."""
        chunks = self.chunks
        return [word for raw in CHUNK.findall(text) for word in chunks[raw].words]


def has_words(text: str) -> bool:
    """Tell whether ``text`` holds anything that can be searched for."""
    return text.isalnum() or any(
        map(str.isalnum, "".join(fold(raw[:MAX_CHUNK_CHARS]) for raw in CHUNK.findall(text)))
    )


def fold(text: str) -> str:
    """Return ``text`` with compatibility forms, case and accents folded."""
    if text.isascii():
        return text.lower().strip("_")
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = _DROPPED.sub("", unicodedata.normalize("NFD", folded))
    return unicodedata.normalize("NFC", plain).strip("_")


def beginnings(text: str) -> tuple[str, ...]:
    """Return how words that begin with ``text`` may begin in the index.

    An apostrophe is never written there, a hyphen and a point only sometimes: words
    in ``e-comm`` begin with ``e-comm`` or ``ecomm``.
    """
    plain = _APOSTROPHE.sub("", fold(text))
    found = (
        _JOINERS.sub(joiner, plain).replace(".", point)
        for joiner in ("-", "")
        for point in ("", ",")
    )
    return tuple(dict.fromkeys(filter(None, found)))


class _Cache(dict[str, Value]):
    """A dictionary that computes what it misses and forgets all when full."""

    def __init__(self, compute: Callable[[str], Value]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, raw: str) -> Value:
        value = self._compute(raw)
        if len(raw) <= MAX_WORD_CHARS:
            if len(self) >= CHUNK_CACHE_SIZE:
                self.clear()
            self[raw] = value
        return value


def _only(chunk: Chunk) -> Word:
    return chunk.words[0] if len(chunk.words) == 1 and not chunk.others else _SEVERAL


def _take_apart(raw: str, stemmer: Stemmer) -> Chunk:
    def word(exact: str, root_of: str = "") -> Word:
        exact = exact[:MAX_WORD_CHARS]
        return Word(exact, stemmer.term(root_of or exact))

    if raw.isascii() and raw.isalpha():  # nearly all are
        return Chunk((word(raw.lower()),))
    text = fold(raw[:MAX_CHUNK_CHARS])
    if "/" in text:
        return _slashed(text, word)
    parts = [part for part in _JOINERS.split(text) if part]
    if len(parts) > 1:
        bare = [_APOSTROPHE.sub("", part) for part in parts]
        hyphenated = "-".join(bare)
        if len(hyphenated) <= MAX_WORD_CHARS:
            if stemmer.is_reduplication(hyphenated):
                return Chunk((word(hyphenated),))
            if len(bare) == 2 and (bare[0] in _PREFIXES or bare[1] in _CLITICS):
                return Chunk((word("".join(bare), hyphenated),))
        return _compound([run for part in bare for run in _runs(part)], word)
    spoken = [part for part in _APOSTROPHE.split("".join(parts)) if part]
    if len(spoken) > 1:
        whole = "".join(spoken)
        if whole.isalpha():
            return Chunk((word(whole),), tuple(word(part) for part in spoken[:MAX_PARTS]))
        return _compound(_runs(whole), word)
    return _compound(_runs("".join(spoken)), word)


def _compound(parts: list[str], word: _MakeWord) -> Chunk:
    words = tuple(word(part) for part in parts[:MAX_PARTS])
    if len(words) < 2:
        return Chunk(words)
    return Chunk(words, (word("".join(parts)),))


def _slashed(text: str, word: _MakeWord) -> Chunk:
    """Take figures with strokes between them, and a date also as it is spoken: 26 agustus."""
    figures = [part for part in re.split(rf"[/{_HYPHENS}_]|[{_APOSTROPHES}]", text) if part]
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
