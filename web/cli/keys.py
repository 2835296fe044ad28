"""`arsip token`."""

from __future__ import annotations

import click

from web.cli.options import json_option, unneeded_places
from web.cli.output import print_json


@click.command()
@click.argument("name")
@unneeded_places("a key is of no archive")
@json_option
def token(name: str, *, as_json: bool) -> None:
    """Make a key for NAME to a private archive, and the token that the server knows it by.

    The key is shown once and kept nowhere; give it to its holder. The token goes as a line
    into the file that ARSIP_TOKENS names; the server reads it when it starts.
    """
    from web.tokens import make_key, token_line

    key = make_key()
    try:
        line = token_line(name, key)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="NAME") from error
    if as_json:
        print_json({"name": name, "key": key, "token": line})
    else:
        click.echo(f"key    {key}\ntoken  {line}")
