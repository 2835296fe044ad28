"""Time ordinary searches beside exporters and the worst queries, through one server.

    python tests/bench/crowded.py DATA queries.jsonl [--clients 8] [--requests 2000]

DATA is an indexed data directory; queries as for ``engine.py``. Eight clients ask ordinary
questions, first alone, then while four others export everything in a loop and four ask the
worst queries in a loop; those that are asked to come again wait as long as they are told.
Prints one JSON line: median and 99th percentile in ms, alone and crowded, and what became
of the others' requests by status.
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
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from engine import text_of
from serving import WARM_UP, load
from worst import COMMON, filled, repeated

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

EXPORTERS = 4
WORST = 4
PAUSE_S = 2.0


def bother(port: int, urls: list[str], stop: Event, out: multiprocessing.Queue[list[int]]) -> None:
    """Ask for ``urls`` in a loop until told to stop; put the statuses."""
    statuses = []
    while not stop.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", urls[len(statuses) % len(urls)])
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
        connection.close()
        if answer.status == http.HTTPStatus.SERVICE_UNAVAILABLE:
            time.sleep(float(answer.headers.get("Retry-After", PAUSE_S)))
    out.put(statuses)


def figures(times: list[float]) -> dict[str, float]:
    """Return median and 99th percentile in ms."""
    times.sort()
    return {
        "p50_ms": round(statistics.median(times) * 1e3, 1),
        "p99_ms": round(times[int(len(times) * 0.99)] * 1e3, 1),
    }


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--threads", default="12", help="of the server")
    options = parser.parse_args()
    queries = [json.loads(line) for line in options.queries.read_text().splitlines()]
    texts = [text_of(query["kind"], query["words"]) for query in queries]
    addresses = ["/api/v1/search?" + urlencode({"q": text}) for text in texts]
    urls = random.Random(1).choices(addresses, k=options.requests)
    nasty = [
        repeated('~"di yang"~100', " ATAU "),
        filled(COMMON, "{}", " ATAU "),
        filled(COMMON, '~"{}"~9', " ATAU ", 4),
        filled(COMMON, "isi:{}", " ATAU "),
    ]
    worst = ["/search?" + urlencode({"q": text, "per_page": 100}) for text in nasty]
    command = [sys.executable, "-c", "from web.cli.main import main; main()", "serve"]
    command += ["--port", "0", "--data", str(options.data), "--threads", options.threads]
    command += ["--processes", "1", "--keep-mb", "0"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server,
        ExitStack() as stack,
    ):
        stack.callback(server.terminate)  # whatever goes wrong before
        line = server.stdout.readline() if server.stdout else ""
        port = int(line.split("/")[2].rpartition(":")[2])
        load(port, addresses[:WARM_UP], 1)
        _, alone = load(port, urls, options.clients)
        stop = multiprocessing.Event()
        out: multiprocessing.Queue[list[int]] = multiprocessing.Queue()
        others = [["/search.jsonl?q=dan"]] * EXPORTERS + [worst] * WORST
        processes = [
            multiprocessing.Process(target=bother, args=(port, some, stop, out), daemon=True)
            for some in others
        ]
        for process in processes:
            process.start()
        time.sleep(1)
        _, crowded = load(port, urls, options.clients)
        stop.set()
        statuses = Counter(status for _ in processes for status in out.get())
        for process in processes:
            process.join()
    print(
        json.dumps(
            {
                "clients": options.clients,
                "alone": figures(alone),
                "crowded": figures(crowded),
                "others": dict(statuses),
            }
        )
    )


if __name__ == "__main__":
    main()
