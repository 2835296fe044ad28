"""Time how long it takes to find articles like one, and print them to be judged.

    python tests/bench/alike.py DATA [--articles 300] [--seed 1] [--show]

DATA is an indexed data directory. Takes articles at random, and for each the five most like it
and those of its day and place, as the page of an article does. Prints the median, the 95th
percentile and the longest in ms, by the clock and of one core alone (when other work runs beside
it, the second tells more), and how many were found. With ``--show`` also the title and the first
words of each article and of what is like it, to be judged by a person.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from contextlib import closing
from pathlib import Path

from index.archive.opening import open_archive
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher

COUNT = 5
# Looked at first, so that what a server has in its caches is in them.
WARMING = 50


def describe(values: list[float]) -> str:
    """Return median, 95th percentile and maximum of some seconds, in ms."""
    ordered = sorted(values)
    late = ordered[int(0.95 * len(ordered))]
    median = statistics.median(ordered)
    return f"{1e3 * median:.1f} ms, p95 {1e3 * late:.1f}, longest {1e3 * ordered[-1]:.1f}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    with closing(open_archive(args.data)) as archive:
        searcher = Searcher(ArrayEngine(args.data), archive)
        rows = archive.row_numbers()
        random.Random(args.seed).shuffle(rows)
        articles = archive.get_rows(rows[: WARMING + args.articles])
        clock, core, found = [], [], []
        for at, row in enumerate(rows[: WARMING + args.articles]):
            article = articles[row]
            started, worked = time.perf_counter(), time.thread_time()
            likes = searcher.similar(article, COUNT)
            searcher.same_day(article, COUNT)
            if at < WARMING:
                continue
            clock.append(time.perf_counter() - started)
            core.append(time.thread_time() - worked)
            found.append(len(likes))
            if args.show:
                print(f"{article.title} | {article.body[:120]!r}")
                for like in likes:
                    print(
                        f"    {like.likeness:.2f} {like.article.title} | {like.article.body[:90]!r}"
                    )
    shown = sum(found)
    print(f"{len(found)} articles, {shown} like them, for {sum(map(bool, found))} of them")
    print(f"by the clock {describe(clock)}")
    print(f"of one core  {describe(core)}")


if __name__ == "__main__":
    main()
