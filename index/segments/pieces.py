"""Text to the codes of its pieces.

    "harga beras, harga"  ->  pieces  harga  beras,  harga  ->  codes  7 9 7

A piece of one word has the number of its entry as code; any other (a compound, a lone dash,
`dan/atau`) has `MANY` plus its number in the table of pieces, whose words are spread out later.
Codes are kept as four bytes, so that joining them makes an array. A chunk with spaces inside
(`anak anak`) has the code of all its words at its first piece, and the others have none.

A dictionary is asked once for each distinct piece; after that its number leads to its code.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.analysis.chunk import MAX_WORD_CHARS, plain_word
from index.analysis.folding import CHUNK
from index.analysis.joining import MIN_HALF, joined_spans, parted
from index.segments.cutting import LAST_SPACE, PieceNumbers, cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from index.analysis.analyzer import Analyzer
    from index.segments.cutting import Pieces

MANY = 1 << 31

# Distinct pieces held in memory; punctuation makes about two of a word.
PIECE_CACHE_SIZE = 1_000_000
# What a distinct piece, plain word or entry takes.
_ITEM_BYTES = 300
# What a piece takes by its number: its bytes and hash with room for others, and slots.
_NUMBER_BYTES = 100

# Signs that a chunk neither begins nor ends with.
_AROUND = "".join(sign for sign in map(chr, range(LAST_SPACE + 1, 127)) if not CHUNK.match(sign))


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

    What it keeps itself are the pieces without a number and those that are joined by spaces.

    Attributes:
        entries: Of all words met; codes keep their meaning as long as this lives.
        table: Pieces that are not one word.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer
        self._numbers = PieceNumbers()
        self._codes = np.zeros(0, np.uint32)  # by number
        self._plain: dict[str, bytes] = {}
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
        items = len(self) + len(self._plain) + len(self.entries) + len(self.table)
        return items * _ITEM_BYTES + len(self._numbers) * _NUMBER_BYTES

    def find(self, pieces: Pieces) -> NDArray[np.uint32]:
        """Return the codes of all pieces."""
        if len(self._numbers) >= PIECE_CACHE_SIZE:
            self._numbers, self._codes = PieceNumbers(), np.zeros(0, np.uint32)
            self._plain.clear()
        numbers, new = self._numbers.find(pieces)
        if new:
            texts = b"\n".join(new).decode("utf-8", "surrogatepass").split("\n")
            self._codes = np.concatenate([self._codes, _joined(map(self._code, texts))])
        without = np.flatnonzero(numbers < 0)
        codes = self._codes.take(numbers) if len(self._codes) else np.zeros(len(numbers), np.uint32)
        codes[without] = _joined(map(self.__getitem__, pieces.pick(without)))
        return codes

    def __missing__(self, piece: bytes) -> bytes:
        code = self._code(piece.decode("utf-8", "surrogatepass"))
        if len(piece) <= MAX_WORD_CHARS:
            if len(self) >= PIECE_CACHE_SIZE:
                self.clear()
            self[piece] = code
        return code

    def _code(self, piece: str) -> bytes:
        plain = piece.strip(_AROUND)
        if plain.isascii() and plain.isalpha():  # nearly all are
            plain = plain.lower()
            return self._plain.get(plain) or self._code_of_plain(plain)
        found = CHUNK.findall(piece)
        if not found:
            return self._empty
        if len(found) == 1 and (word := self._analyzer.chunks[found[0]].only) is not None:
            return self.entries[word].to_bytes(4, "little")
        return self._several(piece)

    def _code_of_plain(self, plain: str) -> bytes:
        word = plain_word(plain, self._analyzer.stemmer)
        code = self._several(plain) if word is None else self.entries[word].to_bytes(4, "little")
        if len(plain) <= MAX_WORD_CHARS:
            self._plain[plain] = code
        return code

    def _several(self, piece: str) -> bytes:
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


def find_codes(
    texts: Sequence[bytes], codes: PieceCodes
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the codes of all pieces of ``texts``, in UTF-8, and how many each text has."""
    pieces, counts = cut(texts)
    found = codes.find(pieces)
    _join(pieces, found, codes)
    return found, counts


def _joined(codes: Iterable[bytes]) -> NDArray[np.uint32]:
    return np.frombuffer(b"".join(codes), "<u4")


def _join(pieces: Pieces, found: NDArray[np.uint32], codes: PieceCodes) -> None:
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


def _suspects(pieces: Pieces, found: NDArray[np.uint32], codes: PieceCodes) -> NDArray[np.int64]:
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
    kept: NDArray[np.int64] = some[(starts[some + 1] == ends + 1) & (text[ends] == LAST_SPACE)]
    return kept
