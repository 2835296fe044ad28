"""`arsip backup` and `restore`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.cli.options import data_option, json_option
from web.cli.output import SOME_REJECTED, complain, counted, place_options, print_json

if TYPE_CHECKING:
    from index.data import Places

_DIRECTORY = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("target", metavar="DIR", type=_DIRECTORY)
@data_option
@json_option
@click.pass_context
def backup(context: click.Context, target: Path, places: Places, *, as_json: bool) -> None:
    """Copy the archive and its index while both are in use, and check the copy.

    DIR is a new directory, and appears when it is complete. Searches, imports and reindexing
    go on meanwhile; the copy is of one instant. A damaged article is copied as it is, and
    named.
    """
    from index.backup import back_up

    made = back_up(places, target)
    for problem in made.problems:
        complain(problem)
    if as_json:
        print_json({"directory": str(target), **asdict(made)})
    else:
        index = f"generation {made.generation}" if made.generation else "no index"
        click.echo(f"{counted(made.articles)} and {index} in {target}.")
        if places.cluster is not None:
            click.echo(
                "An index in a cluster is kept by snapshots there, or made anew: arsip reindex"
            )
    context.exit(SOME_REJECTED if made.problems else 0)


@click.command()
@click.argument("source", metavar="DIR", type=_DIRECTORY)
@data_option
@json_option
def restore(source: Path, places: Places, *, as_json: bool) -> None:
    """Put a backup back, once it has been checked.

    The archive becomes what it was when the backup was made. What is replaced is kept
    beside it, in a directory called replaced-..., for you to remove. Servers go on and
    notice. The index may be older than this program: then 'arsip reindex' renews it.
    """
    from index.backup import restore as put_back

    backup, kept = put_back(source, places)
    if as_json:
        print_json(
            {"articles": backup.articles, "generation": backup.generation}
            | {"replaced": None if kept is None else str(kept)}
        )
        return
    index = f"generation {backup.generation}" if backup.generation else "no index"
    click.echo(f"Restored {counted(backup.articles)} and {index}.")
    if kept is not None:
        click.echo(f"What was there before is in {kept}.")
    if backup.generation is None:
        click.echo(f"To make them searchable, run: arsip reindex{place_options(places)}")
