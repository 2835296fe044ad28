"""How likely an Indonesian writer is to have typed one word for another.

    presiden   presdien    0.5    swapped neighbours
    november   nopember    0.6    p for v
    masalah    massalah    0.6    a doubled letter
    gubernur   gubernut    0.7    t is next to r on the keyboard
    pasar      tasar       1.2    any other letter; the first one is seldom wrong

What both words begin and end with is set aside; the rest, a letter or three, is aligned
at the least cost. That most errors are one missing, added, wrong or swapped letter is
Damerau's finding ("A technique for computer detection and correction of spelling
errors", 1964); that the first letter is seldom wrong and sounds explain many others is
Mitton's (*English Spelling and the Computer*, 1996). The pairs are those of Indonesian
spelling: sounds of loanwords (f/p/v, kh/k, sy/s, z/j, dh/d) and vowels that dialects
share (e/i, o/u).
"""

from __future__ import annotations

from functools import lru_cache

SOUND = 0.6
NEIGHBOUR = 0.7
SWAP = 0.5
VOWEL = 0.85
FIRST_LETTER = 0.2

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiou")


def _both(pairs: str) -> frozenset[str]:
    return frozenset(pair[::step] for pair in pairs.split() for step in (1, -1))


def _neighbours() -> frozenset[str]:
    found = set()
    for number, row in enumerate(_ROWS):
        for at, letter in enumerate(row):
            if at:
                found.add(row[at - 1] + letter)
            if number:
                found.update(near + letter for near in _ROWS[number - 1][at : at + 2])
    return _both(" ".join(found))


_SOUNDS = _both("fp fv pv bp dt gk zj zs cs ck ei ou qk yi xs sz")
# A letter that is dropped or added after another without much of a difference in sound.
_SILENT = frozenset("kh dh gh th sh bh ph rh sy ng ny ks".split())
NEIGHBOURS = _neighbours()


def cost(typed: str, meant: str) -> float:
    """Return how unlikely it is to type one word for the other; 1 for any plain error."""
    start = 0
    end = min(len(typed), len(meant))
    while start < end and typed[start] == meant[start]:
        start += 1
    while end and typed[-1] == meant[-1] and min(len(typed), len(meant)) > start:
        typed, meant = typed[:-1], meant[:-1]
        end -= 1
    before = typed[start - 1] if start else ""
    first = FIRST_LETTER if not start else 0.0
    return first + _aligned(typed[start:], meant[start:], before, before)


# Each takes some 500 bytes: the texts are what differs in two similar words.
@lru_cache(maxsize=8_000)
def _aligned(typed: str, meant: str, typed_before: str, meant_before: str) -> float:
    """Return the least cost of making ``meant`` of ``typed``, each after some letter."""
    if not typed or not meant:
        rest = typed or meant
        before = (typed_before if typed else meant_before) + rest
        return sum(_added(pair[0], pair[1]) for pair in _pairs(before, len(rest)))
    if typed[0] == meant[0]:
        return _aligned(typed[1:], meant[1:], typed[0], meant[0])
    best = min(
        _other(typed[0], meant[0]) + _aligned(typed[1:], meant[1:], typed[0], meant[0]),
        _added(typed_before, typed[0]) + _aligned(typed[1:], meant, typed[0], meant_before),
        _added(meant_before, meant[0]) + _aligned(typed, meant[1:], typed_before, meant[0]),
    )
    if typed[:2] == meant[1::-1] and len(typed) > 1:
        best = min(best, SWAP + _aligned(typed[2:], meant[2:], typed[1], meant[1]))
    return best


def _pairs(text: str, count: int) -> list[tuple[str, str]]:
    start = len(text) - count
    return [(text[at - 1] if at else "", text[at]) for at in range(start, len(text))]


def _added(before: str, letter: str) -> float:
    if before == letter or before + letter in _SILENT:
        return SOUND
    return 1.0


def _other(typed: str, meant: str) -> float:
    pair = typed + meant
    if pair in _SOUNDS:
        return SOUND
    if pair in NEIGHBOURS:
        return NEIGHBOUR
    return VOWEL if _VOWELS.issuperset(pair) else 1.0
