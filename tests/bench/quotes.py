"""Score how quotations and their speakers are read, by judgements made by hand.

    python tests/bench/quotes.py --articles DIR [--part PART] [--show]

DIR holds the judged articles as JSON Lines with ``id`` and ``body`` (``*.jsonl``, ``*.jsonl.gz``):
IndoSum's dev folds; the bundled sample is read from the checkout. The judgements are in
``quotes.tsv`` beside this file. A quotation is right when it overlaps a judged one by 80 % of the
longer of the two and names its speaker: the words of one name hold those of the other. Prints for
each part precision and recall, the same for spans alone, and how many quotations were left without
a speaker. With ``--show`` also everything that is wrong.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from index.newstext.quotes import Quotation, find_quotes
from tests.bench.judged_names import read_bodies, share

if TYPE_CHECKING:
    from collections.abc import Iterator

JUDGED = Path(__file__).with_suffix(".tsv")
SAMPLE = Path(__file__).parents[2] / "web/sample/articles.jsonl"
PARTS = ("tune", "confirm", "last", "fresh", "unseen")
OVERLAP = 0.8
UNDECIDED, NOBODY = "?", "-"


class Judged(NamedTuple):
    """A quotation as judged.

    Attributes:
        speaker: A name, or several parted by ``|``.
    """

    start: int
    end: int
    speaker: str


class Score:
    """What was found of what was judged."""

    def __init__(self) -> None:
        self.articles = self.judged = self.reported = self.spans = self.right = self.unnamed = 0

    def __str__(self) -> str:
        return (
            f"{self.articles} articles, {self.judged} quotations judged, {self.reported} reported,"
            f" {self.right} right: precision {share(self.right, self.reported)},"
            f" recall {share(self.right, self.judged)}; spans {share(self.spans, self.reported)}"
            f" and {share(self.spans, self.judged)}; {self.unnamed} without a speaker"
        )


def read_judgements() -> dict[str, dict[str, list[Judged]]]:
    """Return the judged quotations by part and article."""
    found: dict[str, dict[str, list[Judged]]] = defaultdict(lambda: defaultdict(list))
    for line in JUDGED.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        part, id_, *rest = line.split("\t")
        quotes = found[part][id_]
        if rest:
            quotes.append(Judged(int(rest[0]), int(rest[1]), rest[2]))
    return found


def overlaps(quote: Quotation, judged: Judged) -> bool:
    """Tell whether two spans are one."""
    common = min(quote.end, judged.end) - max(quote.start, judged.start)
    longer = max(quote.end - quote.start, judged.end - judged.start)
    return common >= OVERLAP * longer


def is_speaker(name: str | None, judged: str) -> bool:
    """Tell whether a name is one of those judged right."""
    if name is None:
        return NOBODY in judged.split("|")
    words = set(re.findall(r"[^\W_]+", name.lower()))
    others = [set(re.findall(r"[^\W_]+", other.lower())) for other in judged.split("|")]
    return any(other and (words <= other or other <= words) for other in others)


def compare(body: str, judged: list[Judged], score: Score) -> Iterator[str]:
    """Add what is found in one article to ``score``, and yield what is wrong."""
    left = list(judged)
    score.articles += 1
    for quote in find_quotes(body):
        match = next((one for one in left if overlaps(quote, one)), None)
        if match:
            left.remove(match)
        is_open = (
            match.speaker == UNDECIDED
            if match
            else any(
                one.speaker == UNDECIDED and min(one.end, quote.end) > max(one.start, quote.start)
                for one in judged
            )
        )
        if is_open:
            continue
        score.reported += 1
        score.unnamed += quote.speaker is None
        if match is None:
            yield f"no quotation: {quote.text[:60]!r} {quote.speaker}"
            continue
        score.spans += 1
        if is_speaker(quote.speaker, match.speaker):
            score.right += 1
        else:
            yield f"another speaker: {quote.text[:60]!r} {quote.speaker}, not {match.speaker}"
    score.judged += sum(one.speaker != UNDECIDED for one in judged)
    for one in left:
        if one.speaker != UNDECIDED:
            yield f"missed: {body[one.start : one.end][:60]!r} {one.speaker}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--articles", type=Path, required=True, metavar="DIR")
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    bodies, judgements = read_bodies(args.articles, SAMPLE), read_judgements()
    for part in (args.part,) if args.part else PARTS:
        real, sample = Score(), Score()
        for id_, judged in judgements[part].items():
            score = sample if id_.startswith("contoh-") else real
            for wrong in compare(bodies[id_], judged, score):
                if args.show:
                    print(f"{id_}  {wrong}")
        print(f"{part}, real: {real}")
        if sample.articles:
            print(f"{part}, sample: {sample}")


if __name__ == "__main__":
    main()
