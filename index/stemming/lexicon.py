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
    from collections.abc import Mapping
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
    # Forty thousand lines, which are not looked at one by one; remarks are before them all.
    _, counts = _text("counts.tsv").split("\n", 1)
    pairs = iter(counts.split())
    bits = dict(zip(pairs, pairs, strict=True))
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
    lines = counts.replace("\n", "")
    parts = (plain, full, *words, lines, *names, *function_words, weights.signature())
    digest = hashlib.blake2b("".join(parts).encode(), digest_size=8)
    evidence = _Evidence()
    return Lexicon(
        whole=frozenset(whole),
        roots={word: evidence[len(word), bits.get(word, "0")] for word in bases},
        names=frozenset(names),
        function_words=frozenset(function_words),
        digest=digest.hexdigest(),
    )


class _Evidence(dict[tuple[int, str], Evidence]):
    """What a root adds to a reading, by its letters and log2 of its count in news, as listed."""

    def __missing__(self, key: tuple[int, str]) -> Evidence:
        letters, bits = key
        known = min(float(bits), MAX_BITS)
        length = min(letters, len(weights.LENGTH) - 1)
        bold = weights.FREQUENCY[length] * known if known else weights.UNSEEN
        timid = weights.TIMID_FREQUENCY[length] * known if known else weights.TIMID_UNSEEN
        self[key] = weights.LENGTH[length] + bold, weights.TIMID_LENGTH[length] + timid
        return self[key]


def _is_inflected(reduplication: str, bases: AbstractSet[str]) -> bool:
    """Tell whether the dictionary lists *kacang* in *kacang-kacangan* as a word, too."""
    first, _, second = reduplication.partition("-")
    return second == first + "an" and first in bases


def _ours(name: str) -> list[str]:
    return [line for line in _text(name).splitlines() if line and not line.startswith("#")]


def _text(name: str) -> str:
    return resources.files("index.stemming").joinpath(name).read_text(encoding="utf-8")
