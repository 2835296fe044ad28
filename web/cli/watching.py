"""`arsip watch`: what appears in a folder becomes searchable, until it is stopped."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import asdict
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.errors import (
    ArsipError,
    IndexBrokenError,
    IndexMissingError,
    WriterLockedError,
    printable,
)
from web.cli.importing import mapping_of, reading_options, told, write_reject
from web.cli.options import data_option, json_option
from web.cli.output import SOME_REJECTED, complain, counted, print_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import FrameType
    from typing import BinaryIO, NoReturn

    from index.archive.store import Archive
    from index.data import Places
    from index.importing import ImportReport
    from index.readers.outcome import Outcome, ReadOptions, Reject
    from index.watching import Changed, Watched

# Files read between two notes of what was read; a killed watch reads at most these again.
SLICE = 1_000

# Looking takes at most this share of the time, however large the folder.
LOOKING_SHARE = 0.1

# Seconds between two tries of what fails again and again; each reads the same files.
LONGEST_PAUSE = 60.0


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False))
@reading_options
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Add what could not be read to FILE, as JSON Lines with file, line, reason and record.",
)
@click.option(
    "--interval",
    type=click.FloatRange(0.05, 86_400),
    metavar="SECONDS",
    default=5.0,
    show_default=True,
    help="Time between two looks.",
)
@click.option("--once", is_flag=True, help="Read what is new, and end: for cron.")
@data_option
@json_option
@click.pass_context
def watch(
    context: click.Context,
    *,
    folder: str,
    format_: str | None,
    pairs: tuple[str, ...],
    source: str | None,
    rejects: str | None,
    interval: float,
    once: bool,
    places: Places,
    as_json: bool,
) -> None:
    """Import what appears or changes in DIR and make it searchable, until stopped.

    Files of the kinds that 'arsip import' reads, in DIR and everything below it, are read when
    they have stopped growing. A file is read again when it has changed; one that is deleted takes
    no article with it ('arsip remove' does). A record that cannot be read is reported once, as
    file:line: reason.

    Ctrl+C or SIGTERM end it, with exit code 0: what was committed stays. While another process
    writes to the archive it waits; with --once it ends with exit code 75 then, and with 3 if
    records were rejected. A server beside it notices each new index by itself.
    """
    from index.readers.outcome import ReadOptions

    options = ReadOptions(format=format_, mapping=mapping_of(pairs), source=source)
    with _rejects_file(rejects, folder, places.data) as kept:
        watching = _Watching(folder, places, options, kept, as_json=as_json)
        if once:
            watching.run_once(interval)
            context.exit(SOME_REJECTED if watching.rejected else 0)
        complain(
            f"Watching {folder} every {interval:g} s; a file that is deleted takes no article with"
            " it (stop with Ctrl+C)"
        )
        with _ended_by_signals():
            watching.run(interval)


@contextmanager
def _rejects_file(rejects: str | None, folder: str, data: Path) -> Iterator[BinaryIO | None]:
    if rejects is None:
        yield None
        return
    target = Path(os.path.realpath(rejects))
    for name, place in (("that is watched", folder), ("of the archive", data)):
        if target.is_relative_to(os.path.realpath(place)):
            raise click.UsageError(f"--rejects {rejects} is inside the directory {name}.")
    try:
        file = target.open("ab", buffering=0)
    except OSError as error:
        raise click.UsageError(f"--rejects {rejects}: {error.strerror}") from None
    with file:
        yield file


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl+C does, and either be its good end.

    Processes that index have this handler, too, and simply end.
    """
    owner = os.getpid()

    def end(number: int, _frame: FrameType | None) -> NoReturn:
        if os.getpid() != owner:
            sys.exit(128 + number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        complain("Stopped.")
    finally:
        signal.signal(signal.SIGTERM, before)


class _Watching:
    """Rounds of looking, importing and indexing."""

    def __init__(
        self,
        folder: str,
        places: Places,
        options: ReadOptions,
        kept: BinaryIO | None,
        *,
        as_json: bool,
    ) -> None:
        from index.readers.formats import find_format
        from index.watching import state_file

        self._folder = folder
        self._places = places
        self._options = options
        self._kept = kept
        self._as_json = as_json
        self._chosen = find_format(options.format) if options.format else None
        if options.format and self._chosen is None:
            raise click.UsageError(f"--format {options.format}: there is no such format.")
        how = (options.format, sorted(options.mapping.items()), options.source)
        self._state = state_file(places.data, folder, *how)
        self._watched: Watched | None = None
        self._is_behind = True  # the index does not hold what the archive does
        self.rejected = 0

    def run(self, interval: float) -> None:
        """Look, read and index for ever; what goes wrong is told once and tried again."""
        told, look_seconds, failures = "", 0.0, 0
        while True:
            started, problem = time.monotonic(), ""
            try:
                if not self._round():
                    look_seconds = time.monotonic() - started
                failures = 0
            except WriterLockedError:
                problem = (
                    f"another arsip process is writing to {self._places.data}; waiting for its end"
                )
            except (ArsipError, OSError) as error:
                problem = f"{str(error) or type(error).__name__}; trying again"
                failures += 1
            if problem and problem != told:
                complain(f"arsip: {problem}")
            told = problem
            rest = look_seconds * (1 / LOOKING_SHARE - 1)
            patience = min(interval * failures, LONGEST_PAUSE) if failures > 1 else 0.0
            time.sleep(max(interval, rest, patience))

    def run_once(self, interval: float) -> None:
        """Look once, and again for files that were not whole yet."""
        self._round()
        if self._watched and self._watched.is_waiting:
            time.sleep(interval)
            self._round()

    def _round(self) -> bool:
        """Read what is new and make it searchable; tell whether there was anything."""
        from index.importing import ImportReport

        watched = self._watched = self._watched or self._open()
        report, files, documents = ImportReport(), 0, None
        try:
            for some in self._slices(watched, report):
                self._read(watched, some, report)
                files += len(some)
            if self._is_behind:
                documents = self._refresh()
        finally:  # what was committed stays, and is told
            self.rejected += report.rejected
            is_something = bool(files or any(asdict(report).values()) or documents is not None)
            if is_something:
                self._print(files, report, documents)
        return is_something

    def _open(self) -> Watched:
        from index.archive.opening import open_archive
        from index.lock import writer_lock
        from index.watching import Watched, load_state

        with (
            writer_lock(self._places, create=True),
            closing(open_archive(self._places, create=True)) as archive,
        ):
            self._is_behind = not _is_indexed(self._places, archive)
            read = load_state(self._state, archive)
            return Watched(self._folder, self._chosen, read, apart=self._places.data)

    def _slices(self, watched: Watched, report: ImportReport) -> Iterator[list[Changed]]:
        def files() -> Iterator[Changed]:
            for found in watched.look(time.time()):
                if isinstance(found, Changed):
                    yield found
                else:
                    report.rejected += 1
                    self._tell(found)

        from index.watching import Changed

        waiting = files()
        while some := list(islice(waiting, SLICE)):
            yield some

    def _read(self, watched: Watched, some: list[Changed], report: ImportReport) -> None:
        from index.archive.opening import open_archive
        from index.importing import import_articles
        from index.lock import writer_lock
        from index.readers.reading import read_bounded
        from index.watching import may_pass, save_state

        by_name = {printable(file.path): file for file in some}
        again: list[Changed] = []

        def tell(reject: Reject) -> None:
            if may_pass(reject):
                again.append(by_name[reject.path])
            self._tell(reject)

        paths = [file.path for file in some]
        with (
            writer_lock(self._places, create=True),
            closing(open_archive(self._places, create=True)) as archive,
            closing(read_bounded(paths, self._options, BytesIO())) as outcomes,
        ):
            before = report.added + report.changed
            try:
                there = _without_gone(outcomes, by_name)
                import_articles(archive, there, on_reject=tell, report=report)
            finally:
                self._is_behind |= report.added + report.changed > before
            watched.note(some)
            for file in again:
                watched.try_again(file, time.time())
            save_state(self._state, archive, watched.read())

    def _refresh(self) -> int:
        """Bring the index up to date and return how many articles it holds."""
        from index.rebuild import reindex
        from web.cli.indexing import core_count, tell_problems

        done = reindex(self._places, jobs=core_count())
        self._is_behind = False
        tell_problems(done)
        return done.documents

    def _tell(self, reject: Reject) -> None:
        complain(str(reject))
        if self._kept is not None:
            write_reject(self._kept, reject)

    def _print(self, files: int, report: ImportReport, documents: int | None) -> None:
        if self._as_json:
            print_json({"files": files, **asdict(report), "documents": documents})
        else:
            searchable = "" if documents is None else f" {documents:,} searchable."
            click.echo(f"{counted(files, 'file')}: {told(report)}{searchable}")


def _without_gone(outcomes: Iterable[Outcome], files: dict[str, Changed]) -> Iterator[Outcome]:
    """Pass over what is said of a file that was deleted or renamed before it was read."""
    from index.readers.outcome import Reject

    for outcome in outcomes:
        is_fault = isinstance(outcome, Reject) and not outcome.record and outcome.path in files
        if not (is_fault and not os.path.lexists(files[outcome.path].path)):
            yield outcome


def _is_indexed(places: Places, archive: Archive) -> bool:
    from index.locating import locate
    from index.rebuild import fits

    store = locate(places)
    try:
        manifest = store.current()
    except (IndexMissingError, IndexBrokenError):
        return False
    is_same = fits(store, manifest, places.data, archive)
    return is_same and manifest.revision == archive.revision()
