"""Words that no article has, read as the nearest word for the order of partial matches.

    kunjungan Koizumik ke Yasukuni      articles with *Koizumi* come first among those that
                                        hold the other words

Nothing else is found for it, marked or left out: the word stays missing, the page says so,
and offers the other spelling. Only what is one error away and begins the same counts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index.analysis.folding import fold

if TYPE_CHECKING:
    from search.asked import Asked
    from search.engine import Snapshot
    from search.query import Term

# Shorter words have too many neighbours.
MIN_CHARS = 4
# How many words are looked for.
MAX_WORDS = 3


def read_nearly(snapshot: Snapshot, asked: Asked) -> tuple[Asked, tuple[Term, ...]]:
    """Return what is asked with words that no document has replaced, and what for."""
    near: dict[Term, Term] = {}
    for word in asked.words:
        if len(near) < MAX_WORDS and word not in asked.asking and _is_missing(snapshot, word):
            form = _nearest(snapshot, fold(word.text))
            if form:
                near[word] = replace(word, text=form)
    if not near:
        return asked, ()
    words = tuple(near.get(word, word) for word in asked.words)
    return replace(asked, words=words), tuple(near.values())


def _is_missing(snapshot: Snapshot, word: Term) -> bool:
    return len(word.text) >= MIN_CHARS and word.text.isalpha() and not snapshot.count(word)


def _nearest(snapshot: Snapshot, word: str) -> str | None:
    near = [other for other in snapshot.near("text", word, 1) if other.form[0] == word[0]]
    return max(near, key=lambda other: (other.documents, other.form)).form if near else None
