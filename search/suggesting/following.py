"""Words of the archive that the word being typed may become.

    harga ber       beras, bergerak, ...     those that often follow harga
    judul:ber       beras, berita, ...       the most frequent ones
    "harga ber      beras
    a ATAU ber      beras, ...

The query is parsed as it was typed; each form takes the place of its last word.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, assert_never

from index.analysis.folding import CHUNK
from index.analysis.joining import joined_spans
from search.language.lexer import OPERATORS, PREFIXES, DateField
from search.language.parser import parse
from search.query import (
    And,
    Leaf,
    Not,
    Or,
    Phrase,
    Prefix,
    Published,
    Query,
    Quoted,
    Term,
    is_in_text,
    join,
    leaves,
    with_leaves,
)
from search.suggesting.rewriting import typed_like

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.engine import Finder, Shared, Snapshot

# A word is completed from its second letter, the first one when others stand before it.
MIN_TYPED = 2
# Forms that are weighed by the documents they share with the rest of the query.
MAX_FORMS = 24
# The same beside other words, which few of them go with.
MAX_SHARING = 48
# The best of them are looked for right after the word before.
MAX_BESIDE = 12

# The beginning of the word being typed, and the field it is to be in.
_LAST = re.compile(r'(?:(?P<field>[^\W\d_]+):)?(?P<word>[^\s()":=~*-][^\s()":=~*]*)$')


class Continued(NamedTuple):
    """What was typed with its last word completed, and the query it is."""

    text: str
    query: Query


def complete_word(snapshot: Snapshot, finder: Finder, text: str) -> Iterator[Continued]:
    """Yield ``text`` with its last word completed, likeliest first; some may find nothing."""
    match = _LAST.search(text)
    if match is None or match["word"] in OPERATORS or _is_of_date(match["field"]):
        return
    words = snapshot.analyzer.words(match["word"])
    parsed = parse(text)
    if len(words) != 1 or not parsed.places or parsed.places[-1].end < len(text):
        return
    last, prefix, head = parsed.places[-1].leaf, words[0].exact, text[: match.start("word")]
    typed = match["word"]
    if isinstance(last, Phrase) and (last.slop is not None or last.is_open):
        return
    company = _company(parsed.query, last)
    if not is_in_text(last.field):
        forms = snapshot.expand(last.field or "", (prefix,), MAX_FORMS)
    elif not company and len(prefix) < MIN_TYPED:
        return
    else:
        forms = snapshot.expand("text", (prefix,), MAX_SHARING if company else MAX_FORMS)
    likeliest = [(form, False) for form, _ in forms]
    if company and is_in_text(last.field):
        before = _word_before(snapshot, text[: match.start()])
        likeliest = _in_company(finder, join(And, company), before, [form for form, _ in forms])
    for form, is_beside in likeliest:
        if CHUNK.fullmatch(form) and not joined_spans(head + form):
            shown = typed_like(typed, form) if is_beside else form  # as names are written
            yield Continued(head + shown, _filled(parsed.query, last, form))


def _is_of_date(prefix: str | None) -> bool:
    """Tell whether a day is being typed: it is read as a word only until it is whole."""
    return isinstance(PREFIXES.get((prefix or "").lower()), DateField)


def _word_before(snapshot: Snapshot, text: str) -> str | None:
    """Return the last word of ``text`` as written; an operator is none."""
    words = snapshot.analyzer.words(text)
    if not words or OPERATORS.intersection(text.split()[-1:]):
        return None
    return words[-1].exact


def _company(query: Query, last: Leaf) -> list[Query]:
    """Return what documents match that ``last`` should go with, none if it stands alone."""
    match query:
        case And(clauses):
            return [part for clause in clauses for part in _company(clause, last)]
        case Or(clauses):
            others = [part for clause in clauses for part in _company(clause, last)]
            return [join(Or, others)] if others else []
        case Phrase(text) if query is last:
            *words, _ = text.split()
            if len(words) == 1:
                return [Term(words[0], query.field, query.forms)]
            return [replace(query, text=" ".join(words))]
        case Term() | Phrase() | Prefix() | Published() | Quoted() | Not():
            is_typed = any(leaf is last for leaf in leaves(query, excluded=True))
            return [] if is_typed else [query]
        case _:
            assert_never(query)


def _filled(query: Query, last: Leaf, form: str) -> Query:
    *before, _ = last.text.split()
    filled = replace(last, text=" ".join([*before, form]))
    return with_leaves(query, lambda leaf: filled if leaf is last else leaf)


def _in_company(
    finder: Finder, company: Query, before: str | None, forms: Sequence[str]
) -> list[tuple[str, bool]]:
    """Return the forms that stand in what matches ``company``, likeliest first.

    Those that stand right after ``before``, which is told of each, come first, then those
    that are seldom elsewhere, by the cosine.
    """

    def rank(shared: Shared) -> tuple[float, str]:
        return -shared.together / shared.documents**0.5, shared.form

    found = finder.sharing(company, forms)
    seen = sorted((shared for shared in found if shared.together), key=rank)
    ranked = [shared.form for shared in seen]
    beside: dict[str, float] = {}
    if before is not None:
        beside = {form: finder.beside(before, form, company) for form in ranked[:MAX_BESIDE]}
        ranked.sort(key=lambda form: -beside.get(form, 0.0))
    ranked += [shared.form for shared in found if not shared.together]
    return [(form, beside.get(form, 0.0) > 0) for form in ranked]
