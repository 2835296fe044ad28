"""Names of this archive: words its articles write with a capital in mid-sentence.

    ... di Bali, Susi ...     bali, susi: not to be stemmed

Names decide which roots words have, so they are learned before a full build and kept in
its manifest.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from index.analysis.folding import fold
from index.stemming.name_learning import learn_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.archive import Archive

# Enough to see every name that matters; a walk through more would slow a rebuild down.
MAX_ARTICLES = 10_000
BATCH = 500

# A capital after a lower-case word or a comma does not begin a sentence. It is looked for first,
# and what stands before it then: many times as fast as the other way round.
_CAPITALISED = re.compile(r"[A-Z](?<=[a-z,] .)[a-z]+(?![\w-])")
_LOWER = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")


class SampledWords(NamedTuple):
    """Words in mid-sentence and how often they were seen, as written."""

    capitalised: Counter[str]
    lower: Counter[str]

    def names(self) -> frozenset[str]:
        """Return the folded names among them."""
        words = ((fold(word), count) for word, count in self.capitalised.items())
        return learn_names((word, self.lower[word], count) for word, count in words)

    def uses(self, word: str) -> int:
        """Return how often a folded word was seen."""
        return self.capitalised[word.capitalize()] + self.lower[word]


def sample_words(archive: Archive) -> SampledWords:
    """Return the words of an even sample of the archive."""
    return count_words(_sample(archive))


def learn_from_texts(texts: Iterable[str]) -> frozenset[str]:
    """Return the folded names found in some texts."""
    return count_words(texts).names()


def count_words(texts: Iterable[str]) -> SampledWords:
    """Return the words of some texts."""
    capitalised: Counter[str] = Counter()
    pieces: Counter[str] = Counter()
    for text in texts:
        capitalised.update(_CAPITALISED.findall(text))
        pieces.update(text.split())
    return SampledWords(capitalised, _lower(pieces))


def _lower(pieces: Counter[str]) -> Counter[str]:
    """Return how often words stand in lower case, from what stands between spaces."""
    lower: Counter[str] = Counter()
    for piece, count in pieces.items():
        for word in _LOWER.findall(piece):
            lower[word] += count
    return lower


def _sample(archive: Archive) -> Iterator[str]:
    low, high = archive.row_span()
    rows = range(low, high + 1, max(1, (high - low + 1) // MAX_ARTICLES))
    for start in range(0, len(rows), BATCH):
        for article in archive.get_rows(rows[start : start + BATCH]).values():
            yield article.body
