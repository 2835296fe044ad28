"""What one word of a query may stand for, likeliest first.

    gmn        instead: bagaimana              the table of variants
    praktik    beside:  praktek                the same, and both are in the archive
    Djogja     instead: Yogyakarta             the same
    Tjepu      instead: Cepu                   a reform of the spelling
    politics   instead: politik                a loanword in its own language
    bears      instead: beras, besar           a form that is near
    dijakarta  instead: di jakarta             a forgotten space
    hargaberasimpor    harga beras impor       two of them

*Instead* takes the place of the word, *beside* is searched together with it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import partial
from math import log
from typing import TYPE_CHECKING, NamedTuple

from search.query import Forms, is_in_text
from search.suggesting.loanwords import adapted
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
MAX_PARTS = 3
# Longer words are not taken apart.
MAX_SPLIT_CHARS = 40
# Documents with a part; a short one is a word only if there are many.
MIN_PART_COUNT = 3
MIN_SHORT_COUNT = 30
SHORT_PART = 3
_PREPOSITIONS = frozenset({"di", "ke"})
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
        if not is_standard and kind is not Kind.VARIANT:
            continue
        documents = snapshot.frequency("text", text)
        if " " not in text and not documents:
            continue
        if kind is Kind.REGIONAL and readings.known * MUCH_MORE > documents:
            continue
        if readings.known and kind in {Kind.VARIANT, Kind.FOREIGN}:
            readings.beside.append(text)
            readings.reason = kind
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
    word = typed.word.exact
    for text in informal or [*reformed(word), *adapted(word)]:
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
    if is_text and (parts := _split(snapshot, word.exact)):
        # Some write prepositions so, again and again.
        first, _, rest = parts[0].partition(" ")
        is_usual = first in _PREPOSITIONS and snapshot.frequency("text", rest) >= known * MUCH_MORE
        if not known or is_usual:
            readings.instead.append(Reading(raw, *parts, SPELLING))
    if readings.instead and known:
        readings.instead.append(Reading(raw, raw, -RARITY * log(known), SPELLING))


def _split(snapshot: Snapshot, word: str) -> tuple[str, float] | None:
    """Return a word as the fewest words it may be made of, with what that costs.

    Of as many, those whose rarest is the most frequent. None when there are none.
    """
    if len(word) > MAX_SPLIT_CHARS:
        return None
    # By where a beginning of the word ends, and by how many words it is: documents with the
    # rarest of these, and the words.
    ways: list[dict[int, tuple[int, tuple[str, ...]]]] = [{0: (sys.maxsize, ())}]
    for end in range(1, len(word) + 1):
        best: dict[int, tuple[int, tuple[str, ...]]] = {}
        for start, before in enumerate(ways):
            usable = {size: way for size, way in before.items() if size < MAX_PARTS}
            if not usable or not (count := _as_part(snapshot, word[start:end])):
                continue
            for size, (rarest, parts) in usable.items():
                way = min(rarest, count), (*parts, word[start:end])
                best[size + 1] = max(best.get(size + 1, way), way)
        ways.append(best)
    sizes = [size for size in ways[-1] if size > 1]
    if not sizes:
        return None
    rarest, parts = ways[-1][min(sizes)]
    return " ".join(parts), SPLIT * (len(parts) - 1) - RARITY * log(rarest)


def _as_part(snapshot: Snapshot, text: str) -> int:
    """Return the documents with a word that others may be stuck to, 0 if none may."""
    if len(text) < SHORT_PART and text not in _SHORT_WORDS:
        return 0
    count = snapshot.frequency("text", text)
    is_sure = text in _SHORT_WORDS or len(text) > SHORT_PART
    return count if count >= (MIN_PART_COUNT if is_sure else MIN_SHORT_COUNT) else 0
