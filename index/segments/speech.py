"""The quotations of a run: their words and those of their speakers, on their way to lists.

    "Air surut," kata Sri.    quote  ^ air surut      speaker  . sri

A quotation takes as many places as it or the name of its speaker has words, and some more; see
`index.segments.format`.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

from index.segments.format import OVERHANG, QUOTE_START
from index.segments.inversion import (
    KeyBits,
    Lists,
    count_words,
    spread_out,
    text_keys,
    used_entries,
)
from index.segments.pieces import Entries, PieceTable, find_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from index.analysis.analyzer import Analyzer
    from index.newstext.quotes import Quotation
    from index.segments.pieces import PieceCodes, Spread


class Speech:
    """The quotations of a run, in the order of its documents.

    Attributes:
        tokens: Words of quotations so far.
    """

    def __init__(self, piece_codes: PieceCodes, analyzer: Analyzer) -> None:
        self._piece_codes = piece_codes
        self._analyzer = analyzer
        self._texts: list[bytes] = []
        self._codes = [np.zeros(0, np.uint32)]
        self._pieces = [np.zeros(0, np.int64)]
        self._docs = array("q")
        # The name of each speaker has a number, and of each quotation there is that, -1 for nobody.
        self._numbers: dict[str, int] = {}
        self._entries = Entries()
        self._names = PieceTable(self._entries)
        self._speakers = array("q")
        self.tokens = 0

    def add(self, doc: int, quotes: Iterable[Quotation]) -> int:
        """Add the quotations of one document; return how many bytes of text wait to be cut."""
        waiting = 0
        for quote in quotes:
            text = quote.text.encode("utf-8", "surrogatepass")
            self._texts.append(text)
            waiting += len(text)
            self._docs.append(doc)
            self._speakers.append(self._number(quote.names) if quote.names else -1)
        return waiting

    def _number(self, speaker: str) -> int:
        found = self._numbers.get(speaker)
        if found is None:
            found = self._numbers[speaker] = self._names.add(speaker, self._analyzer)
        return found

    def find_codes(self) -> None:
        """Cut what waits into words."""
        if self._texts:
            codes, counts = find_codes(self._texts, self._piece_codes)
            self._codes.append(codes)
            self._pieces.append(counts)
            self.tokens += len(codes)
            self._texts = []

    def lists(self, documents: int, spread: Spread) -> tuple[Lists, Lists]:
        """Return what the lists of quotations and of speakers are cut from.

        Args:
            documents: Of the run.
            spread: The words of all pieces, once everything is cut.
        """
        codes = np.concatenate(self._codes), np.concatenate(self._pieces)
        widths = count_words(codes, spread.widths)
        docs = np.array(self._docs, np.int64)
        names = self._names.spread()
        speakers = np.array(self._speakers, np.int64)
        is_named = speakers >= 0
        taken = widths.copy()
        taken[is_named] = np.maximum(taken[is_named], names.widths[speakers[is_named]])
        starts = _starts(docs, taken + (1 + OVERHANG))
        bits = KeyBits.holding(documents, int((starts + taken).max(initial=0)) + 1 + OVERHANG)
        lows = (docs << bits.position) + starts
        pairs = list(self._piece_codes.entries)
        used = used_entries(codes, spread, len(pairs))
        words, ranks = _ranked([QUOTE_START, *(pairs[entry][0] for entry in used.tolist())])
        rank_of = np.zeros(len(pairs), np.uint64)
        rank_of[used] = ranks[1:].astype(np.uint64) << np.uint64(bits.entry_shift)
        said = text_keys(codes, spread, rank_of, lows + 1)
        signs = (int(ranks[0]) << bits.entry_shift) | lows
        keys = np.concatenate([said, signs.astype(np.uint64)])
        named, name_ranks = _ranked([exact for exact, _ in self._entries])
        entries, spread_lows = spread_out(names, speakers[is_named], lows[is_named] + 1)
        by = ((name_ranks[entries] << bits.entry_shift) | spread_lows).astype(np.uint64)
        return _lists(words if len(docs) else [], keys, bits), _lists(named, by, bits)


def _starts(docs: NDArray[np.int64], taken: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each quotation starts in its document; ``docs`` ascend."""
    before = np.cumsum(taken) - taken
    is_first = np.diff(docs, prepend=-1) > 0
    return before - np.repeat(before[is_first], np.diff(np.flatnonzero(is_first), append=len(docs)))


def _ranked(words: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the different ones of some words, sorted, and the place there of each."""
    every = sorted(set(words))
    place = {word: at for at, word in enumerate(every)}
    return every, np.fromiter(map(place.__getitem__, words), np.int64, len(words))


def _lists(words: list[str], keys: NDArray[np.uint64], bits: KeyBits) -> Lists:
    keys.sort()
    return Lists(words, np.arange(len(words) + 1), keys, bits, None)
