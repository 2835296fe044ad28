"""Laying out one article for reading: its words marked, its paragraphs, its neighbours.

Every place that answers the search is a match, numbered from the heading on, so that each can
be linked to from the one before it and the one behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING, NamedTuple

from index.article import CUT_OFF, has_own_title, opening
from index.errors import ArsipError
from search.passages.highlighting import MARKED_CHARS, MAX_MARKS
from search.query import BODY, EVERYTHING, TITLE
from search.results import Fragment
from search.similar import SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.archive.related import RelatedArticle
    from index.article import Article
    from search.query import Query
    from search.searcher import Searcher

# Paragraphs of an article that are laid out one by one.
MAX_PARAGRAPHS = 1_000
# Matches with a way to the one before and behind; the rest are marked all the same.
MAX_STEPS = 300
# An opening sentence up to so long is a heading as a whole.
HEADING_CHARS = 240

_WORD = re.compile(r"\S+")
_CLOSING = "\"'\u201d\u2019)"


class Run(NamedTuple):
    """A run of text. A match has a number, from 1; one that runs across paragraphs, once more."""

    text: str
    match: int = 0
    is_start: bool = False

    @property
    def is_match(self) -> bool:
        """Whether it answers the search."""
        return self.match > 0


@dataclass(frozen=True, slots=True)
class Story:
    """An article as it is read.

    Attributes:
        heading: Its title; the opening sentence where it has no other.
        is_opening: The heading is part of the text, which goes on in ``paragraphs``.
        matches: Places marked, in all.
        is_marked_in_part: The text is so long that words may be left unmarked.
    """

    heading: list[Run]
    paragraphs: list[list[Run]]
    is_opening: bool
    matches: int
    is_marked_in_part: bool

    @property
    def steps(self) -> int:
        """Matches that lead to each other."""
        return min(self.matches, MAX_STEPS)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Other articles to go to from one, no article twice."""

    out: list[RelatedArticle]
    back: list[RelatedArticle]
    similar: list[Article]
    same_day: list[Article]


def lay_out(searcher: Searcher, article: Article, query: Query, *, aliases: bool) -> Story:
    """Return ``article`` with what answers ``query`` marked, and other names with ``aliases``."""
    fragments = mark(searcher, article.body, query, BODY, aliases=aliases)
    end, is_cut = _heading(article)
    if end:
        heading, rest = _split(_numbered(fragments), end)
        if is_cut:
            heading, rest = [*heading, Run(CUT_OFF)], [Run(CUT_OFF.strip()), *rest]
    else:
        heading = _numbered(mark(searcher, article.title, query, TITLE, aliases=aliases))
        rest = _numbered(fragments, 1 + sum(run.is_start for run in heading))
    return Story(
        heading=heading,
        paragraphs=paragraphs(rest),
        is_opening=end > 0,
        matches=sum(run.is_start for run in (*heading, *rest)),
        is_marked_in_part=query != EVERYTHING and is_marked_in_part(fragments),
    )


def mark(
    searcher: Searcher, text: str, query: Query, field: str, *, aliases: bool = False
) -> tuple[Fragment, ...]:
    """Return fragments that join to ``text``, a title or a body, with what answers marked.

    An article stays readable when the index is not: then nothing is marked.
    """
    if query == EVERYTHING:
        return (Fragment(text),)
    try:
        return searcher.highlight(text, query, aliases=aliases, field=field)
    except ArsipError:
        return (Fragment(text),)


def is_marked_in_part(fragments: Sequence[Fragment]) -> bool:
    """Tell whether words may be left unmarked, because the text is so long."""
    length = sum(len(fragment.text) for fragment in fragments)
    marks = sum(fragment.is_match for fragment in fragments)
    return length > MARKED_CHARS or marks >= MAX_MARKS


def paragraphs(runs: Iterable[Run]) -> list[list[Run]]:
    """Return the runs of a body by paragraph; a match may go on in the next one.

    After `MAX_PARAGRAPHS` the rest is one, with line ends in it.
    """
    found: list[list[Run]] = [[]]
    for run in runs:
        room = MAX_PARAGRAPHS - len(found)
        first, *others = run.text.split("\n", room) if room > 0 else [run.text]
        found[-1].append(run._replace(text=first))
        found += ([run._replace(text=line, is_start=False)] for line in others)
    return [some for some in found if any(run.text and not run.text.isspace() for run in some)]


def neighbours(
    searcher: Searcher,
    article: Article,
    related: Iterable[RelatedArticle],
    copies: Iterable[str] = (),
) -> Neighbours:
    """Return where to go from ``article``, which links to and from ``related`` ones.

    Its ``copies``, by their ids, are not like it but the same. Without an index nothing is like
    it.
    """
    linked = list(related)
    seen = {*copies, *(other.id for other in linked)}
    try:
        likes = [like.article for like in searcher.similar(article, SHOWN + len(seen))]
        similar = [other for other in likes if other.id not in seen][:SHOWN]
        seen.update(other.id for other in similar)
        days = searcher.same_day(article, SHOWN + len(seen))
    except ArsipError:
        similar, days = [], []
    return Neighbours(
        out=[other for other in linked if other.direction == "out"],
        back=[other for other in linked if other.direction == "in"],
        similar=similar,
        same_day=[other for other in days if other.id not in seen][:SHOWN],
    )


def _heading(article: Article) -> tuple[int, bool]:
    """Return where in the body the heading ends, and whether within a sentence.

    0 for an article with a title of its own. A heading that was made from the first sentence
    is that sentence, or the line that it begins with, and stands nowhere else.
    """
    body = article.body
    if has_own_title(article):
        return 0, False
    start, end = opening(body)
    line = body.find("\n", start, end)
    if line > 0 and any(map(str.isalnum, body[start:line])):
        end = line
    while end < len(body) and body[end] in _CLOSING:
        end += 1
    if end - start <= HEADING_CHARS:
        return end, False
    words = len(article.title.removesuffix(CUT_OFF).split())
    ends = [word.end() for word in islice(_WORD.finditer(body, start), words)]
    return ends[-1], ends[-1] < end


def _numbered(fragments: Iterable[Fragment], first: int = 1) -> list[Run]:
    numbers = count(first)
    return [
        Run(part.text, next(numbers), is_start=True) if part.is_match else Run(part.text)
        for part in fragments
    ]


def _split(runs: Iterable[Run], at: int) -> tuple[list[Run], list[Run]]:
    """Return ``runs`` before and behind a place in their text."""
    before: list[Run] = []
    behind: list[Run] = []
    for run in runs:
        first, rest = run.text[: max(at, 0)], run.text[max(at, 0) :]
        if first:
            before.append(run._replace(text=first))
        if rest:
            behind.append(run._replace(text=rest, is_start=run.is_start and not first))
        at -= len(run.text)
    return before, behind
