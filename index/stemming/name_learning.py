"""Which words of an archive are names, judged by how they are written in mid-sentence.

    ("setiawan", 2, 310)   ->  a name: 310 of 312 times capitalised
    ("pertanian", 40, 90)  ->  no name: an inflection of *tani*, common in lower case too
    ("kehutanan", 0, 25)   ->  no name: ke- hutan -an leaves no doubt, whatever the capitals

A word that the stemmer leaves whole needs little proof; a word that it would cut needs
more, and one with a circumfix around a known root is never a name (ministries are
capitalised: *Kementerian Kehutanan*).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.stemming.derivations import derive
from index.stemming.lexicon import bundled_lexicon
from index.stemming.stemmer import MIN_UNKNOWN_NYA

if TYPE_CHECKING:
    from collections.abc import Iterable

# Capitalised this often in mid-sentence, and in this share of its mid-sentence uses.
MIN_CAPITALISED = 3
MIN_SHARE = 0.8
# A word with a reading as an inflection must hardly ever be seen in lower case.
MIN_SHARE_DERIVED = 0.97
# Evidence, in bits, from which a reading is beyond doubt.
CERTAIN = 5.0


def learn_names(counts: Iterable[tuple[str, int, int]]) -> frozenset[str]:
    """Return the names among folded words with their counts in lower and in upper case.

    Both counts are of uses in mid-sentence; the first word of a sentence tells nothing.
    """
    lexicon = bundled_lexicon()
    return frozenset(
        word
        for word, lower, capitalised in counts
        if capitalised >= MIN_CAPITALISED
        and word.isalpha()
        and word not in lexicon.whole
        and not (word.endswith("nya") and len(word) >= MIN_UNKNOWN_NYA)
        and capitalised >= MIN_SHARE * (lower + capitalised)
        and not _is_inflection(word, lower, capitalised)
    )


def _is_inflection(word: str, lower: int, capitalised: int) -> bool:
    lexicon = bundled_lexicon()
    reading = derive(word, lexicon.roots, {})
    if reading is None:
        return False
    if reading.evidence >= CERTAIN:
        return True
    return capitalised < MIN_SHARE_DERIVED * (lower + capitalised)
