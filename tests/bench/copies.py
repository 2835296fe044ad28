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

With ``--time`` finds the copies of the archive in a data directory, and prints what it takes: of
the processor, of disk for an article, and of memory in all.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from index.archive.opening import open_archive
from index.copies.groups import FILE_NAME, Copies
from index.copies.sketches import CopyNotes
from index.copies.writing import write_copies
from index.generations import Generations
from index.readers.outcome import Found, ReadOptions
from index.readers.reading import read_articles
from index.rebuild import reindex
from tests.bench.making_copies import WAYS, is_fit, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.article import Article

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
    reindex(data)
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


def measure(data: Path) -> None:
    """Print what finding the copies of an archive takes."""
    notes, sketching, articles = CopyNotes(), 0.0, 0
    with closing(open_archive(data)) as archive, tempfile.TemporaryDirectory() as directory:
        for articles, (row, article) in enumerate(archive.walk(), start=1):  # noqa: B007
            started = time.process_time()
            notes.add(row, article)
            sketching += time.process_time() - started
        notes.write(Path(directory), 0)
        started = time.process_time()
        write_copies(Path(directory), (), archive)
        grouping = time.process_time() - started
        found = Copies.open(Path(directory))
        size = (Path(directory) / FILE_NAME).stat().st_size
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{articles:,} articles, {0 if found is None else len(found):,} groups; of one article"
        f" {1e6 * sketching / articles:.0f} us to sketch, {1e6 * grouping / articles:.0f} us to"
        f" group, {size / articles:.0f} bytes; {memory:.0f} MB in all"
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
