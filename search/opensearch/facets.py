"""Filters, facets and the date histogram, as a cluster counts them.

The counts of a facet leave out the filter by itself, so filters by values come after the
query, and each count brings those of the others.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from index.newstext.dates import WIB
from index.values.letters import folded
from search.engine import foremost
from search.opensearch.translating import any_of, published, unscored
from search.query import Published
from search.results import YEAR, Bar, FacetValue, Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from search.engine import Search
    from search.opensearch.translating import Clause
    from search.results import Filters

# Values asked for beyond those wanted, for those that are as frequent as the last.
MORE_VALUES = 50
# What the parts of an index count at most before their counts are joined, and all there may be.
PART_VALUES = 20_000
MAX_VALUES = 65_000

_WIDTHS = {Interval.YEAR: "year", Interval.MONTH: "month", Interval.DAY: "day"}


def by_values(filters: Filters, *, without: str = "") -> list[Clause]:
    """Return the conditions of filters by values, but that by one facet."""
    return [
        _of_years(filters.years) if name == YEAR else _has_any(name, values)
        for name, values in filters.values.items()
        if values and name != without
    ]


def by_dates(filters: Filters) -> list[Clause]:
    """Return the conditions of filters by dates."""
    if not (filters.date_from or filters.date_to):
        return []
    return [published(Published(filters.date_from, filters.date_to))]


def _has_any(name: str, values: tuple[str, ...]) -> Clause:
    return {"terms": {name: [folded(value) for value in values]}}


def _of_years(years: Iterable[int]) -> Clause:
    return any_of([published(Published(date(year, 1, 1), date(year, 12, 31))) for year in years])


class Counting:
    """What a search counts, as it is asked for and as it is read."""

    def __init__(self, search: Search, printed: Mapping[str, Mapping[str, str]]) -> None:
        self._search = search
        self._printed = printed

    def asked(self, *, every: bool = False) -> dict[str, Any]:
        """Return what to count; with ``every``, all values there are."""
        search = self._search
        counts = {f"of {name}": self._values(name, every=every) for name in search.facets}
        if search.interval is not None:
            counts["bars"] = self._within(by_values(search.filters), _bars(search.interval))
        return counts

    def is_sure(self, counted: Mapping[str, Any]) -> bool:
        """Tell whether no value can be missing from what was counted."""
        return all(
            self._is_sure(counted[f"of {name}"]["values"])
            for name in self._search.facets
            if name != YEAR
        )

    def facets(self, counted: Mapping[str, Any]) -> dict[str, tuple[FacetValue, ...]]:
        """Return the most frequent values of each facet, and those that were chosen."""
        return {name: self._facet(name, counted[f"of {name}"]) for name in self._search.facets}

    def histogram(self, counted: Mapping[str, Any]) -> tuple[Bar, ...]:
        """Return the bars, oldest first."""
        if self._search.interval is None:
            return ()
        return tuple(Bar(day, count) for day, count in _read_bars(counted["bars"]["values"]))

    def _values(self, name: str, *, every: bool) -> dict[str, Any]:
        search = self._search
        others = by_values(search.filters, without=name)
        if name == YEAR:
            return self._within(others, _bars(Interval.YEAR))
        size = MAX_VALUES if every else search.facet_size + MORE_VALUES
        values = {"terms": {"field": name, "size": size, "shard_size": max(size, PART_VALUES)}}
        asked = self._within(others, values)
        if chosen := search.filters.values.get(name):
            only = [folded(value) for value in chosen]
            asked["aggs"]["chosen"] = {"terms": {"field": name, "size": len(only), "include": only}}
        return asked

    def _within(self, conditions: list[Clause], values: dict[str, Any]) -> dict[str, Any]:
        return {"filter": unscored(conditions), "aggs": {"values": values}}

    def _is_sure(self, values: Mapping[str, Any]) -> bool:
        buckets = values["buckets"]
        if values["doc_count_error_upper_bound"]:
            return False
        size = self._search.facet_size
        if not values["sum_other_doc_count"] or len(buckets) <= size:
            return not values["sum_other_doc_count"]
        # Of those as frequent as the last one shown, some may be left out.
        return bool(buckets[-1]["doc_count"] < buckets[size - 1]["doc_count"])

    def _facet(self, name: str, counted: Mapping[str, Any]) -> tuple[FacetValue, ...]:
        size, chosen = self._search.facet_size, self._search.filters.values.get(name, ())
        if name == YEAR:
            years = [(str(day.year), n) for day, n in reversed(_read_bars(counted["values"]))]
            return foremost((FacetValue(*year) for year in years), size, chosen)
        printed = self._printed[name]
        counts = {
            bucket["key"]: bucket["doc_count"]
            for some in ("values", "chosen")
            for bucket in counted.get(some, {"buckets": ()})["buckets"]
        }
        found = [FacetValue(printed.get(key, key), count) for key, count in counts.items()]
        return foremost(sorted(found, key=lambda one: (-one.count, one.value)), size, chosen)


def _bars(interval: Interval) -> dict[str, Any]:
    return {
        "date_histogram": {
            "field": "date",
            "calendar_interval": _WIDTHS[interval],
            "time_zone": "+07:00",
            "min_doc_count": 1,
        }
    }


def _read_bars(counted: Mapping[str, Any]) -> list[tuple[date, int]]:
    return [
        (datetime.fromtimestamp(bucket["key"] / 1000, UTC).astimezone(WIB).date(), count)
        for bucket in counted["buckets"]
        if (count := bucket["doc_count"])
    ]
