"""A run becomes a segment file: rank the words, sort the occurrences, write the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from index.segments.columns import Columns
from index.segments.format import COLUMNS, WORD_FIELDS
from index.segments.inversion import KeyBits, invert, spread_out
from index.segments.segment_writer import SegmentFileWriter
from index.segments.text_keys import count_words, text_keys, used_entries
from index.segments.texts import write_texts
from index.segments.vocabulary import entry_keys, first_of_roots, rank, write_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from index.segments.inversion import PostingBatch
    from index.segments.run import FieldValues, Run

# A compound or apostrophe may stand up to this many positions past the last word.
_OVERHANG = 16


def build_segment(run: Run, path: Path) -> None:
    """Write the documents of ``run`` as one segment; on any error, leave nothing behind."""
    text = _Text(run)
    fields = [_Field(run.fields[name], len(run)) for name in WORD_FIELDS]
    writer = SegmentFileWriter(
        path, len(run), max(text.positions, *(field.positions for field in fields))
    )
    try:
        for batch in text.batches():
            writer.add(batch)
        bases = {}
        base = len(text.keys)
        for name, field in zip(WORD_FIELDS, fields, strict=True):
            bases[name] = base
            base += len(field.words)
            for batch in field.batches():
                writer.add(batch)
            write_texts(writer.file, name, field.words)
        write_vocabulary(writer.file, text.keys, text.firsts)
        _columns(run, text.title_lengths, text.body_lengths).write(writer.file)
        writer.finish(bases)
    except BaseException:
        writer.abandon()
        raise


def _columns(run: Run, title_lengths: NDArray[Any], body_lengths: NDArray[Any]) -> Columns:
    values = {}
    for name in COLUMNS:
        field = run.fields[name]
        ids = np.full(len(run), -1, np.int32)
        ids[np.array(field.docs, np.int64)] = np.array(field.values, np.int32)
        values[name] = ids, list(field.numbers)
    authors = run.fields["author"]
    return Columns(
        ids=run.ids,
        rows=np.array(run.rows, np.int64),
        dates=np.array(run.dates, np.int64),
        title_lengths=title_lengths,
        body_lengths=body_lengths,
        values=values,
        author_counts=np.bincount(np.array(authors.docs, np.int64), minlength=len(run)),
        author_ids=np.array(authors.values, np.int32),
        author_values=list(authors.numbers),
    )


class _Text:
    """Title and body of every document."""

    def __init__(self, run: Run) -> None:
        codes = run.codes()
        spread = run.piece_codes.table.spread()
        used = used_entries(codes, spread, len(run.piece_codes.entries))
        pairs = list(run.piece_codes.entries)
        ranking = rank(entry_keys([pairs[entry] for entry in used.tolist()]))
        self.keys = ranking.texts
        self.firsts = first_of_roots(self.keys)
        words = count_words(codes, spread.widths)
        self.title_lengths, self.body_lengths = words[::2], words[1::2]
        self.positions = int((self.title_lengths + self.body_lengths).max(initial=0)) + _OVERHANG
        self._bits = bits = KeyBits.holding(len(run), self.positions)
        ranks = np.zeros(len(pairs), np.uint64)
        ranks[used] = ranking.ranks.astype(np.uint64) << np.uint64(bits.entry_shift)
        # A title starts at 0 of its document, a body one position after the title.
        low = np.repeat(np.arange(len(run), dtype=np.int64) << bits.position, 2)
        low[1::2] += self.title_lengths + 1
        self._sorted = text_keys(codes, spread, ranks, low)

    def batches(self) -> Iterator[PostingBatch]:
        return invert(self._sorted, self._bits, self.firsts, self.title_lengths)


class _Field:
    """One field of words beside the text."""

    def __init__(self, field: FieldValues, documents: int) -> None:
        # Both forms of a word are the same entry here: only the written one counts.
        exacts = [exact for exact, _ in field.entries]
        ranking = rank(sorted(set(exacts)))
        self.words = ranking.texts
        number_of = {word: number for number, word in enumerate(self.words)}
        ranks = np.array([number_of[exact] for exact in exacts], np.int64)
        spread = field.table.spread()
        values = np.array(field.values, np.int64)
        bases = np.array(field.bases, np.int64)
        self.positions = int(bases.max(initial=0) + spread.widths.max(initial=0)) + _OVERHANG
        self._bits = bits = KeyBits.holding(documents, self.positions)
        lows = (np.array(field.docs, np.int64) << bits.position) + bases
        entries, spread_lows = spread_out(spread, values, lows)
        self._sorted = ((ranks[entries] << bits.entry_shift) | spread_lows).astype(np.uint64)
        self._sorted.sort()

    def batches(self) -> Iterator[PostingBatch]:
        return invert(self._sorted, self._bits, np.arange(len(self.words) + 1), None)
