"""What an index shows for the values of an archive, with the articles of each: for people."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from index.fields import READ
from index.values.learning import count_values
from index.values.letters import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.fields import Combination
    from index.values.table import Values, Why


class Spelling(NamedTuple):
    """A value that is shown as another one, with the articles that have it, if that is known."""

    value: str
    articles: int | None
    why: Why


class ShownValue(NamedTuple):
    """A value with its articles, in whichever spelling, and the spellings merged into it.

    How many articles there are of somebody is known to the index alone.
    """

    value: str
    articles: int | None
    merged: tuple[Spelling, ...]


def list_values(values: Values, combinations: Iterable[Combination]) -> dict[str, list[ShownValue]]:
    """Return all values of each facet, those of most articles first; of people those merged."""
    published = list(combinations)
    found = count_values(published)
    shown = count_values(
        ({name: _shown(values, name, every) for name, every in some.items()}, count)
        for some, count in published
    )
    merged: dict[tuple[str, str], list[Spelling]] = defaultdict(list)
    for merge in (*values.merges, *values.since):
        count = found[merge.field][merge.value] if merge.field in found else None
        merged[merge.field, merge.shown].append(Spelling(merge.value, count, merge.why))
    listed: dict[str, list[ShownValue]] = {}
    for name, counts in shown.items():
        known = {*counts, *(value for field, value in merged if field == name)}
        order = sorted(known, key=lambda value: (-counts[value], folded(value), value))
        listed[name] = [
            ShownValue(value, counts[value], _ordered(merged[name, value])) for value in order
        ]
    for name in (field.name for field in READ):
        known = {value for field, value in merged if field == name}
        order = sorted(known, key=lambda value: (folded(value), value))
        listed[name] = [ShownValue(value, None, _ordered(merged[name, value])) for value in order]
    return listed


def _ordered(spellings: list[Spelling]) -> tuple[Spelling, ...]:
    return tuple(sorted(spellings, key=lambda one: (-(one.articles or 0), one.value)))


def _shown(values: Values, name: str, every: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(values.indexed(name, value) for value in every)
