"""Time `/api/v1/search` whole, through waitress in one process.

    python tests/bench/serving.py DATA queries.jsonl [--clients 8] [--requests 4000]

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
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from engine import text_of

WARM_UP = 100


def client(port: int, urls: list[str], out: multiprocessing.Queue[list[float]]) -> None:
    """Ask for every URL on one connection; put the seconds each took."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for url in urls:
        started = time.perf_counter()
        connection.request("GET", url)
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - started)
        if answer.status != http.HTTPStatus.OK:
            raise SystemExit(f"{answer.status} for {url}")
    out.put(times)


def load(port: int, urls: list[str], clients: int) -> tuple[float, list[float]]:
    """Return the seconds it took in all, and for each request."""
    queue: multiprocessing.Queue[list[float]] = multiprocessing.Queue()
    processes = [
        multiprocessing.Process(target=client, args=(port, urls[at::clients], queue))
        for at in range(clients)
    ]
    started = time.perf_counter()
    for process in processes:
        process.start()
    times = [seconds for _ in processes for seconds in queue.get()]
    for process in processes:
        process.join()
    return time.perf_counter() - started, times


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--requests", type=int, default=4_000)
    parser.add_argument("--threads", default="2", help="of the server")
    options = parser.parse_args()
    queries = [json.loads(line) for line in options.queries.read_text().splitlines()]
    addresses = [
        "/api/v1/search?"
        + urlencode({"q": text_of(query["kind"], query["words"]), "facets": "source,section,year"})
        for query in queries
    ]
    urls = random.Random(1).choices(addresses, k=options.requests)
    start = "import os; os.sched_setaffinity(0, {0}); from web.cli.main import main; main()"
    command = [sys.executable, "-c", start, "serve", "--port", "0", "--data", str(options.data)]
    command += ["--threads", options.threads]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        line = server.stdout.readline() if server.stdout else ""
        port = int(line.split("/")[2].rpartition(":")[2])
        os.sched_setaffinity(0, set(range(1, os.cpu_count() or 1)) or {0})
        load(port, addresses[:WARM_UP], 1)
        seconds, times = load(port, urls, options.clients)
        _, alone = load(port, urls[:1_000], 1)
        server.terminate()
    times.sort()
    print(
        json.dumps(
            {
                "requests_per_s": round(len(times) / seconds, 1),
                "clients": options.clients,
                "p50_ms": round(statistics.median(times) * 1e3, 2),
                "p99_ms": round(times[int(len(times) * 0.99)] * 1e3, 2),
                "one_client_p50_ms": round(statistics.median(alone) * 1e3, 2),
            }
        )
    )


if __name__ == "__main__":
    main()
