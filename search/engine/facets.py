"""Filters, facets and the date histogram."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from search.engine.evaluate import WIB_SECONDS, published_within
from search.engine.snapshot import UNDATED
from search.query import Published
from search.results import Bar, FacetName, FacetValue, Filters, Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.engine.snapshot import Docs, Snapshot

_UNITS = {Interval.YEAR: "Y", Interval.MONTH: "M", Interval.DAY: "D"}


def passing(snapshot: Snapshot, docs: Docs, filters: Filters) -> NDArray[np.bool_] | None:
    """Return which documents pass every filter; None when there is none."""
    keep: NDArray[np.bool_] | None = None
    if filters.date_from or filters.date_to:
        period = Published(filters.date_from, filters.date_to)
        keep = published_within(snapshot, docs, period)
    for name in (FacetName.SOURCE, FacetName.SECTION, FacetName.PLACE, FacetName.AUTHOR):
        wanted: tuple[str, ...] = getattr(filters, name.value)
        if wanted:
            holding = snapshot.column(name).holding(wanted, snapshot.size)[docs]
            keep = holding if keep is None else keep & holding
    return keep


def count_values(
    snapshot: Snapshot, docs: Docs, name: FacetName, limit: int
) -> tuple[FacetValue, ...]:
    """Return the most frequent values among ``docs``; years from the newest on."""
    if name is FacetName.YEAR:
        bars = count_dates(snapshot, docs, Interval.YEAR)
        return tuple(FacetValue(str(bar.start.year), bar.count) for bar in reversed(bars))[:limit]
    column = snapshot.column(name)
    counts = np.bincount(column.of(docs), minlength=len(column.shown))
    found = [(int(counts[at]), column.shown[at]) for at in np.flatnonzero(counts).tolist()]
    found.sort(key=lambda item: (-item[0], item[1]))
    return tuple(FacetValue(value, count) for count, value in found[:limit])


def count_dates(snapshot: Snapshot, docs: Docs, interval: Interval) -> tuple[Bar, ...]:
    """Return how many of ``docs`` fall into each interval (WIB) that has any, oldest first."""
    dates = snapshot.dates[docs]
    local: NDArray[Any] = dates[dates != UNDATED] + WIB_SECONDS
    starts = local.astype("datetime64[s]").astype(f"datetime64[{_UNITS[interval]}]")
    days, counts = np.unique(starts.astype("datetime64[D]"), return_counts=True)
    return tuple(
        Bar(day, count)
        for day, count in zip(days.tolist(), counts.tolist(), strict=True)
        if isinstance(day, date)
    )
