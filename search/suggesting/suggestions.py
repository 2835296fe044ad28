"""Other queries to offer beside a page of results.

    harga bears            harga beras                      spelling
    hargaberas, jal an     "harga beras", jalan             spelling
    praktek dokter         (praktek ATAU praktik) dokter    variant
    gimana bayar pajak     bagaimana bayar pajak            informal
    ora bisa               tidak bisa                       regional
    Germany                Jerman                           foreign

Only what finds something is offered: every suggestion is read and counted as if the
reader had typed it. How words are spelled is looked into only when the page is nearly
empty or a word was not found; a word of the table of variants is noticed on any page,
which costs a look into a dictionary. Of several readings the likeliest in its company
comes first: *harga bears* is *harga beras* rather than *harga besar* where more articles
say so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise, product
from math import log1p
from typing import TYPE_CHECKING

from index.analysis.folding import fold
from search.asked import ask
from search.language.parser import MAX_CHARS, parse
from search.language.unparse import unparse
from search.query import And, Term, join
from search.relaxing import relax
from search.results import Suggestion
from search.suggesting.readings import (
    SPELLING,
    Reading,
    Readings,
    add_corrections,
    add_rare_variants,
    add_variants,
    count_documents,
    may_be_misspelt,
)
from search.suggesting.rewriting import replace_word, typed_words, widen_word
from search.suggesting.variants import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.asked import Asked
    from search.engine import Snapshot
    from search.query import Query
    from search.results import Filters

MAX_SUGGESTIONS = 3
# A page with fewer hits is worth a second look at how its words are spelled.
FEW_HITS = 3
# Documents with a word that was typed as two.
MIN_WHOLE = 3
# Work for a query of any length: words changed, pairs of words joined, and queries counted.
MAX_CHANGED = 3
MAX_JOINED = 8
MAX_COUNTED = 12
# How much less likely than the best suggestion another one may be, in plain errors.
MARGIN = 0.6
# What a suggestion gains in rank for finding e times as many articles, in plain errors.
CONTEXT = 0.15


def suggest_queries(
    snapshot: Snapshot, asked: Asked, total: int, filters: Filters
) -> tuple[Suggestion, ...]:
    """Return at most `MAX_SUGGESTIONS` queries to try instead, best first.

    Args:
        snapshot: The generation that answered.
        asked: The question, before it was relaxed.
        total: Documents that match all of it.
        filters: What an offered query has to pass, too.
    """
    typed = {word.raw: word for word in typed_words(asked.query, snapshot.analyzer)}
    # A question is answered without the words that ask; missing ones are no typos.
    asking = {term.text for term in asked.asking}
    content = [word for raw, word in typed.items() if raw not in asking]
    words = [Readings(word, count_documents(snapshot, word)) for word in content]
    is_scarce = total < FEW_HITS or any(not word.known for word in words)
    for word in words:
        add_variants(snapshot, word)
        if is_scarce:
            add_rare_variants(snapshot, word)
    if is_scarce:
        suspects = sorted(filter(may_be_misspelt, words), key=_innocence)
        for word in suspects[:MAX_CHANGED]:
            add_corrections(snapshot, word)
    suggesting = _Suggesting(snapshot, asked.query, total, filters)
    found = suggesting.joined()
    if any(word.is_settled for word in words):
        found += suggesting.replaced(words) + suggesting.widened(words)
    return tuple({other.q.casefold(): other for other in found}.values())[:MAX_SUGGESTIONS]


def _innocence(word: Readings) -> tuple[int, int]:
    """Sort what is most likely a typo first: what is found least, then what is longest."""
    return word.known, -len(word.typed.raw)


@dataclass(frozen=True, slots=True)
class _Suggesting:
    """Builds queries from readings and keeps those that find something."""

    snapshot: Snapshot
    query: Query
    total: int
    filters: Filters

    def joined(self) -> list[Suggestion]:
        """Return queries with two words as one, for who typed a space too many: *jal an*."""
        clauses = self.query.clauses if isinstance(self.query, And) else ()
        found = []
        for at, (one, other) in enumerate(pairwise(clauses[: MAX_JOINED + 1])):
            if not (isinstance(one, Term) and isinstance(other, Term)) or other.field:
                continue
            whole = replace(one, text=one.text + other.text)
            if not self._is_one_word(one.text, other.text):
                continue
            read = self._read(join(And, [*clauses[:at], whole, *clauses[at + 2 :]]))
            if read and (number := self._count(read[1].required)):
                found.append(Suggestion(read[0], SPELLING, number))
        return found

    def _is_one_word(self, one: str, other: str) -> bool:
        """Tell whether two words are rather one: that is in the archive, and not both of them."""
        frequency = self.snapshot.frequency
        if self.total and all(frequency("text", fold(part)) for part in (one, other)):
            return False
        return frequency("text", fold(one + other)) >= MIN_WHOLE

    def replaced(self, words: Sequence[Readings]) -> list[Suggestion]:
        """Return queries with other words in place of some, likeliest first."""
        changed = sorted((word for word in words if word.instead), key=_innocence)[:MAX_CHANGED]
        if not changed:
            return []
        ways = sorted(product(*(word.instead for word in changed)), key=_cost)
        ranked: list[tuple[float, str, str, int]] = []
        for way in ways[:MAX_COUNTED]:
            text, other, number = self._tried(way)
            if number:
                gain = CONTEXT * log1p(number) if len(words) > 1 else 0.0
                ranked.append((_cost(way) - gain, text, _reason(way), number))
            elif not ranked and not self.total and (number := self._count_partial(other)):
                # Not all words meet in one article; the page will say so.
                ranked.append((_cost(way) + 1.0, text, _reason(way), number))
        ranked.sort()
        return [
            Suggestion(text, reason, number)
            for cost, text, reason, number in ranked
            if cost <= ranked[0][0] + MARGIN
        ]

    def _count_partial(self, other: Asked | None) -> int:
        loose = other and other.loose
        relaxed = relax(self.snapshot, loose, self.filters) if loose else None
        return self._count(relaxed) if relaxed else 0

    def _tried(self, way: Sequence[Reading]) -> tuple[str, Asked | None, int]:
        """Return a changed query, what it asks and how many documents have all of it.

        Words that were stuck together are looked for side by side, or else apart.
        """
        text, asked = "", None
        for is_apart in (False, True) if any(" " in reading.new for reading in way) else (False,):
            found = self._read(self._changed(way, is_apart=is_apart))
            if found is None:
                continue
            text, asked = found
            if number := self._count(asked.required):
                return text, asked, number
        return text, asked, 0

    def widened(self, words: Sequence[Readings]) -> list[Suggestion]:
        """Return the query with every other spelling beside its word, if that finds more."""
        beside = [word for word in words if word.beside]
        query = self.query
        for word in beside[:MAX_CHANGED]:
            query = widen_word(query, word.typed.raw, word.beside)
        found = self._read(query)
        number = 0 if found is None else self._count(found[1].required)
        if found is None or number <= self.total:
            return []
        return [Suggestion(found[0], str(beside[0].reason), number)]

    def _changed(self, way: Sequence[Reading], *, is_apart: bool) -> Query:
        query = self.query
        for reading in way:
            query = replace_word(query, reading.raw, reading.new, is_apart=is_apart)
        return query

    def _count(self, query: Query) -> int:
        return self.snapshot.count(query, self.filters)

    def _read(self, query: Query) -> tuple[str, Asked] | None:
        """Return a query as text and what that text asks; None for the one asked."""
        text = unparse(query)
        if len(text) > MAX_CHARS or text.casefold() == unparse(self.query).casefold():
            return None
        return text, ask(parse(text).query)


def _cost(way: Sequence[Reading]) -> float:
    return sum(reading.cost for reading in way)


def _reason(way: Sequence[Reading]) -> str:
    """Return the reason that explains the most of a change."""
    reasons = {reading.reason for reading in way if reading.new != reading.raw}
    for reason in (SPELLING, Kind.INFORMAL, Kind.REGIONAL, Kind.FOREIGN):
        if reason in reasons:
            return str(reason)
    return str(Kind.VARIANT)
