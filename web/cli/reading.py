"""`arsip read`."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from web.cli.importing import complete_files, mapping_of, reading_options, standard_input
from web.cli.options import unneeded_places
from web.cli.output import SOME_REJECTED, complain, print_json

if TYPE_CHECKING:
    from index.readers.outcome import Found


@click.command()
@click.argument("sources", metavar="SRC...", nargs=-1, required=True, shell_complete=complete_files)
@reading_options
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object a line, on a terminal too."
)
@unneeded_places("nothing is stored or looked up")
@click.pass_context
def read(
    context: click.Context,
    *,
    sources: tuple[str, ...],
    format_: str | None,
    pairs: tuple[str, ...],
    source: str | None,
    as_json: bool,
) -> None:
    """Show how articles are read, without storing them.

    SRC is what 'arsip import' takes. Prints one JSON object a line for each article, laid out for
    reading on a terminal. Offsets are characters of the body as given in the record, before
    dateline, bylines and links were taken out; where a body is HTML, of its text. A speaker that
    cannot be told is null. What cannot be read is named, and the exit code is then 3.
    """
    from index.readers.outcome import ReadOptions, Reject
    from index.readers.reading import read_bounded

    options = ReadOptions(
        format=format_, mapping=mapping_of(pairs), source=source, keeps_given=True
    )
    show = _lay_out if is_terminal() and not as_json else print_json
    is_whole = True
    with closing(read_bounded(sources, options, standard_input())) as outcomes:
        for outcome in outcomes:
            if isinstance(outcome, Reject):
                complain(str(outcome))
                is_whole = False
            else:
                show(_as_read(outcome))
    context.exit(0 if is_whole else SOME_REJECTED)


def is_terminal() -> bool:
    """Tell whether a person reads what is printed."""
    return sys.stdout.isatty()


def _as_read(found: Found) -> dict[str, Any]:
    """Return what is read from a record and from its text."""
    from index.newstext.aliases import find_aliases
    from index.newstext.reading import read_body, read_quotes
    from index.newstext.story import dateline_end
    from web.api.shapes import organisation_payload, person_payload, quote_payload
    from web.times import iso

    article, given = found.article, found.given or ""
    # Reporters and editors are none of those whom the story names.
    named = read_body(article.body)
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published and iso(article.published),
        "place": article.place,
        "source": article.source,
        "author": article.author,
        "related": article.related,
        "dateline_end": dateline_end(given, article.title),
        "quotes": [*map(quote_payload, read_quotes(given))],
        "people": [*map(person_payload, named.people)],
        "organisations": [*map(organisation_payload, named.organisations)],
        "aliases": [alias._asdict() for alias in sorted(find_aliases(given))],
    }


def _lay_out(article: dict[str, Any]) -> None:
    """Print what is read for a person."""
    from index.newstext.bodies import label_of

    click.echo(f"{article['id']}  {article['title']}")
    facts = (article["published"], article["place"], article["source"], *article["author"])
    if known := " · ".join(fact for fact in facts if fact):
        click.echo(f"  {known}")
    for quote in article["quotes"]:
        who = ", ".join(filter(None, (quote["speaker"], quote["office"]))) or "nobody is named"
        click.echo(f"  “{' '.join(quote['text'].split())}”\n    {who}")
    for person in article["people"]:
        click.echo(f"  named: {', '.join(filter(None, (person['name'], person['office'])))}")
    for one in article["organisations"]:
        click.echo(f"  organisation: {label_of(one['name'], one['short'] or '')}")
    for alias in article["aliases"]:
        click.echo(f"  {alias['short']} = {alias['full']}")
    for title in article["related"]:
        click.echo(f"  see also: {title}")
    click.echo()
