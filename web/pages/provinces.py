"""Articles by province, as a map of equal squares and as a table: each leads to its articles.

A square a province shows small ones as well as large ones, and has room for a name.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from search.trends import share
from web.links import args_of, with_args
from web.pages.here import Narrowed
from web.pages.timeline import described, written

if TYPE_CHECKING:
    from search.results import PageRequest, ResultPage
    from web.params import SearchParams
    from web.texts.locales import Locale

PROVINCE: Final = "province"


class _Square(NamedTuple):
    """Where a province is drawn, and what it is called: in a wide square, in a narrow one."""

    column: int
    row: int
    name: str
    code: str


# At about the place of each; codes are those of ISO 3166-2:ID, read from west to east.
_SQUARES: Final = {
    "Aceh": _Square(0, 0, "Aceh", "AC"),
    "Sumatera Utara": _Square(1, 1, "Sumut", "SU"),
    "Sumatera Barat": _Square(1, 2, "Sumbar", "SB"),
    "Bengkulu": _Square(1, 3, "Bengkulu", "BE"),
    "Riau": _Square(2, 1, "Riau", "RI"),
    "Jambi": _Square(2, 2, "Jambi", "JA"),
    "Sumatera Selatan": _Square(2, 3, "Sumsel", "SS"),
    "Lampung": _Square(2, 4, "Lampung", "LA"),
    "Kepulauan Riau": _Square(3, 1, "Kepri", "KR"),
    "Kepulauan Bangka Belitung": _Square(3, 3, "Babel", "BB"),
    "Banten": _Square(2, 5, "Banten", "BT"),
    "DKI Jakarta": _Square(3, 4, "DKI", "JK"),
    "Jawa Barat": _Square(3, 5, "Jabar", "JB"),
    "Jawa Tengah": _Square(4, 5, "Jateng", "JT"),
    "DI Yogyakarta": _Square(4, 6, "DIY", "YO"),
    "Jawa Timur": _Square(5, 5, "Jatim", "JI"),
    "Bali": _Square(6, 5, "Bali", "BA"),
    "Nusa Tenggara Barat": _Square(7, 5, "NTB", "NB"),
    "Nusa Tenggara Timur": _Square(8, 5, "NTT", "NT"),
    "Kalimantan Barat": _Square(4, 2, "Kalbar", "KB"),
    "Kalimantan Tengah": _Square(5, 2, "Kalteng", "KT"),
    "Kalimantan Selatan": _Square(5, 3, "Kalsel", "KS"),
    "Kalimantan Timur": _Square(6, 2, "Kaltim", "KI"),
    "Kalimantan Utara": _Square(6, 1, "Kaltara", "KU"),
    "Sulawesi Barat": _Square(7, 3, "Sulbar", "SR"),
    "Sulawesi Selatan": _Square(7, 4, "Sulsel", "SN"),
    "Sulawesi Tengah": _Square(7, 2, "Sulteng", "ST"),
    "Gorontalo": _Square(8, 1, "Gtlo", "GO"),
    "Sulawesi Tenggara": _Square(8, 3, "Sultra", "SG"),
    "Sulawesi Utara": _Square(9, 1, "Sulut", "SA"),
    "Maluku Utara": _Square(9, 2, "Malut", "MU"),
    "Maluku": _Square(9, 3, "Maluku", "MA"),
    "Papua Barat Daya": _Square(10, 2, "PBD", "PD"),
    "Papua Barat": _Square(11, 2, "Pabar", "PB"),
    "Papua Tengah": _Square(11, 3, "Pateng", "PT"),
    "Papua": _Square(12, 2, "Papua", "PA"),
    "Papua Pegunungan": _Square(12, 3, "Papeg", "PE"),
    "Papua Selatan": _Square(12, 4, "Pasel", "PS"),
}
# The west and the east are drawn side by side, and one below the other where there is less room.
WEST, EAST = 7, 6
ROWS: Final = 7
_GAP: Final = 0.06

# A shade for shares from each of these on, and one for less; of none there is none.
SHADES: Final = (0.003, 0.01, 0.03, 0.1)


class Tile(NamedTuple):
    """One province.

    Attributes:
        is_west: Whether it is drawn in the west.
        x, y, width, height: Of its square, in percent of its half.
        code, short: What it is called there.
        shade: From 1, the lightest; 0 of one without articles, which leads nowhere.
        title: What it is called and how many articles it has, in words.
    """

    name: str
    code: str
    short: str
    is_west: bool
    x: float
    y: float
    width: float
    height: float
    shade: int
    articles: int
    share: str
    title: str
    href: str | None


class Key(NamedTuple):
    """What a shade stands for."""

    shade: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """What the page shows of an answer.

    Attributes:
        tiles: The west before the east, from north to south, in each row from west to east.
        table: Those with articles, the most first.
        located: Articles of all of them.
        elsewhere: Articles that match and have no province.
    """

    tiles: tuple[Tile, ...]
    table: tuple[Tile, ...]
    keys: tuple[Key, ...]
    located: int
    elsewhere: int


class There(Narrowed):
    """The map on screen. All provinces are on it, so that none is filtered by."""

    params: SearchParams

    def __init__(self, params: SearchParams, root: str) -> None:
        kept = params.model_copy(update={PROVINCE: ()}).bare()
        shown = ("page", "per_page", "sort", "timeline", "lang")
        super().__init__(kept, root, "/peta", args_of(kept, without=shown))
        asked = {"q", "date_from", "date_to"}
        self.unshown = self.beside(asked)


def map_request(request: PageRequest) -> PageRequest:
    """Return what the searcher is asked for: how many articles there are of each province."""
    return replace(
        request, number=1, size=1, facets=(PROVINCE,), facet_size=len(_SQUARES), interval=None
    )


def draw(here: There, page: ResultPage, locale: Locale) -> Map | None:
    """Return the map of an answer to `map_request`; None where no article has a province.

    Partial matches are not counted, see `web.pages.refine`.
    """
    counts = {one.value: one.count for one in page.facets[PROVINCE] if one.value in _SQUARES}
    located = sum(counts.values())
    if not located or page.relaxed:
        return None
    order = sorted(_SQUARES, key=lambda name: _reading(_SQUARES[name]))
    tiles = [_tile(here, name, counts.get(name, 0), located, locale) for name in order]
    table = sorted(
        (tile for tile in tiles if tile.articles), key=lambda one: (-one.articles, one.name)
    )
    return Map(
        tiles=tuple(tiles),
        table=tuple(table),
        keys=tuple(_keys(locale)),
        located=located,
        elsewhere=page.total - located,
    )


def _reading(square: _Square) -> tuple[bool, int, int]:
    return square.column >= WEST, square.row, square.column


def _tile(here: There, name: str, count: int, located: int, locale: Locale) -> Tile:
    square = _SQUARES[name]
    part = share(count, located)
    is_west = square.column < WEST
    first, columns = (0, WEST) if is_west else (WEST, EAST)
    return Tile(
        name=name,
        code=square.code,
        short=square.name,
        is_west=is_west,
        x=_percent(square.column - first + _GAP / 2, columns),
        y=_percent(square.row + _GAP / 2, ROWS),
        width=_percent(1 - _GAP, columns),
        height=_percent(1 - _GAP, ROWS),
        shade=1 + bisect_right(SHADES, part) if count else 0,
        articles=count,
        share=written(part, locale, is_share=True),
        title=described(name, count, located if count else None, locale),
        href=with_args(f"{here.root}/search", {**here.args, PROVINCE: name}) if count else None,
    )


def _percent(part: float, whole: int) -> float:
    return round(100 * part / whole, 2)


def _keys(locale: Locale) -> list[Key]:
    percents = [100 * least for least in SHADES]
    bounds = [locale.say("trends.percent", n=locale.number(one, one < 1)) for one in percents]
    none, less = Key(0, locale.say("map.none")), Key(1, locale.say("map.less", share=bounds[0]))
    return [
        none,
        less,
        *(Key(at, locale.say("map.from", share=one)) for at, one in enumerate(bounds, 2)),
    ]
