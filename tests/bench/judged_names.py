"""Names that articles have, judged by hand, and what is counted of those that are found.

A file of judgements has a line each: part, id of an article, names; ``?`` before a name leaves it
out of the count, ``-`` says that it is none.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

UNDECIDED, NOBODY = "?", "-"


def read_judgements(judged: Path, part: str) -> dict[str, list[str]]:
    """Return the judged names of a part, by what stands before them in a line."""
    rows = (line.split("\t") for line in judged.read_text("utf-8").splitlines())
    return {row[1]: row[2:] for row in rows if row[0] == part}


def read_bodies(folder: Path, *others: Path) -> dict[str, str]:
    """Return the bodies of the articles of a folder, and of other files, by id."""
    bodies = {}
    for path in (*sorted(folder.glob("*.jsonl*")), *others):
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rb") as lines:
            for line in lines:
                record = orjson.loads(line)
                bodies[record["id"]] = record["body"]
    return bodies


def share(count: int, of: int) -> str:
    """Return a share as it is printed."""
    return f"{count / of:.3f}" if of else "-"


@dataclass(slots=True)
class Score:
    """How many names were judged, reported, and reported rightly; and of those of several words."""

    articles: int = 0
    judged: int = 0
    reported: int = 0
    right: int = 0
    several: int = 0
    several_right: int = 0

    def line(self, part: str, what: str) -> str:
        """Return the figures in one line."""
        precision, recall = share(self.right, self.reported), share(self.right, self.judged)
        return (
            f"{part}: {self.articles} articles, {self.judged} {what} judged, {self.reported}"
            f" reported, {self.right} right: precision {precision}, recall {recall}, of names of"
            f" several words {share(self.several_right, self.several)}"
        )


def score_named(
    judgements: dict[str, list[str]],
    report: Callable[[str], Iterable[str]],
    key: Callable[[str], str],
    *,
    show: bool,
) -> str:
    """Return how many of the names that were reported still are, one an article, and right.

    Args:
        judgements: The name by the id of the article.
        report: Returns what is shown of it.
        key: Returns what is compared of a name.
        show: Print what is reported still and wrong, and what is right and no more reported.
    """
    reported = right = 0
    for id_, (name,) in judgements.items():
        is_there = key(name.removeprefix(NOBODY)) in set(map(key, report(id_)))
        is_right = not name.startswith(NOBODY)
        reported += is_there
        right += is_there and is_right
        if show and is_there != is_right:
            print(f"{id_}  {name}  {'reported' if is_there else 'no more reported'}")
    return f"{reported} of the names judged are reported, {right} right: {share(right, reported)}"


def score(
    judgements: dict[str, list[str]],
    find: Callable[[str], Iterable[tuple[str, ...]]],
    key: Callable[[str], str],
    *,
    show: bool,
) -> Score:
    """Return the figures of some articles.

    Args:
        judgements: Names by the id of the article.
        find: Returns what is found in it, each by all of its names there.
        key: Returns what is compared of a name.
        show: Print what is wrong and what is missed.
    """
    total = Score(articles=len(judgements))
    for id_, names in judgements.items():
        open_ = {key(name[1:]) for name in names if name.startswith(UNDECIDED)}
        wanted = {key(name): name for name in names if not name.startswith(UNDECIDED)}
        missed, wrong = dict(wanted), []
        for found in find(id_):
            keys = set(map(key, found))
            if same := keys & missed.keys():
                del missed[same.pop()]
            elif keys & open_:
                continue
            else:
                wrong.append(found[0])
        total.judged += len(wanted)
        total.right += len(wanted) - len(missed)
        total.reported += len(wanted) - len(missed) + len(wrong)
        total.several += sum(" " in name for name in wanted.values())
        several_missed = sum(" " in name for name in missed.values())
        total.several_right += sum(" " in name for name in wanted.values()) - several_missed
        if show:
            print(f"{id_}  wrong: {wrong}  missed: {sorted(missed.values())}")
    return total
