"""Filters, facets and the date histogram."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from index.segments.format import UNDATED
from search.arrays.columns import count_bits, is_many
from search.arrays.doc_list import DocList
from search.arrays.evaluate import published_within
from search.engine import foremost
from search.query import WIB_SECONDS, Published
from search.results import YEAR, Bar, FacetValue, Filters, Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.arrays.matches import Matches
    from search.arrays.reader import Reader

# What is kept of a filter besides its documents.
_FILTER_BYTES = 1_000
_DAY_SECONDS = 86_400
# Days that are counted in one table, some 350 years; of more, a table would be mostly empty.
_COUNTED_DAYS = 1 << 17


def passing(reader: Reader, filters: Filters) -> DocList | None:
    """Return the documents that pass every filter, kept for the next time; None without one."""
    values = tuple((name, some) for name, some in sorted(filters.values.items()) if some)
    key = filters.date_from, filters.date_to, values
    if key == (None, None, ()):
        return None
    found = reader.filtered.get(key)
    if found is None:
        docs = reader.everything
        docs = docs[published_within(reader, docs, Published(*key[:2]))] if any(key[:2]) else docs
        for name, wanted in values:
            if name == YEAR:
                keep = np.isin(reader.years[docs], filters.years)
            else:
                keep = reader.column(name).holding(wanted, reader.size)[docs]
            docs = docs[keep]
        found = DocList(docs, reader.size)
        reader.filtered.put(key, found, _FILTER_BYTES + found.nbytes)
    return found


def count_values(
    reader: Reader, matches: Matches, name: str, limit: int, chosen: tuple[str, ...] = ()
) -> tuple[FacetValue, ...]:
    """Return the most frequent values among what matches, years from the newest on.

    Those of ``chosen`` that any document has come besides.
    """
    if name == YEAR:
        years = reversed(_count_years(reader, matches))
        return foremost((FacetValue(str(year), n) for year, n in years), limit, chosen)
    column = reader.column(name)
    counts = column.count(matches)
    least = 1 if len(counts) <= limit else max(1, np.partition(counts, -limit)[-limit])
    is_wanted = (counts >= least) | (column.is_any_of(chosen) & (counts > 0))
    some = np.flatnonzero(is_wanted).tolist()
    found = [FacetValue(column.shown[at], int(counts[at])) for at in some]
    return foremost(sorted(found, key=lambda one: (-one.count, one.value)), limit, chosen)


def _count_years(reader: Reader, matches: Matches) -> list[tuple[int, int]]:
    """Return how many were published in each year that has any, oldest first."""
    first, bits = reader.year_bits
    if bits is not None and is_many(matches):
        counts = count_bits(bits, matches)
    else:
        first, counts = 0, np.bincount(reader.years.take(matches.docs), minlength=1)
        counts[0] = 0  # undated
    years = np.flatnonzero(counts)
    return list(zip((years + first).tolist(), counts[years].tolist(), strict=True))


def count_dates(reader: Reader, matches: Matches, interval: Interval) -> tuple[Bar, ...]:
    """Return how many matches fall into each interval (WIB) that has any, oldest first."""
    if interval is Interval.YEAR:
        return tuple(Bar(date(year, 1, 1), n) for year, n in _count_years(reader, matches))
    docs = matches.docs
    dates = reader.dates.take(docs)
    days, counts = _counted((dates[dates != UNDATED] + WIB_SECONDS) // _DAY_SECONDS)
    starts = days.astype("datetime64[D]")
    if interval is Interval.MONTH:
        months, first = np.unique(starts.astype("datetime64[M]"), return_index=True)
        starts = months.astype("datetime64[D]")
        counts = np.add.reduceat(counts, first) if len(first) else counts
    return tuple(
        Bar(day, count)
        for day, count in zip(starts.tolist(), counts.tolist(), strict=True)
        if isinstance(day, date)
    )


def _counted(days: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return each of ``days`` once, ascending, and how often it is there."""
    first = days.min(initial=np.iinfo(np.int64).max)
    if len(days) and days.max() - first < _COUNTED_DAYS:
        counts = np.bincount(days - first)
        seen = np.flatnonzero(counts)
        return seen + first, counts[seen]
    return np.unique(days, return_counts=True)
