"""A run: documents gathered in memory until they become a segment file.

Adding one turns its words into codes and its values into numbers; building the segment
ranks the words, sorts the occurrences and writes the lists.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np

from index.segments.columns import Column, Documents
from index.segments.format import COLUMNS, OVERHANG, UNDATED, VALUE_FIELDS, VALUE_GAP
from index.segments.inversion import (
    KeyBits,
    Lists,
    count_words,
    spread_out,
    text_keys,
    used_entries,
)
from index.segments.pieces import Entries, PieceCodes, PieceTable, find_codes
from index.segments.segment import write_segment
from index.segments.speech import Speech
from index.segments.vocabulary import entry_keys, first_of_roots, rank

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.analysis.analyzer import Analyzer
    from index.document import Document
    from index.segments.inversion import Codes
    from index.segments.pieces import Spread

# Text whose pieces are found together.
_BATCH_BYTES = 4 << 20

# What a token costs at most from here to the file (20 to 33 and the less the more there are, as
# measured for runs of 2 to 10 million), a byte of text before it is cut, a document.
_TOKEN_BYTES = 30
_TEXT_BYTES = 10
_DOC_BYTES = 600


class FieldValues:
    """Values of one field beside the text, and which document has which.

    Attributes:
        numbers: From a spelling to its number, in order of first sight.
        entries: The words of all spellings.
        table: The words of each spelling.
        docs, values, bases: Of each occurrence: document, spelling, position of its first word.
        shown: Of each value of a column, its number there.
        owners, column_ids: Of each value that a document shows: document, number.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self.numbers: dict[str, int] = {}
        self.entries = Entries()
        self.table = PieceTable(self.entries)
        self.docs = array("q")
        self.values = array("q")
        self.bases = array("q")
        self.shown: dict[str, int] = {}
        self.owners = array("q")
        self.column_ids = array("q")

    def add(self, doc: int, values: Sequence[str], found_by: Sequence[str] = ()) -> None:
        """Add the values that one document shows, and other spellings whose words find it.

        There is a gap between each two.
        """
        for value in values:
            self.owners.append(doc)
            self.column_ids.append(self.shown.setdefault(value, len(self.shown)))
        base = 0
        for value in (*values, *found_by):
            number = self.numbers.get(value)
            if number is None:
                number = self.numbers[value] = self.table.add(value, self._analyzer)
            self.docs.append(doc)
            self.values.append(number)
            self.bases.append(base)
            base += self.table.width(number) + VALUE_GAP

    def column(self, documents: int) -> Column:
        """Return the values of each of ``documents``."""
        counts = np.bincount(np.array(self.owners, np.int64), minlength=documents)
        return Column(counts, np.array(self.column_ids, np.int32), list(self.shown))


class Run:
    """Documents in the order of their addition, as codes and columns.

    Attributes:
        piece_codes: What the codes of the text mean; may know more than this run has.
        fields: Of each of `VALUE_FIELDS`.
        speech: What is quoted in them.
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
        self.guesses = array("q")
        self.fields = {name: FieldValues(analyzer) for name in VALUE_FIELDS}
        self.speech = Speech(self.piece_codes, analyzer)
        self._tokens = 0

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def memory(self) -> int:
        """Bytes that this run and making a segment of it take, estimated."""
        return (
            (self._tokens + self.speech.tokens) * _TOKEN_BYTES
            + self._waiting * _TEXT_BYTES
            + len(self) * _DOC_BYTES
            + self.piece_codes.memory
        )

    def codes(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Return the codes of all pieces, and how many: title, body, title, body, ..."""
        self._find_codes()
        self._codes = [np.concatenate(self._codes)]
        self._pieces = [np.concatenate(self._pieces)]
        return self._codes[0], self._pieces[0]

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
        date = UNDATED if document.published is None else document.published
        self.dates.append(date)
        self.guesses.append(date if document.guessed is None else document.guessed)
        for name, values in document.fields.items():
            self.fields[name].add(number, values, document.found_by.get(name, ()))
        if document.quotes:
            self._waiting += self.speech.add(number, document.quotes)

    def _find_codes(self) -> None:
        codes, counts = find_codes(self._texts, self.piece_codes)
        self._codes.append(codes)
        self._pieces.append(counts)
        self._tokens += len(codes)
        self._texts = []
        self._waiting = 0
        self.speech.find_codes()


def build_segment(run: Run, path: Path) -> None:
    """Write the documents of ``run`` as one segment; on any error, leave nothing behind."""
    codes = run.codes()
    spread = run.piece_codes.table.spread()
    words = count_words(codes, spread.widths)
    titles, bodies = words[::2], words[1::2]
    fields = [
        _text_lists(run, codes, spread, titles, bodies),
        *(_field_lists(run.fields[name], len(run)) for name in VALUE_FIELDS),
        *run.speech.lists(len(run), spread),
    ]
    documents = Documents(
        ids=run.ids,
        rows=np.array(run.rows, np.int64),
        dates=np.array(run.dates, np.int64),
        guesses=np.array(run.guesses, np.int64),
        title_lengths=titles,
        body_lengths=bodies,
        columns={name: run.fields[name].column(len(run)) for name in COLUMNS},
    )
    positions = 1 << max(field.bits.position for field in fields)
    write_segment(path, documents, positions, ((field.words, field.batches()) for field in fields))


def _text_lists(
    run: Run, codes: Codes, spread: Spread, titles: NDArray[Any], bodies: NDArray[Any]
) -> Lists:
    pairs = list(run.piece_codes.entries)
    used = used_entries(codes, spread, len(pairs))
    ranking = rank(entry_keys([pairs[entry] for entry in used.tolist()]))
    bits = KeyBits.holding(len(run), int((titles + bodies).max(initial=0)) + OVERHANG)
    ranks = np.zeros(len(pairs), np.uint64)
    ranks[used] = ranking.ranks.astype(np.uint64) << np.uint64(bits.entry_shift)
    # A title starts at 0 of its document, a body one position after the title.
    lows = np.repeat(np.arange(len(run), dtype=np.int64) << bits.position, 2)
    lows[1::2] += titles + 1
    keys = text_keys(codes, spread, ranks, lows)
    return Lists(ranking.texts, first_of_roots(ranking.texts), keys, bits, titles)


def _field_lists(field: FieldValues, documents: int) -> Lists:
    # Both forms of a word are the same entry here: only the written one counts.
    exacts = [exact for exact, _ in field.entries]
    words = sorted(set(exacts))
    number_of = {word: number for number, word in enumerate(words)}
    ranks = np.array([number_of[exact] for exact in exacts], np.int64)
    spread = field.table.spread()
    bases = np.array(field.bases, np.int64)
    positions = int(bases.max(initial=0) + spread.widths.max(initial=0)) + OVERHANG
    bits = KeyBits.holding(documents, positions)
    lows = (np.array(field.docs, np.int64) << bits.position) + bases
    entries, spread_lows = spread_out(spread, np.array(field.values, np.int64), lows)
    keys = ((ranks[entries] << bits.entry_shift) | spread_lows).astype(np.uint64)
    keys.sort()
    return Lists(words, np.arange(len(words) + 1), keys, bits, None)
