"""Measure this engine and every other that is installed, in one run, and write README's table.

    python tests/bench/beside.py 33.jsonl:queries33.jsonl 330.jsonl:queries330.jsonl
        [--opensearch URL] [--lucene JARS] [--postgres URL] [--only NAME]... [--into README.md]

Articles are JSON Lines with id, title, body and date; queries are JSON Lines with ``kind`` (term,
and, or, phrase) and ``words``. Every engine indexes from the file to searchable and is then asked
in a new process, from query text to the ten best ids, all one after the other. ``cold``: each
query once, in a process that has just opened an index the system does not hold in memory.
``warm``: the best of three runs of each after one more. A kind of query is asked for at most a
minute. tantivy and FTS5 know no Indonesian roots; no engine but ours counts exactly beyond what
it needs.

Prints a JSON line for each engine and size, then tables in Markdown; `--into` puts these between
two comments of a file, and the curves beside this one.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from growth import draw
from peers import KINDS, Peer
from peers.corpus import forget, queries
from peers.embedded import Arsip, Fts5, Tantivy, Xapian
from peers.servers import Lucene, OpenSearch, Postgresql

from tests import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

BEST_OF = 3
SECONDS_A_KIND = 60.0
# Kinds whose first time is in the table as well.
COLD = ("AND", "OR", "phrase")
# Rounds of all queries before a virtual machine has compiled what they need.
JVM_ROUNDS = 5
MARK = "<!-- tests/bench/beside.py{} -->"
POSTGRES = {"shared_buffers": "1GB", "maintenance_work_mem": "512MB", "max_wal_size": "4GB"}
CURVES = Path(__file__).with_name("growth.svg")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", help="ARTICLES:QUERIES")
    parser.add_argument("--opensearch", default="", help="address of a node")
    parser.add_argument("--postgres", default="", help="address of a database; else one is made")
    parser.add_argument("--lucene", type=Path, help="directory of its jars")
    parser.add_argument("--only", action="append", help="engine, by its name in the table")
    parser.add_argument("--into", type=Path, help="file to write the tables into")
    parser.add_argument("--work", type=Path, help="directory for indexes")
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        peer = next(peer for peer in peers_of(options) if peer.name == options.ask)
        print(json.dumps(asked(peer, Path(options.sizes[0]), options.work)))
        return
    with ExitStack() as stack:
        if not options.postgres and postgres.programs():
            server = stack.enter_context(postgres.running_postgres(POSTGRES))
            options.postgres = server.address()
            sys.argv += ["--postgres", options.postgres]
        rows = list(measure_all(options))
    tables = "\n\n".join(table(some) for some in by_size(rows))
    print(tables)
    if options.into:
        write_between_marks(options.into, tables)
        CURVES.write_text(draw(rows))


def peers_of(options: argparse.Namespace) -> list[Peer]:
    """Return every engine, installed or not."""
    return [
        Arsip(),
        Tantivy(),
        Fts5(),
        Lucene(options.lucene),
        Xapian(),
        Postgresql(options.postgres),
        OpenSearch(options.opensearch),
    ]


def measure_all(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Print and yield a row for each size and each engine that is installed."""
    for size in options.sizes:
        corpus, _, asks = size.rpartition(":")
        for peer in peers_of(options):
            if options.only and peer.name not in options.only:
                continue
            if lacking := peer.missing():
                print(f"{peer.name}: left out, without {lacking}", file=sys.stderr)
                continue
            row = measured(peer, Path(corpus), Path(asks), options.work)
            print(json.dumps(row), flush=True)
            yield row


def measured(peer: Peer, corpus: Path, asks: Path, place: Path | None) -> dict[str, Any]:
    """Index and ask, each in its own process; return a row."""
    with corpus.open("rb") as file:
        documents = sum(1 for _ in file)
    work = Path(tempfile.mkdtemp(prefix="beside-", dir=place))
    try:
        started = time.perf_counter()
        peer.build(corpus, work)
        seconds = time.perf_counter() - started
        if peer.is_here:
            forget(work)
        again = [sys.executable, __file__, str(asks), *sys.argv[1:], "--ask", peer.name]
        done = subprocess.run(
            [*again, "--work", str(work)], stdout=subprocess.PIPE, text=True, check=True
        )
        return {
            "engine": peer.name,
            "docs": documents,
            "docs_per_s": round(documents / seconds),
            "index_mb": round(peer.size(work) / 1e6, 1),
            **json.loads(done.stdout),
        }
    finally:
        shutil.rmtree(work, ignore_errors=True)


def asked(peer: Peer, asks: Path, work: Path) -> dict[str, Any]:
    """Return how long queries of each kind take, cold and warm, in ms."""
    started = time.perf_counter()
    ask = peer.open(work)
    found: dict[str, Any] = {"open_ms": round((time.perf_counter() - started) * 1e3, 1)}
    every = {
        kind: [query["words"] for query in queries(asks) if query["kind"] == kind] for kind in KINDS
    }
    cold = {
        kind: timed(lambda words, kind=kind: ask(kind, words), every[kind], 1) for kind in KINDS
    }
    if isinstance(peer, Lucene):
        for _ in range(JVM_ROUNDS):
            for kind in KINDS:
                timed(lambda words, kind=kind: ask(kind, words), every[kind], 1)
    for kind in KINDS:
        warm = timed(lambda words, kind=kind: ask(kind, words), every[kind], 1 + BEST_OF)
        found[kind] = {
            **warm,
            "cold_p50_ms": cold[kind]["p50_ms"],
            "cold_p95_ms": cold[kind]["p95_ms"],
        }
    found["rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def timed(ask: Any, every: list[list[str]], times: int) -> dict[str, float]:
    """Ask each query so many times and return what the quickest of each took."""
    end = time.perf_counter() + SECONDS_A_KIND
    taken, hits = [], 0
    for words in every:
        best = float("inf")
        for _ in range(times):
            count, seconds = ask(words)
            best = min(best, seconds)
        taken.append(best * 1e3)
        hits += count
        if time.perf_counter() > end:
            break
    taken.sort()
    return {
        "p50_ms": round(statistics.median(taken), 4),
        "p95_ms": round(taken[int(len(taken) * 0.95)], 4),
        "queries": len(taken),
        "hits": hits,
    }


def by_size(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return the rows of each number of articles."""
    sizes = dict.fromkeys(row["docs"] for row in rows)
    return [[row for row in rows if row["docs"] == size] for size in sizes]


def table(rows: list[dict[str, Any]]) -> str:
    """Return the rows of one size in Markdown: ms, and in brackets how many times ours."""
    ours = next((row for row in rows if row["engine"] == "Arsip"), rows[0])
    head = [f"{rows[0]['docs']:,} articles", "indexed, a second", "MB", "term", "AND", "OR"]
    head += ["phrase", "p95 of OR", *(f"{kind}, cold" for kind in COLD)]
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for row in rows:
        times = [beside(row[kind]["p50_ms"], ours[kind]["p50_ms"]) for kind in KINDS]
        late = [figure(row["or"]["p95_ms"])]
        late += [
            beside(row[kind.lower()]["cold_p50_ms"], ours[kind.lower()]["cold_p50_ms"])
            for kind in COLD
        ]
        cells = [row["engine"], f"{row['docs_per_s']:,}", f"{row['index_mb']:,.0f}", *times, *late]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def beside(value: float, ours: float) -> str:
    """Return a time and how many times ours it is."""
    return figure(value) if value == ours else f"{figure(value)} ({figure(value / ours)})"


def figure(value: float) -> str:
    """Return a number with two significant digits, or whole."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def write_between_marks(path: Path, text: str) -> None:
    """Replace what stands between the two marks of this file."""
    begin, end = MARK.format(""), MARK.format(": end")
    before, _, rest = path.read_text("utf-8").partition(begin)
    _, _, after = rest.partition(end)
    path.write_text(f"{before}{begin}\n{text}\n\n{end}{after}", "utf-8")


if __name__ == "__main__":
    main()
