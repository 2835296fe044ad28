"""What of a text has to be read to find the matches of a query, and the words around them.

    ... [dua pekan ini, kata pedagang, karena harga beras naik lagi sejak panen ...] ...

Nearly all of an article is far from any match. Where its words were indexed, the places
of a query's words are found without cutting it into words (`search.passages.spotting`); only
what surrounds them is cut. Parts begin and end at blanks, so that all of their words but the
outermost are those of the whole text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from search.passages.highlighting import Highlighter
from search.passages.spotting import Spotter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from index.analysis.analyzer import Analyzer
    from search.passages.patterns import Patterns
    from search.query import Query

    Spans: TypeAlias = list[tuple[int, int]]

# Read on either side: some twenty words. Who needs more of them reads the whole text.
MARGIN_CHARS = 150
# Words of a phrase may be as far from each other, with nothing but signs between them.
_LONG_GAP = re.compile(rf"\W{{{MARGIN_CHARS}}}")


class Surroundings:
    """Finds the parts of indexed texts that the matches of one query stand in.

    ``forms_of`` returns the written forms of a root in that index.
    """

    def __init__(
        self,
        query: Query,
        patterns: Patterns,
        analyzer: Analyzer,
        forms_of: Callable[[str], Iterable[tuple[str, int]]],
    ) -> None:
        self._plain = Highlighter(query, analyzer, in_parts=True)
        self._spotter = Spotter(self._plain.forms(forms_of))
        self._is_far = patterns.is_far
        self._is_together = patterns.is_together

    def parts(self, text: str) -> Spans:
        """Return ascending spans of ``text`` that hold every match and what surrounds it."""
        whole = [(0, len(text))]
        if (
            self._is_far
            or self._spotter.is_wide
            or len(text) <= 4 * MARGIN_CHARS
            or self._plain.may_be_apart_in(text)
            or (self._is_together and _LONG_GAP.search(text))
        ):
            return whole
        runs = self._spotter.runs(text)
        return whole if runs is None else _widened(text, runs)


def _widened(text: str, runs: Spans) -> Spans:
    found: Spans = []
    for at, until in runs:
        start = text.rfind(" ", 0, max(at - MARGIN_CHARS, 0)) + 1
        end = text.find(" ", until + MARGIN_CHARS)
        end = len(text) if end < 0 else end
        if found and start <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
