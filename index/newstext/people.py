"""Everybody a text names: short names to the fullest, offices to who holds them.

Bupati Demak Sri Wahyuni ... kata Sri ... kata Bupati     Sri Wahyuni, Bupati Demak, each time
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from index.newstext.callnames import is_given, is_other
from index.newstext.namestart import name_start
from index.newstext.naming import (
    BRACKETS,
    HYPHEN,
    is_institution,
    is_place,
    is_title_before,
    office_in,
    split_name,
)
from index.newstext.offices import INSTITUTIONS, NO_NAMES, PARTICLES, PLATFORMS, RANKS
from index.newstext.phrases import Kind, Who
from index.newstext.sentences import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.newstext.sentences import Token

Name: TypeAlias = tuple[str, ...]

# Words of a name that is believed without anybody saying that it speaks.
MAX_LEARNED_WORDS = 5
# Letters of a short name that is the beginning of a longer one: Sandi, Sandiaga.
MIN_PREFIX = 4
# Names that are kept by each of their words, and people that have spoken.
MAX_FULLER, MAX_MET = 50, 40
# How much more a name counts for speaking than for being there.
_SPEAKING = 100

# What abbreviations of offices stand for, by their beginnings: Menaker, Dirut, Sekjen, Kapolri.
_SPELLED = {
    "menteri": ("men",),
    "direktur": ("dir",),
    "sekretaris": ("sek",),
    "wakil": ("wag", "wab", "wap", "wakap", "wak", "wawa", "waket", "wasek"),
    "kepala": ("kapol", "kad", "kabi", "kaba", "kasa", "kasu", "kasi", "kaj", "kapus", "kani"),
    "ketua": ("ket",),
    "komandan": ("danl", "dand", "danr", "dany", "dans", "danp"),
    "wali": ("walik",),
}
_HEAD_OF_STATE = ("kepala", "negara")
# Ways to write one sound, in names.
_SPELLINGS = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("dh", "d"), ("kh", "k"), ("y", "i"))
_DOUBLED = re.compile(r"(.)\1+")
_MAX_PLACE_WORDS = 3
# In small letters, before a name: calon wakil gubernur Sri.
_MAX_TITLES = 3
_OF_TITLES = frozenset("umum utama eksekutif".split())  # jaksa penuntut umum Sri
# Where somebody is, and in what: di Tirtajaya, klub Persita.
_WITHIN = re.compile(
    r" (?=[A-Z])"  # first, as it is found fastest
    r"(?:(?<=\bdi )|(?<=\bPT )|(?<=\btim )|(?<=\b(?:klub|[Dd]esa|[Kk]ota) )|(?<=\bskuat )"
    r"|(?<=\b[Kk](?:ecamatan|elurahan) )|(?<=\b[Kk]abupaten ))"
    r"((?:[A-Z][\w-]{1,30} ?){1,3})(?! ?[A-Z])"
)
# Names that papers use beside the full one, and seldom explain.
NICKNAMES = {
    ("Jokowi",): ("Joko", "Widodo"),
    ("JK",): ("Jusuf", "Kalla"),
    ("SBY",): ("Susilo", "Bambang", "Yudhoyono"),
    ("AHY",): ("Agus", "Harimurti", "Yudhoyono"),
    ("Ahok",): ("Basuki", "Tjahaja", "Purnama"),
    ("Emil",): ("Ridwan", "Kamil"),
    ("Setnov",): ("Setya", "Novanto"),
    ("Bamsoet",): ("Bambang", "Soesatyo"),
    ("Zulhas",): ("Zulkifli", "Hasan"),
    ("BCL",): ("Bunga", "Citra", "Lestari"),
    ("HNW",): ("Hidayat", "Nur", "Wahid"),
    ("Cak", "Imin"): ("Muhaimin", "Iskandar"),
    ("Gus", "Ipul"): ("Saifullah", "Yusuf"),
}
_CALLED: dict[Name, list[Name]] = defaultdict(list)
for _short, _full in NICKNAMES.items():
    _CALLED[_short].append(_full)
    _CALLED[_full].append(_short)
# Letters that a short name behind a name has of it: Joko Widodo (Jokowi).
_SHARED = 3
# Words before the brackets that are read again.
_BEFORE = 16
# Words of a name that holds nothing else, and offices that are each of a place.
_SURE_WORDS = 2
_LOCAL = frozenset("camat lurah kapolsek danramil kades desa kelurahan kecamatan".split())
# What begins a link to another story.
_LINKING = frozenset(["baca", "simak"])
# Within a name, or between two.
_JOINING = PARTICLES | {HYPHEN, "dan"}


def read_places(text: str) -> frozenset[Name]:
    """Return what a text says that somebody is in, which is nobody's name."""
    found = (tuple(place.split()) for place in _WITHIN.findall(text))
    return frozenset(place for place in found if place[-1].lower() not in NO_NAMES)


@lru_cache(maxsize=1 << 12)
def _spelled(title: str) -> tuple[str, ...]:
    """Return a title and what it may be short for."""
    head = title.lower()
    return (head, *(full for full, beginnings in _SPELLED.items() if head.startswith(beginnings)))


@lru_cache(maxsize=1 << 16)
def spelling(word: str) -> str:
    """Return a part of a name as one spells it: Ardhi is Ardi, Melly Mely, Soekarno Sukarno."""
    plain = word.lower()
    for old, new in _SPELLINGS:
        plain = plain.replace(old, new)
    return _DOUBLED.sub(r"\1", plain)


class People:
    """The names in a text, as far as it has been read.

    Attributes:
        newest: The name that the last sentence was the first to have.
        latest: The last of those.
    """

    def __init__(self, text: str) -> None:
        self._places = read_places(text)
        self.newest: Name = ()
        self.latest: Name = ()
        self._fuller: dict[str, list[Name]] = {}  # names of several words, by each of these
        self._seen: set[str] = set()
        self._times: Counter[Name] = Counter()
        self._beginnings: dict[str, list[Name]] = {}  # the same, by how these begin
        self._offices: dict[Name, tuple[str, ...]] = {}
        self._holders: dict[str, Name] = {}  # by the first word of their office
        self._others: dict[Name, Name] = {}  # what they are called, too
        self._met: dict[Name, None] = {}  # who has spoken, the last one last

    def learn(self, sentence: Sequence[Token]) -> None:
        """Remember the names in a sentence."""
        self.newest = ()
        if sentence[0].low in _LINKING:
            self._seen.update(token.text for token in sentence[1:] if token.look is Look.CAPITAL)
            return
        run: list[str] = []
        outside: list[str] | None = None  # the run that brackets stand behind
        for at, token in enumerate(sentence):
            look = token.look
            if not (look or run):
                continue
            text = token.text
            if look is Look.CAPITAL or (run and _goes_on(run, text)):
                run.append(text)
                if at and look is Look.CAPITAL:
                    self._seen.add(text)
                continue
            if text in ("(", "[") and outside is None:
                outside, run = [*run, BRACKETS] if run else [], []
                continue
            if outside and len(run) == 1 and text in (")", "]"):
                self._call_short(run[0], outside)
            titles = run[-_MAX_TITLES:] if run and is_title_before(run[-1]) else []
            self._keep(run)
            run = [*titles, text] if look is Look.TITLE else []
            if text in (")", "]") and outside is not None:
                run, outside = outside, None
        self._keep(run)
        self._keep(outside or [])

    def meet(self, who: Who) -> Who:
        """Remember who spoke, and as what; return them as they are remembered."""
        who = self.apart(who)
        if len(who.name) > 1:
            self._add(who.name)
            self._times[who.name] += _SPEAKING
        self.call(who.other, who.name)
        name = self.fullest(who.name)
        office = office_in(who.office)
        if len(office) > len(self._offices.get(name, ())):
            self._hold(name, office)
        self._met.pop(name, None)
        self._met[name] = None
        if len(self._met) > MAX_MET:
            del self._met[next(iter(self._met))]
        return who

    def apart(self, who: Who) -> Who:
        """Return somebody with all that is their office there, and none of it in their name."""
        name, office = self._apart(who.name, who.office)
        return who._replace(name=name, office=office)

    def call(self, other: Name, name: Name) -> None:
        """Remember another name of somebody, if there is one."""
        if other and name:
            self._others[other] = name

    def knows(self, word: str) -> bool:
        """Tell whether a word is a part of a longer name."""
        return spelling(word) in self._fuller

    def has_seen(self, word: str) -> bool:
        """Tell whether a word has had a capital within a sentence."""
        return word in self._seen

    def has_met(self, name: Name) -> bool:
        """Tell whether somebody of this name has spoken."""
        return self.fullest(name) in self._met

    def by_office(self, who: Who) -> Who | None:
        """Return who holds the office that a description names, of all the last one to speak."""
        if not who.office:
            return None
        is_president = tuple(map(str.lower, who.office[:2])) == _HEAD_OF_STATE
        heads = _spelled("presiden" if is_president else who.office[0])
        for name in reversed(self._met):
            office = self._offices.get(name, ())
            if any(word in heads for title in office for word in _spelled(title)):
                return Who(Kind.NAMED, name, office)
        if who.is_same:
            return None
        name = next((self._holders[word] for word in heads if word in self._holders), ())
        return Who(Kind.NAMED, name, self._offices[name]) if name else None

    def office(self, name: Name) -> tuple[str, ...]:
        """Return what the person of a full name is, as far as the text says."""
        return self._offices.get(name, ())

    def called(self, name: Name) -> tuple[str, ...]:
        """Return other names of the person of a full name, which are no part of it."""
        explained = [other for other, full in self._others.items() if self.fullest(full) == name]
        every = dict.fromkeys((*explained, *_CALLED.get(name, ())))
        return tuple(" ".join(other) for other in every if not set(other) <= set(name))

    def fullest(self, name: Name) -> Name:
        """Return the fullest name in the text for whom ``name`` names."""
        name = self._others.get(name, name)
        if not name:
            return name
        known = NICKNAMES.get(name, ())
        name = known if known in self._times else name
        words = {spelling(word) for word in name}
        fuller = [
            other
            for other in self._fuller.get(spelling(name[-1]), ())
            if len(other) > len(name) and words.issubset(map(spelling, other))
        ]
        if not fuller and len(name) == 1 and len(name[0]) >= MIN_PREFIX:
            beginning = spelling(name[0])
            fuller = [
                other
                for other in self._beginnings.get(beginning[:MIN_PREFIX], ())
                if any(spelling(word).startswith(beginning) for word in other)
            ]
        return max(fuller, key=self._times.__getitem__) if fuller else name

    def _apart(self, name: Name, office: Name) -> tuple[Name, Name]:
        """Return name and office once more, as this text has places: *Camat Tirtajaya | Sri*."""
        for count in range(min(len(name) - 1, _MAX_PLACE_WORDS), 0, -1) if office else ():
            if name[:count] in self._places and name[count] != HYPHEN:
                return name[count:], (*office, *name[:count])
        count = _within(name, office)
        return name[count:], (*office, *name[:count])

    def _keep(self, run: list[str]) -> None:
        """Remember the name in a run of words with capitals."""
        for some, before, is_within in _named(tuple(run)) if len(run) > 1 else ():
            name, office = self._apart(some, before)
            if not _may_be_learned(name):
                continue
            self._add(name)
            held = _office_in(office)
            if held and not is_within and name not in self._offices:
                self._hold(name, held)

    def _call_short(self, short: str, outside: list[str]) -> None:
        """Remember a short name in brackets behind the name: *Joko Widodo (Jokowi)*."""
        name = split_name([word for word in outside[-_BEFORE:] if word != BRACKETS]).name
        beginnings = {spelling(word)[:_SHARED] for word in name}
        if len(name) > 1 and spelling(short)[:_SHARED] in beginnings:
            self.call((short,), name)

    def _hold(self, name: Name, office: tuple[str, ...]) -> None:
        self._offices[name] = office
        self._holders.setdefault(office[0].lower(), name)

    def _add(self, name: Name) -> None:
        self._times[name] += 1
        if self._times[name] > 1:
            return
        keys = [spelling(word) for word in name]
        if self._fuller.keys().isdisjoint(keys):
            self.newest = self.latest = name
        for key in keys:
            for known in (
                self._fuller.setdefault(key, []),
                self._beginnings.setdefault(key[:MIN_PREFIX], []),
            ):
                if len(known) < MAX_FULLER:
                    known.append(name)


@lru_cache(maxsize=1 << 15)
def _named(run: Name) -> tuple[tuple[Name, Name, bool], ...]:
    """Return names in a run of words with capitals, what they are, and if within an institution.

    The last name comes first.
    """
    while run and (run[0].lower() in NO_NAMES or run[0] in PLATFORMS):
        run = run[1:]
    while run and not run[-1][0].isupper():
        run = run[:-1]
    if len(run) < 2:
        return ()
    named = split_name(run)
    rest = run[named.used :]
    parted = next((at for at, word in enumerate(rest) if word == BRACKETS or word.isdigit()), -1)
    others = _named(rest[parted + 1 :]) if parted >= 0 else ()
    is_within = run[0].lower() in INSTITUTIONS  # Institut Wirausahawan Jack Ma
    return (*others, (named.name, named.office, is_within))


_office_in = lru_cache(maxsize=1 << 14)(office_in)


@lru_cache(maxsize=1 << 15)
def _may_be_learned(name: Name) -> bool:
    is_short = 1 < len(name) <= MAX_LEARNED_WORDS
    return is_short and not is_place(name) and not is_institution(name)


@lru_cache(maxsize=1 << 15)
def _within(name: Name, office: Name) -> int:
    """Return how many words before a name are what its office is of, by themselves."""
    if not office or len(name) <= _SURE_WORDS or office[-1].lower() in RANKS:
        return 0
    # Camat Tirtajaya Sri Wahyuni
    least = int(office[-1].lower() in _LOCAL and not is_given(name[0]))
    most = len(name) - _SURE_WORDS
    start = name_start(name, office)
    if start > most:  # it does not know the name
        others = (at for at, word in enumerate(name[:most]) if len(word) > 1 and is_other(word))
        start = max(others, default=-1) + 1
    return max(start, least)


def _goes_on(run: Sequence[str], word: str) -> bool:
    """Tell whether a word without a capital goes on a name, or the office before it."""
    is_number = word.isdigit() and is_title_before(run[0])  # Kepala Daop 4 Sri
    return word in _JOINING or is_number or (word in _OF_TITLES and is_title_before(run[-1]))
