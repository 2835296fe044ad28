"""Two hundred and forty articles, and questions of which it is known what they find.

Article N is about topic N mod 8, from place N mod 5 and outlet N mod 3, so that every mixture
comes twice, and what a question finds follows from numbers alone.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = 240

WIB = timezone(timedelta(hours=7))
BEGINNING = datetime(2019, 3, 4, 6, 0, tzinfo=WIB)

# A word that no other topic has, and two sentences with it.
TOPICS = (
    ("gabah", "Harga gabah kering turun di penggilingan", "Petani menahan gabah di lumbung desa"),
    ("jembatan", "Jembatan gantung diperbaiki warga", "Truk dilarang melewati jembatan itu"),
    ("gempa", "Gempa terasa sampai pegunungan", "Setelah gempa warga tidur di lapangan"),
    ("nelayan", "Nelayan menunda melaut", "Perahu para nelayan ditambatkan di muara"),
    ("madrasah", "Madrasah menerima murid baru", "Ruang kelas madrasah dicat kembali"),
    ("kereta", "Kereta malam tiba lebih awal", "Penumpang kereta bertambah saat liburan"),
    ("cengkih", "Cengkih dijemur di halaman", "Pengepul membeli cengkih dengan harga tetap"),
    ("waduk", "Waduk terisi setelah hujan", "Air waduk dialirkan ke sawah"),
)
PLACES = ("Kupang", "Ternate", "Jepara", "Sampit", "Bengkulu")
OUTLETS = ("Suara Teluk", "Warta Lembah", "Kabar Dermaga")
SECTIONS = ("Daerah", "Ekonomi")


def articles() -> list[dict[str, str]]:
    """Return the records of all articles, as `arsip import` reads them."""
    return [_article(number) for number in range(COUNT)]


def id_of(number: int) -> str:
    """Return the id of an article."""
    return f"kabar-{number:03d}"


def as_lines(records: list[dict[str, str]]) -> str:
    """Return records as JSON Lines."""
    return "".join(json.dumps(record) + "\n" for record in records)


def _article(number: int) -> dict[str, str]:
    word, first, second = TOPICS[number % len(TOPICS)]
    place = PLACES[number % len(PLACES)]
    return {
        "id": id_of(number),
        "title": f"{first} di {place}",
        "body": f"{second}. Laporan ke-{number} ini ditulis pada pagi hari. "
        + f"Pembaca bertanya tentang {word}. " * (number % 4),
        "place": place,
        "source": OUTLETS[number % len(OUTLETS)],
        "section": SECTIONS[number % len(SECTIONS)],
        "date": (BEGINNING + timedelta(hours=7 * number)).isoformat(),
    }


class Question(NamedTuple):
    """Parameters of `/api/v1/search`, and which articles match, by their numbers."""

    parameters: dict[str, Any]
    matches: Callable[[int], bool]

    @property
    def path(self) -> str:
        """The address to ask."""
        return "/api/v1/search?" + urlencode(self.parameters | {"per_page": 100}, doseq=True)

    @property
    def ids(self) -> set[str]:
        """All that it finds."""
        return {id_of(number) for number in range(COUNT) if self.matches(number)}


def _is(topic: int, number: int) -> bool:
    return number % len(TOPICS) == topic


# Each way of asking: words, inflections, operators, fields, filters, orders, dates.
QUESTIONS = (
    Question({"q": "gabah"}, lambda n: _is(0, n)),
    Question({"q": "perjembatanan"}, lambda n: _is(1, n)),
    Question({"q": "harga gabah"}, lambda n: _is(0, n)),
    Question({"q": '"murid baru"'}, lambda n: _is(4, n)),
    Question({"q": '~"dicat kembali"'}, lambda n: _is(4, n)),
    Question({"q": "gempa ATAU waduk"}, lambda n: _is(2, n) or _is(7, n)),
    Question({"q": "kereta -Kupang"}, lambda n: _is(5, n) and n % 5 != 0),
    Question({"q": "judul:nelayan"}, lambda n: _is(3, n)),
    Question({"q": "isi:cengkih sumber:dermaga"}, lambda n: _is(6, n) and n % 3 == 2),
    Question({"q": "pengepul w/5 cengkih"}, lambda n: _is(6, n)),
    Question({"q": "penump*"}, lambda n: _is(5, n)),
    Question(
        {"q": "waduk", "place": ["Jepara", "Sampit"]}, lambda n: _is(7, n) and n % 5 in {2, 3}
    ),
    Question({"q": "warga", "source": "Suara Teluk"}, lambda n: n % 8 in {1, 2} and n % 3 == 0),
    Question({"q": "nelayan", "sort": "newest"}, lambda n: _is(3, n)),
    Question({"q": "gempa", "sort": "oldest", "facets": "source,year"}, lambda n: _is(2, n)),
    Question(
        {"q": "", "section": "Daerah", "place": "Ternate"}, lambda n: n % 2 == 0 and n % 5 == 1
    ),
    Question({"q": "", "date_to": "2019-03-05"}, lambda n: n * 7 < 42),
)
