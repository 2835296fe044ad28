"""One process that runs commands under faults, for all tests that need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.command import FaultyCommand
from tests.faults.shim import can_compile
from tests.faults.trying import Trying

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyCommand]:
    """The command, started once."""
    if not can_compile():
        pytest.skip("the library that lets calls fail needs Linux and a C compiler (cc)")
    started = FaultyCommand(tmp_path_factory.mktemp("shim"))
    yield started
    started.close()


@pytest.fixture(scope="session")
def trying(tmp_path_factory: pytest.TempPathFactory, command: FaultyCommand) -> Trying:
    """A place to let scenarios fail in."""
    return Trying(tmp_path_factory.mktemp("trying"), command)
