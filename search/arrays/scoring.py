"""BM25F over title and body, and over both forms of a word.

A word in the title counts as `TITLE_WEIGHT` words of the body, in the frequency and in the
length alike, before saturation; the written form adds `EXACT_WEIGHT` of its own score to
the score of the root.

    score(w, d) = idf(root) * sat(tf_root) + EXACT_WEIGHT * idf(exact) * sat(tf_exact)
    sat(tf)     = (k1 + 1) * tf / (tf + k1 * (1 - B + B * length / average))

A word brings its own k1; a phrase and a beginning have `K1`.

Sources: Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted
fields" (CIKM 2004); idf as in Lucene's BM25Similarity, which is never negative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from index.ranking import K1, TITLE_WEIGHT, B
from index.segments.postings import BODY_COUNTS, TITLE_COUNTS
from search.query import BODY, TITLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

_IN_BODY = BODY_COUNTS.astype(np.float64)
_IN_TITLE = TITLE_COUNTS.astype(np.float64) * TITLE_WEIGHT

# Weighted frequency by a posting's code, for words anywhere or in one field only.
FREQUENCY: dict[str | None, NDArray[np.float64]] = {
    None: _IN_BODY + _IN_TITLE,
    TITLE: _IN_TITLE,
    BODY: _IN_BODY,
}


def length_norms(titles: NDArray[Any], bodies: NDArray[Any], average: float) -> NDArray[np.float64]:
    """Return, for each document, the frequency at which a word reaches half its weight.

    With a k1 of `K1`; with others it is as many times higher as they are.
    """
    lengths = bodies + TITLE_WEIGHT * titles
    return np.asarray(K1 * (1 - B + B * lengths / average), dtype=np.float64)


def average_length(titles: NDArray[Any], bodies: NDArray[Any]) -> float:
    """Return the mean weighted length; 1 when there is nothing to average."""
    if not len(titles):
        return 1.0
    total = float(bodies.sum(dtype=np.int64)) + TITLE_WEIGHT * float(titles.sum(dtype=np.int64))
    return total / len(titles) or 1.0
