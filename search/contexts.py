"""The matches in one article, each with the words around it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from index.analysis.folding import fold
from index.document import Document
from search.passages.highlighting import marked_part
from search.passages.patterns import Match, Patterns
from search.passages.surroundings import Surroundings
from search.query import BODY, TITLE, leaves
from search.work import CHAR, GLANCE, LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.analysis.analyzer import Layout, Token
    from index.article import Article
    from search.engine import Snapshot
    from search.query import Query
    from search.work import Work

# Words on either side that matches are sorted by, and that may count as company.
MAX_WINDOW = 10

_position = attrgetter("position")


class Counted(StrEnum):
    """What is one word among collocates."""

    FORM = "form"  # as written, folded
    ROOT = "root"


class Beside(NamedTuple):
    """Words on one side of a match, the nearest first, and what else stands in their places."""

    exacts: tuple[str, ...]
    roots: tuple[str, ...]
    others: tuple[tuple[int, str, str], ...] = ()  # distance, exact, root

    def words(self, window: int, counted: Counted) -> Iterator[str]:
        """Yield the words at most ``window`` positions away."""
        is_form = counted is Counted.FORM
        yield from (self.exacts if is_form else self.roots)[:window]
        for distance, exact, root in self.others:
            if distance <= window:
                yield exact if is_form else root


class ContextMatch(NamedTuple):
    """A match with the words around it."""

    article: Article
    is_title: bool
    start: int
    end: int
    before: Beside
    after: Beside

    @property
    def text(self) -> str:
        """What the match stands in."""
        return self.article.title if self.is_title else self.article.body

    @property
    def keyword(self) -> str:
        """The match, folded, to sort by."""
        return " ".join(fold(self.text[self.start : self.end]).split())

    def company(self, window: int, counted: Counted) -> frozenset[str]:
        """Return the words at most ``window`` positions away."""
        return frozenset((*self.before.words(window, counted), *self.after.words(window, counted)))


class _Found(NamedTuple):
    """A match in a part of a text; ``is_whole`` says whether all words around it are known."""

    match: Match
    before: Beside
    after: Beside
    is_whole: bool


class ContextReader:
    """Finds the matches of one query in articles, for no more than ``work``."""

    def __init__(self, snapshot: Snapshot, query: Query, work: Work) -> None:
        self._analyzer = snapshot.analyzer
        self._patterns = Patterns(leaves(query), snapshot.analyzer)
        self._surroundings = Surroundings(query, self._patterns, self._analyzer, snapshot.forms)
        self._work = work

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the query can match in a text."""
        return not self._patterns.every

    def read(self, row: int, article: Article, *, is_indexed: bool) -> list[ContextMatch] | None:
        """Return the matches in an article in reading order; None if there is no room for it.

        Args:
            row: Of the archive.
            article: Kept there.
            is_indexed: Whether it is as it was when it was indexed.
        """
        document = Document.from_article(row, article)
        if (body := marked_part(article.body)) != article.body:
            # A line keeps its article, and there are thousands of lines.
            article = replace(article, body=body)
        matches: list[ContextMatch] = []
        for text, is_title in ((document.title, True), (document.body, False)):
            read = marked_part(text)
            self._work.is_cut |= len(read) < len(text)
            found = self._find(read, is_title=is_title, is_indexed=is_indexed)
            if found is None:
                return None
            matches += (
                ContextMatch(article, is_title, *one.match, one.before, one.after) for one in found
            )
        return matches

    def _find(self, text: str, *, is_title: bool, is_indexed: bool) -> list[_Found] | None:
        if is_indexed:
            if not self._work.afford(GLANCE * len(text)):
                return None
            found = self._in_parts(text, self._surroundings.parts(text), is_title=is_title)
            if found is None or all(one.is_whole for one in found):
                return found
        return self._in_parts(text, [(0, len(text))], is_title=is_title)

    def _in_parts(
        self, text: str, parts: list[tuple[int, int]], *, is_title: bool
    ) -> list[_Found] | None:
        found: list[_Found] = []
        field = TITLE if is_title else BODY
        for start, end in parts:
            if not self._work.afford(CHAR * (end - start)):
                return None
            layout = self._analyzer.lay_out(text[start:end])
            others = sorted(layout.others, key=_position)
            for match in self._patterns.matches(layout, self._work, field):
                if not self._work.afford(LINE):
                    return None
                first = bisect_left(layout.starts, match.start)
                last = bisect_left(layout.starts, match.end)
                # The outermost word of a part may be cut off from one that it is written with.
                is_whole = (not start or first > MAX_WINDOW) and (
                    end == len(text) or last + MAX_WINDOW < len(layout.starts)
                )
                found.append(
                    _Found(
                        Match(match.start + start, match.end + start),
                        _before(layout, others, match, first),
                        _after(layout, others, match, last),
                        is_whole,
                    )
                )
        return found


def _before(layout: Layout, others: list[Token], match: Match, end: int) -> Beside:
    """Return the words before position ``end``, where the match begins.

    ``others`` are those of ``layout`` in the order of their positions.
    """
    first = max(end - MAX_WINDOW, 0)
    beside = tuple(
        (end - word.position, word.exact, word.root)
        for word in _between(others, first, end)
        if word.end <= match.start
    )
    return Beside(
        tuple(layout.exacts[first:end][::-1]), tuple(layout.roots[first:end][::-1]), beside
    )


def _after(layout: Layout, others: list[Token], match: Match, first: int) -> Beside:
    """Return the words from position ``first`` on, behind the match."""
    end = first + MAX_WINDOW
    beside = tuple(
        (word.position - first + 1, word.exact, word.root)
        for word in _between(others, first, end)
        if word.start >= match.end
    )
    return Beside(tuple(layout.exacts[first:end]), tuple(layout.roots[first:end]), beside)


def _between(others: list[Token], first: int, end: int) -> list[Token]:
    start = bisect_left(others, first, key=_position)
    return others[start : bisect_left(others, end, lo=start, key=_position)]
