"""One posting list: the documents of a term, how often, and where.

    docs     int32, ascending        5        9        12
    codes    uint8                   1        1|1<<6   2       body count, title count << 6
    offsets  n + 1                   0        1        3      5
    positions                        17       4 31     8 40   ascending in each document

Counts above `MAX_BODY` and `MAX_TITLE` are capped in the code, which only ranking
reads; the true ones are in the segment's table of exceptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.segments.array_file import ArrayFile

    Positions = tuple[NDArray[np.int64], NDArray[Any]]

MAX_BODY = 63
MAX_TITLE = 3
# Positions of several lists are joined, and kept joined, up to so many.
MAX_JOINED = 200_000
_TITLE_SHIFT = 6

# The code of a word that occurs once.
IN_BODY = 1
IN_TITLE = 1 << _TITLE_SHIFT

# What each code says.
_CODES = np.arange(256, dtype=np.uint8)
BODY_COUNTS = _CODES & MAX_BODY
TITLE_COUNTS = _CODES >> _TITLE_SHIFT
IS_CAPPED = (BODY_COUNTS == MAX_BODY) | (TITLE_COUNTS == MAX_TITLE)
_COUNTS = (BODY_COUNTS + TITLE_COUNTS).astype(np.int64)


def make_codes(body: NDArray[Any], title: NDArray[Any]) -> NDArray[np.uint8]:
    """Return the code bytes of counts in body and title."""
    codes: NDArray[np.uint8] = np.minimum(body, MAX_BODY).astype(np.uint8)
    codes |= np.minimum(title, MAX_TITLE).astype(np.uint8) << _TITLE_SHIFT
    return codes


@dataclass(slots=True, eq=False)
class Postings:
    """The documents of one term in one segment; arrays are read-only.

    Attributes:
        docs: Ascending, each once; deleted documents are still there.
        codes: One for each document, see the module.
        key: Equal for lists of one segment exactly when they are the same list, as of a
            root that was written in one form only and of that form.
        count: Positions in all.
        parts: Returns the lists this one is the union of; None when it is stored as one.
    """

    docs: NDArray[np.int32]
    codes: NDArray[np.uint8]
    key: int
    count: int
    parts: Callable[[], Sequence[Postings]] | None
    _read: Callable[[], Positions]
    _positions: Positions | None = None

    def __len__(self) -> int:
        return len(self.docs)

    @property
    def is_apart(self) -> bool:
        """Whether positions are better looked up in the ``parts``: joining them takes long."""
        return self.parts is not None and self.count > MAX_JOINED

    def positions(self) -> Positions:
        """Return offsets, one more than documents, and positions, ascending in each."""
        if self._positions is None:
            self._positions = self._read()
        return self._positions


def find_in(
    docs: NDArray[np.int32], wanted: NDArray[np.integer[Any]]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return for each of ``wanted`` a place in ascending ``docs``, and whether it is there.

    There has to be one of them at least.
    """
    at = docs.searchsorted(wanted)
    at[at == len(docs)] = 0
    return at, np.asarray(docs.take(at) == wanted)


def union(lists: Sequence[Postings]) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Return documents and codes of several lists taken as one term."""
    docs = np.concatenate([postings.docs for postings in lists])
    codes = np.concatenate([postings.codes for postings in lists])
    keys = docs.astype(np.int64) << 8 | codes
    keys.sort()
    merged, merged_codes = sum_codes(keys)
    merged = merged.astype(np.int32)
    merged.flags.writeable = merged_codes.flags.writeable = False
    return merged, merged_codes


def sum_codes(keys: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.uint8]]:
    """Return distinct ``keys >> 8``, which is sorted, and the sums of the codes below.

    Summing capped counts and capping again gives what capping the true sums would.
    """
    heads = keys >> keys.dtype.type(8)
    starts = np.flatnonzero(np.concatenate(([True], heads[1:] != heads[:-1])))[: len(keys)]
    codes = keys.astype(np.uint8)  # the lowest byte
    if len(starts) == len(keys):
        return heads, codes
    body = np.add.reduceat(codes & MAX_BODY, starts, dtype=np.int32)
    title = np.add.reduceat(codes >> _TITLE_SHIFT, starts, dtype=np.int32)
    return heads[starts], make_codes(body, title)


def union_positions(docs: NDArray[np.int32], lists: Sequence[Postings]) -> Positions:
    """Return offsets and positions of several lists for ``docs``, their union."""
    keys = []
    for postings in lists:
        offsets, positions = postings.positions()
        spread = np.repeat(postings.docs.astype(np.int64) << 32, np.diff(offsets))
        keys.append(spread | positions)
    merged = np.concatenate(keys)
    merged.sort()
    offsets = np.searchsorted(merged, np.append(docs, docs[-1] + 1).astype(np.int64) << 32)
    return offsets.astype(np.int64), (merged & 0xFFFFFFFF).astype(np.uint32)


def count_positions(file: ArrayFile, start: int, end: int) -> NDArray[np.int64]:
    """Return how many positions each posting of a segment from ``start`` to ``end`` has."""
    codes = file["post.codes"][start:end]
    counts: NDArray[np.int64] = _COUNTS[codes]
    if IS_CAPPED[codes].any():
        capped = file["capped.posts"]
        first, last = np.searchsorted(capped, [start, end]).tolist()
        counts[capped[first:last].astype(np.int64) - start] = file["capped.counts"][first:last]
    return counts
