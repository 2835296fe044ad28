"""Other names of what a query asks for: offered with what they add, included when wanted.

    suap KPK              suap (KPK ATAU "Komisi Pemberantasan Korupsi")           +12
    joko widodo banjir    ((joko widodo) ATAU Jokowi) banjir                       +3
    PBB                   PBB ATAU "Perserikatan Bangsa-Bangsa"                    +9
                          PBB ATAU "Partai Bulan Bintang"                          +1

A name is a word, a phrase, or words that follow each other and spell a full form; what stands
for it is what articles of the archive explain (`index.aliases`). A query with other names is an
ordinary query, read and counted as if it had been typed.

What was not typed finds nothing, but orders what was found: an article that has the words of the
likeliest other name, too, says which of several things it means.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never

from index.aliases import full_name, short_name
from index.analysis.folding import CHUNK, fold
from search.asked import ask
from search.language.parser import MAX_CHARS
from search.language.unparse import unparse
from search.query import (
    And,
    Forms,
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
)
from search.results import AliasOffer
from search.weighting import FUNCTION, MIN_KEYWORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.aliases import Aliases, Other
    from search.asked import Asked
    from search.engine import Snapshot
    from search.results import Filters

# Names of a query that are looked at, and others of each, those of most articles.
MAX_NAMES = 3
MAX_OTHERS = 4

# What all words of another name add, in weights of a word that was typed: as a rule, and where
# the name is asked for.
OTHERWISE = 0.5
WANTED = 1.0

# Words, or one phrase, that follow each other in a query.
_Name: TypeAlias = "tuple[Term | Phrase, ...]"


class _Named(NamedTuple):
    name: _Name
    others: list[Other]


def with_aliases(aliases: Aliases | None, query: Query) -> Query:
    """Return ``query`` with all other names beside those in it."""
    for name, others in _names(aliases, query):
        every = [_leaf(other.text, name) for other in others]
        query = _with(query, name, _either(name, every))
    return query


def read_otherwise(aliases: Aliases | None, asked: Asked) -> tuple[Asked, tuple[Term, ...]]:
    """Return what is asked, and words that add to scores: of the likeliest other names.

    They are none that were typed, and all of one name weigh `OTHERWISE`. Who asks what a short
    form stands for asks for them as well. There are none for a few words that ask nothing: they
    say too little about what is wanted.
    """
    if len(asked.words) < MIN_KEYWORDS and not asked.is_question:
        return asked, ()
    had = {fold(raw) for leaf in leaves(asked.query) for raw in CHUNK.findall(leaf.text)} | FUNCTION
    found: list[Term] = []
    for name, others in _names(aliases, asked.query):
        if not all(leaf.field is None and leaf.forms is Forms.ALL for leaf in name):
            continue
        words = {fold(raw): raw for raw in CHUNK.findall(others[0].text)}
        new = [raw for word, raw in words.items() if word not in had]
        had.update(words)
        weight = WANTED if asked.wants_name else OTHERWISE
        found += [Term(raw, weight=weight / len(new)) for raw in new]
    read = replace(asked, words=(*asked.words, *found)) if asked.wants_name else asked
    return read, tuple(found)


def offer_aliases(
    snapshot: Snapshot, query: Query, filters: Filters, total: int | None = None
) -> tuple[AliasOffer, ...]:
    """Return other names of what is in ``query``, each with the articles that it adds.

    Those that add nothing are left out, unless they are one of several meanings that are there:
    to name the one that is meant brings its articles to the front.

    Args:
        snapshot: The generation that answered.
        query: As read, without other names.
        filters: What the articles have to pass, too.
        total: Documents that match ``query``; counted if not given.
    """
    named = _names(snapshot.aliases, query)
    if not named:
        return ()

    def count(query: Query) -> int:
        return snapshot.count(ask(query).required, filters)

    if total is None:
        total = count(query)
    typed = {full_name(leaf.text) for leaf in leaves(query)}
    offers: list[AliasOffer] = []
    for name, others in named:
        untyped = [other for other in others if full_name(other.text) not in typed]
        may_ask = len(untyped) == len(others) > 1
        found = []
        for text, _, is_full in untyped:
            leaf = _leaf(text, name)
            wider = _with(query, name, _either(name, [leaf]))
            adds = count(wider) - total
            if adds <= 0 and not (may_ask and is_full and count(_with(query, name, leaf))):
                continue
            called = " ".join(leaf.text for leaf in name)
            found.append(AliasOffer(called, text, max(adds, 0), unparse(wider), is_full=is_full))
        if sum(offer.is_full for offer in found) < 2:
            found = [offer for offer in found if offer.adds]
        offers += [offer for offer in found if len(offer.q) <= MAX_CHARS]
    return tuple(offers)


def _names(aliases: Aliases | None, query: Query) -> list[_Named]:
    """Return the first names in a query and their others."""
    found = {} if aliases is None else {one.name: one for one in _walk(aliases, query)}
    return list(found.values())[:MAX_NAMES]


def _walk(aliases: Aliases, query: Query) -> Iterator[_Named]:
    match query:
        case Term() | Phrase(slop=None, is_open=False):
            if is_in_text(query.field) and (others := _others(aliases, (query,))):
                yield _Named((query,), others)
        case And(clauses):
            at = 0
            while at < len(clauses):
                run = _longest(aliases, clauses[at:])
                if run is None:
                    yield from _walk(aliases, clauses[at])
                    at += 1
                else:
                    yield run
                    at += len(run.name)
        case Or(clauses):
            for clause in clauses:
                yield from _walk(aliases, clause)
        case Phrase() | Prefix() | Published() | Quoted() | Not():
            return
        case _:
            assert_never(query)


def _longest(aliases: Aliases, clauses: Sequence[Query]) -> _Named | None:
    """Return the name that most of the first clauses spell, if more than one does."""
    name: _Name = ()
    longest = None
    for clause in clauses:
        if not isinstance(clause, Term) or not is_in_text(clause.field):
            break
        if name and clause.field != name[0].field:
            break
        name = (*name, clause)
        if not aliases.begins(_spelled(name)):
            break
        if len(name) > 1 and (others := _others(aliases, name)):
            longest = _Named(name, others)
    return longest


def _others(aliases: Aliases, name: _Name) -> list[Other]:
    spelled = _spelled(name)
    found = aliases.others(spelled)
    if not found and len(name) == 1 and (short := short_name(name[0].text)) != spelled:
        found = aliases.others(short)
    return found[:MAX_OTHERS]


def _spelled(name: _Name) -> str:
    return full_name(" ".join(leaf.text for leaf in name))


def _leaf(text: str, beside: _Name) -> Term | Phrase:
    """Return what looks for another name where ``beside`` are looked for."""
    words = CHUNK.findall(text)
    field = beside[0].field
    if len(words) > 1:
        return Phrase(" ".join(words), field)
    is_exact = all(isinstance(leaf, Term) and leaf.forms is Forms.EXACT for leaf in beside)
    return Term(words[0], field, Forms.EXACT if is_exact else Forms.ALL)


def _either(name: _Name, others: Sequence[Query]) -> Query:
    return join(Or, dict.fromkeys((join(And, name), *others)))


def _with(query: Query, name: _Name, new: Query) -> Query:
    """Return ``query`` with ``new`` in place of ``name`` wherever they follow each other."""
    match query:
        case Term() | Phrase():
            return new if (query,) == name else query
        case And(clauses):
            at = 0
            changed: list[Query] = []
            while at < len(clauses):
                if clauses[at : at + len(name)] == name:
                    changed.append(new)
                    at += len(name)
                else:
                    changed.append(_with(clauses[at], name, new))
                    at += 1
            return join(And, changed)
        case Or(clauses):
            return join(Or, (_with(clause, name, new) for clause in clauses))
        case Prefix() | Published() | Quoted() | Not():
            return query
        case _:
            assert_never(query)
