"""The places that Indonesian news is filed from, and where they are: ``gazetteer.tsv``.

    name<TAB>kind<TAB>within<TAB>other names, parted by semicolons

    Jawa Barat          province   Indonesia             Jabar; West Java
    Bandung             city       Jawa Barat
    Kabupaten Bandung   regency    Jawa Barat
    Lembang             town       Bandung Barat
    Madura              region     Jawa Timur
    Skotlandia          country    Inggris
    Barcelona           abroad     Spanyol

It has the 38 provinces, their 416 regencies and 98 cities as of 2022, towns and districts that
datelines name, countries, and cities abroad. A regency is called *Kabupaten* where a city has the
same name. Of a name only its letters and figures are compared: *Bandarlampung*, *Bandar Lampung*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from hashlib import blake2b
from importlib import resources
from typing import Final, NamedTuple

from index.analysis.folding import fold

INDONESIA: Final = "Indonesia"

_REGENCY: Final = "Kabupaten "
_SILENT = re.compile(r"[\W_]")

# Places whose names are ordinary words, persons or initials of something else as well: nothing
# but the name does not tell that it is the place.
_ALSO_WORDS: Final = frozenset(
    """
    abar aru baku banjar bari barut bayan belawan belek borong bristol bsd buffalo bula bursa
    buru calang cork derby duri essen faro galang gambir gantung gempol genteng georgia gerung
    goa guci hama hamilton hss hst hsu hue hull ikn jordan kadipaten kasihan kbb kijang kl klu
    kobar ksb la landak langkat lawang lembar lens lima lolak male manggar mbd mentok metro
    mina mtb mulia nadi nara negara nice nusantara oki oku pacet pakem pali pandan pare pbd
    pendopo perdagangan pesanggrahan phoenix porong porto ppu puncak rabat raha rantau reading
    rio rosario rumbia sakai sala salor samara santiago santos sbb sbd sbt seba selo setu soe
    split sula sumber surat tais tambun tanjung tapin tts ttu us waru weda york
    """.split()
)


class Kind(StrEnum):
    """What a place is; a region is smaller than a country or a province and has no seat."""

    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "city"
    REGENCY = "regency"
    TOWN = "town"
    REGION = "region"
    ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class Locality:
    """Where something is, as far as it is known, in names as they are shown.

    Attributes:
        city: In Indonesia a city or regency (*Bandung*, *Kabupaten Bandung*), or Jakarta.
        province: One of `PROVINCES`; None abroad.
        country: Its Indonesian name; of Hong Kong, Scotland and the like their own.
    """

    city: str | None = None
    province: str | None = None
    country: str | None = None


UNKNOWN: Final = Locality()


class Found(NamedTuple):
    """One place that a name may mean."""

    kind: Kind
    locality: Locality


def letters_of(name: str) -> str:
    """Return the letters and figures of a name, folded."""
    return _SILENT.sub("", fold(name))


def find_places(name: str) -> tuple[Found, ...]:
    """Return every place that is called ``name``, in its usual or another spelling."""
    return _gazetteer().places.get(letters_of(name), ())


def part_of(country: str) -> str | None:
    """Return the country that ``country`` is a part of, if it is one."""
    return _gazetteer().part_of.get(country)


def provinces() -> dict[str, tuple[str, ...]]:
    """Return the 38 provinces by name, with their other names."""
    return _gazetteer().provinces


def province_called(name: str) -> str | None:
    """Return the province that is called ``name``."""
    found = (one.locality.province for one in find_places(name) if one.kind is Kind.PROVINCE)
    return next(found, None)


@lru_cache(maxsize=1 << 14)
def says_where(name: str, *, domestic: bool = False) -> bool:
    """Tell whether a name alone is surely that of a place, or of one in Indonesia."""
    key = letters_of(name)
    if key in _ALSO_WORDS:
        return False
    found = _gazetteer().places.get(key, ())
    return any(not domestic or one.locality.country == INDONESIA for one in found)


def gazetteer_digest() -> str:
    """Return what tells one state of the table from another."""
    return blake2b(_read().encode(), digest_size=8).hexdigest()


def _read() -> str:
    table = resources.files("index.newstext").joinpath("gazetteer.tsv")
    return table.read_text(encoding="utf-8")


class _Gazetteer(NamedTuple):
    places: dict[str, tuple[Found, ...]]
    provinces: dict[str, tuple[str, ...]]
    part_of: dict[str, str]


@cache
def _gazetteer() -> _Gazetteer:
    rows = [line.split("\t") for line in _read().splitlines()]
    province_of = {row[0]: row[2] for row in rows if row[1] in {Kind.CITY, Kind.REGENCY}}
    places: dict[str, tuple[Found, ...]] = {}
    provinces: dict[str, tuple[str, ...]] = {}
    for name, kind, *rest in rows:
        within, others, *_ = (*rest, "", "")
        found = Found(Kind(kind), _locality(Kind(kind), name, within, province_of))
        names = (name, *others.split("; ")) if others else (name,)
        if found.kind is Kind.PROVINCE:
            provinces[name] = names[1:]
        if name.startswith(_REGENCY):
            names += (name.removeprefix(_REGENCY),)
        for some in names:
            places[letters_of(some)] = (*places.get(letters_of(some), ()), found)
    part_of = {row[0]: row[2] for row in rows if row[1] == Kind.COUNTRY and len(row) > 2 and row[2]}
    return _Gazetteer(places, provinces, part_of)


def _locality(kind: Kind, name: str, within: str, province_of: dict[str, str]) -> Locality:
    match kind:
        case Kind.COUNTRY:
            return Locality(country=name)
        case Kind.PROVINCE:
            return Locality(None, name, INDONESIA)
        case Kind.CITY | Kind.REGENCY:
            return Locality(name, within, INDONESIA)
        case Kind.TOWN if within in province_of:
            return Locality(within, province_of[within], INDONESIA)
        case Kind.TOWN:
            return Locality(name, within, INDONESIA)
        case Kind.REGION if within in province_of.values():
            return Locality(None, within, INDONESIA)
        case Kind.REGION:
            return Locality(country=within)
        case Kind.ABROAD:
            return Locality(name, None, within or None)
