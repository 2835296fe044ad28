"""Short forms that a text explains in brackets.

    Komisi Pemberantasan Korupsi (KPK)             KPK        Komisi Pemberantasan Korupsi
    IMF (International Monetary Fund)              IMF        International Monetary Fund
    Menteri Pemuda dan Olahraga (Menpora)          Menpora    Menteri Pemuda dan Olahraga
    Presiden Joko Widodo (Jokowi)                  Jokowi     Joko Widodo
    Budi Hartono (Semarang), Jakarta (ANTARA)      nothing

The letters of a short form are taken from the words before it, from the last to the first, as
Schwartz and Hearst do ("A simple algorithm for identifying abbreviation definitions in
biomedical text", 2003), but more strictly. Every word except a function word has to give some
of them, and the first one its beginning, so that it is known where the full form starts; what
is left over or missing makes it a place, a party, a team or a ticker. A word gives its initial
or more of its beginning, to a short form with small letters also a syllable: *Ka-pol-da* is
*Kepala Kepolisian Daerah*.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# Letters of a short form; of one without capitals, as in *rumah susun (rusun)*.
MIN_LETTERS, MAX_LETTERS = 2, 14
MIN_SMALL_LETTERS = 5
# Letters that a word may give when others stand between them, as *kraf* in *kreatif*.
MAX_SCATTERED = 4
# Characters of a full form, and of its last word.
MAX_FULL_CHARS = 100
MAX_WORD_CHARS = 40
# Short forms that are remembered, and full forms of each.
MAX_KNOWN, MAX_KNOWN_FULL = 4_096, 8

_BRACKETS = re.compile(rf"\(([^\W\d_][^()\n]{{1,{MAX_FULL_CHARS}}})\)")
# One word, or two of which the second is in capitals: *DPR RI*, *Ketum PSSI*.
_SHORT = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?: [A-Z]{2,5})?")
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|[&-]")
_OPENING = "\"'\u2018\u201c(["
# As some print a hyphen.
_LOOSE_HYPHEN = " - "

# Words that need not give a letter.
SILENT = frozenset(
    "dan di ke dari untuk pada atau yang bagi berbasis & - the of and for in on to de".split()
)


class Alias(NamedTuple):
    """A short form and what it stands for, as printed."""

    short: str
    full: str


# What was found, by what stands in brackets: behind the same words it is found again.
_known: dict[str, list[Alias]] = {}


def find_aliases(text: str) -> set[Alias]:
    """Return the short forms that ``text`` explains."""
    if "(" not in text:
        return set()
    return {found for match in _BRACKETS.finditer(text) if (found := _explained(text, match))}


def _explained(text: str, match: re.Match[str]) -> Alias | None:
    start, inside = match.start(), match[1]
    end = start - (text[start - 1 : start] == " ")
    if not text[end - 1 : end].isalnum():
        return None
    for known in _known.get(inside, ()):
        if _stands(known.full, text, end):
            return known
    last = text[max(0, end - MAX_WORD_CHARS) : end].rsplit(None, 1)[-1].lstrip(_OPENING)
    if _LOOSE_HYPHEN in inside:
        inside = inside.replace(_LOOSE_HYPHEN, "-")
    # The e of e-KTP stands at the end of *kartu tanda penduduk elektronik*.
    is_turned = inside[:2] == "e-" and last.lower() == "elektronik"
    spelled = f"{inside[2:]}-e" if is_turned else inside
    if spelled[-1].lower() in last.lower() and _SHORT.fullmatch(spelled):
        words = text[max(0, end - MAX_FULL_CHARS) : end].split()
        if end > MAX_FULL_CHARS:
            del words[0]  # it may be cut
        count = _spelled_by(spelled, words)
        found = _alias(inside, words[-count:]) if count else None
        if found and _stands(found.full, text, end):
            _remember(match[1], found)
        return found
    if inside[0].lower() != last[0].lower() or last.islower() or not _SHORT.fullmatch(last):
        return None
    words = inside.split()
    return _alias(last, words) if _spelled_by(last, words) == len(words) else None


def _remember(inside: str, found: Alias) -> None:
    if inside in _known or len(_known) < MAX_KNOWN:
        known = _known.setdefault(inside, [])
        if len(known) < MAX_KNOWN_FULL:
            known.append(found)


def _stands(full: str, text: str, end: int) -> bool:
    at = end - len(full)
    return text.endswith(full, 0, end) and text[at - 1 : at].isspace()


def _alias(short: str, words: list[str]) -> Alias:
    return Alias(short, " ".join(words).lstrip(_OPENING).replace(_LOOSE_HYPHEN, "-"))


def _spelled_by(short: str, words: list[str]) -> int:
    """Return how many of the last words spell ``short``, as few as can; 0 if none do."""
    letters = short.replace("-", "").replace(" ", "")
    if not MIN_LETTERS <= len(letters) <= MAX_LETTERS:
        return 0
    if letters.islower() and len(letters) < MIN_SMALL_LETTERS:
        return 0
    # Most are the initials of plain words, which takes no search to see.
    last = words[-len(letters) :]
    if "".join([word[0] for word in last]).upper() == letters and "".join(last).isalpha():
        return 0 if last[0].lower() in SILENT else len(letters)
    # How many letters may be left for the words before.
    left = {len(letters)}
    parts = 0
    for count, word in enumerate(_backwards(words), start=1):
        before = left
        for part in reversed(word.split("-")):
            parts += 1
            left = {rest for end in left for rest in _rests(part, letters, end)}
        if word in SILENT:
            left |= before
        elif 0 in left:
            return count if parts > 1 and word != letters.lower() else 0
        if not left:
            break
    return 0


def _backwards(words: list[str]) -> Iterator[str]:
    """Yield the last words as far as no sentence, quotation or bracket begins between them."""
    comma = ""
    for printed in reversed(words):
        word = printed.lstrip(_OPENING)
        plain = word.removesuffix(comma)
        if not _WORD.fullmatch(plain):
            return
        yield plain.lower()
        if word != printed:
            return
        comma = ","


@lru_cache(maxsize=1 << 14)
def _rests(word: str, letters: str, end: int) -> tuple[int, ...]:
    """Return how many of the first ``end`` letters may be left when a word has given some."""
    least = 2 if letters.islower() else 1
    return tuple(
        rest
        for rest in range(end - least, -1, -1)
        if _gives(word, letters[rest:end], is_upper=letters.isupper(), is_first=rest == 0)
    )


def _gives(word: str, printed: str, *, is_upper: bool, is_first: bool) -> bool:
    """Tell whether a word may give some letters of a short form, the first word more strictly."""
    letters = printed.lower()
    if word.startswith(letters):
        return True
    if is_upper or len(letters) == 1 or printed[1:] != letters[1:]:
        return False
    if word[:1] == letters[0] and len(letters) <= MAX_SCATTERED:
        rest = iter(word)
        return all(letter in rest for letter in letters)
    return letters in word if len(letters) > 2 else not is_first and word.endswith(letters)
