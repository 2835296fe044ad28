"""`arsip import` and `arsip remove`."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing
from dataclasses import asdict
from io import BytesIO
from typing import TYPE_CHECKING

import click
import orjson

from index.archive import open_archive
from index.errors import ArsipError
from index.importing import ImportReport, import_articles
from index.lock import writer_lock
from index.readers import FORMATS, ReadOptions, Reject, read_bounded
from web.cli.options import data_option, json_option
from web.cli.output import complain, counted, print_json
from web.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

SOME_REJECTED = 3


@click.command("import")
@click.argument("sources", metavar="SRC...", nargs=-1, required=True)
@click.option(
    "--format",
    "format_",
    metavar="F",
    help=f"Read everything as {', '.join(FORMATS)}, whatever the files are called.",
)
@click.option(
    "--map",
    "pairs",
    metavar="K=V",
    multiple=True,
    help="Take article field K from source field V, as in title=judul_berita; repeatable.",
)
@click.option("--source", metavar="NAME", help="Publisher of articles that name none.")
@click.option(
    "--rejects",
    type=click.File("wb", lazy=False),
    metavar="FILE",
    help="Write what could not be read here, as JSON Lines with file, line, reason and record.",
)
@click.option("--strict", is_flag=True, help="Stop at the first record that cannot be read.")
@data_option
@json_option
@click.pass_context
def import_command(
    context: click.Context,
    *,
    sources: tuple[str, ...],
    format_: str | None,
    pairs: tuple[str, ...],
    source: str | None,
    rejects: BinaryIO | None,
    data: Path,
    strict: bool,
    as_json: bool,
) -> None:
    """Read articles into the archive; 'arsip reindex' then makes them searchable.

    SRC is a file, a folder (with everything in it) or - for standard input: JSON Lines,
    JSON, CSV, TSV, plain text, Markdown, HTML, RSS or Atom, also compressed (.gz).

    An article that is in the archive already changes nothing, and one that has changed is
    updated. A record that cannot be read is reported as file:line: reason and never stops
    the rest; the exit code is then 3. With --strict it does, with exit code 1. However an
    import ends, what was stored before stays and is counted.
    """
    options = ReadOptions(format=format_, mapping=_mapping(pairs), source=source)
    # Without a terminal or a file there is no standard input at all.
    stdin = sys.stdin.buffer if sys.stdin else BytesIO()
    report = ImportReport()
    with ExitStack() as stack:
        outcomes = stack.enter_context(closing(read_bounded(sources, options, stdin)))
        stack.enter_context(writer_lock(data, create=True))
        archive = stack.enter_context(closing(open_archive(data, create=True)))
        advance = stack.enter_context(progress("Importing"))
        try:
            import_articles(
                archive,
                outcomes,
                on_reject=_reporter(rejects, strict=strict),
                progress=advance,
                report=report,
            )
        except BaseException:
            _print_report(report, as_json=as_json)  # what was committed stays
            raise
    _print_report(report, as_json=as_json)
    if (report.added or report.changed) and not as_json:
        complain("To make them searchable, run: arsip reindex")
    context.exit(SOME_REJECTED if report.rejected else 0)


def _mapping(pairs: tuple[str, ...]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        field, equals, name = pair.partition("=")
        if not (field and equals and name):
            raise click.UsageError(f"--map {pair!r} is not K=V, as in title=judul_berita.")
        mapping[field] = name
    return mapping


def _reporter(rejects: BinaryIO | None, *, strict: bool) -> Callable[[Reject], None]:
    def report(reject: Reject) -> None:
        complain(str(reject))
        if rejects is not None:
            try:
                rejects.write(orjson.dumps(asdict(reject), option=orjson.OPT_APPEND_NEWLINE))
                rejects.flush()
            except OSError as error:
                raise ArsipError(f"--rejects {rejects.name}: {error.strerror}") from error
        if strict:
            raise click.ClickException("Stopped at the first record that cannot be read.")

    return report


def _print_report(report: ImportReport, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(report))
        return
    click.echo(
        f"{counted(report.added)} added, {report.changed:,} changed,"
        f" {report.unchanged:,} unchanged, {report.rejected:,} rejected."
    )


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@data_option
@json_option
def remove(ids: tuple[str, ...], data: Path, *, as_json: bool) -> None:
    """Take articles out of the archive for good, by id.

    They leave the search results with the next 'arsip reindex'.
    """
    with writer_lock(data), closing(open_archive(data)) as archive:
        count = archive.remove(ids)
    if as_json:
        print_json({"removed": count})
    else:
        click.echo(f"{counted(count)} removed.")
