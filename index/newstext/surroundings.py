"""What stands around a name and speaks for it, or against it.

    manajer Persita, Umuh Hartono, pergi          what somebody is, before a comma
    Kepala Badan Sungai (BS) Umuh Hartono         or before brackets
    Umuh Hartono (45), Umuh Hartono, Direktur     an age, an office behind
    film 'Melati Dua Sri'                         what a thing is

Each kind of hint counts once for a name, by its weight.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from index.newstext.callnames import is_given, is_ordinary, is_other
from index.newstext.naming import is_place, is_title, is_title_before
from index.newstext.offices import NO_NAMES, RANKS, THINGS
from index.newstext.verbs import BEFORE, BEHIND, LOOSE

Hint: TypeAlias = tuple[str, int]  # its kind and its weight

# What speaks against a name is noted as this.
THING: Final = "thing"

# As some print Karl-Heinz: Karl - Heinz.
_DOUBLED = re.compile(r" - (?=([A-Z][a-z]+)\b( [A-Z])?)")
_FIRST_OF_TWO = frozenset("Karl Jean Hans Anne Marie Pierre Kevin".split())
# Mohammad al-Sabah, in one word with its article.
_ARTICLES = {" al - ": " Al-", " al-": " Al-", " el-": " El-"}
# How old somebody is, or when they played: Sri Wahyuni (45), Sri Wahyuni 52'
_AGE = re.compile(
    r" ?(?:\(\d\d(?: tahun| th)?\)|, ?\d\d(?: tahun)?,|, berusia "
    r"|\(?\d{1,3}(?: ?\+ ?\d)? ?['\u2019])"
)
_BEHIND = re.compile(r"(,?) ([a-z]{2,20})\b")
# Budi Hartono, Direktur PT Melati
_OFFICE_BEHIND = re.compile(r", ([A-Z][a-z]+) ")
# What stands before a name that says who it is: manajer Persita, Umuh Hartono, tertawa.
_SENTENCE_MARKS = re.compile(r"[.!?:;,\"\u201c\u201d()\n\u2013-]")
_APPOSED_CHARS = 70
_ENDS_APPOSED = re.compile(r",(?= (?!dan\b|serta\b|hingga\b|atau\b)[a-z])")
_MAY_END_APPOSED = re.compile(r"[.;)]| \(| [a-z]")
_OF_WHOM = frozenset(
    "asal dari klub tim timnas nasional utama umum eksekutif muda senior tunggal putra putri ganda "
    "campuran sayap tengah bertahan serang kanan kiri itu tersebut lainnya ini baru kedua pertama "
    "berkebangsaan berdarah bidang perusahaan grup band film serial".split()
)
# Who is named by another's name before theirs: istri Budi, Sri Wahyuni.
_KIN = frozenset(
    "istri suami ibu ibunda ayah ayahanda anak putra putri adik kakak paman bibi mertua menantu "
    "kekasih pacar tunangan sahabat rekan kompatriot kuasa pebulutangkis petinju perenang pelari "
    "peselancar pecatur penyiar".split()
)
# Characters of a short form, and words in small letters of an office.
_MAX_BRACKETS = 18
_IN_OFFICES = frozenset("dan untuk bidang".split())
# Of people who are many: asosiasi pengusaha Turki, Melati Istanbul.
_MANY = frozenset(
    "organisasi asosiasi serikat himpunan komunitas grup kelompok tim klub band para "
    "sejumlah".split()
)
# Letters of a word in small letters before a name.
_MAX_WORD = 24
# Around the name of a work, and before whom it is about: berperan sebagai guru bernama Sri.
QUOTES: Final = frozenset("'\"\u2018\u201c")
_NO_HUMANS = frozenset(
    "berperan memerankan peran tokoh karakter fitur aplikasi perangkat produk perusahaan startup "
    "game gim film robot teknologi layanan kapal kota desa kucing anjing hewan varian ponsel mobil "
    "motor program proyek sistem situs platform mode versi kamera satelit planet virus obat band "
    "grup organisasi toko kafe restoran kelompok badai operasi acara lagu album".split()
)
_CALLED = frozenset("bernama disapa dipanggil almarhum almarhumah mendiang".split())


def word_before(text: str, start: int) -> str:
    """Return the word in small letters before a name, if there is one."""
    if text[start - 1 : start] != " ":
        return ""
    at = text.rfind(" ", max(0, start - _MAX_WORD), start - 1) + 1
    word = text[at : start - 1]
    return word if at and word.isalpha() and word.islower() else ""


def thing_before(text: str, start: int) -> str:
    """Return what a name in quotation marks is called: *film 'Melati Dua Sri'*."""
    word = word_before(text, start - 1 if text[start - 1] in QUOTES else start - 2)
    return word if word in THINGS else ""


def with_hyphens(text: str) -> str:
    """Return a text in which names with hyphens are printed as usual: *Karl-Heinz*."""
    for other, usual in _ARTICLES.items():
        text = text.replace(other, usual)
    return _DOUBLED.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    """Return a hyphen as it is in one name: *Karl - Heinz Sri*, *Sri Melati - Adi*."""
    text, start, behind = match.string, match.start(), match[1]
    last = text[text.rfind(" ", max(0, start - _MAX_WORD), start) + 1 : start]
    if match[2]:
        return "-" if last in _FIRST_OF_TWO else match[0]
    before = text[max(0, start - 2 * _MAX_WORD) : start - len(last)].split()
    is_name = bool(before) and last.istitle() and before[-1].istitle() and is_given(before[-1])
    is_one = is_name and not (is_given(behind) or is_other(behind) or is_ordinary(behind))
    return "-" if is_one and not is_place([behind]) else match[0]


def before(text: str, start: int, word: str) -> list[Hint]:
    """Return what ``word``, in small letters before a name, says."""
    if word in THINGS:
        return [(THING, 0)]
    if word in _CALLED:
        said = text[max(0, start - _APPOSED_CHARS) : start].split()
        is_thing = word == "bernama" and not _NO_HUMANS.isdisjoint(said)
        return [(THING, 0)] if is_thing else [("called", 4)]
    return [("speech", 2)] if word in BEHIND and word not in LOOSE else []


def behind(text: str, end: int, *, has_office: bool) -> list[Hint]:
    """Return what stands behind a name and speaks for it."""
    if _AGE.match(text, end):
        return [("age", 4)]
    if not (found := _BEHIND.match(text, end)):
        if has_office or text[end : end + 1] != ",":
            return []
        office = _OFFICE_BEHIND.match(text, end)
        is_office = office and is_title(office[1]) and office[1].lower() not in RANKS
        return [("behind", 3)] if is_office else []
    if found[1]:
        return [("behind", 2)] if is_title(found[2]) and found[2] not in NO_NAMES else []
    return [("speech", 1 if found[2] in LOOSE else 2)] if found[2] in BEFORE else []


def _says_who(word: str) -> bool:
    return is_title_before(word) or word in _KIN


def apposed(text: str, start: int, end: int) -> int:
    """Return how much it says what somebody is before a comma: *manajer Persita, Umuh, pergi*."""
    before = text[max(0, start - _APPOSED_CHARS) : start - 2]
    words = _SENTENCE_MARKS.split(before)[-1].split()
    if words and words[-1][0].isupper() and is_title(words[-1]):
        return 0  # Budi Hartono, VP, Melati Utara
    at = len(words) - 1
    while at >= 0 and (words[at][0].isupper() or words[at] in _OF_WHOM):
        if is_title(words[at]) and words[at][0].isupper():
            break
        at -= 1
    if at < 0 or not (_says_who(words[at]) or _says_who(words[at].removesuffix("nya"))):
        return 0
    if at and words[at - 1] in _MANY:
        return 0
    if _ENDS_APPOSED.match(text, end):
        return 4
    return 3 if _MAY_END_APPOSED.match(text, end) else 0


def behind_brackets(text: str, start: int) -> int:
    """Return how much an office with brackets speaks: *Kepala Badan Sungai (BS) Umuh Hartono*."""
    opens = text.rfind(" (", max(0, start - _MAX_BRACKETS), start)
    words = _SENTENCE_MARKS.split(text[max(0, opens - _APPOSED_CHARS) : opens])[-1].split()
    while opens >= 0 and words and (words[-1][0].isupper() or words[-1] in _IN_OFFICES):
        if is_title(words.pop()):
            return 3
    return 3 if words and is_title_before(words[-1]) else 0
