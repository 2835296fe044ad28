"""Time how long a command takes that has little to do: its help, a root, one search.

    python tests/bench/starting.py [--data DIR] [--against CHECKOUT] [--rounds 15]

Every round runs each command once, in turn with its like from another checkout where one is
named, so that what else the machine does slows both alike. Prints one JSON line a command, with
medians in seconds, of the clock and of the processor; `python` is the interpreter that does
nothing.
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
from pathlib import Path
from statistics import median

from web.cli.main import COMMANDS

HERE = Path(__file__).parents[2]
RUN = [sys.executable, "-c", "from web.cli.main import main; main()"]


def timed(command: list[str], tree: Path, cwd: str, extra: dict[str, str]) -> tuple[float, float]:
    """Return how long a command takes, in seconds of the clock and of the processor."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(tree)} | extra,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    taken, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    completing = {"_ARSIP_COMPLETE": "bash_complete", "COMP_WORDS": "arsip se", "COMP_CWORD": "1"}
    cases: dict[str, tuple[list[str], dict[str, str]]] = {
        "python": ([sys.executable, "-c", "pass"], {}),
        "arsip --help": ([*RUN, "--help"], {}),
        "arsip --version": ([*RUN, "--version"], {}),
        **{f"arsip {name} --help": ([*RUN, name, "--help"], {}) for name in COMMANDS},
        "completing arsip se": (RUN, completing),
        "arsip stem melatih": ([*RUN, "stem", "melatih"], {}),
    }
    if options.data:
        search = [*RUN, "search", "harga beras", "--data", str(options.data.absolute())]
        cases["arsip search 'harga beras'"] = (search, {})
    trees = [HERE, *([options.against.absolute()] if options.against else [])]
    with tempfile.TemporaryDirectory() as cwd:
        for name, (command, extra) in cases.items():
            there = [tree for tree in trees if tree == HERE or _exists(command, tree, cwd, extra)]
            taken: dict[Path, list[tuple[float, float]]] = {tree: [] for tree in there}
            for number in range(options.rounds):
                for tree in there if number % 2 else reversed(there):
                    taken[tree].append(timed(command, tree, cwd, extra))
            found: dict[str, object] = {"command": name}
            for label, tree in zip(("", "against_"), there, strict=False):
                clock, processor = map(median, zip(*taken[tree], strict=True))
                found |= {f"{label}s": round(clock, 3), f"{label}cpu_s": round(processor, 3)}
            print(json.dumps(found), flush=True)


def _exists(command: list[str], tree: Path, cwd: str, extra: dict[str, str]) -> bool:
    try:
        timed(command, tree, cwd, extra)
    except subprocess.CalledProcessError:
        return False
    return True


if __name__ == "__main__":
    main()
