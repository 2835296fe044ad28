"""The likeliest explanation of a word as affixes around a known root.

    "kerusakan"  ->  ke- rusak -an   (not ke- rusa -kan)
    "pergerakan" ->  per- gerak -an  (not per- gera -kan)

Sastrawi takes the first reading that ends in a dictionary word. We weigh all of them
(`weights`) and take the best; a word whose best reading is weak is not derived at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from index.stemming.affixes import VOWELS, prefix_splits, suffix_splits
from index.stemming.weights import INSIDE, PAIR, TIMID, TRACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.stemming.lexicon import Evidence

# Prefixes in a row: ke-ber-, di-per-, ber-peN-ke-.
DEPTH = 3

# Prefixes, what they leave, evidence so far.
_Partial = tuple[tuple[str, ...], str, float]


class Derivation(NamedTuple):
    """One reading of a word; its evidence is in bits, above nothing if it is credible."""

    root: str
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    evidence: float


def derive(
    word: str, roots: Mapping[str, Evidence], others: Mapping[str, Evidence]
) -> Derivation | None:
    """Return the likeliest reading of ``word``, or None if it is better left whole.

    ``roots`` take every affix, ``others`` only clitics (*jokowinya*); both map to evidence.
    """
    best: Derivation | None = None
    most = 0.0
    for clitic, suffix, stem, before in suffix_splits(word):
        suffixes = (suffix, *clitic) if suffix else clitic
        if suffixes:
            root = roots.get(stem)
            if root is None and not suffix:
                root = others.get(stem)
            if root is not None:
                evidence = before + root[("", suffix) in TIMID] + PAIR[""].get(suffix, 0.0)
                if suffix == "-an" and stem[-1] not in VOWELS:
                    evidence += _bare_an(stem)
                if evidence > most:
                    most, best = evidence, Derivation(stem, (), suffixes, evidence)
        for prefixes, base, weight in _bases(stem, suffix):
            root = roots.get(base)
            if root is None or (suffix == "-i" and base[-1] in VOWELS and base + "i" in roots):
                continue  # merangkai is meN- rangkai
            evidence = before + weight + root[(prefixes[0], suffix) in TIMID]
            if evidence > most:
                most = evidence
                best = Derivation(base, prefixes, suffixes, most)
    return best


def _bare_an(stem: str) -> float:
    """Return what -an adds behind a consonant: *kibasan*, but *busan* is no bus."""
    if stem[-1] == "k":
        return TRACE["k-an"]
    return TRACE["c-an"] if sum(letter in VOWELS for letter in stem) > 1 else 0.0


def _bases(stem: str, suffix: str) -> list[_Partial]:
    """Return everything that taking one to `DEPTH` prefixes off ``stem`` can leave."""
    found: list[_Partial] = []
    for prefix, base, change in prefix_splits(stem):
        pair = PAIR[prefix].get(suffix)
        if pair is not None:
            found.append(((prefix,), base, pair + change))
    layer = found
    for _ in range(DEPTH - 1):
        layer = [
            ((*prefixes, inner), left, weight + further + change)
            for prefixes, base, weight in layer
            if (inside := INSIDE.get(prefixes[-1])) is not None
            for inner, left, change in prefix_splits(base)
            if (further := inside.get(inner)) is not None
        ]
        if not layer:
            break
        found = found + layer
    return found
