"""Names of this archive: words its articles write with a capital in mid-sentence.

    ... di Bali, Susi ...     bali, susi: not to be stemmed

Names decide which roots words have, so they are learned before a full build and kept in
its manifest.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from index.analysis.folding import fold
from index.stemming.name_learning import learn_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.archive import Archive

# Enough to see every name that matters; a walk through more would slow a rebuild down.
MAX_ARTICLES = 10_000
BATCH = 500

# A capital after a lower-case word or a comma does not begin a sentence.
_CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?![\w-])")
_LOWER = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")


def learn_from_archive(archive: Archive) -> frozenset[str]:
    """Return the folded names found in an even sample of the archive."""
    return learn_from_texts(_sample(archive))


def learn_from_texts(texts: Iterable[str]) -> frozenset[str]:
    """Return the folded names found in some texts."""
    capitalised: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for text in texts:
        capitalised.update(_CAPITALISED.findall(text))
        lower.update(_LOWER.findall(text))
    words = ((fold(word), count) for word, count in capitalised.items())
    return learn_names((word, lower[word], count) for word, count in words)


def _sample(archive: Archive) -> Iterator[str]:
    low, high = archive.row_span()
    rows = range(low, high + 1, max(1, (high - low + 1) // MAX_ARTICLES))
    for start in range(0, len(rows), BATCH):
        for article in archive.get_rows(rows[start : start + BATCH]).values():
            yield article.body
