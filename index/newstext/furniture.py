"""What a page prints around a story: notices, buttons and initials, which say nothing of it.

    ADVERTISEMENT                                    a line that is nothing else
    SCROLL TO CONTINUE WITH CONTENT
    [Gambas:Video 20detik]                           where the page has a video
    Ikuti berita kami di Google News                 how to follow the site
    Artikel ini telah tayang di situs.com ...        where it stood before
    Halaman: 1 2 3 Selanjutnya                       where it goes on
    The post Banjir appeared first on Kabar.         what feeds of WordPress add
    (sw/bh)                                          who wrote and edited it, in the last line

Lines are known by heart, whole or by how they begin; anything else stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from index.newstext.dateline import is_publisher

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
    simak video pilihan di bawah ini | tonton video pilihan di bawah ini | bagikan | share
    bagikan ke facebook | bagikan ke twitter | bagikan ke whatsapp | salin tautan | salin link
    copy link | komentar | 0 komentar | tulis komentar | kirim komentar | lanjut baca | next
    selanjutnya | lihat semua | tampilkan semua | gulir untuk melanjutkan membaca
    gulir untuk lanjut membaca | iklan lanjutkan membaca | rekomendasi untuk anda
    rekomendasi untukmu | video terkait | dengarkan artikel | loading | foto ilustrasi
    sumber foto istimewa | view this post on instagram | lihat postingan ini di instagram
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
    *("simak breaking news dan berita pilihan", "dapatkan berita terbaru dan terpilih"),
    *("dapatkan informasi, inspirasi dan insight", "dapatkan update berita"),
    *("ikuti whatsapp channel", "ikuti kami di ", "ikuti terus berita", "cek berita dan artikel"),
    *("simak berita dan artikel", "dapatkan artikel ini"),
    *("follow instagram ", "sebuah kiriman dibagikan oleh", "simak video selengkapnya"),
    *("tonton video selengkapnya", 'simak video "', "simak video \u201c", "simak video:"),
    *("berlangganan untuk membaca", "silakan login untuk", "sudah berlangganan?"),
    *("hak cipta dilindungi", "dilarang keras mengambil konten", "pic.twitter.com/"),
    *("mari bergabung di grup telegram", "gabung ke grup telegram", "gabung dan ikuti kami di"),
)
# Others, whole.
_FORMS: Final = re.compile(
    r"halaman\s?:?\s?\d{1,2}(?:\s?(?:dari|/)\s?\d{1,2}|(?:[\s|,]{1,3}\d{1,2}){0,30}[\s|,]{0,3}"
    r"(?:selanjutnya|berikutnya|tampilkan semua|next|\u00bb|>)?)"
    r"|ikuti .{1,40} di google news\.?|the post .{1,300} appeared first on .{1,80}",
)
_FORM_STARTS: Final = ("halaman", "ikuti ", "the post ")
_AROUND: Final = " \t\xa0.:*[]-\u2013\u2014|>\u00bb"
# Looked at first: how any of them starts, or what may stand before it.
_LOOK_CHARS: Final = 4
_STARTS: Final = frozenset(line[:_LOOK_CHARS] for line in (*_LINES, *_BEGINNINGS, *_FORM_STARTS))
_BEFORE: Final = frozenset(_AROUND)
# As a line of their own these may be of any kind.
_ANY_INITIALS: Final = re.compile(
    r"\s*[(\[]\s?([\w.*-]{0,12}|[\w.*' -]{1,40}/[\w.*'/ -]{1,40}"
    r"|(?:[A-Z][a-z']+ ){1,2}[A-Z][a-z']+)\s?[)\]]\s*|\s*\*{3}\s*"
)
_NAME: Final = re.compile(r"\s*(?:[A-Z][a-z']+ ){1,3}[A-Z][a-z']+\s*")
_SOURCE_BEHIND: Final = re.compile(r"(?<=[.!?\"\u201d'])\s*\(\s?([\w.\x20/]{2,30}?)\s?\)\s*$")
_INITIALS: Final = r"[a-z][a-z0-9]{1,4}(?:\s?/\s?[a-z][a-z0-9]{1,4}){0,4}"
_CLOSING: Final = frozenset(")]*")
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
    if start.startswith(_FORM_STARTS) and _FORMS.fullmatch(line.strip().lower()):
        return True
    return len(line) <= _MAX_WHOLE and start.strip(_AROUND).replace(" - ", " ") in _LINES


class Signed(NamedTuple):
    """The lines of a text without what signs the last of them, and whom that names."""

    lines: list[str]
    author: list[str]
    source: str | None


def take_initials(lines: list[str]) -> Signed:
    """Return ``lines`` without the initials, the name or the agency that sign the last."""
    last = len(lines) - 1
    while last >= 0 and (not lines[last] or lines[last].isspace()):
        last -= 1
    if last < 0 or lines[last].rstrip()[-1] not in _CLOSING:
        return Signed(lines, [], None)
    line = lines[last]
    if last and (found := _ANY_INITIALS.fullmatch(line)):
        parts = (found[1] or "").split("/")
        if source := _source(parts):
            return Signed(lines[:last], [], source)
        return Signed(lines[:last], [part.strip() for part in parts if _NAME.fullmatch(part)], None)
    if (found := _SOURCE_BEHIND.search(line)) and (source := _source(found[1].split("/"))):
        return Signed([*lines[:last], line[: found.start()]], [], source)
    return Signed([*lines[:last], _SIGNED_BEHIND.sub("", line)], [], None)


def _source(parts: list[str]) -> str | None:
    first = parts[0].strip()
    return first if all(is_publisher(part.strip()) for part in parts) else None
