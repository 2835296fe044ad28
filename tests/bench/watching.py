"""Watch a folder of many files, and say what a look at it costs when nothing is new.

    python tests/bench/watching.py WORKDIR [--files 100000] [--looks 5]

Makes the files, a made article in each, reads them all with `arsip watch --once` and then looks
at them again. Prints one JSON line: files; seconds of the first round, all articles searchable;
the median seconds of a look, by the clock and of the processor; megabytes of the state, and at
most in a process of the first round, and in one that only looks.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from index.archive.opening import open_archive
from index.watching import Watched, load_state

WORDS = "harga beras gabah pasar petani panen hujan banjir jalan sekolah guru desa kota".split()


def make(folder: Path, files: int) -> None:
    """Write the files, a thousand in a folder."""
    for number in range(files):
        path = folder / f"{number // 1000:04}" / f"{number:06}.txt"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        words = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 9))
        path.write_text(f"Berita nomor {number}\n\nJakarta - {words} {number}.\n")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workdir", type=Path)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--looks", type=int, default=5)
    options = parser.parse_args()
    folder, data = options.workdir / "in", options.workdir / "data"
    make(folder, options.files)
    command = ["-c", "from web.cli.main import main; main()", "watch", "--once", str(folder)]
    started = time.perf_counter()
    subprocess.run([sys.executable, *command, "--data", str(data)], check=True)
    first = time.perf_counter() - started
    watched_kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    (state,) = data.glob("watched-*")
    with closing(open_archive(data)) as archive:
        watched = Watched(str(folder), None, load_state(state, archive))
    taken, worked = [], []
    for _ in range(options.looks):
        started, before = time.perf_counter(), time.process_time()
        assert list(watched.look(time.time())) == []
        taken.append(time.perf_counter() - started)
        worked.append(time.process_time() - before)
    looking_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {
                "files": options.files,
                "first_round_s": round(first, 1),
                "look_s": round(median(taken), 2),
                "look_cpu_s": round(median(worked), 2),
                "state_mb": round(state.stat().st_size / 1e6, 1),
                "watched_mb": round(watched_kib * 1024 / 1e6),
                "looking_mb": round(looking_kib * 1024 / 1e6),
            }
        )
    )


if __name__ == "__main__":
    main()
