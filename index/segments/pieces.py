"""Text to the codes of its pieces, a few megabytes at a time.

    "harga beras, harga"  ->  pieces  harga  beras,  harga  ->  codes  7 9 7

A piece is what stands between spaces. A piece of one word has the number of its entry as
code; any other (a compound, a lone dash, `dan/atau`) has `MANY` plus its number in the table
of pieces, whose words are spread out later. Codes are kept as four bytes, so that joining
them makes an array. A chunk with spaces inside (`anak anak`) has the code of all its words
at its first piece, and the others have none.

A Python loop over every piece would take most of the time of indexing. Here the
pieces are cut, and equal ones brought together, by NumPy; the dictionary of codes is
asked once for each distinct piece. Pieces are told apart by all of their bytes: up to
24 of them as three integers, compared with those of the piece that stands for the
group; longer ones one by one.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.analysis.chunk import MAX_WORD_CHARS
from index.analysis.folding import CHUNK
from index.analysis.joining import MIN_HALF, joined_spans, parted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.analysis.analyzer import Analyzer

MANY = 1 << 31

# Distinct pieces held in memory; punctuation makes about two of a word.
PIECE_CACHE_SIZE = 1_000_000
# What a distinct piece or word takes.
_ITEM_BYTES = 400

# Spaces and control characters in UTF-8: none of them is ever inside a chunk.
_LAST_SPACE = 32

_WORD = 8
_LONGEST = 3 * _WORD
# The lowest bytes of an integer, by how many count.
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(_WORD + 1)], np.uint64)
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))
# Pieces whose bytes are loaded together; small enough for the processor's cache.
_SLICE = 1 << 16


class Spread(NamedTuple):
    """The words of pieces: piece ``i`` has pairs ``starts[i]`` up to ``starts[i + 1]``.

    Attributes:
        entries: Entry number of each word.
        offsets: Its position after the first of its piece.
        widths: Positions that each piece takes.
    """

    starts: NDArray[np.int64]
    entries: NDArray[np.int64]
    offsets: NDArray[np.int64]
    widths: NDArray[np.int64]


class Entries(dict[tuple[str, str], int]):
    """From (exact form, root) to a number, given at first sight."""

    def __missing__(self, pair: tuple[str, str]) -> int:
        number = self[pair] = len(self)
        return number


class PieceTable:
    """The words of every piece that is not exactly one word."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._starts = array("q", [0])
        self._numbers = array("q")
        self._offsets = array("q")
        self._widths = array("q")

    def __len__(self) -> int:
        return len(self._widths)

    def add(self, text: str, analyzer: Analyzer) -> int:
        """Add the words of ``text`` and return the piece's number."""
        width = 0
        for chunk in analyzer.split(text):
            for place, pair in chunk.places:
                self._numbers.append(self._entries[pair])
                self._offsets.append(width + place)
            width += len(chunk.words)
        self._starts.append(len(self._numbers))
        self._widths.append(width)
        return len(self._widths) - 1

    def width(self, number: int) -> int:
        """Return how many positions a piece takes."""
        return self._widths[number]

    def spread(self) -> Spread:
        """Return the table as arrays."""
        columns = (self._starts, self._numbers, self._offsets, self._widths)
        return Spread(*(np.array(column, np.int64) for column in columns))


class PieceCodes(dict[bytes, bytes]):
    """From a piece in UTF-8 to its code; computes what it misses, forgets all when full.

    Attributes:
        entries: Of all words met; codes keep their meaning as long as this lives.
        table: Pieces that are not one word.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer
        self._joined: dict[bytes, bool] = {}
        self.entries = Entries()
        self.table = PieceTable(self.entries)
        self._empty = (MANY + self.table.add("", analyzer)).to_bytes(4, "little")
        openers = (word for first in parted() for word in analyzer.words(first))
        self._opening = tuple(first.encode() for first in parted())
        self.openers = np.array([self.entries[word] for word in openers], np.uint32)

    @property
    def memory(self) -> int:
        """Bytes that all of this takes, estimated."""
        return (len(self) + len(self.entries) + len(self.table)) * _ITEM_BYTES

    def __missing__(self, piece: bytes) -> bytes:
        code = self._code(piece.decode("utf-8", "surrogatepass"))
        if len(piece) <= MAX_WORD_CHARS:
            if len(self) >= PIECE_CACHE_SIZE:
                self.clear()
            self[piece] = code
        return code

    def _code(self, piece: str) -> bytes:
        found = CHUNK.findall(piece)
        if not found:
            return self._empty
        if len(found) == 1 and (word := self._analyzer.chunks[found[0]].only) is not None:
            return self.entries[word].to_bytes(4, "little")
        return (MANY + self.table.add(piece, self._analyzer)).to_bytes(4, "little")

    @property
    def empty(self) -> int:
        """The code of a piece without words."""
        return int.from_bytes(self._empty, "little")

    def are_joined(self, pieces: bytes) -> bool:
        """Tell whether some of neighbouring pieces are one chunk; the same ones come often."""
        found = self._joined.get(pieces)
        if found is None:
            found = self._look_alike(pieces) and bool(
                joined_spans(pieces.decode("utf-8", "surrogatepass"))
            )
            if len(pieces) <= MAX_WORD_CHARS:
                if len(self._joined) >= PIECE_CACHE_SIZE:
                    self._joined.clear()
                self._joined[pieces] = found
        return found

    def _look_alike(self, pieces: bytes) -> bool:
        """Tell whether two pieces around a dash begin so that a closer look is worth it."""
        first, dash, second = pieces.lower().partition(b" - ")
        if not dash or b" " in first + second or first.endswith(self._opening):
            return True
        return second[:MIN_HALF] in first


class _Pieces(NamedTuple):
    """Where pieces start in the text, in UTF-8, and how many bytes they have."""

    text: bytes
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    def codes(self, numbers: NDArray[np.int64], codes: PieceCodes) -> NDArray[np.uint32]:
        """Return the codes of some pieces, asking for one after the other."""
        starts = self.starts[numbers]
        ends = (starts + self.lengths[numbers]).tolist()
        code_of, text = codes.__getitem__, self.text
        found = [code_of(text[start:end]) for start, end in zip(starts.tolist(), ends, strict=True)]
        return np.frombuffer(b"".join(found), "<u4")


def find_codes(
    texts: Sequence[bytes], codes: PieceCodes
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the codes of all pieces of ``texts``, in UTF-8, and how many each text has."""
    # Zeros at the end keep reading beyond the last piece harmless.
    text = b"\n".join(texts) + bytes(_LONGEST + 1)
    is_solid = np.frombuffer(text, np.uint8) > _LAST_SPACE
    edges = np.flatnonzero(is_solid[1:] != is_solid[:-1]) + 1
    if is_solid[0]:
        edges = np.concatenate(([0], edges))
    pieces = _Pieces(text, edges[::2].copy(), edges[1::2] - edges[::2])
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
    counts = np.diff(np.searchsorted(pieces.starts, ends), prepend=0)
    found = _codes(pieces, codes)
    _join(pieces, found, codes)
    return found, counts


def _codes(pieces: _Pieces, codes: PieceCodes) -> NDArray[np.uint32]:
    if not len(pieces.starts):
        return np.zeros(0, np.uint32)
    words, hashes = _load(pieces)
    firsts, group = _group(hashes)
    if not _is_same(pieces, words, firsts, group):
        # Two pieces with one hash, once in many thousand batches.
        return pieces.codes(np.arange(len(hashes)), codes).copy()
    found = pieces.codes(firsts, codes)[group]
    long = np.flatnonzero(pieces.lengths > _LONGEST)
    found[long] = pieces.codes(long, codes)
    return found


def _join(pieces: _Pieces, found: NDArray[np.uint32], codes: PieceCodes) -> None:
    """Give the pieces of a chunk with spaces inside its code, in place of their own."""
    suspects = _suspects(pieces, found, codes)
    if not len(suspects):
        return
    is_first = np.diff(suspects, prepend=-2) > 1
    firsts, lasts = suspects[is_first], suspects[np.append(is_first[1:], True)] + 1
    starts, ends = pieces.starts[firsts], pieces.starts[lasts] + pieces.lengths[lasts]
    for first, last, start, end in np.stack([firsts, lasts, starts, ends], 1).tolist():
        some = pieces.text[start:end]
        if codes.are_joined(some):
            found[first] = int.from_bytes(codes[some], "little")
            found[first + 1 : last + 1] = codes.empty


def _suspects(pieces: _Pieces, found: NDArray[np.uint32], codes: PieceCodes) -> NDArray[np.int64]:
    """Return which pieces may be of one chunk with the next, ascending; too many."""
    text = np.frombuffer(pieces.text, np.uint8)
    starts, lengths = pieces.starts, pieces.lengths
    dashes = np.flatnonzero(lengths == len("-"))
    dashes = dashes[text[starts[dashes]] == ord("-")]
    initials = np.flatnonzero(lengths == len("B."))
    initials = initials[text[starts[initials] + 1] == ord(".")]
    every = np.concatenate(
        [
            np.flatnonzero(found[1:] == found[:-1]),
            np.flatnonzero(np.isin(found, codes.openers)),
            initials[np.flatnonzero(np.diff(initials) == 1)],
            dashes - 1,
            dashes,
        ]
    )
    some = np.sort(every[(every >= 0) & (every < len(starts) - 1)])
    ends = starts[some] + lengths[some]
    kept: NDArray[np.int64] = some[(starts[some + 1] == ends + 1) & (text[ends] == _LAST_SPACE)]
    return kept


def _group(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return one piece of every group of equal hashes, and the group of every piece."""
    bits = np.uint64(len(hashes).bit_length())
    keys = hashes >> bits << bits | np.arange(len(hashes), dtype=np.uint64)
    keys.sort()
    order = (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    keys >>= bits
    is_first = np.concatenate(([True], keys[1:] != keys[:-1]))
    group = np.empty(len(hashes), np.int32)
    group[order] = np.cumsum(is_first) - 1
    return order[is_first], group


def _is_same(
    pieces: _Pieces,
    words: list[NDArray[np.uint64]],
    firsts: NDArray[np.int64],
    group: NDArray[np.int32],
) -> bool:
    """Tell whether all pieces of every group have the same first `_LONGEST` bytes."""
    lengths = np.minimum(pieces.lengths, _LONGEST + 1)
    if not np.array_equal(lengths, lengths[firsts][group]):
        return False
    if not np.array_equal(words[0], words[0][firsts][group]):
        return False
    for at, word in enumerate(words[1:], 1):
        longer = np.flatnonzero(lengths > at * _WORD)
        if not np.array_equal(word[longer], word[firsts][group[longer]]):
            return False
    return True


def _load(pieces: _Pieces) -> tuple[list[NDArray[np.uint64]], NDArray[np.uint64]]:
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
