"""How many flipped bits are known, and what they change: `python tests/bench/damage.py DATA`.

Flips bits of copies of a real data directory, one at a time, in every file of its index and in
its archive, and prints how many were found by `arsip verify` and what was read all the same.

--flips N       of each file (default 300)
--subsets N     also index N random subsets of the articles, each of which must pass its check
"""

from __future__ import annotations

import argparse
import logging
import random
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

from index.archive.opening import open_archive
from index.check import check_archive, find_damage
from index.data import archive_file
from index.errors import ArsipError
from index.generations import Generations
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.results import PageRequest
from search.searcher import Searcher

QUERIES = ("beras", '"harga beras"', "presiden ATAU gubernur", "jakar*", "apa yang terjadi di Bali")


def flip(path: Path, bit: int) -> None:
    """Flip one bit in place."""
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0] ^ 1 << bit % 8
        file.seek(bit // 8)
        file.write(bytes([byte]))


def answers(data: Path) -> list[object]:
    """Return what the queries find."""
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        pages = [searcher.search(parse(query).query, PageRequest()) for query in QUERIES]
    return [(page.total, page.hits) for page in pages]


def damage_index(data: Path, flips: int, source: random.Random) -> None:
    """Flip bits of every file of the current generation."""
    expected = answers(data)
    for file in sorted(Generations(data).current().iterdir()):
        found = wrong = refused = 0
        for _ in range(flips):
            bit = source.randrange(8 * file.stat().st_size)
            flip(file, bit)
            found += bool(find_damage(file.parent))
            try:
                wrong += answers(data) != expected
            except ArsipError:
                refused += 1
            flip(file, bit)
        print(
            f"{file.name:28} {flips} flips: {found} found, {refused} refused, {wrong} wrong pages"
        )


def damage_archive(data: Path, flips: int, source: random.Random) -> None:
    """Flip bits of the archive."""
    file = archive_file(data)
    with closing(open_archive(data)) as archive:
        expected = dict(archive.walk())
    found = changed = unseen = lost = refused = 0
    for _ in range(flips):
        bit = source.randrange(8 * file.stat().st_size)
        flip(file, bit)
        try:
            with closing(open_archive(data)) as archive:
                read = dict(archive.walk(on_damage=lambda _row, _problem: None))
                problems = check_archive(archive)
        except ArsipError:
            refused += 1
        else:
            found += bool(problems)
            changed += not read.items() <= expected.items()
            lost += len(expected) - len(read)
            unseen += read != expected and not problems
        flip(file, bit)
    print(
        f"archive.db {flips} flips: {found} found, {refused} refused; {lost} articles left out,"
        f" {changed} read changed, {unseen} unseen"
    )


def index_subsets(data: Path, count: int, source: random.Random) -> None:
    """Index random subsets of the articles of an archive."""
    with closing(open_archive(data)) as archive:
        every = [stored.article for stored in archive.walk()]
    refused = 0
    with tempfile.TemporaryDirectory(dir="/dev/shm") as directory:
        for number in range(count):
            subset = Path(directory) / str(number)
            with closing(open_archive(subset, create=True)) as archive:
                archive.put(source.sample(every, source.randint(1, 60)))
            try:
                reindex(subset)
            except ArsipError as error:
                refused += 1
                print(error)
            shutil.rmtree(subset)
    print(f"{count} random subsets indexed, {refused} refused")


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--flips", type=int, default=300)
    parser.add_argument("--subsets", type=int, default=0)
    arguments = parser.parse_args()
    logging.disable()
    source = random.Random(1)
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory) / "data"
        shutil.copytree(arguments.data, copy)
        for path in Generations(copy).every():
            if path != Generations(copy).current():
                shutil.rmtree(path)
        index_subsets(copy, arguments.subsets, source)
        damage_index(copy, arguments.flips, source)
        damage_archive(copy, arguments.flips, source)


if __name__ == "__main__":
    main()
