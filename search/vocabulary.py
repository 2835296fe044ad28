"""The written forms of an archive as one table of letters, searched as a whole.

    letters    beras...    one row a form, shorter forms first, zeros to the right
    masks      b e r a s   one bit for each letter of the alphabet that occurs
    counts     1_204       documents with the form

A form within distance d of a word lacks at most d of its letters and has at most d
others, so two masks and two lengths rule out nearly all forms without a look at their
letters; the rest are measured together, one array operation for one cell of the table
that measures a single pair. Distances are Damerau's (1964): one letter missing, added or
another, or two neighbours swapped, none touched twice.

What else was measured is told in `search.suggesting.spelling`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from search.engine import Near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    # Of a field: the bytes of its forms, where each begins, and how many documents have it.
    Lexicon = tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]

# The longest form in the table; mempertanggungjawabkannya has 25 letters.
LONGEST = 32
SHORTEST = 3
# The most frequent forms are enough to correct a word, and bound a huge archive to 9 MB.
MAX_FORMS = 200_000

# One bit for each letter and the hyphen; what has any other byte is not in the table.
_BITS = np.zeros(256, np.uint32)
_BITS[ord("-")] = 1
_BITS[ord("a") : ord("z") + 1] = 1 << np.arange(1, 27)


class HasLexicon(Protocol):
    """A part of an index that knows its words."""

    def lexicon(self, field: str) -> Lexicon:
        """Return the words of a field."""
        ...


class Vocabulary:
    """Forms of letters and hyphens with their document counts. Never changes."""

    def __init__(self, letters: NDArray[np.uint8], counts: NDArray[np.int64]) -> None:
        lengths = np.count_nonzero(letters, axis=1)
        order = np.argsort(lengths, kind="stable")
        self.letters = letters[order]
        self.counts = counts[order].astype(np.int32)
        self._starts = np.searchsorted(lengths[order], np.arange(LONGEST + 2))
        self._masks = np.zeros(len(letters), np.uint32)
        for column in self.letters.T:
            self._masks |= _BITS[column]

    @classmethod
    def load(
        cls, parts: Sequence[HasLexicon], field: str = "text", *, most: int = MAX_FORMS
    ) -> Vocabulary:
        """Return the ``most`` frequent forms of ``field`` in the parts of an index.

        A document that was deleted since still counts here.
        """
        return cls(*_merge([_read(part, field, most) for part in parts], most))

    @classmethod
    def of(cls, counts: dict[str, int]) -> Vocabulary:
        """Return a table of the forms given, each at most `LONGEST` letters long."""
        forms = np.array([form.encode("ascii") for form in counts], f"S{LONGEST}")
        return cls(_rows(forms), np.array(list(counts.values()), np.int64))

    def near(self, word: str, distance: int) -> list[Near]:
        """Return the forms at most ``distance`` from ``word``, in no order, without itself."""
        wanted = np.frombuffer(word.encode("utf-8", "replace"), np.uint8)
        size = len(wanted)
        mask = np.bitwise_or.reduce(_BITS[wanted])
        if not SHORTEST <= size <= LONGEST or not _BITS[wanted].all():
            return []
        first = self._starts[max(size - distance, 0)]
        last = self._starts[min(size + distance, LONGEST) + 1]
        masks = self._masks[first:last]
        some = np.flatnonzero(_few(masks & ~mask, distance) & _few(mask & ~masks, distance))
        some += first
        found = distances(wanted, self.letters[some], distance)
        close = np.flatnonzero((found <= distance) & (found > 0))
        forms = self.letters[some[close]].view(f"S{LONGEST}").ravel().tolist()
        counts = self.counts[some[close]].tolist()
        return [
            Near(form.decode("ascii"), far, count)
            for form, far, count in zip(forms, found[close].tolist(), counts, strict=True)
        ]


def distances(word: NDArray[np.uint8], forms: NDArray[np.uint8], limit: int) -> NDArray[np.uint8]:
    """Return how far each row of ``forms`` is from ``word``, ``limit`` + 1 for farther.

    Only the cells next to the diagonal are filled in, as no other path stays below the
    limit.
    """
    count, beyond = len(forms), np.uint8(limit + 1)
    columns = np.ascontiguousarray(forms.T)
    width, size = len(columns), len(word)
    far = np.full(count, beyond)
    one = np.uint8(1)
    before: list[NDArray[np.uint8]] = []
    last = [np.full(count, min(at, limit + 1), np.uint8) for at in range(width + 1)]
    for row in range(1, size + 1):
        low, high = max(1, row - limit), min(width, row + limit)
        this = [far] * (width + 1)
        if row <= limit:
            this[0] = np.full(count, row, np.uint8)
        for at in range(low, high + 1):
            same = columns[at - 1] == word[row - 1]
            best = np.minimum(this[at - 1], last[at]) + one
            np.minimum(best, last[at - 1] + ~same, out=best)
            if row > 1 and at > 1 and word[row - 1] != word[row - 2]:
                swapped = (columns[at - 2] == word[row - 1]) & (columns[at - 1] == word[row - 2])
                np.minimum(best, before[at - 2] + one, out=best, where=swapped)
            this[at] = np.minimum(best, beyond)
        before, last = last, this
    lengths = np.count_nonzero(forms, axis=1)
    found = far.copy()
    for at in range(max(0, size - limit), min(width, size + limit) + 1):
        found = np.where(lengths == at, last[at], found)
    return found


def _few(bits: NDArray[np.uint32], limit: int) -> NDArray[np.bool_]:
    """Tell which numbers have at most ``limit`` bits set: each step takes the lowest away."""
    for _ in range(limit):
        bits = bits & (bits - np.uint32(1))
    return np.asarray(bits == 0)


def _read(part: HasLexicon, field: str, most: int) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the most frequent forms of a field as fixed-width bytes, and their counts."""
    text, starts, counts = part.lexicon(field)
    lengths = np.diff(starts)
    others = np.zeros(len(text) + 1, np.int32)
    np.cumsum(_BITS[text] == 0, out=others[1:])
    kept = np.flatnonzero(
        (lengths >= SHORTEST) & (lengths <= LONGEST) & (others[starts[1:]] == others[starts[:-1]])
    )
    kept = kept[_most(counts[kept], most)]
    at = np.arange(LONGEST)
    places = np.minimum(starts[kept, None] + at, max(len(text) - 1, 0))
    letters = np.where(at < lengths[kept, None], text[places], np.uint8(0))
    return np.ascontiguousarray(letters).view(f"S{LONGEST}").ravel(), counts[kept]


def _merge(
    tables: Sequence[tuple[NDArray[Any], NDArray[np.int64]]], most: int
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    if len(tables) == 1:
        return _rows(tables[0][0]), tables[0][1]
    forms = np.concatenate([np.zeros(0, f"S{LONGEST}"), *(forms for forms, _ in tables)])
    counts = np.concatenate([np.zeros(0, np.int64), *(counts for _, counts in tables)])
    forms, numbers = np.unique(forms, return_inverse=True)
    counts = np.bincount(numbers, counts, minlength=len(forms)).astype(np.int64)
    kept = _most(counts, most)
    return _rows(forms[kept]), counts[kept]


def _most(counts: NDArray[np.int64], most: int) -> NDArray[np.intp]:
    if len(counts) <= most:
        return np.arange(len(counts))
    return np.sort(np.argpartition(-counts, most)[:most])


def _rows(forms: NDArray[Any]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(forms).view(np.uint8).reshape(-1, LONGEST)
