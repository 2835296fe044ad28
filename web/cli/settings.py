"""The settings of the server as options of a command, from their one declaration."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

import click

from web.settings import (
    InvalidSettingsError,
    Settings,
    is_secret,
    option,
    read_settings,
    variable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., Any]")

USAGE = 2


class SettingsProblem(click.ClickException):
    """A setting cannot be used: one line, and the exit code of wrong usage."""

    exit_code = USAGE


def setting_options(*names: str) -> Callable[[Command], Command]:
    """Add the options of these settings, or of all but the secret ones."""
    chosen = names or tuple(name for name in Settings.model_fields if not is_secret(name))

    def add(command: Command) -> Command:
        for name in reversed(chosen):
            command = _option(name)(command)
        return command

    return add


def settings_from(options: dict[str, Any]) -> Settings:
    """Return the settings of this process; ``options`` are those of `setting_options`.

    Raises:
        SettingsProblem: Naming every option or variable that cannot be used.
    """
    given = {name: value for name, value in options.items() if value not in (None, ())}
    try:
        return read_settings(os.environ, given)
    except InvalidSettingsError as error:
        raise SettingsProblem(str(error)) from error


def shown(value: object) -> str:
    """Return a setting in words: ``a, b`` for several, ``-`` for none, stars for a secret."""
    if isinstance(value, tuple):
        value = ", ".join(map(str, value))
    return str(value) or "-"


def _option(name: str) -> Callable[[Command], Command]:
    field = Settings.model_fields[name]
    default = field.get_default()
    about = f"{field.description}  [env {variable(name)}; default {shown(default)}]"
    if isinstance(default, bool):
        flags = f"{option(name)}/{option('no_' + name)}"
        return click.option(flags, name, default=None, help=about)
    is_repeatable = isinstance(default, tuple)
    kind = "N" if isinstance(default, int | float) else "TEXT"
    return click.option(option(name), name, metavar=kind, multiple=is_repeatable, help=about)
