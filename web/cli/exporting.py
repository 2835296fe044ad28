"""`arsip export`."""

from __future__ import annotations

import csv
import sys
from contextlib import closing
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

import click
import orjson

from index.archive import open_archive
from index.article import Article
from search.language.parser import parse
from web.api.export import cell
from web.cli.opening import opened
from web.cli.options import data_option
from web.cli.output import SOME_REJECTED, complain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

# Articles fetched from the archive at a time.
BATCH = 500

COLUMNS = tuple(field.name for field in fields(Article))


@click.command()
@click.argument("query", required=False)
@click.option(
    "--jsonl", "kind", flag_value="jsonl", default="jsonl", help="As JSON Lines (default)."
)
@click.option("--csv", "kind", flag_value="csv", help="As a table; lists separated by semicolons.")
@data_option
@click.pass_context
def export(context: click.Context, query: str | None, kind: str, data: Path) -> None:
    """Print whole articles: all of them, or those that match QUERY, newest first.

    'arsip import' reads JSON Lines back without loss. In a table, a cell that a
    spreadsheet would run as a formula begins with an apostrophe. A damaged article is
    named and left out.
    """
    damaged: list[int] = []

    def leave_out(row: int, problem: str) -> None:
        damaged.append(row)
        complain(f"the article in row {row} is damaged and left out: {problem}")

    articles = _all(data, leave_out) if query is None else _matching(data, query)
    if kind == "csv":
        _write_csv(articles)
    else:
        for article in articles:
            sys.stdout.buffer.write(orjson.dumps(asdict(article), option=orjson.OPT_APPEND_NEWLINE))
    context.exit(SOME_REJECTED if damaged else 0)


def _all(data: Path, on_damage: Callable[[int, str], None]) -> Iterator[Article]:
    with closing(open_archive(data)) as archive:
        for _, article in archive.walk(on_damage=on_damage):
            yield article


def _matching(data: Path, query: str) -> Iterator[Article]:
    with opened(data) as (archive, searcher):
        ids = searcher.find_ids(parse(query).query)
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            found = archive.get_many(some)
            yield from (found[id_] for id_ in some if id_ in found)


def _write_csv(articles: Iterable[Article]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(COLUMNS)
    for article in articles:
        writer.writerow([cell(getattr(article, name)) for name in COLUMNS])
