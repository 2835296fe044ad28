"""`arsip stem`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from index.data import index_directory
from index.errors import IndexBrokenError, IndexMissingError
from web.cli.options import data_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.data import Places


@click.command()
@click.argument("words", nargs=-1)
@click.option("--explain", is_flag=True, help="Say which rule found the root, and show every step.")
@data_option
def stem(words: tuple[str, ...], places: Places, *, explain: bool) -> None:
    """Print the root of each word: word, tab, root.

    Takes WORDS, or standard input with one word a line. Knows the names learned by the
    index, if there is one, and the roots you put right in exceptions.tsv in --data.
    """
    from index.analysis.folding import fold
    from index.stemming.exceptions import user_exceptions
    from index.stemming.explanation import explain as explain_root
    from index.stemming.stemmer import Stemmer

    stemmer = Stemmer(names=_names(places), exceptions=user_exceptions(places.data))
    for word in words or _lines():
        folded = fold(word).replace("'", "")
        if not explain:
            click.echo(f"{word}\t{stemmer.root(folded)}")
            continue
        found = explain_root(stemmer, folded)
        click.echo(f"{word}\t{found.root}\t{found.why}")
        for step in found.steps:
            click.echo(f"  {step.affix:<7} {step.rest}")
        if found.steps:
            root, why = stemmer.resolve(found.steps[-1].rest)
            if root == found.root:
                click.echo(f"  {'':<7} {why}")
        if found.term != found.root:
            click.echo(f"  a function word: searched as {found.term}")


def _names(places: Places) -> frozenset[str]:
    if places.cluster is None and not index_directory(places).exists():
        return frozenset()
    from index.locating import locate

    try:
        return frozenset(locate(places).current(checked=False).names)
    except (IndexMissingError, IndexBrokenError):
        return frozenset()


def _lines() -> Iterable[str]:
    for line in sys.stdin.buffer:
        if word := line.decode("utf-8", "replace").strip():
            yield word
