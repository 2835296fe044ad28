"""The names of organisations in words with capitals side by side.

    Direktur Badan Keamanan Laut Budi Hartono     Badan Keamanan Laut
    Ketua Komisi II DPR                           DPR, as the table says
    Kepala Kepolisian Daerah Jabar                Polda Jawa Barat
    Ketua HMI                                     HMI: what somebody is the head of
    Pengadilan Negeri                             none in particular

A name that begins with a word for what it is goes on as such names do: with words of the language
and a place (*Badan*), with a place (*Polda*), or with any words (*PT*), as far as a title, another
name or somebody's begins.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from index.newstext.bodies import (
    ENDS,
    GENERIC,
    LOCAL,
    NEVER,
    OF_MEMBERS,
    OF_STATE,
    OPEN,
    PAIRED,
    SPELLED_OUT,
    known_forms,
    split_label,
)
from index.newstext.callnames import is_given, is_ordinary
from index.newstext.gazetteer import INDONESIA, Kind, find_places, province_called, says_where
from index.newstext.naming import is_place, is_title
from index.newstext.offices import FIELDS, HONORIFICS, NO_NAMES, RANKS
from index.stemming.lexicon import bundled_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

# Words of a name, of a place in it, and of who may stand behind it and be taken for a part of it.
MAX_WORDS: Final = 9
MAX_PLACE_WORDS: Final = 3
MAX_CUT: Final = 3
# Letters of a province that is called short: Kalteng, Sulsel.
MAX_SHORT_PLACE: Final = 8

JOINTS: Final = frozenset("dan untuk of for the and &".split())
# Shorter ones behind a title are no bodies: Ketua RT, and what is no body though it has a head.
NO_BODIES: Final = frozenset(
    """
    RT RW AS TI IT HAM DKI DIY NTT NTB RI UUD KTP HUT WNI TKI TKW PNS ASN CPNS OSIS BUMN BUMD UKM
    UMKM SDM RUU UU DPP DPD DPW DPC DPRD TP PKK PP BPR KPPS TPS PPS PPK CEO CFO COO CTO RS PT
    AKP AKBP SH MH SE MM MSI ST MT KH HM LSM ICU UGD SD SMP SMA SMK FC MEA JWG PPOB PON PEMDA
    ORMAS PANSUS DENSUS OPD UPT SSB BAMUS II III IV VI VII VIII IX XI XII XIII PSK GPS SIM STNK
    BPKB BBM BTS TKP BAP WIB WIT WITA SARA THR PHK PPN PPH APBN APBD ABK VIP UMUM
    """.split()
)

_ROMAN: Final = re.compile(r"[IVX]+|\d+")
_SHORT: Final = re.compile(r"[A-Z][A-Z-]+[A-Z]\d*|[A-Z]{2}")
_AFFIXED: Final = re.compile(r"(?:Ke|Pe|Me|Di|Ber|Ter)\w{4,}|\w{4,}nya")
# Words of the language, however they are spelt: Kebudyaan.
_NOUN: Final = re.compile(r"(?:Ke|Pe)[a-z]{4,}an")
_PRICE: Final = re.compile(r"rp\d")
# What a place may begin with.
_PLACES: Final = frozenset("Kota Kabupaten Kab Kecamatan Provinsi Republik".split())
# No places, behind words that places follow.
_NO_PLACES: Final = frozenset("kelas klas khusus umum pusat utama negara ri republik".split())
# Behind these a place is named that may be too small to be known.
_LANDMARKS: Final = frozenset("gunung pulau sungai danau teluk pegunungan bukit pantai".split())
# No part of a name of any words.
_NO_PARTS: Final = frozenset("tahun nomor no pasal jalan jl rp periode bernama npwp telp".split())
# Before the rest of one word that is parted by a loose hyphen: Al - Hidayah.
_ARTICLES: Final = frozenset("Al At An As Ar El".split())
# Those that have a part of a body behind them, and then are one: Dewan Pakar Partai Golkar.
_PARTS: Final = frozenset("dewan badan komite majelis pusat departemen".split())
# Those that one word more does not tell from others: Komisi Etik.
_SPARE: Final = frozenset("dewan badan komisi komite majelis lembaga balai inspektorat".split())
# Those that each place has: Dinas Sosial.
_EVERYWHERE: Final = frozenset(["dinas", "suku"])
# Those that teach two things, or more: Institut Sains dan Teknologi Melati.
_OF_STUDIES: Final = frozenset("institut politeknik tinggi".split())
# Behind *Perum*, of houses: Perum Griya Melati.
_HOUSES: Final = frozenset("griya graha puri permata villa vila taman bumi pondok".split())
# Before *Angkatan Laut*, of a place that it has: Pangkalan Angkatan Laut Melati.
_BASES: Final = frozenset(["pangkalan", "markas"])
# Letters of what may be another thing than a hospital: Melati RS MT.
_MODEL_CHARS: Final = 3
# What ends the rest of a name behind *of*.
_PARTED: Final = frozenset(["dan", "untuk", "for", "&"])
# Who heads what may be nothing but capitals: Ketua HMI.
_HEADS: Final = frozenset(
    "ketua ketum sekjen dirut kader pengurus bicara jubir waketum bendahara humas umum".split()
)
# Words without which there is no name.
_TELLING: Final = OF_STATE | LOCAL | OPEN | ENDS | _HEADS | PAIRED.keys()
# Before a name that ends with what it is, and no part of it; and titles that may be a part.
_BEFORE_NAMES: Final = _HEADS | frozenset(
    "corporate communication communications relations secretary".split()
)
# Places that have the name of one: Stadion Selayang Municipal Council.
_SCENES: Final = frozenset("stadion gedung jalan hotel museum".split())
_OF: Final = frozenset(["of", "for"])
# What is said before such a name what it is, in Indonesian: Maskapai Melati Airlines.
_KINDS: Final = frozenset(
    "maskapai organisasi kemanusiaan perusahaan agensi grup label klub analis analisis riset "
    "investor produsen pengembang operator penyedia raksasa startup penerbit kampus".split()
)
# Who writes about clubs: ESPN FC.
_MEDIA: Final = frozenset(["espn"])
# Behind the name of a ministry, and of another one.
_OTHER_FIELDS: Final = frozenset("Nasional Sipil Publik Federal".split())
# What a firm is, and no more: Samsung Corp.
_FIRMS: Final = frozenset("corp corporation inc ltd company llc plc tbk group".split())
# Marks of what is a firm's name.
_OF_FIRMS: Final = frozenset(["", "?", "="])
# How parts of a place are called short: Polres Metro Jakbar.
_CITIES: Final = {
    "Jakbar": "Jakarta Barat",
    "Jakpus": "Jakarta Pusat",
    "Jaksel": "Jakarta Selatan",
    "Jaktim": "Jakarta Timur",
    "Jakut": "Jakarta Utara",
}
_WITHIN_NAMES: Final = frozenset("marketing general duta pelajar president model".split())


class Read(NamedTuple):
    """A name in a run of words with capitals.

    Attributes:
        name: As it is shown, unless the table has it; nothing if it is none in particular.
        label: What it is shown as in the table.
        mark: That of its form there.
        start: Its first word in the run; ``end`` behind the last.
        is_open: Whether people may stand behind it that are taken for part of it.
        is_listing: Whether it may go on behind a comma.
    """

    name: str
    label: str
    mark: str
    start: int
    end: int
    is_open: bool = False
    is_listing: bool = False


@lru_cache(maxsize=1 << 15)
def read_names(run: str, is_first: bool) -> tuple[Read, ...]:
    """Return the names in words with capitals; ``is_first`` where these begin a sentence."""
    words = run.split()
    if known_forms().keys().isdisjoint(words) and _TELLING.isdisjoint(run.lower().split()):
        return ()
    found: list[Read] = []
    at = 0
    while at < len(words):
        one = _known(words, at)
        if one and one.mark in _OF_FIRMS and one.end == at + 1:
            one = _with_end(words, at, one)
        one = one or _begun(words, at)
        if one is None and not (is_first and at == 0 and _is_word(words[0])):
            one = _ended(words, at) or _headed(words, at)
        if one is None:
            at += 1
            continue
        if one.name:
            if found and (country := _shared_country(words, found[-1], one)):
                found[-1] = found[-1]._replace(name=f"{found[-1].name} {country}", label="")
            found.append(one)
        at = max(one.end, at + 1)
    return tuple(found)


def _shared_country(words: Sequence[str], one: Read, other: Read) -> str:
    """Return what country two ministries are of: *Kementerian A dan Kementerian B Mesir*."""
    is_pair = one.label and words[one.start] == words[other.start] == "Kementerian"
    if not is_pair or words[one.end : other.start] != ["dan"]:
        return ""
    starts = range(max(other.start + 1, other.end - MAX_PLACE_WORDS), other.end)
    at = next((at for at in starts if _country(words[: other.end], at)), other.end)
    return " ".join(words[at : other.end])


@lru_cache(maxsize=1 << 14)
def spelled(name: str) -> str:
    """Return a name by the word that everybody has for what it is."""
    low = name.lower()
    for long, short in SPELLED_OUT.items():
        if low.startswith(f"{long} "):
            return f"{short}{name[len(long) :]}"
    return name


def starts_name(words: Sequence[str], at: int) -> bool:
    """Tell whether a name begins here."""
    low = words[at].lower()
    if low in PAIRED:
        return at + 1 < len(words) and words[at + 1].lower() in PAIRED[low]
    if low == "serikat" and at and words[at - 1] == "Amerika":
        return False
    is_head = low in OF_STATE or low in LOCAL or low in OPEN
    return (is_head and words[at][0].isupper()) or _known(words, at) is not None


def _none(at: int, end: int) -> Read:
    """Return what names none, to go on behind it."""
    return Read("", "", "", at, end)


def _is_word(word: str) -> bool:
    """Tell whether a word may have its capital only for beginning a sentence."""
    return word.lower() in bundled_lexicon().roots or bool(_AFFIXED.fullmatch(word))


def _known(words: Sequence[str], at: int) -> Read | None:
    """Return a name of the table."""
    for form in known_forms().get(words[at], ()):
        end = at + len(form.words)
        if tuple(words[at:end]) != form.words:
            continue
        if words[at] == "Kementerian" and end < len(words) and words[end] in _OTHER_FIELDS:
            continue  # Kementerian Pertahanan Sipil
        if form.has_branches and (count := _place(words, end)):
            body = split_label(form.label)[1] or form.label
            name = _placed(" ".join([body, *words[end : end + count]]))
            return Read(name, "", "", at, end + count)
        if split_label(form.label)[1] and (count := _country(words, end)):
            return Read(" ".join(words[at : end + count]), "", "", at, end + count)
        return Read(" ".join(form.words), form.label, form.mark, at, end)
    return None


def _country(words: Sequence[str], at: int) -> int:
    """Return how many words from ``at`` on are another country: *Mahkamah Agung | India*."""
    count = _place(words, at) if at < len(words) else 0
    found = find_places(" ".join(words[at : at + count])) if count else ()
    is_abroad = any(one.kind is Kind.COUNTRY and one.locality.country != INDONESIA for one in found)
    return count if is_abroad else 0


def place_begins(text: str) -> bool:
    """Tell whether a place begins a text: *Kota Bandung, Jawa Barat*."""
    return _place(text.split(" ", MAX_PLACE_WORDS + 1)[: MAX_PLACE_WORDS + 1], 0) > 0


def _place(words: Sequence[str], at: int) -> int:
    """Return how many words from ``at`` on say where: *Kota Bandung*, *Jawa Barat*."""
    begin = at + (words[at : at + 1] != [] and words[at] in _PLACES)
    if words[begin : begin + 1] == ["DKI"]:
        return begin + 1 + (words[begin + 1 : begin + 2] == ["Jakarta"]) - at
    for count in range(min(MAX_PLACE_WORDS, len(words) - begin), 0, -1):
        some = words[begin : begin + count]
        if is_place(some) or province_called(" ".join(some)):
            return begin + count - at
    return 0


def _begun(words: Sequence[str], at: int) -> Read | None:
    """Return a name that begins with a word for what it is."""
    low = words[at].lower()
    if not (low in OF_STATE or low in LOCAL or low in OPEN or low in PAIRED):
        return None
    follows = words[at + 1].lower() if at + 1 < len(words) else ""
    if (low, follows) in NEVER or (low == "angkatan" and _is_behind(words, at, _BASES)):
        return _none(at, at + 2)
    if low == "perum" and follows in _HOUSES:
        return _none(at, len(words))
    is_pair = low in PAIRED
    if (is_pair and follows not in PAIRED[low]) or (low == "serikat" and "Amerika" in words[:at]):
        return None
    first = at + 1 + is_pair
    if low in LOCAL:
        return _local(words, at, first)
    if low in OF_STATE:
        return _of_state(words, at, first)
    return _open(words, at, first, has_members=low in OF_MEMBERS)


def _is_behind(words: Sequence[str], at: int, before: frozenset[str]) -> bool:
    return at > 0 and words[at - 1].lower() in before


def _local(words: Sequence[str], at: int, first: int) -> Read:
    """Return the name of what is called by where it is."""
    end = first + (words[first : first + 1] == ["Metro"])
    count = _place(words, end)
    if count == 0 and words[at] != "Timnas":
        while end < min(len(words), first + MAX_PLACE_WORDS) and _may_be_place(words, end):
            end += 1
    end += count
    name = " ".join(words[at:end])
    if end == first or name.lower() in GENERIC:
        return _none(at, first)
    return Read(_placed(spelled(name)), "", "", at, end, is_open=count == 0)


def _may_be_place(words: Sequence[str], at: int) -> bool:
    word, low = words[at], words[at].lower()
    if not word[0].isupper() or is_title(word) or is_given(word) or starts_name(words, at):
        return False
    is_none = low in NO_NAMES or low in RANKS or low in _NO_PLACES
    return not is_none and not (word.isupper() and len(word) > 3)


def _of_state(words: Sequence[str], at: int, first: int) -> Read | None:
    """Return a name that goes on with words of the language and a place."""
    head, end, has_place = words[at].lower(), first, False
    if first < len(words) and _ROMAN.fullmatch(words[first]):
        return None  # Komisi III
    while end < min(len(words), at + MAX_WORDS):
        if starts_name(words, end):
            if end == first or head in _PARTS:
                return None  # Dewan Pakar Partai Golkar
            break
        if count := _place(words, end):
            end, has_place = end + count, True
            break
        step = _step(words, end, first)
        if not step:
            break
        end += step
    end -= end > first and words[end - 1] == "Wilayah"  # Wilayah IV
    name = " ".join(words[at:end])
    is_cut = head in _SPARE and end == first + 1 and not (has_place or words[first].isupper())
    is_local = head in _EVERYWHERE or words[end - 1] == "Daerah"
    is_cut = is_cut or (is_local and not has_place)
    if end == first or is_cut or name.lower() in GENERIC:
        return _none(at, first)
    return Read(_placed(spelled(name)), "", "", at, end, is_listing=True)


def _step(words: Sequence[str], at: int, first: int) -> int:
    """Return by how many words a name of words of the language goes on here."""
    word = words[at]
    if word in JOINTS:
        behind = at + 1
        is_more = behind < len(words) and (_is_field(words[behind]) or _is_noun(words[behind]))
        return int(is_more and not starts_name(words, behind))
    if words[at - 1].lower() in _LANDMARKS and word[0].isupper():
        return int(not is_title(word))  # Balai Taman Nasional Gunung Rinjani
    is_next = at == first and (word.isupper() or (word.startswith("Pe") and is_title(word)))
    is_task = words[first - 1] == "Satgas" and word.istitle()
    if is_task and not (is_title(word) or is_given(word)):
        return 1  # Satgas Pemberantasan Illegal Fishing
    return int(_is_field(word) or (is_next and word not in NO_BODIES))  # Badan Pengelola


def _is_noun(word: str) -> bool:
    return bool(_NOUN.fullmatch(word)) and not is_given(word)


def _is_field(word: str) -> bool:
    """Tell whether a word may be of what a body is for."""
    low = word.lower()
    if low in FIELDS:
        return True
    return is_ordinary(word) and low not in NO_NAMES and low not in HONORIFICS


def _open(words: Sequence[str], at: int, first: int, *, has_members: bool) -> Read:
    """Return a name that goes on with any words."""
    if first < len(words) and (known := _known(words, first)) and not known.mark:
        follows = words[known.end : known.end + 1]
        if not follows or follows[0] == "Tbk" or is_title(follows[0]) or is_given(follows[0]):
            return known._replace(start=at)  # Partai PAN, PT Pindad
    end = first
    while end < min(len(words), at + MAX_WORDS) and _may_go_on(words, end, first, has_members):
        end += 1 + (words[end] in JOINTS)
        if words[end - 1] == "Tbk":
            break
    end += _is_of_known(words, at, first, end)
    if any(map(is_title, words[:at])) and words[end - 1] != "Tbk":
        end = _cut(words, max(first + 1, end - MAX_CUT), end)
    name = " ".join(words[at:end])
    if end == first or name.lower() in GENERIC or words[first].isdigit():
        return _none(at, first)
    low = words[at].lower()
    if low == "pt" and says_where(" ".join(words[first:end]), domestic=True):
        return Read(f"Pengadilan Tinggi {' '.join(words[first:end])}", "", "", at, end)
    if low == "rs" and _is_model(words, at):
        return _none(at, first + 1)
    is_bare = has_members and end == first + 1 and _is_field(words[first])
    is_bare = is_bare and not is_place(words[first:end])
    if is_bare or words[end - 1] in _ARTICLES or words[first] == words[at]:
        return _none(at, first)
    return Read(spelled(name), "", "", at, end, is_open=True)


def _is_within(words: Sequence[str], at: int) -> bool:
    """Tell whether plain words that name another body are a part: *Forum Pos Indonesia*."""
    known = _known(words, at)
    return known is not None and len(known.name.split()) > 1 and _is_field(words[at])


def _is_of_known(words: Sequence[str], at: int, first: int, end: int) -> bool:
    """Tell whether a short form that is known ends a name: *Koperasi Pegawai PLN*."""
    if end == first or end + 1 != len(words) or words[at] == "Partai" or words[at] == "Universitas":
        return False
    return words[end].isupper() and not is_place([words[end - 1]]) and bool(_known(words, end))


def _is_model(words: Sequence[str], at: int) -> bool:
    """Tell whether *RS* is part of another name: *Melati RS MT*."""
    before, behind = words[at - 1] if at else "", words[at + 1]
    is_named = before[:1].isupper() and not before.isupper() and not is_title(before)
    return is_named and behind.isupper() and len(behind) <= _MODEL_CHARS


def _may_go_on(words: Sequence[str], at: int, first: int, has_members: bool) -> bool:
    """Tell whether a name of any words that has begun before ``first`` goes on here."""
    word, low, behind = words[at], words[at].lower(), at + 1
    if word in JOINTS:
        if behind >= len(words) or word == "untuk":
            return False
        if (word, words[behind]) == ("dan", "Persatuan"):
            return True  # Partai Keadilan dan Persatuan Indonesia
        is_more = word in ("of", "&", "for", "and")
        if word == "dan" and _is_field(words[behind]):
            is_study = words[first - 1].lower() in _OF_STUDIES and all(
                map(_is_field, words[first:at])
            )
            is_more = is_study or (has_members and words[at - 1] != "Indonesia")
        return is_more and not starts_name(words, behind)
    if at == first:
        return low not in NO_NAMES or is_place([word])
    is_none = low in RANKS or low in _NO_PARTS or bool(_PRICE.match(low))
    is_none = is_none or (starts_name(words, at) and not (has_members and _is_within(words, at)))
    if is_none or (low in NO_NAMES and not is_place([word])):
        return False
    return has_members or not is_title(word)


def _cut(words: Sequence[str], at: int, end: int) -> int:
    """Return where who holds an office begins: *Direktur PT Sinar Abadi | Budi Santoso*."""
    return next((n for n in range(at, end - 1) if is_given(words[n])), end)


def _ended(words: Sequence[str], at: int) -> Read | None:
    """Return a name that ends with a word for what it is: *YG Entertainment*."""
    if ENDS.isdisjoint(map(str.lower, words[at + 1 :])):
        return None
    last = at + 1
    while last < min(len(words), at + MAX_WORDS) and not _is_end(words, last):
        word = words[last]
        if word in ("dan", "untuk") or word[0].isdigit() or starts_name(words, last):
            return None
        last += 1
    if last >= min(len(words), at + MAX_WORDS) or words[at].lower() in ENDS:
        return None
    before = [word.lower() for word in words[at:last]]
    if before[0] in _SCENES:
        return _none(at, last + 1)
    if before[0] in _KINDS or before[0] in _MEDIA:
        return None
    is_other = len(before) > 1 and any(map(_is_before, before))
    if before[0] in NO_NAMES or before[0] == "the" or is_other or not _OF.isdisjoint(before):
        return None
    if words[last] == "Bank" and all(map(_is_word, words[at:last])):
        return None
    end = _end_of(words, last + 1)
    if end < len(words) and words[end] in _OF:
        return _none(at, len(words))  # Next Space Technologies for Exploration Partnerships
    return Read(" ".join(words[at:end]), "", "", at, end, is_open=True)


def _with_end(words: Sequence[str], at: int, one: Read) -> Read:
    """Return a name of one word with what goes on behind it: *Samsung Electronics*."""
    if words[at + 1 : at + 2] and words[at + 1].lower() in _FIRMS:
        return one._replace(mark="", end=at + 2)
    return (_ended(words, at) or one) if one.mark == "?" else one


def _end_of(words: Sequence[str], end: int) -> int:
    """Return where a name ends that goes on behind what it is: *University of Applied Arts*."""
    while end < len(words) and _is_end(words, end):
        end += 1
    if end + 1 < len(words) and words[end].istitle() and _is_end(words, end + 1):
        end += 0 if starts_name(words, end) else 2  # Melati Ventures Asia Ltd
    if words[end : end + 1] == ["of"]:
        end += 1
        while end < len(words) and words[end] not in _PARTED and not is_title(words[end]):
            end += 1
        while words[end - 1] in JOINTS:
            end -= 1
    return end


def _is_before(low: str) -> bool:
    """Tell what is before a name that ends with what it is: *Juru Bicara*, *Stadion*."""
    return low not in _WITHIN_NAMES and (is_title(low) or low in _BEFORE_NAMES)


def _is_end(words: Sequence[str], at: int) -> bool:
    return words[at].lower() in ENDS and (words[at] != "Bank" or at + 1 == len(words))


def _headed(words: Sequence[str], at: int) -> Read | None:
    """Return an abbreviation behind who heads what it is."""
    before = words[at - 1] if at else ""
    is_one = before.lower() in _HEADS and not before.isupper() and _SHORT.fullmatch(words[at])
    if not is_one or words[at].upper() in NO_BODIES:
        return None
    return Read(words[at], "", "", at, at + 1)


def _placed(name: str) -> str:
    """Return a name with its province in full: *Polda Jabar*, *KPU Provinsi NTT*."""
    name = name.replace(" Provinsi ", " ")
    if name.endswith(" DKI"):
        return f"{name} Jakarta"
    head, _, place = name.rpartition(" ")
    province = province_called(place) if len(place) <= MAX_SHORT_PLACE else ""
    province = _CITIES.get(place, province)
    return f"{head} {province}" if head and province else name
