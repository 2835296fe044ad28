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

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from index.newstext.bodies import ENDS, LOCAL, OF_STATE, known_forms, split_label
from index.newstext.callnames import is_given, is_ordinary
from index.newstext.institutions import (
    JOINTS,
    place_begins,
    read_names,
    starts_name,
)
from index.newstext.naming import is_place, is_title
from index.newstext.offices import NO_NAMES
from index.newstext.tally import Tally
from index.newstext.verbs import BEFORE, BEHIND

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.newstext.institutions import Read
    from index.newstext.persons import Person
    from index.newstext.tally import Organisation

# Words with capitals side by side; what follows is read by itself.
MAX_RUN: Final = 20
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
# As some print *PT Melati* and *Perserikatan Bangsa-bangsa*.
_PRINTED: Final = {"PT. ": "PT ", "Bangsa - ": "Bangsa-"}
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
# Of those, behind whom and what they work for somebody may be named.
_JOBS: Final = frozenset("petinggi karyawan eksekutif perwakilan manajemen kubu".split())
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
# Of those, before what is a site as well.
_AT_SITES: Final = _AGAINST - {"dari", "ke"}
_PARTED: Final = frozenset(",;")
# Behind these somebody is called short: berinisial MK.
_INITIALS: Final = frozenset("berinisial inisial alias".split())
# Behind these something is called like an organisation; and what is in a forum that is none.
_EVENTS: Final = frozenset(
    "ajang film gim game tema bertema bertajuk berjudul lagu album serial".split()
)
_AT_EVENTS: Final = _EVENTS | frozenset("acara dalam di pada menghadiri kegiatan".split())
# Before the rest of a name: Ateneo de Melati University.
_PARTICLES: Final = frozenset("de du des la van von del".split())
# Two kinds of one thing, and none of them: Serikat Pekerja/Serikat Buruh.
_TWO: Final = re.compile(r"[a-z]/[A-Z]")
# Behind a university, and of it.
_OF_SCHOOLS: Final = frozenset("School Medical Department Faculty Hospital".split())
# Short forms that are a party's beside others.
_OF_PARTIES: Final = {"PBB": "Partai Bulan Bintang"}
_PARTIES: Final = (
    "(?:PDI Perjuangan|PDIP|PDI-P|Golkar|Gerindra|Demokrat|PKS|PPP|PAN|PKB|Hanura|NasDem|Nasdem"
    "|PKPI|PSI|Perindo)"
)
_PARTY: Final = re.compile(rf"\b{_PARTIES}\b")
_PARTY_BEFORE: Final = re.compile(rf"\b{_PARTIES}(?:,|,? (?:dan|serta)|/) ?$")
_PARTY_BEHIND: Final = re.compile(rf"(?:,|,? (?:dan|serta)|/) ?{_PARTIES}\b")
# Words of a name that no rule knows, and the short form behind it.
_MAX_REST: Final = 2
_SHORT_BEHIND: Final = re.compile(r" \([A-Z][A-Za-z-]{1,14}(?: \d+)?\)")
# Words of a firm behind which nobody stands, and what points at it.
_SURE_WORDS: Final = 3
_POINTING: Final = frozenset("itu ini tersebut yang".split())
_STOP: Final = re.compile(r"\. ?[A-Z]")
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


def find_organisations(text: str, people: Iterable[Person] = ()) -> tuple[Organisation, ...]:
    """Return the organisations that ``text`` names, those named most often first.

    Args:
        text: The body of an article.
        people: Whom it names, which is no part of what they are of.
    """
    for other, usual in _PRINTED.items():
        text = text.replace(other, usual)
    text = _BRACKETED.sub(_without_brackets, text)
    tally = Tally()
    found = _Found(text, people, tally)
    known = known_forms()
    for match in _RUN.finditer(text):
        run = match[0]
        if " " in run or run in known:
            start = match.start()
            is_first = start < 2 or text[start - 1] in _ENDINGS or text[start - 2] in _ENDINGS
            if reads := read_names(run, is_first):
                found.read(match, reads)
    return tally.organisations(text)


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

    def __init__(self, text: str, people: Iterable[Person], tally: Tally) -> None:
        self._text = text
        self._people: dict[str, list[list[str]]] = defaultdict(list)
        self._whole_names: list[list[str]] = []  # of one word
        for person in people:
            if " " not in person.name:
                self._whole_names.append([person.name])
            for name in (person.name, *person.others):
                words = name.replace(".", "").split()
                self._people[words[0]].append(words)
        self._tally = tally
        self._is_sports: bool | None = None

    def read(self, match: re.Match[str], reads: Iterable[Read]) -> None:
        """Count the names in a run."""
        words = match[0].split()
        for one in reads:
            is_doubtful = bool(one.label) and (one.mark != "" or one.end == one.start + 1)
            before = words[one.start - 1] if one.start else ""
            if not one.start and (is_doubtful or not one.label):
                before = self._word_before(match)
            if is_doubtful:
                self._weigh(match, words, one, before)
            elif one.label or not self._is_other(words, one, before):
                name = self._whole(match, words, one, before)
                if not name:
                    continue
                is_as_read = name == one.name and not one.label
                printed = " ".join(words[one.start : one.end]) if is_as_read else name
                self._tally.add(name, one.label, printed)

    def _is_other(self, words: Sequence[str], one: Read, before: str) -> bool:
        """Tell whether a name is an event's, or part of another: *Melati Group Discussion*."""
        if starts_name(words, one.start):
            is_two = _TWO.search(one.name) is not None and " " in one.name
            return is_two or (words[one.start] == "Forum" and before in _AT_EVENTS)
        if words[one.end - 1].lower() not in ENDS:
            return False
        if before in _EVENTS or before in _PARTICLES:
            return True
        rest = words[one.end :]
        if not rest or not rest[0][0].isupper() or rest[0] in _OF_SCHOOLS:
            return False
        if is_title(before) or any(map(is_title, words[: one.start])):
            return False  # pendiri Melati Group Wirya
        is_apart = is_title(rest[0]) or is_given(rest[0]) or starts_name(words, one.end)
        is_apart = is_apart or place_begins(" ".join(rest))
        return not (is_apart or self._is_person(words, one.end))

    def _weigh(self, match: re.Match[str], words: Sequence[str], one: Read, before: str) -> None:
        """Count a name of the table that may be something else's."""
        is_single = one.end == one.start + 1
        if self._is_of_other(match, words, one, before):
            return
        if one.name in _OF_PARTIES and self._is_beside_party(match, words, one):
            self._tally.add(_OF_PARTIES[one.name], "", one.name)
            return
        # Polri is Polri wherever it stands, Apple may be part of a product's name.
        is_word = is_single and not split_label(one.label)[1] and not one.name.isupper()
        if not (is_word or one.mark):
            self._tally.add(one.name, one.label, one.name)
            return
        has_title = is_title(before) or before.lower() in _FOR
        if is_word and self._is_part(words, one, before, has_title=has_title):
            return
        if one.mark == "~" and (
            self._is_listed(match, words, one) or before in _WHERE or not self._about_sports()
        ):
            return
        if not self._is_surely(match, words, one, before, has_title=has_title):
            self._tally.doubt(one.label, times=one.mark != "?" or before not in _AGAINST)
            return
        self._tally.add(one.name, one.label, one.name)

    def _is_of_other(
        self, match: re.Match[str], words: Sequence[str], one: Read, before: str
    ) -> bool:
        """Tell whether what stands beside a name makes it another thing's."""
        end = match.end()
        follows = words[one.end] if one.end < len(words) else self._text[end : end + 1]
        is_numbered = len(follows) > 1 and follows.isdigit()
        if is_numbered or follows in _NO_ENDS:
            return True  # FIFA 18, Google+, BNI City; but Juventus 1 - 0
        if before.lower() in _ZONES or before in _INITIALS:
            return True
        is_short = one.end == one.start + 1 and one.name.isupper()
        return is_short and self._is_sponsor(words, one)

    def _is_surely(
        self, match: re.Match[str], words: Sequence[str], one: Read, before: str, *, has_title: bool
    ) -> bool:
        """Tell whether the text says enough for a name with a mark to be an organisation's."""
        if has_title or one.mark in ("", "~"):
            return one.mark != "!"
        if one.mark == "=":
            return before not in _AT_SITES
        if one.mark == "!":
            return False
        behind = _NEXT_WORD.match(self._text, match.end()) if one.end == len(words) else None
        word = "" if behind is None else behind[1]
        is_said = word in _DOING or word in BEFORE or before in BEHIND
        return is_said and before not in _AGAINST

    def _is_sponsor(self, words: Sequence[str], one: Read) -> bool:
        """Tell whether a name is within a club's: *Jakarta PGN Popsivo*."""
        if not one.start or one.end >= len(words) or not is_place([words[one.start - 1]]):
            return False
        follows = words[one.end]
        is_apart = is_title(follows) or starts_name(words, one.end) or is_given(follows)
        return follows.istitle() and not (is_apart or self._is_person(words, one.end))

    def _is_beside_party(self, match: re.Match[str], words: Sequence[str], one: Read) -> bool:
        """Tell whether a name stands in a list of parties: *PPP dan PBB*."""
        if one.start or one.end < len(words):
            return bool(_PARTY.search(match[0]))
        start, end = match.span()
        before = self._text[max(0, start - _BEFORE_CHARS) : start]
        return bool(_PARTY_BEFORE.search(before) or _PARTY_BEHIND.match(self._text, end))

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
        may_be_person = is_title(before) or before in _JOBS
        if follows and not (follows in JOINTS or follows.isdigit() or may_be_person):
            is_other = is_title(follows) or starts_name(words, one.end)
            if not (is_other or self._is_person(words, one.end)):
                return True
        return bool(one.start) and before[0].isupper() and not has_title

    def _whole(self, match: re.Match[str], words: Sequence[str], one: Read, before: str) -> str:
        """Return a name with what goes on behind a comma, and without who stands behind it.

        It is nothing where somebody unknown stands behind it, and nothing else tells where
        their name begins.
        """
        if one.is_listing and one.end == len(words):
            more = _LISTED.match(self._text, match.end())
            if more and not any(starts_name([word], 0) for word in more[0].split()):
                return one.name + more[0]
        if one.is_listing and one.end < len(words) and _SHORT_BEHIND.match(self._text, match.end()):
            return " ".join([one.name, *self._rest(words, one)])
        if one.is_open and self._people:
            for at in range(one.start + 2, one.end):
                if self._is_person(words, at, whole=True):
                    return " ".join(one.name.split()[: at - one.end])
        if one.is_open and one.end == len(words) and one.end - one.start > _SURE_WORDS:
            if len(words[-1]) == 1 and _STOP.match(self._text, match.end()):
                return " ".join(one.name.split()[:-2])  # PT Melati Abadi Wirya S. Hardana
            if self._is_somebody_behind(match, words, one, before):
                return self._elsewhere(words, one)
        return one.name

    def _rest(self, words: Sequence[str], one: Read) -> Sequence[str]:
        """Return what a name goes on with that no rule knows: *Badan Pengawas Sunggai (BPS)*."""
        rest = words[one.end :]
        is_one = len(rest) <= _MAX_REST and all(
            self._is_unknown(words, at) for at in range(one.end, len(words))
        )
        return rest if is_one else ()

    def _is_unknown(self, words: Sequence[str], at: int) -> bool:
        word = words[at]
        is_known = is_title(word) or is_given(word) or starts_name(words, at) or word in JOINTS
        is_known = is_known or word.isupper() or word.isdigit() or word.lower() in NO_NAMES
        return not (is_known or place_begins(word) or self._is_person(words, at))

    def _is_somebody_behind(
        self, match: re.Match[str], words: Sequence[str], one: Read, before: str
    ) -> bool:
        """Tell whether a run ends with somebody's name: *kata CEO PT Melati Wirya Hardana*."""
        last = words[-1]
        is_part = last.isupper() or last.lower() in ENDS or is_ordinary(last) or is_place([last])
        if is_part or not (is_title(before) or any(map(is_title, words[: one.start]))):
            return False
        behind = _NEXT_WORD.match(self._text, match.end())
        if behind is None:
            return False
        is_said = one.start > 0 and self._word_before(match) in BEHIND
        return behind[1] in BEFORE or (is_said and behind[1] not in _POINTING)

    def _elsewhere(self, words: Sequence[str], one: Read) -> str:
        """Return as much of a name as stands elsewhere without what follows; or nothing."""
        for end in range(one.end - 1, one.start + 1, -1):
            name, follows = " ".join(words[one.start : end]), re.escape(words[end])
            if re.search(rf"(?<!\w){re.escape(name)}(?! {follows}|\w)", self._text):
                return name
        return ""

    def _is_person(self, words: Sequence[str], at: int, *, whole: bool = False) -> bool:
        """Tell whether the name of somebody in the text begins here; a ``whole`` one."""
        some = self._people.get(words[at], ())
        if whole and [words[at]] not in self._whole_names:
            some = [name for name in some if len(name) > 1]
        return any(_begins(words[at : at + len(name)], name) for name in some)

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


def _begins(words: Sequence[str], name: Sequence[str]) -> bool:
    """Tell whether words are a name, or as much of it as stands before a stop: *Sri W*."""
    is_cut = 1 < len(words) < len(name) and len(words[-1]) == 1
    return words == (name[: len(words)] if is_cut else name)
