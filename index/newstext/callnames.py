"""Which words are names of people, and which never are: ``given_names.txt``, ``no_persons.txt``.

sri, mulyani, gareth     what people are called
agung?, harvey?          that, and other things as well
neymar!                  known by that name alone
madrid, piala, pt        in names of clubs, events, firms, works and places, not of people
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources
from typing import TYPE_CHECKING, Final

from index.analysis.folding import fold
from index.newstext.naming import is_title
from index.newstext.offices import NO_NAMES
from index.stemming.derivations import derive
from index.stemming.lexicon import bundled_lexicon
from index.stemming.stemmer import MIN_UNKNOWN_NYA

if TYPE_CHECKING:
    from collections.abc import Iterator

_GIVEN: Final = "given_names.txt"
_OTHERS: Final = "no_persons.txt"

# How much a word says for a name that it begins, and for one that it is in.
_BEGINS: Final = {"": 3, "!": 3, "?": 1}
_IS_IN: Final = {"": 2, "!": 2, "?": 1}
# TopKarir, but McDonald, DeVito, LeBron.
_CAMEL: Final = re.compile(r"(?<!^Mc)(?<!^Mac)(?<!^[DL][aeiu])(?<=[a-z])[A-Z]|[A-Z]{2,}[a-z]")
# Letters of a part that a hyphen joins to others: Jae-in.
_PART: Final = 3
# Evidence, in bits, for a reading of a word with affixes.
_DERIVED: Final = 2.0


@lru_cache(maxsize=1 << 15)
def worth(word: str, *, is_first: bool) -> int:
    """Return how much a word of a name says by itself that it is a person's."""
    mark = _given().get(fold(word))
    return 0 if mark is None else (_BEGINS if is_first else _IS_IN)[mark]


def is_given(word: str) -> bool:
    """Tell whether people are called so."""
    return fold(word) in _given()


@lru_cache(maxsize=1 << 15)
def is_known_alone(word: str) -> bool:
    """Tell whether one person is known by a word alone."""
    return _given().get(fold(word)) == "!"


@lru_cache(maxsize=1 << 15)
def is_other(word: str) -> bool:
    """Tell whether a word is in no person's name: *Madrid*, *Piala*, *Pengendalian*."""
    low = fold(word)
    if "-" in low and low not in _given():
        return any(part in _others() and len(part) >= _PART for part in low.split("-"))  # Next-Gen
    return (
        low in _others() or bool(_CAMEL.search(word)) or (low not in _given() and _is_derived(low))
    )


@lru_cache(maxsize=1 << 15)
def is_ordinary(word: str) -> bool:
    """Tell whether a word may well be none of a name, where it has its capital anyway."""
    low = fold(word)
    if low in _given() or is_title(word):
        return False
    is_word = low in NO_NAMES or low in _others() or low in bundled_lexicon().roots
    is_word = is_word or (low.endswith("nya") and len(low) >= MIN_UNKNOWN_NYA)
    return is_word or _is_derived(low, has_prefix=False)


@lru_cache(maxsize=1 << 15)
def has_affixes(word: str) -> bool:
    """Tell whether a word is one of the language with something before it or behind."""
    low = fold(word)
    return low not in _given() and _is_derived(low, has_prefix=False)


def tables_digest() -> str:
    """Return what tells one state of the tables from another."""
    return blake2b((_text(_GIVEN) + _text(_OTHERS)).encode(), digest_size=8).hexdigest()


def _is_derived(low: str, *, has_prefix: bool = True) -> bool:
    reading = derive(low, bundled_lexicon().roots, {})
    return (
        reading is not None
        and reading.evidence > _DERIVED
        and (bool(reading.prefixes) or not has_prefix)
    )


@cache
def _given() -> dict[str, str]:
    """Return given names, folded, and the mark behind each."""
    words = ((word.rstrip("?!"), word[-1]) for word in _words(_GIVEN))
    return {name: mark if mark in "?!" else "" for name, mark in words}


@cache
def _others() -> frozenset[str]:
    return frozenset(_words(_OTHERS)) - _given().keys()


def _words(file: str) -> Iterator[str]:
    for line in _text(file).splitlines():
        if not line.startswith("#"):
            yield from line.split()


def _text(file: str) -> str:
    return resources.files("index.newstext").joinpath(file).read_text(encoding="utf-8")
