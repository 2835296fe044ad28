"""Score how the people that articles name are found, by judgements made by hand.

    python tests/bench/people.py --articles DIR [--part PART] [--show]

DIR holds the judged articles as JSON Lines with ``id`` and ``body`` (``*.jsonl``, ``*.jsonl.gz``):
IndoSum's dev folds. The judgements are in ``people.tsv`` beside this file. Somebody is right who is
named as judged, by the fullest name in the body. Prints for each part precision and recall, also
recall of names of more than one word; for named-1 to named-6, how many of the names judged are
still reported where they were, and right; of the people known, how many are people, and found in
the articles read for them and in all that have their name in full; and what reading takes.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import defaultdict
from pathlib import Path

from index.analysis.folding import fold
from index.names import MAX_CHARS
from index.newstext.persons import find_people
from index.newstext.quotes import find_quotes
from index.newstext.reading import PERSON, read_body
from index.values.learning import learn_values
from index.values.names import Names
from tests.bench.judged_names import (
    NOBODY,
    read_bodies,
    read_judgements,
    score,
    score_named,
    share,
)

JUDGED = Path(__file__).with_suffix(".tsv")
JUDGED_WHOLE = ("tune", "confirm", "unseen-1", "unseen-2")
JUDGED_NAMES = ("named-1", "named-2", "named-3", "named-4", "named-5", "named-6")
PARTS = (*JUDGED_WHOLE, *JUDGED_NAMES, "known")


def key(name: str) -> str:
    """Return what is compared of a name."""
    return fold(name.replace(".", ""))


def found_in(body: str) -> list[tuple[str]]:
    """Return the names found."""
    speakers = {quote.speaker for quote in find_quotes(body) if quote.speaker}
    return [(person.name,) for person in find_people(body, speakers)]


def score_known(bodies: dict[str, str], *, show: bool) -> None:
    """Print how many of the people known are right, learned from all of ``bodies``."""
    names = Names()
    for body in bodies.values():
        names.add((one.name, one.others) for one in find_people(body[:MAX_CHARS]))
    values = learn_values({}, {}, lambda _: False, {PERSON: names})
    found: dict[str, set[str]] = defaultdict(set)
    for id_, body in bodies.items():
        for person in read_body(body).people:
            found[values.shown(PERSON, person.name)].add(id_)
    reported = right = read = kept = written = had = 0
    for name, ids in read_judgements(JUDGED, "known").items():
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
        elif part in JUDGED_NAMES:
            named = score_named(
                read_judgements(JUDGED, part),
                lambda id_: (person.name for person in read_body(bodies[id_]).people),
                key,
                show=args.show,
            )
            print(f"{part}: {named}")
        else:
            judgements = read_judgements(JUDGED, part)
            found = score(judgements, lambda id_: found_in(bodies[id_]), key, show=args.show)
            print(found.line(part, "people"))
    started = time.process_time()
    people = sum(len(find_people(body)) for body in bodies.values())
    took = time.process_time() - started
    print(f"{people} people in {len(bodies)} articles, {1000 * took / len(bodies):.2f} ms each")


if __name__ == "__main__":
    main()
