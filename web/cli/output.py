"""What the command prints: results on stdout, complaints on stderr."""

from __future__ import annotations

import json
import os
import shlex
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click
import orjson

from index.data import without_secret
from index.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.data import Places
    from search.language.warnings import QueryWarning

# Exit code: done, but something was left out, and named.
SOME_REJECTED = 3


def print_json(value: Any) -> None:
    r"""Print one JSON object on one line; bytes of a name that are no text as ``\xff``."""
    try:
        text = orjson.dumps(value).decode()
    except TypeError:
        text = json.dumps(_printable(value), ensure_ascii=False)
    click.echo(text)


def counted(count: int, noun: str = "article") -> str:
    """Return a number with its noun: ``1 article``, ``3,445 articles``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def complain(text: str) -> None:
    """Print one line on stderr, whatever ``text`` holds; nothing if nobody reads it."""
    with suppress(OSError):
        click.echo(" ".join(printable(text).split()), err=True)


def complain_of(warnings: Iterable[QueryWarning]) -> None:
    """Say what of a query was not understood, a line each; most searches load no words for it."""
    for warning in warnings:
        from web.texts.locales import make_locale

        complain(make_locale("en").warning(warning))


def with_places(text: str, given: Mapping[str, str]) -> str:
    """Return ``text`` with options behind the command that it says to run, unless it has them.

    Args:
        text: What a person is to read.
        given: Values of ``--data`` and its like, by option.
    """
    if "run: arsip " not in text:
        return text
    return text + _options({name: given[name] for name in given if f"{name} " not in text})


def place_options(places: Places) -> str:
    """Return the options that have another command work on the same archive and index."""
    elsewhere = (
        ("--archive", "ARSIP_ARCHIVE", places.archive),
        ("--index", "ARSIP_INDEX", places.index),
    )
    given = {
        name: value
        for name, variable, value in elsewhere
        if value is not None and os.environ.get(variable) != value
    }
    return _options({"--data": str(places.data)} | given)


def _options(given: Mapping[str, str]) -> str:
    shown = (f" {name} {shlex.quote(without_secret(value))}" for name, value in given.items())
    return "".join(shown)


def _printable(value: Any) -> Any:
    match value:
        case str():
            return printable(value)
        case dict():
            return {_printable(key): _printable(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_printable(inner) for inner in value]
        case _:
            return value
