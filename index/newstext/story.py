"""A news text, apart from what surrounds the story.

    Reporter: Sri Wahyuni                       author    Sri Wahyuni
    Semarang (ANTARA) - Banjir surut.           place     Semarang; source ANTARA
    Baca juga: Tanggul jebol di Demak           related   Tanggul jebol di Demak
    Editor: Budi Hartono                        gone
    COPYRIGHT © ANTARA 2024                     gone
    ADVERTISEMENT                               gone

What is left is the story itself, so that a search finds what an article says and not
what stands around it. Lines are judged by how they begin; prose stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.newstext.byline import take_bylines
from index.newstext.crosslinks import take_links
from index.newstext.dateline import split_dateline
from index.newstext.furniture import is_furniture, without_initials

# Enough to find a line again.
_LOOK_CHARS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsText:
    """A story and what its text said about itself.

    Attributes:
        body: The story, one paragraph a line.
        author: Who wrote it; editors are not authors.
        related: Titles of the stories it links to, in order, each once.
    """

    body: str
    place: str | None = None
    source: str | None = None
    author: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def read_body(text: str) -> NewsText:
    """Return the story in ``text``; all of ``text`` if there is no story in it."""
    lines, author, related = _taken_apart(text)
    body = "\n".join(lines)
    if not body:
        return NewsText(body=text)
    dateline = split_dateline(body)
    return NewsText(
        body=dateline.body,
        place=dateline.place,
        source=dateline.source,
        author=tuple(dict.fromkeys(author)),
        related=tuple(dict.fromkeys(related)),
    )


def dateline_end(text: str) -> int | None:
    """Return where the dateline of ``text`` ends, as an offset; None if it has none."""
    lines, _, _ = _taken_apart(text)
    body = "\n".join(lines)
    story = split_dateline(body).body
    if not lines or story == body:
        return None
    opening, beginning = lines[0][:_LOOK_CHARS], story.partition("\n")[0][:_LOOK_CHARS]
    end = text.find(beginning, max(0, text.find(opening)) + 1)
    return end if end > 0 else None


def _taken_apart(text: str) -> tuple[list[str], list[str], list[str]]:
    """Return the lines of the story, its writers, and the titles that it links to."""
    lines, related = take_links([line for line in text.split("\n") if not is_furniture(line)])
    lines, author = take_bylines(lines)
    lines = without_initials(lines)
    return [line.strip() for line in lines if line and not line.isspace()], author, related
