"""Texts to their pieces, and equal ones brought together, a few megabytes at a time.

    "harga beras, harga"  ->  pieces  harga  beras,  harga  ->  groups  0 1 0

A piece is what stands between spaces. A Python loop over every piece would take most of the
time of indexing; here they are cut and compared by NumPy, so that whoever asks something of
each of them asks it once for each distinct one. Pieces are told apart by all of their bytes: up
to 24 of them as three integers, compared with those of the piece that stands for the group;
longer ones are each a group of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Spaces and control characters in UTF-8: none of them is ever inside a chunk.
LAST_SPACE = 32

_WORD = 8
_LONGEST = 3 * _WORD
# The lowest bytes of an integer, by how many count.
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(_WORD + 1)], np.uint64)
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))
# Pieces whose bytes are loaded together; small enough for the processor's cache.
_SLICE = 1 << 16


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


class Groups(NamedTuple):
    """Equal pieces as groups.

    Attributes:
        firsts: A piece of every group; of some groups no piece is left.
        of: The group of every piece.
    """

    firsts: NDArray[np.int64]
    of: NDArray[np.int32]


def cut(texts: Sequence[bytes]) -> tuple[Pieces, NDArray[np.int64]]:
    """Return the pieces of ``texts``, in UTF-8, and how many each text has."""
    text = b"\n".join(texts) + bytes(_LONGEST + 1)
    is_solid = np.frombuffer(text, np.uint8) > LAST_SPACE
    edges = np.flatnonzero(is_solid[1:] != is_solid[:-1]) + 1
    if is_solid[0]:
        edges = np.concatenate(([0], edges))
    pieces = Pieces(text, edges[::2].copy(), edges[1::2] - edges[::2])
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
    return pieces, np.diff(np.searchsorted(pieces.starts, ends), prepend=0)


def group(pieces: Pieces) -> Groups:
    """Return equal pieces as groups."""
    if not len(pieces.starts):
        return Groups(np.zeros(0, np.int64), np.zeros(0, np.int32))
    words, hashes = _load(pieces)
    groups = _group(hashes)
    if not _are_same(pieces, words, groups):
        # Two pieces with one hash, once in many thousand batches.
        return Groups(np.arange(len(hashes)), np.arange(len(hashes), dtype=np.int32))
    long = np.flatnonzero(pieces.lengths > _LONGEST)
    groups.of[long] = len(groups.firsts) + np.arange(len(long))
    return Groups(np.concatenate([groups.firsts, long]), groups.of)


def _group(hashes: NDArray[np.uint64]) -> Groups:
    """Return pieces with equal hashes as groups."""
    bits = np.uint64(len(hashes).bit_length())
    keys = hashes >> bits << bits | np.arange(len(hashes), dtype=np.uint64)
    keys.sort()
    order = (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    keys >>= bits
    is_first = np.concatenate(([True], keys[1:] != keys[:-1]))
    of = np.empty(len(hashes), np.int32)
    of[order] = np.cumsum(is_first) - 1
    return Groups(order[is_first], of)


def _are_same(pieces: Pieces, words: list[NDArray[np.uint64]], groups: Groups) -> bool:
    """Tell whether all pieces of every group have the same first `_LONGEST` bytes."""
    firsts, of = groups
    lengths = np.minimum(pieces.lengths, _LONGEST + 1)
    if not np.array_equal(lengths, lengths[firsts][of]):
        return False
    if not np.array_equal(words[0], words[0][firsts][of]):
        return False
    for at, word in enumerate(words[1:], 1):
        longer = np.flatnonzero(lengths > at * _WORD)
        if not np.array_equal(word[longer], word[firsts][of[longer]]):
            return False
    return True


def _load(pieces: Pieces) -> tuple[list[NDArray[np.uint64]], NDArray[np.uint64]]:
    """Return the bytes of every piece as integers, and a hash of them."""
    count = len(pieces.starts)
    words = [np.zeros(count, np.uint64) for _ in range(_LONGEST // _WORD)]
    hashes = np.zeros(count, np.uint64)
    for first in range(0, count, _SLICE):
        part = slice(first, first + _SLICE)
        starts = pieces.starts[part]
        lengths = pieces.lengths[part]
        base = int(starts[0])
        shape = (int(starts[-1]) - base + 2 * _WORD + 1,)
        # The integer at every byte, in one copy that may be read anywhere.
        loaded = np.ndarray(shape, "<u8", pieces.text, base, (1,)).copy()
        for at, (word, mix) in enumerate(zip(words, _MIX, strict=True)):
            longer = np.flatnonzero(lengths > at * _WORD)
            left = np.minimum(lengths[longer] - at * _WORD, _WORD)
            own = loaded[starts[longer] - base + at * _WORD] & _MASKS[left]
            word[first + longer] = own
            hashes[first + longer] = (hashes[first + longer] ^ own) * mix
    return words, hashes
