"""Time whole questions, which are looked at twice and then read.

    python tests/bench/questions.py DATA topics.tsv

DATA is an indexed data directory, topics.tsv as for ``arsip run``: qid, tab, question.
Prints one JSON line: questions, and from text to the ten best ids the median and the 95th
percentile in ms, the best of three runs of each after one to warm up.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from statistics import median

from index.archive.opening import open_archive
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.searcher import Searcher

REPEATS = 3


def main() -> None:
    """Run the benchmark."""
    data = Path(sys.argv[1])
    lines = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
    archive = open_archive(data)
    searcher = Searcher(ArrayEngine(data), archive)
    times = []
    for line in lines:
        text = line.partition("\t")[2]
        searcher.rank(parse(text).query, 10)
        best = float("inf")
        for _ in range(REPEATS):
            started = time.perf_counter()
            searcher.rank(parse(text).query, 10)
            best = min(best, time.perf_counter() - started)
        times.append(best * 1e3)
    times.sort()
    searcher.close()
    archive.close()
    print(
        json.dumps(
            {
                "questions": len(times),
                "p50_ms": round(median(times), 2),
                "p95_ms": round(times[int(len(times) * 0.95)], 2),
            }
        )
    )


if __name__ == "__main__":
    main()
