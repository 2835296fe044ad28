"""Time `/api/v1/search` whole, over HTTP, with some clients and then with one.

    python tests/bench/serving.py DATA queries.jsonl [--clients 8] [--requests 4000] [--keep 0]

DATA is an indexed data directory; queries as for ``engine.py``. Each request asks for ten
results with snippets and three facets. The server has one process on the first core and the
clients the other cores, or with ``--processes N`` all share all of them. Prints a JSON line for
each number of clients: requests a second, median and 99th percentile in ms, and what a request
takes of the processor's time on the side of the server, in ms. Answers are worked out each
time, unless ``--keep`` says how many megabytes of them are kept: then all but the first of each.
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
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from engine import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Requests of the first client, not timed.
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


class Serving(NamedTuple):
    """A server that runs: its port, and the process that was started first."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Return what its processes have taken of the processor's time until now."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        ticks = 0
        for pid in (self.pid, *children):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(data: Path, *options: str, cores: Iterable[int] = (0,)) -> Iterator[Serving]:
    """Run a server on some cores, this process on the others, if there are any."""
    own = set(cores)
    start = f"import os; os.sched_setaffinity(0, {own}); from web.cli.main import main; main()"
    command = [sys.executable, "-c", start, "serve", "--port", "0", "--data", str(data), *options]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as server:
        line = server.stdout.readline() if server.stdout else ""
        every = set(range(os.cpu_count() or 1))
        os.sched_setaffinity(0, every - own or every)
        yield Serving(int(line.split("/")[2].rpartition(":")[2]), server.pid)
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


def measured(server: Serving, urls: list[str], clients: int, coding: str) -> dict[str, float]:
    """Return the figures of one load."""
    before = server.cpu_seconds()
    seconds, times = load(server.port, urls, clients, coding)
    cpu = server.cpu_seconds() - before
    return {
        "clients": clients,
        "requests_per_s": round(len(times) / seconds, 1),
        "p50_ms": ms(times, 0.5),
        "p99_ms": ms(times, 0.99),
        "cpu_ms": round(cpu / len(times) * 1e3, 2),
    }


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--requests", type=int, default=4_000)
    parser.add_argument("--threads", default="12", help="of each process")
    parser.add_argument("--processes", type=int, default=1, help="on as many cores")
    parser.add_argument("--keep", default="0", help="megabytes of answers that are kept")
    parser.add_argument("--gzip", action="store_true", help="have answers compressed")
    options = parser.parse_args()
    coding = "gzip" if options.gzip else "identity"
    addresses = addresses_of(options.queries)
    urls = random.Random(1).choices(addresses, k=options.requests)
    settings = ("--threads", options.threads, "--processes", str(options.processes))
    settings += ("--keep-mb", options.keep)
    with serving(options.data, *settings, cores=range(options.processes)) as server:
        for _ in range(options.processes):
            load(server.port, addresses, 1, coding)
        for clients in dict.fromkeys((options.clients, 1)):
            print(json.dumps(measured(server, urls, clients, coding) | {"coding": coding}))


if __name__ == "__main__":
    main()
