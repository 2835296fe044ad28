"""How each word of a query was understood: its root and the forms found for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index.analysis.folding import beginnings
from search.query import Forms, Leaf, Phrase, Prefix, Query, Term, is_in_text, leaves
from search.results import TermInfo

if TYPE_CHECKING:
    from index.analysis.chunk import Word
    from search.engine import Snapshot

SHOWN_FORMS = 8
MAX_FORMS = 100


def explain(snapshot: Snapshot, query: Query, *, every_form: bool) -> tuple[TermInfo, ...]:
    """Return one line a word of ``query``, in its order; a repeated part of it only once."""
    limit = MAX_FORMS if every_form else SHOWN_FORMS
    found: dict[TermInfo, None] = {}
    for leaf in leaves(query):
        if is_in_text(leaf.field):
            typed = replace(leaf, weight=1.0, k1=None) if isinstance(leaf, Term) else leaf
            found.update(dict.fromkeys(_explain_leaf(snapshot, typed, limit)))
    return tuple(found)


def _explain_leaf(snapshot: Snapshot, leaf: Leaf, limit: int) -> list[TermInfo]:
    if isinstance(leaf, Prefix):
        return [_explain_beginning(snapshot, leaf.text, leaf, limit)]
    infos = []
    whole, last = leaf.parted if isinstance(leaf, Phrase) else (leaf.text, "")
    for chunk in snapshot.analyzer.split(whole):
        words = chunk.units if isinstance(leaf, Term) else chunk.words
        infos += [_explain_word(snapshot, word, leaf, limit) for word in words]
    return [*infos, _explain_beginning(snapshot, last, leaf, limit)] if last else infos


def _explain_beginning(snapshot: Snapshot, text: str, leaf: Leaf, limit: int) -> TermInfo:
    forms = snapshot.expand("text", beginnings(text), limit)
    return TermInfo(f"{text}*", None, tuple(forms), snapshot.count(Prefix(text)), leaf)


def _explain_word(snapshot: Snapshot, word: Word, leaf: Term | Phrase, limit: int) -> TermInfo:
    if leaf.forms is Forms.EXACT:
        count = snapshot.frequency("text", word.exact)
        forms = ((word.exact, count),) if count else ()
        return TermInfo(word.exact, None, forms, count, leaf)
    count = snapshot.frequency("root", word.root)
    found = snapshot.forms(word.root) if count else ()
    return TermInfo(word.exact, word.root, tuple(found[:limit]), count, leaf)
