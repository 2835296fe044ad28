"""What the gate installs is named, with its hash, and can be listed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SBOM_TOOL = Path(sys.executable).with_name("cyclonedx-py")

# A package may be locked twice, for two ranges of Python versions.
ENTRIES = [
    (re.split("==| ", entry, maxsplit=2), entry) for entry in re.split(r"\n(?=\S)", LOCK.strip())
]
LOCKED = [(canonicalize_name(name), locked, entry) for (name, locked, _), entry in ENTRIES]

WANTED = [
    Requirement(text)
    for texts in (
        PROJECT["build-system"]["requires"],
        PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"].values(),
    )
    for text in texts
    if not text.startswith(PROJECT["project"]["name"])
]


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_every_requirement_is_locked(wanted: Requirement) -> None:
    versions = [locked for name, locked, _ in LOCKED if name == canonicalize_name(wanted.name)]

    assert versions, "lock it again, as the README says"
    assert all(wanted.specifier.contains(locked) for locked in versions)


def test_every_locked_package_has_hashes_and_no_place_to_come_from() -> None:
    assert len(LOCKED) > 50
    for _, _, entry in LOCKED:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry
    assert "://" not in LOCK
    assert "index-url" not in LOCK


@pytest.mark.skipif(not SBOM_TOOL.exists(), reason="pip install -e '.[gate]' brings cyclonedx-py")
def test_the_bill_of_materials_names_what_runs(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (line,) = re.findall(r"cyclonedx-py (environment .*) -o sbom\.json", readme)
    bill = tmp_path / "sbom.json"
    arguments = line.replace(".venv/bin/python", sys.executable).split()

    subprocess.run([SBOM_TOOL, *arguments, "-o", bill], cwd=ROOT, check=True, capture_output=True)

    listed = json.loads(bill.read_bytes())
    parts = {canonicalize_name(part["name"]): part["version"] for part in listed["components"]}
    assert listed["bomFormat"] == "CycloneDX"
    assert listed["metadata"]["component"]["name"] == PROJECT["project"]["name"]
    for text in PROJECT["project"]["dependencies"]:
        name = Requirement(text).name
        assert parts[canonicalize_name(name)] == version(name)
