"""What `arsip doctor` looks at: one function a question, none of which writes anything."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from enum import StrEnum
from importlib.util import find_spec
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple

from index.archive.opening import open_archive
from index.data import Places, index_directory
from index.errors import ArsipError, LocationError
from index.locating import locate
from index.rebuild import fits
from web.cli.output import counted, place_options
from web.settings import VERSION, Settings, unknown_variables, variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MEGABYTE = 1_000_000

# Below it not even a batch of an import is safe.
MIN_FREE_BYTES = 64 * MEGABYTE

# A connection takes one, the files of an index some dozens.
MIN_OPEN_FILES = 1_024


class State(StrEnum):
    """How grave an answer is."""

    OK = "ok"
    WARNING = "warning"  # works, but not as one might think
    PROBLEM = "problem"  # does not work


class Check(NamedTuple):
    """The answer to one question, and what to do about it; nothing if all is well."""

    name: str
    state: State
    text: str
    advice: str = ""


def checks(places: Places, settings: Settings, environ: Mapping[str, str]) -> Iterator[Check]:
    """Yield an answer to every question, in the order to read them."""
    yield version()
    yield encoding()
    yield open_files()
    yield variables(environ)
    yield exposure(settings)
    yield directory(places.data)
    yield disk(places)
    yield archive(places)
    if places.cluster is not None:
        yield cluster(places.cluster)
    yield index(places)


def version() -> Check:
    """Tell what runs; a report of a fault begins with it."""
    extras = [name for name, module in _EXTRAS.items() if find_spec(module)]
    text = (
        f"Arsip {VERSION}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},"
        f" {platform.system()} {platform.machine()}; extras: {', '.join(extras) or 'none'}"
    )
    return Check("version", State.OK, text)


_EXTRAS = {
    "html": "trafilatura",
    "feed": "feedparser",
    "opensearch": "opensearchpy",
    "postgres": "psycopg",
    "rate": "flask_limiter",
}


def encoding() -> Check:
    """Tell whether names of files are read as everybody writes them."""
    name = sys.getfilesystemencoding()
    if name == "utf-8":
        return Check("encoding", State.OK, name)
    return Check("encoding", State.WARNING, f"file names are read as {name}", "set LANG=C.UTF-8")


def open_files() -> Check:
    """Tell how many files and connections this process may have open."""
    try:
        import resource  # not on every system
    except ImportError:
        return Check("open files", State.OK, "no limit is known")
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    text = "no limit" if soft == resource.RLIM_INFINITY else f"at most {soft:,}"
    if soft == resource.RLIM_INFINITY or soft >= MIN_OPEN_FILES:
        return Check("open files", State.OK, text)
    return Check("open files", State.WARNING, text, f"ulimit -n {MIN_OPEN_FILES}, or LimitNOFILE=")


def variables(environ: Mapping[str, str]) -> Check:
    """Name variables that look like ours and mean nothing."""
    unknown = unknown_variables(environ)
    if not unknown:
        return Check("variables", State.OK, "every ARSIP_ variable is a setting")
    return Check("variables", State.WARNING, f"no setting: {', '.join(unknown)}", "unset them")


def exposure(settings: Settings) -> Check:
    """Tell who can ask the server."""
    if any(network.prefixlen == 0 for network in settings.trusted_proxies):
        advice = f"name the proxy's own network in {variable('trusted_proxies')}"
        return Check("access", State.WARNING, "every address is believed as a proxy", advice)
    if settings.is_private:
        return Check("access", State.OK, "private: with a key or a trusted proxy's word")
    if _is_loopback(settings.host):
        return Check("access", State.OK, "without a key, from this machine or through its proxy")
    advice = f"set {variable('tokens')} unless the archive is public"
    return Check("access", State.WARNING, f"without a key, by {settings.host}", advice)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def directory(data: Path) -> Check:
    """Tell whether the data directory is there, and who may do what in it."""
    if not data.is_dir():
        advice = f"arsip import FILE... --data {data}"
        return Check("data", State.PROBLEM, f"{data} is not a directory", advice)
    if not os.access(data, os.R_OK | os.X_OK):
        return Check("data", State.PROBLEM, f"{data} may not be read", f"chmod u+rx {data}")
    if data.stat().st_mode & stat.S_IWOTH:
        return Check("data", State.WARNING, f"{data}: anybody may write", f"chmod o-w {data}")
    may = "may be written" if os.access(data, os.W_OK) else "may only be read: search and serve"
    return Check("data", State.OK, f"{data.absolute()} {may}")


def disk(places: Places) -> Check:
    """Tell whether there is room for an index beside the one in use."""
    try:
        index = index_directory(places)
    except LocationError:  # which is told of the index
        index = places.data
    place = next(path for path in (index.absolute(), *index.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    needed = max(_size(index), MIN_FREE_BYTES)
    text = f"{free / MEGABYTE:,.0f} MB free"
    if free < MIN_FREE_BYTES:
        return Check("disk", State.PROBLEM, text, "make room before importing or reindexing")
    if free < needed:
        advice = f"a full reindex wants {needed / MEGABYTE:,.0f} MB"
        return Check("disk", State.WARNING, text, advice)
    return Check("disk", State.OK, text)


def _size(folder: Path) -> int:
    try:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    except OSError:
        return 0


def archive(places: Places) -> Check:
    """Tell what the archive holds."""
    try:
        with closing(open_archive(places)) as opened:
            where = "" if places.archive is None else f" in {opened.name}"
            return Check("archive", State.OK, f"{counted(opened.count())}{where}")
    except ArsipError as error:
        return Check("archive", State.PROBLEM, *_parted(error, places))


def cluster(location: str) -> Check:
    """Tell how the cluster is in which the index is."""
    try:
        from index.opensearch.health import FLOOD_STAGE, HIGH_WATERMARK, ask_health
        from index.opensearch.location import Location

        health = ask_health(Location.parse(location))
    except ArsipError as error:
        return Check("cluster", State.PROBLEM, str(error))
    node, full = health.fullest
    text = (
        f"OpenSearch {health.version}, {counted(health.nodes, 'node')}, {health.status},"
        f" fullest disk {full:.0%}"
    )
    if health.status == "red":
        return Check("cluster", State.PROBLEM, text, "start the nodes that are missing")
    if full >= FLOOD_STAGE:
        return Check("cluster", State.PROBLEM, text, f"make room on {node}: nothing can be written")
    if full >= HIGH_WATERMARK:
        return Check("cluster", State.WARNING, text, f"make room on {node}")
    if health.status == "yellow":
        advice = "start more nodes, or have fewer copies: ARSIP_INDEX_REPLICAS"
        return Check(
            "cluster",
            State.WARNING,
            f"{text}: {counted(health.copies, 'shard')} not assigned",
            advice,
        )
    return Check("cluster", State.OK, text)


def index(places: Places) -> Check:
    """Tell whether searches are answered, and whether from all that was imported."""
    try:
        store = locate(places)
        manifest = store.current(checked=False)
        manifest.checked_analyzer(places.cluster or index_directory(places))
        with closing(open_archive(places)) as opened:
            is_same = fits(store, manifest, places.data, opened)
            is_current = is_same and opened.revision() == manifest.revision
    except ArsipError as error:
        return Check("index", State.PROBLEM, *_parted(error, places))
    text = f"{counted(manifest.documents)} searchable, generation {manifest.generation}"
    if is_current:
        return Check("index", State.OK, text)
    advice = f"arsip reindex{place_options(places)}"
    return Check("index", State.WARNING, f"{text}; the archive holds changes", advice)


def _parted(error: ArsipError, places: Places) -> tuple[str, str]:
    """Return what is wrong and what to run; every error says so in this order."""
    text, _, advice = str(error).partition("; run: ")
    return text, advice if "--data" in advice or not advice else advice + place_options(places)
