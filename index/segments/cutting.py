"""Texts to their pieces, and pieces to numbers, without a loop over every one.

    "harga beras, harga"  ->  pieces  harga  beras,  harga  ->  numbers  0 1 0

A piece is what stands between spaces. A Python loop over every piece would take most of the
time of indexing; here they are cut and looked up by NumPy, so that whoever asks something of
each of them asks it once for each distinct one. Pieces are told apart by all of their bytes, as
three integers; of longer ones there are few, and whoever asks looks them up one by one.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Spaces and control characters in UTF-8: none of them is ever inside a chunk.
LAST_SPACE = 32

_WORD = 8
# Bytes of a piece that has a number.
LONGEST = 3 * _WORD
# The lowest bytes of an integer, by how many count.
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(_WORD + 1)], np.uint64)
# At random, so that nobody can write a text whose pieces all meet in one slot.
_MIX = tuple(np.uint64(secrets.randbits(64) | 1) for _ in range(LONGEST // _WORD))
# Pieces that are looked up together; small enough for the processor's cache.
_SLICE = 1 << 16

# Of the table of numbers: slots at first, a power of two, and slots for each number at least.
_FIRST_SLOTS = 1 << 16
_SPARSE = 4


class Pieces(NamedTuple):
    """Where pieces start in the text, in UTF-8, and how many bytes they have.

    Attributes:
        text: Zeros at the end keep reading beyond the last piece harmless.
    """

    text: bytes
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    def pick(self, numbers: NDArray[np.int64]) -> list[bytes]:
        """Return some pieces."""
        starts = self.starts[numbers]
        ends = (starts + self.lengths[numbers]).tolist()
        text = self.text
        return [text[start:end] for start, end in zip(starts.tolist(), ends, strict=True)]


def cut(texts: Sequence[bytes]) -> tuple[Pieces, NDArray[np.int64]]:
    """Return the pieces of ``texts``, in UTF-8, and how many each text has."""
    text = b"\n".join(texts) + bytes(LONGEST + 1)
    is_solid = np.frombuffer(text, np.uint8) > LAST_SPACE
    edges = np.flatnonzero(is_solid[1:] != is_solid[:-1]) + 1
    if is_solid[0]:
        edges = np.concatenate(([0], edges))
    pieces = Pieces(text, edges[::2].copy(), edges[1::2] - edges[::2])
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
    return pieces, np.diff(np.searchsorted(pieces.starts, ends), prepend=0)


class PieceNumbers:
    """From a piece to its number, given at first sight: a hash table in arrays."""

    def __init__(self) -> None:
        self._count = 0
        # By number, with room for more: the bytes of the piece, and their hash.
        self._words = np.zeros((LONGEST // _WORD, 0), np.uint64)
        self._hashes = np.zeros(0, np.uint64)
        self._slots = np.full(_FIRST_SLOTS, -1, np.int32)

    def __len__(self) -> int:
        return self._count

    def find(self, pieces: Pieces) -> tuple[NDArray[np.int32], list[bytes]]:
        """Return the number of every piece, -1 if it is longer than `LONGEST`; and new pieces.

        Those are in the order of their numbers.
        """
        numbers = np.full(len(pieces.starts), -1, np.int32)
        new: list[bytes] = []
        for first in range(0, len(numbers), _SLICE):
            part = slice(first, first + _SLICE)
            some = Pieces(pieces.text, pieces.starts[part], pieces.lengths[part])
            words, hashes = _load(some)
            found = self._look_up(words, hashes)
            found[some.lengths > LONGEST] = -1
            unknown = np.flatnonzero((found < 0) & (some.lengths <= LONGEST))
            if len(unknown):
                one_of = dict(zip(some.pick(unknown), unknown.tolist(), strict=True))
                at = np.array(list(one_of.values()), np.int64)
                self._add(words[:, at], hashes[at])
                new += one_of
                found[unknown] = self._look_up(words[:, unknown], hashes[unknown])
            numbers[part] = found
        return numbers, new

    def _look_up(self, words: NDArray[np.uint64], hashes: NDArray[np.uint64]) -> NDArray[np.int32]:
        """Return the numbers of pieces by their bytes, -1 for those without."""
        slots = self._own_slots(hashes)
        numbers = self._slots.take(slots)
        if not self._count:
            return numbers
        is_other = self._are_others(numbers, words)
        pending = np.flatnonzero(is_other)
        while len(pending):
            slots = (slots[is_other] + 1) & (len(self._slots) - 1)
            numbers[pending] = found = self._slots.take(slots)
            is_other = self._are_others(found, words[:, pending])
            pending = pending[is_other]
        return numbers

    def _are_others(
        self, numbers: NDArray[np.int32], words: NDArray[np.uint64]
    ) -> NDArray[np.bool_]:
        """Tell which numbers are of other pieces than these."""
        is_other = np.zeros(len(numbers), np.bool_)
        for known, word in zip(self._words, words, strict=True):
            is_other |= known.take(numbers) != word  # of -1, the last one: it is no number
        return is_other & (numbers >= 0)

    def _add(self, words: NDArray[np.uint64], hashes: NDArray[np.uint64]) -> None:
        """Give the next numbers to distinct pieces that have none."""
        first, self._count = self._count, self._count + len(hashes)
        if self._count > len(self._hashes):
            room = (0, max(self._count, 2 * first) - len(self._hashes))
            self._words = np.pad(self._words, ((0, 0), room))
            self._hashes = np.pad(self._hashes, room)
        self._words[:, first : self._count] = words
        self._hashes[first : self._count] = hashes
        if len(self._slots) < _SPARSE * self._count:
            size = 1 << (_SPARSE * self._count).bit_length()
            self._slots = np.full(size, -1, np.int32)
            first = 0
        self._place(np.arange(first, self._count, dtype=np.int32))

    def _place(self, numbers: NDArray[np.int32]) -> None:
        slots = self._own_slots(self._hashes[numbers])
        while len(numbers):
            is_free = self._slots[slots] < 0
            self._slots[slots[is_free]] = numbers[is_free]
            is_left = self._slots[slots] != numbers  # for another was there, or has just come
            numbers, slots = numbers[is_left], (slots[is_left] + 1) & (len(self._slots) - 1)

    def _own_slots(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        bits = len(self._slots).bit_length() - 1
        return (hashes >> np.uint64(64 - bits)).astype(np.int64)


def _load(pieces: Pieces) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the first `LONGEST` bytes of pieces side by side, as integers, and hashes of them."""
    starts, lengths = pieces.starts, pieces.lengths
    words = np.zeros((LONGEST // _WORD, len(starts)), np.uint64)
    hashes = np.zeros(len(starts), np.uint64)
    base = int(starts[0])
    shape = (int(starts[-1]) - base + 2 * _WORD + 1,)
    # The integer at every byte, in one copy that may be read anywhere.
    loaded = np.ndarray(shape, "<u8", pieces.text, base, (1,)).copy()
    for at, (word, mix) in enumerate(zip(words, _MIX, strict=True)):
        longer = np.flatnonzero(lengths > at * _WORD)
        left = np.minimum(lengths[longer] - at * _WORD, _WORD)
        own = loaded.take(starts[longer] - base + at * _WORD) & _MASKS.take(left)
        word[longer] = own
        hashes[longer] = (hashes[longer] ^ own) * mix
    return words, hashes
