"""Strings in a memory-mapped file, found without making Python objects of them all.

    <name>.bytes     UTF-8, one after the other
    <name>.starts    n + 1 offsets into the bytes

Sorted texts are in the order of their bytes, which is that of their code points.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.segments.array_file import ArrayFile, ArrayFileWriter


def write_texts(file: ArrayFileWriter, name: str, texts: Iterable[str]) -> None:
    """Write ``texts`` in the order given."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    starts = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)), out=starts[1:])
    file.add(f"{name}.bytes", np.frombuffer(b"".join(encoded), np.uint8))
    file.add(f"{name}.starts", smallest(starts))


def smallest(
    values: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> np.ndarray[tuple[int], np.dtype[np.uint32 | np.int64]]:
    """Return non-negative ``values`` as uint32 where they fit."""
    if len(values) == 0 or int(values.max()) < 1 << 32:
        return values.astype(np.uint32)
    return values


# Strings of a sorted list that are kept where they are found fastest.
SIGNPOSTS = 1_024


class Texts:
    """A list of strings on a mapped file."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._bytes = file[f"{name}.bytes"].data
        self._starts = file[f"{name}.starts"].data
        self._count = len(self._starts) - 1
        self._size = len(self._bytes)

    def __len__(self) -> int:
        return self._count

    def encoded(self, number: int) -> bytes:
        """Return one string as UTF-8.

        Raises:
            ValueError: If the file is damaged so that it is nowhere.
        """
        start, end = self._starts[number], self._starts[number + 1]
        if not start <= end <= self._size:
            raise ValueError("a text is not where it should be")
        return bytes(self._bytes[start:end])

    def __getitem__(self, number: int) -> str:
        return self.encoded(number).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return iter(self.slice(0, self._count))

    def slice(self, first: int, last: int) -> list[str]:
        """Return the strings from ``first`` up to and without ``last``."""
        starts = self._starts[first : last + 1].tolist()
        if first >= last:
            return []
        base = starts[0]
        block = bytes(self._bytes[base : starts[-1]])
        return [
            block[start - base : end - base].decode("utf-8", "surrogatepass")
            for start, end in pairwise(starts)
        ]

    def pick(self, numbers: Sequence[int]) -> list[str]:
        """Return some of the strings."""
        return [self[number] for number in numbers]


class SortedTexts(Texts):
    """Strings in ascending order, each once."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        super().__init__(file, name)
        self._step = max(1, self._count // SIGNPOSTS)

    @cached_property
    def _signposts(self) -> list[bytes]:
        """Every ``_step``-th string: most steps of a search are made without the file."""
        return [self.encoded(number) for number in range(0, self._count, self._step)]

    def find(self, text: str) -> int:
        """Return the number of ``text``, -1 when absent."""
        wanted = text.encode("utf-8", "surrogatepass")
        number = self.first_from(wanted)
        return number if number < self._count and self.encoded(number) == wanted else -1

    def first_from(self, wanted: bytes) -> int:
        """Return the number of the first string not below ``wanted``."""
        last = bisect_left(self._signposts, wanted) * self._step
        first = max(last - self._step, 0)
        return bisect_left(
            range(self._count), wanted, first, min(last, self._count), key=self.encoded
        )

    def starting(self, prefix: str) -> tuple[int, int]:
        """Return the range of the strings that start with ``prefix``, end exclusive."""
        wanted = prefix.encode("utf-8", "surrogatepass")
        # No UTF-8 byte is 0xff, so this lies above every string with the prefix.
        return self.first_from(wanted), self.first_from(wanted + b"\xff")
