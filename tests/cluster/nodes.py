"""A real OpenSearch cluster on this machine: nodes that start, are killed and come back.

    with Cluster(find_home(), 3) as cluster:
        cluster.ask("/_cat/nodes")
        cluster.kill(0)
        cluster.wait_for(Health.YELLOW)
        cluster.restart(0)

Each node is a process with its own directory, configuration and ports; nothing is asked but over
HTTP. The server itself is what `.ci/opensearch/assemble` has laid out. A node dies with the
thread that started it, so that nothing is left of tests that were killed.
"""

from __future__ import annotations

import json
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

ASSEMBLE = Path(__file__).parents[2] / ".ci/opensearch/assemble"

# The server refuses to run as root. The user of the least rights, by custom.
NOBODY = 65534

HOST = "127.0.0.1"

# Below those that systems give to whoever connects, so that a node finds its own free again.
PORTS = range(19_200, 32_000)

# Enough for tens of thousands of articles; three such nodes take 1 GB.
HEAP = "320m"

# Where files are in memory, and how much there has to be free: of what a node writes nothing has to
# outlast the machine, and for a disk it waits at every change of what the cluster knows.
MEMORY = Path("/dev/shm")  # noqa: S108 - below it each cluster has a directory of a new name
ROOM = 1 << 29

# Longer than anything takes that is not broken, on a machine that has other work.
PATIENCE = 180.0

_HTTP_SECONDS = 30.0
_TURN_SECONDS = 0.1

_SETTINGS = """\
cluster.name: {cluster}
node.name: {name}
network.host: {host}
http.port: {http}
transport.port: {transport}
discovery.seed_hosts: {seeds}
cluster.initial_cluster_manager_nodes: {names}
path.data: {place}/data
path.logs: {place}/logs
# A test should neither wait for room on the disk nor make an index by a slip of its name.
cluster.routing.allocation.disk.threshold_enabled: false
action.auto_create_index: false
"""

_LOGGING = """\
appender.file.type = File
appender.file.name = file
appender.file.fileName = ${sys:opensearch.logs.base_path}/node.log
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d %p %c{1.} %m%n
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
"""


# Whoever dies before a child has asked to die along is not its parent any more when that looks.
_ONLY_BELOW = ["sh", "-c", '[ "$PPID" = "$0" ] && exec "$@"']


class Health(StrEnum):
    """What a cluster says of its copies."""

    RED = "red"
    YELLOW = "yellow"  # every shard is there, not every replica
    GREEN = "green"


class ClusterError(Exception):
    """A cluster did not do what a test needs it to."""


def find_home() -> Path:
    """Return where the server is laid out.

    Raises:
        ClusterError: If it is not, or nothing here can run it.
    """
    if sys.platform != "linux":
        raise ClusterError("nodes are started on Linux only")
    asked = [sys.executable, str(ASSEMBLE), "--where"]
    home = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    if not (home / "java/bin/java").exists():
        raise ClusterError(f"no OpenSearch in {home}: run .ci/opensearch/assemble")
    return home


class Node:
    """One process of a cluster, or none while it is down.

    Attributes:
        name: As the cluster knows it.
        place: The directory of all that is its own.
        port: Where it answers HTTP.
        transport: Where it talks to its peers.
    """

    def __init__(self, name: str, place: Path, port: int, transport: int) -> None:
        self.name = name
        self.port = port
        self.transport = transport
        self.place = place
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Host and port, as addresses have them."""
        return f"{HOST}:{self.port}"

    @property
    def pid(self) -> int:
        """Of its process; 0 while it is down."""
        return self._process.pid if self._process else 0

    @property
    def is_running(self) -> bool:
        """Whether there is a process, ready or not."""
        return self._process is not None and self._process.poll() is None

    def configure(self, cluster: str, peers: list[Node]) -> None:
        """Write the files that it reads when it starts."""
        for name in ("config", "data", "logs", "tmp"):
            (self.place / name).mkdir(parents=True)
        settings = _SETTINGS.format(
            cluster=cluster,
            name=self.name,
            host=HOST,
            http=self.port,
            transport=self.transport,
            seeds=json.dumps([f"{HOST}:{peer.transport}" for peer in peers]),
            names=json.dumps([peer.name for peer in peers]),
            place=self.place,
        )
        (self.place / "config/opensearch.yml").write_text(settings)
        (self.place / "config/log4j2.properties").write_text(_LOGGING)
        if os.geteuid() == 0:
            for path in (self.place, *self.place.rglob("*")):
                os.chown(path, NOBODY, NOBODY)

    def start(self, home: Path) -> None:
        """Start it, without waiting for it."""
        nobody = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--inh-caps=-all"]
        user = nobody if os.geteuid() == 0 else []
        below = [*_ONLY_BELOW, str(os.getpid())]
        with (self.place / "output").open("wb") as output:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig=KILL", *user, *below, *self._java(home)],
                cwd=self.place,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl+C is for the tests, which stop it in their order
            )

    def _java(self, home: Path) -> list[str]:
        place = self.place
        properties = {
            "opensearch.path.home": home,
            "opensearch.path.conf": place / "config",
            "opensearch.distribution.type": "tar",
            "opensearch.bundled_jdk": "false",
            "java.io.tmpdir": place / "tmp",
            "jna.tmpdir": place / "tmp",
            "jna.nosys": "true",
            "log4j.shutdownHookEnabled": "false",
            "log4j2.disable.jmx": "true",
        }
        return [
            str(home / "java/bin/java"),
            f"-Xms{HEAP}",
            f"-Xmx{HEAP}",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",  # nodes of tests live too short for more
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            *(f"-D{key}={value}" for key, value in properties.items()),
            "-cp",
            f"{home}/lib/*",
            "org.opensearch.bootstrap.OpenSearch",
        ]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it and wait until it is gone; one that does not obey is killed."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(_HTTP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def last_words(self) -> str:
        """Return the end of what it had to say."""
        files = [self.place / "output", self.place / "logs/node.log"]
        return "\n".join(
            path.read_text("utf-8", "replace")[-2_000:] for path in files if path.exists()
        )


class Cluster:
    """Some nodes, started together and stopped at the end of a ``with``.

    Attributes:
        nodes: In the order of their names.
    """

    def __init__(self, home: Path, count: int = 3) -> None:
        self._home = home
        self._place = Path(tempfile.mkdtemp(prefix="arsip-cluster-", dir=_quick_place()))
        self._place.chmod(0o755)  # its nodes may be of another user
        ports = free_ports(2 * count)
        self.nodes = [
            Node(f"node-{number}", self._place / f"node-{number}", ports.pop(), ports.pop())
            for number in range(count)
        ]
        for node in self.nodes:
            node.configure(self._place.name, self.nodes)

    def __enter__(self) -> Self:
        """Start all nodes at once and wait until they are one cluster."""
        try:
            for node in self.nodes:
                node.start(self._home)
            self.wait_for(Health.GREEN)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End every node and forget everything."""
        for node in self.nodes:
            node.stop(signal.SIGKILL)  # nothing of it is wanted any more
        shutil.rmtree(self._place)

    @contextmanager
    def index(self) -> Iterator[str]:
        """Yield a name for an index; at the end all indices that begin with it are deleted."""
        name = f"uji-{secrets.token_hex(4)}"
        try:
            yield name
        finally:
            self.ask(f"/{name}*", "DELETE")

    def location(self, name: str) -> str:
        """Return where an index is, on all nodes."""
        return f"opensearch://{','.join(node.address for node in self.nodes)}/{name}"

    def kill(self, number: int) -> None:
        """Let a node end as if the power of its machine did."""
        self.nodes[number].stop(signal.SIGKILL)

    def restart(self, number: int) -> None:
        """Start a node that is down, with what it had on its disk; wait until it is one of them."""
        self.nodes[number].start(self._home)
        self.wait_for(Health.RED)

    def heal(self) -> None:
        """Start every node that is down and wait until all is as at the beginning."""
        for node in self.nodes:
            if not node.is_running:
                node.start(self._home)
        self.wait_for(Health.GREEN)

    def manager(self) -> int:
        """Return the number of the node that manages the others now."""
        (row,) = self.ask("/_cat/cluster_manager?format=json")
        return next(at for at, node in enumerate(self.nodes) if node.name == row["node"])

    def health(self) -> dict[str, Any]:
        """Return what the cluster says of itself."""
        found: dict[str, Any] = self.ask("/_cluster/health")
        return found

    def wait_for(self, health: Health) -> None:
        """Wait until all nodes that should run know each other and are at least so well.

        Raises:
            ClusterError: If that takes too long, or one of them ends.
        """
        end = time.monotonic() + PATIENCE
        running = sum(node.is_running for node in self.nodes)
        wanted = f"/_cluster/health?wait_for_nodes={running}&wait_for_status={health}&timeout=1s"
        while time.monotonic() < end:
            if sum(node.is_running for node in self.nodes) != running:
                break
            try:
                self.ask(wanted)  # a health that was waited for in vain is refused
            except ClusterError:
                time.sleep(_TURN_SECONDS)
            else:
                return
        words = "\n".join(node.last_words() for node in self.nodes)
        raise ClusterError(f"{running} nodes are not {health}:\n{words}")

    def ask(self, path: str, method: str = "GET", body: object = None) -> Any:
        """Return what the first node that answers says; both sides speak JSON.

        Raises:
            ClusterError: If none does, or what it says is a refusal.
        """
        said = "no node is running"
        for node in self.nodes:
            if not node.is_running:
                continue
            request = urllib.request.Request(
                f"http://{node.address}{path}",
                method=method,
                data=None if body is None else json.dumps(body).encode(),
                headers={"Content-Type": "application/json"},
            )
            try:
                with urllib.request.urlopen(request, timeout=_HTTP_SECONDS) as answer:  # noqa: S310 - ours
                    return json.loads(answer.read() or "null")
            except urllib.error.HTTPError as error:
                with error:
                    raise ClusterError(f"{method} {path}: {error.read().decode()}") from error
            except OSError as error:
                said = str(error)
        raise ClusterError(f"{method} {path}: {said}")


def _quick_place() -> Path | None:
    """Return where files are in memory, if there is enough; None for where they always are."""
    try:
        return MEMORY if shutil.disk_usage(MEMORY).free >= ROOM else None
    except OSError:
        return None


def free_ports(count: int) -> list[int]:
    """Return ports of this machine at which nothing listens."""
    found: list[int] = []
    for port in random.SystemRandom().sample(PORTS, len(PORTS)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            break
    return found
