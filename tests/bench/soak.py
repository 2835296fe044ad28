"""Read over HTTP while the archive is written, and watch what the server holds on to.

    python tests/bench/soak.py [--rounds 5] [--minutes 0] [--readers 8] [--articles 300]

Each round imports changed articles, takes some out, and indexes: incrementally, every third
time anew. Readers ask for pages, JSON, articles, suggestions and exports all the while. It runs
for so many rounds, and for so many minutes at least. Prints one JSON line a round. Exit code 1
and a line for the first faults if an answer was not 200 (or a request to come again for an
export, which is then done), was empty or belonged to no round, if
a command failed, or if files, mapped generations or memory of the server grew.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = [sys.executable, "-c", "from web.cli.main import main; main()"]

# Changed and taken out in each round.
CHANGED, REMOVED = 40, 5

FULL_EVERY = 3

# The current generation, and one whose files are being read for damage.
MAX_GENERATIONS = 2

# Connections come and go, and so do SQLite's.
FILES_SLACK = 24

# Before memory is compared: caches fill first.
WARM_ROUNDS = 20
MEMORY_SLACK = 1.15

MAX_FAULTS = 5

# What the server says when more exports are asked for than it sends at once.
BUSY = "urn:arsip:problem:busy"

WORDS = (
    "beras gabah pasar pedagang petani panen irigasi pupuk gudang bulog menteri gubernur bupati"
    " rapat anggaran jalan jembatan pelabuhan kapal nelayan ikan laut banjir hujan sungai bendungan"
    " sekolah guru murid buku ujian kampus dokter pasien obat vaksin rumah sakit listrik kereta"
).split()


class Held(NamedTuple):
    """What the server holds."""

    memory_mb: float
    files: int
    generations: int


def article(number: int, round_: int) -> dict[str, str]:
    """Return one article as it is in a round."""
    rng = random.Random(f"{number} {round_}")
    body = ". ".join(" ".join(rng.choices(WORDS, k=12)) for _ in range(6))
    return {
        "id": f"a{number}",
        "title": f"Harga naik, laporan {number}",
        "body": f"Harga beras naik. {body}. Ini putaran p{round_}.",
        "source": f"Koran {number % 5}",
        "published": f"20{10 + number % 12}-03-{1 + number % 28:02}",
    }


def run(*arguments: str) -> None:
    """Run one command; raise what it said if it failed."""
    done = subprocess.run([*RUN, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"arsip {arguments[0]} ended with {done.returncode}: {done.stderr}")


class Writer:
    """Imports and indexes, round after round."""

    def __init__(self, data: Path, articles: int) -> None:
        self._data, self._articles = data, articles
        self.round = 0
        self._write(range(articles))

    def write(self) -> int:
        """Do one round; return the number of an article that it changed."""
        self.round += 1
        rng = random.Random(self.round)
        changed = rng.sample(range(self._articles), CHANGED)
        gone = [f"a{number}" for number in rng.sample(range(self._articles), REMOVED)]
        run("remove", "--data", str(self._data), *gone)
        self._write([*changed, *(int(name[1:]) for name in gone)])
        return changed[0]

    def _write(self, numbers: range | list[int]) -> None:
        file = self._data / "new.jsonl"
        rows = (json.dumps(article(number, self.round)) for number in numbers)
        file.write_text("\n".join(rows), "utf-8")
        run("import", "--data", str(self._data), str(file))
        full = [] if self.round % FULL_EVERY else ["--full"]
        run("reindex", "--data", str(self._data), *full)


@contextmanager
def serving(data: Path) -> Iterator[tuple[int, int]]:
    """Run a server; yield its port and its process id."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    command = [*RUN, "serve", "--processes", "1", "--port", "0", "--data", str(data)]
    with (
        (data / "log").open("w") as log,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment
        ) as server,
    ):
        line = server.stdout.readline() if server.stdout else ""
        try:
            yield int(line.split("/")[2].rpartition(":")[2]), server.pid
        finally:
            server.terminate()
    if server.returncode:
        raise SystemExit(f"the server ended with {server.returncode}")


class Reader(threading.Thread):
    """Asks until told to stop, and counts what is wrong."""

    def __init__(self, port: int, seed: int, articles: int) -> None:
        super().__init__(daemon=True)
        self._rng = random.Random(seed)
        self._articles = articles
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._told = threading.Event()
        self.answers: Counter[str] = Counter()
        self.faults: list[str] = []

    def run(self) -> None:
        """Ask."""
        while not self._told.is_set():
            kind = self._rng.choice(["page", "json", "json", "article", "suggest", "export"])
            try:
                fault = getattr(self, f"_ask_{kind}")()
            except (OSError, http.client.HTTPException, ValueError) as error:
                fault = repr(error)
                self._connection.close()
            self.answers[kind] += 1
            if fault:
                self.faults.append(f"{kind}: {fault}")

    def stop(self) -> None:
        """End after the question that is being asked."""
        self._told.set()

    def _get(self, path: str) -> str:
        self._connection.request("GET", path)
        response = self._connection.getresponse()
        body = response.read().decode()
        if response.status == http.HTTPStatus.SERVICE_UNAVAILABLE and BUSY in body:
            self.answers["busy"] += 1
            self._told.wait(float(response.headers["Retry-After"]))
            return self._get(path)
        if response.status != http.HTTPStatus.OK:
            raise ValueError(f"{response.status} for {path}: {body[:200]}")
        return body

    def _ask_page(self) -> str:
        page = self._get(f"/search?q=harga+{self._rng.choice(WORDS)}")
        return "" if "<article>" in page else "an empty page"

    def _ask_json(self) -> str:
        answer = json.loads(self._get("/api/v1/search?q=harga&facets=source,year&per_page=20"))
        least = self._articles - REMOVED
        # What was taken out is not shown, though the index may not know it yet.
        if least <= answer["total"] <= self._articles and len(answer["results"]) >= 20 - REMOVED:
            return ""
        return f"{answer['total']} found, {len(answer['results'])} shown"

    def _ask_article(self) -> str:
        number = self._rng.randrange(self._articles)
        self._connection.request("GET", f"/api/v1/articles/a{number}")
        response = self._connection.getresponse()
        body = response.read()
        if response.status == http.HTTPStatus.NOT_FOUND:
            return ""  # taken out just now
        found = json.loads(body)
        round_ = int(found["body"].rpartition(" p")[2].rstrip("."))
        return "" if found["body"] == article(number, round_)["body"] else "a changed body"

    def _ask_suggest(self) -> str:
        found = json.loads(self._get("/api/v1/suggest?q=har"))["suggestions"]
        return "" if found else "no suggestion"

    def _ask_export(self) -> str:
        lines = self._get("/search.jsonl?q=harga").splitlines()
        least = self._articles - 2 * REMOVED  # the index may change on the way
        return "" if least <= len(lines) <= self._articles else f"{len(lines)} exported"


def held_by(pid: int, data: Path) -> Held:
    """Return what a process holds, as the system sees it."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    kilobytes = int(status.partition("VmRSS:")[2].split()[0])
    index = f"{data / 'index'}/"
    mapped = {
        line.partition(index)[2].partition("/")[0]
        for line in Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines()
        if index in line
    }
    return Held(kilobytes / 1024, len(list(Path(f"/proc/{pid}/fd").iterdir())), len(mapped))


def is_found(port: int, number: int, round_: int) -> bool:
    """Tell whether a search finds an article as a round has written it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/api/v1/search?q=p{round_}&per_page=100")
    found = json.loads(connection.getresponse().read())["results"]
    connection.close()
    return f"a{number}" in {result["id"] for result in found}


def growth(held: list[Held]) -> list[str]:
    """Return what grew."""
    faults = []
    first, last = held[0], held[-1]
    if last.files > first.files + FILES_SLACK:
        faults.append(f"open files grew from {first.files} to {last.files}")
    if last.generations > MAX_GENERATIONS:
        faults.append(f"{last.generations} generations are mapped")
    if len(held) > 2 * WARM_ROUNDS:
        warm = max(each.memory_mb for each in held[WARM_ROUNDS : 2 * WARM_ROUNDS])
        if last.memory_mb > warm * MEMORY_SLACK:
            faults.append(f"memory grew from {warm:.0f} to {last.memory_mb:.0f} MB")
    return faults


def soak(data: Path, options: argparse.Namespace) -> list[str]:
    """Run all rounds; return what was wrong."""
    started = time.monotonic()
    writer = Writer(data, options.articles)
    faults: list[str] = []
    held = []
    with serving(data) as (port, pid):
        readers = [Reader(port, seed, options.articles) for seed in range(options.readers)]
        for reader in readers:
            reader.start()
        while writer.round < options.rounds or time.monotonic() < started + options.minutes * 60:
            number = writer.write()
            if not is_found(port, number, writer.round):
                faults.append(f"round {writer.round} is not found")
            held.append(held_by(pid, data))
            answers = sum((reader.answers for reader in readers), Counter())
            row = {"round": writer.round, "seconds": round(time.monotonic() - started)}
            print(json.dumps(row | answers | held[-1]._asdict()), flush=True)
            faults += [fault for reader in readers for fault in reader.faults]
            if faults:
                break
        for reader in readers:
            reader.stop()
        for reader in readers:
            reader.join()
        is_found(port, 0, 0)
        held.append(held_by(pid, data))
    faults += [fault for reader in readers for fault in reader.faults]
    log = (data / "log").read_text("utf-8")
    if "Traceback" in log:
        faults.append(log[log.index("Traceback") :][:2_000])
    return faults + growth(held)


def main() -> None:
    """Run the soak."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--articles", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        faults = soak(Path(directory), options)
    if faults:
        raise SystemExit("\n".join(faults[:MAX_FAULTS]))


if __name__ == "__main__":
    main()
