"""How an article that a query finds is shown: its title and a passage, with what answers marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.article import has_own_title
from search.passages.highlighting import Highlighter, cut
from search.passages.matching import Matcher, asked_of
from search.passages.snippet import make_snippet, scanned_chars
from search.passages.spoken import Listener, quotations_in, quoted_of
from search.passages.spotting import IndexedHighlighter
from search.query import BODY, TITLE, And

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.engine import Snapshot
    from search.passages.spoken import Heard
    from search.query import Leaf, Query
    from search.results import Fragment
    from search.stored import Stored


class Presenter:
    """Marks titles and cuts passages of some articles that a query finds."""

    def __init__(self, snapshot: Snapshot, query: Query, found: Iterable[Stored]) -> None:
        of_title, of_body = asked_of(TITLE, query), asked_of(BODY, query)
        self._body = _Marker(snapshot, of_body)
        self._title = self._body if of_title == of_body else _Marker(snapshot, of_title)
        self._scanned = scanned_chars(one.article.body for one in found)
        self._listener = Listener(quoted_of(query), snapshot.analyzer)
        self._values = snapshot.values

    def texts(self, one: Stored) -> tuple[tuple[Fragment, ...], tuple[Fragment, ...]]:
        """Return the title and a passage, with what answers marked."""
        marker = self._title
        # A title that was made from it is of the body.
        if marker is not self._body and not has_own_title(one.article):
            marker = self._body
        heard: list[Heard] = []
        if self._listener.is_asked:
            beginning = one.article.body[: self._scanned]
            heard = self._listener.hear(quotations_in(beginning, self._values))
        passage = self._body.passage(one, self._scanned, heard)
        return marker.title(one.article.title), passage


class _Marker:
    """Marks what some leaves of a query find."""

    def __init__(self, snapshot: Snapshot, asked: Sequence[Leaf]) -> None:
        self._matcher = Matcher(asked, snapshot.analyzer)
        self._plain = Highlighter(And(tuple(asked)), snapshot.analyzer, in_parts=True)
        self._quick = IndexedHighlighter(self._plain, snapshot.forms)

    def title(self, title: str) -> tuple[Fragment, ...]:
        """Return a title, with what answers marked."""
        marks = self._matcher.among(title, self._plain.marks(title))
        return cut(title, 0, len(title), marks)

    def passage(self, one: Stored, scanned: int, heard: Sequence[Heard]) -> tuple[Fragment, ...]:
        """Return a passage of a body, with what answers marked."""
        words = self._quick if one.is_indexed else self._plain
        body = one.article.body
        return make_snippet(body, words, self._matcher, scanned=scanned, heard=heard)
