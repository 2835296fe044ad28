"""Where a name begins, behind what its holder is and of what.

CEO | Melati Abadi Budi Hartono               a firm's director, who is of that firm
Direktur PT | Melati Abadi Budi Hartono
Deputi Pemasaran | Kemenpar Sri Wahyuni       a body, by its name
Direktur PT Melati | Sastro Budi Hartono      where that is said, no more of it
Ketua DPRD Bali | I Made Hartono
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from index.newstext.bodies import known_forms
from index.newstext.callnames import is_given, is_ordinary, is_other, worth
from index.newstext.gazetteer import province_called
from index.newstext.naming import BEHIND_I, is_place
from index.newstext.offices import FIELDS, INSTITUTIONS, MINISTRIES, PARTICLES

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a given name says that a name begins with.
_SURE: Final = 3

# Behind these a firm may stand before the name.
_OF_FIRMS: Final = frozenset(
    "ceo cto cmo cfo coo bos pendiri founder co-founder direktur dirut director president head "
    "manager manajer komisaris pemilik officer chief".split()
)
_FIRMS: Final = frozenset(["PT", "CV", "UD"])
# A name of three words behind these alone is hardly anybody's: CEO Tirtaloka Drogba Vukcevic.
_HEADS: Final = frozenset("ceo cto cmo cfo coo founder co-founder".split())
_WITH_FIRM: Final = 3
_SITE: Final = re.compile(r"\w\.[a-z]{2,}$")
# Of forms of address, what stands before a name and behind where its holder is: Kepala Demak Dr.
_INSIDE: Final = frozenset("Dr Prof KH Drs Sdr Uztad Ustaz Mahkota".split())


def name_start(words: tuple[str, ...], office: Sequence[str]) -> int:
    """Return how many words stand before a name, behind an office; all, where there is none."""
    if "I" in words and _is_balinese(words, words.index("I")):
        return words.index("I")
    at = next((n for n in range(len(words), 0, -1) if _is_before(words[n - 1])), 0)
    if (office and office[-1] in _FIRMS) or (at and words[at - 1] in _FIRMS):
        begins = (n for n in range(at + 1, len(words)) if worth(words[n], is_first=True) >= _SURE)
        return next(begins, len(words))  # Direktur PT Melati Abadi Budi Hartono
    at += _of_body(words[at:], has_office=bool(office))
    is_of_firm = _may_be_of_firm(office)
    while at < len(words) - 2 and worth(words[at + 1], is_first=True) >= _SURE:
        is_apart = is_ordinary(words[at]) or is_place([words[at]])
        if _is_of_name(words[at]) or not (is_apart or is_of_firm):
            break
        at += 1
    if is_of_firm and at < len(words) and not _is_of_name(words[at]):
        begins = (n for n in range(at, len(words) - 1) if worth(words[n], is_first=True) >= _SURE)
        at = next(begins, at)  # CEO Melati Abadi Budi Hartono
    while office and at < len(words) - 1 and _is_field_word(words[at]):
        at += 1  # Menteri Komunikasi dan | Informatika Budi
    if not at and len(words) == _WITH_FIRM and office and office[-1].lower() in _HEADS:
        at = int(not _is_of_name(words[0]) and words[1].lower() not in PARTICLES)
    return at


def _is_of_name(word: str) -> bool:
    """Tell whether a word is a given name, or an initial."""
    return is_given(word) or len(word.rstrip(".")) == 1


def _may_be_of_firm(office: Sequence[str]) -> bool:
    """Tell whether an office is one of a firm that it may not name: *Direktur*, not *RI*."""
    if _OF_FIRMS.isdisjoint(map(str.lower, office)) or is_place(office[-1:]):
        return False
    return not any(word in _FIRMS or _is_institution(word.lower()) for word in office[:-1])


def _is_institution(low: str) -> bool:
    return low in INSTITUTIONS or low.startswith(MINISTRIES)


@lru_cache(maxsize=1 << 15)
def _is_before(word: str) -> bool:
    """Tell whether a word is no part of a person's name, nor what stands before it."""
    if len(word) == 1:
        return False
    is_body = is_other(word) or word.lower().startswith(MINISTRIES) or bool(_SITE.search(word))
    return is_body or word in _INSIDE or province_called(word) is not None


def _is_balinese(words: Sequence[str], at: int) -> bool:
    """Tell whether a word is the first of a name on Bali: *I Made Hartono*."""
    return words[at] == "I" and words[at + 1 : at + 2] != () and words[at + 1] in BEHIND_I


def _of_body(words: tuple[str, ...], *, has_office: bool) -> int:
    """Return how many words name an organisation that a name stands behind: *Pegadaian Budi*."""
    for form in known_forms().get(words[0], ()) if words else ():
        count = len(form.words)
        rest = words[count:]
        if words[:count] == form.words and rest and not is_given(words[0]):
            is_name = has_office or worth(rest[0], is_first=True) >= _SURE
            return count if is_name and (count > 1 or len(rest) > 1) else 0
    return 0


def _is_field_word(word: str) -> bool:
    return word.lower() in FIELDS and not is_given(word)
