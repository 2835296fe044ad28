"""From pieces of text to codes: the words of every distinct piece are found once.

A piece is what stands between spaces, which are never inside a chunk. A piece of one
word has the number of its entry as code; any other (a compound, a lone dash,
`dan/atau`) has `MANY` plus its number in the table of pieces, whose words are spread
out later. Codes are kept as four bytes, so that joining them makes an array.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.analysis.chunk import MAX_WORD_CHARS
from index.analysis.folding import CHUNK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.analysis.analyzer import Analyzer

MANY = 1 << 31

# Distinct pieces held in memory; punctuation makes about two of a word.
PIECE_CACHE_SIZE = 1_000_000


# What a distinct piece or word takes.
_ITEM_BYTES = 400


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
        for raw in CHUNK.findall(text):
            chunk = analyzer.chunks[raw]
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
        self.entries = Entries()
        self.table = PieceTable(self.entries)
        self._empty = (MANY + self.table.add("", analyzer)).to_bytes(4, "little")

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
        if len(found) == 1:
            chunk = self._analyzer.chunks[found[0]]
            if len(chunk.words) == 1 and not chunk.others:
                return self.entries[chunk.words[0]].to_bytes(4, "little")
        return (MANY + self.table.add(piece, self._analyzer)).to_bytes(4, "little")
