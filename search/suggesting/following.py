"""Words of the archive that the word being typed may become.

    harga ber       beras, bergerak, ...     those that often follow harga
    judul:ber       beras, berita, ...       the most frequent ones
    "harga ber      beras
    a ATAU ber      beras, ...

The query is parsed once, with a slot in place of the word; each form is put there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.analysis.folding import CHUNK
from search.arrays.matches import LOOK_UP_RATIO, contains
from search.arrays.phrases import find_phrase
from search.language.lexer import FIELDS, OPERATORS
from search.language.parser import MAX_CHARS, parse
from search.query import (
    And,
    Field,
    Not,
    Or,
    Phrase,
    Published,
    Query,
    Term,
    together,
    with_leaves,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from search.arrays.finding import Finder
    from search.arrays.snapshot import Docs, Occurrences, Snapshot

# A word is completed from its second letter, the first one when others stand before it.
MIN_LETTERS = 2
# Forms that are weighed by the documents they share with the rest of the query, and how
# many of those documents are looked at, spread over all.
MAX_FORMS = 24
MAX_SHARING = 500
# Forms that are looked for right after the word before, and in how many documents.
MAX_BESIDE = 8
MAX_READ = 64

# The beginning of the word being typed.
_LAST = re.compile(r'(?:(?P<field>[^\W\d_]+):)?(?P<word>[^\s()":=~*-][^\s()":=~*]*)$')
# Stands for the word in a query; nobody types it.
_SLOT = "qxzjqxzjqxzj"


class Continued(NamedTuple):
    """What was typed with its last word completed, and the query it is."""

    text: str
    query: Query


class _Shared(NamedTuple):
    """A form that stands in some of the documents wanted.

    Attributes:
        weight: How much of it is in them, by the cosine.
    """

    weight: float
    form: str
    docs: Docs
    found: Occurrences


def complete_word(snapshot: Snapshot, finder: Finder, text: str) -> Iterator[Continued]:
    """Yield ``text`` with its last word completed, likeliest first; some may find nothing."""
    match = _LAST.search(text)
    words = snapshot.analyzer.words(match["word"]) if match else []
    if match is None or len(words) != 1 or len(text) + len(_SLOT) > MAX_CHARS or _SLOT in text:
        return
    prefix, head = words[0].exact, text[: match.start("word")]
    query = parse(head + _SLOT).query
    field = FIELDS.get((match["field"] or "").lower())
    if isinstance(field, Field) and field not in (Field.TITLE, Field.BODY):
        forms = snapshot.expand(field.value, (prefix,), MAX_FORMS)
    else:
        company = _company(query)
        if not company and len(prefix) < MIN_LETTERS:
            return
        forms = snapshot.expand("text", (prefix,), MAX_FORMS)
        if company:
            before = _word_before(snapshot, text[: match.start()])
            forms = _sharing(snapshot, finder.docs(together(company)), before, forms)
    for form, _ in forms:
        if CHUNK.fullmatch(form):
            yield Continued(head + form, _filled(query, form))


def _word_before(snapshot: Snapshot, text: str) -> Occurrences | None:
    """Return where the last word of ``text`` occurs as written; an operator is none."""
    words = snapshot.analyzer.words(text)
    if not words or OPERATORS.intersection(text.split()[-1:]):
        return None
    return snapshot.find("text", words[-1].exact)


def _company(query: Query) -> list[Query]:
    """Return what documents match that the slot should go with, none if it stands alone."""
    match query:
        case And(clauses):
            return [part for clause in clauses for part in _company(clause)]
        case Or(clauses):
            others = [part for clause in clauses for part in _company(clause)]
            return [Or(tuple(others))] if others else []
        case Phrase(text, field, forms) if _SLOT in text:
            *words, _ = text.split()
            if len(words) == 1:
                return [Term(words[0], field, forms)]
            return [Phrase(" ".join(words), field, forms)]
        case _:
            return [] if _has_slot(query) else [query]


def _has_slot(query: Query) -> bool:
    match query:
        case And(clauses) | Or(clauses):
            return any(map(_has_slot, clauses))
        case Not(clause):
            return _has_slot(clause)
        case Published():
            return False
        case _:
            return _SLOT in query.text


def _filled(query: Query, form: str) -> Query:
    def fill(leaf: Query) -> Query:
        if isinstance(leaf, (Term, Phrase)) and _SLOT in leaf.text:
            return replace(leaf, text=leaf.text.replace(_SLOT, form))
        return leaf

    return with_leaves(query, fill)


def _sharing(
    snapshot: Snapshot, docs: Docs, before: Occurrences | None, forms: Iterable[tuple[str, int]]
) -> list[tuple[str, int]]:
    """Return the forms with how many of some documents have them, likeliest first.

    Those that stand right after ``before`` come first, then those that are seldom
    elsewhere. Of many documents only some are looked at; forms in none of these come last.
    """
    step = -(-len(docs) // MAX_SHARING) or 1
    docs = docs[::step]
    is_wanted = np.zeros(snapshot.size, np.bool_)
    is_wanted[docs] = True
    shared: list[_Shared] = []
    rest: list[tuple[str, int]] = []
    for form, _ in forms:
        found = snapshot.find("text", form)
        if found is None:
            continue
        if len(docs) * LOOK_UP_RATIO < len(found.docs):
            common = docs[contains(found.docs, docs, snapshot.size)]
        else:
            common = found.docs[is_wanted[found.docs]]
        if len(common):
            shared.append(_Shared(len(common) / len(found.docs) ** 0.5, form, common, found))
        elif step > 1:
            rest.append((form, 0))
    shared.sort(key=lambda item: (-item.weight, item.form))
    if before is not None:
        best = [(_beside(snapshot, before, item), item) for item in shared[:MAX_BESIDE]]
        best.sort(key=lambda pair: -pair[0])
        shared[:MAX_BESIDE] = [item for _, item in best]
    return [*((item.form, len(item.docs)) for item in shared), *rest]


def _beside(snapshot: Snapshot, before: Occurrences, shared: _Shared) -> float:
    """Return about how often the form stands right after ``before``."""
    docs = shared.docs[:MAX_READ]
    some = docs[contains(before.docs, docs, snapshot.size)]
    places, _ = find_phrase([before, shared.found], some)
    return len(places) * len(shared.docs) / len(docs)
