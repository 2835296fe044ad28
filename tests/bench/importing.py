"""How long an import takes, of articles that are new, known and corrected.

    python tests/bench/importing.py ARTICLES.jsonl [--runs 3] [--postgres] [TREE...]

ARTICLES.jsonl is what `arsip export` prints. Each TREE is a checkout of this program, by
default the one that this file is in; they take turns, each run in a directory of its own, so
that two of them meet the same machine. With --postgres each imports into a PostgreSQL server,
too, made for it and with its usual settings. Prints one JSON line a tree and database: the
articles, and for each of the three imports the least seconds and seconds of processor time
(without the server's).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import NamedTuple

import orjson

HERE = Path(__file__).parents[2]
sys.path.insert(0, str(HERE))

from tests.postgres import running_postgres  # noqa: E402 - found from here

COMMAND = "from web.cli.main import main; main()"
KINDS = ("new", "known", "corrected")


class Took(NamedTuple):
    """Seconds of an import, on the clock and of the processor."""

    wall: float
    cpu: float


def corrected(articles: Path, target: Path) -> int:
    """Write the articles with a word more each; return how many there are."""
    records = [orjson.loads(line) for line in articles.read_bytes().splitlines()]
    with target.open("wb") as out:
        for record in records:
            record["body"] += " Ralat."
            out.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
    return len(records)


def run(tree: Path, file: Path, data: Path, archive: str = "") -> Took:
    """Import a file with the program of some checkout."""
    command = [sys.executable, "-c", COMMAND, "import", str(file), "--data", str(data)]
    command += ["--archive", archive] if archive else []
    environment = os.environ | {"PYTHONPATH": str(tree)}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, env=environment, cwd=data.parent, capture_output=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("trees", type=Path, nargs="*", default=[HERE])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    took: dict[tuple[Path, str, str], list[Took]] = {}
    databases = ["sqlite", "postgres"] if options.postgres else ["sqlite"]
    with ExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(running_postgres({})) if options.postgres else None
        articles, changed = options.articles.absolute(), Path(directory) / "corrected.jsonl"
        count = corrected(articles, changed)
        for turn in range(options.runs):
            for number, tree in enumerate(options.trees[:: 1 if turn % 2 else -1]):
                for database in databases:
                    data = Path(directory) / f"data-{turn}-{number}"
                    archive = server.new_archive() if server and database == "postgres" else ""
                    for kind, file in zip(KINDS, (articles, articles, changed), strict=True):
                        done = run(tree.absolute(), file, data, archive)
                        took.setdefault((tree, database, kind), []).append(done)
                    subprocess.run(["rm", "-r", str(data)], check=True)
    for tree, database in product(options.trees, databases):
        row: dict[str, object] = {"tree": str(tree), "database": database, "articles": count}
        for kind in KINDS:
            times = took[tree, database, kind]
            row[f"{kind}_s"] = round(min(one.wall for one in times), 2)
            row[f"{kind}_cpu_s"] = round(min(one.cpu for one in times), 2)
        print(json.dumps(row))


if __name__ == "__main__":
    main()
