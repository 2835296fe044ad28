"""What the command prints: results on stdout, complaints on stderr."""

from __future__ import annotations

import shlex
from typing import Any

import click
import orjson


def print_json(value: Any) -> None:
    """Print one JSON object on one line."""
    click.echo(orjson.dumps(value).decode())


def counted(count: int, noun: str = "article") -> str:
    """Return a number with its noun: ``1 article``, ``3,445 articles``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def complain(text: str) -> None:
    """Print one line on stderr, whatever ``text`` holds."""
    click.echo(" ".join(text.split()), err=True)


def with_data(text: str, data: str) -> str:
    """Return ``text`` with ``--data`` behind the command that it says to run, if it has none."""
    if "run: arsip " not in text or "--data" in text:
        return text
    return f"{text} --data {shlex.quote(data)}"
