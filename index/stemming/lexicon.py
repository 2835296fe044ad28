"""The words a stemmer knows: what may be a root, what takes affixes, what is a name.

    PySastrawi's kata-dasar.txt  +  words.txt  ->  roots, with the evidence for each

PySastrawi's dictionary, and the reduplications of its longer one, are read from the
installed package and never copied (they are CC BY-NC-SA). `words.txt` corrects them, one
word a line: ``word`` is a root, ``=word`` stays whole but takes no affixes, ``-word`` is no
root at all. `counts.tsv` says how often 33,038 news articles use a word, inflections
included: what tells *gerak* from *gera*. `function_words.txt` lists words that are searched
as written although they have another root.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from index.stemming import weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

# The shortest root that takes affixes.
MIN_ROOT = 3
# People (karyawan, santriwati) are words of their own; the plain list takes them for inflections.
_PERSONS = ("wan", "wati")
# The most a root's frequency can count for, in bits.
MAX_BITS = 14.0

# What a root brings to a reading with a bold and with a timid affix (`weights`), in bits.
Evidence = tuple[float, float]


class Lexicon(NamedTuple):
    """Every word that stays whole, and the evidence that each possible root brings."""

    whole: frozenset[str]
    roots: Mapping[str, Evidence]
    names: frozenset[str]
    function_words: frozenset[str]
    digest: str


@cache
def bundled_lexicon() -> Lexicon:
    """Return PySastrawi's dictionaries, corrected by ours, with our seed list of names."""
    sastrawi = resources.files("Sastrawi.Stemmer").joinpath("data")
    plain = sastrawi.joinpath("kata-dasar.txt").read_text(encoding="utf-8")
    full = sastrawi.joinpath("kata-dasar.original.txt").read_text(encoding="utf-8")
    words, names, function_words = map(_ours, ("words.txt", "names.txt", "function_words.txt"))
    counts = _ours("counts.tsv")
    short, long = plain.split(), full.split()
    bases = {word for word in short if len(word) >= MIN_ROOT}
    reduplications = (word for word in long if "-" in word and "-" in word.strip("-"))
    bases.update(word for word in long if word.endswith(_PERSONS))
    whole = {*bases, *short}
    whole.update(word for word in reduplications if not _is_inflected(word, bases))
    for word in words:
        name = word.lstrip("=-")
        (whole.discard if word[0] == "-" else whole.add)(name)
        (bases.discard if word[0] in "=-" else bases.add)(name)
    parts = (plain, full, *words, *counts, *names, *function_words, weights.signature())
    digest = hashlib.blake2b("".join(parts).encode(), digest_size=8)
    return Lexicon(
        whole=frozenset(whole),
        roots=_roots(bases, counts),
        names=frozenset(names),
        function_words=frozenset(function_words),
        digest=digest.hexdigest(),
    )


def _roots(bases: set[str], counts: Iterable[str]) -> dict[str, Evidence]:
    """Return what each of some roots brings.

    Args:
        bases: Thirty thousand words, and forty thousand in ``counts``: none is looked at alone.
        counts: Lines of `counts.tsv`.
    """
    unseen = [_evidence(length, 0.0) for length in range(max(map(len, bases)) + 1)]
    roots = dict(zip(bases, map(unseen.__getitem__, map(len, bases)), strict=True))
    for line in counts:
        bits, *alike = line.split()
        evidence = _evidence(len(alike[0]), float(bits))
        roots.update(dict.fromkeys(bases.intersection(alike), evidence))
    return roots


def _evidence(letters: int, bits: float) -> Evidence:
    """Return what a root adds to a reading, by its letters and log2 of its count in news."""
    known = min(bits, MAX_BITS)
    length = min(letters, len(weights.LENGTH) - 1)
    bold = weights.FREQUENCY[length] * known if known else weights.UNSEEN
    timid = weights.TIMID_FREQUENCY[length] * known if known else weights.TIMID_UNSEEN
    return weights.LENGTH[length] + bold, weights.TIMID_LENGTH[length] + timid


def _is_inflected(reduplication: str, bases: AbstractSet[str]) -> bool:
    """Tell whether the dictionary lists *kacang* in *kacang-kacangan* as a word, too."""
    first, _, second = reduplication.partition("-")
    return second == first + "an" and first in bases


def _ours(name: str) -> list[str]:
    return [line for line in _text(name).splitlines() if line and not line.startswith("#")]


def _text(name: str) -> str:
    return resources.files("index.stemming").joinpath(name).read_text(encoding="utf-8")
