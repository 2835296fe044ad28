"""`arsip export`."""

from __future__ import annotations

import csv
import sys
from contextlib import closing
from dataclasses import asdict, fields
from functools import partial
from typing import TYPE_CHECKING, Any

import click
import orjson

from index.article import Article
from web.cli.options import data_option
from web.cli.output import SOME_REJECTED, complain, complain_of
from web.times import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from index.archive.versions import Version
    from index.data import Places

# Articles fetched from the archive at a time.
BATCH = 500

COLUMNS = tuple(field.name for field in fields(Article))


@click.command()
@click.argument("query", required=False)
@click.option(
    "--jsonl", "kind", flag_value="jsonl", default="jsonl", help="As JSON Lines (default)."
)
@click.option("--csv", "kind", flag_value="csv", help="As a table; lists separated by semicolons.")
@click.option(
    "--versions",
    "with_versions",
    is_flag=True,
    help="With what each article was before it was corrected.",
)
@data_option
@click.pass_context
def export(
    context: click.Context, query: str | None, kind: str, places: Places, *, with_versions: bool
) -> None:
    """Print whole articles: all of them, or those that match QUERY, newest first.

    'arsip import' reads JSON Lines back without loss. In a table, a cell that a
    spreadsheet would run as a formula begins with an apostrophe. A damaged article is
    named and left out.

    With --versions each line also says when its article was first seen and updated, and lists
    its versions, the oldest first: the same fields, its number, since when it was stored and
    when it was replaced. 'arsip import' reads of such a line what the article is now; a
    backup carries versions from one archive to another.
    """
    if with_versions and kind == "csv":
        raise click.UsageError("--versions goes into JSON Lines, not into a table.")
    damaged: list[str] = []

    def leave_out(what: str, problem: str) -> None:
        damaged.append(what)
        complain(f"{what} is damaged and left out: {problem}")

    def leave_out_row(row: int, problem: str) -> None:
        leave_out(f"the article in row {row}", problem)

    articles = _all(places, leave_out_row) if query is None else _matching(places, query)
    if kind == "csv":
        _write_csv(articles)
    elif with_versions:
        _write_lines(_with_versions(places, articles, leave_out))
    else:
        _write_lines(map(_fields, articles))
    context.exit(SOME_REJECTED if damaged else 0)


def _write_lines(records: Iterable[dict[str, Any]]) -> None:
    for record in records:
        sys.stdout.buffer.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def _with_versions(
    places: Places, articles: Iterable[Article], on_damage: Callable[[str, str], None]
) -> Iterator[dict[str, Any]]:
    from index.archive.opening import open_archive

    with closing(open_archive(places)) as archive:
        for article in articles:
            history = archive.versions.history(article.id)
            if history is None:  # removed meanwhile
                continue
            named = partial(_name_version, on_damage, article.id)
            versions = (
                archive.versions.walk(article.id, on_damage=named) if history.versions else ()
            )
            yield {
                **_fields(article),
                "first_seen": iso(history.first_seen),
                "updated": iso(history.updated),
                "versions": [_version(version) for version in versions],
            }


def _name_version(
    on_damage: Callable[[str, str], None],
    id: str,  # noqa: A002 - the field's own name
    number: int,
    problem: str,
) -> None:
    on_damage(f"version {number} of article {id!r}", problem)


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "stored": iso(version.stored),
        "replaced": iso(version.replaced),
        **_fields(version.article),
    }


def _all(places: Places, on_damage: Callable[[int, str], None]) -> Iterator[Article]:
    from index.archive.opening import open_archive

    with closing(open_archive(places)) as archive:
        for _, article in archive.walk(on_damage=on_damage):
            yield article


def _matching(places: Places, query: str) -> Iterator[Article]:
    from search.language.parser import parse
    from web.cli.opening import opened

    parsed = parse(query)
    complain_of(parsed.warnings)
    with opened(places) as (archive, searcher):
        ids = searcher.find_ids(parsed.query)
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            found = archive.get_many(some)
            yield from (found[id_] for id_ in some if id_ in found)


def _fields(article: Article) -> dict[str, Any]:
    """Return the fields of an article, its moment as every other form of it prints that."""
    published = article.published
    return asdict(article) | {"published": None if published is None else iso(published)}


def _write_csv(articles: Iterable[Article]) -> None:
    from web.api.export import cell

    writer = csv.writer(sys.stdout)
    writer.writerow(COLUMNS)
    for article in articles:
        values = _fields(article)
        writer.writerow([cell(values[name]) for name in COLUMNS])
