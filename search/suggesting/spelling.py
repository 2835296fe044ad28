"""Which written form of the archive was meant by a word that is not one of them.

    korupssi    korupsi
    presdien    presiden, president
    jokwi       jokowi

Candidates are the forms one error away, two for long words and for those that nothing else
is near to; the likeliest of them is the one with the least cost
(`search.suggesting.confusions`) less what its frequency is worth, which is Bayes' rule in
logarithms.

The candidates come from one table of letters that is compared all at once, made when the
first word is corrected. SymSpell (Garbe, 2012: every form listed under what is left of it
without some letters) finds the same forms in half the time, for 25 times the memory and a
wait before the first answer; Whoosh's Levenshtein automaton does not know swapped letters,
the most common of typing errors (`tests/bench/spelling.py` measures all three).
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

from search.suggesting.confusions import cost

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.engine import Near

MIN_MISSPELT = 4
# Words this long may differ in two places; these, too, where nothing differs in one.
LONG = 8
MIN_TWICE = 5
# What a form loses in rank for being e times rarer, in plain errors.
RARITY = 0.2
# Forms whose likelihood is worked out, the nearest and most frequent ones.
WEIGHED = 24


class Correction(NamedTuple):
    """A form that may have been meant; the lowest ``cost`` is the likeliest."""

    form: str
    cost: float
    documents: int


def corrections(near: Callable[[str, int], list[Near]], word: str, limit: int) -> list[Correction]:
    """Return the likeliest forms for ``word``, best first.

    ``near`` returns the forms at most so many errors away from a word.
    """
    if len(word) < MIN_MISSPELT:
        return []
    some = near(word, 1 if len(word) < LONG else 2)
    if not some and MIN_TWICE <= len(word) < LONG:
        some = near(word, 2)
    some.sort(key=lambda other: (other.distance, -other.documents, other.form))
    found = [
        Correction(form, cost(word, form) - RARITY * log(count), count)
        for form, _, count in some[:WEIGHED]
    ]
    found.sort(key=lambda correction: (correction.cost, correction.form))
    return found[:limit]
