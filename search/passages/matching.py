"""Where a text answers the query: each place where a part of it holds, and nothing else.

    "harga beras"       marks    harga beras                 not: harga gabah, beras merah
    beras w/3 impor     marks    impor, beras                where they are that near
    judul:banjir        marks    banjir                      in a title, not in a body
    kutipan:banjir      marks    banjir                      where somebody is quoted with it

A `Highlighter` finds the single words, `Patterns` those that have to stand together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.values.table import NO_VALUES
from search.passages.highlighting import MAX_MARKS, Highlighter, Mark, cut, joined, marked_part
from search.passages.patterns import Patterns, patterns_of, span
from search.passages.spoken import Listener, marks_of, quotations_in, quoted_of
from search.query import TITLE, And, is_in_text, leaves
from search.work import MARKING_STEPS, Work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.analysis.analyzer import Analyzer
    from index.values.table import Values
    from search.query import Leaf, Query
    from search.results import Fragment


# A word with what stands around it, mostly: so far apart may two be that are side by side.
WORD_CHARS = 32


def highlight(
    text: str,
    query: Query,
    analyzer: Analyzer,
    field: str | None = None,
    values: Values = NO_VALUES,
) -> tuple[Fragment, ...]:
    """Return fragments that join to ``text``, every place that answers ``query`` one of them.

    In a long text only in its first `MARKED_CHARS`, and `MAX_MARKS` at most.

    Args:
        text: Any.
        query: What is asked for.
        analyzer: That the text was indexed with.
        field: What ``text`` is, `TITLE` or `BODY`; what is asked of the other one is passed over.
            None for either.
        values: Those of the index, which say what speakers are called.
    """
    marks = Matcher(asked_of(field, query), analyzer).marks(marked_part(text))
    if field != TITLE and (listener := Listener(quoted_of(query), analyzer)).is_asked:
        heard = listener.hear(quotations_in(text, values))
        marks = list(joined(sorted([*marks, *marks_of(heard)]), reach=-1))
    return cut(text, 0, len(text), marks[:MAX_MARKS])


def asked_of(field: str | None, query: Query) -> list[Leaf]:
    """Return what ``query`` asks of `TITLE`, `BODY` or, for None, either."""
    return [leaf for leaf in leaves(query) if field is None or leaf.field in {None, field}]


class Matcher:
    """Finds the places that answer words, beginnings or phrases, in any text."""

    def __init__(self, asked: Iterable[Leaf], analyzer: Analyzer) -> None:
        words: list[Leaf] = []
        together: list[Leaf] = []
        for leaf in asked:
            if is_in_text(leaf.field):
                is_word = all(len(one.words) == 1 for one in patterns_of(leaf, analyzer))
                (words if is_word else together).append(leaf)
        self._analyzer = analyzer
        self._words = Highlighter(And(tuple(words)), analyzer) if words else None
        self._patterns = Patterns(together, analyzer)
        self._reach = WORD_CHARS * max(
            ((one.slop or 0) + 1 for one in self._patterns.every), default=0
        )
        self._seen: dict[str, list[Mark]] = {}

    def marks(self, text: str) -> list[Mark]:
        """Return the places in ``text`` that answer what is asked, in reading order.

        They never overlap: of two that do, the union is one. Words side by side are one place.
        What takes more than `MARKING_STEPS` is left out.
        """
        found = self._words.marks(text) if self._words else []
        if self._patterns.every:
            layout = self._analyzer.lay_out(text)
            for pattern, runs in self._patterns.find(layout, Work(MARKING_STEPS)):
                for run in runs:
                    places = [run] if pattern.slop is None else zip(run, strict=True)
                    found += [Mark(*span(some), some[0].word) for some in places]
        return list(joined(sorted(found), reach=-1))

    def among(self, text: str, words: list[Mark]) -> list[Mark]:
        """Return the same, sooner, from where all ``words`` of what is asked stand in ``text``.

        Only what stands between words near each other is read.
        """
        if not self._patterns.every:
            return words
        found: list[Mark] = []
        for start, end, _ in joined(words, self._reach):
            some = text[start:end]
            if some not in self._seen:
                self._seen[some] = self.marks(some)
            found += [Mark(start + at, start + until, word) for at, until, word in self._seen[some]]
        return found
