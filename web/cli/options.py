"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

Command = TypeVar("Command", bound="Callable[..., Any]")

DEFAULT_DATA = Path("arsip-data")


def data_option(command: Command) -> Command:
    """Add ``--data``."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="ARSIP_DATA",
        default=DEFAULT_DATA,
        show_default=True,
        show_envvar=True,
        help="Directory of the archive and its index.",
    )(command)


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
