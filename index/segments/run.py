"""A run: documents gathered in memory until they become a segment."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

from index.segments.format import UNDATED, VALUE_GAP, WORD_FIELDS
from index.segments.pieces import find_codes
from index.segments.tokens import Entries, PieceCodes, PieceTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.analysis.analyzer import Analyzer
    from index.document import Document

# Text whose pieces are found together.
_BATCH_BYTES = 8 << 20

# What a token costs from here to the file, a byte of text before it is cut, a document.
_TOKEN_BYTES = 44
_TEXT_BYTES = 14
_DOC_BYTES = 600


class FieldValues:
    """Values of one field beside the text, and which document has which.

    Attributes:
        numbers: From a value as printed to its number, in order of first sight.
        entries: The words of all values.
        table: The words of each value.
        docs, values, bases: Of each occurrence: document, value, position of the value.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self.numbers: dict[str, int] = {}
        self.entries = Entries()
        self.table = PieceTable(self.entries)
        self.docs = array("q")
        self.values = array("q")
        self.bases = array("q")

    def add(self, doc: int, values: Sequence[str]) -> None:
        """Add the values of one document, a gap between each two."""
        base = 0
        for value in values:
            number = self.numbers.get(value)
            if number is None:
                number = self.numbers[value] = self.table.add(value, self._analyzer)
            self.docs.append(doc)
            self.values.append(number)
            self.bases.append(base)
            base += self.table.width(number) + VALUE_GAP


class Run:
    """Documents in the order of their addition, as codes and columns.

    Attributes:
        piece_codes: What the codes of the text mean; may know more than this run has.
        fields: Of each of `WORD_FIELDS`.
    """

    def __init__(self, analyzer: Analyzer, piece_codes: PieceCodes | None = None) -> None:
        self.piece_codes = PieceCodes(analyzer) if piece_codes is None else piece_codes
        self._texts: list[bytes] = []
        self._waiting = 0
        self._codes: list[NDArray[np.uint32]] = []
        self._pieces: list[NDArray[np.int64]] = []
        self.ids: list[str] = []
        self.rows = array("q")
        self.dates = array("q")
        self.fields = {name: FieldValues(analyzer) for name in WORD_FIELDS}
        self._tokens = 0

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def memory(self) -> int:
        """Bytes that this run and making a segment of it take, estimated."""
        return (
            self._tokens * _TOKEN_BYTES
            + self._waiting * _TEXT_BYTES
            + len(self) * _DOC_BYTES
            + self.piece_codes.memory
        )

    def codes(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Return the codes of all pieces, and how many: title, body, title, body, ..."""
        self._find_codes()
        return np.concatenate(self._codes), np.concatenate(self._pieces)

    def add(self, document: Document) -> None:
        """Add one document."""
        title = document.title.encode("utf-8", "surrogatepass")
        body = document.body.encode("utf-8", "surrogatepass")
        self._texts += (title, body)
        self._waiting += len(title) + len(body)
        if self._waiting > _BATCH_BYTES:
            self._find_codes()
        number = len(self.ids)
        self.ids.append(document.id)
        self.rows.append(document.row)
        self.dates.append(UNDATED if document.published is None else document.published)
        fields = self.fields
        if document.source is not None:
            fields["source"].add(number, (document.source,))
        if document.section is not None:
            fields["section"].add(number, (document.section,))
        if document.place is not None:
            fields["place"].add(number, (document.place,))
        if document.author:
            fields["author"].add(number, document.author)
        if document.tags:
            fields["tag"].add(number, document.tags)

    def _find_codes(self) -> None:
        codes, counts = find_codes(self._texts, self.piece_codes)
        self._codes.append(codes)
        self._pieces.append(counts)
        self._tokens += len(codes)
        self._texts = []
        self._waiting = 0
