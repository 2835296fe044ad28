"""`arsip migrate`."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from index.data import Places
from web.cli.options import data_option, json_option
from web.cli.output import counted, print_json
from web.cli.progress import progress


@click.command()
@click.option(
    "--to",
    "target",
    metavar="PLACE",
    required=True,
    help="Where to: the URL of an empty database, or a data directory for its archive.db.",
)
@data_option
@json_option
def migrate(target: str, places: Places, *, as_json: bool) -> None:
    """Copy the archive into another database, as it is, and check the copy.

    Articles, their versions, removals, links, times and revisions are the same there, so that
    an index of the archive fits the copy, too. Nobody can write to either meanwhile. The archive
    stays where it is: use the copy with --archive or ARSIP_ARCHIVE, or without, if it is in --data.

    After a kill the same command goes on where it was. Every row of the copy is compared with
    its source before it is used. Nothing is written where another archive is.
    """
    from index.archive.opening import open_archive
    from index.migration import migrate as copy

    to = Places(places.data, target) if "://" in target else Places(Path(target))
    with closing(open_archive(places)) as archive:
        total = archive.count()
    with progress("Copying and checking", 2 * total) as advance:
        made = copy(places, to, advance)
    if as_json:
        print_json(asdict(made))
        return
    was = " (it was there already)" if made.was_there else ""
    versions = counted(made.versions, "version")
    click.echo(f"{counted(made.articles)} and {versions} of them in {made.archive}, checked{was}.")
