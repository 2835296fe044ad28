"""Links to other stories that stand inside a news text.

    Baca juga: Harga cabai turun          a line of its own
    >> Baca juga berita: Harga cabai ...  the same
    (Baca: Harga cabai turun)             in brackets, anywhere
    ... kata dia. Baca juga: Harga ...    behind the last sentence of a paragraph
    Baca juga:                            a heading, and the titles below it
    Pilihan Redaksi                       another one

They are not what the article says, so they leave the body; the titles are kept. A
sentence that merely begins with the verb, *Baca dulu aturannya.*, is prose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.newstext.byline import read_byline

if TYPE_CHECKING:
    from collections.abc import Sequence

# A longer "title" has swallowed the paragraph behind it.
MAX_TITLE_CHARS = 200
_MAX_LISTED_CHARS = 120
_MAX_LISTED = 6

_STORY = r"(?:\s(?:berita|artikel|video)(?:\s(?:lain|lainnya|terkait))?(?=\s?:))"
_JUGA = (
    r"(?:baca|simak|lihat|tonton)[ _\xa0]{1,2}(?:juga|pula|selengkapnya|selanjutnya)\b"
    rf"{_STORY}?"
)
_HEADING = r"(?:pilihan (?:redaksi|editor)|(?:berita|artikel) (?:terkait|selanjutnya))(?=\s?:|\s*$)"
# What a list or a page may put before a link.
_BULLETS = "|>\u00bb\u2022\u2192\u25ba*\u2013-"
_LINE = re.compile(
    rf"[\s{_BULLETS}]*[(\[]?\s*(?:(?P<juga>{_JUGA})|(?:baca{_STORY}?|pilihan editor)(?=\s?:)"
    rf"|{_HEADING})"
    r"(?P<mark>\s?[:\u2013—-])?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_INNER = r"(?:[^()\[\]\n]|\([^()\n]{0,80}\)){1,200}"
_INSIDE = re.compile(
    rf"\s?[(\[]\s?(?:(?P<juga>{_JUGA})|baca)\s?:(?P<inner>{_INNER})[)\]]"
    rf"|(?<=[.!?\"'”\u2019)\]])\s?{_JUGA}\s?[:\u2013—-](?P<tail>.{{1,200}})$",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"\s*\b{_JUGA}\s?:\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"\s?https?://\S{1,500}\s*$")

# Looked for first: plain substrings are found far faster than the expressions.
_JUGA_SIGNS = ("aca juga", "imak juga", "aca Juga", "imak Juga", "ACA JUGA", "IMAK JUGA")
_COLON_SIGNS = ("(Baca:", "(baca:", "[Baca:", "[baca:", "(BACA:", "[BACA:", "(Baca :", "[Baca :")
# The verbs that a link begins with, and the most that stands before one.
_VERBS = ("baca", "simak", "lihat")
_OPENING_CHARS = len(" ( ")
# Where a line is looked at first.
_LOOK_CHARS = 20
_BEFORE = f" \t([{_BULLETS}"
_BEGINNINGS = (*_VERBS, "tonton", "pilihan", "berita", "artikel")
_SENTENCE_ENDS = (".", '"', "”", ",")


def take_links(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return ``lines`` without links to other stories, and the titles linked to."""
    text = "\n".join(lines)
    has_inside = any(map(text.__contains__, _JUGA_SIGNS)) or (
        ":" in text and any(map(text.__contains__, _COLON_SIGNS))
    )
    kept: list[str] = []
    titles: list[str] = []
    room = 0  # titles that may still follow a heading
    for line in lines:
        if room and _is_listed(line):
            titles.append(_trim(line))
            room -= 1
            continue
        if room == _MAX_LISTED and not line.strip():
            continue
        room = 0
        rest = _take_inside(line, titles) if has_inside else line
        found = _match(rest)
        if not found or not _is_link(found):
            if rest or not line:
                kept.append(rest)
        elif not found["rest"]:
            room = _MAX_LISTED
        elif _is_glued(found):
            kept.append(found["rest"])
        elif len(found["rest"]) <= MAX_TITLE_CHARS:
            titles += _titles(found["rest"])
        else:
            kept.append(rest)
    return kept, titles


def is_link(line: str) -> bool:
    """Tell whether a whole line links to another story, or heads a list of such."""
    found = _match(line)
    return found is not None and _is_link(found)


def _match(line: str) -> re.Match[str] | None:
    start = line[:_LOOK_CHARS].lstrip(_BEFORE).lower()
    return _LINE.match(line) if start.startswith(_BEGINNINGS) else None


def _is_link(found: re.Match[str]) -> bool:
    juga, rest = found["juga"], found["rest"]
    if found["mark"] or not rest or "_" in juga:
        return True
    return not rest[0].islower() and rest[0] != "," and not rest.rstrip().endswith(_SENTENCE_ENDS)


def _is_glued(found: re.Match[str]) -> bool:
    """Tell a paragraph behind the label that a page's list left there from a title."""
    return "_" in (found["juga"] or "") and found["rest"].rstrip().endswith(_SENTENCE_ENDS)


def _is_listed(line: str) -> bool:
    text = line.strip()
    if not 0 < len(text) <= _MAX_LISTED_CHARS or text.endswith((*_SENTENCE_ENDS, ":", ")", "]")):
        return False
    return not is_link(line) and read_byline(line) is None


def _take_inside(line: str, titles: list[str]) -> str:
    def take(found: re.Match[str]) -> str:
        inner = found["inner"]
        if inner and not found["juga"] and not _is_title(inner):
            return found[0]
        titles.extend(_titles(inner or found["tail"]))
        return ""

    start = _first_verb(line)
    # With the character before, which tells whether a sentence has ended.
    cut = max(start - _OPENING_CHARS - 1, 0)
    return (line[:cut] + _INSIDE.sub(take, line[cut:])).strip()


def _first_verb(line: str) -> int:
    """Return a place up to which there is no verb of a link: the end, if there is none."""
    if not line.isascii():  # in which other letters count as the same in another case
        return 0
    small = line.lower()
    return min((at for verb in _VERBS if (at := small.find(verb)) >= 0), default=len(line))


def _is_title(text: str) -> bool:
    """Tell a title from a translation: *mengamankan (baca: mencuri)*."""
    words = text.split()
    return len(words) >= 3 and not words[0][0].islower()


def _titles(text: str) -> list[str]:
    return [title for part in _NEXT.split(text) if (title := _trim(part))]


def _trim(text: str) -> str:
    title = _ADDRESS.sub("", text).strip(" \t\xa0*•|>-\u2013—")
    for opening, closing in ("()", "[]"):
        if title.startswith(opening) and title.endswith(closing):
            return title[1:-1].strip()
        if title.endswith(closing) and title.count(closing) > title.count(opening):
            title = title[:-1].rstrip()
    return title
