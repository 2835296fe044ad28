"""`arsip search` and `arsip run`."""

from __future__ import annotations

import re
import sys
from itertools import groupby
from math import inf
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from search.query import Forms
from search.results import MAX_OFFSET, MAX_PAGE_SIZE, Sort
from web.cli.options import Day, data_option, json_option
from web.cli.output import complain, complain_of, counted, place_options, print_json

if TYPE_CHECKING:
    from datetime import date
    from typing import BinaryIO, Literal

    from index.data import Places
    from search.results import AliasOffer, Fragment, Hit, ResultPage, Suggestion, TermInfo
    from web.texts.locales import Locale

MAX_DEPTH = 10_000
MAX_WIDTH = 100
_INDENT = " " * 5
# What looks like an option and is a word to be left out; -n and --sort are options.
_MINUS = re.compile(r"-[^\W\d_][^\W_]+", re.UNICODE)
# The least difference between two scores of a run; evaluation tools keep single precision.
SCORE_STEP = 1e-4


class _Searching(click.Command):
    """Tells who types a minus before a word how to write that."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            minus = next((text for text in given if _MINUS.fullmatch(text)), None)
            if minus is None or isinstance(error, click.MissingParameter):
                raise
            raise click.UsageError(
                f"{minus} is no option. To leave out a word, put the query in quotes, after -- if"
                f" it begins with a minus: arsip search 'beras {minus}'.",
                ctx,
            ) from None


# The letter \b, alone in a line, has click leave the lines after it as they are.
_HELP = """Find articles, best first.

\b
  harga beras                  both words, in any inflection
  '"harga beras"'              the phrase, exactly
  '~"pembangunan jalan"'       the phrase in any inflection
  '"harga beras"~5'            the words with at most 5 others between
  'beras w/5 impor'            the words within 5, pre/5 in this order
  '=melatih'                   this exact form
  'beras ATAU gabah -impor'    one of two, without a third
  'judul:ekono* tanggal:2018'  in the title, by prefix, in one year

Put a query in quotes, so that the shell leaves it alone; a query that begins with - goes
behind --.
"""


@click.command(cls=_Searching, help=_HELP)
@click.argument("words", metavar="QUERY...", nargs=-1, required=True)
@click.option(
    "-n",
    "per_page",
    type=click.IntRange(1, MAX_PAGE_SIZE),
    default=10,
    show_default=True,
    help="Articles a page.",
)
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Which page.")
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in Sort]),
    default=Sort.RELEVANCE.value,
    show_default=True,
    help="The order of the articles.",
)
@click.option("--from", "date_from", type=Day(last=False), metavar="D", help="First day, included.")
@click.option("--to", "date_to", type=Day(last=True), metavar="D", help="Last day, included.")
@click.option(
    "--forms",
    type=click.Choice([forms.value for forms in Forms]),
    help="Find any form of the words, even in phrases; or only words as written.",
)
@click.option(
    "--alias",
    type=click.Choice(["all"]),
    help="Find other names of what is asked for, too: KPK, Komisi Pemberantasan Korupsi.",
)
@click.option(
    "--copies",
    type=click.Choice(["fold", "all"]),
    help="Show articles that are one text under the first of them that matches, or each.",
)
@click.option("--explain", is_flag=True, help="Show the root and the forms of each word.")
@data_option
@json_option
def search(
    *,
    words: tuple[str, ...],
    per_page: int,
    page: int,
    sort: str,
    date_from: date | None,
    date_to: date | None,
    forms: str | None,
    alias: Literal["all"] | None,
    copies: Literal["fold", "all"] | None,
    places: Places,
    explain: bool,
    as_json: bool,
) -> None:
    """Find articles, best first."""
    from search.language.parser import parse
    from search.results import Filters, PageRequest
    from search.work import Work
    from web.answer import find_page, sort_of
    from web.cli.opening import searching
    from web.ideas import coverage

    if page * per_page > MAX_OFFSET:
        raise click.UsageError(f"--page times -n must be at most {MAX_OFFSET:,}.")
    if date_from and date_to and date_to < date_from:
        raise click.UsageError("--to must not be before --from.")
    typed = " ".join(words)
    in_forms = Forms(forms) if forms else None
    parsed = parse(typed, in_forms)
    request = PageRequest(
        number=page,
        size=per_page,
        sort=sort_of(parsed, Sort(sort)),
        filters=Filters(date_from=date_from, date_to=date_to),
        explain=explain,
        aliases=alias is not None,
        folds=copies == "fold",
    )
    with searching(places) as searcher:
        found, took_ms = find_page(searcher, parsed, request, Work())
        covered = ""
        if not found.total:
            covered = coverage(searcher, parsed.query, request.filters, _english())
    if as_json:
        from web.answer import Answer
        from web.api.shapes import search_payload
        from web.params import SearchParams

        params = SearchParams(
            q=typed,
            page=page,
            per_page=per_page,
            sort=Sort(sort),
            date_from=date_from,
            date_to=date_to,
            forms=in_forms,
            alias=alias,
            explain=explain,
            copies=copies,
        )
        print_json(search_payload(Answer(params, parsed, found, took_ms), "", _english()))
        return
    complain_of(parsed.warnings)
    if parsed.is_empty and typed.strip():
        complain(_english().say("results.wordless", q=typed))
    if covered:
        complain(covered)
    _print_page(found, in_forms)
    if found.total and not found.hits and not found.is_past_end:
        complain(f"These were removed since; run: arsip reindex{place_options(places)}")


def _english() -> Locale:
    """Return what words warnings and ideas; most searches need neither."""
    from web.texts.locales import make_locale

    return make_locale("en")


def _print_page(page: ResultPage, forms: Forms | None) -> None:
    from web.ideas import ideas

    if page.partial:
        complain("Cut short: articles may be missing. Use rarer words, or fewer days.")
    if page.relaxed:
        complain("No article has every word; these have some of them.")
    for text, some in ideas(page, _english()) if page.suggestions else ():
        click.echo(f"{text} {' · '.join(map(_suggested, some))}")
    without = f", {page.listed:,} without copies" if page.folded else ""
    click.echo(f"{counted(page.total)}{without}, page {page.request.number} of {page.page_count:,}")
    if page.is_past_end:
        complain(f"There is no page {page.request.number}; the last one is {page.page_count:,}.")
    for name, others in groupby(page.aliases, key=lambda other: other.name):
        click.echo(f"  {_also(name, list(others), is_included=page.request.aliases)}")
    if page.request.explain:
        for term in page.terms:
            click.echo(f"  {_explained(term, forms)}")
    for number, hit in enumerate(page.hits, start=page.request.offset + 1):
        _print_hit(number, hit)


def _suggested(other: Suggestion) -> str:
    return other.q if other.count is None else f"{other.q} ({other.count:,})"


def _also(name: str, others: list[AliasOffer], *, is_included: bool) -> str:
    """Return the other names of something, what they add, and how to ask for them."""
    if is_included:
        listed = ", ".join(f"{other.text} (+{other.adds:,})" for other in others)
        return f"{name}, also as {listed}"
    if len(others) == 1:
        return f"{name}, also as {others[0].text}: +{others[0].adds:,} with --alias all"
    listed = "; ".join(f"{other.text}: +{other.adds:,} with {other.q}" for other in others)
    return f"{name}, also as {listed}"


def _explained(term: TermInfo, forms: Forms | None) -> str:
    """Return how a word was understood, and how to ask for it in other forms."""
    from search.language.narrowing import narrow, widen
    from search.language.parser import parse
    from search.language.unparse import unparse

    counts = ", ".join(f"{form} {count:,}" for form, count in term.forms) or "not found"
    line = f"{term.text} -> {term.stem or 'as written'} ({counts})"
    typed = parse(unparse(term.leaf), forms)
    if term.is_wide and (narrowed := narrow(typed, term.leaf)):
        return f"{line}; only as written: {narrowed}"
    widened = widen(typed, term.leaf)
    return f"{line}; any form: {widened}" if widened else line


def _print_hit(number: int, hit: Hit) -> None:
    from index.newstext.dates import to_wib
    from index.newstext.estimated import estimate

    article = hit.article
    day = to_wib(article.published).date().isoformat() if article.published else None
    if month := estimate(article):
        day = f"around {month:%Y-%m}"
    facts = (day, article.place, article.source, article.section, article.id)
    click.echo(f"\n{number:>3}. {_styled(hit.title)}")
    lines = [" · ".join(filter(None, facts)), _styled(hit.snippet)]
    if hit.missing:
        lines.append(f"Without: {', '.join(hit.missing)}")
    if hit.copies:
        sources = (one.article.source or one.article.id for one in hit.copies.shown)
        more = ", ..." if hit.copies.total > len(hit.copies.shown) else ""
        lines.append(f"Also {hit.copies.total:,}: {', '.join(dict.fromkeys(sources))}{more}")
    lines += [f"See also: {title}" for title in article.related]
    for line in lines:
        click.echo(_indented(line))


def _indented(line: str) -> str:
    """Return a line in as many as the terminal needs; in one, where a program reads."""
    if not sys.stdout.isatty():
        return _INDENT + line
    width = min(get_terminal_size().columns, MAX_WIDTH)
    return click.wrap_text(line, width, _INDENT, _INDENT)


def _styled(fragments: tuple[Fragment, ...]) -> str:
    return "".join(
        click.style(fragment.text, bold=True, underline=True)
        if fragment.is_match
        else fragment.text
        for fragment in fragments
    )


@click.command()
@click.argument("topics", type=click.File("rb"))
@click.option(
    "--depth",
    type=click.IntRange(1, MAX_DEPTH),
    default=100,
    show_default=True,
    help="Articles at most for each topic.",
)
@click.option("--tag", default="arsip", show_default=True, help="Name of the run.")
@data_option
def run(topics: BinaryIO, depth: int, tag: str, places: Places) -> None:
    """Rank articles for each topic and print a TREC run.

    TOPICS holds one topic a line: qid, tab, query; - is standard input. Articles with only some
    of the words are always included; the best are looked at again as on the web. Scores fall by
    at least 0.0001 from one rank to the next, so that ties stay in this order.
    """
    from search.language.parser import parse
    from web.cli.opening import searching

    name = getattr(topics, "name", "-")
    with searching(places) as searcher:
        for number, line in enumerate(topics, start=1):
            qid, tab, text = line.decode("utf-8", "replace").strip().partition("\t")
            if not tab:
                if qid:
                    complain(f"{click.format_filename(name)}:{number}: expected qid<TAB>query")
                continue
            ranked = searcher.rank(parse(text).query, depth)
            # Evaluation tools go by scores alone and order ties as they like.
            below = inf
            for rank, (id_, score) in enumerate(ranked, start=1):
                below = min(score, below - SCORE_STEP)
                click.echo(f"{qid} Q0 {'_'.join(id_.split())} {rank} {below:.6f} {tag}")
