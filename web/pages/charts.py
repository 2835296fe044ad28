"""Drawings as numbers: where bars and lines of some values are, in percent of their box.

    0, 4, 9     -axis->     0, 5, 10        round values; the last is the top
    4           -up->       60              from the top down, as SVG counts

Percents need no script and no inline style to fill any width, and leave text as large as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# Of the box of a line, which is stretched over the drawing.
BOX = 1000

# Bars this many have a gap between them, of a part of their room.
_MANY = 60
_GAP = 0.2
# The least that is seen of a bar, in percent.
_LEAST = 2.0


class Column(NamedTuple):
    """One bar, in percent; ``left`` and ``room`` are those of its stretch of time."""

    left: float
    room: float
    x: float
    width: float
    y: float
    height: float


class Dot(NamedTuple):
    """One point, in percent."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Axis:
    """Round values from 0 on, in equal steps; the last is the top."""

    values: tuple[float, ...]

    def up(self, value: float) -> float:
        """Return how far from the top a value is, in percent."""
        return round(100 - 100 * value / self.values[-1], 2)


def axis(highest: float, *, steps: int, is_whole: bool) -> Axis:
    """Return about ``steps`` round values that reach ``highest``, whole ones if asked for."""
    least = highest / steps if highest > 0 else 1 / steps
    power = 10.0 ** floor(log10(least))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * 0.999_999)
    if is_whole:
        step = max(round(step), 1)
    count = max(ceil(highest / step - 1e-9), 1)
    return Axis(tuple(round(step * at, 10) for at in range(count + 1)))


def columns(values: Sequence[float], top: float) -> list[Column]:
    """Return a bar for each of ``values`` side by side; those above 0 can be seen."""
    room = 100 / len(values) if values else 0
    gap = room * _GAP if len(values) <= _MANY else 0
    bars = []
    for at, value in enumerate(values):
        height = max(100 * value / top, _LEAST) if value > 0 else 0.0
        numbers = (room * at, room, room * at + gap / 2, room - gap, 100 - height, height)
        bars.append(Column(*(round(number, 2) for number in numbers)))
    return bars


def dots(values: Sequence[float], up: Axis) -> list[Dot]:
    """Return a point for each of ``values``, each in the middle of its stretch of time."""
    return [Dot(middle(at, len(values)), up.up(value)) for at, value in enumerate(values)]


def middle(at: int, count: int) -> float:
    """Return the middle of one of ``count`` stretches of time, in percent."""
    return round(100 * (at + 0.5) / count, 2)


def line(points: Sequence[Dot]) -> str:
    """Return ``points`` as those of a polyline in a box of `BOX` by `BOX`."""
    return " ".join(f"{x * BOX / 100:.0f},{y * BOX / 100:.0f}" for x, y in points)


def chosen(count: int, most: int) -> list[int]:
    """Return at most ``most`` of ``count`` places, evenly apart, the first and the last of them."""
    if count <= most:
        return list(range(count))
    return [round(at * (count - 1) / (most - 1)) for at in range(most)]
