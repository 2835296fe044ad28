"""Names of people in words with capitals, without what stands before and behind them.

    Kepala Humas Kemenpar Budi Hartono            Budi Hartono, Kepala Humas
    Direktur PT Melati Abadi Budi Hartono         Budi Hartono
    Demak Budi Hartono, Budi Hartono Keluhkan     Budi Hartono
    Operasi Melati Jaya, Budi Rilis Tiga Buku     nobody

Papers give capitals to offices, firms, places and headlines as well. What is left of a run is a
name as far as its words go; whether it is somebody's is told by what stands around it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from index.newstext.callnames import has_affixes, is_given, is_ordinary, worth
from index.newstext.namestart import name_start
from index.newstext.naming import (
    MAX_PLAIN,
    Named,
    is_institution,
    is_place,
    is_plain,
    office_in,
    split_name,
)
from index.newstext.offices import (
    FIELDS,
    HONORIFICS,
    INSTITUTIONS,
    NO_NAMES,
    PARTICLES,
    RANKS,
    THINGS,
)
from index.newstext.people import NICKNAMES, Name

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_NAME_WORDS: Final = 5

# Behind what they are, a name alone is enough.
_OF_STATE: Final = frozenset(
    "presiden wapres menteri menko gubernur wagub bupati wabup walikota kaisar paus".split()
)
_FORMS_OF_ADDRESS: Final = HONORIFICS - {"h", "ir", "gus", "cak"}
_INITIAL: Final = re.compile(r"[A-Z]\.?")
_ONE_WORD: Final = re.compile(r"[A-Z\u00c0-\u00de][^\W\d_]*[a-z\u00df-\u00ff]")
# In capitals, and of a name all the same: Mahfud MD, HM Prasetyo.
_CAPITALS: Final = frozenset("MD HM HB HR AM AH KH TB".split())
# Behind a name only: Retno LP Hartono, but LP Cipinang.
_INITIALS: Final = frozenset(["LP", "TH"])
# Things whose names begin with what they are, wherever these stand: Operasi Melati Jaya.
_NAMED_THINGS: Final = frozenset(
    "operasi stadion bandara jalan gunung pulau sungai danau masjid gereja film album lagu "
    "piala kapal festival monumen museum jembatan pasar terminal gelora".split()
)
# What a headline goes on with behind a name, and begins with before one.
_IN_HEADLINES: Final = frozenset(
    "ada adalah punya mundur keluar masuk buka tutup akan bakal siap jadi minta beri sebut ajak "
    "tak tidak kini usai menang kalah resmi bantah dukung janji ingin mau nikah jelang klaim tolak "
    "terima tewas tewasnya curhat pamer ungkap bahas bikin hadapi temui jalani rilis".split()
)
_HEADLINE_WORDS: Final = 4
_TOO_MANY_WORDS: Final = 2
# A place stands behind them.
_WHERE: Final = frozenset("provinsi kabupaten kecamatan kelurahan desa distrik".split())


class BareName(NamedTuple):
    """A name, and what its run of words says of it.

    Attributes:
        title: How much what stands before the name speaks for it.
    """

    name: Name
    office: Name
    title: int


@lru_cache(maxsize=1 << 16)
def bare_names(run: str, title: str, is_first: bool) -> tuple[BareName, ...]:
    """Return the names in a run of words with capitals, behind ``title``."""
    words = [_undotted(word) for word in run.replace(" - ", "-").split()]
    while is_first and words and _may_begin_sentence(words[0]):
        words = words[1:]
    if words and words[0].lower() in (THINGS if is_first else _NAMED_THINGS):
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
        if one := _bare(named.name, named.office):
            found.append(one)
        words = words[max(named.used, 1) :]
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def said_by(name: Name) -> int:
    """Return how much the words of a name say by themselves that it is a person's."""
    said = sum(worth(word, is_first=at == 0) for at, word in enumerate(name))
    return said + sum(bool(_INITIAL.fullmatch(word)) for word in name)


def _may_begin_sentence(word: str) -> bool:
    return len(word) > 1 and is_ordinary(word) and word.lower() not in THINGS


def _split(words: list[str]) -> Named:
    """Return office and name of words; of few that are nothing but names, or one, at once."""
    if len(words) <= MAX_PLAIN and all(map(is_plain, words)):
        return Named((), tuple(words), len(words))
    return split_name([_in_name(words, at) for at in range(len(words))])


def _in_name(words: Sequence[str], at: int) -> str:
    """Return a word of a run as names have it: capitals that names have, too, like others."""
    word = words[at]
    is_part = word in _CAPITALS or (word in _INITIALS and at > 0 and is_given(words[at - 1]))
    return word.capitalize() if is_part else word


def _undotted(word: str) -> str:
    """Return a word without what ends it, unless it is an initial."""
    plain = word.rstrip(".'\u2019")
    return plain if len(plain) > 1 or plain.lower() in HONORIFICS else word


def _bare(words: Name, office: Name) -> BareName | None:
    """Return a name without what it stands behind: *Juventus Gonzalo Higuain*."""
    at, end = name_start(words, office), len(words)
    while end - at > 1 and _is_of_headline(words[end - 1]):
        end -= 1
    while end - at > 1 and words[at].lower() in _IN_HEADLINES:
        at += 1
    name = words[at:end]
    said = office_in(office)
    if not _may_be_name(name) or is_place(name) or is_institution(name):
        return None
    if len(name) > 1 and (_is_field(name) or _is_headline(name) or _is_of_place(name, office)):
        return None
    if len(name) == 1 and _is_doubtful(name, office, is_cut=len(words) > 1):
        return None
    name = tuple(_as_printed(word) for word in name)
    return BareName(
        name, (*said, *words[:at]) if said else (), _title(office, said, is_one=len(name) == 1)
    )


def _is_of_headline(word: str) -> bool:
    low = word.lower()
    return low in _IN_HEADLINES or (low.endswith("kan") and has_affixes(word))


def _is_doubtful(name: Name, office: Name, *, is_cut: bool) -> bool:
    """Tell whether one word is a place, or what is left of a name."""
    if office and office[-1].lower() in _WHERE:
        return True
    return name not in NICKNAMES and (is_cut or not _ONE_WORD.match(name[0]))


def _is_headline(name: Name) -> bool:
    """Tell whether a name goes on with other words: *Sri Rilis Tiga Buku*."""
    if len(name) < _HEADLINE_WORDS:
        return False
    words = (word for word in name[1:] if word.lower() not in PARTICLES)
    return sum(map(is_ordinary, words)) >= _TOO_MANY_WORDS


def _is_field(name: Name) -> bool:
    """Tell whether a name is what somebody is in charge of: *Dirjen Industri Logam*."""
    return all(map(is_ordinary, name)) and not FIELDS.isdisjoint(map(str.lower, name))


def _is_of_place(name: Name, office: Name) -> bool:
    """Tell whether a name is where somebody has an office: *Kepala Bandara Melati Demak*."""
    is_of_one = bool(office) and office[-1].lower() in INSTITUTIONS
    return is_of_one and is_place(name[-1:]) and not is_given(name[0])


def _as_printed(word: str) -> str:
    """Return a word of a name as all are printed: *M. Iqbal*, *Mahfud MD*."""
    if len(word) == 1:
        return word if word == "I" else f"{word}."
    return word.upper() if word.upper() in _CAPITALS | _INITIALS else word


def _title(office: Name, said: Name, *, is_one: bool) -> int:
    """Return how much an office speaks for the name behind it."""
    if not office:
        return 0
    last = office[-1].lower()
    if last in RANKS or (last in _FORMS_OF_ADDRESS and not is_one):
        return 4
    if last in _FORMS_OF_ADDRESS:
        return 3  # Ibu Melati may be a shop
    if said and not _OF_STATE.isdisjoint(word.lower() for word in said[:2]):
        return 3
    return 2 if said else 0


def _may_be_name(words: Sequence[str]) -> bool:
    return 0 < len(words) <= MAX_NAME_WORDS and all(map(_may_be_in_name, words))


def _may_be_in_name(word: str) -> bool:
    if _INITIAL.fullmatch(word) or word.lower() in PARTICLES:
        return True
    is_shouted = word.isupper() and len(word) > 1
    return not is_shouted and not any(map(str.isdigit, word))
