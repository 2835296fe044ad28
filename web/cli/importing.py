"""`arsip import` and `arsip remove`."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import asdict
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import orjson
from click.shell_completion import CompletionItem

from index.errors import ArsipError
from index.readers.formats import FORMATS
from index.readers.sources import STDIN, count_passed_over
from web.cli.options import data_option, json_option
from web.cli.output import SOME_REJECTED, complain, counted, place_options, print_json
from web.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO, Literal

    from index.archive.store import Archive
    from index.data import Places
    from index.importing import ImportReport
    from index.readers.outcome import Outcome, Reject
    from index.rebuild import ReindexReport


Command = TypeVar("Command", bound="Callable[..., Any]")

# Kinds of files that are named.
MAX_ENDS = 5


def _formats(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


def complete_files(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Have the shell complete names of files."""
    return [CompletionItem(incomplete, type="file")]


def reading_options(command: Command) -> Command:
    """Add ``--format``, ``--map`` and ``--source``: how files are read."""
    about_formats = f"Read everything as {', '.join(FORMATS)}, whatever the files are called."
    about_map = "Take article field K from source field V, as in title=judul_berita; repeatable."
    for option in (
        click.option("--source", metavar="NAME", help="Publisher of articles that name none."),
        click.option("--map", "pairs", metavar="K=V", multiple=True, help=about_map),
        click.option(
            "--format", "format_", metavar="F", shell_complete=_formats, help=about_formats
        ),
    ):
        command = option(command)
    return command


@click.command("import")
@click.argument("sources", metavar="SRC...", nargs=-1, required=True, shell_complete=complete_files)
@reading_options
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write what could not be read here, as JSON Lines with file, line, reason and record.",
)
@click.option("--strict", is_flag=True, help="Stop at the first record that cannot be read.")
@click.option(
    "--reindex",
    "is_indexed",
    is_flag=True,
    help="Make the archive searchable at the end, as 'arsip reindex' does.",
)
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
    rejects: str | None,
    places: Places,
    strict: bool,
    is_indexed: bool,
    as_json: bool,
) -> None:
    """Read articles into the archive; 'arsip reindex' then makes them searchable.

    With --reindex both are one command: nobody else writes in between, and what has been stored
    is indexed even if records were rejected.

    SRC is a file, a folder (with everything in it) or - for standard input: JSON Lines,
    JSON, CSV, TSV, plain text, Markdown, HTML, RSS or Atom, also compressed (.gz).

    An article that is in the archive already changes nothing, and one that has changed is
    updated; the archive keeps what it was. A record that cannot be read is reported as
    file:line: reason and never stops the rest; the exit code is then 3. With --strict it
    does, with exit code 1. However an import ends, what was stored before stays and is
    counted.
    """
    from index.readers.bounded import reading_process
    from index.readers.outcome import ReadOptions
    from index.readers.reading import read_bounded

    options = ReadOptions(format=format_, mapping=mapping_of(pairs), source=source)
    stdin = standard_input()
    done = None
    with ExitStack() as held:
        with (
            _kept(rejects, sources, places.data) if rejects else nullcontext() as kept,
            reading_process() as process,  # gets ready while the rest is loaded
        ):
            from index.archive.opening import open_archive
            from index.importing import ImportReport, import_articles
            from index.lock import writer_lock

            report = ImportReport()
            outcomes = read_bounded(sources, options, stdin, process)
            held.enter_context(writer_lock(places, create=True))
            archive = held.enter_context(closing(open_archive(places, create=True)))
            with closing(outcomes), progress("Importing") as advance:
                try:
                    import_articles(
                        archive,
                        _without(rejects, outcomes) if rejects else outcomes,
                        on_reject=_reporter(rejects, kept, strict=strict),
                        progress=advance,
                        report=report,
                    )
                except BaseException:
                    _print_report(report, as_json=as_json)  # what was committed stays
                    raise
        if not (is_indexed and as_json):
            _print_report(report, as_json=as_json)
        if not format_:
            _complain_of_others(sources)
        if is_indexed:
            try:
                done = _index(places, archive)
            except BaseException:
                if as_json:
                    _print_report(report, as_json=True)
                raise
    if done:
        _tell_index(done, report, places, as_json=as_json)
    elif (report.added or report.changed) and not as_json:
        complain(f"To make them searchable, run: arsip reindex{place_options(places)}")
    is_whole = not report.rejected and not (done and done.unreadable)
    context.exit(0 if is_whole else SOME_REJECTED)


def standard_input() -> BinaryIO:
    """Return the standard input; an empty one if neither a terminal nor a file is there."""
    return sys.stdin.buffer if sys.stdin else BytesIO()


def _complain_of_others(sources: tuple[str, ...]) -> None:
    """Name files in folders that no format is known for."""
    if others := count_passed_over(sources):
        ends = sorted(others, key=lambda end: (-others[end], not end, end))[:MAX_ENDS]
        listed = ", ".join(f"{end or 'no ending'} {others[end]:,}" for end in ends)
        total = counted(others.total(), "file")
        were = "was" if others.total() == 1 else "were"
        complain(f"{total} of other kinds {were} passed over: {listed}")


def _index(places: Places, archive: Archive) -> ReindexReport:
    """Make an archive searchable whose lock is held."""
    from index.rebuild import reindex_held
    from web.cli.indexing import core_count

    with progress("Indexing", archive.count()) as advance:
        return reindex_held(places, archive, jobs=core_count(), progress=advance)


def _tell_index(
    done: ReindexReport, report: ImportReport, places: Places, *, as_json: bool
) -> None:
    """Tell what was indexed; of a program's question also what was imported before."""
    from web.cli.indexing import print_reindex, tell_problems

    tell_problems(done)
    if as_json:
        print_json({**asdict(report), "reindex": asdict(done)})
    else:
        print_reindex(done, places)


def mapping_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """Return article field to source field, as ``--map`` gives them."""
    mapping = {}
    for pair in pairs:
        field, equals, name = pair.partition("=")
        if not (field and equals and name):
            raise click.UsageError(f"--map {pair!r} is not K=V, as in title=judul_berita.")
        mapping[field] = name
    return mapping


@contextmanager
def _kept(rejects: str, sources: tuple[str, ...], data: Path) -> Iterator[BinaryIO]:
    """Give a file to write rejects to, which becomes ``rejects`` at the end, whatever that is.

    What stood there before goes only then, and not for an import that failed without a reject.
    """
    if rejects == STDIN:
        yield sys.stdout.buffer
        return
    target = Path(os.path.realpath(rejects))
    is_replaced = not target.exists() or target.is_file()  # and no device or pipe
    if is_replaced and target.is_relative_to(os.path.realpath(data)):
        raise click.UsageError(f"--rejects {rejects} is inside the data directory.")
    if is_replaced and any(_is_same(source, target) for source in sources if source != STDIN):
        raise click.UsageError(f"--rejects {rejects} is one of the files to import.")
    unfinished = target.with_name(f".arsip-rejects-{os.getpid()}")  # hidden, so never imported
    try:
        # Without a buffer, whose rest could not be written again when it is closed.
        mode: Literal["xb", "wb"] = "xb" if is_replaced else "wb"
        file = (unfinished if is_replaced else target).open(mode, buffering=0)
    except OSError as error:
        raise click.UsageError(f"--rejects {rejects}: {error.strerror}") from None
    if not is_replaced:
        with file:
            yield file
        return
    is_whole = False
    try:
        with file:
            yield file
        is_whole = True
    finally:
        if is_whole or unfinished.stat().st_size:
            unfinished.replace(target)
        else:
            unfinished.unlink()


def _is_same(source: str, target: Path) -> bool:
    try:
        return os.path.realpath(source) == str(target) or target.samefile(source)
    except (OSError, ValueError):
        return False


def _without(rejects: str, outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
    """Pass over what an import before this one rejected, if a folder holds it."""
    target = os.path.realpath(rejects)
    if rejects == STDIN or not Path(target).is_file():
        return outcomes
    is_other = lru_cache(1)(lambda path: path == STDIN or os.path.realpath(path) != target)
    return (outcome for outcome in outcomes if is_other(outcome.path))


def write_reject(kept: BinaryIO, reject: Reject) -> None:
    """Write what could not be read as a line of JSON."""
    kept.write(orjson.dumps(asdict(reject), option=orjson.OPT_APPEND_NEWLINE))


def _reporter(name: str | None, kept: BinaryIO | None, *, strict: bool) -> Callable[[Reject], None]:
    def report(reject: Reject) -> None:
        complain(str(reject))
        if kept is not None:
            try:
                write_reject(kept, reject)
                kept.flush()
            except OSError as error:
                raise ArsipError(f"--rejects {name}: {error.strerror}") from error
        if strict:
            raise click.ClickException("Stopped at the first record that cannot be read.")

    return report


def _print_report(report: ImportReport, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(report))
        return
    click.echo(told(report))


def told(report: ImportReport) -> str:
    """Return what became of the records, in a line."""
    return (
        f"{counted(report.added)} added, {report.changed:,} changed,"
        f" {report.unchanged:,} unchanged, {report.rejected:,} rejected."
    )


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@data_option
@json_option
def remove(ids: tuple[str, ...], places: Places, *, as_json: bool) -> None:
    """Take articles out of the archive for good, by id.

    What they were before they were corrected goes with them. They leave the search results
    with the next 'arsip reindex'.
    """
    from index.archive.opening import open_archive
    from index.lock import writer_lock

    with writer_lock(places), closing(open_archive(places)) as archive:
        known = archive.get_many(ids)
        count = archive.remove(ids)
    unknown = [id_ for id_ in dict.fromkeys(ids) if id_ not in known]
    if count < len(set(ids)):
        for id_ in unknown:
            complain(f"{id_}: no article has this id")
    if as_json:
        print_json({"removed": count})
    else:
        click.echo(f"{counted(count)} removed.")
