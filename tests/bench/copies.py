"""Judge how copies are found: on pairs of real articles, and on made ones.

    python tests/bench/copies.py --articles FILE [--half tune|confirm] [--made 500] [--show]
    python tests/bench/copies.py --time DATA

FILE holds the articles that ``copies.tsv`` beside this script judges, by their ids: it says of
each pair whether one is a copy of the other or an update, which belong into one group, or
another text of the same form (template) or about the same matter (different), which do not.
Made pairs are an article and what this script makes of it, with a fixed seed:

    alike    20 to 50 % of the sentences dropped; sentences in another order; another dateline,
             title and last line; words changed in 30 to 60 % of the sentences; every sentence said
             otherwise, or in other words, too; half of them, in another order and with words
             changed; the first third alone; a later stage that carries the old text
    unlike   the same text with other figures and nothing else, or with other ones for half of
             them, a day or more later; with other figures some hours later; with other names and
             figures; other articles with two of its sentences; corrections by its publisher,
             which are versions and no copies; and pairs of real articles that share most of their
             rarer words and were not judged to be one text

All are imported and indexed as `arsip` does. Prints precision (of the pairs in one group, those
that belong there) and recall (of those that belong, those found) for real and made pairs, of each
kind, each for the half that rules were tuned with and the half that confirms them; and what is
wrong.

With ``--time`` indexes the texts of the archive in a data directory once more, elsewhere, and
prints what finding copies takes: of the processor, and as a share of all else; of disk for an
article, and of memory in all.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar
from unittest.mock import patch

from index import rebuild
from index.archive.opening import open_archive
from index.copies.groups import FILE_NAME, Copies
from index.copies.sketches import CopyNotes
from index.copies.writing import write_copies
from index.data import archive_file
from index.generations import Generations
from index.readers.outcome import Found, ReadOptions
from index.readers.reading import read_articles
from tests.bench.making_copies import WAYS, is_fit, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index.article import Article

P = ParamSpec("P")
T = TypeVar("T")

JUDGED = Path(__file__).with_suffix(".tsv")
TOGETHER = {"copy", "update"}


class Pair(NamedTuple):
    """Two articles by id, and what they are to each other."""

    one: str
    other: str
    verdict: str
    kind: str


def make_pairs(
    articles: Sequence[Article], number: int, seed: int
) -> tuple[list[Article], list[Pair]]:
    """Return made articles and the pairs that they are one of, each of another article."""
    rng = random.Random(seed)
    fit = list(filter(is_fit, articles))
    chosen = rng.sample(fit, min(number, len(fit)))
    made, pairs = [], []
    for at, article in enumerate(chosen):
        verdict, way = WAYS[at % len(WAYS)]
        new = way(article, rng.choice(fit), rng)
        made.append(replace(new, id=f"buatan-{seed}-{at}-{way.__name__}"))
        pairs.append(Pair(article.id, made[-1].id, verdict, way.__name__))
    return made, pairs


def near_pairs(articles: Sequence[Article], judged: Sequence[Pair], number: int) -> list[Pair]:
    """Return real pairs that share most words and are not one text, as far as was judged."""
    known = {frozenset(pair[:2]) for pair in judged if pair.verdict in TOGETHER}
    pairs = (pair for pair in nearest(articles, 2 * number) if frozenset(pair) not in known)
    return [Pair(*pair, "different", "nearest") for pair in islice(pairs, number)]


def read_judged() -> list[Pair]:
    """Return the pairs that were judged by reading both."""
    lines = JUDGED.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [Pair(one, other, verdict, verdict) for one, other, verdict in rows]


def group(articles: Iterable[Article], data: Path) -> dict[str, int]:
    """Return the number of the group of each article that is in one, by id."""
    with closing(open_archive(data, create=True)) as archive:
        archive.put(list(articles))
    rebuild.reindex(data)
    copies = Copies.open(Generations(data).current())
    assert copies is not None
    return {member.id: at for at, members in enumerate(copies) for member in members}


def report(name: str, pairs: Sequence[Pair], groups: dict[str, int], *, show: bool) -> None:
    """Print precision and recall, of all and of each kind, and what is wrong."""
    found = {pair for pair in pairs if groups.get(pair.one, -1) == groups.get(pair.other, -2)}
    wanted = {pair for pair in pairs if pair.verdict in TOGETHER}
    right = len(found & wanted)
    precision, recall = right / max(len(found), 1), right / max(len(wanted), 1)
    print(
        f"{name:14} {len(pairs):4} pairs  precision {precision:.3f} ({right}/{len(found)})"
        f"  recall {recall:.3f} ({right}/{len(wanted)})"
    )
    for kind in dict.fromkeys(pair.kind for pair in pairs):
        some = {pair for pair in pairs if pair.kind == kind}
        count, all_ = len(some & found), len(some)
        if some & wanted:
            print(f"    {kind:12} recall {count / all_:.3f} ({count}/{all_})")
        else:
            print(f"    {kind:12} taken for one text {count}/{all_}")
    if show:
        for pair in sorted(found ^ wanted):
            print(f"    {'wrong' if pair in found else 'missed'}: {' '.join(pair)}")


class Clock:
    """How much of the processor's time some calls take."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timed(self, function: Callable[P, T]) -> Callable[P, T]:
        """Return a function whose calls are added."""

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            started = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.seconds += time.process_time() - started

        return call


def measure(data: Path) -> None:
    """Print what finding the copies of an archive takes, of all that indexing its text takes."""
    sketching, grouping, every = Clock(), Clock(), Clock()
    with ExitStack() as stack:
        copied = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        source = stack.enter_context(closing(sqlite3.connect(archive_file(data))))
        with closing(sqlite3.connect(archive_file(copied))) as archive:
            source.backup(archive)
        for name in ("add", "write"):
            timed = sketching.timed(getattr(CopyNotes, name))
            stack.enter_context(patch.object(CopyNotes, name, timed))
        stack.enter_context(patch.object(rebuild, "write_copies", grouping.timed(write_copies)))
        articles = every.timed(rebuild.reindex)(copied, full=True, reads=False).documents
        directory = Generations(copied).current()
        found = Copies.open(directory)
        size = (directory / FILE_NAME).stat().st_size
    own = sketching.seconds + grouping.seconds
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{articles:,} articles, {0 if found is None else len(found):,} groups; of one article"
        f" {1e6 * sketching.seconds / articles:.0f} us to sketch,"
        f" {1e6 * grouping.seconds / articles:.0f} us to group, {size / articles:.0f} bytes;"
        f" {100 * own / (every.seconds - own):.1f} % of what else indexing their text takes in one"
        f" process; {memory:.0f} MB in all"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    of = parser.add_mutually_exclusive_group(required=True)
    of.add_argument("--articles", type=Path)
    of.add_argument("--time", type=Path, metavar="DATA")
    parser.add_argument("--half", choices=["tune", "confirm"])
    parser.add_argument("--made", type=int, default=500)
    parser.add_argument("--show", action="store_true", help="what is wrong")
    options = parser.parse_args()
    if options.time:
        measure(options.time)
        return
    outcomes = read_articles([str(options.articles)], ReadOptions(), sys.stdin.buffer)
    articles = [outcome.article for outcome in outcomes if isinstance(outcome, Found)]
    judged = read_judged()
    for at, half in enumerate(("tune", "confirm")):
        if options.half not in (None, half):
            continue
        with tempfile.TemporaryDirectory() as data:
            made, pairs = make_pairs(articles[at::2], options.made // 2, seed=at + 1)
            groups = group([*articles, *made], Path(data))
        report(f"real, {half}", judged[at::2], groups, show=options.show)
        near = near_pairs(articles[at::2], judged, options.made // 4)
        report(f"made, {half}", [*pairs, *near], groups, show=options.show)


if __name__ == "__main__":
    main()
