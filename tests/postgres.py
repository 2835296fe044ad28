"""A PostgreSQL server of the tests' own: nothing is kept, nobody else can reach it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Where Debian keeps the programs of each version, which are not for everybody's PATH.
_DEBIAN = Path("/usr/lib/postgresql")

# To be quick: what is written may be lost with the machine, though not with the server.
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "50",
    "autovacuum": "off",
}

_SCHEMAS = count(1)


def programs() -> Path | None:
    """Return the folder of the newest server that is installed."""
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


class Postgres:
    """A running server, whose default order of texts is not that of their characters."""

    def __init__(self, folder: Path, bin_: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self._bin = bin_
        self._settings = settings
        self._user: list[str] = []
        if os.geteuid() == 0:  # which PostgreSQL does not run as
            owner = _unprivileged()
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            self._user = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}"]
            self._user.append("--clear-groups")

    def create(self) -> None:
        """Make the server's files."""
        data = str(self.folder / "data")
        icu = ["--locale-provider=icu", "--icu-locale=id", "--locale=C"]
        plain = ["-N", "-A", "trust", "-U", "arsip", "-E", "UTF8", "-D", data]
        if self._run("initdb", *plain, *icu, check=False) != 0:  # built without ICU
            self._run("initdb", *plain, "--locale=C.UTF-8")
        hosts = self.folder / "data" / "pg_hba.conf"
        hosts.write_text("local all tamu scram-sha-256\nlocal all all trust\n")

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = [*self._settings.items(), ("unix_socket_directories", self.folder)]
        options = "-c listen_addresses= " + " ".join(f"-c {key}={value}" for key, value in settings)
        data, log = str(self.folder / "data"), str(self.folder / "log")
        self._run("pg_ctl", "-w", "-D", data, "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop at once, as a machine does whose plug is pulled."""
        self._run("pg_ctl", "-w", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def address(self, *, user: str = "arsip", name: str = "postgres", schema: str = "") -> str:
        """Return the address of a database, or of a schema in it."""
        address = f"postgresql://{user}@/{name}?host={quote(str(self.folder), safe='')}"
        return f"{address}&options=-csearch_path%3D{schema}" if schema else address

    def new_archive(self) -> str:
        """Return the address of an empty schema."""
        schema = f"archive{next(_SCHEMAS)}"
        self.run(f"CREATE SCHEMA {schema}")
        return self.address(schema=schema)

    def run(self, statement: str) -> None:
        """Run a statement for which a transaction is too narrow."""
        import psycopg

        with closing(psycopg.connect(self.address(), autocommit=True)) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        done = subprocess.run(
            [*self._user, str(self._bin / program), *arguments],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=check,
        )
        return done.returncode


def _unprivileged() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


@contextmanager
def running_postgres(settings: Mapping[str, str] = _SETTINGS) -> Iterator[Postgres]:
    """Yield a server, removed at the end; skip where none is installed, unless all is asked for."""
    bin_ = programs()
    if bin_ is None:
        missing = "PostgreSQL is not installed"
        if os.environ.get("ARSIP_TEST_ALL") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    # Below the system's own folder: the path of a socket may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="arsip-pg-", dir="/tmp"))
    server = Postgres(folder, bin_, settings)
    try:
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
