"""What the shell completes behind `arsip`, asked as the scripts that click writes ask."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from search.results import Sort
from web.cli.main import COMMANDS

ROOT = Path(__file__).parents[3]

HEAVY = {"numpy", "sqlalchemy", "flask", "whoosh", "rich", "babel", "pydantic"}

RUN = f"""
import atexit, sys
from web.cli.main import main
atexit.register(lambda: print(*({HEAVY} & sys.modules.keys()), file=sys.stderr))
main()
"""


def asked(instruction: str, *words: str) -> tuple[str, str]:
    """Return what is printed, and which heavy modules were loaded for it."""
    environ = os.environ | {
        "_ARSIP_COMPLETE": instruction,
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", RUN], env=environ, capture_output=True, text=True, check=True
    )
    return done.stdout, done.stderr.strip()


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        (["arsip", "se"], ["search", "serve"]),
        (["arsip", ""], list(COMMANDS)),
        (["arsip", "zzz"], []),
        (["arsip", "search", "--so"], ["--sort"]),
        (["arsip", "search", "--sort", ""], [*Sort]),
        (["arsip", "import", "--format", "j"], ["jsonl", "json"]),
        (["arsip", "watch", "--on"], ["--once"]),
        (["arsip", "deploy", ""], ["systemd", "watch", "container", "compose"]),
    ],
)
def test_commands_options_and_choices_are_completed(
    words: list[str], completions: list[str]
) -> None:
    printed, loaded = asked("bash_complete", *words)

    assert printed.split() == [f"plain,{word}" for word in completions]
    assert loaded == ""


def test_a_line_that_is_no_line_yet_is_no_fault() -> None:
    for words in (["arsip", "search", "'harga ber"], ["arsip", "\\"], ["arsip", "nothing", "x"]):
        _, loaded = asked("bash_complete", *words)
        assert loaded == ""


@pytest.mark.parametrize(
    ("words", "kind"),
    [(["arsip", "import", ""], "file"), (["arsip", "status", "--data", ""], "dir")],
)
def test_files_and_directories_are_left_to_the_shell(words: list[str], kind: str) -> None:
    printed, _ = asked("bash_complete", *words)

    assert printed.startswith(f"{kind},")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_given_its_script(shell: str) -> None:
    printed, loaded = asked(f"{shell}_source", "")

    assert "_ARSIP_COMPLETE" in printed
    assert loaded == ""
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=printed, text=True, check=True)


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_completes_with_it(tmp_path: Path) -> None:
    command = tmp_path / "arsip"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{RUN}" "$@" 2>/dev/null\n')
    command.chmod(0o755)
    script = f"""
PATH="{tmp_path}:$PATH"
eval "$(_ARSIP_COMPLETE=bash_source arsip)"
COMP_WORDS=(arsip search --sort ne) COMP_CWORD=3
_arsip_completion arsip
echo "${{COMPREPLY[@]}}"
complete -p arsip
"""
    done = subprocess.run(
        ["bash", "--norc"],
        input=script,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    completed, registered = done.stdout.splitlines()
    assert completed == "newest newest-estimated"
    assert "_arsip_completion" in registered
