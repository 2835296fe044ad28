"""Names of this archive: words with a capital in mid-sentence, people and organisations.

    ... di Bali, Susi ...     bali, susi: not to be stemmed
    Susi Pudjiastuti ... Susi one person's (`index.values.people`)
    Badan Keamanan Laut (Bakamla) one organisation's (`index.values.organisations`)

Names decide which roots words have, and which names are shown as one, so they are learned before
a full build, in one pass through some of the articles.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.analysis.folding import fold
from index.archive.opening import open_archive
from index.newstext.reading import ORGANISATION, PERSON, Reading, read_body
from index.processes import beside
from index.segments.cutting import PieceNumbers, cut
from index.stemming.name_learning import learn_names
from index.values.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.archive.store import Archive
    from index.data import Places

# Enough to see every name that matters; a walk through more would slow a rebuild down.
MAX_ARTICLES = 10_000
BATCH = 500
# Of these articles, as many are read for who is named, which takes longer.
MAX_READINGS = 5_000
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


class Sample(NamedTuple):
    """What an even sample of an archive says.

    Attributes:
        words: Words with and without capitals.
        read: Names of people and organisations, by the name of the field.
        readings: All that is read of the articles that these are of, by row.
    """

    words: SampledWords
    read: dict[str, Names]
    readings: dict[int, Reading]

    def add(self, other: Sample) -> None:
        """Count what other articles say, too."""
        self.words.add(other.words)
        for field, names in self.read.items():
            names.update(other.read[field])
        self.readings.update(other.readings)


def sample_archive(
    places: Places, archive: Archive, *, jobs: int = 1, text_only: bool = False
) -> Sample:
    """Return what an even sample of an archive says, counted by at most two processes.

    With ``text_only`` nobody is looked for.
    """
    low, high = archive.row_span()
    rows = range(low, high + 1, max(1, (high - low + 1) // MAX_ARTICLES))
    middle = len(rows) // 2
    task = partial(_count_rows, places, rows[middle:], text_only=text_only)
    with beside(task, jobs=jobs if middle > BATCH else 1) as others:
        sample = _count(archive, rows[:middle], text_only=text_only)
        sample.add(others())
    return sample


def _count_rows(places: Places, rows: range, *, text_only: bool) -> Sample:
    with closing(open_archive(places)) as archive:
        return _count(archive, rows, text_only=text_only)


def _count(archive: Archive, rows: range, *, text_only: bool) -> Sample:
    people, organisations = Names(), Names()
    readings: dict[int, Reading] = {}
    step = 1 + 2 * len(rows) // MAX_READINGS

    def bodies() -> Iterator[str]:
        for number, (row, body) in enumerate(_bodies(archive, rows)):
            if not text_only and number % step == 0:
                readings[row] = found = read_body(body)
                people.add((one.name, one.others) for one in found.people)
                organisations.add((one.label, one.others) for one in found.organisations)
            yield body

    words = count_words(bodies())
    return Sample(words, {PERSON: people, ORGANISATION: organisations}, readings)


def _bodies(archive: Archive, rows: range) -> Iterator[tuple[int, str]]:
    for start in range(0, len(rows), BATCH):
        for row, article in archive.get_rows(rows[start : start + BATCH]).items():
            yield row, article.body


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


class _Pieces:
    """Pieces, and how often they were seen."""

    def __init__(self) -> None:
        self._numbers = PieceNumbers()
        self._known: list[bytes] = []  # by number
        self._counts = np.zeros((2, 0), np.int64)
        self._long: Counter[tuple[bytes, bool]] = Counter()

    def count(self, texts: Sequence[bytes]) -> None:
        """Count each piece, and how often it stands where a capital does not begin a sentence."""
        pieces, _ = cut(texts)
        text = np.frombuffer(pieces.text, np.uint8)
        before = text[pieces.starts - 2]
        is_inside = ((before >= ord("a")) & (before <= ord("z"))) | (before == ord(","))
        is_inside &= (text[pieces.starts - 1] == ord(" ")) & (pieces.starts > 1)
        numbers, new = self._numbers.find(pieces)
        self._known += new
        self._counts = np.pad(self._counts, ((0, 0), (0, len(new))))
        # One more for those without a number, which are -1.
        for at, some in enumerate((numbers, numbers[is_inside])):
            self._counts[at] += np.bincount(some + 1, minlength=len(self._known) + 1)[1:]
        without = np.flatnonzero(numbers < 0)
        every = zip(pieces.pick(without), is_inside[without].tolist(), strict=True)
        self._long.update(every)

    def counted(self) -> Iterator[tuple[str, int, int]]:
        """Yield pieces with both of their counts; the long ones perhaps twice."""
        text = b"\n".join(self._known).decode("utf-8", "surrogatepass")
        texts = text.split("\n") if text else []
        yield from zip(texts, *self._counts.tolist(), strict=True)
        for (piece, is_inside), count in self._long.items():
            yield piece.decode("utf-8", "surrogatepass"), count, count if is_inside else 0


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
