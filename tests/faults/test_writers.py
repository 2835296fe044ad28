"""Writers that meet: one at a time, whoever comes too late is told, and nothing is lost."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.faults.command import run_here
from tests.faults.oracle import leftovers, look

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.command import FaultyCommand

LOCKED = 75

ROUNDS = 10


def test_of_writers_that_start_together_nothing_is_lost(
    tmp_path: Path, command: FaultyCommand
) -> None:
    chance = random.Random(ROUNDS)
    data = tmp_path / "data"
    file = tmp_path / "kabar.jsonl"
    here = ("--data", str(data))
    file.write_bytes(records("awal", 12))
    assert run_here("import", str(file), *here).status == 0
    assert run_here("reindex", "--full", *here).status == 0
    assert run_here("reindex", "--full", *here).status == 0
    expected = {f"awal-{number}" for number in range(12)}
    statuses = []
    for turn in range(ROUNDS):
        file.write_bytes(records(f"baru-{turn}", 2))
        victim = chance.choice(sorted(expected))
        commands = [
            ["import", str(file), *here],
            ["remove", victim, *here],
            ["reindex", "--jobs", "1", *here],
            ["rollback", *here],
        ]
        chance.shuffle(commands)

        ended = dict(
            zip((words[0] for words in commands), command.run_together(commands), strict=True)
        )

        if ended["import"].status == 0:
            expected |= {f"baru-{turn}-{number}" for number in range(2)}
        if ended["remove"].status == 0:
            expected.discard(victim)
        for one in ended.values():
            assert one.status in {0, LOCKED} or "no earlier index" in one.err, one
        assert 0 in {one.status for one in ended.values()}, ended
        assert all(len(one.err.splitlines()) == 1 for one in ended.values() if one.status), ended
        statuses += [one.status for one in ended.values()]
        seen = look(data)
        assert seen.articles is not None
        assert set(seen.articles) == expected
        assert leftovers(data) == set()
    assert LOCKED in statuses
    assert run_here("verify", *here).status == 0
    assert run_here("reindex", *here).status == 0
    answers = look(data).answers
    assert answers is not None
    assert set(answers[0]) == expected


def records(name: str, count: int) -> bytes:
    return b"".join(
        b'{"id": "%s-%d", "title": "Kabar %s", "body": "Harga beras naik lagi."}\n'
        % (name.encode(), number, name.encode())
        for number in range(count)
    )
