"""What the command prints: results on stdout, progress and complaints on stderr."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
import orjson
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def print_json(value: Any) -> None:
    """Print one JSON object on one line."""
    click.echo(orjson.dumps(value).decode())


def counted(count: int, noun: str = "article") -> str:
    """Return a number with its noun: ``1 article``, ``3,445 articles``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def complain(text: str) -> None:
    """Print one line on stderr, whatever ``text`` holds."""
    click.echo(" ".join(text.split()), err=True)


def core_count() -> int:
    """Return the number of processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "", style="dim")


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Yield a function to call with each number of articles done; shows only on a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _ignore
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda count: bar.advance(task, count)


def _ignore(_count: int) -> None:
    """Show nothing."""
