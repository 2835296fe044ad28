"""Signs that mean something to other systems and nothing here: never passed over in silence.

beras^2   beras~   /ber.s/   b?ras   *ras   [a TO b]   <->   XOR   w/s   atleast3(beras)
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import NamedTuple

from search.language.lexer import OPERATORS, PREFIXES

# What stands behind a word or a phrase: a weight, or how many errors it may have.
_SUFFIX = re.compile(r"(?:\^\d+(?:\.\d+)?|~[\d.]*)\Z")
_STRANGE = re.compile(
    r"""
      \*              # but at the end of a word, where it has been read
    | \w\?\w          # one letter, whichever
    | \^\d | \\       # a weight, an escape
    | \A/.+/\Z        # a regular expression
    | \A[-!=~]+(?=.)  # more than one mark
    """,
    re.VERBOSE | re.DOTALL,
)
# Without any word: what could be nothing but an operator.
_ALONE = re.compile(r"[*^~|&!<>=\\]")
_RANGE = re.compile(r"[\[{]\s*\S+\s+TO\s+\S+\s*[\]}]")
_WORDS = frozenset({"XOR", "SAME", "ANDNOT", "ANDMAYBE"})
# Plain letters that are not read as any other word.
SPECIAL_WORDS = _WORDS | frozenset(filter(str.isalpha, OPERATORS))
# Near, counted in sentences and paragraphs, or side by side.
_BETWEEN = re.compile(
    r"(?:w|near|pre|not w)?/(?:s|p|seg|sent|para|f\d+)|<(?:-|\d+)>", re.IGNORECASE
)
_TIMES = re.compile(r"(?:atleast|repeat)\d+:?", re.IGNORECASE)
_WITHIN = re.compile(r"near(\d{1,4}):", re.IGNORECASE | re.ASCII)
_PREFIX = re.compile(r"([a-z_]{2,20}):(?!//)(.*)", re.DOTALL)
_FOREIGN = frozenset(
    """
    url inurl allinurl site filetype ext lang language la lp hlead wc rst co ns sc pub publication
    byline subject su ti ab au ft kw tx cite related cache define intitle allintitle id domain
    theme tone sourcecountry sourcelang
    """.split()
)
# How alike an unknown field and a known one are when the first is taken for a slip.
_ALIKE = 0.74


class Stripped(NamedTuple):
    """A word without the suffix that means nothing, and whether it had one."""

    text: str
    had_suffix: bool


def strip_suffix(text: str) -> Stripped:
    """Take a weight or a number of errors away from the end of a word."""
    plain = _SUFFIX.sub("", text)
    return Stripped(plain, plain != text)


def is_strange(text: str, *, has_words: bool, is_quoted: bool) -> bool:
    """Tell whether a word or a phrase has signs, or is one, that other systems would obey."""
    if is_quoted:
        return "*" in text
    if not has_words:
        return bool(_ALONE.search(text))
    return "://" not in text and bool(_STRANGE.search(text))


def is_foreign(text: str, *, is_between: bool, is_before: bool) -> bool:
    """Tell whether ``text`` is nothing but an operator that we do not have.

    Args:
        text: One word as typed.
        is_between: Whether something stands on either side of it.
        is_before: Whether a phrase or a bracket follows.
    """
    if is_before and _TIMES.fullmatch(text):
        return True
    return is_between and bool(text in _WORDS or _BETWEEN.fullmatch(text))


def within(text: str) -> int:
    """Return within how many words ``near20:`` wants those of the phrase behind it, else 0."""
    match = _WITHIN.fullmatch(text)
    return int(match[1]) if match else 0


def ranges(text: str) -> list[str]:
    """Return the ranges in brackets that a text asks for."""
    return _RANGE.findall(text)


class Unknown(NamedTuple):
    """A prefix that is no field here, the field it is most like, and what follows it."""

    prefix: str
    nearest: str
    rest: str


def unknown_field(text: str) -> Unknown | None:
    """Return the field that ``text`` begins with and that we do not have, None for plain text."""
    match = _PREFIX.fullmatch(text)
    if match is None:
        return None
    prefix, rest = match.groups()
    nearest = next(iter(get_close_matches(prefix, PREFIXES, 1, _ALIKE)), "")
    if not nearest and prefix not in _FOREIGN:
        return None
    return Unknown(prefix + ":", nearest and nearest + ":", rest)
