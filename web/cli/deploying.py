"""`arsip deploy`: how to run it for good, as files beside this module."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from web.cli.options import unneeded_places

_FILES = {
    "systemd": "arsip.service",
    "watch": "arsip-watch.service",
    "container": "Containerfile",
    "compose": "compose.yaml",
}

_EXECUTABLE = "@arsip@"


@click.command()
@click.argument("kind", type=click.Choice(tuple(_FILES)))
@unneeded_places("the files name their own")
def deploy(kind: str) -> None:
    """Print a systemd unit for this installation, or a file for containers for a checkout.

    systemd is the unit of the server, watch that of 'arsip watch' beside it; compose puts the
    container beside OpenSearch and PostgreSQL. How to use it stands in the first lines.
    """
    text = Path(__file__).with_name("deploy").joinpath(_FILES[kind]).read_text("utf-8")
    executable = Path(sys.executable).absolute().with_name("arsip")
    click.echo(text.replace(_EXECUTABLE, str(executable)), nl=False)
