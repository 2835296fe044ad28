"""Every fault at every call of every command that writes; and every loss of power.

    python tests/bench/faults.py [--one-in N] [--seed N] [SCENARIO...]

For each scenario of `tests/faults/scenarios.py`: its calls to the disk; tries, and how many
went wrong, of a kill, a torn write or an error at a call; of a kill at any instant; of a loss
of power after a call. What went wrong is told a line each. Ends with 1 if anything did.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.faults.cases import every_case
from tests.faults.command import FaultyCommand
from tests.faults.disk import Keeps
from tests.faults.scenarios import SCENARIOS
from tests.faults.trying import Trying

# Kills at any instant, of one scenario.
KILLS = 100

_ROW = "{:<22}" + "{:>8}" * 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--one-in", type=int, default=1, help="try one of so many cases")
    parser.add_argument("--seed", type=int, default=1, help="which ones, and when")
    parser.add_argument("scenarios", nargs="*", help="by name; all of them if none is named")
    options = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="arsip-faults-"))
    try:
        with closing(FaultyCommand(place)) as command:
            sys.exit(1 if run(Trying(place, command), options) else 0)
    finally:
        shutil.rmtree(place)


def run(trying: Trying, options: argparse.Namespace) -> int:
    """Try them all; return how many went wrong."""
    wrong = 0
    print(_ROW.format("scenario", "calls", "faults", "kills", "power", "wrong", "s"))
    for scenario in SCENARIOS:
        if options.scenarios and scenario.name not in options.scenarios:
            continue
        started = time.monotonic()
        chance = random.Random(options.seed)
        prepared = trying.prepare(scenario)
        calls = len(prepared.trace)
        faults = [
            case for case in every_case(prepared.trace) if not chance.randrange(options.one_in)
        ]
        losses = [
            (number, keeps)
            for number in range(calls + 1)
            for keeps in (*Keeps, Keeps.SOME)
            if not chance.randrange(options.one_in)
        ]
        kills = KILLS // options.one_in
        found = 0
        for case in faults:
            found += told(scenario.name, case, trying.problems(prepared, case))
        for _ in range(kills):
            share = chance.random()
            problems = trying.problems_when_killed(prepared, share)
            found += told(scenario.name, f"killed after {share:.0%} of its time", problems)
        for at, (number, keeps) in enumerate(losses):
            what = f"power lost after call {number}, {keeps.value} kept"
            problems = trying.problems_without_power(prepared, number, keeps, options.seed + at)
            found += told(scenario.name, what, problems)
        tried = len(faults), kills, len(losses)
        seconds = round(time.monotonic() - started)
        print(_ROW.format(scenario.name, calls, *tried, found, seconds), flush=True)
        wrong += found
    return wrong


def told(scenario: str, what: object, problems: list[str]) -> int:
    """Print problems on one line, if there are any; return 1 then."""
    if problems:
        print(f"  {scenario}: {what}: {'; '.join(problems)}", flush=True)
    return bool(problems)


if __name__ == "__main__":
    main()
