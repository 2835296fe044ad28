"""Whatever call to the disk fails, and whenever the power does: nothing is lost, all is healed.

A sample of it; `tests/bench/faults.py` tries everything.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.faults.cases import some_cases
from tests.faults.disk import Keeps
from tests.faults.scenarios import SCENARIOS

if TYPE_CHECKING:
    from tests.faults.scenarios import Scenario
    from tests.faults.trying import Trying

SEED = 9


every_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)


@every_scenario
def test_a_command_that_fails_loses_nothing(scenario: Scenario, trying: Trying) -> None:
    prepared = trying.prepare(scenario)
    cases = some_cases(prepared.trace, SCENARIOS.index(scenario), random.Random(SEED))

    problems = {str(case): trying.problems(prepared, case) for case in cases}

    assert {case: found for case, found in problems.items() if found} == {}


@every_scenario
def test_what_was_said_to_be_done_outlasts_the_power(scenario: Scenario, trying: Trying) -> None:
    prepared = trying.prepare(scenario)
    calls = len(prepared.trace)
    chance = random.Random(SEED)
    losses = [(calls, Keeps.NOTHING), (chance.randrange(calls), Keeps.SOME)]

    problems = {
        f"{keeps.value} kept after {number} of {calls} calls": trying.problems_without_power(
            prepared, number, keeps, SEED
        )
        for number, keeps in losses
    }

    assert {case: found for case, found in problems.items() if found} == {}
