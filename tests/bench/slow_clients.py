"""Time ordinary searches beside connections that ask nothing, drip, or read slowly.

    python tests/bench/slow_clients.py DATA queries.jsonl [--clients 4] [--requests 1500]

As ``serving.py``, and beside: 1,000 idle connections; 200 that send a header, or a body, byte
by byte; 30 that read an export byte by byte, once it is ready; all of these. A connection that
the server closes is opened again, except a reader's: another export would be work, not
slowness. Prints one JSON line for each.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import socket
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from serving import WARM_UP, addresses_of, load, ms, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.synchronize import Event

HEADER = b"GET /search?q=beras HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
BODY = b"POST /search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
EXPORT = b"GET /search.csv HTTP/1.1\r\nHost: localhost\r\n\r\n"

# What each connection sends first, and whether it then sends or reads a byte now and then.
KINDS = {"idle": (b"", ""), "headers": (HEADER, "send"), "bodies": (BODY, "send")}
KINDS["readers"] = (EXPORT, "read")

BESIDE = {
    "nobody": {},
    "1,000 idle": {"idle": 1_000},
    "200 dripping headers": {"headers": 200},
    "200 dripping bodies": {"bodies": 200},
    "30 slow readers of exports": {"readers": 30},
    "all of them": {"idle": 1_000, "headers": 200, "bodies": 200, "readers": 30},
}

# Bytes a second of each connection that drips.
DRIPS_PER_SECOND = 5


def connect(port: int, kind: str) -> socket.socket:
    """Open one slow connection."""
    slow = socket.socket()
    if kind == "readers":
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    slow.connect(("127.0.0.1", port))
    with suppress(OSError):
        slow.sendall(KINDS[kind][0])
    slow.setblocking(False)
    return slow


def drip(slow: socket.socket, kind: str) -> bool:
    """Send or read one byte; tell whether the connection is still there."""
    try:
        if KINDS[kind][1] == "send":
            slow.send(b"a")
        elif KINDS[kind][1] == "read":
            return bool(slow.recv(1))
    except BlockingIOError:
        return True
    except OSError:
        return False
    return True


def attack(port: int, counts: dict[str, int], ready: Event) -> None:
    """Keep slow connections open until killed."""
    kinds = [kind for kind, count in counts.items() for _ in range(count)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(kinds) + 100,) * 2)
    held = [connect(port, kind) for kind in kinds]
    ready.set()
    while True:
        for at, (slow, kind) in enumerate(zip(held, kinds, strict=True)):
            if not drip(slow, kind) and kind != "readers":
                slow.close()
                held[at] = connect(port, kind)
        time.sleep(1 / DRIPS_PER_SECOND)


def exports(port: int) -> float:
    """Return how many exports the server has handed over whole."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        for line in answer.read().decode().splitlines():
            if line.startswith('arsip_http_request_duration_seconds_count{kind="export"}'):
                return float(line.split()[1])
    return 0.0


@contextmanager
def attacked(port: int, counts: dict[str, int]) -> Iterator[None]:
    """Hold the connections open, from another process, while the block runs."""
    before = exports(port)
    ready = multiprocessing.Event()
    process = multiprocessing.Process(target=attack, args=(port, counts, ready), daemon=True)
    process.start()
    ready.wait()
    while exports(port) - before < counts.get("readers", 0):
        time.sleep(0.1)
    yield
    process.kill()
    process.join()


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--requests", type=int, default=1_500)
    options = parser.parse_args()
    addresses = addresses_of(options.queries)
    urls = random.Random(1).choices(addresses, k=options.requests)
    with serving(options.data, "--processes", "1", "--keep-mb", "0") as (port, _):
        load(port, addresses[:WARM_UP], 1)
        for name, counts in BESIDE.items():
            with attacked(port, counts):
                seconds, times = load(port, urls, options.clients)
            row = {"beside": name, "requests_per_s": round(len(times) / seconds)}
            print(json.dumps(row | {"p50_ms": ms(times, 0.5), "p99_ms": ms(times, 0.99)}))


if __name__ == "__main__":
    main()
