"""Judge how copies are found: on pairs of real articles, and on made ones.

    python tests/bench/copies.py --articles FILE [--half tune|confirm] [--made 500] [--show]
    python tests/bench/copies.py --time DATA

FILE holds the articles that ``copies.tsv`` beside this script judges, by their ids: it says of
each pair whether one is a copy of the other or an update, which belong into one group, or
another text of the same form (template) or about the same matter (different), which do not.
Made pairs are an article and what this script makes of it, with a fixed seed:

    alike    sentences dropped; another dateline, title and words here and there; the beginning
             alone; the whole with a source line; the old text below new paragraphs
    unlike   the same text with other figures, or with other names; other articles with two of
             its sentences; corrections by its publisher, which are versions and no copies

All are imported and indexed as `arsip` does. Prints precision (of the pairs in one group, those
that belong there) and recall (of those that belong, those found) for real and made pairs, each
for the half that rules were tuned with and the half that confirms them, and what is wrong.

With ``--time`` finds the copies of the archive in a data directory, and prints what it takes: of
the processor, of disk for an article, and of memory in all.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from index.archive.opening import open_archive
from index.copies import FILE_NAME, Copies, CopyNotes, write_copies
from index.generations import Generations
from index.readers.outcome import Found, ReadOptions
from index.readers.reading import read_articles
from index.rebuild import reindex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index.article import Article

JUDGED = Path(__file__).with_suffix(".tsv")
TOGETHER = {"copy", "update"}

# Words of news that say the same, for light edits.
SAME = {
    "mengatakan": "menyatakan",
    "kata": "ujar",
    "ujar": "tutur",
    "tutur": "kata",
    "menjelaskan": "menerangkan",
    "namun": "tetapi",
    "tetapi": "namun",
    "telah": "sudah",
    "sudah": "telah",
    "akan": "bakal",
    "saat": "ketika",
    "karena": "sebab",
    "sekitar": "kira-kira",
    "hanya": "cuma",
    "juga": "pun",
    "tidak": "tak",
    "untuk": "guna",
    "seperti": "bagaikan",
    "selain": "di samping",
    "sementara": "sedangkan",
    "dapat": "bisa",
    "bisa": "dapat",
    "lebih": "makin",
    "setelah": "sesudah",
    "melakukan": "mengadakan",
    "menjadi": "merupakan",
    "besar": "raya",
    "tersebut": "itu",
}
_SENTENCE = re.compile(r"(?<=[.!?\"\u201d])\s+(?=[A-Z\"\u201c])")
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")


class Pair(NamedTuple):
    """Two articles by id, and what they are to each other."""

    one: str
    other: str
    verdict: str


def sentences(article: Article) -> list[str]:
    """Return the sentences of a body."""
    return _SENTENCE.split(article.body)


def dropped(article: Article, other: Article, rng: random.Random) -> Article:
    """Return it without one to four sentences in ten."""
    part = rng.uniform(0.1, 0.4)
    kept = [sentence for sentence in sentences(article) if rng.random() > part]
    return elsewhere(article, " ".join(kept or [article.body]), rng)


def edited(article: Article, other: Article, rng: random.Random) -> Article:
    """Return it with every second word that has another for it changed, and a new title."""
    body = _WORD.sub(
        lambda word: SAME.get(word[0], word[0]) if rng.random() < 0.5 else word[0], article.body
    )
    words = article.title.split()
    rng.shuffle(words)
    return replace(elsewhere(article, body, rng), title=" ".join(words))


def shortened(article: Article, other: Article, rng: random.Random) -> Article:
    """Return its beginning: three to seven sentences in ten."""
    every = sentences(article)
    kept = every[: max(1, round(len(every) * rng.uniform(0.3, 0.7)))]
    return elsewhere(article, " ".join(kept), rng)


def republished(article: Article, other: Article, rng: random.Random) -> Article:
    """Return the whole with a line of the one who prints it again."""
    body = f"{article.body}\nArtikel ini telah tayang di {article.source or 'laman lain'}."
    return elsewhere(article, body, rng)


def rewritten(article: Article, other: Article, rng: random.Random) -> Article:
    """Return it with words changed and sentences that begin or go on otherwise."""
    found = []
    for sentence in sentences(edited(article, other, rng)):
        start = rng.choice(("", "", "Sementara itu, ", "Diketahui, ", "Menurut keterangan, "))
        found.append(start + sentence[:1].lower() + sentence[1:] if start else sentence)
    return replace(elsewhere(article, " ".join(found), rng), title=other.title)


def continued(article: Article, other: Article, rng: random.Random) -> Article:
    """Return a later stage: new paragraphs before the old ones."""
    new = sentences(other)[: rng.randint(2, 8)]
    later = elsewhere(article, " ".join([*new, *sentences(article)]), rng)
    return replace(later, source=article.source, title=other.title)


def refigured(article: Article, other: Article, rng: random.Random) -> Article:
    """Return the text of another day: with other figures."""
    body = _FIGURE.sub(lambda figure: str(rng.randrange(10 ** len(figure[0]))), article.body)
    return replace(elsewhere(article, body, rng), source=article.source, title=article.title)


def renamed(article: Article, other: Article, rng: random.Random) -> Article:
    """Return the text about others: with other names and figures."""
    names = _NAME.findall(other.body) or ["Anu"]
    body = _NAME.sub(lambda _: rng.choice(names), article.body)
    return refigured(replace(article, body=body), other, rng)


def borrowing(article: Article, other: Article, rng: random.Random) -> Article:
    """Return another article that has two sentences of this one."""
    every = sentences(other)
    at = rng.randrange(len(every))
    some = sentences(article)[:2]
    return elsewhere(other, " ".join([*every[:at], *some, *every[at:]]), rng)


def corrected(article: Article, other: Article, rng: random.Random) -> Article:
    """Return it as its publisher has put it right: one figure and one word are others."""
    figures = list(_FIGURE.finditer(article.body))
    wrong = rng.choice(figures)
    body = f"{article.body[: wrong.start()]}{int(wrong[0]) + 1}{article.body[wrong.end() :]}"
    hour = timedelta(hours=rng.randint(1, 5))
    published = article.published and article.published + hour
    return replace(article, body=body, published=published, url=None)


def elsewhere(article: Article, body: str, rng: random.Random) -> Article:
    """Return what another publisher prints some hours or a day later."""
    later = timedelta(hours=rng.randint(1, 30))
    return replace(
        article,
        body=body,
        title=f"{article.title} ini kabarnya",
        source=rng.choice(("Harian Contoh", "Warta Uji", "contoh.id")),
        place=rng.choice(("Surabaya", "Medan", "Makassar")),
        published=article.published and article.published + later,
        url=None,
    )


WAYS: tuple[tuple[str, Callable[[Article, Article, random.Random], Article]], ...] = (
    ("copy", dropped),
    ("copy", edited),
    ("copy", shortened),
    ("copy", republished),
    ("copy", rewritten),
    ("update", continued),
    ("template", refigured),
    ("template", renamed),
    ("borrowed", borrowing),
    ("version", corrected),
)


def make_pairs(
    articles: Sequence[Article], number: int, seed: int
) -> tuple[list[Article], list[Pair]]:
    """Return made articles and the pairs that they are one of, each of another article."""
    rng = random.Random(seed)
    # A text of another day has figures, and a few of them are not enough to be one.
    fit = [
        article
        for article in articles
        if len(_FIGURE.findall(article.body)) >= 6
        and len(_NAME.findall(article.body)) >= 6
        and len(sentences(article)) >= 6
    ]
    chosen = rng.sample(fit, min(number, len(fit)))
    made, pairs = [], []
    for at, article in enumerate(chosen):
        verdict, way = WAYS[at % len(WAYS)]
        new = way(article, rng.choice(fit), rng)
        made.append(replace(new, id=f"buatan-{seed}-{at}-{way.__name__}"))
        pairs.append(Pair(article.id, made[-1].id, verdict))
    return made, pairs


def read_judged() -> list[Pair]:
    """Return the pairs that were judged by reading both."""
    lines = JUDGED.read_text("utf-8").splitlines()
    return [Pair(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def group(articles: Iterable[Article], data: Path) -> dict[str, int]:
    """Return the number of the group of each article that is in one, by id."""
    with closing(open_archive(data, create=True)) as archive:
        archive.put(list(articles))
    reindex(data)
    copies = Copies.open(Generations(data).current())
    assert copies is not None
    return {member.id: at for at, members in enumerate(copies) for member in members}


def report(name: str, pairs: Sequence[Pair], groups: dict[str, int], *, show: bool) -> None:
    """Print precision and recall, and what is wrong."""
    found = {pair for pair in pairs if groups.get(pair.one, -1) == groups.get(pair.other, -2)}
    wanted = {pair for pair in pairs if pair.verdict in TOGETHER}
    right = len(found & wanted)
    precision, recall = right / max(len(found), 1), right / max(len(wanted), 1)
    print(
        f"{name:14} {len(pairs):4} pairs  precision {precision:.3f} ({right}/{len(found)})"
        f"  recall {recall:.3f} ({right}/{len(wanted)})"
    )
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
        report(f"made, {half}", pairs, groups, show=options.show)


if __name__ == "__main__":
    main()
