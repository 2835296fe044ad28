"""What a page prints around a story: notices, buttons and initials, which say nothing of it.

    ADVERTISEMENT                                    a line that is nothing else
    SCROLL TO CONTINUE WITH CONTENT
    [Gambas:Video 20detik]                           where the page has a video
    Ikuti berita kami di Google News                 how to follow the site
    Artikel ini telah tayang di situs.com ...        where it stood before
    (sw/bh)                                          who wrote and edited it, in the last line

Lines are known by heart, whole or by how they begin; anything else stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# A longer line is a paragraph that begins like one of these, and none is one of them whole.
_MAX_CHARS: Final = 400
_MAX_WHOLE: Final = 80

# Whole lines in small letters, without what stands around them.
_LINES: Final = frozenset(
    line.strip()
    for line in """
    advertisement | iklan | scroll to continue with content | scroll to resume content
    advertisement scroll to continue with content | scroll untuk melanjutkan membaca
    scroll ke bawah untuk melanjutkan membaca | gulir ke bawah untuk melanjutkan membaca
    lanjutkan membaca artikel di bawah | selengkapnya | perbesar | halaman selanjutnya
    halaman berikutnya | tim redaksi | bagikan artikel ini | lihat foto | lihat semua foto
    topik terkait | berita lainnya | video pilihan | saksikan video pilihan ini
    saksikan video pilihan berikut ini | saksikan video pilihan di bawah ini
    saksikan video menarik berikut ini | simak video pilihan berikut | simak video berikut ini
    simak video pilihan di bawah ini | tonton video pilihan di bawah ini
    """.strip()
    .replace("\n", "|")
    .split("|")
)
# How others begin, in small letters.
_BEGINNINGS: Final = (
    *("[gambas:", "(scroll ", "lihat video:", "lihat video :", "halaman selanjutnya:"),
    *("artikel ini telah tayang", "artikel ini sudah tayang", "artikel ini pertama kali tayang"),
    *("berita ini telah tayang", "berita ini sudah tayang", "*fakta atau hoaks?"),
    *("* fakta atau hoaks?", "follow berita ", "ikuti berita kami ", "ikuti saluran whatsapp"),
    *("ikuti kami di google news", "cek berita dan artikel yang lain di"),
    *("simak breaking news dan berita pilihan", "dapatkan update berita pilihan"),
    *("dapatkan berita terbaru dan terpilih", "dapatkan informasi, inspirasi dan insight"),
    *("mari bergabung di grup telegram", "gabung ke grup telegram", "gabung dan ikuti kami di"),
)
_AROUND: Final = " \t\xa0.:*-\u2013\u2014|>\u00bb"
# Looked at first: how any of them starts, or what may stand before it.
_LOOK_CHARS: Final = 4
_STARTS: Final = frozenset(line[:_LOOK_CHARS] for line in (*_LINES, *_BEGINNINGS))
_BEFORE: Final = frozenset(_AROUND)
_INITIALS: Final = r"[a-z][a-z0-9]{1,4}(?:\s?/\s?[a-z][a-z0-9]{1,4}){0,4}"
_CLOSING: Final = frozenset(")]")
_SIGNED: Final = re.compile(rf"\s*(?:\(\s?{_INITIALS}\s?\)|\[\s?{_INITIALS}\s?\])\s*")
_SIGNED_BEHIND: Final = re.compile(rf"(?<=[.!?\"\u201d'])\s*\(\s?{_INITIALS}\s?\)\s*$")


def without_furniture(lines: Iterable[str]) -> list[str]:
    """Return the lines that are not of the page."""
    return [
        line
        for line in lines
        if (line[:_LOOK_CHARS].lower() not in _STARTS and line[:1] not in _BEFORE)
        or not _is_furniture(line)
    ]


def _is_furniture(line: str) -> bool:
    start = line[:_MAX_WHOLE].lstrip().lower()
    if start.startswith(_BEGINNINGS):
        return len(line) <= _MAX_CHARS
    return len(line) <= _MAX_WHOLE and start.strip(_AROUND).replace(" - ", " ") in _LINES


def without_initials(lines: list[str]) -> list[str]:
    """Return ``lines`` without the initials that sign the last of them."""
    last = len(lines) - 1
    while last >= 0 and (not lines[last] or lines[last].isspace()):
        last -= 1
    if last < 0 or lines[last].rstrip()[-1] not in _CLOSING:
        return lines
    if _SIGNED.fullmatch(lines[last]):
        return lines[:last]
    return [*lines[:last], _SIGNED_BEHIND.sub("", lines[last])]
