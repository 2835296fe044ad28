"""Score how the organisations that articles name are found, by judgements made by hand.

    python tests/bench/organisations.py --articles DIR [--part PART] [--show]

DIR holds the judged articles as JSON Lines with ``id`` and ``body`` (``*.jsonl``, ``*.jsonl.gz``):
IndoSum's dev folds. The judgements are in ``organisations.tsv`` beside this file. One is right that
is named as judged, by any name it has in the article, and once. Prints for tune, confirm and unseen
precision and recall; for named-1 to named-6, how many of the names judged are still reported where
they were, and right; and what reading takes with them and without.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from index.newstext.bodies import key
from index.newstext.organisations import find_organisations
from index.newstext.reading import MAX_PEOPLE, read_body
from tests.bench.judged_names import (
    read_bodies,
    read_judgements,
    score,
    score_named,
    share,
)

if TYPE_CHECKING:
    from index.newstext.tally import Organisation

JUDGED = Path(__file__).with_suffix(".tsv")
JUDGED_WHOLE = ("tune", "confirm", "unseen")
JUDGED_NAMES = ("named-1", "named-2", "named-3", "named-4", "named-5", "named-6")
PARTS = (*JUDGED_WHOLE, *JUDGED_NAMES)
# Articles that are timed, evenly chosen.
TIMED = 500


def names_of(one: Organisation) -> tuple[str, ...]:
    """Return all names of an organisation in an article, the one it is shown by first."""
    return tuple(filter(None, (one.label, one.name, one.short, *one.others)))


def time_reading(bodies: list[str]) -> None:
    """Print what it takes to read articles, and what organisations take of that."""
    whole = alone = 0.0
    for body in bodies:
        started = time.process_time()
        reading = read_body(body)
        read = time.process_time()
        find_organisations(body, reading.people[:MAX_PEOPLE])
        whole += read - started
        alone += time.process_time() - read
    each = 1000 / len(bodies)
    print(
        f"{len(bodies)} articles: {whole * each:.2f} ms each to read, {alone * each:.2f} of that"
        f" for organisations, {share(alone, whole - alone)} of the rest"
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
        if part in JUDGED_NAMES:
            named = score_named(
                read_judgements(JUDGED, part),
                lambda id_: (one.label for one in read_body(bodies[id_]).organisations),
                key,
                show=args.show,
            )
            print(f"{part}: {named}")
            continue
        judgements = read_judgements(JUDGED, part)
        found = score(
            judgements,
            lambda id_: map(names_of, read_body(bodies[id_]).organisations),
            key,
            show=args.show,
        )
        print(found.line(part, "organisations"))
    time_reading(list(bodies.values())[:: len(bodies) // TIMED])


if __name__ == "__main__":
    main()
