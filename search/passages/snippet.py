"""The passage of an article that answers best, as fragments of text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from search.passages.highlighting import Mark, cut, joined
from search.passages.spoken import marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.passages.highlighting import Highlighter
    from search.passages.matching import Matcher
    from search.passages.spoken import Heard
    from search.passages.spotting import IndexedHighlighter
    from search.results import Fragment

SNIPPET_CHARS = 240
# Characters shown before the first match when no sentence starts nearby.
LEAD_CHARS = 60
# What is looked through: all but the longest articles, in bounded time.
SCANNED_CHARS = 100_000
# And that of all articles on one page.
PAGE_CHARS = 1_000_000


def scanned_chars(bodies: Iterable[str]) -> int:
    """Return how much of each body is looked through when all of them are on one page."""
    sizes = [min(len(body), SCANNED_CHARS) for body in bodies]
    return SCANNED_CHARS if sum(sizes) <= PAGE_CHARS else PAGE_CHARS // len(sizes)


def make_snippet(
    body: str,
    highlighter: Highlighter | IndexedHighlighter,
    matcher: Matcher,
    *,
    width: int = SNIPPET_CHARS,
    scanned: int = SCANNED_CHARS,
    heard: Sequence[Heard] = (),
) -> tuple[Fragment, ...]:
    """Return the fragments of the window of ``body`` that holds most of the query.

    ``highlighter`` finds the words of the query, ``matcher`` where they answer it. They join to
    one passage at most ``width`` characters long, cut at words, with line breaks as spaces;
    the opening of the body when no word is in its first ``scanned``. It is of quotations, where
    some answer: those ``heard``.
    """
    text = body[:scanned].replace("\n", " ")
    words = highlighter.marks(text)
    marks = matcher.among(text, words)
    near = marks or words
    if heard:
        marks = list(joined(sorted([*marks, *marks_of(heard)]), reach=-1))
        near = _spoken(marks, heard, width - LEAD_CHARS)
    start = _sentence_start(text, _richest(near, width - LEAD_CHARS)) if near else 0
    end = _word_end(text, start, start + width)
    return cut(text, start, end, marks)


def _spoken(marks: list[Mark], heard: Iterable[Heard], width: int) -> list[Mark]:
    """Return the marks in quotations, and where those begin that can be shown from there on."""
    starts = [
        Mark(one.quote.start, one.quote.start, "")
        for one in heard
        if not one.marks or one.marks[0].end <= one.quote.start + width
    ]
    inside = [
        mark
        for mark in marks
        if any(one.quote.start <= mark.start < one.quote.end for one in heard)
    ]
    return sorted([*starts, *inside])


def _richest(marks: list[Mark], width: int) -> int:
    """Return the start of the window with the most different words, then the most matches."""
    inside: Counter[str] = Counter()
    best, best_start, last = (0, 0), marks[0].start, 0
    for first, mark in enumerate(marks):
        while last < len(marks) and marks[last].end <= mark.start + width:
            inside[marks[last].word] += 1
            last += 1
        value = (len(inside), last - first)
        if value > best:
            best, best_start = value, mark.start
        if last > first:
            inside[mark.word] -= 1
            if not inside[mark.word]:
                del inside[mark.word]
        else:  # a single word wider than the window
            last = first + 1
    return best_start


def _sentence_start(text: str, at: int) -> int:
    """Return where to start reading so that ``at`` is shown in context."""
    earliest = max(0, at - LEAD_CHARS)
    if earliest == 0:
        return 0
    for end in (". ", "? ", "! ", "\u201d ", '" '):
        found = text.rfind(end, earliest, at)
        if found >= 0:
            return found + len(end)
    space = text.find(" ", earliest, at)
    return space + 1 if space >= 0 else at


def _word_end(text: str, start: int, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", start + 1, end + 1)
    return space if space > start else end
