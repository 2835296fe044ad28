"""Columns of a segment through Whoosh's interfaces: what it sorts and groups by."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.columns import Column, ColumnReader, NumericColumn

from index.newstext.dates import WIB
from index.segments.format import UNDATED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from index.segments.columns import Column as SegmentColumn


def from_seconds(seconds: int) -> datetime | None:
    """Return seconds since 1970 UTC as an aware datetime, None for `UNDATED`."""
    return None if seconds == UNDATED else datetime.fromtimestamp(seconds, WIB)


class DateColumn(NumericColumn):  # type: ignore[misc]  # Whoosh has no types
    """The type of a column of seconds; undated documents are the oldest."""

    def __init__(self) -> None:
        super().__init__("q", default=UNDATED)


class ValueColumn(Column):  # type: ignore[misc]  # Whoosh has no types
    """The type of a column of texts, any number of them a document."""

    def stores_lists(self) -> bool:
        """Tell that a document may have several."""
        return True

    def default_value(self, reverse: bool = False) -> tuple[str, ...]:  # noqa: ARG002 - Whoosh's signature
        """Return what a document without values has."""
        return ()


class DateReader(ColumnReader):  # type: ignore[misc]  # Whoosh has no types
    """Seconds of every document."""

    def __init__(self, dates: NDArray[np.int64]) -> None:
        self._dates = dates
        self._sign = 1

    def __len__(self) -> int:
        return len(self._dates)

    def __getitem__(self, docnum: int) -> int:
        return int(self._dates[docnum])

    def __iter__(self) -> Iterator[int]:
        return iter(self._dates.tolist())

    def sort_key(self, docnum: int) -> int:
        """Return what sorts the document."""
        return self._sign * self[docnum]

    def set_reverse(self) -> None:
        """Sort the newest first."""
        self._sign = -1


class ValueReader(ColumnReader):  # type: ignore[misc]  # Whoosh has no types
    """The values of every document, as printed."""

    def __init__(self, column: SegmentColumn) -> None:
        self._values = column.values
        self._ids = column.ids
        self._offsets: NDArray[Any] = np.append(0, np.cumsum(column.counts))

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, docnum: int) -> tuple[str, ...]:
        start, end = self._offsets[docnum : docnum + 2]
        return tuple(self._values[at] for at in self._ids[start:end].tolist())

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return (self[docnum] for docnum in range(len(self)))
