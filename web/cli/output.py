"""What the command prints: results on stdout, complaints on stderr."""

from __future__ import annotations

import json
import shlex
from contextlib import suppress
from typing import Any

import click
import orjson

from index.errors import printable

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


def with_data(text: str, data: str) -> str:
    """Return ``text`` with ``--data`` behind the command that it says to run, if it has none."""
    if "run: arsip " not in text or "--data" in text:
        return text
    return f"{text} --data {shlex.quote(data)}"


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
