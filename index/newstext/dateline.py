"""The dateline that opens a news story: where it was filed, and for whom.

    "Nusa Dua, Bali (ANTARA News) - Dua ..."   ->  Nusa Dua, Bali | ANTARA News | "Dua ..."
    "JAKARTA, KOMPAS.com - Harga ..."          ->  Jakarta | KOMPAS.com | "Harga ..."
    "Kairo, Rabu - Pemerintah ..."             ->  Kairo | | "Pemerintah ..."
    "Jalan tol Jakarta - Bogor ..."            ->  untouched

Left in the text, it would make every ANTARA story match *antara*, "between". Only what
is surely a dateline is cut: a known agency or a news site, a place in capitals, or a
place we know; an opening sentence that merely holds a dash stays whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from index.newstext.gazetteer import says_where

# No dateline seen in print is longer.
_HEAD_CHARS = 160

_WORD = r"[^\W\d_a-z][\w'\u2019`.]{0,30}(?:-\w{1,30}){0,3}"
_PARTICLE = r"(?:d[aeio]|del|el|la|al)"
_PLACE = rf"{_WORD}(?:[^\S\n](?:{_WORD}|{_PARTICLE})){{0,4}}"
_WEEKDAY = r"(?:(?i:senin|selasa|rabu|kamis|jum['\u2019]?at|sabtu|minggu|ahad)(?!\w))"
_PLACES = rf"(?P<place>{_PLACE}(?:\s?,\s?(?!{_WEEKDAY}){_PLACE}){{0,2}})"
_DATE = r"\(?[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?\)?"
_DAY = rf"(?:\s?,\s?(?P<weekday>{_WEEKDAY}))?(?:\s?,?\s?{_DATE})?"
_DASH = r"\s*(?:-\s?-+|[\u2013—―\u2212]|-(?=\s)|(?<=\s)-)\s*"
# Behind a source, none of the blanks around a hyphen need be there.
_ANY_DASH = rf"(?:{_DASH}|(?<=[A-Z]{{2}})-(?=[A-Z][a-z]))"

_DOMAIN = (
    r"(?i:[a-z0-9-]{2,30}(?:\.[a-z0-9-]{2,30})?"
    r"\.(?:com|net|org|info|news|asia|today|tv|id|co)(?:\.id)?)(?![\w.])"
)
# Agencies and papers that sign without a domain. The second list has names that are also
# ordinary words or initials: alone, without a place, they count only in capitals.
_NAMES = (
    r"(?:cn[nb]c?|bbc(?:\snews)?|voa|dw)\sindonesia|nu\sonline|we\sonline|idn\stimes|"
    r"times\s?indonesia|pos\s?kota|rimanews|viva\s?news|inilahcom|detik(?:com|news)|rmol\w{0,12}|"
    r"sindonews|okezone|beritasatu|metrotvnews|tribunnews|vivanews|tempo\sinteraktif|"
    r"koran\s(?:tempo|sindo)|harian\s(?:jogja|terbit)|media\sindonesia|bisnis\sindonesia|"
    r"suara\s(?:pembaruan|karya|merdeka)|warta\s(?:ekonomi|kota)|pikiran\srakyat|jawa\spos|"
    r"(?:bali|lampung|banjarmasin|kaltim|manado|sriwijaya)\spost|(?:riau|kaltim|cenderawasih)\spos|"
    r"pos\skupang|timor\sexpress|padang\sekspres|kedaulatan\srakyat|rakyat\smerdeka|"
    r"jurnal\snasional|sinar\sharapan|seputar\sindonesia|berita\skota"
)
_WORDS = (
    r"kompas(?:\.tv)?|tempo|republika|viva|kontan|solopos|sindo|gatra|"
    r"afp|ap|reuters|xinhua|bernama|kyodo|rri|kbrn|voa|juara|tribun\s?\w{0,20}|radar\s\w{1,20}|"
    r"infopublik|fajar|siwalima|waspada|analisa|haluan|singgalang|galamedia|bernas|jurnas|kcm"
)
_ANTARA = r"(?:ANTARA|Antara)(?:\s?[A-Z]\w{0,20}){0,2}"
_ANY = rf"(?:{_DOMAIN}|(?=[A-Z])(?i:{_NAMES}|{_WORDS})|{_ANTARA})"
_SOURCE = rf"(?P<source>{_ANY})"

_IN_BRACKETS = re.compile(
    rf"{_PLACES}{_DAY}\s?,?\s?\((?P<source>[^()\n]{{2,40}})\)\s?(?:\.?\s?(?:{_DASH}|-)|:\s)"
)
_PLACE_FIRST = re.compile(rf"{_PLACES}{_DAY}\s?,\s?{_SOURCE}{_ANY_DASH}")
_OWN_LINE = re.compile(rf"{_PLACES}{_DAY}\s?,\s?{_SOURCE}\s?\n")
_SOURCE_FIRST = re.compile(rf"{_SOURCE}\s?[,|]\s?{_PLACES}{_DAY}(?:{_ANY_DASH}|\s?:\s+)")
_SOURCE_ALONE = re.compile(rf"{_SOURCE}{_DAY}{_DASH}")
_PLACE_ALONE = re.compile(rf"{_PLACES}{_DAY}(?P<mark>{_DASH}|:\s+|\.\s+(?=[A-Z]))")
# Small letters where capitals should be; the place has to be known.
_SMALL = re.compile(
    rf"(?P<place>\w[\w'\u2019]{{1,20}}(?:[ -]\w{{1,20}}){{0,3}})\s?,\s?"
    rf"(?:{_WEEKDAY}|(?P<source>{_DOMAIN}|(?i:{_NAMES}|{_WORDS}|antara)(?!\w))){_DASH}"
)
# One of them stands behind the first words of every dateline; most stories begin otherwise.
_SIGN = re.compile(r"[-,(:|\n\u2013\u2014\u2015\u2212]")
_MAX_BEFORE_SIGN = 6
# And one of them behind every dateline, but for one of its own line.
_CLOSING = re.compile(r"[-:\u2013\u2014\u2015\u2212]")
# What one site prints: no sign at all before the story.
_WITHOUT_SIGN = re.compile(r"(?P<source>(?i:liputan6\.com))\s?,\s?(?=(?P<place>\S+(?:\s\S+){0,2}))")

_IS_SOURCE = re.compile(_ANY)
_IS_WEEKDAY = re.compile(_WEEKDAY)
_SIGNED = re.compile(
    rf"(?P<name>{_WORD}(?:\s{_WORD}){{1,3}})\s?[,|-]\s?(?P<source>{_DOMAIN}|(?i:{_NAMES}|{_WORDS}))"
)
_NOBODY = "redaksi"
# A name of two to four words, none of them in capitals throughout.
_PUBLISHER = re.compile(r"[A-Z][a-z]+(?:\s[A-Z][a-z]+){1,3}")
_LONG_DASHES = frozenset(["--", "---", "\u2014"])
_SURE_ALONE = re.compile(rf"(?i:{_NAMES})")
_SENTENCE = re.compile(r"[\"'“”\u2018\u2019(\[]?\s?(?:[^\W_a-z]|[a-z][A-Z])")

# In capitals before a dash, but not where anything was filed.
_HEADINGS = frozenset(
    "advertorial analisis berita catatan editorial eksklusif esai feature fokus foto infografis "
    "kilas kolom komentar kronik laporan liputan opini pengantar perspektif prediksi preview "
    "profil resensi sorotan tajuk terkini ulasan update video wawancara".split()
)
# Shorter runs of capitals are usually initials: KPK, BNPB.
_MIN_CAPITALS = 5
# So long are those of papers, as KR and KCM.
_INITIALS = range(2, 5)
_MAX_WORDS = 4
_KEEP_UPPER = frozenset("AS DC DIY DKI NTB NTT PBB UEA UK USA".split())


@dataclass(frozen=True, slots=True)
class Dateline:
    """A story without its dateline, and what the dateline said."""

    place: str | None
    source: str | None
    body: str


def split_dateline(body: str) -> Dateline:
    """Return ``body`` cut after its dateline, or whole when it has none.

    The source is as printed. A place in capitals becomes title case. A dateline with
    nothing behind it is left in the body.
    """
    text = body.lstrip("\ufeff\u200b \t\n\xa0")
    found = _find(text[:_HEAD_CHARS])
    if found is None:
        return Dateline(None, None, body)
    place, source = found.place, found.source
    rest = text[found.end :].lstrip()
    if place is None and (inner := _place_alone(rest[:_HEAD_CHARS], after_source=True)):
        place, rest = inner["place"], rest[inner.end() :].lstrip()
    if not rest:
        return Dateline(None, None, body)
    source = source and source.strip().removeprefix("www.")
    return Dateline(_title_case(place) if place else None, source, rest)


class _Head(NamedTuple):
    """What a dateline says, as printed, and where it ends."""

    place: str | None
    source: str | None
    end: int


def _find(head: str) -> _Head | None:
    sign = _SIGN.search(head)
    if sign is None or head.count(" ", 0, sign.start()) > _MAX_BEFORE_SIGN:
        return None
    if found := _with_source(head):
        return _Head(found.groupdict().get("place"), found["source"], found.end())
    if found := _place_alone(head):
        return _Head(*_split_publisher(found), found.end())
    if sign[0] != ",":
        return None
    if (found := _SMALL.match(head)) and _known(found["place"]) and _begins(head, found.end()):
        return _Head(found["place"], found["source"], found.end())
    if found := _WITHOUT_SIGN.match(head):
        words = found["place"].split()
        for count in range(len(words), 0, -1):
            place = " ".join(words[:count])
            end = found.end() + len(place)
            if says_where(place) and _begins(head, end + 1):
                return _Head(place, found["source"], end)
    return None


def _begins(head: str, at: int) -> bool:
    """Tell whether a sentence may begin there."""
    return _SENTENCE.match(head, at) is not None


def split_signature(line: str) -> tuple[str | None, str] | None:
    """Return who signs and for whom, of ``Sri Wahyuni, CNN Indonesia``; None of other lines."""
    found = _SIGNED.fullmatch(line) if len(line) <= _HEAD_CHARS else None
    if found is None or _known(found["name"]):
        return None
    return None if _NOBODY in found["name"].lower() else found["name"], found["source"]


def is_publisher(name: str) -> bool:
    """Tell an agency or a news site that datelines name from anything else."""
    return _IS_SOURCE.fullmatch(name) is not None


def _with_source(head: str) -> re.Match[str] | None:
    has_dash = _CLOSING.search(head) is not None
    if has_dash and "(" in head and (found := _IN_BRACKETS.match(head)) and _is_agency(found):
        return found
    if has_dash and (found := _PLACE_FIRST.match(head) or _SOURCE_FIRST.match(head)):
        return found
    if "\n" in head and (found := _OWN_LINE.match(head)) and _known(found["place"]):
        return found
    if has_dash and (found := _SOURCE_ALONE.match(head)) and _stands_alone(found, head):
        return found
    return None


def _is_agency(found: re.Match[str]) -> bool:
    """Tell an agency from an explanation: ``Solo (ANTARA)``, not ``Persatuan (PSSI)``."""
    source, _, _ = found["source"].strip().partition("/")
    place = found["place"]
    if _IS_SOURCE.fullmatch(source.strip()):
        return True
    return _known(place) and (place.isupper() or bool(_PUBLISHER.fullmatch(source.strip())))


def _stands_alone(found: re.Match[str], head: str) -> bool:
    source = found["source"]
    if _SURE_ALONE.fullmatch(source):
        return True
    begins = _begins(head, found.end()) or found.end() == len(head)
    return begins and ("." in source or source.isupper())


def _place_alone(head: str, *, after_source: bool = False) -> re.Match[str] | None:
    found = _PLACE_ALONE.match(head)
    if not found or not _begins(head, found.end()):
        return None
    place, mark = found["place"], found["mark"].strip()
    if found["weekday"]:
        is_span = _IS_WEEKDAY.match(head, found.end())
        is_place = _known(place) or (mark != ":" and _looks_like_place(place))
        return found if mark != "." and is_place and not is_span else None
    capitals = place.isupper() and (_known(place) or _looks_like_place(place))
    if mark == ".":
        return found if after_source and capitals else None
    if mark == ":":
        return found if says_where(place, domestic=True) else None
    if not capitals and not _known(place):
        return None
    return None if _is_pair(found, head) else found


def _split_publisher(found: re.Match[str]) -> tuple[str, str | None]:
    """Return place and publisher of ``Jakarta, Suara Katulistiwa -- ...``, ``SOLO, KR - ...``."""
    place, _, last = found["place"].rpartition(",")
    last = last.strip()
    is_name = bool(_PUBLISHER.fullmatch(last)) and found["mark"].strip() in _LONG_DASHES
    is_initials = last.isupper() and last.isalpha() and len(last) in _INITIALS
    if place and (is_name or is_initials) and _known(place) and not _known(last):
        return place, last
    return found["place"], None


def _known(place: str) -> bool:
    return any(map(says_where, place.split(",")))


def _looks_like_place(place: str) -> bool:
    words = place.casefold().split()
    letters = sum(map(str.isalpha, place))
    return (
        letters >= _MIN_CAPITALS
        and len(words) <= _MAX_WORDS
        and not any(map(str.isdigit, place))
        and _HEADINGS.isdisjoint(words)
    )


def _is_pair(found: re.Match[str], head: str) -> bool:
    """Tell ``Jakarta - Bandung ...``, a road or a match, from a dateline."""
    words = re.findall(r"\w+", head[found.end() :])[:3]
    if found["place"].isupper() and words and not words[0].isupper():
        return False
    if any(says_where(" ".join(words[:count])) for count in (1, 2, 3)):
        return True
    return found["place"].isupper() and not any(map(str.isspace, found["mark"]))


def _title_case(place: str) -> str:
    return ", ".join(
        " ".join(_capitalize(word) if part.isupper() or word.islower() else word for word in words)
        for part in place.split(",")
        if (words := part.split())
    )


def _capitalize(word: str) -> str:
    if word in _KEEP_UPPER or re.fullmatch(_PARTICLE, word):
        return word
    return "-".join(map(str.capitalize, word.split("-")))
