"""A person apart from what the person is.

    Menteri Keuangan Sri Mulyani                   Menteri Keuangan | Sri Mulyani
    Kapolres Bekasi Komisaris Besar Asep Adi       Kapolres Bekasi Komisaris Besar | Asep Adi
    Kementerian Luar Negeri Kosovo                 an institution, all of it
    Ketua Umum PAN                                 an office, and nobody's name

Capitals are the same for both, so words tell them apart (`index.newstext.offices`): an office
begins with a title or an institution and goes on as far as one of these, an abbreviation or a
word in small letters follows; the name is what is left.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from index.newstext.gazetteer import says_where
from index.newstext.offices import (
    DEGREES,
    FIELDS,
    HONORIFICS,
    INSTITUTIONS,
    MINISTRIES,
    NO_NAMES,
    OFFICE_BEGINNINGS,
    ORGANISATIONS,
    OWN_NAMES,
    PARTICLES,
    PERSONS,
    RELATIVES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

# What stands for brackets and what is in them.
BRACKETS = "()"
# As some print a hyphen: Park Geun - hye.
HYPHEN = "-"
MAX_NAME_WORDS = 6
# Words that may be nothing but a name.
MAX_PLAIN = 3
MAX_OFFICE_WORDS = 16
# Letters that end a name: Mahfud MD.
_INITIALS = 2

# Inside an office, in small letters, with a capital behind.
_LINKS = frozenset(["dan", "&", "untuk", "of", "for", "the", "and", "serta"])
# Where an office is no longer named but told about.
_OFFICE_ENDS = frozenset(
    "yang belum tidak tak juga akan telah sudah dapat bisa saat ketika kepada melalui".split()
)
# More people are called Bima than come from there.
_PERSON = "bima"
_HOME = "tanah air"
_MAX_PLACE_WORDS = 3
_DIRECTIONS = frozenset("barat timur utara selatan tengah tenggara pusat".split())
_ROMAN = frozenset("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI".split())
# Who has a number in the name: Paus Leo XIV.
_CROWNED = frozenset("paus raja ratu sultan kaisar sri king queen pope buwono pakubuwono".split())
# Before a part of a name, in one word with it.
_ARTICLES = ("al-", "el-", "ad-", "an-", "ar-", "as-", "at-", "az-")
_DEGREE = re.compile(r"[A-Z]{1,2}[a-z]{0,3}\.[A-Z][A-Za-z]{0,3}")
# I Made Suardana is a name, Komisi I is none.
BEHIND_I = frozenset(
    "Made Wayan Ketut Nyoman Gusti Gede Gde Putu Kadek Komang Dewa Nengah Ngurah".split()
)
# Titles that end a name as often: Lukman Hakim; and what is one in *salah satu* only.
_ALSO_NAMES = frozenset(["Hakim", "Habib", "Salah"])
# Parts of offices behind these alone, else of names.
_BEHIND = {
    "agung": frozenset("jaksa hakim mahkamah kejaksaan uskup keuskupan".split()),
}
_PLAIN = re.compile(r"[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+")
# In small letters, no title of whom a name behind it names.
_NO_TITLES = frozenset("seorang salah satu sang sosok pihak".split())
# What a sentence begins with, before a name: Keinginan Joe, Pertemuan Budi, Melansir Reuters.
_NOUN = re.compile(r"(?:Ke|Pe)\w{4,}an|(?:Me[mn]|Meng|Ber)\w{5,}")


class Named(NamedTuple):
    """What a phrase names.

    Attributes:
        office: Words of titles and institutions; ranks and forms of address too.
        name: Words of the name, or of an institution; none if only an office is named.
        used: How many words of the phrase these are.
    """

    office: tuple[str, ...]
    name: tuple[str, ...]
    used: int


def split_name(words: Sequence[str]) -> Named:
    """Return office and name in a phrase, as far as one name goes."""
    return _split(tuple(words))


@lru_cache(maxsize=1 << 15)
def _split(words: tuple[str, ...]) -> Named:
    if 1 < len(words) <= MAX_PLAIN and all(map(is_plain, words)):
        return Named((), words, len(words))
    walk = _Walk(words)
    office, name = list(words[: walk.end]), list(words[walk.end : walk.at])
    _move_place(office, name)
    _trim(office, name)
    if _is_own(office, name, has_title=walk.has_title):
        office, name = office + name, []
    if is_institution(office) and len(office) + len(name) > 1 and BRACKETS not in office:
        return Named((), (*office, *name), walk.at)
    return Named(tuple(office), tuple(name[-MAX_NAME_WORDS:]), walk.at)


def office_in(words: Sequence[str]) -> tuple[str, ...]:
    """Return the office in a phrase, from its first title on; nothing if there is none."""
    for at, word in enumerate(words):
        if word.lower() in RELATIVES:
            return ()  # ayah Kapten Budi
        if is_title(word):
            told = (n for n, other in enumerate(words) if n > at and other in _OFFICE_ENDS)
            office = [word for word in words[at : next(told, None)] if word not in "()-"]
            return tuple(office) if len(office) <= MAX_OFFICE_WORDS else ()
    return ()


@lru_cache(maxsize=1 << 15)
def is_plain(word: str) -> bool:
    """Tell whether a word is of a name, for `split_name`, beside others that are, too."""
    if not _PLAIN.fullmatch(word):
        return False
    is_none = word.lower() in NO_NAMES or word.lower() in _DIRECTIONS or _NOUN.fullmatch(word)
    return not (is_none or _is_office(word) or _is_particle(word) or _is_before(word))


@lru_cache(maxsize=1 << 15)
def is_title(word: str) -> bool:
    """Tell whether a word says what a person is."""
    low = word.lower()
    return low in PERSONS or low.startswith(OFFICE_BEGINNINGS)


def is_title_before(word: str) -> bool:
    """Tell whether a word, in small letters, is a title of whom a name behind it names."""
    return is_title(word) and word not in _NO_TITLES


def is_institution(words: Sequence[str]) -> bool:
    """Tell whether a phrase begins as the name of an institution, and is of no one in it."""
    return (
        bool(words)
        and words[0][0].isupper()
        and (words[0].lower() in INSTITUTIONS or words[0].lower() in ORGANISATIONS)
        and not any(map(is_title, words))
    )


def is_abbreviation(words: Sequence[str]) -> bool:
    """Tell whether a phrase is an abbreviation and nothing else: KPK, BMKG."""
    word = words[0] if len(words) == 1 else ""
    return _is_short(word) and word not in _ROMAN and not is_title(word)


def is_degree(words: Sequence[str]) -> bool:
    """Tell whether a phrase is an academic degree and nothing else: S.H, M.Kom."""
    return len(words) == 1 and (words[0] in DEGREES or bool(_DEGREE.fullmatch(words[0])))


def is_place(words: Sequence[str]) -> bool:
    """Tell whether all of a phrase is a place we know."""
    name = " ".join(words).lower()
    return name == _HOME or (name != _PERSON and says_where(name))


class _Walk:
    """How far the office of a phrase goes, and the name behind it.

    Attributes:
        end: Of the office, in words.
        at: Behind the name.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.end = self.at = 0
        self.has_title = False
        self._has_place = False
        self._words = words
        while self.at < len(words) and self._step(words[self.at]):
            pass

    @property
    def _follows(self) -> str:
        return self._words[self.at + 1] if self.at + 1 < len(self._words) else ""

    @property
    def _is_crowned(self) -> bool:
        return not _CROWNED.isdisjoint(map(str.lower, self._words[: self.at]))

    @property
    def _has_name(self) -> bool:
        return self.at > self.end

    def _step(self, word: str) -> bool:
        """Go on over one word or more; tell whether there was any that belongs here."""
        if word == HYPHEN or _is_particle(word):
            if self._join(word):
                return True
            if word == HYPHEN or not word[0].isupper():
                return False
        if word == BRACKETS:
            return self.has_title and self._follows[:1].isupper() and self._take()
        if not word[0].isupper():
            return self._may_be_small(word) and self._take()
        is_noun = self.at == 0 and self._follows[:1].isupper() and _NOUN.fullmatch(word)
        if self.has_title and not self._has_name and self._follows[:1].isdigit():
            return self._take(2)  # Manajer Humas KAI Daop 4 Budi
        is_name = (word == "I" and self._follows in BEHIND_I) or (
            self._has_name
            and (
                word in _ALSO_NAMES
                or (word in _ROMAN and self._is_crowned)
                or self._is_initials(word)
            )
        )
        if is_noun or (not is_name and _is_office(word)):
            is_degree = self._has_name and word in DEGREES
            # Behind one word that we do not know: Seketaris MUI Kota Sukabumi.
            may_be = self.at < 2 or self.has_title or is_title(word)
            return not is_degree and may_be and self._take()
        if self.has_title and not self._has_name and self._take_field(word):
            return True
        self.at += 1
        return True

    def _is_initials(self, word: str) -> bool:
        """Tell the end of a name, Mahfud MD, from an abbreviation as in offices."""
        is_behind_one = self.at == self.end + 1 and is_plain(self._words[self.end])
        is_last = not (self._follows[:1].isalpha() and self._follows[0].isupper())
        is_short = len(word) == _INITIALS and word.isalpha() and word not in _ROMAN
        return is_behind_one and is_last and is_short

    def _take(self, count: int = 1) -> bool:
        """Count words as the office."""
        self.at += count
        self.end, self.has_title = self.at, True
        return True

    def _take_field(self, word: str) -> bool:
        low = word.lower()
        if low in _BEHIND and self._words[self.at - 1].lower() not in _BEHIND[low]:
            return False  # Ditjen Imigrasi Agung Sampurno
        is_field = low in FIELDS or low in ORGANISATIONS or low.startswith(MINISTRIES)
        if is_field or low[-1].isdigit():
            return self._take()
        count = 0 if self._has_place else _place(self._words, self.at)
        self._has_place = self._has_place or bool(count)
        return bool(count) and self._take(count)

    def _join(self, word: str) -> bool:
        """Go on over what joins the words of a name: *van der*, *Geun - hye*, *al - Qassam*."""
        behind = self.at + 1
        while behind < len(self._words) and _is_particle(self._words[behind]):
            behind += 1
        follows = self._words[behind] if behind < len(self._words) else ""
        if word == HYPHEN and self.has_title and not self._has_name:
            self._take()
        elif not self._has_name:
            return self._begin(word)
        elif self._follows == HYPHEN or word.lower().startswith(_ARTICLES):
            self.at += 1
        elif follows[:1].isalpha() if word == HYPHEN else follows[:1].isupper():
            self.at = behind + 1
        else:
            return False
        return True

    def _begin(self, word: str) -> bool:
        """Begin a name with its particle: *al - Saleh*."""
        last = self.at + 2
        is_first = self._follows == HYPHEN and f"{word.lower()}-" in _ARTICLES
        if not is_first or last >= len(self._words) or not self._words[last][0].isupper():
            return False
        self.at = last + 1
        return True

    def _may_be_small(self, word: str) -> bool:
        """Tell whether a word in small letters goes on the office; not behind KPK."""
        follows = self._follows
        if self._has_name:
            is_link = word in _LINKS and follows[:1].isupper()
            return self.has_title and is_link and follows.lower() not in PERSONS
        before = self._words[: self.at]
        return not before or not all(_is_short(word) and not is_title(word) for word in before)


def _trim(office: list[str], name: list[str]) -> None:
    """Take off a name what is none."""
    while name and (name[0].lower() in NO_NAMES or (len(name) > 1 and _is_before(name[0]))):
        office.append(name.pop(0))
    while name and (name[-1].lower() in NO_NAMES or name[-1] == HYPHEN):
        name.pop()


def _is_before(word: str) -> bool:
    """Tell *Pak Budi* and *Rencananya Budi* from names; Sonya is one."""
    return word.lower() in HONORIFICS or (len(word) > 5 and word.endswith("nya"))


def _is_own(office: Sequence[str], name: Sequence[str], *, has_title: bool) -> bool:
    """Tell whether a name is that of the office, or of where it is, and of nobody."""
    if not name:
        return False
    if len(name) == 1 and ((has_title and is_place(name)) or name[0].endswith("nya")):
        return True
    if len(name) < 3 and office and office[-1].lower() in OWN_NAMES:
        return True
    last = name[-1:] if has_title else name
    return all(word.lower() in _DIRECTIONS for word in last)


@lru_cache(maxsize=1 << 14)
def _is_office(word: str) -> bool:
    is_short = _is_short(word) or word[0].isdigit()
    return is_short or is_title(word) or word.lower() in INSTITUTIONS


@lru_cache(maxsize=1 << 14)
def _is_particle(word: str) -> bool:
    low = word.lower()
    return low in PARTICLES or (word[0].islower() and low.startswith(_ARTICLES))


def _is_short(word: str) -> bool:
    """Tell an abbreviation, or a number as they have: KPK, BMKG, III."""
    return (len(word) > 1 and word.isupper() and word.isalpha()) or word in _ROMAN


def _place(words: Sequence[str], at: int) -> int:
    """Return how many words from ``at`` on are a place; 0 if none are."""
    for count in range(min(_MAX_PLACE_WORDS, len(words) - at), 0, -1):
        if is_place(words[at : at + count]):
            return count
    return 0


def _move_place(office: list[str], name: list[str]) -> None:
    """Take what ends in a place off a long name: *Inter Milan Luisito Suarez*."""
    for at in range(1, len(name) - 2):
        if count := _place(name, at):
            if at + count <= len(name) - 2:
                office += name[: at + count]
                del name[: at + count]
            return
