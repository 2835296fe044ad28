"""`arsip reindex`, `status`, `verify` and `rollback`."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from index.errors import IndexBrokenError, IndexMissingError, NothingBeforeError
from index.values.table import FILE_NAME as VALUES
from index.values.table import NO_VALUES, Values, Why
from web.cli.options import data_option, json_option
from web.cli.output import SOME_REJECTED, complain, counted, place_options, print_json
from web.cli.progress import progress
from web.times import iso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.archive.store import Archive
    from index.data import Places
    from index.rebuild import ReindexReport
    from index.values.listing import ShownValue

# Publishers that are named.
MAX_SOURCES = 5
_SPAN = ("first", "last")
UNREAD = "Who says what and who is named was not read. To have it"


@click.command()
@click.option("--full", is_flag=True, help="Index every article, even if nothing changed.")
@click.option(
    "--read/--text-only",
    "reads",
    default=None,
    help="With --full: read who says what and who is named, which takes four times as long as all"
    " the rest, or do not, and so from then on.  [default: read up to 20,000 articles]",
)
@click.option("--if-needed", is_flag=True, help="Do nothing if the index fits the archive.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Processes that index at the same time.  [default: one a core]",
)
@click.option(
    "--memory-mb",
    type=click.IntRange(16, 1_048_576),
    default=512,
    show_default=True,
    help="Memory for postings that are not on disk yet.",
)
@data_option
@json_option
@click.pass_context
def reindex(
    context: click.Context,
    *,
    places: Places,
    jobs: int | None,
    memory_mb: int,
    full: bool,
    reads: bool | None,
    if_needed: bool,
    as_json: bool,
) -> None:
    """Make new and changed articles searchable.

    Works beside the index in use and switches to the new one when it is complete and has
    been checked; searches go on meanwhile. The one before is kept for 'arsip rollback'.
    Everything is indexed anew when the dictionary, the analyzer or a library has changed, or
    exceptions.tsv or aliases.tsv in --data.
    """
    from index.archive.opening import open_archive
    from index.rebuild import reindex as bring_up_to_date

    if full and if_needed:
        raise click.UsageError("--full and --if-needed exclude each other.")
    if reads is not None and not full:
        raise click.UsageError("--read and --text-only go with --full.")
    with closing(open_archive(places)) as archive:
        total = archive.count()
    with progress("Indexing", total) as advance:
        report = bring_up_to_date(
            places,
            full=full,
            reads=reads,
            jobs=jobs or core_count(),
            memory_mb=memory_mb,
            progress=advance,
        )
    tell_problems(report)
    if as_json:
        print_json(asdict(report))
    else:
        print_reindex(report, places)
    context.exit(SOME_REJECTED if report.unreadable else 0)


def print_reindex(report: ReindexReport, places: Places) -> None:
    """Tell a person what was done."""
    if report.mode == "unchanged":
        click.echo(f"Nothing to do: {counted(report.documents)} searchable.")
        return
    rate = report.written / report.seconds if report.seconds else 0
    click.echo(
        f"{counted(report.written)} indexed, {report.removed:,} removed in"
        f" {report.seconds:.1f} s ({rate:,.0f} a second, {report.mode});"
        f" {counted(report.documents)} searchable."
    )
    if report.mode == "full" and report.merged:
        click.echo(_merged(report.merged))
    if report.mode == "full" and report.text_only:
        click.echo(f"{UNREAD}: arsip reindex --full --read{place_options(places)}")


def tell_problems(report: ReindexReport) -> None:
    """Complain of what was wrong with the index before, or with articles."""
    for problem in report.damage:
        complain(f"{problem}; it was not built upon")
    for problem in report.unreadable:
        complain(f"{problem}; it is not searchable")
    for table in report.renewed:
        complain(f"{table} has changed: every article was indexed anew")


def _merged(count: int) -> str:
    return f"Spellings shown as another: {count:,} (arsip status --values)"


def core_count() -> int:
    """Return the number of processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


@click.command()
@click.option(
    "--aliases", is_flag=True, help="List short forms and what they stand for, with articles."
)
@click.option(
    "--values",
    is_flag=True,
    help="List sources, sections, places, authors, people and organisations as they are shown.",
)
@data_option
@json_option
def status(places: Places, *, aliases: bool, values: bool, as_json: bool) -> None:
    """Show what the archive and its index hold.

    With --aliases a line for each short form and what it stands for in the articles that
    explain it: their number, tab, short form, tab, full form.

    With --values a line for each value that results show: field, tab, articles, tab, value. Below
    it one for each other spelling that is shown as this one: tab, articles, tab, spelling, tab,
    why: 'own' for aliases.tsv, 'learned' with the rule for what the index has found out.
    """
    if aliases and values:
        raise click.UsageError("--aliases and --values exclude each other.")
    if aliases:
        _list_aliases(places, as_json=as_json)
        return
    if values:
        _list_values(places, as_json=as_json)
        return
    facts = _facts(places)
    if as_json:
        print_json(facts)
        return
    for line in _told(facts, places):
        click.echo(line)


def _told(facts: dict[str, Any], places: Places) -> Iterator[str]:
    """Yield what a person wants to know, and what to do next."""
    from web.texts.locales import make_locale

    english, here = make_locale("en"), place_options(places)
    elsewhere = "" if places.archive is None else f", in {facts['archive']}"
    articles = counted(facts["articles"])
    days = [english.day(datetime.fromisoformat(facts[name])) for name in _SPAN if facts[name]]
    yield f"{articles}{f', {days[0]} to {days[1]}' if days else ''}, in {places.data}"
    if facts["sources"]:
        listed = [f"{name} {count:,}" for name, count in facts["sources"].items()]
        more = len(listed) - MAX_SOURCES
        shown = ", ".join(listed[:MAX_SOURCES])
        yield f"Sources: {shown}{f' and {more:,} more' if more > 0 else ''}"
    size = _size(facts["archive_bytes"])
    yield f"Archive: {size}, revision {facts['revision']:,}{elsewhere}"
    if facts["generation"]:
        made = english.moment(datetime.fromisoformat(facts["created"]))
        yield f"Index: {counted(facts['documents'])}, {_size(facts['index_bytes'])}, made {made}"
        before = f"; before it {facts['previous']}" if facts["previous"] else ""
        yield f"Generation: {facts['generation']}{before}"
        if facts["merged"]:
            yield _merged(facts["merged"])
        if facts["aliases"]:
            yield f"Other names: {facts['aliases']:,} (arsip status --aliases)"
    if facts["text_only"]:
        yield f"{UNREAD}: arsip reindex --full --read{here}"
    if facts["problem"]:
        yield f"Problem: {facts['problem']}"
    if not facts["articles"]:
        yield f"Next: arsip import FILE...{here}"
    elif not facts["up_to_date"]:
        yield f"Next: arsip reindex{here}"
    else:
        yield f"Up to date. Next: arsip search QUERY{here}, or arsip serve{here}"


def _size(count: int) -> str:
    """Return bytes as people say them: ``12.3 MB``."""
    amount, unit = float(count), "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 1_000:
            break
        amount, unit = amount / 1_000, larger
    return f"{amount:,.{0 if unit == 'bytes' else 1}f} {unit}"


def _list_aliases(places: Places, *, as_json: bool) -> None:
    from index.aliases import FILE_NAME, Aliases
    from index.locating import locate

    store = locate(places)
    known = Aliases.open(store.files(store.current(), FILE_NAME))
    found = [] if known is None else known.every()
    if as_json:
        print_json(
            {"aliases": [{**one.alias._asdict(), "articles": one.articles} for one in found]}
        )
        return
    for alias, articles in found:
        click.echo(f"{articles}\t{alias.short}\t{alias.full}")


_WHY = {
    Why.OWN: "own",
    Why.LETTERS: "learned: the same letters",
    Why.SLIP: "learned: a letter is missing",
    Why.NAME: "another name of the same person or organisation",
}


def _list_values(places: Places, *, as_json: bool) -> None:
    from index.archive.opening import open_archive
    from index.locating import locate
    from index.values.listing import list_values

    store = locate(places)
    manifest = store.current()
    known = Values.open(store.files(manifest, VALUES)) or NO_VALUES
    with closing(open_archive(places)) as archive:
        listed = list_values(known, archive.combinations(until=manifest.revision))
    if as_json:
        print_json({"values": {name: list(map(_value, some)) for name, some in listed.items()}})
        return
    for name, some in listed.items():
        for value in some:
            click.echo(f"{name}\t{_counted(value.articles)}\t{value.value}")
            for other in value.merged:
                click.echo(f"\t{_counted(other.articles)}\t{other.value}\t{_WHY[other.why]}")


def _counted(articles: int | None) -> str:
    return "-" if articles is None else str(articles)


def _value(value: ShownValue) -> dict[str, Any]:
    merged = [
        {
            "value": other.value,
            "articles": other.articles,
            "why": "own" if other.why is Why.OWN else "learned",
            "rule": None if other.why is Why.OWN else other.why.value,
        }
        for other in value.merged
    ]
    return {"value": value.value, "articles": value.articles, "merged": merged}


def _sources(values: Values, archive: Archive) -> dict[str, int]:
    """Return the publishers as they are shown with their articles, most first."""
    counts: Counter[str] = Counter()
    for some, count in archive.combinations():
        counts.update({values.indexed("source", source): count for source in some["source"]})
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _facts(places: Places) -> dict[str, Any]:
    """Return the facts in the order they are shown; index facts are None without an index."""
    from index.aliases import FILE_NAME, Aliases
    from index.archive.opening import open_archive
    from index.locating import locate
    from index.rebuild import fits

    with closing(open_archive(places)) as archive:
        span = archive.span()
        facts: dict[str, Any] = {
            "data": str(places.data),
            "archive": archive.name,
            "articles": archive.count(),
            "first": iso(span[0]) if span else None,
            "last": iso(span[1]) if span else None,
            "sources": _sources(NO_VALUES, archive),
            "revision": archive.revision(),
            "archive_bytes": archive.size(),
        }
        facts |= dict.fromkeys(
            (
                "documents",
                "aliases",
                "merged",
                "generation",
                "created",
                "previous",
                "index_bytes",
                "text_only",
                "problem",
            )
        )
        facts["up_to_date"] = False
        store = locate(places)
        try:
            manifest = store.current()
            directory = store.files(manifest, VALUES, FILE_NAME)
        except (IndexMissingError, IndexBrokenError) as error:
            return facts | {"documents": 0, "problem": str(error)}
        is_same = fits(store, manifest, places.data, archive)
        values = Values.open(directory) or NO_VALUES
        return facts | {
            "sources": _sources(values, archive),
            "documents": manifest.documents,
            "merged": len(values.merges) + len(values.since),
            "aliases": None if (known := Aliases.open(directory)) is None else len(known),
            "generation": manifest.generation,
            "created": iso(datetime.fromisoformat(manifest.created)),
            "previous": manifest.previous,
            "index_bytes": store.size(manifest),
            "text_only": manifest.is_text_only,
            "up_to_date": is_same and manifest.revision == archive.revision(),
        }


@click.command()
@data_option
@json_option
@click.pass_context
def verify(context: click.Context, places: Places, *, as_json: bool) -> None:
    """Check the archive and the index; exit with 1 if anything is wrong.

    Reads every article and compares it with what was stored, reads every byte of the index
    and compares it with what was written, asks the database for its own check, and looks a sample
    of articles up in the index.
    """
    from index.archive.opening import open_archive
    from index.check import check_archive
    from index.locating import locate

    with closing(open_archive(places)) as archive, progress("Checking", archive.count()) as advance:
        problems = [f"archive: {problem}" for problem in check_archive(archive, advance)]
        for problem in problems:
            complain(problem)
        generation, found = locate(places).verify(archive)
    damage = [f"index: {problem}" for problem in found]
    for problem in damage:
        complain(problem)
    problems += damage
    if as_json:
        print_json({"ok": not problems, "problems": problems, "generation": generation})
    elif not problems:
        click.echo(f"The archive and generation {generation} are sound.")
    context.exit(1 if problems else 0)


@click.command()
@data_option
@json_option
def rollback(places: Places, *, as_json: bool) -> None:
    """Go back to the index before the last reindex, if it is sound.

    The archive stays as it is; the next 'arsip reindex' brings the index up to date again.
    """
    from index.locating import locate
    from index.lock import writer_lock

    with writer_lock(places):
        try:
            restored = locate(places).roll_back()
        except NothingBeforeError as error:
            raise click.ClickException(str(error)) from error
    if as_json:
        print_json({"generation": restored.generation, "documents": restored.documents})
    else:
        click.echo(f"Back to generation {restored.generation}, {counted(restored.documents)}.")
