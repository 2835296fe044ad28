"""The units and files for containers, checked by the tools they are for where those exist."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from index.opensearch.location import Location
from web.cli.main import run_command
from web.settings import DATA_VARIABLE, read_settings, unknown_variables

ROOT = Path(__file__).parents[3]

# In tenths, as systemd-analyze takes it: 10 is open to everything, 0.1 can do nothing.
MAX_EXPOSURE = 15


def printed(kind: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run_command(["deploy", kind]) == 0
    return capsys.readouterr().out


@pytest.fixture(params=["systemd", "watch"])
def unit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> Path:
    name = {"systemd": "arsip.service", "watch": "arsip-watch.service"}[request.param]
    path = tmp_path / name
    text = printed(request.param, capsys)
    # The command stands beside the interpreter of an installation, not of every checkout.
    path.write_text(text.replace(str(Path(sys.executable).with_name("arsip")), "/bin/true"))
    return path


def test_the_unit_starts_this_installation(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed("systemd", capsys)

    assert "@" not in re.sub(r"@(system-service|privileged)", "", text)
    assert f"ExecStart={Path(sys.executable).with_name('arsip')} serve\n" in text
    (environment,) = re.findall(r"^Environment=(.*)$", text, re.MULTILINE)
    assert f"{DATA_VARIABLE}=/var/lib/arsip" in environment
    assert "NoNewPrivileges=yes" in text
    # Without an archive it does not start.
    assert text.index("arsip import") < text.index("systemctl enable")


def test_the_unit_that_watches_has_the_directory_of_the_server(
    capsys: pytest.CaptureFixture[str],
) -> None:
    server, watching = printed("systemd", capsys), printed("watch", capsys)

    (command,) = re.findall(r"^ExecStart=(.*)$", watching, re.MULTILINE)
    executable, *words = command.split()
    assert executable == str(Path(sys.executable).with_name("arsip"))
    assert words == ["watch", "${FOLDER}", "$OPTIONS"]
    for line in ("User=arsip", "StateDirectory=arsip", "Environment=ARSIP_DATA=/var/lib/arsip"):
        assert line in server
        assert line in watching
    assert "After=arsip.service" in watching


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize(
    "command",
    [
        ["verify", "--man=no"],
        ["security", "--offline=yes", f"--threshold={MAX_EXPOSURE}", "--no-pager"],
    ],
    ids=lambda command: str(command[0]),
)
def test_systemd_finds_the_unit_sound_and_closed(unit: Path, command: list[str]) -> None:
    done = subprocess.run(
        ["systemd-analyze", *command, unit], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-300:] + done.stderr
    assert command[0] != "verify" or done.stderr == ""


def instructions(text: str) -> list[tuple[str, str]]:
    """Return the instructions of a Containerfile with what they are given, lines joined."""
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line)]


def test_the_containerfile_says_what_it_should(capsys: pytest.CaptureFixture[str]) -> None:
    steps = instructions(printed("container", capsys))

    names = [name for name, _ in steps]
    assert set(names) <= set(
        "ARG FROM WORKDIR COPY RUN ENV VOLUME USER EXPOSE HEALTHCHECK ENTRYPOINT CMD".split()
    )
    sources = [word for name, rest in steps if name == "COPY" for word in rest.split()[:-1]]
    assert all((ROOT / source).exists() for source in sources if not source.startswith(("-", "/")))
    last = dict(steps)
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last["USER"])
    assert [json.loads(last[name]) for name in ("ENTRYPOINT", "CMD")] == [["arsip"], ["serve"]]
    environ = dict(word.split("=", 1) for word in shlex.split(last["ENV"]))
    ours = {name: value for name, value in environ.items() if name.startswith("ARSIP_")}
    assert ours.pop(DATA_VARIABLE) == last["VOLUME"]
    assert read_settings(ours).port == int(last["EXPOSE"])
    assert any(
        "[html,feed,opensearch,postgres,rate]" in rest for _, rest in steps
    )  # what the settings offer
    # Whatever is installed is what the lock file names, by hash.
    commands = [part for name, rest in steps if name == "RUN" for part in rest.split("&&")]
    first, *others = [set(part.split()) for part in commands if "pip " in part]
    assert "--require-hashes" in first
    assert others
    assert all("--no-index" in words for words in others)
    for name, rest in steps:
        if name == "RUN":
            subprocess.run(["sh", "-n", "-c", rest], check=True)


NODES = {"opensearch-1", "opensearch-2", "opensearch-3"}
WEB = {"web-1", "web-2"}
JOBS = {"import"}


@pytest.fixture
def compose(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The file for Docker Compose, as a program reads it."""
    read: dict[str, Any] = yaml.safe_load(printed("compose", capsys))
    return read


def test_every_service_is_bounded_healthy_and_kept(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert set(services) == NODES | WEB | JOBS | {"postgresql"}
    for name, service in services.items():
        assert service["image"], name
        assert re.fullmatch("[1-9][0-9]*g", service["mem_limit"]), name
        if name in JOBS:
            assert service["profiles"] == ["job"]
            assert "restart" not in service
        else:
            check = service["healthcheck"]
            assert check["test"][0] == "CMD"
            assert {"interval", "timeout", "start_period"} <= set(check)
            assert service["restart"] == "unless-stopped"
        for other, wanted in service.get("depends_on", {}).items():
            assert "healthcheck" in services[other]
            assert wanted == {"condition": "service_healthy"}


def test_volumes_and_networks_are_those_that_are_used(compose: dict[str, Any]) -> None:
    services = compose["services"]
    mounted = [
        mount.split(":")[0]
        for service in services.values()
        for mount in service["volumes"]
        if not mount.startswith(".")
    ]

    assert set(mounted) == set(compose["volumes"])
    assert all(mounted.count(name) == 1 for name in NODES | {"postgresql"})
    assert compose["networks"]["inside"] == {"internal": True}
    for name, service in services.items():
        # Nothing but the web servers is reached from outside, and these from this host.
        is_web = name in WEB
        assert service["networks"] == (["inside", "outside"] if is_web else ["inside"])
        published = service.get("ports", [])
        assert len(published) == is_web
        assert all(port.startswith("127.0.0.1:") for port in published)
    assert len({services[name]["ports"][0] for name in WEB}) == len(WEB)


@pytest.mark.parametrize("name", sorted(NODES))
def test_a_node_finds_the_others_and_has_room(name: str, compose: dict[str, Any]) -> None:
    node = compose["services"][name]
    settings = node["environment"]

    assert node["image"] == "opensearchproject/opensearch:3"
    assert settings["node.name"] == name
    assert set(settings["discovery.seed_hosts"].split(",")) == NODES
    assert set(settings["cluster.initial_cluster_manager_nodes"].split(",")) == NODES
    assert settings["bootstrap.memory_lock"] == "true"
    assert node["ulimits"]["memlock"] == {"soft": -1, "hard": -1}
    assert node["ulimits"]["nofile"]["hard"] >= 65_536
    (heap,) = set(re.findall(r"-Xm[sx](\d+)g", settings["OPENSEARCH_JAVA_OPTS"]))
    assert 2 * int(heap) <= int(node["mem_limit"].removesuffix("g"))
    assert all(isinstance(value, str) for value in settings.values())


@pytest.mark.parametrize("name", sorted(WEB | JOBS))
def test_what_is_ours_reaches_the_database_and_every_node(
    name: str, compose: dict[str, Any]
) -> None:
    service = compose["services"][name]
    variables = service["environment"]
    database = compose["services"]["postgresql"]["environment"]

    where = Location.parse(variables["ARSIP_INDEX"], variables)
    assert set(where.hosts) == {(node, 9200) for node in NODES}
    assert (where.shards, where.replicas) == (3, 1)
    archive = urlsplit(
        variables["ARSIP_ARCHIVE"].replace("${POSTGRES_PASSWORD:?set it in .env}", "x")
    )
    assert (archive.scheme, archive.hostname) == ("postgresql", "postgresql")
    assert archive.username == database["POSTGRES_USER"]
    assert archive.path.removeprefix("/") == database["POSTGRES_DB"]
    assert database["POSTGRES_PASSWORD"] in variables["ARSIP_ARCHIVE"]
    assert unknown_variables(variables) == []
    assert set(service["depends_on"]) == NODES | {"postgresql"}
    assert "arsip:/data" in service["volumes"]
    assert service["read_only"]


def test_how_to_use_it_names_what_the_host_has_to_be_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = printed("compose", capsys)

    assert "vm.max_map_count=262144" in text
    assert text.index("run --rm import") < text.index("up --wait")
    assert set(re.findall(r"\$\{(\w+)", text)) == {"POSTGRES_PASSWORD"}
