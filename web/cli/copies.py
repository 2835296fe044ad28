"""`arsip copies`."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from index.errors import ArsipError
from index.newstext.dates import to_wib
from web.cli.options import data_option, json_option
from web.cli.output import counted, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.archive.store import Archive
    from index.article import Article
    from index.copies.groups import Copies, Member
    from index.data import Places

# The letter \b, alone in a line, has click leave the lines after it as they are.
_HELP = """List articles that are one text, and who published it first.

A copy is a republication, a cut, the text with another headline or rewritten sentence by
sentence. An update goes on with a story and carries the text of before. Forms with other
figures, like the prices of each day, are neither, nor are corrections of one article. Large
groups come first; arsip reindex finds them.

\b
  arsip copies --min 5      what was printed most often
  arsip copies --json       a line a group: {"ids": [...], "first": "...", "articles": [...]}
"""

# Articles read at once.
_BATCH = 500
_SOURCE_WIDTH = 20


@click.command(help=_HELP)
@click.option(
    "--min",
    "least",
    type=click.IntRange(2),
    default=2,
    show_default=True,
    help="Only groups of so many articles.",
)
@data_option
@json_option
def copies(places: Places, *, least: int, as_json: bool) -> None:
    """List articles that are one text."""
    from index.archive.opening import open_archive
    from index.copies.groups import FILE_NAME, Copies
    from index.locating import locate

    store = locate(places)
    known = Copies.open(store.files(store.current(), FILE_NAME))
    if known is None:
        raise ArsipError("This index was made before copies were found; run: arsip reindex")
    total = found = 0
    with closing(open_archive(places)) as archive:
        for members in _groups(known, archive, least):
            total, found = total + 1, found + len(members) - 1
            if as_json:
                print_json(_payload(members))
            else:
                _print_group(members)
    if not as_json:
        click.echo(f"{counted(total, 'group')}, {found:,} of them copies or updates")


def _groups(known: Copies, archive: Archive, least: int) -> Iterator[list[tuple[Member, Article]]]:
    """Yield the groups as far as their articles are still there."""
    for batch in _batches(known, least):
        articles = archive.get_many([member.id for group in batch for member in group])
        for group in batch:
            there = [(one, articles[one.id]) for one in group if one.id in articles]
            if len(there) >= least:
                yield there


def _batches(known: Copies, least: int) -> Iterator[list[Sequence[Member]]]:
    batch: list[Sequence[Member]] = []
    for group in known:
        if len(group) < least:
            break
        batch.append(group)
        if sum(map(len, batch)) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _payload(members: Sequence[tuple[Member, Article]]) -> dict[str, Any]:
    from web.times import iso_if_known

    return {
        "ids": [member.id for member, _ in members],
        "first": members[0][0].id,
        "articles": [
            {
                "id": article.id,
                "what": _what(number, member),
                "published": iso_if_known(article.published),
                "source": article.source,
                "title": article.title,
            }
            for number, (member, article) in enumerate(members)
        ],
    }


def _print_group(members: Sequence[tuple[Member, Article]]) -> None:
    for number, (member, article) in enumerate(members):
        when = f"{to_wib(article.published):%Y-%m-%d %H:%M}" if article.published else "undated"
        source, what = article.source or "-", _what(number, member)
        line = f"{what:<6}  {when:<16}  {source:<{_SOURCE_WIDTH}}  {article.title} ({article.id})"
        click.echo(" ".join(line.splitlines()))
    click.echo()


def _what(number: int, member: Member) -> str:
    return member.kind.what if number else "first"
