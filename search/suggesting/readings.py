"""What one word of a query may stand for, likeliest first.

    gmn        instead: bagaimana              the table of variants
    praktik    beside:  praktek                the same, and both are in the archive
    Djogja     instead: Yogyakarta             the same
    Tjepu      instead: Cepu                   a reform of the spelling
    bears      instead: beras, besar           a form that is near
    dijakarta  instead: di jakarta             a forgotten space

*Instead* takes the place of the word, *beside* is searched together with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from math import log
from typing import TYPE_CHECKING, NamedTuple

from search.query import Forms, is_in_text
from search.suggesting.spelling import MIN_MISSPELT, RARITY, corrections
from search.suggesting.variants import Kind, load_variants, reformed

if TYPE_CHECKING:
    from search.engine import Snapshot
    from search.suggesting.rewriting import TypedWord

SPELLING = "spelling"

MAX_READINGS = 4
# A word that is found is a typo only of one this many times as frequent.
MUCH_MORE = 20
# A forgotten space, in plain errors: hargaberas, dijakarta.
SPLIT = 1.0
MIN_HALF = 2
MIN_HALF_COUNT = 3
_SHORT_WORDS = frozenset("di ke se ini itu dan dari yang apa ada".split())
# What the table says is likelier than any typo.
_SURE = -10.0


class Reading(NamedTuple):
    """What may stand in place of a word; the lowest ``cost`` is the likeliest."""

    raw: str
    new: str
    cost: float
    reason: str


@dataclass(slots=True)
class Readings:
    """All readings of one word.

    Attributes:
        known: Documents with the word, in the forms it is searched in.
        beside: Other spellings in the archive, to be searched together with it.
        reason: Why those are offered.
    """

    typed: TypedWord
    known: int
    instead: list[Reading] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    reason: str = Kind.VARIANT

    @property
    def is_settled(self) -> bool:
        """Whether the table or a rule knows the word, so that it is no typo."""
        return bool(self.instead or self.beside)


def count_documents(snapshot: Snapshot, typed: TypedWord) -> int:
    """Return the documents with a word, in the forms it is searched in."""
    if is_in_text(typed.field) and typed.forms is Forms.ALL:
        return snapshot.frequency("root", typed.word.root)
    return snapshot.frequency(_index_field(typed.field), typed.word.exact)


def _index_field(field: str | None) -> str:
    return "text" if field is None or is_in_text(field) else field


def add_variants(snapshot: Snapshot, readings: Readings) -> None:
    """Add what the table has for a word; a dictionary is all that is looked into."""
    typed = readings.typed
    if not is_in_text(typed.field):
        return
    for text, kind, is_standard in load_variants().spellings(typed.word):
        if not is_standard and kind is Kind.INFORMAL:
            continue
        if " " not in text and not snapshot.frequency("text", text):
            continue
        if readings.known and kind is Kind.VARIANT:
            readings.beside.append(text)
        else:
            readings.instead.append(Reading(typed.raw, text, _SURE, kind))


def add_rare_variants(snapshot: Snapshot, readings: Readings) -> None:
    """Add old spellings by rule and informal ones, for a question that found little."""
    typed = readings.typed
    if not is_in_text(typed.field) or readings.is_settled:
        return
    informal = [
        text
        for text, kind, is_standard in load_variants().spellings(typed.word)
        if kind is Kind.INFORMAL and not is_standard
    ]
    for text in informal or reformed(typed.word.exact):
        documents = snapshot.frequency("text", text)
        if not documents:
            continue
        if readings.known:
            readings.beside.append(text)
        else:
            likelihood = -RARITY * log(documents)
            readings.instead.append(Reading(typed.raw, text, likelihood, Kind.VARIANT))
    if informal and readings.beside:
        readings.reason = Kind.INFORMAL


def may_be_misspelt(readings: Readings) -> bool:
    """Tell whether a word is worth a search for forms that are near."""
    return not readings.is_settled and len(readings.typed.word.exact) >= MIN_MISSPELT


def add_corrections(snapshot: Snapshot, readings: Readings) -> None:
    """Add the forms that a word may be a typo of, and the word itself if it is found."""
    (raw, word, of_field, forms), known = readings.typed, readings.known
    is_text = is_in_text(of_field)
    near = partial(snapshot.near, _index_field(of_field))
    for form, cost, count in corrections(near, word.exact, MAX_READINGS):
        if count < known * MUCH_MORE:
            continue
        if is_text and forms is Forms.ALL and snapshot.analyzer.stemmer.term(form) == word.root:
            continue
        readings.instead.append(Reading(raw, form, cost, SPELLING))
    if is_text and not known and (halves := _split(snapshot, word.exact)):
        readings.instead.append(Reading(raw, *halves, SPELLING))
    if readings.instead and known:
        readings.instead.append(Reading(raw, raw, -RARITY * log(known), SPELLING))


def _split(snapshot: Snapshot, word: str) -> tuple[str, float] | None:
    """Return a word as two with what that costs, None when both are not in the archive."""
    found = []
    for at in range(MIN_HALF, len(word) - MIN_HALF + 1):
        halves = word[:at], word[at:]
        if any(len(half) < MIN_MISSPELT and half not in _SHORT_WORDS for half in halves):
            continue
        counts = [snapshot.frequency("text", half) for half in halves]
        if min(counts) >= MIN_HALF_COUNT:
            found.append((SPLIT - RARITY * log(min(counts)), " ".join(halves)))
    if not found:
        return None
    cost, text = min(found)
    return text, cost
