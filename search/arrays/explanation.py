"""How each word of a query was understood: its root and the forms found for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from index.analysis.folding import beginnings
from search.passages.highlighting import leaves
from search.query import Field, Forms, Prefix, Term
from search.results import TermInfo

if TYPE_CHECKING:
    from index.analysis.chunk import Word
    from search.arrays.snapshot import Snapshot
    from search.query import Phrase, Query

SHOWN_FORMS = 8
MAX_FORMS = 100


def explain(snapshot: Snapshot, query: Query, *, every_form: bool) -> tuple[TermInfo, ...]:
    """Return one line a word of ``query``, in its order; a repeated part of it only once."""
    limit = MAX_FORMS if every_form else SHOWN_FORMS
    found: dict[TermInfo, None] = {}
    for leaf in map(_without_weight, leaves(query)):
        if leaf.field in (None, Field.TITLE, Field.BODY):
            found.update(dict.fromkeys(_explain_leaf(snapshot, leaf, limit)))
    return tuple(found)


def _without_weight(leaf: Term | Phrase | Prefix) -> Term | Phrase | Prefix:
    return replace(leaf, weight=1.0) if isinstance(leaf, Term) else leaf


def _explain_leaf(snapshot: Snapshot, leaf: Term | Phrase | Prefix, limit: int) -> list[TermInfo]:
    if isinstance(leaf, Prefix):
        forms = snapshot.expand("text", beginnings(leaf.text), limit)
        found = [snapshot.find("text", form) for form, _ in forms]
        docs = [occurrences.docs for occurrences in found if occurrences is not None]
        df = len(np.unique(np.concatenate(docs))) if docs else 0
        return [TermInfo(f"{leaf.text}*", None, tuple(forms), df, leaf)]
    infos = []
    for chunk in snapshot.analyzer.split(leaf.text):
        words = chunk.units if isinstance(leaf, Term) else chunk.words
        infos += [_explain_word(snapshot, word, leaf, limit) for word in words]
    return infos


def _explain_word(snapshot: Snapshot, word: Word, leaf: Term | Phrase, limit: int) -> TermInfo:
    if leaf.forms is Forms.EXACT:
        exact = snapshot.find("text", word.exact)
        count = 0 if exact is None else len(exact.docs)
        forms = ((word.exact, count),) if count else ()
        return TermInfo(word.exact, None, forms, count, leaf)
    root = snapshot.find("root", word.root)
    found = snapshot.forms(word.root) if root is not None else []
    count = 0 if root is None else len(root.docs)
    return TermInfo(word.exact, word.root, tuple(found[:limit]), count, leaf)
