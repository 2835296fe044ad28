"""What the command prints: results on stdout, complaints on stderr."""

from __future__ import annotations

import json
import shlex
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click
import orjson

from index.data import without_secret
from index.errors import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def with_places(text: str, given: Mapping[str, str]) -> str:
    """Return ``text`` with options behind the command that it says to run, unless it has them.

    Args:
        text: What a person is to read.
        given: Values of ``--data`` and its like, by option.
    """
    if "run: arsip " not in text:
        return text
    missing = {name: value for name, value in given.items() if f"{name} " not in text}
    options = (f" {name} {shlex.quote(without_secret(value))}" for name, value in missing.items())
    return text + "".join(options)


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
