"""The unit and the Containerfile, checked by the tools they are for where those exist."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from web.cli.main import run_command
from web.settings import DATA_VARIABLE, read_settings

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
    assert any("[html,feed,rate]" in rest for _, rest in steps)  # what the settings offer
    # Whatever is installed is what the lock file names, by hash.
    commands = [part for name, rest in steps if name == "RUN" for part in rest.split("&&")]
    first, *others = [set(part.split()) for part in commands if "pip " in part]
    assert "--require-hashes" in first
    assert others
    assert all("--no-index" in words for words in others)
    for name, rest in steps:
        if name == "RUN":
            subprocess.run(["sh", "-n", "-c", rest], check=True)
