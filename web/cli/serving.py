"""`arsip serve` and `arsip demo`."""

from __future__ import annotations

import gc
import logging
import socket
import sys
from contextlib import closing, suppress
from importlib import resources
from typing import TYPE_CHECKING

import click
import waitress

from index.archive import Archive, open_archive
from index.errors import ArsipError
from index.importing import import_articles
from index.lock import writer_lock
from index.readers import ReadOptions, read_articles
from index.rebuild import reindex as bring_up_to_date
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from web.answer import probe
from web.app import create_app
from web.cli.options import data_option
from web.cli.output import complain, counted
from web.pages.examples import FIRST_SEARCHES
from web.settings import Settings
from web.texts.locales import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

# Requests answered at the same time; more only wait for one interpreter, and longer.
THREADS = 2


def _address_options(command: Any) -> Any:
    host = click.option(
        "--host",
        default="127.0.0.1",
        show_default=True,
        help="Address to listen on; 0.0.0.0 is every network this machine is in.",
    )
    port = click.option(
        "--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="Port."
    )
    return host(port(command))


@click.command()
@_address_options
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=THREADS,
    show_default=True,
    help="Requests answered at the same time.",
)
@click.option("--title", default="Arsip", show_default=True, help="Name of the site.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=Settings().language,
    show_default=True,
    help="Language of the pages.",
)
@click.option(
    "--cors",
    metavar="ORIGIN",
    multiple=True,
    help="Origin whose pages may read the JSON API, or *; repeatable.",
)
@data_option
def serve(
    *,
    data: Path,
    host: str,
    port: int,
    threads: int,
    title: str,
    language: str,
    cors: tuple[str, ...],
) -> None:
    """Answer searches over HTTP until stopped: pages, and JSON below /api/v1/.

    A new index is noticed as soon as 'arsip reindex' has switched to it.
    """
    settings = Settings(title=title, language=language, cors_origins=cors)
    _serve(data, host, port, settings, threads=threads)


@click.command()
@_address_options
@click.option("--no-serve", is_flag=True, help="Only import and index the sample.")
@data_option
def demo(data: Path, host: str, port: int, *, no_serve: bool) -> None:
    """Import the bundled sample, index it and serve the search page.

    An archive that holds articles already is served as it is.
    """
    with writer_lock(data, create=True), closing(open_archive(data, create=True)) as archive:
        if not archive.count():
            _import_sample(archive)
    report = bring_up_to_date(data)
    click.echo(f"{counted(report.documents)} searchable in {data}.")
    if not no_serve:
        _serve(data, host, port, Settings(), examples=FIRST_SEARCHES)


def _import_sample(archive: Archive) -> None:
    sample = resources.files("web").joinpath("sample/articles.jsonl")
    with resources.as_file(sample) as path:
        outcomes = read_articles([str(path)], ReadOptions(), sys.stdin.buffer)
        import_articles(archive, outcomes, on_reject=lambda reject: complain(str(reject)))


def _listen(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(address, family=family)


def _serve(
    data: Path,
    host: str,
    port: int,
    settings: Settings,
    *,
    threads: int = THREADS,
    examples: tuple[str, ...] = (),
) -> None:
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data, checked=True), archive)) as searcher,
    ):
        app = create_app(searcher, archive, settings)
        # Waitress keeps half a server behind when it cannot have the port; a socket does not.
        listener = _listen(host, port)
        # One line for every request that waits a moment tells nobody anything.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        with suppress(ArsipError):  # which the pages will tell
            probe(searcher)  # so that the first reader does not wait for the index to open
        # What is loaded now stays; walking it again and again takes 25 ms each time.
        gc.freeze()
        server = waitress.create_server(app, sockets=[listener], threads=threads, ident="arsip")
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"Serving on http://{shown}:{listener.getsockname()[1]}/ (stop with Ctrl+C)")
        for example in examples:
            click.echo(f"  try: {example}")
        try:
            server.run()
        finally:
            server.close()
