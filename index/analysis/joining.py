"""Words that are one although a space stands between them.

    anak anak, anak - anak        anak-anak       a word and itself
    sebesar - besarnya            sebesar-besarnya
    e KTP, e - KTP, Ma ruf        e-KTP, Ma'ruf   from the list of what is printed so
    B. J. Habibie                 B.J Habibie     initials

Only words that nothing else is glued to, and one space, or a hyphen and a space on one or
both sides, between them: a full stop or a comma keeps *naik lagi. Lagi pula* apart. What is
joined here is a chunk like any other; `index.analysis.chunk` gives it its words, and lets
the parts stand in its place, too, so that *Duran* is found in *Duran Duran*.

No stemmer and no archive is asked, so that a query is cut as the articles were.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import compress, count, islice
from operator import eq
from pathlib import Path
from re import Match
from typing import TYPE_CHECKING

from index.analysis.folding import CHUNK, HYPHENS, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Shorter words repeat for many reasons: di di, la la, 25 25.
MIN_HALF = 3
# Letters of initials: B. J. Habibie.
MAX_INITIALS = 5
# What may hang on to the second half.
_ENDINGS = ("", "nya", "an", "i", "kan", "annya", "kannya", "inya", "lah", "ku", "mu", "pun")

_GAP = re.compile(rf" (?:[{HYPHENS}] ?)?|[{HYPHENS}] ")
_HYPHEN = re.compile(rf" [{HYPHENS}] (?=\w)")
_INITIALS = re.compile(rf"(?<!\S)[A-Za-z]\.(?: [A-Za-z]\.){{1,{MAX_INITIALS - 1}}}(?!\S)")
# The last of these is a blank: no more of a text belongs to the word before it.
_LAST_BLANK = " "


@cache
def _listed() -> list[tuple[str, str, str, str]]:
    """Return of each word of the list its first part, the sign, the second, and both as one."""
    text = Path(__file__).with_name("parted.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return [
        (first, sign, second, one[0] if one else first + second)
        for parts, *one in rows
        for first, sign, second in [re.split(r"(\W)", parts)]
    ]


@cache
def parted() -> Mapping[str, Mapping[str, str]]:
    """Return by first and by second part what stands between them, if a space may."""
    found: dict[str, dict[str, str]] = {}
    for first, sign, second, _ in _listed():
        if sign != " ":
            found.setdefault(first, {})[second] = sign
    return found


@cache
def parted_forms() -> Mapping[str, str]:
    """Return words that may stand in a text with a space in them, and their parts before it.

    The words are as the index has them.
    """
    return {one: first for first, sign, _, one in _listed() if sign != " "}


def may_be_apart(word: str) -> bool:
    """Tell whether a folded word, no initials, may stand in a text with a space inside."""
    return "-" in word or word in parted_forms()


def as_initials(word: str) -> str | None:
    """Return how a folded word stands in a text, but for its case, if it is initials there."""
    is_short = word.isascii() and word.isalpha() and 1 < len(word) <= MAX_INITIALS
    return ". ".join(word) if is_short else None


@cache
def open_compounds() -> Mapping[str, tuple[str, str]]:
    """Return two words that are also written as one, by that."""
    return {one: (first, second) for first, sign, second, one in _listed() if sign == " "}


def chunks(text: str) -> list[str]:
    """Return the chunks of ``text`` as it has them, some with spaces inside."""
    joined = joined_spans(text)
    if not joined:
        return CHUNK.findall(text)
    return [text[start:end] for start, end in _with(joined, text)]


def spelled_chunks(text: str) -> list[str]:
    """Return the chunks of ``text``, each in a spelling without spaces."""
    return list(map(spelled, chunks(text)))


def chunk_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the chunks of ``text`` stand."""
    joined = joined_spans(text)
    return _with(joined, text) if joined else map(Match.span, CHUNK.finditer(text))


def _with(joined: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    ahead = iter(joined)
    span = next(ahead, None)
    for match in CHUNK.finditer(text):
        if span is None or match.end() <= span[0]:
            yield match.span()
        elif match.end() >= span[1]:
            yield span
            span = next(ahead, None)


def joined_spans(text: str) -> list[tuple[int, int]]:
    """Return where words that are one stand in ``text``, ascending."""
    if " " not in text:
        return []
    if text.isascii():
        words = CHUNK.findall(text.lower())
    else:
        words = [raw.lower() if raw.isascii() else fold(raw) for raw in CHUNK.findall(text)]
    suspects = set(compress(count(), map(eq, words, islice(words, 1, None))))
    suspects.update(compress(count(), map(parted().__contains__, words)))
    hyphens = [match.start() for match in _HYPHEN.finditer(text)]
    found = [(match.start(), match.end() - 1) for match in _INITIALS.finditer(text)]
    if not suspects and not hyphens:
        return found
    spans = [match.span() for match in CHUNK.finditer(text)]
    if hyphens:
        ends = {end: at for at, (_, end) in enumerate(spans)}
        suspects.update(ends[start] for start in hyphens if start in ends)
    free = 0
    for at in sorted(suspects):
        last = at
        while at >= free and _is_one(text, spans, words, last):
            last += 1
            if words[last] != words[at]:
                break
        if last > at:
            found.append((spans[at][0], spans[last][1]))
            free = last + 1
    return sorted(found)


def spelled(raw: str) -> str:
    """Return a chunk in its spelling without spaces, if it has any."""
    if " " not in raw:
        return raw
    parts = CHUNK.findall(raw)
    if "." in raw:
        return ".".join(parts)
    first, second = map(fold, parts[:2])
    return parted().get(first, {}).get(second, "-").join(parts[:2])


def _is_one(text: str, spans: Sequence[tuple[int, int]], words: Sequence[str], at: int) -> bool:
    """Tell whether the chunk at a place and the next one are one word."""
    if at + 1 >= len(spans):
        return False
    (start, end), (next_start, next_end) = spans[at], spans[at + 1]
    gap = text[end:next_start]
    one, other = words[at], words[at + 1]
    return (
        _GAP.fullmatch(gap) is not None
        and _has_blank(text, spans[at - 1][1] if at else None, start)
        and _has_blank(text, next_end, spans[at + 2][0] if at + 2 < len(spans) else None)
        and _are_parts(one, other, gap)
    )


def _are_parts(one: str, other: str, gap: str) -> bool:
    signs = parted().get(one)
    if signs is not None and other in signs:
        return gap == " " or signs[other] == "-"
    if not (one.isalpha() and other.isalpha()):
        return False
    if one == other:
        return len(one) >= MIN_HALF
    return len(gap) == len(" - ") and any(
        len(core) >= MIN_HALF and other.endswith(ending) and one.endswith(core)
        for ending in _ENDINGS
        for core in (other[: len(other) - len(ending)],)
    )


def _has_blank(text: str, start: int | None, end: int | None) -> bool:
    """Tell whether blanks part one chunk from the next, or there is none."""
    return start is None or end is None or any(char <= _LAST_BLANK for char in text[start:end])
