"""Options that several commands share."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from index.data import Places

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

Command = TypeVar("Command", bound="Callable[..., Any]")

DEFAULT_DATA = Path("arsip-data")


_PLACES = (
    click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="ARSIP_DATA",
        default=DEFAULT_DATA,
        show_default=True,
        show_envvar=True,
        help="Directory of the archive and its index.",
    ),
    click.option(
        "--archive",
        metavar="URL",
        envvar="ARSIP_ARCHIVE",
        show_envvar=True,
        help="Database of the articles, if it is not archive.db in --data.",
    ),
    click.option(
        "--index",
        metavar="URL",
        envvar="ARSIP_INDEX",
        show_envvar=True,
        help="Where the index is, if it is not in --data: whoosh:DIR or opensearch://HOST/NAME.",
    ),
)


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--data``, ``--archive`` and ``--index``; the command gets them as ``places``."""

    @wraps(command)
    def with_places(
        *rest: Any, data: Path, archive: str | None, index: str | None, **options: Any
    ) -> Any:
        return command(*rest, places=Places(data, archive or None, index or None), **options)

    for option in reversed(_PLACES):
        with_places = option(with_places)
    return with_places


def unneeded_places(reason: str) -> Callable[[Command], Command]:
    """Add what `data_option` does to a command that has no use for it, and say why."""

    def add(command: Command) -> Command:
        for name, kind in (("--index", "URL"), ("--archive", "URL"), ("--data", "DIRECTORY")):
            about = f"Not needed: {reason}."
            command = click.option(name, expose_value=False, metavar=kind, help=about)(command)
        return command

    return add


def json_option(command: Command) -> Command:
    """Add ``--json``."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print one JSON object instead of text."
    )(command)


class Day(click.ParamType["date | None"]):
    """A day, month or year; its first day, or its last."""

    name = "date"

    def __init__(self, *, last: bool) -> None:
        self._last = last

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | None:
        """Return the day that ``value`` means."""
        from search.language.periods import parse_period

        period = parse_period(str(value))
        if period is None:
            self.fail(f"{value!r} is not a date; try 2018, 2018-10 or 2018-10-13", param, ctx)
        return period.end if self._last else period.start
