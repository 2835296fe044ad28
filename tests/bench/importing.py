"""How long it takes from files to searchable: an import, a full reindex, and both in one command.

    python tests/bench/importing.py ARTICLES.jsonl [--runs 3] [--cores 1 2] [--postgres] [TREE...]

ARTICLES.jsonl is what `arsip export` prints. Each TREE is a checkout of this program, by
default the one that this file is in; they take turns, each run in a directory of its own, so
that two of them meet the same machine. Each number of ``--cores`` is tried, on so many of the
processor's (on Linux). With --postgres each imports into a PostgreSQL server, too, made for it and
with its usual settings. Articles are imported, indexed, imported again and imported with a word
more each; then imported and indexed by one command, where the tree has it.

Prints one JSON line a tree, database and number of cores: for each of these the median seconds,
seconds of processor time (without the server's) and most megabytes of a process; and articles a
second of the import, of the index, of one after the other and of the one command.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import orjson

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parents[2]
sys.path.insert(0, str(HERE))

from tests.postgres import running_postgres  # noqa: E402 - found from here

COMMAND = "from web.cli.main import main; main()"

# Of each kind what follows the command, {} for the articles, and whether they are corrected.
KINDS = {
    "import": (("import", "{}"), False),
    "reindex": (("reindex", "--full"), False),
    "known": (("import", "{}"), False),
    "corrected": (("import", "{}"), True),
    "both": (("import", "{}", "--reindex"), False),
}
# Those that begin with nothing in the data directory.
FRESH = {"import", "both"}


class Took(NamedTuple):
    """Seconds of a command, on the clock and of the processor, and its largest process in MB."""

    wall: float
    cpu: float
    peak: float


def corrected(articles: Path, target: Path) -> int:
    """Write the articles with a word more each; return how many there are."""
    records = [orjson.loads(line) for line in articles.read_bytes().splitlines()]
    with target.open("wb") as out:
        for record in records:
            record["body"] += " Ralat."
            out.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
    return len(records)


def run(tree: Path, words: Sequence[str], data: Path, archive: str, cores: int) -> Took | None:
    """Run a command of some checkout; None if it does not know an option."""
    command = [sys.executable, "-c", COMMAND, *words, "--data", str(data)]
    command += ["--archive", archive] if archive else []
    command = [*(("taskset", "-c", f"0-{cores - 1}") if cores else ()), *command]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        env=environment,
        cwd=data.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if b"No such option" in said:
        return None
    if process.returncode:
        sys.exit(said.decode())
    return Took(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def row_of(took: dict[str, list[Took]], count: int) -> dict[str, float]:
    """Return what is printed of some runs."""
    row = {}
    middle = {}
    for kind, some in took.items():
        middle[kind] = statistics.median(one.wall for one in some)
        row[f"{kind}_s"] = round(middle[kind], 2)
        row[f"{kind}_cpu_s"] = round(statistics.median(one.cpu for one in some), 2)
        row[f"{kind}_mb"] = round(max(one.peak for one in some))
    middle["end_to_end"] = middle["import"] + middle["reindex"]
    for kind in ("import", "reindex", "end_to_end", "both"):
        if kind in middle:
            row[f"{kind}_per_s"] = round(count / middle[kind])
    return row


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("trees", type=Path, nargs="*", default=[HERE])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cores", type=int, nargs="*", default=[0], help="0: those there are")
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=list(KINDS))
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    databases = ["sqlite", "postgres"] if options.postgres else ["sqlite"]
    every = list(product(options.trees, databases, options.cores))
    took: dict[tuple[Path, str, int], dict[str, list[Took]]] = {one: {} for one in every}
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(running_postgres({})) if options.postgres else None
        articles, changed = options.articles.absolute(), directory / "corrected.jsonl"
        count = corrected(articles, changed)
        for turn in range(options.runs):
            for tree, database, cores in every[:: 1 if turn % 2 else -1]:
                data, archive = directory / "data", ""
                for kind in options.kinds:
                    if kind in FRESH:
                        shutil.rmtree(data, ignore_errors=True)
                        is_server = server and database == "postgres"
                        archive = server.new_archive() if server and is_server else ""
                    words, is_corrected = KINDS[kind]
                    file = changed if is_corrected else articles
                    given = [word.format(file) for word in words]
                    if done := run(tree.absolute(), given, data, archive, cores):
                        took[tree, database, cores].setdefault(kind, []).append(done)
    for tree, database, cores in every:
        row = {"tree": str(tree), "database": database, "cores": cores, "articles": count}
        print(json.dumps(row | row_of(took[tree, database, cores], count)))


if __name__ == "__main__":
    main()
