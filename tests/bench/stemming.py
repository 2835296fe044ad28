"""Time the stemmer, cold and warm, beside PySastrawi.

    python tests/bench/stemming.py words.tsv

words.tsv holds a word a line, whatever follows behind a tab. Cold is the first look at each
distinct word, warm the second, through the table an indexing loop uses. Prints one JSON
line: words, and words a second, the median of five runs (PySastrawi: one run over every
hundredth word, without its cache).
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from index.stemming.stemmer import Stemmer

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 5
EVERY = 100


def rate(words: list[str], look_up: Callable[[str], str]) -> float:
    """Return words a second."""
    started = time.perf_counter()
    for word in words:
        look_up(word)
    return len(words) / (time.perf_counter() - started)


def main() -> None:
    """Run the benchmark."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if (word := line.split("\t")[0]).isalpha()]
    cold, warm = [], []
    for _ in range(RUNS):
        roots = Stemmer().roots
        cold.append(rate(words, roots.__getitem__))
        warm.append(rate(words, roots.__getitem__))
    sastrawi = StemmerFactory().create_stemmer().delegatedStemmer
    print(
        json.dumps(
            {
                "words": len(words),
                "cold_per_s": round(median(cold)),
                "warm_per_s": round(median(warm)),
                "pysastrawi_per_s": round(rate(words[::EVERY], sastrawi.stem_word)),
            }
        )
    )


if __name__ == "__main__":
    main()
