"""`arsip serve` and `arsip demo`."""

from __future__ import annotations

import errno
import gc
import select
import socket
import sys
from contextlib import closing, suppress
from functools import partial
from importlib import resources
from secrets import token_hex
from typing import TYPE_CHECKING

import click
from pydantic import SecretStr

from index.errors import ArsipError
from web.cli.options import data_option
from web.cli.output import complain, counted
from web.cli.settings import setting_options, settings_from

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any
    from wsgiref.types import WSGIApplication

    from index.archive.store import Archive
    from index.data import Places
    from web.server.processes import Worker
    from web.settings import Settings


# How long a thread may keep the interpreter from others, in seconds: a quick answer asks for it
# a dozen times, and with Python's 5 ms would wait as often for a heavy one beside it.
SWITCH_SECONDS = 0.0001


@click.command()
@setting_options()
@data_option
def serve(places: Places, **options: Any) -> int:
    """Answer searches over HTTP until stopped: pages, and JSON below /api/v1/.

    A new index is noticed as soon as 'arsip reindex' has switched to it. SIGHUP has every
    process replaced by a new one, which reads the settings anew. 'arsip doctor' lists every
    setting with where it comes from.
    """
    return _serve(places, lambda: settings_from(options))


@click.command()
@setting_options("host", "port")
@click.option("--no-serve", is_flag=True, help="Only import and index the sample.")
@data_option
def demo(places: Places, *, no_serve: bool, **options: Any) -> None:
    """Import the bundled sample, index it and serve the search page.

    An archive that holds articles already is served as it is.
    """
    from index.archive.opening import open_archive
    from index.lock import writer_lock
    from index.rebuild import reindex as bring_up_to_date

    settings = settings_from(options)
    with writer_lock(places, create=True), closing(open_archive(places, create=True)) as archive:
        if not archive.count():
            _import_sample(archive)
    report = bring_up_to_date(places)
    click.echo(f"{counted(report.documents)} searchable in {places.data}.")
    if not no_serve:
        from web.pages.examples import FIRST_SEARCHES

        alone = settings.model_copy(update={"processes": 1})
        _serve(places, lambda: alone, examples=FIRST_SEARCHES)


def _import_sample(archive: Archive) -> None:
    from index.importing import import_articles
    from index.readers.outcome import ReadOptions
    from index.readers.reading import read_articles

    sample = resources.files("web").joinpath("sample/articles.jsonl")
    with resources.as_file(sample) as path:
        outcomes = read_articles([str(path)], ReadOptions(), sys.stdin.buffer)
        import_articles(archive, outcomes, on_reject=lambda reject: complain(str(reject)))


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise click.ClickException(f"--host {host}: {error.strerror}") from None
    try:
        return socket.create_server(address, family=family)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise click.ClickException(
            f"port {port} of {host} is in use; try another with --port"
        ) from None


def _serve(
    places: Places, read_settings: Callable[[], Settings], *, examples: tuple[str, ...] = ()
) -> int:
    """Serve in one process or several; return the exit code."""
    from web.lane import THREADS_TAKEN
    from web.logs import configure_logs
    from web.server.processes import supervise, usable_cores

    if not hasattr(select, "epoll"):
        raise click.ClickException("the server waits for connections with epoll, which is Linux's")
    settings = read_settings()
    if settings.threads <= THREADS_TAKEN:
        complain(f"heavy work may hold {THREADS_TAKEN} threads; with more, others stay quick")
    host = settings.host
    configure_logs(settings.log)
    # Waitress keeps half a server behind when it cannot have the port; a socket does not.
    with _listen(host, settings.port) as listener:

        def announce() -> None:
            shown = f"[{host}]" if ":" in host else host
            click.echo(f"Serving on http://{shown}:{listener.getsockname()[1]}/ (stop with Ctrl+C)")
            for example in examples:
                click.echo(f"  try: {example}")

        if settings.processes == 1:
            _answer(places, settings, listener, announce)
            return 0
        # A cookie that one of them signs is known by all.
        secret = SecretStr(settings.secret_key.get_secret_value() or token_hex(32))
        count = settings.processes or usable_cores()
        found = supervise(count, announce=announce, stop=listener.close)
        if isinstance(found, int):
            return found
        settings = read_settings().model_copy(update={"secret_key": secret})
        _answer(places, settings, listener, worker=found)
    return 0


def _answer(
    places: Places,
    settings: Settings,
    listener: socket.socket,
    announce: Callable[[], None] | None = None,
    worker: Worker | None = None,
) -> None:
    """Answer until told to stop, alone or as one of several."""
    from index.archive.opening import open_archive
    from search.engines import open_engine
    from search.searcher import Searcher
    from web.answer import health_if_any, probe
    from web.app import create_app
    from web.server.server import Server
    from web.server.signals import stopped_by_signals
    from web.site import lane_of, metrics_of

    with (
        closing(open_archive(places)) as archive,
        closing(Searcher(open_engine(places, checked=True), archive)) as searcher,
    ):
        app = create_app(searcher, archive, settings)
        sys.setswitchinterval(SWITCH_SECONDS)
        # What is loaded now stays; walking it again and again takes 25 ms each time. The index
        # is opened later: a generation in what stays would never be let go.
        gc.freeze()
        with suppress(ArsipError):  # which the pages will tell
            probe(searcher)  # so that the first reader does not wait for the index to open
        answered: WSGIApplication = app.wsgi_app
        if not (places.archive or places.cluster or settings.rate_storage.get_secret_value()):
            answered = lane_of(app).one_by_one(answered)  # none of them waits for a network
        with closing(Server(answered, listener, settings)) as server, stopped_by_signals(server):
            metrics = metrics_of(app)
            metrics.watch(server)
            if worker is not None:
                metrics.share(worker.number, worker.siblings, partial(health_if_any, searcher))
                worker.follow(server.stop)
            if announce is not None:
                announce()
            server.run()
