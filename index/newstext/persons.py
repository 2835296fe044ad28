"""Who a text names: people, each by the fullest name it has for them.

    Menteri Keuangan Sri Mulyani ... kata Mulyani     Sri Mulyani, twice; Menteri Keuangan
    di Stadion Santiago Bernabeu, Madrid              nobody
    Budi berlari ke rumah Pak Hadi                    nobody: of those there are too many

Words with capitals are somebody when enough speaks for it: what they are called or do, given
names that we know (`index.newstext.callnames`), an age, speech, a short form elsewhere. Words
that stand in names of clubs, firms and works, places and institutions speak against it. A name
that is missed is still found by its words; one that is nobody's is wrong wherever it is shown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from index.newstext.callnames import is_given, is_known_alone, is_ordinary, is_other, worth
from index.newstext.naming import (
    MAX_PLAIN,
    Named,
    is_institution,
    is_place,
    is_plain,
    is_title,
    office_in,
    split_name,
)
from index.newstext.offices import HONORIFICS, NO_NAMES, PARTICLES, RANKS
from index.newstext.people import NICKNAMES, Name, spelling
from index.newstext.verbs import BEFORE, BEHIND, LOOSE

if TYPE_CHECKING:
    from collections.abc import Iterable

# What has to speak for a name, and for one of one word.
ENOUGH: Final = 3
ENOUGH_FOR_ONE: Final = 4
MAX_NAME_WORDS: Final = 5
# What speaks against the name of a thing, and what that is noted as.
AGAINST: Final = 4
THING: Final = "thing"
# Different names of a text that are looked at, and places of each.
MAX_NAMES: Final = 400
MAX_PLACES: Final = 20

# Words with capitals side by side; what follows is read by itself.
MAX_RUN: Final = 12

_LETTER = r"[A-Z\u00c0-\u00de]"
_FORMS = "[A-Z] Dr Drs Dra Ir Hj Prof KH Moh Muh Abd Rd Tb Jr".split()
# Whether what ends in a stop is one of these.
_IS_SHORT = "|".join(rf"(?<=\b{form}\.)(?<!['\u2019-]{form}\.)" for form in _FORMS)
_REST = r"\w*+(?:(?:['\u2019]|-(?=\w))\w*+)*" rf"(?:\.(?:{_IS_SHORT}))?"
_WORD = _LETTER + _REST
_JOINT = rf" (?:(?:{'|'.join(sorted(PARTICLES))}) ){{0,2}}"
# As some print Kim Jong-un.
_SYLLABLE = r"(?: - (?:un|il|hye|moon|nam|in|hun|suk|joo|young|jin|min|won|hee|ho|woo|bin|ki)\b)?"
_RUN = re.compile(
    rf"{_LETTER}(?<![\w@#&/.-]{_LETTER}){_REST}"  # a letter first, as it is found fastest
    rf"(?:{_JOINT}{_WORD}){{0,{MAX_RUN - 1}}}{_SYLLABLE}(?![\w@])"
)
_AGE = re.compile(r" ?(?:\(\d\d(?: tahun| th)?\)|, ?\d\d(?: tahun)?,|, berusia )")
_BEHIND = re.compile(r"(,?) ([a-z]{2,20})\b")
_MAX_WORD = 24
# Behind these a sentence begins, or something like one.
_ENDS = frozenset(".!?:;\n\"\u201c\u201d\u2018'*([\u2013\u2014-/")
# What is there, or is called so, is nobody: di Santiago Bernabeu, film Harry Potter.
_THINGS = frozenset(
    """
    di ke klub tim skuat stadion bandara jalan gedung hotel film lagu album single novel buku
    serial sinetron drama game gim kapal merek merk produk grup band kafe restoran gunung pulau
    sungai danau desa kota kabupaten kecamatan kelurahan kampung pasar mal perusahaan partai
    yayasan universitas sekolah kampus rumah masjid gereja pabrik toko situs laman majalah koran
    tabloid harian media acara program ajang turnamen kejuaraan piala liga kompetisi badai topan
    siklon kawasan wilayah daerah perumahan apartemen kompleks terminal stasiun pelabuhan distrik
    provinsi negara bagian seri varian tipe model judul berjudul bertajuk karakter tokoh peran
    sebagai video klip
    """.split()
)
# Behind what they are, a name alone is enough.
_OF_STATE = frozenset(
    "presiden wapres menteri menko gubernur wagub bupati wabup walikota kaisar paus".split()
)
# Behind these a firm may stand before the name.
_OF_FIRMS = frozenset(
    "ceo cto cmo cfo coo bos pendiri founder co-founder direktur dirut director president head "
    "manager manajer komisaris pemilik officer chief".split()
)
_CALLED = frozenset("bernama disapa dipanggil almarhum almarhumah mendiang".split())
_FORMS_OF_ADDRESS = HONORIFICS - {"h", "ir", "gus", "cak"}
_INITIAL = re.compile(r"[A-Z]\.?")
_ONE_WORD = re.compile(r"[A-Z\u00c0-\u00de][^\W\d_]*[a-z\u00df-\u00ff]")
# In capitals, and of a name all the same: Mahfud MD, HM Prasetyo.
_CAPITALS = frozenset("MD HM HB HR AM AH KH TB".split())


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a text names.

    Attributes:
        name: The fullest there, without titles.
        office: What they are, as far as the words before the name say so; or nothing.
        mentions: How often a name of theirs stands there.
        others: What they are called there besides.
    """

    name: str
    office: str
    mentions: int
    others: tuple[str, ...] = ()


def find_people(text: str, speakers: Iterable[str] = ()) -> tuple[Person, ...]:
    """Return the people that ``text`` names, those named most often first.

    Args:
        text: The body of an article.
        speakers: Whom it quotes, by their names there.
    """
    found = _Found()
    single: dict[str, list[int]] = defaultdict(list)  # words alone, by where each stands
    for match in _RUN.finditer(text):
        run, start = match[0], match.start()
        is_first = start < 2 or not _ENDS.isdisjoint(text[start - 2 : start])
        word = "" if is_first else _word_before(text, start)
        if " " in run or (word and is_title(word)):
            found.read(text, match, word, is_first=is_first)
        else:
            single[run].append(start)
    words = {word for name in found.names for word in name}
    spoken = [tuple(speaker.split()) for speaker in speakers]
    words.update(name[0] for name in spoken if len(name) == 1)
    for run, starts in single.items():
        if run in words or (run,) in NICKNAMES or is_known_alone(run):
            for start in starts[:MAX_PLACES]:
                found.add((run,), (), _hints(text, start, start + len(run)))
    for name in spoken:
        found.hear(name)
    return tuple(found.people())


class _Read(NamedTuple):
    """A name, and what its run of words says of it.

    Attributes:
        title: How much what stands before the name speaks for it.
    """

    name: Name
    office: Name
    title: int


def _hints(text: str, start: int, end: int) -> list[tuple[str, int]]:
    """Return what around a name speaks for it, by kind."""
    word = _word_before(text, start)
    return [*(_before(word) if word else ()), *_behind(text, end)]


def _word_before(text: str, start: int) -> str:
    """Return the word in small letters before a name, if there is one."""
    if text[start - 1 : start] != " ":
        return ""
    at = text.rfind(" ", max(0, start - _MAX_WORD), start - 1) + 1
    word = text[at : start - 1]
    return word if at and word.isalpha() and word.islower() else ""


def _before(word: str) -> list[tuple[str, int]]:
    if word in _THINGS:
        return [(THING, 0)]
    if word in _CALLED:
        return [("title", 4)]
    return [("speech", 2)] if word in BEHIND and word not in LOOSE else []


def _behind(text: str, end: int) -> list[tuple[str, int]]:
    if _AGE.match(text, end):
        return [("age", 4)]
    if not (found := _BEHIND.match(text, end)):
        return []
    if found[1]:
        return [("behind", 2)] if is_title(found[2]) and found[2] not in NO_NAMES else []
    return [("speech", 1 if found[2] in LOOSE else 2)] if found[2] in BEFORE else []


@lru_cache(maxsize=1 << 16)
def _read(run: str, title: str, is_first: bool) -> tuple[_Read, ...]:
    """Return the names in a run of words with capitals, behind ``title``."""
    words = [_undotted(word) for word in run.replace(" - ", "-").split()]
    while is_first and words and is_ordinary(words[0]) and words[0].lower() not in _THINGS:
        words = words[1:]
    if is_first and words and words[0].lower() in _THINGS:
        return ()
    if title:
        words = [title, *words]
    found = []
    while words:
        while words and words[0].lower() in NO_NAMES:
            words = words[1:]
        if not words:
            break
        named = _split(words)
        if one := _name(named.name, named.office):
            found.append(one)
        words = words[max(named.used, 1) :]
    return tuple(found)


def _split(words: list[str]) -> Named:
    """Return office and name of words; of few that are nothing but names, or one, at once."""
    if len(words) <= MAX_PLAIN and all(map(is_plain, words)):
        return Named((), tuple(words), len(words))
    return split_name([word.capitalize() if word in _CAPITALS else word for word in words])


def _undotted(word: str) -> str:
    """Return a word without what ends it, unless it is an initial."""
    plain = word.rstrip(".'\u2019")
    return plain if len(plain) > 1 or plain.lower() in HONORIFICS else word


def _name(words: Name, office: Name) -> _Read | None:
    """Return a name without what it stands behind: *Juventus Gonzalo Higuain*."""
    at = next((n for n in range(len(words), 0, -1) if is_other(words[n - 1])), 0)
    is_of_firm = not _OF_FIRMS.isdisjoint(word.lower() for word in office)
    while at < len(words) - 2 and worth(words[at + 1], is_first=True) >= ENOUGH:
        if not (is_ordinary(words[at]) or (is_of_firm and not is_given(words[at]))):
            break
        at += 1
    name = words[at:]
    said = office_in(office)
    if not _may_be_name(name) or is_place(name) or is_institution(name):
        return None
    if len(name) == 1 and (at or not _ONE_WORD.match(name[0])) and name not in NICKNAMES:
        return None
    name = tuple(_as_printed(word) for word in name)
    return _Read(name, (*said, *words[:at]) if said else (), _title(office, said))


def _as_printed(word: str) -> str:
    """Return a word of a name as all are printed: *M. Iqbal*, *Mahfud MD*."""
    if len(word) == 1:
        return f"{word}."
    return word.upper() if word.upper() in _CAPITALS else word


def _title(office: Name, said: Name) -> int:
    """Return how much an office speaks for the name behind it."""
    if not office:
        return 0
    last = office[-1].lower()
    if last in RANKS or last in _FORMS_OF_ADDRESS:
        return 4
    if said and not _OF_STATE.isdisjoint(word.lower() for word in said[:2]):
        return 3
    return 2 if said else 0


def _may_be_name(words: Name) -> bool:
    return 0 < len(words) <= MAX_NAME_WORDS and all(map(_may_be_in_name, words))


def _may_be_in_name(word: str) -> bool:
    if _INITIAL.fullmatch(word) or word.lower() in PARTICLES:
        return True
    is_shouted = word.isupper() and len(word) > 1
    return not is_shouted and not any(map(str.isdigit, word))


class _Found:
    """The names in a text, as far as it has been read."""

    def __init__(self) -> None:
        self._times: Counter[Name] = Counter()
        self._things: Counter[Name] = Counter()  # of these, where it is a thing's
        self._hints: dict[Name, dict[str, int]] = defaultdict(dict)
        self._offices: dict[Name, Counter[Name]] = defaultdict(Counter)

    @property
    def names(self) -> Iterable[Name]:
        """What may be the names of people."""
        return self._times

    def read(self, text: str, match: re.Match[str], word: str, *, is_first: bool) -> None:
        """Count the names in a run of words with capitals, behind a word in small letters."""
        title = word if word and is_title(word) else ""
        reads = _read(match[0], title, is_first)
        for number, (name, office, weight) in enumerate(reads):
            hints = [("title", weight)] if weight else []
            if number == 0 and word and not title and not (weight and word in _THINGS):
                hints += _before(word)
            if number == len(reads) - 1 and match[0].endswith(name[-1]):
                hints += _behind(text, match.end())
            self.add(name, office, hints)

    def add(self, name: Name, office: Name, hints: Iterable[tuple[str, int]]) -> None:
        """Count a name."""
        if name not in self._times and len(self._times) >= MAX_NAMES:
            return
        self._times[name] += 1
        known = self._hints[name]
        for kind, weight in hints:
            if kind == THING:
                self._things[name] += 1
            else:
                known[kind] = max(known.get(kind, weight), weight)
        if office:
            self._offices[name][office] += 1

    def hear(self, name: Name) -> None:
        """Note who is quoted."""
        if name in self._times:
            self._hints[name]["heard"] = ENOUGH_FOR_ONE

    def people(self) -> list[Person]:
        """Return who is somebody, those named most often first."""
        names: dict[Name, list[Name]] = defaultdict(list)
        for name, full in self._fullest().items():
            names[full].append(name)
        people = [self._person(full, some) for full, some in names.items()]
        return sorted(people, key=lambda person: -person.mentions)

    def _fullest(self) -> dict[Name, Name]:
        """Return the fullest name of everybody, by each name of theirs."""
        fullest: dict[Name, Name] = {}
        by_word: dict[str, list[Name]] = defaultdict(list)  # the fullest ones
        somebody = [name for name in self._times if len(name) > 1 and self._is_somebody(name)]
        for name in sorted(somebody, key=lambda name: (-len(name), -self._times[name])):
            longer = [other for other in by_word[spelling(name[-1])] if _is_part(name, other)]
            fullest[name] = max(longer, key=self._times.__getitem__) if longer else name
            if not longer:
                for word in name:
                    by_word[spelling(word)].append(name)
        for name in self._times:
            if name in fullest or (len(name) > 1 and name not in NICKNAMES):
                continue
            known = NICKNAMES.get(name, name)
            longer = [one for one in by_word.get(spelling(known[-1]), ()) if _is_part(known, one)]
            if known in fullest or (len(known) > 1 and not longer):
                fullest[name] = fullest.get(known, known)
            elif len(longer) == 1:
                fullest[name] = longer[0]
            elif not longer and self._is_known_by_it(name):
                fullest[name] = name
        return fullest

    def _person(self, full: Name, names: list[Name]) -> Person:
        offices: Counter[Name] = Counter()
        for name in names:
            offices.update(self._offices.get(name, {}))
        office = max(offices, key=lambda office: (offices[office], len(office)), default=())
        others = tuple(" ".join(name) for name in names if name != full)
        times = sum(self._times[name] for name in names)
        return Person(" ".join(full), " ".join(office), times, others)

    def _is_somebody(self, name: Name) -> bool:
        said = _said_by(name)
        least = ENOUGH if said else ENOUGH + 1
        if self._is_thing(name):
            least += AGAINST
        return said + sum(self._hints[name].values()) + self._short(name) >= least

    def _is_thing(self, name: Name) -> bool:
        """Tell whether a name is a place's or a work's more often than not."""
        return 2 * self._things[name] > self._times[name]

    def _short(self, name: Name) -> int:
        """Return how much it says that a word of a name stands elsewhere alone."""
        alone = [part for part in (name[:1], name[-1:]) if part in self._times and len(part[0]) > 2]
        speaks = any(not {"speech", "age"}.isdisjoint(self._hints[part]) for part in alone)
        return 2 if speaks else min(len(alone), 1)

    def _is_known_by_it(self, name: Name) -> bool:
        """Tell whether one word names somebody, and not one of many."""
        hints, word = self._hints[name], name[0]
        has_title = "title" in hints or "heard" in hints
        if not has_title and not is_known_alone(word):
            return False
        if self._is_thing(name) or is_ordinary(word) or is_place(name):
            return False
        if is_known_alone(word):
            return True
        return not is_given(word) and sum(hints.values()) >= ENOUGH_FOR_ONE


@lru_cache(maxsize=1 << 16)
def _said_by(name: Name) -> int:
    """Return how much the words of a name say by themselves that it is a person's."""
    said = sum(worth(word, is_first=at == 0) for at, word in enumerate(name))
    return said + sum(bool(_INITIAL.fullmatch(word)) for word in name)


def _is_part(name: Name, other: Name) -> bool:
    """Tell whether all words of a name are in a longer one, in the same order."""
    rest = iter([spelling(word) for word in other])
    return len(name) < len(other) and all(spelling(word) in rest for word in name)
