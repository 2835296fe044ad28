"""Which organisations a text names, each by the fullest name there is for it.

    Badan Keamanan Laut (Bakamla) ... di Bakamla     Badan Keamanan Laut (Bakamla), thrice
    Partai Bulan Bintang (PBB) ... kata Ketua PBB    Partai Bulan Bintang, and not the UN
    pelatih Chelsea, Chelsea Islan                   the club, once
    Galaxy S8 buatan Samsung                         nothing: of things more is said

What `index.newstext.institutions` reads is counted under one name: that of the table, else the
fullest that the text has. Names that other things have, too, need a word beside them that speaks
for the organisation, towns a text about sports.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.newstext.aliases import find_aliases
from index.newstext.bodies import (
    ENDS,
    EXPLAINED,
    GENERIC,
    LOCAL,
    NEVER,
    OF_STATE,
    OPEN,
    PAIRED,
    key,
    known_forms,
    known_label,
    known_names,
    label_of,
    split_label,
)
from index.newstext.callnames import is_given
from index.newstext.institutions import (
    JOINTS,
    NO_BODIES,
    place_begins,
    read_names,
    spelled,
    starts_name,
)
from index.newstext.naming import is_title
from index.newstext.verbs import BEFORE, BEHIND

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.newstext.institutions import Read
    from index.newstext.persons import Person

# Different names of a text that are looked at, and short forms that are looked for.
MAX_NAMES: Final = 200
MAX_SHORTS: Final = 50
# Words with capitals side by side; what follows is read by itself.
MAX_RUN: Final = 20
# Words that say nothing of two names that share them.
_TELLING_NOTHING: Final = (
    OF_STATE | OPEN | JOINTS | {"indonesia", "nasional", "negara", "republik", "ri"}
)
# Characters looked at before a name.
_BEFORE_CHARS: Final = 24
# Characters and words in which a name begins that goes on behind brackets.
_NAME_CHARS: Final = 80
_NAME_WORDS: Final = 8

_TAIL: Final = r"[\w&]*(?:['\u2019./-][\w&]+)*"
_WORD: Final = rf"[A-Z]{_TAIL}"
# The letter is first, as it is found fastest; what stands before it is looked at then.
_RUN: Final = re.compile(
    rf"[A-Z](?<![\w@#.].){_TAIL}"
    rf"(?: (?:(?:dan|untuk|of|for|the|and|&) ){{0,2}}(?:{_WORD}|\d\d?\b)){{0,{MAX_RUN - 1}}}"
)
# Behind these a sentence begins, or something like one.
_ENDINGS: Final = frozenset('.!?:;\n"\u201c\u201d\u2018*-\u2013\u2014')
# Kementerian Desa, Pembangunan Daerah Tertinggal, dan Transmigrasi
_LISTED: Final = re.compile(
    rf"(?:, (?!dan ){_WORD}(?: {_WORD}){{0,3}}){{1,2}},? dan {_WORD}(?: {_WORD}){{0,3}}"
)
# What stands between a name and where it is.
_BRACKETED: Final = re.compile(r" \((?<=\w..)[A-Z][A-Za-z/-]{1,14}\)(?= [A-Z])")
_WORDS: Final = re.compile(rf"{_WORD}(?: {_WORD}){{0,3}}")
_NEXT_WORD: Final = re.compile(r" ([a-z]+)")

# What speaks for an organisation before a name that other things have, too; and behind it.
_FOR: Final = frozenset(
    """
    perusahaan pihak menurut oleh milik raksasa maskapai produsen pabrikan manajemen bos karyawan
    petinggi klub tim partai kader politikus politisi fraksi ketua juru direktur pemilik pendiri
    saham konglomerat pengembang operator penyedia startup kantor markas eksekutif perwakilan
    vendor
    """.split()
)
_DOING: Final = frozenset(
    """
    mengatakan mengumumkan merilis meluncurkan menyatakan mengklaim mengaku berencana mengakuisisi
    memperkenalkan membantah menolak memutuskan menggandeng menghadirkan mengonfirmasi
    mengkonfirmasi menjual memproduksi memecat merekrut mengembangkan
    """.split()
)
# What says that a thing, a place or a page of it is meant.
_AGAINST: Final = frozenset(
    "di ke dari kota akun lewat melalui via mobil motor ponsel merek aplikasi laman video status "
    "kanal film pakai menggunakan".split()
)
_PARTED: Final = frozenset(",;")
# Behind and before what is another thing that has its name.
_NO_ENDS: Final = frozenset(
    "+ City Tower Arena Open Cup Award Awards Stadium Plaza Park Liga Championship TV News".split()
)
_ZONES: Final = frozenset("zona piala kawasan".split())
_WHERE: Final = frozenset(["di", "kota"])
# What texts about sports have, of which so many words are enough.
_SPORTS: Final = re.compile(
    r"\b(?:laga|gol|klub|gelandang|bek|kiper|striker|pelatih|liga|musim|pemain|pertandingan)\b",
    re.IGNORECASE,
)
_LEAST_SPORTS: Final = 3


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that a text names.

    Attributes:
        name: That of the table, else the fullest there.
        short: What it is called short; or nothing.
        mentions: How often a name of it stands there.
        others: What it is called there besides.
    """

    name: str
    short: str
    mentions: int
    others: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What it is shown as: *Komisi Pemberantasan Korupsi (KPK)*."""
        return label_of(self.name, self.short)


def find_organisations(text: str, people: Iterable[Person] = ()) -> tuple[Organisation, ...]:
    """Return the organisations that ``text`` names, those named most often first.

    Args:
        text: The body of an article.
        people: Whom it names, which is no part of what they are of.
    """
    text = _BRACKETED.sub(_without_brackets, text)
    found = _Found(text, people)
    known = known_forms()
    for match in _RUN.finditer(text):
        run = match[0]
        if " " in run or run in known:
            start = match.start()
            is_first = start < 2 or text[start - 1] in _ENDINGS or text[start - 2] in _ENDINGS
            if reads := read_names(run, is_first):
                found.read(match, reads)
    return found.organisations()


def _without_brackets(match: re.Match[str]) -> str:
    """Return a short form within a name as nothing: *Komisi Pemilihan Umum (KPU) Jawa Barat*."""
    text, start = match.string, match.start()
    before = text[max(0, start - _NAME_CHARS) : start].lower().split()[-_NAME_WORDS:]
    if OF_STATE.isdisjoint(before) and LOCAL.isdisjoint(before):
        return match[0]
    words = _WORDS.match(text, match.end() + 1)
    return "" if words and place_begins(words[0]) else match[0]


class _Found:
    """The names in a text, as far as it has been read."""

    def __init__(self, text: str, people: Iterable[Person]) -> None:
        self._text = text
        self._people: dict[str, list[list[str]]] = defaultdict(list)
        for person in people:
            for name in (person.name, *person.others):
                words = name.split()
                self._people[words[0]].append(words)
        # By the label of the table, else by `key`.
        self._times: Counter[str] = Counter()
        self._printed: dict[str, Counter[str]] = defaultdict(Counter)
        self._doubtful: Counter[str] = Counter()
        self._is_sports: bool | None = None

    def read(self, match: re.Match[str], reads: Iterable[Read]) -> None:
        """Count the names in a run."""
        words = match[0].split()
        for one in reads:
            if one.label and (one.mark or one.end == one.start + 1):
                self._weigh(match, words, one)
            else:
                name = self._whole(match, words, one)
                is_as_read = name == one.name and not one.label
                printed = " ".join(words[one.start : one.end]) if is_as_read else name
                self._add(name, one.label, printed)

    def organisations(self) -> tuple[Organisation, ...]:
        """Return those there are, named most often first."""
        shorts = self._explain()
        self._join(shorts)
        for label, count in self._doubtful.items():
            if label in self._times:
                self._times[label] += count
        found = []
        for of, times in self._times.items():
            printed = self._printed[of]
            if of in known_names():
                name, short = split_label(of)
            else:
                short = shorts.get(of, "")
                long = [one for one in printed if one != short] or [of]
                name = max(long, key=lambda one: (key(one) == of, printed[one], len(one)))
            others = tuple(one for one in printed if one not in (name, short))
            found.append(Organisation(name, short, times, others))
        return tuple(sorted(found, key=lambda one: -one.mentions))

    # What is counted while a text is read.

    def _add(self, name: str, label: str, printed: str) -> None:
        of = label or known_label(name) or key(name)
        if of in self._times or len(self._times) < MAX_NAMES:
            self._times[of] += 1
            self._printed[of].update({name, printed})

    def _weigh(self, match: re.Match[str], words: Sequence[str], one: Read) -> None:
        """Count a name of the table that may be something else's."""
        end, is_single = match.end(), one.end == one.start + 1
        follows = words[one.end] if one.end < len(words) else self._text[end : end + 1]
        is_numbered = len(follows) > 1 and follows.isdigit()
        if is_numbered or follows in _NO_ENDS:
            return  # FIFA 18, Google+, BNI City; but Juventus 1 - 0
        before = words[one.start - 1] if one.start else self._word_before(match)
        if before.lower() in _ZONES:
            return
        # Polri is Polri wherever it stands, Apple may be part of a product's name.
        is_word = is_single and not split_label(one.label)[1] and not one.name.isupper()
        if not (is_word or one.mark):
            self._add(one.name, one.label, one.name)
            return
        has_title = is_title(before) or before.lower() in _FOR
        if is_word and self._is_part(words, one, before, has_title=has_title):
            return
        if one.mark == "~" and (self._is_listed(match, words, one) or before in _WHERE):
            return
        if one.mark == "~" and not self._about_sports():
            return
        if one.mark == "!":
            self._doubtful[one.label] += 1
            return
        if one.mark == "?" and not has_title:
            behind = _NEXT_WORD.match(self._text, match.end()) if one.end == len(words) else None
            word = "" if behind is None else behind[1]
            is_said = word in _DOING or word in BEFORE or before in BEHIND
            if before in _AGAINST or not is_said:
                self._doubtful[one.label] += before not in _AGAINST
                return
        self._add(one.name, one.label, one.name)

    def _is_listed(self, match: re.Match[str], words: Sequence[str], one: Read) -> bool:
        """Tell who plays from what is played against: *De Gea; Valencia, Smalling*."""
        start, end = match.start(), match.end()
        is_alone = one.start == 0 and one.end == len(words)
        before, after = self._text[max(0, start - 2) : start].strip(), self._text[end : end + 1]
        return is_alone and before[-1:] in _PARTED and after in _PARTED

    def _is_part(self, words: Sequence[str], one: Read, before: str, *, has_title: bool) -> bool:
        """Tell whether a word is part of another name: *Chelsea Islan*, *Google Maps*."""
        if self._is_person(words, one.start):
            return True
        follows = words[one.end] if one.end < len(words) else ""
        if follows and not (follows in JOINTS or follows.isdigit() or has_title):
            is_other = is_title(follows) or starts_name(words, one.end)
            if not (is_other or self._is_person(words, one.end)):
                return True
        return bool(one.start) and before[0].isupper() and not has_title

    def _whole(self, match: re.Match[str], words: Sequence[str], one: Read) -> str:
        """Return a name with what goes on behind a comma, and without who stands behind it."""
        if one.is_listing and one.end == len(words):
            more = _LISTED.match(self._text, match.end())
            if more and not any(starts_name([word], 0) for word in more[0].split()):
                return one.name + more[0]
        if one.is_open and self._people:
            for at in range(one.start + 2, one.end):
                if self._is_person(words, at):
                    return " ".join(one.name.split()[: at - one.end])
        return one.name

    def _is_person(self, words: Sequence[str], at: int) -> bool:
        """Tell whether the name of somebody in the text begins here."""
        some = self._people.get(words[at], ())
        return any(words[at : at + len(name)] == name for name in some)

    def _word_before(self, match: re.Match[str]) -> str:
        start = match.start()
        before = self._text[max(0, start - _BEFORE_CHARS) : start]
        word = before[before.rfind(" ", 0, -1) + 1 : -1] if before.endswith(" ") else ""
        return word if word.isalpha() else ""

    def _about_sports(self) -> bool:
        if self._is_sports is None:
            words = {found.lower() for found in _SPORTS.findall(self._text)}
            self._is_sports = len(words) >= _LEAST_SPORTS
        return self._is_sports

    # What is made of it in the end.

    def _explain(self) -> dict[str, str]:
        """Count what is explained in brackets as one; return the short forms of the long ones."""
        shorts: dict[str, str] = {}
        for short, full in sorted(find_aliases(self._text))[:MAX_SHORTS]:
            long, known = key(spelled(full)), known_label(short)
            is_one = long in self._times or _may_be_explained(full)
            of = _counted_by(full, short)
            if short.upper() in NO_BODIES or not is_one:
                if known != of:
                    self._times.pop(known, 0)  # KAI (Kongres Advokat Indonesia)
                continue
            if long != of:
                self._take(of, long)
            if known != of:
                shorts[of] = short
                for other in (key(short), known):
                    self._times.pop(other, 0)
                self._times[of] += _times(short, self._text)
            self._times[of] += not self._printed[of]
            self._printed[of][spelled(full)] += 1
            self._printed[of][short] += known != of
        return shorts

    def _take(self, kept: str, gone: str) -> None:
        """Count one name as another."""
        if gone in self._times:
            self._times[kept] += self._times.pop(gone)
            self._printed[kept].update(self._printed[gone])

    def _join(self, shorts: Iterable[str]) -> None:
        """Count what begins another name as that: *PT Adhiguna*, *PT Adhiguna Keruktama*."""
        names = sorted(of for of in self._times if of not in known_names())
        for label in self._times.keys() & known_names().keys():
            full = split_label(label)[0]
            beginning = f"{key(full)} "
            longer = [of for of in names if of.startswith(beginning)]
            if len(longer) == 1 and self._printed[label].keys() == {full}:
                self._take(longer[0], label)  # Kementerian Luar Negeri, of Kosovo as before
        for one, other in itertools.pairwise(names):
            is_firm = any(name.startswith("PT ") for name in self._printed[one])
            if not other.startswith(f"{one} ") or not (is_firm or " " in one):
                continue
            rest = other[len(one) :].split()
            if other not in shorts and any(map(is_given, rest)):
                self._times[one] += self._times.pop(other)
            else:
                self._take(other, one)


def _times(short: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(short)}(?!\w)", text))


def _counted_by(full: str, short: str) -> str:
    """Return what an organisation is counted by that the text explains.

    It is that of the table where both names are, or one is and the other but spelt otherwise:
    *Badan Pengawasan Obat dan Makanan (BPOM)*.
    """
    long, known = known_label(full), known_label(short)
    if long or not known:
        return long or key(spelled(full))
    if not split_label(known)[1]:
        return known  # Federasi Sepak Bola Internasional (FIFA)
    words = set(key(full).split()) - _TELLING_NOTHING
    shared = words & set(key(known).split())
    return known if 2 * len(shared) >= len(words) else key(spelled(full))


def _may_be_explained(full: str) -> bool:
    """Tell whether a full form is that of an organisation."""
    if known_label(full):
        return True
    words = full.lower().split()
    if len(words) < 2:
        return False
    if not full[0].isupper() or " ".join(words) in GENERIC or tuple(words[:2]) in NEVER:
        return False
    if words[0] == "dinas" or words[-1] == "daerah" or words[1] in JOINTS:  # Bappeda
        return False
    if words[0] in PAIRED:
        return words[1] in PAIRED[words[0]]
    is_head = words[0] in OF_STATE | LOCAL | OPEN | EXPLAINED
    return is_head or words[-1] in ENDS
