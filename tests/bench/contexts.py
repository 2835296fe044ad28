"""Time matches in their context, with collocates, of common, rare and nasty queries.

    python tests/bench/contexts.py DATA [--runs 5] [QUERY...]

DATA is an indexed data directory; some frequent words are asked for if no queries are given.
Prints for each the articles it finds and those that were read, the lines, and the median CPU
time in ms of one page of them with its 50 collocates, after one to warm up: found anew, and
sorted in another way while they are remembered. Then how long the slowest of the queries of
``worst.py`` takes, and the time for which one step of `search.work` stands.
"""

from __future__ import annotations

import argparse
import statistics
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from worst import MAX_CHARS, nasty

from index.archive.opening import open_archive
from search.arrays.engine import ArrayEngine
from search.concordance import ContextRequest, Order
from search.language.parser import parse
from search.searcher import Searcher
from search.work import CONTEXT_STEPS, Work

if TYPE_CHECKING:
    from index.archive.store import Archive
    from search.concordance import Concordance

QUERIES = ("yang", "pemerintah", "banjir", "gempa", '"orang tua"', "harga w/5 naik", "ekono*")


class Run(NamedTuple):
    """What was found, what it cost, and CPU ms: found anew, and once it is remembered."""

    found: Concordance
    steps: int
    anew: float
    again: float


def ask(engine: ArrayEngine, archive: Archive, text: str) -> Run:
    """Ask a searcher that remembers nothing twice."""
    searcher, work, query = Searcher(engine, archive), Work(CONTEXT_STEPS), parse(text).query
    started = time.process_time()
    found = searcher.concordance(query, ContextRequest(order=Order.RIGHT), work)
    between = time.process_time()
    searcher.concordance(query, ContextRequest(order=Order.LEFT, number=2), work)
    return Run(found, work.spent, (between - started) * 1e3, (time.process_time() - between) * 1e3)


def main() -> None:
    """Ask for lines."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("queries", nargs="*", default=QUERIES)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with (
        closing(open_archive(options.data)) as archive,
        closing(ArrayEngine(options.data)) as engine,
    ):
        every: list[Run] = []
        for text in options.queries:
            ask(engine, archive, text)
            runs = [ask(engine, archive, text) for _ in range(options.runs)]
            found = runs[0].found
            print(
                f"{text:16} articles {found.articles:6,}  read {found.read:5,}"
                f"  lines {found.total:6,}{' (cut)' if found.is_cut else '':6}"
                f"  anew {statistics.median(run.anew for run in runs):5.0f} ms"
                f"  again {statistics.median(run.again for run in runs):4.0f} ms"
            )
            every += runs
        texts = [text[:MAX_CHARS] for text in nasty()]
        slow = sorted((ask(engine, archive, text).anew, text) for text in texts)
        print(f"slowest of {len(texts)} nasty queries {slow[-1][0]:.0f} ms: {slow[-1][1][:60]}")
        step = sum(run.anew for run in every) / sum(run.steps for run in every)
        print(f"one step {step * 1e6:.1f} ns")


if __name__ == "__main__":
    main()
