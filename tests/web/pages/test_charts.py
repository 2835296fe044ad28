from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.pages.charts import Axis, Dot, axis, chosen, columns, dots, line

COUNTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=400)


@pytest.mark.parametrize(
    ("highest", "steps", "values"),
    [
        (0, 4, (0, 1)),
        (1, 4, (0, 1)),
        (3, 4, (0, 1, 2, 3)),
        (9, 4, (0, 5, 10)),
        (109, 4, (0, 50, 100, 150)),
        (10_000, 4, (0, 5_000, 10_000)),
    ],
)
def test_an_axis_of_counts_has_round_whole_values(
    highest: int, steps: int, values: tuple[int, ...]
) -> None:
    assert axis(highest, steps=steps, is_whole=True) == Axis(values)


def test_an_axis_of_shares_has_round_parts() -> None:
    assert axis(0.034, steps=4, is_whole=False) == Axis((0, 0.01, 0.02, 0.03, 0.04))
    assert axis(1.0, steps=4, is_whole=False).values[-1] == 1.0
    assert axis(0.0, steps=4, is_whole=False).values[-1] > 0


@given(st.just(0.0) | st.floats(1e-6, 1) | st.integers(0, 10**9), st.integers(1, 6), st.booleans())
def test_an_axis_reaches_the_highest_value_in_equal_steps(
    highest: float, steps: int, is_whole: bool
) -> None:
    made = axis(highest, steps=steps, is_whole=is_whole)

    assert made.values[0] == 0
    assert made.values[-1] >= highest * (1 - 1e-9)
    assert len(made.values) <= steps + 2
    assert all(one < other for one, other in pairwise(made.values))
    assert 0 <= made.up(highest) <= 100


@given(COUNTS)
def test_bars_stand_side_by_side_and_only_empty_ones_are_not_seen(values: list[int]) -> None:
    bars = columns(values, max(values) or 1)

    assert len(bars) == len(values)
    for value, bar in zip(values, bars, strict=True):
        assert (bar.height > 0) == (value > 0)
        assert 0 <= bar.y <= 100
        assert bar.left <= bar.x
        assert bar.x + bar.width <= bar.left + bar.room + 0.02
    assert all(bar.x + bar.width <= after.x + 0.02 for bar, after in pairwise(bars))
    assert abs(bars[-1].left + bars[-1].room - 100) < 0.05


def test_points_are_in_the_middle_of_their_time() -> None:
    points = dots([0, 5, 10], Axis((0, 10)))

    assert points == [Dot(16.67, 100), Dot(50, 50), Dot(83.33, 0)]
    assert line(points) == "167,1000 500,500 833,0"


def test_some_places_are_chosen_with_both_ends() -> None:
    assert chosen(3, 5) == [0, 1, 2]
    assert chosen(240, 5) == [0, 60, 120, 179, 239]
    assert chosen(0, 5) == []
