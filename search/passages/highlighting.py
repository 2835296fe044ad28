"""Which words of a text answer the query, in any inflection.

melatih    marks    melatih, pelatihan, latihan
"harga beras"    marks    harga, beras
"""

from __future__ import annotations

import re
from itertools import compress
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from index.analysis.analyzer import SEVERAL
from index.analysis.folding import CHUNK, HYPHENS, beginnings, fold
from index.analysis.joining import as_initials, may_be_apart, parted_forms
from index.analysis.months import MONTHS, figures_of
from search.query import Forms, Phrase, Prefix, is_in_text, leaves
from search.results import Fragment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from re import Match

    from index.analysis.analyzer import Analyzer
    from index.analysis.chunk import Chunk
    from search.query import Leaf, Query


# What a month by its name is or begins with: its figures are marked, too.
_MAY_BE_MONTHS = frozenset(name[:end] for name in MONTHS for end in range(1, len(name) + 1))

# So few are read at once; in longer texts a first look spares most words a closer one.
FEW_CHARS = 40

# What is marked of a text that is read whole: all of nearly any article, in bounded time.
MARKED_CHARS = 200_000
MAX_MARKS = 2_000


class Mark(NamedTuple):
    """A matching word: where it stands, and which word of the query it answers."""

    start: int
    end: int
    word: str


class Highlighter:
    """Finds the words of one query in any text.

    A compound is found whole: the rp of Rp1,5 answers nothing alone. With ``in_parts`` its words
    are, too, for who looks whether they stand together.
    """

    def __init__(self, query: Query, analyzer: Analyzer, *, in_parts: bool = False) -> None:
        self._analyzer = analyzer
        self._in_parts = in_parts
        self._roots: set[str] = set()
        self._exact: set[str] = set()
        self._prefixes: tuple[str, ...] = ()
        self._is_apart = False
        self._initials: list[bytes] = []
        self._firsts: set[str] = set()
        for leaf in leaves(query):
            self._add(leaf)
        self._telling_roots = self._roots | {SEVERAL}
        self._telling_exact = self._exact | {SEVERAL}

    def _add(self, leaf: Leaf) -> None:
        if not is_in_text(leaf.field):
            return
        if isinstance(leaf, Prefix):
            self._prefixes += beginnings(leaf.text)
            self._firsts.update(
                first for form, first in parted_forms().items() if form.startswith(self._prefixes)
            )
            return
        text = leaf.text
        if isinstance(leaf, Phrase):
            text, last = leaf.parted
            self._prefixes += beginnings(last)
        for chunk in self._analyzer.split(text):
            every = chunk.words + chunk.others
            is_parted = self._in_parts and len(every) > 1
            for word in every if is_parted else chunk.units:
                if leaf.forms is Forms.ALL:
                    self._roots.add(word.root)
                if leaf.forms is Forms.EXACT or is_parted:
                    self._exact.add(word.exact)
                self._is_apart |= may_be_apart(word.exact) or may_be_apart(word.root)
                if (initials := as_initials(word.exact)) is not None:
                    self._initials.append(initials.encode())

    def marks(self, text: str) -> list[Mark]:
        """Return the matching words of ``text`` in reading order."""
        if len(text) < FEW_CHARS:
            return self._with_joined(text, self._decided(CHUNK.finditer(text)))
        flags = self._flags(CHUNK.findall(text))
        if True not in flags:
            return self._with_joined(text, [])
        return self._with_joined(text, self._decided(compress(CHUNK.finditer(text), flags)))

    def _with_joined(self, text: str, marks: list[Mark]) -> list[Mark]:
        """Return ``marks`` and those of words with a space inside, which take in others."""
        if not self.may_be_apart_in(text):
            return marks
        joined = [
            Mark(*span, word)
            for span, chunk in self._analyzer.joined(text)
            if (word := self._decide(chunk))
        ]
        inside = (mark for mark in marks if not any(_holds(whole, mark) for whole in joined))
        return sorted([*inside, *joined])

    def _decided(self, matches: Iterable[Match[str]]) -> list[Mark]:
        chunks = self._analyzer.chunks
        return [
            Mark(*match.span(), word)
            for match in matches
            if (word := self._decide(chunks[match.group()]))
        ]

    def may_be_apart_in(self, text: str) -> bool:
        """Tell whether a word of the query may stand in ``text`` with a space inside."""
        if self._is_apart or (self._firsts and self._begins_apart(fold(text))):
            return True
        if not self._initials:
            return False
        plain = text.encode("ascii", "replace").lower()  # which all initials are
        return any(initials in plain for initials in self._initials)

    def _begins_apart(self, plain: str) -> bool:
        firsts = "|".join(sorted(self._firsts))
        return re.search(rf"(?<!\w)(?:{firsts})[ {HYPHENS}]", plain) is not None

    def forms(self, forms_of: Callable[[str], Iterable[tuple[str, int]]]) -> set[str]:
        """Return what matching words are or begin with; ``forms_of`` returns those of a root."""
        every = {form for root in self._roots for form, _ in forms_of(root)}
        every.update(self._exact, self._prefixes)
        return every.union(*(figures_of(form) for form in every & _MAY_BE_MONTHS))

    def _flags(self, raws: list[str]) -> list[bool]:
        """Return, for each chunk, whether it may match; a look-up each, no call."""
        analyzer = self._analyzer
        if self._prefixes:
            return [bool(self._decide(analyzer.chunks[raw])) for raw in raws]
        by_root = map(self._telling_roots.__contains__, map(analyzer.roots.__getitem__, raws))
        if not self._exact:
            return list(by_root)
        by_form = map(self._telling_exact.__contains__, map(analyzer.exacts.__getitem__, raws))
        return list(map(or_, by_root, by_form))

    def _decide(self, chunk: Chunk) -> str:
        """Return the word of the query that ``chunk`` answers, ``""`` for none."""
        for exact, root in (*chunk.words, *chunk.others, *chunk.parts):
            if root in self._roots:
                return root
            if exact in self._exact or (self._prefixes and exact.startswith(self._prefixes)):
                return exact
        return ""


def _holds(whole: Mark, mark: Mark) -> bool:
    return whole.start <= mark.start and mark.end <= whole.end


def marked_part(text: str) -> str:
    """Return what is marked of a text: in a long one its beginning, no word of it cut."""
    if len(text) <= MARKED_CHARS:
        return text
    return text[: 1 + max(text.rfind(blank, 0, MARKED_CHARS) for blank in " \n")]


def cut(text: str, start: int, end: int, marks: list[Mark]) -> tuple[Fragment, ...]:
    """Return fragments that join to ``text[start:end]``; ``marks`` are in order."""
    fragments: list[Fragment] = []
    for mark in marks:
        if start <= mark.start and mark.end <= end:
            if start < mark.start:
                fragments.append(Fragment(text[start : mark.start]))
            fragments.append(Fragment(text[mark.start : mark.end], is_match=True))
            start = mark.end
    if start < end:
        fragments.append(Fragment(text[start:end]))
    return tuple(fragments)


def joined(marks: list[Mark], reach: int) -> Iterator[Mark]:
    """Yield ascending marks; those at most ``reach`` characters from the next as one."""
    last: Mark | None = None
    for mark in marks:
        if last is None or mark.start > last.end + reach:
            if last is not None:
                yield last
            last = mark
        elif mark.end > last.end:
            last = Mark(last.start, mark.end, last.word)
    if last is not None:
        yield last
