"""What of a text belongs to one word, and how a word is folded.

    "Ma'ruf"   one chunk, folded to ma'ruf        "Café"   one chunk, folded to cafe

No dictionary and no grammar here: characters only. `index.analysis.chunk` takes chunks apart.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Combining accents, the soft hyphen and zero-width joiners belong to the word they stand in.
_MARKS = r"\u0300-\u036f\u00ad\u200c\u200d"
_IN_WORD = rf"[\w{_MARKS}]"
APOSTROPHES = "'\u2019\u2018\u02bc\u02bb`\u00b4"
HYPHENS = r"\-\u2010\u2011"

# What may stand inside a word and be dropped from it, in ASCII.
DROPPED = "".join(filter(str.isascii, f"-_{APOSTROPHES}.,"))

# Points stand in numbers (5.000) and between single letters (P.T.).
_INSIDE = rf"[{APOSTROPHES}{HYPHENS}]|(?<=\d)[.,/](?=\d)|\.(?<=\b[^\W\d_]\.)(?=[^\W\d_]\b)"
CHUNK = re.compile(rf"{_IN_WORD}+(?:(?:{_INSIDE}){_IN_WORD}+)*")

_DROPPED = re.compile(rf"[{_MARKS}]")
JOINERS = re.compile(rf"[{HYPHENS}_]+")
APOSTROPHE = re.compile(rf"[{APOSTROPHES}]+")

_SPOKEN = rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*"
_TITLE_WORD = re.compile(rf"{_SPOKEN}(?:[{APOSTROPHES}]{_SPOKEN})*")
# The same in small ASCII letters, where no apostrophe is.
_PLAIN_WORD = re.compile("[a-z0-9]+")


def fold(text: str) -> str:
    """Return ``text`` with compatibility forms, case and accents folded."""
    if text.isascii():
        return text.lower().strip("_")
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = _DROPPED.sub("", unicodedata.normalize("NFD", folded))
    return unicodedata.normalize("NFC", plain).strip("_")


def title_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a title as one types on: folded, with where each starts and ends.

    Unlike chunks they end at hyphens and points, after which another word is completed.
    """
    for match in _TITLE_WORD.finditer(text):
        yield APOSTROPHE.sub("", fold(match.group())), match.start(), match.end()


def words_of_title(text: str) -> list[str]:
    """Return the words that `title_words` yields, in a fraction of its time."""
    if text.isascii() and "'" not in text and "`" not in text:
        return _PLAIN_WORD.findall(text.lower())
    return [word for word, _, _ in title_words(text)]


def beginnings(text: str) -> tuple[str, ...]:
    """Return how words that begin with ``text`` may begin in the index.

    An apostrophe is never written there, a hyphen and a point only sometimes: words
    in ``e-comm`` begin with ``e-comm`` or ``ecomm``.
    """
    plain = APOSTROPHE.sub("", fold(text))
    found = (
        JOINERS.sub(joiner, plain).replace(".", point)
        for joiner in ("-", "")
        for point in ("", ",")
    )
    return tuple(dict.fromkeys(filter(None, found)))
