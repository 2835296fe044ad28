"""A news text, apart from what surrounds the story.

    Reporter: Sri Wahyuni                       author    Sri Wahyuni
    Senin, 12 Juni 2023 10:30 WIB               published
    Semarang (ANTARA) - Banjir surut.           place     Semarang; source ANTARA
    Baca juga: Tanggul jebol di Demak           related   Tanggul jebol di Demak
    Editor: Budi Hartono                        gone
    COPYRIGHT © ANTARA 2024                     gone
    ADVERTISEMENT                               gone
    Tag: banjir, rob                            tags      banjir, rob

What is left is the story itself, so that a search finds what an article says and not
what stands around it. Lines are judged by how they begin; prose stays as it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from index.newstext.byline import take_bylines
from index.newstext.crosslinks import take_links
from index.newstext.dateline import Dateline, split_dateline, split_signature
from index.newstext.dates import parse_date
from index.newstext.furniture import take_initials, without_furniture
from index.newstext.tags import take_tags

if TYPE_CHECKING:
    from datetime import datetime

# Enough to find a line again.
_LOOK_CHARS = 80
# Above a story stand at most who wrote it, for whom and when.
_HEAD_LINES = 2
# What stands under a picture, or over a story.
_MAX_CAPTION_CHARS = 300
_SENTENCE_ENDS = (".", "!", "?", ":", '"', "\u201d")
_WORD = re.compile(r"\w+")
_TIME = re.compile(r"\d[:.]\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsText:
    """A story and what its text said about itself.

    Attributes:
        body: The story, one paragraph a line.
        published: By a line above the story that is nothing but a date with a time.
        author: Who wrote it; editors are not authors.
        related: Titles of the stories it links to, in order, each once.
    """

    body: str
    published: datetime | None = None
    place: str | None = None
    source: str | None = None
    author: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def read_body(text: str) -> NewsText:
    """Return the story in ``text``; all of ``text`` if there is no story in it."""
    parts = _take_apart(text)
    if not parts.lines:
        return NewsText(body=text)
    at, dateline = _split(parts.lines)
    return NewsText(
        body="\n".join([*parts.lines[:at], dateline.body]),
        published=parts.published,
        place=dateline.place,
        source=dateline.source or parts.source,
        author=tuple(dict.fromkeys(parts.author)),
        related=tuple(dict.fromkeys(parts.related)),
        tags=tuple(dict.fromkeys(parts.tags)),
    )


def without_title(text: str, title: str) -> str:
    """Return ``text`` without its first line if that is ``title`` again.

    A whole sentence stays, for the title may have been made of it.
    """
    first, _, rest = text.lstrip().partition("\n")
    if not rest or not title or len(first) > 2 * len(title):
        return text
    if first.rstrip().endswith(_SENTENCE_ENDS):
        return text
    return rest if _plain(first) == _plain(title) else text


def dateline_end(text: str, title: str) -> int | None:
    """Return where the dateline of ``text`` ends, as an offset; None if it has none."""
    lines = _take_apart(without_title(text, title)).lines
    at, dateline = _split(lines)
    if not lines or dateline.body == "\n".join(lines[at:]):
        return None
    opening, beginning = lines[at][:_LOOK_CHARS], dateline.body.partition("\n")[0][:_LOOK_CHARS]
    end = text.find(beginning, max(0, text.find(opening)) + 1)
    return end if end > 0 else None


def _split(lines: list[str]) -> tuple[int, Dateline]:
    """Return the line the dateline stands in, and the story from there.

    That of another line than the first names a source, and above it are captions.
    """
    for at, line in enumerate(lines[: _HEAD_LINES + 1]):
        dateline = split_dateline("\n".join(lines[at:]))
        if dateline.source or (dateline.place and not at):
            return at, dateline
        if len(line) > _MAX_CAPTION_CHARS or line.endswith(_SENTENCE_ENDS):
            break
    return 0, Dateline(None, None, "\n".join(lines))


def _plain(line: str) -> list[str]:
    return _WORD.findall(line.casefold())


class _Parts(NamedTuple):
    """The lines of a story, and what was taken from around them."""

    lines: list[str]
    published: datetime | None
    source: str | None
    author: list[str]
    related: list[str]
    tags: list[str]


def _take_apart(text: str) -> _Parts:
    lines, related = take_links(without_furniture(text.split("\n")))
    lines, author = take_bylines(lines)
    lines, tags = take_tags(lines)
    signed = take_initials(lines)
    author += [name for name in signed.author if not author]
    lines = [line.strip() for line in signed.lines if line and not line.isspace()]
    head, source, published = 0, signed.source, None
    for line in lines[:_HEAD_LINES]:
        if credit := split_signature(line):
            name, source = credit
            author += [name] if name else []
        elif _TIME.search(line[:_LOOK_CHARS]) and (when := parse_date(line)):
            published = when
        else:
            break
        head += 1
    return _Parts(lines[head:], published, source, author, related, tags)
