"""Names of this archive: words its articles write with a capital in mid-sentence.

    ... di Bali, Susi ...     bali, susi: not to be stemmed

Names decide which roots words have, so they are learned before a full build and kept in
its manifest.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.analysis.folding import fold
from index.archive import open_archive
from index.processes import beside
from index.segments.cutting import cut, group
from index.stemming.name_learning import learn_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.archive import Archive
    from index.data import Places

# Enough to see every name that matters; a walk through more would slow a rebuild down.
MAX_ARTICLES = 10_000
BATCH = 500
# Text whose words are counted together.
_BATCH_BYTES = 8 << 20

# Of what stands between spaces: a word with a capital at its beginning, and those in lower case.
_CAPITALISED = re.compile(r"[A-Z][a-z]+(?![\w-])")
_LOWER = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")


class SampledWords(NamedTuple):
    """Words in mid-sentence and how often they were seen, as written."""

    capitalised: Counter[str]
    lower: Counter[str]

    def names(self) -> frozenset[str]:
        """Return the folded names among them."""
        words = ((fold(word), count) for word, count in self.capitalised.items())
        return learn_names((word, self.lower[word], count) for word, count in words)

    def uses(self, word: str) -> int:
        """Return how often a folded word was seen."""
        return self.capitalised[word.capitalize()] + self.lower[word]

    def add(self, other: SampledWords) -> None:
        """Count the words of other texts, too."""
        self.capitalised.update(other.capitalised)
        self.lower.update(other.lower)


def sample_words(places: Places, archive: Archive, *, jobs: int = 1) -> SampledWords:
    """Return the words of an even sample of an archive, counted by at most two processes."""
    low, high = archive.row_span()
    rows = range(low, high + 1, max(1, (high - low + 1) // MAX_ARTICLES))
    middle = len(rows) // 2
    with beside(partial(_count_rows, places, rows[middle:]), jobs=jobs) as others:
        words = count_words(_bodies(archive, rows[:middle]))
        words.add(others())
    return words


def _count_rows(places: Places, rows: range) -> SampledWords:
    with closing(open_archive(places)) as archive:
        return count_words(_bodies(archive, rows))


def _bodies(archive: Archive, rows: range) -> Iterator[str]:
    for start in range(0, len(rows), BATCH):
        for article in archive.get_rows(rows[start : start + BATCH]).values():
            yield article.body


def learn_from_texts(texts: Iterable[str]) -> frozenset[str]:
    """Return the folded names found in some texts."""
    return count_words(texts).names()


def count_words(texts: Iterable[str]) -> SampledWords:
    """Return the words of some texts.

    A capital after a lower-case word or a comma, and one space, does not begin a sentence.
    """
    pieces = _Pieces()
    for batch in _batches(texts):
        pieces.count(batch)
    words = SampledWords(Counter(), Counter())
    for piece, count, inside in pieces.counted():
        if piece.isalpha() and piece.islower() and piece.isascii():  # nearly all are
            words.lower[piece] += count
            continue
        for word in _LOWER.findall(piece):
            words.lower[word] += count
        if inside and (found := _CAPITALISED.match(piece)):
            words.capitalised[found.group()] += inside
    return words


class _Pieces(dict[bytes, int]):
    """Pieces by number, with how often they were seen."""

    def __init__(self) -> None:
        super().__init__()
        self._counts = np.zeros((2, 0), np.int64)

    def __missing__(self, piece: bytes) -> int:
        number = self[piece] = len(self)
        return number

    def count(self, texts: Sequence[bytes]) -> None:
        """Count each piece, and how often it stands where a capital does not begin a sentence."""
        found, _ = cut(texts)
        groups = group(found)
        text = np.frombuffer(found.text, np.uint8)
        before = text[found.starts - 2]
        is_inside = ((before >= ord("a")) & (before <= ord("z"))) | (before == ord(","))
        is_inside &= (text[found.starts - 1] == ord(" ")) & (found.starts > 1)
        size = len(groups.firsts)
        numbers = np.fromiter(map(self.__getitem__, found.pick(groups.firsts)), np.int64, size)
        more = ((0, 0), (0, len(self) - self._counts.shape[1]))
        self._counts = np.pad(self._counts, more)
        for row, of in zip(self._counts, (groups.of, groups.of[is_inside]), strict=True):
            np.add.at(row, numbers, np.bincount(of, minlength=size))

    def counted(self) -> Iterator[tuple[str, int, int]]:
        """Yield every piece with both of its counts."""
        text = b"\n".join(self).decode("utf-8", "surrogatepass")
        yield from zip(text.split("\n") if self else (), *self._counts.tolist(), strict=True)


def _batches(texts: Iterable[str]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for text in texts:
        batch.append(text.encode("utf-8", "surrogatepass"))
        size += len(batch[-1])
        if size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
