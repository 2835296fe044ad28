"""Time the whole product on an engine: articles into files, through the command, out over HTTP.

    python tests/bench/cluster.py articles.jsonl queries.jsonl [--index opensearch://HOST:PORT/NAME]

Articles and queries as for ``engine.py``. They are imported and indexed by `arsip import` and
`arsip reindex --full`, with all that these take, into a data directory that is thrown away; the
index on a cluster stays there, so name one that is not there yet. Then `arsip serve` answers
searches, each with ten results, snippets and three facets, and shares the machine with its
clients and with the nodes, if these run here. Other settings come from the environment
(``ARSIP_INDEX_SHARDS``).

Prints one JSON line: articles a second; bytes of the index (of a cluster: its primaries) and of
the archive; requests a second, median and 99th percentile in ms, for one client and for many.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from serving import addresses_of, load, ms

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = [sys.executable, "-u", "-c", "from web.cli.main import main; main()"]

# Every query so often before anything is measured.
WARM_ROUNDS = 3

# Requests of the client that is alone.
ALONE = 1_000


def seconds_of(*words: str) -> float:
    """Run a command and return how long it took."""
    started = time.perf_counter()
    subprocess.run([*COMMAND, *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


@contextmanager
def served(data: Path) -> Iterator[int]:
    """Run a server until the block ends; yield its port."""
    words = ["serve", *"--processes 1 --keep-mb 0 --port 0 --data".split(), str(data)]
    with subprocess.Popen(
        [*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            line = server.stdout.readline() if server.stdout else ""
            yield int(line.split("/")[2].rpartition(":")[2])
        finally:
            server.terminate()


def bytes_below(directory: Path) -> int:
    """Return the size of all files in a directory."""
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def bytes_on_cluster(index: str) -> int:
    """Return the size of the primaries of an index, by the first node that its address names."""
    hosts, _, name = index.removeprefix("opensearch://").partition("/")
    host = hosts.split(",")[0]
    path = f"/_cat/indices/{name}*?format=json&bytes=b&h=pri.store.size"
    with urlopen(f"http://{host}{path}", timeout=60) as answer:
        return sum(int(row["pri.store.size"]) for row in json.load(answer))


def timed(port: int, addresses: list[str], requests: int, clients: int) -> dict[str, float]:
    """Ask for addresses at random; return what is printed of that."""
    urls = random.Random(clients).choices(addresses, k=requests)
    seconds, times = load(port, urls, clients)
    return {
        "requests_per_s": round(len(times) / seconds, 1),
        "p50_ms": ms(times, 0.5),
        "p99_ms": ms(times, 0.99),
    }


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--index", default="", help="where the index goes, if to a cluster")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--requests", type=int, default=2_000)
    options = parser.parse_args()
    os.environ.pop("ARSIP_INDEX", None)
    if options.index:
        os.environ["ARSIP_INDEX"] = options.index
    addresses = addresses_of(options.queries)
    with options.articles.open("rb") as file:
        count = sum(1 for _ in file)
    with tempfile.TemporaryDirectory() as place:
        data = Path(place, "data")
        importing = seconds_of("import", str(options.articles), "--data", str(data))
        indexing = seconds_of("reindex", "--full", "--data", str(data))
        in_all = bytes_below(data)
        in_index = bytes_below(data / "index")
        with served(data) as port:
            load(port, addresses * WARM_ROUNDS, 1)
            many = timed(port, addresses, options.requests, options.clients)
            one = timed(port, addresses, ALONE, 1)
    print(
        json.dumps(
            {
                "engine": options.index.partition(":")[0] or "embedded",
                "articles": count,
                "imported_per_s": round(count / importing),
                "indexed_per_s": round(count / indexing),
                "end_to_end_per_s": round(count / (importing + indexing)),
                "index_bytes": bytes_on_cluster(options.index) if options.index else in_index,
                "archive_bytes": in_all - in_index,
                "clients": options.clients,
                **many,
                **{f"one_client_{name}": value for name, value in one.items()},
            }
        )
    )


if __name__ == "__main__":
    main()
