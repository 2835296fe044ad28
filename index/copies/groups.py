"""The groups of one generation, and the file that has them.

k-17   Kompas   1 August    first
t-80   Tribun   1 August    a copy
k-23   Kompas   2 August    an update: what came of it, with the text of before

copies.arrays
rows, dates            of each article, rows ascending; its seconds since 1970
first, values          its sketch, see `index.newstext.fingerprint`; n + 1 starts
pair.rows              of articles whose texts were compared, two by two
pair.kinds             what was found, see `Kind`
group.first            n + 1    where the articles of a group start in ``group.ids``
group.ids.*            texts: the first published one first, then by date
group.kinds            what each is to those before it
group.rows             its row in the archive
ids.*                  sorted texts: of all articles that are in a group
id.groups              its group
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from index.segments.array_file import ArrayFile
from index.segments.texts import SortedTexts, Texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

FILE_NAME: Final = "copies.arrays"


class Kind(IntEnum):
    """What one article is to another that was published before."""

    OTHER = 0
    COPY = 1
    UPDATE = 2
    VERSION = 3  # its publisher's correction: in no group

    @property
    def what(self) -> Literal["copy", "update"]:
        """What one of the others of a group is, in a word."""
        return "update" if self is Kind.UPDATE else "copy"


class Member(NamedTuple):
    """An article of a group; the first one is what the others are copies of."""

    id: str
    kind: Kind


class Copies:
    """The groups of one generation. Safe to share between threads.

    Attributes:
        rows: Of the archive, of the articles of all groups, one group after another; None where
            they were not noted.
        kinds: What each of them is to those published before it.
    """

    rows: NDArray[np.int64] | None

    def __init__(self, file: ArrayFile) -> None:
        self._file = file
        self._first = file["group.first"]
        self._ids = Texts(file, "group.ids")
        self.kinds: NDArray[np.uint8] = file["group.kinds"]
        # Not in files from before results were folded.
        noted = "group.rows" in file
        self.rows = file["group.rows"] if noted else None
        self._known = SortedTexts(file, "ids")
        self._groups = file["id.groups"]

    @classmethod
    def open(cls, directory: Path) -> Copies | None:
        """Return the groups of a generation; None of one from before there were any.

        Raises:
            IndexBrokenError: If the file is damaged or foreign.
        """
        path = directory / FILE_NAME
        return cls(ArrayFile(path)) if path.exists() else None

    def __len__(self) -> int:
        return len(self._first) - 1

    @property
    def is_cut(self) -> bool:
        """Tell whether the file has been cut short since it was opened."""
        return self._file.is_cut

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many articles each group has."""
        starts = np.asarray(self._first, np.int64)
        return starts[1:] - starts[:-1]

    def of(self, article: str) -> list[Member]:
        """Return the group of an article by its id, itself included; or nothing."""
        number = self._known.find(article)
        return [] if number < 0 else self._group(int(self._groups[number]))

    def _group(self, number: int) -> list[Member]:
        first, last = int(self._first[number]), int(self._first[number + 1])
        kinds = map(Kind, self.kinds[first:last].tolist())
        return [Member(*each) for each in zip(self._ids.slice(first, last), kinds, strict=True)]

    def __iter__(self) -> Iterator[list[Member]]:
        """Yield all groups, the largest first."""
        for number in np.argsort(-self.sizes, kind="stable").tolist():
            yield self._group(number)
