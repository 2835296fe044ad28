"""A task beside another gives its result or its error, wherever it is done."""

import os
import sys
from functools import partial

import pytest

from index.errors import ArchiveError, BuildFailedError
from index.processes import beside


def fail() -> None:
    raise ArchiveError("it has gone")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_task_gives_its_result(jobs: int) -> None:
    with beside(partial(sum, range(4)), jobs=jobs) as total:
        assert total() == 6


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_a_task_is_raised_where_it_is_waited_for(jobs: int) -> None:
    with beside(fail, jobs=jobs) as wait, pytest.raises(ArchiveError, match="it has gone"):
        wait()


@pytest.mark.skipif(sys.platform != "linux", reason="done in this process elsewhere")
def test_a_task_whose_process_died_fails() -> None:
    with beside(partial(os._exit, 3), jobs=2) as wait, pytest.raises(BuildFailedError, match="3"):
        wait()


def test_a_task_that_nobody_waits_for_is_ended() -> None:
    with beside(partial(sum, range(4)), jobs=2):
        pass
