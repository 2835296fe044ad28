"""What an index shows for the values of an archive, with the articles of each: for people."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from index.values.learning import count_values
from index.values.letters import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.fields import Combination
    from index.values.table import Values, Why


class Spelling(NamedTuple):
    """A value that is shown as another one, with the articles that have it."""

    value: str
    articles: int
    why: Why


class ShownValue(NamedTuple):
    """A value with its articles, in whichever spelling, and the spellings merged into it."""

    value: str
    articles: int
    merged: tuple[Spelling, ...]


def list_values(values: Values, combinations: Iterable[Combination]) -> dict[str, list[ShownValue]]:
    """Return all values of each facet, those of most articles first."""
    published = list(combinations)
    found = count_values(published)
    shown = count_values(
        ({name: _shown(values, name, every) for name, every in some.items()}, count)
        for some, count in published
    )
    merged: dict[tuple[str, str], list[Spelling]] = defaultdict(list)
    published_too = (one for one in (*values.merges, *values.since) if one.field in found)
    for merge in published_too:
        merged[merge.field, merge.shown].append(
            Spelling(merge.value, found[merge.field][merge.value], merge.why)
        )
    listed: dict[str, list[ShownValue]] = {}
    for name, counts in shown.items():
        known = {*counts, *(value for field, value in merged if field == name)}
        order = sorted(known, key=lambda value: (-counts[value], folded(value), value))
        listed[name] = [
            ShownValue(value, counts[value], _ordered(merged[name, value])) for value in order
        ]
    return listed


def _ordered(spellings: list[Spelling]) -> tuple[Spelling, ...]:
    return tuple(sorted(spellings, key=lambda one: (-one.articles, one.value)))


def _shown(values: Values, name: str, every: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(values.indexed(name, value) for value in every)
