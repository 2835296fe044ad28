"""Bylines and notices: who wrote a story, and the lines that only say so.

Pewarta: Sri Wahyuni dan Budi Hartono   ->  Sri Wahyuni | Budi Hartono
Laporan Wartawan situs.com, Sri Wahyuni ->  Sri Wahyuni
Editor: Dewi Lestari                    ->  nobody; the line goes away
COPYRIGHT © ANTARA 2024                 ->  nobody; the line goes away
Wartawan: Apa rencana Anda?             ->  not a byline
"""

from __future__ import annotations

import re

from index.newstext.dateline import is_publisher
from index.newstext.gazetteer import says_where

# Bylines stand in the first lines and the last; further in, "Penulis:" describes a book.
HEAD_LINES = 3
TAIL_LINES = 8
_MAX_CHARS = 120

_WRITERS = "pewarta|reporter|rep|penulis|wartawan|jurnalis|kontributor|oleh|by"
_HELPERS = "editor|redaktur|red|penyunting|uploader|pengunggah|penerjemah|sumber|foto"
_LABEL = re.compile(rf"[\s,;/|(]*\b(?:({_WRITERS})|{_HELPERS})\s?:\s?", re.IGNORECASE)
_REPORT = re.compile(
    r"\s*Laporan\s(?:Khusus\s)?(?:Wartawan|wartawan|Reporter|Kontributor|Jurnalis)\s[^,]{3,40},"
    r"((?:\s[A-Z][\w'\u2019.]{0,20}){1,4})\s*"
)
_NAME = r"((?:\s[A-Z][\w'\u2019.]{1,20}){2,4})\s*"
_BY = re.compile(rf"\s*Oleh{_NAME}")
_WITHOUT_COLON = re.compile(rf"\s*(?:Penulis|Reporter|Pewarta){_NAME}[|/]\s*Editor{_NAME}")
_NOTICE = re.compile(
    r"\s*(?:(?:copyright|hak cipta)\b.{0,40}?(?:©|\(c\)|[0-9]{4}|antara)|©|\(c\)\s"
    r"|dilarang keras mengambil konten)",
    re.IGNORECASE,
)
_BOOK = re.compile(r"\s*(?:judul|penerbit|isbn|tebal|halaman)\s?:", re.IGNORECASE)
# How all of these start, looked at first; what is in brackets may be any of them.
_LOOK_CHARS = 3
_STARTS = frozenset(
    word[:_LOOK_CHARS]
    for word in f"{_WRITERS}|{_HELPERS}|by:|by |laporan|copyright|hak cipta|dilarang".split("|")
)
_SIGNS = frozenset("©(")

_GAP = re.compile(r"\s+(?:dan|and|&|-)\s+|[,;|/\n]", re.IGNORECASE)
# What stands before a name, or behind it, and is none.
_ROLE = re.compile(rf"(?:laporan\s?:|{_WRITERS})\s+(?=[A-Z])", re.IGNORECASE)
_NOTE = re.compile(r"(?<=\w)\s*\([^()]{0,60}\)")
_WHERE = re.compile(r"(?:kontributor|koresponden)\s", re.IGNORECASE)
_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,3}\.){1,3}[A-Za-z]{0,4}\.?|[A-Z]{2,3}|M[A-Z]?[a-z]{1,3}")


def take_bylines(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return ``lines`` without bylines and notices, and the names of the writers."""
    full = [number for number, line in enumerate(lines) if line and not line.isspace()]
    credit = {
        number: names
        for number in (*full[:HEAD_LINES], *full[HEAD_LINES:][-TAIL_LINES:])
        if (names := read_byline(lines[number])) is not None
    }
    if not credit or any(_BOOK.match(line) for line in lines):
        return lines, []
    kept = [line for number, line in enumerate(lines) if number not in credit]
    return kept, [name for number in sorted(credit) for name in credit[number]]


def read_byline(line: str) -> tuple[str, ...] | None:
    """Return the writers a byline names, nobody for a notice, None for anything else."""
    if len(line) > _MAX_CHARS:
        return None
    start = line.lstrip()[:_LOOK_CHARS]
    if start.lower() not in _STARTS and start[:1] not in _SIGNS:
        return None
    if _NOTICE.match(line):
        return ()
    if found := (_BY.fullmatch(line) or _REPORT.fullmatch(line) or _WITHOUT_COLON.fullmatch(line)):
        return split_names(found[1])
    labels = list(_LABEL.finditer(line))
    if not labels or labels[0].start():
        return None
    names: list[str] = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = line[label.end() : following.start() if following else None].strip(" )")
        if not _is_name(value):
            return None
        if label[1]:
            names += split_names(value)
    return tuple(names)


def split_names(text: str) -> tuple[str, ...]:
    """Return the people a byline names: ``"Sri Wahyuni dan Budi, S.H."`` is two.

    A degree stays with its holder. What follows a name in lower case describes the
    holder and is dropped, unless the names themselves are in lower case. Of what has labels,
    ``"Penulis: Sri | Editor: Dewi"``, only writers are named.
    """
    if ":" in text:
        text = _of_writers(text)
    text = _NOTE.sub("", text)
    names: list[str] = []
    pieces = [" ".join(piece.split()) for piece in _GAP.split(text)]
    people = [piece for piece in pieces if not is_publisher(piece) and not _says_where(piece)]
    for piece in people or pieces:
        name = _ROLE.sub("", piece, count=1) if people and _ROLE.match(piece) else piece
        if names and " " in names[-1] and _DEGREE.fullmatch(name):
            names[-1] += f", {name}"
        elif (name := name.strip(" -()")) and not (
            names and name[0].islower() and not names[0][0].islower()
        ):
            names.append(name)
    return tuple(names)


def _says_where(piece: str) -> bool:
    """Tell *Kontributor Semarang* from a name."""
    role = _WHERE.match(piece)
    return role is not None and says_where(piece[role.end() :])


def _of_writers(text: str) -> str:
    parts: list[str] = []
    is_writer, at = True, 0
    for label in _LABEL.finditer(text):
        parts += [text[at : label.start()]] if is_writer else []
        is_writer, at = bool(label[1]), label.end()
    return "|".join([*parts, text[at:]] if is_writer else parts)


def _is_name(value: str) -> bool:
    """Tell a name from an answer in an interview."""
    if not value or value.endswith(("?", "!", '"', "”", ":")):
        return False
    last = value.rsplit(maxsplit=1)[-1]
    is_sentence = last.endswith(".") and len(last) > 5 and last.count(".") == 1
    return not is_sentence and (not value[0].islower() or len(value) <= 20)
