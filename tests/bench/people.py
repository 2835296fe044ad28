"""Score how the people that articles name are found, by judgements made by hand.

    python tests/bench/people.py --articles DIR [--part tune|confirm|known] [--show]

DIR holds the judged articles as JSON Lines with ``id`` and ``body`` (``*.jsonl``, ``*.jsonl.gz``):
IndoSum's dev folds. The judgements are in ``people.tsv`` beside this file. Somebody is right who is
named as judged, by the fullest name in the body. Prints for each part precision and recall, also
recall of names of more than one word; of the people known, how many are people, and found in the
articles read for them and in all that have their name in full; and what reading takes.
"""

from __future__ import annotations

import argparse
import gzip
import re
import time
from collections import defaultdict
from pathlib import Path

import orjson

from index.analysis.folding import fold
from index.names import MAX_CHARS
from index.newstext.persons import find_people
from index.newstext.quotes import find_quotes
from index.newstext.reading import PERSON, read_body
from index.values.learning import learn_values
from index.values.people import Names

JUDGED = Path(__file__).with_suffix(".tsv")
PARTS = ("tune", "confirm", "known")
UNDECIDED, NOBODY = "?", "-"


def key(name: str) -> str:
    """Return what is compared of a name."""
    return fold(name.replace(".", ""))


def read_judgements(part: str) -> dict[str, list[str]]:
    """Return the judged names of a part by article."""
    rows = (line.split("\t") for line in JUDGED.read_text("utf-8").splitlines())
    return {row[1]: row[2:] for row in rows if row[0] == part}


def read_bodies(folder: Path) -> dict[str, str]:
    """Return bodies by id."""
    bodies = {}
    for path in sorted(folder.glob("*.jsonl*")):
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rb") as lines:
            for line in lines:
                record = orjson.loads(line)
                bodies[record["id"]] = record["body"]
    return bodies


def found_in(body: str) -> dict[str, str]:
    """Return the names found, by what is compared of them."""
    speakers = {quote.speaker for quote in find_quotes(body) if quote.speaker}
    return {key(person.name): person.name for person in find_people(body, speakers)}


def share(count: int, of: int) -> str:
    """Return a share as it is printed."""
    return f"{count / of:.3f}" if of else "-"


def score(part: str, bodies: dict[str, str], *, show: bool) -> None:
    """Print the figures of a part."""
    reported = right = judged = several = several_right = 0
    judgements = read_judgements(part)
    for id_, names in judgements.items():
        open_ = {key(name[1:]) for name in names if name.startswith(UNDECIDED)}
        wanted = {key(name) for name in names if not name.startswith(UNDECIDED)}
        found = found_in(bodies[id_])
        counted = found.keys() - open_
        reported += len(counted)
        right += len(counted & wanted)
        judged += len(wanted)
        long = {name for name in wanted if " " in name}
        several += len(long)
        several_right += len(long & counted)
        if show:
            wrong = [found[name] for name in sorted(counted - wanted)]
            print(f"{id_}  nobody: {wrong}  missed: {sorted(wanted - counted)}")
    print(
        f"{part}: {len(judgements)} articles, {judged} people judged, {reported} reported, {right}"
        f" right: precision {share(right, reported)}, recall {share(right, judged)}, of names of"
        f" several words {share(several_right, several)}"
    )


def score_known(bodies: dict[str, str], *, show: bool) -> None:
    """Print how many of the people known are right, learned from all of ``bodies``."""
    names = Names()
    for body in bodies.values():
        names.add(find_people(body[:MAX_CHARS]))
    values = learn_values({}, {}, lambda _: False, names)
    found: dict[str, set[str]] = defaultdict(set)
    for id_, body in bodies.items():
        for person in read_body(body).people:
            found[values.shown(PERSON, person.name)].add(id_)
    reported = right = read = kept = written = had = 0
    for name, ids in read_judgements("known").items():
        shown = values.shown(PERSON, name.removeprefix(NOBODY))
        reported += shown in found
        if name.startswith(NOBODY):
            continue
        missed = set(ids) - found[shown]
        right += bool(found[shown] & set(ids))
        read += len(ids)
        kept += len(ids) - len(missed)
        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        named = {id_ for id_, body in bodies.items() if whole.search(body)}
        written += len(named)
        had += len(named & found[shown])
        if show and (missed or named - found[shown]):
            print(f"{name}  not in {sorted(missed)}, nor {sorted(named - found[shown])}")
    print(
        f"known: {reported} of the names judged are reported, {right} of them people:"
        f" {share(right, reported)}; in {kept} of {read} articles read for them, and in"
        f" {share(had, written)} of {written} that have the name in full"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--articles", type=Path, required=True, metavar="DIR")
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    bodies = read_bodies(args.articles)
    for part in (args.part,) if args.part else PARTS:
        if part == "known":
            score_known(bodies, show=args.show)
        else:
            score(part, bodies, show=args.show)
    started = time.process_time()
    found = sum(len(find_people(body)) for body in bodies.values())
    took = time.process_time() - started
    print(f"{found} people in {len(bodies)} articles, {1000 * took / len(bodies):.2f} ms each")


if __name__ == "__main__":
    main()
