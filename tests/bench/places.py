"""How many datelines are resolved to the city, the province and the country that they name.

    python tests/bench/places.py DATA [--show]

DATA is a data directory that has imported the articles which ``places.tsv`` beside this names:

    id <TAB> place that the dateline gives <TAB> city <TAB> province <TAB> country

Of 3,445 real articles these are the first, by id, from every place, then the second, and so on,
300 in all; judged by hand before any was resolved. What is not known is left free. Each place is
shown as `arsip reindex` shows it, then resolved. Prints one JSON line: the shares that are right,
of all datelines and of distinct places. ``--show`` prints those that are not.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from pathlib import Path

from index.archive.opening import open_archive
from index.data import Places
from index.names import sample_archive
from index.newstext.localities import locate
from index.rebuild import confirmed, user_values
from index.values.learning import count_values, learn_values

JUDGEMENTS = Path(__file__).with_suffix(".tsv")
PARTS = ("city", "province", "country")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    judged = [line.split("\t") for line in JUDGEMENTS.read_text(encoding="utf-8").splitlines()]
    with closing(open_archive(options.data)) as archive:
        articles = archive.get_many([id_ for id_, *_ in judged])
        counts = count_values(archive.combinations())
        is_slip = confirmed(archive, sample_archive(Places.of(options.data), archive).words)
        values = learn_values(counts, user_values(options.data), is_slip)
    right: list[list[bool]] = []
    by_place: dict[str, list[bool]] = {}
    for id_, printed, *wanted in judged:
        place = articles[id_].place or "" if id_ in articles else ""
        found = locate(values.shown("place", place))
        given = [found.city or "", found.province or "", found.country or ""]
        right.append([one == other for one, other in zip(given, wanted, strict=True)])
        by_place[printed] = right[-1]
        if options.show and given != wanted:
            sys.stdout.write(f"{id_}\t{printed}\t{'/'.join(given)}\t{'/'.join(wanted)}\n")
    report: dict[str, object] = {"datelines": len(right), "places": len(by_place)}
    for name, rows in (("of_datelines", right), ("of_places", list(by_place.values()))):
        shares = [round(sum(column) / len(rows), 4) for column in zip(*rows, strict=True)]
        report[name] = dict(zip(PARTS, shares, strict=True))
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
