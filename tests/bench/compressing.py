"""What compressing answers costs and saves, level by level.

    python tests/bench/compressing.py DATA queries.jsonl [--pages 200]

DATA is an indexed data directory; queries as for ``engine.py``. Answers are made without a
server. Prints one JSON line for each kind of answer: its median bytes as it is, the median
milliseconds of making it, and for each level of zlib [median bytes, milliseconds more];
that of results says what the largest one weighs with its style sheet and script, too.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import zlib
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from engine import text_of

from web.app import create_app
from web.cli.opening import opened
from web.compression import LEVEL
from web.settings import Settings

if TYPE_CHECKING:
    from flask.testing import FlaskClient

LEVELS = range(1, 10)
_GZIP = 16 + zlib.MAX_WBITS


def timed(data: bytes, level: int) -> tuple[int, float]:
    """Return the length of ``data`` at a level, and the milliseconds that takes."""
    started = time.perf_counter()
    length = len(zlib.compress(data, level, _GZIP))
    return length, (time.perf_counter() - started) * 1e3


def assets_of(client: FlaskClient, page: bytes) -> list[bytes]:
    """Return the files that a page loads."""
    found = []
    for address in re.findall('"(/static/[^"]+)"', page.decode()):
        with client.get(address) as asset:
            found.append(asset.data)
    return found


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.queries.read_text().splitlines()]
    texts = [text_of(row["kind"], row["words"]) for row in rows[:: -(-len(rows) // options.pages)]]
    searches = [urlencode({"q": text}) for text in texts]
    with opened(options.data) as (archive, searcher):
        client = create_app(searcher, archive, Settings()).test_client()
        first = [
            client.get(f"/api/v1/search?{search}").get_json()["results"] for search in searches
        ]
        kinds = {
            "results": [f"/search?{search}" for search in searches],
            "article": [result["id"] for results in first for result in results[:1]],
            "json": [f"/api/v1/search?{search}" for search in searches],
            "atom": [f"/search.atom?{search}" for search in searches],
        }
        kinds["article"] = [f"/articles/{id_}" for id_ in kinds["article"]]
        for kind, paths in kinds.items():
            bodies, made = [], []
            for path in paths:
                started = time.perf_counter()
                bodies.append(client.get(path).data)
                made.append((time.perf_counter() - started) * 1e3)
            levels = {}
            for level in LEVELS:
                found = [timed(body, level) for body in bodies]
                levels[level] = [
                    int(median(length for length, _ in found)),
                    round(median(ms for _, ms in found), 2),
                ]
            line = {
                "kind": kind,
                "answers": len(bodies),
                "bytes": int(median(map(len, bodies))),
                "ms": round(median(made), 2),
                "levels": levels,
            }
            if kind == "results":
                assets = sum(timed(asset, LEVEL)[0] for asset in assets_of(client, bodies[0]))
                largest = max(timed(body, LEVEL)[0] for body in bodies)
                line |= {"assets": assets, "largest_with_assets": largest + assets}
            print(json.dumps(line))


if __name__ == "__main__":
    main()
