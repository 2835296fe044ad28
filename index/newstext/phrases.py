"""Whom a phrase names: the words, parted by commas, beside a verb of saying.

Menteri Keuangan | Sri Mulyani                 Sri Mulyani, Menteri Keuangan
Budi | ketua RT setempat                       Budi, ketua RT setempat
pelatih berusia 46 tahun ini                   that trainer, whoever was named as one
juru bicara KPK                                KPK
seorang warga, teman Budi                      nobody that has a name
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import dropwhile
from typing import TYPE_CHECKING, NamedTuple

from index.newstext.naming import (
    BRACKETS,
    HYPHEN,
    Named,
    is_abbreviation,
    is_degree,
    is_institution,
    is_place,
    is_title,
    office_in,
    split_name,
)
from index.newstext.offices import INSTITUTIONS, NO_NAMES, PERSONS, RANKS, RELATIVES

if TYPE_CHECKING:
    from collections.abc import Sequence

# Things that an office is of, and words of each.
_MAX_LISTED, _MAX_LISTED_WORDS = 3, 3
# Parts of a phrase that are looked at for a name behind the first.
_MAX_PARTS = 3

ANYONE = frozenset("seorang salah sejumlah para beberapa sebagian sumber seseorang".split())
_THIS = frozenset("itu ini tersebut tadi".split())
# Before *itu* in *saat itu*, which points back to nobody.
_MOMENTS = frozenset("saat ketika waktu kala hari pekan bulan malam pagi siang sore kali".split())
# Of whom papers speak in other words each time: *ungkap penyanyi yang lahir di Bogor*.
_VARIED = frozenset(
    """
    penyanyi aktor aktris artis pemain pelatih gelandang striker bek kiper penyerang pebalap
    pembalap petenis politikus politisi musisi vokalis sutradara presenter model pria wanita
    perempuan lelaki mantan eks bekas legenda jebolan bintang kapten juru pesinetron komedian
    """.split()
)
_VARIATION = frozenset("yang asal berusia kelahiran berdarah berkebangsaan".split())
# What says something, and is nobody.
THINGS = frozenset(
    "penelitian studi riset survei laporan rilis pernyataan akun situs laman surat buku artikel "
    "media undang-undang petisi dokumen meme netizen".split()
)
# Of those, what an institution says in: pernyataan resmi Persija.
_STATEMENTS = frozenset("pernyataan keterangan rilis siaran unggahan cuitan komentar".split())
_STATED = _STATEMENTS | frozenset("resmi tertulis pers media dari pihak".split())
_ACCOUNT = re.compile(r"@\w.*|[a-z]+\w*[_\d]\w*")
# Who is nobody but for the account that is named: seorang warganet dengan akun @sri.
_WRITERS = frozenset("akun pemilik pengguna netizen warganet seorang salah".split())
# Who speaks for an institution, which speaks then.
_SPEAKERS = frozenset("juru jubir perwakilan pihak manajemen".split())
# In front of a name, and no part of it.
_BEFORE_NAMES = frozenset([BRACKETS, HYPHEN, *"Dr dr Drs drs Dra dra drg Ir ir Prof prof".split()])
_FORMER = frozenset("mantan eks bekas".split())
_CALLED = frozenset("bernama disapa dipanggil".split())
_CALLED_FULLY = frozenset("asli akrab dengan lengkap".split())
_CALLED_TOO = frozenset("sapaan panggilan".split())
# What comes behind a name, and is neither office nor name.
STOPS = frozenset(
    """
    di pada saat ketika usai seusai selepas setelah sesudah sebelum dalam kepada melalui lewat
    seperti sebagaimana sambil sembari seraya dengan yang untuk terkait soal tentang menanggapi
    selaku sebagai bersama didampingi ditemui dikutip dilansir dihubungi kemarin kala ihwal mengenai
    menjelang karena jika bila dari ke dan atas sore siang malam pagi hari oleh bahwa adalah
    merupakan ialah yakni yaitu saja lagi pula menurut agar supaya sesuai terhadap asal hingga
    sampai sejak selama tanpa antara serta namun tetapi tapi atau kalau meski demi bagi menjawab
    menambahkan menjelaskan mengatakan menegaskan menuturkan menyebut menirukan mengakhiri
    """.split()
)
_ALSO = frozenset(["sebagai", "merupakan", "adalah"])
# Of those, what an office may go on with before its holder is named.
_WHERE = frozenset("di dari pada asal dan untuk yang".split())


class Kind(Enum):
    """What a text says of who speaks."""

    NAMED = 1  # by a name, or as an institution
    SAME = 2  # who spoke last: ia, dia, -nya
    DESCRIBED = 3  # by an office or as "that trainer"
    SOMEBODY = 4  # seorang warga, teman Budi, mereka: nobody that has a name
    UNKNOWN = 5  # it cannot be told


class Who(NamedTuple):
    """Whom a text names as speaking, as it names them.

    Attributes:
        is_same: A description that points back: *pelatih itu*.
        other: Another name for them: *pria yang akrab disapa Emil itu*.
    """

    kind: Kind
    name: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    is_same: bool = False
    other: tuple[str, ...] = ()


THE_SAME = Who(Kind.SAME)
SOMEBODY = Who(Kind.SOMEBODY)
NOBODY = Who(Kind.UNKNOWN)


def who_is(parts: Sequence[list[str]], *, is_first: bool = False) -> Who:
    """Return whom a phrase names: an office and a name, or the other way round.

    Args:
        parts: Its words, parted where it has commas.
        is_first: A sentence begins with it, where a capital tells no name.
    """
    first, others = _joined(parts[0], parts[1:])
    who = read_part(first, is_first=is_first)
    is_noun = is_first and len(who.name) == 1 and bool(others) and _is_name(others[0])
    is_rank = all(word.lower() in RANKS for word in office_in(who.office))
    if who.kind is Kind.NAMED and is_rank and not is_noun:
        if others and others[0][:1] and others[0][0] in _CALLED_TOO:
            name = split_name([word for word in others[0][1:] if word not in _CALLED_FULLY]).name
            # Djanur, sapaan akrab Djadjang; Djanur, sapaan akrabnya
            again = Who(Kind.DESCRIBED, (), is_same=True, other=who.name)
            return Who(Kind.NAMED, name, other=who.name) if name else again
        return who._replace(office=(*who.office, *_apposition(others[0])) if others else who.office)
    stop = _stop(first)
    if stop < len(first) and (who.kind is Kind.NAMED or first[stop] not in _WHERE):
        return who
    for number, whole in enumerate(others[:_MAX_PARTS]):
        # Direktur Pengawasan, Otoritas Jasa Keuangan (OJK) Budi Hartono
        at = whole.index(BRACKETS) + 1 if BRACKETS in whole and is_institution(whole) else 0
        part = whole[at:] or whole
        if _is_name(part) and part[0].lower() not in INSTITUTIONS:
            named = read_part(part)
            office = [word for before in (first, *others[:number]) for word in before]
            return named._replace(office=(*office, *named.office))
        # Direktur Narkotika, Bareskrim Polri, Kombes Budi; but Direktur Budi, di kantornya, Bogor
        if who.kind is Kind.NAMED and not (is_institution(part) or is_abbreviation(part)):
            break
    if who.kind is Kind.DESCRIBED and not who.is_same and first[0].lower() in _SPEAKERS:
        institution = tuple(dropwhile(str.islower, who.office[1:]))
        return Who(Kind.NAMED, institution) if institution else who
    return who


def _joined(first: list[str], others: Sequence[list[str]]) -> tuple[list[str], Sequence[list[str]]]:
    """Return an office with all that it is of: *Kepala Pusat Data, Informasi, dan Humas BNPB*."""
    if not others or not office_in(first) or len(split_name(first).name) > 1:
        return first, others
    for count, part in enumerate(others[: _MAX_LISTED + 1], 1):
        last = part.index("dan") + 1 if "dan" in part[: _MAX_LISTED_WORDS + 1] else len(part)
        if last < len(part) and part[last][0].isupper():
            return [*first, *(word for one in others[:count] for word in one)], others[count:]
        is_listed = 0 < len(part) <= _MAX_LISTED_WORDS and all(word[0].isupper() for word in part)
        if not is_listed or is_title(part[0]):
            break
    return first, others


def read_part(words: list[str], *, is_first: bool = False) -> Who:
    """Return whom one part of a phrase names."""
    words = list(dropwhile(_BEFORE_NAMES.__contains__, words))
    for at in range(len(words) - 3):  # Ketua Forum Budaya yang juga sebagai Kepala Desa Budi
        if words[at : at + 2] == ["yang", "juga"] and words[at + 2] in _ALSO:
            del words[at + 2]
            break
    if not words:
        return NOBODY
    if called := _stated(words) or _account(words) or _called(words):
        return called
    words = _begun(words) if is_first else words
    named = split_name(words[: _stop(words)])
    if words[0].lower() in THINGS and not named.name:
        return NOBODY
    if _has_no_name(words, named):
        return SOMEBODY
    if _is_that(words, named):
        return Who(Kind.DESCRIBED, (), named.office, is_same=True)
    if named.name and not (named.office and is_place(named.name)):
        return Who(Kind.NAMED, named.name, named.office)
    return _described(words, named)


def _begun(words: list[str]) -> list[str]:
    """Return a part without the capital that only begins a sentence: *Pendamping usaha Sri*."""
    stop = _stop(words)
    named = split_name(words[:stop])
    follows = words[named.used] if named.used < stop else ""
    is_noun = follows and not named.office and len(named.name) == 1 and follows not in ANYONE
    if is_noun or words[0].lower() in _VARIED | _SPEAKERS:
        return [words[0].lower(), *words[1:]]
    return words


def points_back(words: Sequence[str]) -> bool:
    """Tell *pelatih asal Brasil itu* from *petugas saat itu*."""
    return any(
        word in _THIS and words[at - 1] not in _MOMENTS for at, word in enumerate(words) if at
    )


def _described(words: list[str], named: Named) -> Who:
    """Return who is meant by an office without a name."""
    first = words[0].lower()
    is_varied = first in _VARIED and not _VARIATION.isdisjoint(words)
    if first == "sang" or first in _FORMER or is_varied or points_back(words):
        return Who(Kind.DESCRIBED, (), tuple(words), is_same=True)
    if is_abbreviation(named.office):
        return Who(Kind.NAMED, named.office)
    if first in PERSONS or first in _SPEAKERS:
        return Who(Kind.DESCRIBED, (), named.office)
    return NOBODY


def _has_no_name(words: Sequence[str], named: Named) -> bool:
    """Tell who has no name of their own: *seorang warga*, *kuasa hukum Budi*, *istri Budi*."""
    if named.office == ("kuasa", "hukum"):
        return True
    if named.office and named.office[0].lower() in RELATIVES and not points_back(words):
        return True
    heads = {word.lower() for word in named.office[-2:]} - ANYONE
    is_named = named.name and not heads.isdisjoint(PERSONS)
    return words[0].lower() in ANYONE and not is_named  # salah seorang pedagang Budi


def _is_that(words: Sequence[str], named: Named) -> bool:
    """Tell *Presiden klub Madura United tersebut*, *gelandang Chelsea itu*."""
    if not named.office:
        return False
    behind = next((word for word in words[named.used :] if word != BRACKETS), "")
    is_common = named.office[0].islower() and len(named.name) == 1
    return behind in _THIS or (is_common and points_back(words))


def _stated(words: list[str]) -> Who | None:
    """Return whose statement says something: *pernyataan resmi Persija*."""
    if words[0] not in _STATEMENTS:
        return None
    who = list(dropwhile(_STATED.__contains__, words))
    return read_part(who) if who and who[0][0].isupper() else None


def _account(words: Sequence[str]) -> Who | None:
    """Return the account that writes: *akun @sri_w*, *sri_w*."""
    if words[0].lower() in _WRITERS:
        name = next((word for word in words if word[0] == "@"), None)
    else:
        name = words[0] if _ACCOUNT.fullmatch(words[0]) else None
    return Who(Kind.NAMED, (name,)) if name else None


def _called(words: Sequence[str]) -> Who | None:
    """Return who is called something: *warga bernama Budi*, *pria yang disapa Emil itu*."""
    at = next((at for at, word in enumerate(words) if word in _CALLED), None)
    if at is None:
        return None
    behind = at + 1 + (at + 1 < len(words) and words[at + 1] in _CALLED_FULLY)
    name = split_name(words[behind:]).name
    if not name:
        return None
    if at and words[at] != "bernama" and not _THIS.isdisjoint(words[at:]):
        return Who(Kind.DESCRIBED, (), tuple(words[:1]), is_same=True, other=name)
    return Who(Kind.NAMED, name, tuple(words[:at]))


def _stop(words: Sequence[str]) -> int:
    """Return where a part of a phrase goes on to what is neither office nor name."""
    for at, word in enumerate(words):
        if at and word in STOPS and word != "dan" and not _is_also(words[at : at + 3]):
            return at
    return len(words)


def _is_also(words: Sequence[str]) -> bool:
    """Tell *Ketua PSSI yang juga Bupati Budi* from *rapat yang juga diikuti Budi*."""
    return (
        words[0] == "yang"
        and words[1:2] == ["juga"]
        and (is_title(words[-1]) or words[-1][0].isupper())
    )


def _is_name(words: Sequence[str]) -> bool:
    """Tell whether a part of a phrase behind a comma is the name of what comes before it."""
    words = list(dropwhile(_BEFORE_NAMES.__contains__, words))
    if not words or not words[0][0].isupper() or words[0].lower() in NO_NAMES:
        return False
    if is_degree(words[:1]):
        return False
    stop = next((at for at, word in enumerate(words) if word in STOPS), len(words))
    while stop and words[stop - 1] == BRACKETS:
        stop -= 1
    named = split_name(words[:stop])
    is_all = bool(named.name) and named.used == stop and not is_place(named.name)
    return is_all and STOPS.isdisjoint(word.lower() for word in named.name)


def _apposition(words: Sequence[str]) -> tuple[str, ...]:
    """Return what a person is, behind the name: *Budi, ketua RT setempat*."""
    if not words or words[0].lower() in STOPS or words[0].lower() in NO_NAMES:
        return ()
    if not (words[0].islower() or words[0].lower() in PERSONS):
        return ()
    told = (at for at, word in enumerate(words) if word in STOPS - {"di", "dan", "dari"})
    return tuple(words[: next(told, None)])
