"""Time five queries over time, through every door, and the timeline beside results.

    python tests/bench/trends.py DATA [--queries FILE] [--repeats 20]

DATA is an indexed data directory; FILE has a query a line, else some common ones are drawn.
Prints a JSON line for each address: CPU ms of whole requests of five queries (one, to the page of
results) to the application, median and 95th percentile; size; points drawn.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from index.archive.opening import open_archive
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from web.app import create_app
from web.params import MAX_QUERIES

QUERIES = (
    "korupsi",
    "banjir jakarta",
    '"harga beras"',
    "gempa ATAU tsunami",
    "presiden",
    "vaksin",
    "kereta api",
    '~"pembangunan jalan"',
    "ekonomi -politik",
    "sepak bola",
    "pemilu",
    "rumah sakit",
)
ADDRESSES = (
    ("/tren", {}),
    ("/tren", {"interval": "month", "measure": "share"}),
    ("/tren", {"interval": "day"}),
    ("/api/v1/trends", {"interval": "month"}),
    ("/tren.csv", {"interval": "month"}),
    ("/search", {}),
    ("/search", {"timeline": "share"}),
)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--repeats", type=int, default=20)
    options = parser.parse_args()
    queries = options.queries.read_text("utf-8").splitlines() if options.queries else QUERIES
    with (
        closing(open_archive(options.data)) as archive,
        closing(Searcher(ArrayEngine(options.data), archive)) as searcher,
    ):
        client = create_app(searcher, archive).test_client()
        for path, args in ADDRESSES:
            rng = random.Random(1)
            count = 1 if path == "/search" else MAX_QUERIES
            times, sizes, points = [], [], []
            for turn in range(options.repeats + 1):
                chosen = rng.sample(list(queries), count)
                address = f"{path}?{urlencode([*(('q', text) for text in chosen), *args.items()])}"
                started = time.process_time()
                data = client.get(address).get_data()
                if turn:  # the first one warms up
                    times.append((time.process_time() - started) * 1e3)
                    sizes.append(len(data))
                    points.append(max(data.count(b"<title>") - 1, 0))
            times.sort()
            print(
                json.dumps(
                    {
                        "address": f"{path}?{urlencode(args)}",
                        "cpu_p50_ms": round(median(times), 1),
                        "cpu_p95_ms": round(times[int(len(times) * 0.95)], 1),
                        "kB": round(median(sizes) / 1e3),
                        "points": round(median(points)),
                    }
                ),
                flush=True,
            )


if __name__ == "__main__":
    main()
