"""`arsip doctor`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import click

from index.data import without_secret
from web.cli.options import DEFAULT_DATA, data_option, json_option
from web.cli.output import print_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.data import Places
    from web.settings import Settings


class Setting(NamedTuple):
    """What a setting is, where that comes from, and what it would be without."""

    setting: str
    value: str
    origin: str
    default: str


@click.command()
@data_option
@json_option
@click.pass_context
def doctor(context: click.Context, places: Places, *, as_json: bool) -> None:
    """Look at everything that serving needs, and list every setting.

    One line for each thing: ok, warning or problem, and what to do. Nothing is written.
    Exits with 1 if there is a problem. 'arsip verify' reads every byte; this does not.
    """
    from web.cli.checks import Check, State, checks
    from web.settings import PLACE_VARIABLES, InvalidSettingsError, Settings, read_settings

    settings, faults = Settings(), []
    try:
        settings = read_settings(os.environ)
    except InvalidSettingsError as error:
        faults.append(Check("settings", State.PROBLEM, str(error)))
    found = [*faults, *checks(places, settings, os.environ)]
    chosen = {
        "data": (str(places.data), str(DEFAULT_DATA)),
        "archive": (without_secret(places.archive or "-"), "-"),
        "index": (without_secret(places.index or "-"), "-"),
    }
    sources = [context.get_parameter_source(name) for name in chosen]
    listed = [
        *(
            Setting(variable, value, source.name.lower() if source else "", default)
            for variable, source, (value, default) in zip(
                PLACE_VARIABLES, sources, chosen.values(), strict=True
            )
        ),
        *(_setting(name, settings) for name in Settings.model_fields if not faults),
    ]
    is_well = all(check.state is not State.PROBLEM for check in found)
    if as_json:
        answers = [check._asdict() for check in found]
        settings_now = [setting._asdict() for setting in listed]
        print_json({"ok": is_well, "checks": answers, "settings": settings_now})
    else:
        for check in found:
            advice = f"  ->  {check.advice}" if check.advice else ""
            click.echo(f"{check.state:8} {check.name:11} {check.text}{advice}")
        click.echo()
        _print_table([Setting._fields, *listed])
    context.exit(0 if is_well else 1)


def _setting(name: str, settings: Settings) -> Setting:
    from web.cli.settings import shown
    from web.settings import variable

    return Setting(
        variable(name),
        shown(getattr(settings, name)),
        "environment" if variable(name) in os.environ else "default",
        shown(type(settings).model_fields[name].get_default()),
    )


def _print_table(rows: list[Iterable[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
