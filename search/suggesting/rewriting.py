"""Putting another word into a query, and leaving everything else as it is.

    replace_word(judul:"harga bears" -impor, bears, beras)    judul:"harga beras" -impor
    widen_word(praktik dokter, praktik, praktek)              (praktik ATAU praktek) dokter

Queries are values: the one given is never changed, the new one is rendered and read as
if it had been typed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from index.analysis.folding import CHUNK, fold
from search.language.lexer import OPERATORS
from search.query import And, Leaf, Or, Phrase, Prefix, Query, Term, join, leaves, with_leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from index.analysis.analyzer import Analyzer
    from index.analysis.chunk import Word
    from search.query import Forms

_RUN = re.compile(r"[^\W\d_]+")

_Change: TypeAlias = "Callable[[Term | Phrase], Query]"


class TypedWord(NamedTuple):
    """A word of the query: as typed, as analyzed, and how it is searched for."""

    raw: str
    word: Word
    field: str | None
    forms: Forms


def typed_words(query: Query, analyzer: Analyzer) -> Iterator[TypedWord]:
    """Yield the words that are wanted, in order; of a compound, its parts of letters.

    Words to leave out and beginnings of words are not among them.
    """
    for leaf in leaves(query):
        if not isinstance(leaf, (Term, Phrase)):
            continue
        for raw in CHUNK.findall(leaf.text):
            words = analyzer.chunks[raw].words
            if len(words) == 1:
                yield TypedWord(raw, words[0], leaf.field, leaf.forms)
                continue
            by_form = {word.exact: word for word in words}
            for run in _RUN.findall(raw):
                if (word := by_form.get(fold(run))) is not None:
                    yield TypedWord(run, word, leaf.field, leaf.forms)


def replace_word(query: Query, old: str, new: str, *, is_apart: bool = False) -> Query:
    """Return ``query`` with ``new`` in place of ``old``, except in what is excluded.

    A word that becomes several is looked for as a phrase, or as words that may stand apart.
    """

    def change(leaf: Term | Phrase) -> Query:
        other = _with(leaf, old, new)
        if not is_apart or isinstance(leaf, Phrase):
            return other
        return join(And, (Term(word, other.field) for word in other.text.split()))

    return _changed(query, change)


def widen_word(query: Query, old: str, others: Iterable[str]) -> Query:
    """Return ``query`` with ``old`` or any of ``others`` in its place."""
    texts = list(others)

    def widen(leaf: Term | Phrase) -> Query:
        every = dict.fromkeys([leaf, *(_with(leaf, old, new) for new in texts)])
        return Or(tuple(every)) if len(every) > 1 else leaf

    return _changed(query, widen)


def typed_like(model: str, text: str) -> str:
    """Return ``text`` with the capitals of ``model``; never as an operator."""
    if model.isupper() and len(model) > 1 and text.upper() not in OPERATORS:
        return text.upper()
    return text[:1].upper() + text[1:] if model[:1].isupper() else text


def _changed(query: Query, change: _Change) -> Query:
    """Return ``query`` with its wanted words and phrases changed."""

    def change_leaf(leaf: Leaf) -> Query:
        return leaf if isinstance(leaf, Prefix) else change(leaf)

    return with_leaves(query, change_leaf, excluded=False)


def _with(leaf: Term | Phrase, old: str, new: str) -> Term | Phrase:
    """Return a leaf with a word replaced wherever it stands whole, in any case."""
    text = re.sub(
        rf"(?<!\w){re.escape(old)}(?!\w)",
        lambda match: typed_like(match.group(), new),
        leaf.text,
        flags=re.IGNORECASE,
    )
    if isinstance(leaf, Term) and " " in text and " " not in leaf.text:
        return Phrase(text, leaf.field)
    return replace(leaf, text=text)
