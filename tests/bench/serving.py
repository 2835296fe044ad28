"""Time `/api/v1/search` whole, through waitress in one process.

    python tests/bench/serving.py DATA queries.jsonl [--clients 8] [--requests 4000] [--gzip]

DATA is an indexed data directory; queries as for ``engine.py``. Each request asks for ten
results with snippets and three facets. The server may use one core, the clients the
others. Prints one JSON line: requests a second, median and 99th percentile in ms.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from engine import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

WARM_UP = 100


def client(
    port: int, urls: list[str], out: multiprocessing.Queue[list[float]], coding: str = "identity"
) -> None:
    """Ask for every URL on one connection; put the seconds each took."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for url in urls:
        started = time.perf_counter()
        connection.request("GET", url, headers={"Accept-Encoding": coding})
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - started)
        if answer.status != http.HTTPStatus.OK:
            raise SystemExit(f"{answer.status} for {url}")
    out.put(times)


def load(
    port: int, urls: list[str], clients: int, coding: str = "identity"
) -> tuple[float, list[float]]:
    """Return the seconds it took in all, and for each request."""
    queue: multiprocessing.Queue[list[float]] = multiprocessing.Queue()
    processes = [
        multiprocessing.Process(target=client, args=(port, urls[at::clients], queue, coding))
        for at in range(clients)
    ]
    started = time.perf_counter()
    for process in processes:
        process.start()
    times = [seconds for _ in processes for seconds in queue.get()]
    for process in processes:
        process.join()
    return time.perf_counter() - started, times


@contextmanager
def serving(data: Path, *options: str) -> Iterator[int]:
    """Run a server on the first core, this process on the others; yield its port."""
    start = "import os; os.sched_setaffinity(0, {0}); from web.cli.main import main; main()"
    command = [sys.executable, "-c", start, "serve", "--port", "0", "--data", str(data), *options]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as server:
        line = server.stdout.readline() if server.stdout else ""
        os.sched_setaffinity(0, set(range(1, os.cpu_count() or 1)) or {0})
        yield int(line.split("/")[2].rpartition(":")[2])
        server.terminate()


def addresses_of(queries: Path) -> list[str]:
    """Return an address for each query: ten results with snippets and three facets."""
    rows = [json.loads(line) for line in queries.read_text().splitlines()]
    return [
        "/api/v1/search?"
        + urlencode({"q": text_of(row["kind"], row["words"]), "facets": "source,section,year"})
        for row in rows
    ]


def ms(times: list[float], share: float) -> float:
    """Return the time that ``share`` of the requests did not take longer than."""
    return round(sorted(times)[int(len(times) * share)] * 1e3, 2)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--requests", type=int, default=4_000)
    parser.add_argument("--threads", default="12", help="of the server")
    parser.add_argument("--gzip", action="store_true", help="have answers compressed")
    options = parser.parse_args()
    coding = "gzip" if options.gzip else "identity"
    addresses = addresses_of(options.queries)
    urls = random.Random(1).choices(addresses, k=options.requests)
    with serving(options.data, "--threads", options.threads) as port:
        load(port, addresses[:WARM_UP], 1, coding)
        seconds, times = load(port, urls, options.clients, coding)
        _, alone = load(port, urls[:1_000], 1, coding)
    print(
        json.dumps(
            {
                "requests_per_s": round(len(times) / seconds, 1),
                "clients": options.clients,
                "coding": coding,
                "p50_ms": ms(times, 0.5),
                "p99_ms": ms(times, 0.99),
                "one_client_p50_ms": ms(alone, 0.5),
            }
        )
    )


if __name__ == "__main__":
    main()
