"""Where a story was filed: the city, province and country that its dateline names.

Nusa Dua, Bali         Badung, Bali, Indonesia
Markas PBB, New York   New York, Amerika Serikat
Malang                 Malang, Jawa Timur, Indonesia      the city, not the regency around it
Kuta, Lombok           Nusa Tenggara Barat, Indonesia     not the Kuta that we know
Bekasi, Jawa Tengah    Indonesia                          which of both is wrong is not known
Afrika                                                    unknown stays unknown
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from index.newstext.gazetteer import UNKNOWN, Found, Kind, Locality, find_places, part_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PARTS = re.compile(r"[,;/()]")
# Longer ones name no place; of more parts the last ones say where the rest is.
_MAX_CHARS: Final = 200
_MAX_PARTS: Final = 4

_CALLED = re.compile(
    r"\s*(kabupaten|kab|kotamadya|kota|provinsi|propinsi|kecamatan|kec)\b\.?\s+(.+)",
    re.IGNORECASE | re.DOTALL,
)
# What a place may be that is called a regency, a city, a province, a district.
_CALLED_SO: Final[dict[str, frozenset[Kind]]] = {
    "kab": frozenset({Kind.REGENCY}),
    "kot": frozenset({Kind.CITY, Kind.TOWN, Kind.ABROAD}),
    "pro": frozenset({Kind.PROVINCE}),
    "kec": frozenset({Kind.TOWN}),
}

# Of places with one name the first of these is meant, where nothing else is said.
_ORDER: Final = (
    {Kind.COUNTRY, Kind.CITY},
    {Kind.PROVINCE, Kind.REGENCY},
    {Kind.ABROAD, Kind.REGION, Kind.TOWN},
)
# Kinds of which there are more with these names than are known here.
_SHARED: Final = frozenset({Kind.ABROAD, Kind.REGION, Kind.TOWN})
# Kinds in which nothing lies that could be a part of its own.
_SMALL: Final = frozenset({Kind.ABROAD, Kind.TOWN})


@lru_cache(maxsize=4096)
def locate(place: str) -> Locality:
    """Return where a place is, as printed or as shown: ``"Nusa Dua, Bali"``.

    Total: of what is not known nothing is said, and of parts that contradict each other only
    what they agree on.
    """
    parts = [part for part in _PARTS.split(place[:_MAX_CHARS]) if not part.isspace()]
    known = [found for part in parts[-_MAX_PARTS:] if (found := _meanings(part))]
    whole: tuple[Found, ...] = ()
    for found in reversed(known):
        whole = _inside(found, whole) if whole else found
    return _agreed(one.locality for one in _foremost(whole))


def province_of(place: str) -> str | None:
    """Return the province in which a place is, if it is in one."""
    return locate(place).province


def _meanings(part: str) -> tuple[Found, ...]:
    """Return the places that one part of a dateline may mean."""
    if found := find_places(part):
        return found
    called = _CALLED.fullmatch(part)
    if called is None:
        return ()
    kinds, name = _CALLED_SO[called[1][:3].casefold()], called[2]
    return tuple(one for one in find_places(name) if one.kind in kinds)


def _inside(found: tuple[Found, ...], whole: tuple[Found, ...]) -> tuple[Found, ...]:
    """Return the places that some may be which lie in one of some larger ones."""
    for may_be in (_may_be_in, _in_one_province):
        some = [
            Found(one.kind, _joined(one.locality, other.locality))
            for one in found
            for other in whole
            if may_be(one.locality, other.locality)
        ]
        if some:
            return tuple(dict.fromkeys(some))
    larger = _foremost(whole)
    if all(one.kind in _SHARED for one in found) and not any(one.kind in _SMALL for one in larger):
        return larger
    every = (*_foremost(found), *larger)
    return (Found(Kind.REGION, _agreed(one.locality for one in every)),)


def _may_be_in(one: Locality, other: Locality) -> bool:
    if one.country and other.country not in {None, one.country, part_of(one.country)}:
        return False
    pairs = ((one.province, other.province), (one.city, other.city))
    return all(mine == its or None in {mine, its} for mine, its in pairs)


def _in_one_province(one: Locality, other: Locality) -> bool:
    return one.province is not None and one.province == other.province


def _joined(one: Locality, other: Locality) -> Locality:
    return Locality(
        one.city or other.city, one.province or other.province, one.country or other.country
    )


def _foremost(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Return those of the kind that is meant where nothing else is said."""
    for kinds in _ORDER:
        if some := tuple(one for one in found if one.kind in kinds):
            return some
    return ()


def _agreed(every: Iterable[Locality]) -> Locality:
    """Return what is the same in all of them."""
    localities = list(every)

    def same(part: Callable[[Locality], str | None]) -> str | None:
        values = {part(one) for one in localities}
        return values.pop() if len(values) == 1 else None

    return (
        Locality(
            same(lambda one: one.city),
            same(lambda one: one.province),
            same(lambda one: one.country),
        )
        if localities
        else UNKNOWN
    )
