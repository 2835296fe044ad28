"""The words of a query in an indexed text, without cutting all of it into words.

    beras, beras-beras    in    Harga Beras-beras itu naik; beras, jagung ...
                                      -----------          ------

Every form of a word is somewhere in what is left of a text when case, hyphens,
apostrophes and the points of numbers are taken away. Strings are found hundreds of times
faster than words are cut. What is found is a superset: the few runs between blanks that
are left are cut as ever.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from index.analysis.folding import DROPPED
from search.passages.highlighting import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from search.passages.highlighting import Highlighter

# More than the analyzer really drops costs time, not correctness.
_DROPPED = DROPPED.encode()
_LOWER = bytes(range(256)).lower()
# Signs of printed text that part or join words as their plain counterparts do.
_PLAIN = (
    *(("\u2019", "'"), ("\u2018", "'"), ("\u2010", "-"), ("\u2011", "-"), ("\u00a0", " ")),
    *((sign, '"') for sign in "\u201c\u201d\u2013\u2014\u2026"),
)
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_PARTS = re.compile(rb"[%s]" % re.escape(_DROPPED))

# Shorter parts of a form are everywhere.
MIN_PART_CHARS = 3
# Looking for more forms is no faster than cutting the text into words.
MAX_FORMS = 1_000
# Beyond one place in so many characters, cutting the whole text is no slower.
CHARS_PER_PLACE = 16


class IndexedHighlighter:
    """Finds what a `Highlighter` finds, sooner, in texts whose every word was indexed.

    ``forms_of`` returns the written forms of a root in that index. Serves one page of
    results: it remembers the runs it has seen.
    """

    def __init__(
        self, plain: Highlighter, forms_of: Callable[[str], Iterable[tuple[str, int]]]
    ) -> None:
        self._plain = plain
        self._spotter = Spotter(plain.forms(forms_of))
        self._seen: dict[str, list[Mark]] = {}

    def marks(self, text: str) -> list[Mark]:
        """Return the matching words of ``text`` in reading order."""
        is_hidden = self._spotter.is_wide or self._plain.may_be_apart_in(text)
        runs = None if is_hidden else self._spotter.runs(text)
        if runs is None:
            return self._plain.marks(text)
        return [
            Mark(at + start, at + end, word)
            for at, until in runs
            for start, end, word in self._marks_of_run(text[at:until])
        ]

    def _marks_of_run(self, run: str) -> list[Mark]:
        found = self._seen.get(run)
        if found is None:
            found = self._seen[run] = self._plain.marks(run)
        return found


class Spotter:
    """Finds the places of some words, given in every form they are indexed in.

    Attributes:
        is_wide: Too many forms to be looked for one by one.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        every = sorted({_needle(form) for form in forms if form.isascii()}, key=len)
        self._needles: list[bytes] = []
        self.is_wide = len(every) > MAX_FORMS
        for needle in [] if self.is_wide else every:
            if not any(shorter in needle for shorter in self._needles):
                self._needles.append(needle)

    def runs(self, text: str) -> list[tuple[int, int]] | None:
        """Return ascending spans of ``text``, cut at blanks, that hold every place.

        None when that is the whole text, or cannot be told: when a word is written with a
        hyphen or an apostrophe that it does not have in the index.
        """
        foreign: list[int] = []
        if not text.isascii():
            for sign, same in _PLAIN:
                text = text.replace(sign, same)
            if not text.isascii():
                foreign = [match.start() for match in _FOREIGN.finditer(text)]
        raw = text.encode("ascii", "replace")
        plain, squeezed = raw.lower(), raw.translate(_LOWER, _DROPPED)
        limit = len(plain) // CHARS_PER_PLACE
        # The last run may be cut off, and then be no form at all.
        spans = {plain.rfind(b" ") + 1: len(plain)}
        for needle in self._needles:
            count = squeezed.count(needle)
            if count > limit:
                return None
            at = end = 0
            for _ in range(count):
                at = plain.find(needle, at)
                if at < 0:
                    return None
                if at >= end:
                    end = _add_run(spans, plain, at)
                at += len(needle)
        for at in foreign:
            _add_run(spans, plain, at)
        return sorted(spans.items())


def _add_run(spans: dict[int, int], plain: bytes, at: int) -> int:
    """Note the run around ``at``; return its end."""
    end = plain.find(b" ", at)
    if end < 0:
        end = len(plain)
    spans[plain.rfind(b" ", 0, at) + 1] = end
    return end


@lru_cache(maxsize=8_192)
def _needle(form: str) -> bytes:
    """Return what is in every text with ``form``, once it is squeezed."""
    longest = max(_PARTS.split(form.encode()), key=len)
    return longest if len(longest) >= MIN_PART_CHARS else form.encode().translate(None, _DROPPED)
