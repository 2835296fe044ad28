"""A clock that was set back: generations are told apart by what they replace, not by their age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.data import index_directory
from index.generations import Generations
from tests.faults.command import Fault, run_here
from tests.faults.oracle import leftovers, look
from tests.faults.scenarios import FEW, FIRST, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.command import FaultyCommand

HOUR = 3600


def test_a_generation_older_than_the_one_before_is_used(
    tmp_path: Path, command: FaultyCommand
) -> None:
    write_files(tmp_path)
    data = tmp_path / "data"
    here = ("--data", str(data))
    assert run_here("import", str(tmp_path / "first.jsonl"), *here).status == 0
    steps = (("reindex",), ("import", str(tmp_path / "few.jsonl")), ("reindex",))

    names = []
    for hours, words in enumerate(steps):
        ended = command.run([*words, *here], tmp_path, Fault(clock=-hours * HOUR))
        assert ended.status == 0, ended
        names.append(Generations(data).current().name)

    assert names[2] < names[0]
    seen = look(data)
    assert seen.answers is not None
    assert set(seen.answers[0]) == {article.id for article in (*FIRST, *FEW)}
    assert run_here("verify", *here).status == 0

    assert run_here("rollback", *here).status == 0
    assert Generations(data).current().name == names[0]
    assert run_here("reindex", *here).status == 0
    assert look(data) == seen
    assert leftovers(data) == set()


def test_only_the_one_before_is_kept_whatever_their_names(
    tmp_path: Path, command: FaultyCommand
) -> None:
    write_files(tmp_path)
    data = tmp_path / "data"
    here = ("--data", str(data))
    assert run_here("import", str(tmp_path / "first.jsonl"), *here).status == 0

    names = []
    for hours in (0, -2, -1, 3, -3):
        ended = command.run(["reindex", "--full", *here], tmp_path, Fault(clock=hours * HOUR))
        assert ended.status == 0, ended
        names.append(Generations(data).current().name)

    assert {path.name for path in index_directory(data).iterdir()} == {"current", *names[-2:]}
    assert run_here("rollback", *here).status == 0
    assert Generations(data).current().name == names[-2]
