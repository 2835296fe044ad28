"""Laying out one article for reading: its words marked, its paragraphs, its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import ArsipError
from search.passages.highlighting import MARKED_CHARS, MAX_MARKS
from search.query import EVERYTHING
from search.results import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.archive import RelatedArticle
    from search.query import Query
    from search.searcher import Searcher

# Paragraphs of an article that are laid out one by one.
MAX_PARAGRAPHS = 1_000


def mark(
    searcher: Searcher, text: str, query: Query, *, aliases: bool = False
) -> tuple[Fragment, ...]:
    """Return fragments that join to ``text``, with the words of ``query`` marked.

    With ``aliases`` so are other names of what it asks for. An article stays readable when
    the index is not: then nothing is marked.
    """
    if query == EVERYTHING:
        return (Fragment(text),)
    try:
        return searcher.highlight(text, query, aliases=aliases)
    except ArsipError:
        return (Fragment(text),)


def is_marked_in_part(fragments: Sequence[Fragment]) -> bool:
    """Tell whether words may be left unmarked, because the text is so long."""
    length = sum(len(fragment.text) for fragment in fragments)
    marks = sum(fragment.is_match for fragment in fragments)
    return length > MARKED_CHARS or marks >= MAX_MARKS


def paragraphs(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Return the fragments of a body by paragraph; a match may run across two.

    After `MAX_PARAGRAPHS` the rest is one, with line ends in it.
    """
    found: list[list[Fragment]] = [[]]
    for fragment in fragments:
        room = MAX_PARAGRAPHS - len(found)
        first, *others = fragment.text.split("\n", room) if room > 0 else [fragment.text]
        found[-1].append(Fragment(first, fragment.is_match))
        found += ([Fragment(line, fragment.is_match)] for line in others)
    return [
        some
        for some in found
        if any(fragment.text and not fragment.text.isspace() for fragment in some)
    ]


def linked(related: Iterable[RelatedArticle], direction: str) -> list[RelatedArticle]:
    """Return the articles linked to (``out``), or those that link here (``in``)."""
    return [other for other in related if other.direction == direction]
