"""Document numbers of posting lists: two bytes each, and little more in large segments.

    <table>.docs          uint16     low half of every number
    <table>.highs         uint8      only beyond 65,536 documents, for each list
                                     short: the high byte of every number
                                     long:  how many numbers each 65,536 hold, as uint32
    <table>.high_starts   where the highs of each list start, and the end

A list is long when the counts take less than the bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import IndexBrokenError
from index.segments.format import LIST_STARTS, NARROW_DOCUMENTS
from index.segments.texts import smallest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.segments.array_file import ArrayFile, ArrayFileWriter

_COUNT_BYTES = 4


def blocks_of(documents: int) -> int:
    """Return how many blocks of 65,536 a segment has."""
    return -(-documents // NARROW_DOCUMENTS)


class DocNumberWriter:
    """Writes the numbers of all lists of one table."""

    def __init__(self, file: ArrayFileWriter, table: str, documents: int) -> None:
        self._file = file
        self._table = table
        self._blocks = blocks_of(documents)
        self._low = file.stream(f"{table}.docs", np.uint16)
        self._high = file.stream(f"{table}.highs", np.uint8)
        self._starts: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]

    def add(self, counts: NDArray[np.int64], docs: NDArray[Any]) -> None:
        """Add the next lists: how many numbers each has, and the numbers."""
        self._low.append(docs.astype(np.uint16))
        if self._blocks < 2 or not len(counts):
            return
        blocks = self._blocks
        high = (docs >> docs.dtype.type(16)).astype(np.uint8)
        is_short = counts <= _COUNT_BYTES * blocks
        sizes = np.where(is_short, counts, _COUNT_BYTES * blocks)
        in_short = np.repeat(is_short, counts)
        long_of = np.cumsum(~is_short) - 1
        block = np.repeat(long_of, counts)[~in_short] * blocks + high[~in_short]
        totals = np.bincount(block, minlength=blocks * int((~is_short).sum())).astype("<u4")
        highs = np.empty(int(sizes.sum()), np.uint8)
        of_short = np.repeat(is_short, sizes)
        highs[of_short] = high[in_short]
        highs[~of_short] = totals.view(np.uint8)
        self._high.append(highs)
        self._starts.append(self._starts[-1][-1] + np.cumsum(sizes))

    def finish(self) -> None:
        """Write where the high parts start."""
        if self._blocks > 1:
            self._file.add(f"{self._table}.high_starts", smallest(np.concatenate(self._starts)))


def read_docs(file: ArrayFile, table: str, first: int, last: int) -> NDArray[np.int32]:
    """Return the numbers of the lists from ``first`` up to and without ``last``, read-only.

    Raises:
        IndexBrokenError: If they are not where, or not what, such numbers can be.
    """
    starts = file[LIST_STARTS[table]]
    docs = file.part(f"{table}.docs", int(starts[first]), int(starts[last])).astype(np.int32)
    blocks = blocks_of(file.meta["documents"])
    if blocks > 1:
        docs |= _read_high(file, table, first, last, blocks) << np.int32(16)
    if len(docs) and docs[-1] >= file.meta["documents"]:
        raise IndexBrokenError(file.path.parent, f"{file.path.name} is damaged")
    docs.flags.writeable = False
    return docs


def _read_high(
    file: ArrayFile, table: str, first: int, last: int, blocks: int
) -> NDArray[np.int32]:
    bounds = file[LIST_STARTS[table]][first : last + 1].astype(np.int64)
    counts = bounds[1:] - bounds[:-1]
    starts = file[f"{table}.high_starts"]
    highs = file.part(f"{table}.highs", int(starts[first]), int(starts[last]))
    is_short = counts <= _COUNT_BYTES * blocks
    if is_short.all():
        return highs.astype(np.int32)
    of_short = np.repeat(is_short, np.where(is_short, counts, _COUNT_BYTES * blocks))
    totals = highs[~of_short].view("<u4")
    numbers = np.tile(np.arange(blocks, dtype=np.int32), len(totals) // blocks)
    if is_short.any():
        in_short = np.repeat(is_short, counts)
        high = np.empty(len(in_short), np.int32)
        high[in_short] = highs[of_short]
        high[~in_short] = np.repeat(numbers, totals)
        return high
    return np.repeat(numbers, totals)
