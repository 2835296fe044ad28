"""A list of documents that is asked again and again which ones it has, and where.

    docs      1 3 4 70
    bits      0101100...0   0000010...0     one a document, in words of 64
    before    0             3               how many there are before each word

Looking up one document in a long list takes some twenty steps in as many places; a bit says
whether it is there, and the bits set before it say where: "rank" of Jacobson, "Space-efficient
static trees and graphs" (FOCS 1989).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.segments.postings import find_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.engine import Docs

# A list is sparse that has fewer than one of so many documents; then bits take more than it.
SPARSE = 64
# So few documents are found sooner in the list.
FEW_WANTED = 128

_WORD = 64
_BIT = np.uint64(1) << np.arange(_WORD, dtype=np.uint64)
_BELOW = _BIT - np.uint64(1)


class DocList:
    """Documents in ascending order. Safe to share between threads.

    Attributes:
        size: Documents of the index; all numbers are below.
    """

    def __init__(self, docs: Docs, size: int) -> None:
        self.docs = docs
        self.size = size
        self._bits: tuple[NDArray[np.uint64], NDArray[np.int32]] | None = None

    @property
    def most(self) -> int:
        """How many there are."""
        return len(self.docs)

    @property
    def nbytes(self) -> int:
        """What the documents take, with bits where they are made."""
        return self.docs.nbytes + (0 if self._is_sparse else self.size * 3 // 16)

    def holds(self, wanted: Docs) -> NDArray[np.bool_]:
        """Return, for each of some ascending documents, whether it is in the list."""
        docs = self.docs
        if not len(docs):
            return np.zeros(len(wanted), np.bool_)
        if len(wanted) < FEW_WANTED or self._is_sparse:
            return find_in(docs, wanted)[1]
        bits, _ = self._made()
        return held(bits, wanted)

    def places(self, wanted: Docs) -> NDArray[np.integer]:
        """Return where in the list some ascending documents are, every one of which it has."""
        if len(wanted) < FEW_WANTED or self._is_sparse:
            return self.docs.searchsorted(wanted)
        bits, before = self._made()
        word = wanted >> 6
        below = _BELOW.take(wanted & 63)
        below &= bits.take(word)
        return np.asarray(before.take(word) + np.bitwise_count(below))

    def mask(self) -> NDArray[np.bool_]:
        """Return, for every document of the index, whether it is in the list."""
        bits, _ = self._made()
        whole = np.unpackbits(bits.view(np.uint8), count=self.size, bitorder="little")
        return whole.view(np.bool_)

    @property
    def _is_sparse(self) -> bool:
        return len(self.docs) * SPARSE < self.size

    def _made(self) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
        """Return the bits, and how many are set before each word; made when first asked for."""
        found = self._bits
        if found is None:
            bits = packed(self.docs, self.size)
            counts = np.bitwise_count(bits)
            found = self._bits = bits, np.cumsum(counts, dtype=np.int32) - counts
        return found


def held(bits: NDArray[np.uint64], wanted: Docs) -> NDArray[np.bool_]:
    """Return for each of some documents whether its bit is set."""
    return np.asarray((bits.take(wanted >> 6) & _BIT.take(wanted & 63)) != 0)


def packed(docs: Docs, size: int) -> NDArray[np.uint64]:
    """Return some of ``size`` documents as bits in words of 64."""
    mask = np.zeros(size, np.bool_)
    mask[docs] = True
    return packed_mask(mask)


def packed_mask(mask: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return a mask of all documents as bits in words of 64."""
    found = np.zeros(-(-len(mask) // _WORD) * (_WORD // 8), np.uint8)
    bits = np.packbits(mask, bitorder="little")
    found[: len(bits)] = bits
    return found.view(np.uint64)
