"""Estimate when dated articles appeared, by their texts alone, and compare.

    python tests/bench/estimating.py ARTICLES [--show]

Prints of how many the text tells a month, and for how many of those it is the right one, or one
next to it, or of the right year. With ``--show`` a line for each that is wrong: its id, the truth,
and the estimate.
"""

from __future__ import annotations

import argparse
import sys

from index.newstext.dates import to_wib
from index.newstext.estimated import month_of
from index.readers.outcome import Found, ReadOptions
from index.readers.reading import read_articles


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("articles")
    parser.add_argument("--show", action="store_true", help="what is wrong")
    options = parser.parse_args()
    apart: list[int] = []
    years = articles = 0
    for outcome in read_articles([options.articles], ReadOptions(), sys.stdin.buffer):
        if not isinstance(outcome, Found) or outcome.article.published is None:
            continue
        articles += 1
        truth, found = to_wib(outcome.article.published), month_of(outcome.article.body)
        if found is None:
            continue
        apart.append(abs((found.year - truth.year) * 12 + found.month - truth.month))
        years += found.year == truth.year
        if options.show and apart[-1]:
            print(outcome.article.id, f"{truth:%Y-%m} {found:%Y-%m}")
    count = max(len(apart), 1)
    right, near = (sum(one <= most for one in apart) / count for most in (0, 1))
    print(
        f"{articles:,} articles, {len(apart):,} tell a month: {right:.3f} the right one,"
        f" {near:.3f} at most the one beside it, {years / count:.3f} in the right year"
    )


if __name__ == "__main__":
    main()
