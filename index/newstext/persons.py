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
from typing import TYPE_CHECKING, Final

from index.newstext.barenames import bare_names, said_by
from index.newstext.callnames import is_given, is_known_alone, is_ordinary, is_other, worth
from index.newstext.naming import is_place, is_title
from index.newstext.offices import PARTICLES, THINGS
from index.newstext.people import NICKNAMES, Name, spelling
from index.newstext.surroundings import (
    QUOTES,
    THING,
    apposed,
    before,
    behind,
    behind_brackets,
    thing_before,
    with_hyphens,
    word_before,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from index.newstext.surroundings import Hint

# What has to speak for a name, and for one of one word.
ENOUGH: Final = 3
ENOUGH_FOR_ONE: Final = 4
# What speaks against the name of a thing.
AGAINST: Final = 4
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
    # a letter first, as it is found fastest; behind a stroke, who is one of two
    rf"{_LETTER}(?:(?<![\w@#&/.-]{_LETTER})|(?<=[a-z]/{_LETTER})){_REST}"
    rf"(?:{_JOINT}{_WORD}){{0,{MAX_RUN - 1}}}{_SYLLABLE}(?![\w@])"
)
# Of two who play together: Budi Hartono/Sri Wahyuni.
_PAIRS = ("ganda ", "Ganda ")
# Between those that a list names, with one of one word at most: Budi Hartono, Sri, dan Umuh Adi.
_LISTING = re.compile(
    r"(?: ?\([^()\n]{0,30}\))?(?:[,;/]? (?:dan|serta|hingga) |[,;] (?:dan |serta )?|/)"
    r"(?:\d{1,2} ?- ?)?(?:[A-Z][a-z]+[,;] (?:dan |serta )?)?"
)
# Of texts about music, whose lists are of bands as well.
_MUSIC = (" musik", " musisi ", " lagu ", " album ", " band ", " konser ", " penyanyi ", " DJ ")
_ENOUGH_MUSIC = 2
# Characters between two names of a list.
_MAX_BETWEEN = 60
# Letters of a short name that begins a longer one: Zul, Zulkifli.
_MIN_BEGINNING = 3
# What a sentence about somebody's child begins with: Putri Budi Hartono menikah.
_OFFSPRING = frozenset(["Putra", "Putri"])
# Names of a list of which at least half are somebody already.
_LEAST_LISTED = 3
# Behind these a sentence begins, or something like one.
_ENDS = frozenset(".!?:;\n\"\u201c\u201d\u2018'*([\u2013\u2014-/")


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
    text = with_hyphens(text)
    found = _Found(text)
    single: dict[str, list[int]] = defaultdict(list)  # words alone, by where each stands
    for match in _RUN.finditer(text):
        run, start = match[0], match.start()
        last, other = text[start - 1 : start], text[start - 2 : start - 1]
        is_first = start < 2 or (last != "/" and (last in _ENDS or other in _ENDS))
        if not is_first:
            word = word_before(text, start)
        else:
            word = thing_before(text, start) if last in QUOTES or other in QUOTES else ""
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
                word, end = word_before(text, start), start + len(run)
                hints = before(text, start, word) if word else []
                found.add((run,), (), hints + behind(text, end, has_office=False))
    for name in spoken:
        found.hear(name)
    found.list_others()
    return tuple(found.people())


class _Found:
    """The names in a text, as far as it has been read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lists: list[list[Name]] = []  # names side by side
        self._last: Name = ()  # that may be one of a list
        self._last_end, self._in_list = -_MAX_BETWEEN - 1, False
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
        reads = bare_names(match[0], title, is_first)
        for number, (name, office, weight) in enumerate(reads):
            hints = [("title", weight)] if weight else []
            if number == 0 and word and not title and not (weight and word in THINGS):
                hints += before(text, match.start(), word)
            if number == len(reads) - 1 and match[0].endswith(name[-1]):
                hints += behind(text, match.end(), has_office=bool(office))
                if number == 0 and len(name) > 1:
                    hints += self._beside(match, name, office)
            self.add(name, office, hints)

    def _is_of_office(self, start: int, word: str) -> bool:
        """Tell whether a run goes on with an office: *Menteri Komunikasi dan | Informasi Budi*."""
        return self._text.endswith("dan ", 0, start) and is_ordinary(word)

    def _beside(self, match: re.Match[str], name: Name, office: Name) -> list[Hint]:
        """Return what speaks for all of a run that is a name, by where it stands."""
        text, start, end = self._text, match.start(), match.end()
        if self._is_of_office(start, name[0]):
            return []
        is_near = self._last_end < start <= self._last_end + _MAX_BETWEEN
        if is_near and _LISTING.fullmatch(text, self._last_end, start):
            if not self._in_list:
                self._lists.append([self._last])
            self._lists[-1].append(name)
            self._in_list = True
        else:
            self._in_list = False
        self._last, self._last_end = name, end
        is_one_of_two = text[start - 1 : start] == "/" or text[end : end + 1] == "/"
        if is_one_of_two and any(word in text for word in _PAIRS):
            return [("pair", 4)]
        mark = "" if office else text[start - 2 : start]
        weight = 0
        if mark == ", ":
            weight = apposed(text, start, end)
        elif mark == ") ":
            weight = behind_brackets(text, start)
        return [("apposed", weight)] if weight else []

    def list_others(self) -> None:
        """Note who stands in a list of people."""
        lists = [listed for listed in self._lists if len(listed) >= _LEAST_LISTED]
        somebody = {name: self._is_somebody(name) for listed in lists for name in listed}
        if all(somebody.values()):
            return
        if sum(word in self._text for word in _MUSIC) >= _ENOUGH_MUSIC:
            return
        for listed in lists:
            is_list = 2 * sum(map(somebody.__getitem__, listed)) >= len(listed)
            for name in listed if is_list else ():
                self._hints[name]["list"] = ENOUGH + 1

    def add(self, name: Name, office: Name, hints: Iterable[Hint]) -> None:
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
        begun: dict[str, list[Name]] = defaultdict(list)  # the same, by how they begin
        by_word: dict[str, list[Name]] = defaultdict(list)  # the fullest ones
        somebody = {name: None for name in self._times if len(name) > 1 and self._is_somebody(name)}
        for name in sorted(somebody, key=lambda name: (-len(name), -self._times[name])):
            longer = [other for other in by_word[spelling(name[-1])] if _is_part(name, other)]
            fullest[name] = max(longer, key=self._times.__getitem__) if longer else name
            if not longer:
                full = fullest[name] = _grown_up(name, somebody)
                begun[full[0][:_MIN_BEGINNING]].append(full)
                for word in full:
                    by_word[spelling(word)].append(full)
        for name in self._times:
            if name in fullest or (len(name) > 1 and name not in NICKNAMES):
                continue
            known = NICKNAMES.get(name, name)
            longer = [one for one in by_word.get(spelling(known[-1]), ()) if _is_part(known, one)]
            if known in fullest or (len(known) > 1 and not longer):
                fullest[name] = fullest.get(known, known)
            elif len(longer) == 1:
                fullest[name] = longer[0]
            elif not longer and (full := _begun_by(name[0], begun)):
                fullest[name] = full
            elif not longer and self._is_known_by_it(name):
                fullest[name] = name
        return fullest

    def _person(self, full: Name, names: list[Name]) -> Person:
        offices: Counter[Name] = Counter()
        for name in names:
            if name in self._offices:
                offices.update(self._offices[name])
        office: Name = ()
        if offices:
            office = max(offices, key=lambda office: (offices[office], len(office)))
        others = tuple(" ".join(name) for name in names if name != full)
        times = sum(self._times[name] for name in names)
        return Person(" ".join(full), " ".join(office), times, others)

    def _is_somebody(self, name: Name) -> bool:
        said = said_by(name)
        least = ENOUGH if said else ENOUGH + 1
        if self._is_thing(name):
            least += AGAINST
        return said + sum(self._hints[name].values()) + self._short(name) >= least

    def _is_thing(self, name: Name) -> bool:
        """Tell whether a name is a place's or a work's more often than not."""
        things = self._things[name]
        return 2 * things > self._times[name] or (things > 0 and is_ordinary(name[0]))

    def _short(self, name: Name) -> int:
        """Return how much it says that a word of a name stands elsewhere alone."""
        alone = [part for part in (name[:1], name[-1:]) if part in self._times and len(part[0]) > 2]
        speaks = any(not {"speech", "age"}.isdisjoint(self._hints[part]) for part in alone)
        return 2 if speaks else min(len(alone), 1)

    def _is_known_by_it(self, name: Name) -> bool:
        """Tell whether one word names somebody, and not one of many."""
        hints, word = self._hints[name], name[0]
        has_title = not {"title", "heard"}.isdisjoint(hints)
        has_title = has_title or ("called" in hints and not {"speech", "age"}.isdisjoint(hints))
        if not has_title and not is_known_alone(word):
            return False
        if self._is_thing(name) or is_ordinary(word) or is_place(name):
            return False
        if is_known_alone(word):
            return True
        if word.isupper() or is_other(word):
            return False  # initials, firms that speak
        if is_given(word) and not (
            "heard" in hints and self._offices.get(name) and worth(word, is_first=True) >= ENOUGH
        ):
            return False
        return sum(hints.values()) >= ENOUGH_FOR_ONE


def _grown_up(name: Name, somebody: Collection[Name]) -> Name:
    """Return whose child somebody is, who has a name elsewhere: *Putri | Sri Wahyuni*."""
    return name[1:] if name[0] in _OFFSPRING and name[1:] in somebody else name


def _begun_by(word: str, names: Mapping[str, Collection[Name]]) -> Name:
    """Return the only name that a short one begins: *Zul*, *Zulkifli Hartono*; or nothing."""
    if len(word) < _MIN_BEGINNING:
        return ()
    some = names.get(word[:_MIN_BEGINNING], ())
    found = {name for name in some if len(name) > 1 and name[0].startswith(word)}
    return found.pop() if len(found) == 1 else ()


def _is_part(name: Name, other: Name) -> bool:
    """Tell whether all words of a name are in a longer one, in the same order."""
    rest = iter([spelling(word) for word in other])
    return len(name) < len(other) and all(spelling(word) in rest for word in name)
