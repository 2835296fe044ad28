"""A posting list as one of Whoosh's matchers."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.matching import LeafMatcher, ReadTooFar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


# What a walk that has ended stands at: `SpanNot` compares it with the current document.
NOWHERE = 2**31 - 1


class PostingTable:
    """The postings of a term as plain Python lists, which a walk reads fastest.

    Attributes:
        docs: The documents in ascending order, and `NOWHERE` after the last.
    """

    def __init__(
        self,
        docs: NDArray[Any],
        weights: NDArray[Any],
        lengths: NDArray[Any],
        offsets: NDArray[Any],
        positions: NDArray[Any],
    ) -> None:
        self.docs: list[int] = [*docs.tolist(), NOWHERE]
        self.end = len(docs)
        self.weights: list[float] = weights.astype(np.float64).tolist()
        self.offsets: list[int] = offsets.tolist()
        self.positions = positions
        self.min_length = int(lengths.min())
        self.max_length = int(lengths.max())
        self.max_weight = float(weights.max())


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """A walk over one posting list; for Whoosh the whole list is one block."""

    def __init__(
        self, term: tuple[str, bytes], table: PostingTable, format_: Any, scorer: Any
    ) -> None:
        self._term = term
        self._table = table
        self.format = format_
        self.scorer = scorer
        self._at = 0

    def is_active(self) -> bool:
        """Tell whether there is a current document."""
        return self._at < self._table.end

    def id(self) -> int:
        """Return the current document, `NOWHERE` past the last one."""
        return self._table.docs[self._at]

    def weight(self) -> float:
        """Return how often the term occurs in it."""
        return self._table.weights[self._at]

    def next(self) -> bool:
        """Go to the next document."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return True

    def skip_to(self, id: int) -> bool:  # noqa: A002 - Whoosh's signature
        """Go to the first document not before ``id``."""
        if not self.is_active():
            raise ReadTooFar
        before = self._at
        self._at = bisect_left(self._table.docs, id, before, self._table.end)
        return self._at != before

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the end when nothing here can be better than ``minquality``."""
        if self.is_active() and self.block_quality() <= minquality:
            self._at = self._table.end
            return 1
        return 0

    def value(self) -> bytes:
        """Return the positions in the format of the field."""
        value: bytes = self.format.encode(self._positions())
        return value

    def value_as(self, astype: str) -> Any:
        """Return weight, frequency or positions."""
        if astype == "positions":
            return self._positions()
        if astype in {"weight", "frequency"}:
            return self.weight()
        return super().value_as(astype)

    def all_ids(self) -> Iterator[int]:
        """Yield the documents from the current one on."""
        return iter(self._table.docs[self._at : self._table.end])

    def reset(self) -> None:
        """Go back to the first document."""
        self._at = 0

    def copy(self) -> ArrayMatcher:
        """Return another walk that stands here."""
        other = ArrayMatcher(self._term, self._table, self.format, self.scorer)
        other._at = self._at
        return other

    def block_min_length(self) -> int:
        """Return the words of the shortest document."""
        return self._table.min_length

    def block_max_length(self) -> int:
        """Return the words of the longest document."""
        return self._table.max_length

    def block_max_weight(self) -> float:
        """Return the highest weight."""
        return self._table.max_weight

    def _positions(self) -> list[int]:
        start, end = self._table.offsets[self._at : self._at + 2]
        found: list[int] = self._table.positions[start:end].tolist()
        return found
