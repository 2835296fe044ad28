"""Time what is offered while a query is typed, letter by letter.

    python tests/bench/completing.py DATA titles.jsonl queries.jsonl [--texts 300] [--seed 1]

DATA is an indexed data directory; titles are articles with a ``title``, one a line (also
as ``.gz``); queries as for ``engine.py``. Types some titles and some queries from the
first letter to the last and asks for completions at each. Prints, for both and together:
median, 95th and 99th percentile, and the longest in ms, how often something was offered,
and what took longest.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from engine import text_of

from index.archive.opening import open_archive
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SLOWEST = 5


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file that may be compressed."""
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode().splitlines()


def typed(texts: Iterable[str]) -> list[str]:
    """Return every text as it is after each letter."""
    return [text[:end] for text in texts for end in range(1, len(text) + 1)]


def measure(searcher: Searcher, texts: Sequence[str]) -> list[tuple[float, bool, str]]:
    """Return, for each text, the ms it took, whether something was offered, and the text."""
    found = []
    for text in texts:
        started = time.perf_counter()
        offered = searcher.suggest(text)
        found.append(((time.perf_counter() - started) * 1e3, bool(offered), text))
    return found


def report(name: str, found: list[tuple[float, bool, str]]) -> None:
    """Print one line of figures."""
    times = sorted(taken for taken, _, _ in found)
    print(
        f"{name:8} {len(times):6,} texts  median {statistics.median(times):.2f} ms"
        f"  p95 {times[len(times) * 95 // 100]:.2f}  p99 {times[len(times) * 99 // 100]:.2f}"
        f"  max {times[-1]:.2f}  offered {sum(some for _, some, _ in found) / len(found):.1%}"
    )


def main() -> None:
    """Type titles and queries."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("titles", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    titles = [json.loads(line)["title"] for line in read_lines(options.titles)]
    queries = [json.loads(line) for line in read_lines(options.queries)]
    asked = [text_of(query["kind"], query["words"]) for query in queries]
    with (
        closing(open_archive(options.data)) as archive,
        closing(Searcher(ArrayEngine(options.data), archive)) as searcher,
    ):
        searcher.suggest("ha")
        every = []
        for name, texts in (("titles", titles), ("queries", asked)):
            some = rng.sample(texts, min(options.texts, len(texts)))
            found = measure(searcher, typed(some))
            report(name, found)
            every += found
    report("together", every)
    for taken, _, text in sorted(every, reverse=True)[:SLOWEST]:
        print(f"  {taken:7.2f} ms  {text}")


if __name__ == "__main__":
    main()
