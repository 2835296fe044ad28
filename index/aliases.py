"""What short forms stand for in an archive, and in how many articles.

    KPK   Komisi Pemberantasan Korupsi   81
    PBB   Perserikatan Bangsa-Bangsa     15
    PBB   Partai Bulan Bintang            1

    aliases.arrays
        rows, numbers       an item each time an article explains one: its row, the spelling
        spellings.*         texts: every short form and full form as printed, with a tab between
        pairs.*             the same of each pair, as most articles print it
        pair.articles       in how many articles
        names.*             sorted texts: short forms and full forms, as `short_name` and
                            `full_name` write them
        name.first          n + 1    where the pairs of a name start in ``name.pairs``
        name.pairs          their numbers, those of most articles first

Spellings of one pair differ in capitals, function words, or a slip in one place. The file
begins with what was found, so that the next generation only reads the articles that changed:
while they are indexed each source notes what it finds in a file of its own beside it.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from index.analysis.folding import words_of_title
from index.newstext.aliases import SILENT, Alias, find_aliases
from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.texts import SortedTexts, Texts, write_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FILE_NAME: Final = "aliases.arrays"
_NOTES = "aliases-{}.notes"

# A slip changes, or adds or leaves out, at most so many letters in one place of a full form of at
# least so many.
MAX_CHANGED = 2
MAX_ADDED = 4
MIN_SLIPPED = 10


class Other(NamedTuple):
    """The other name of something, as most articles print it.

    Attributes:
        articles: That explain one by the other.
        is_full: Whether it is the full form.
    """

    text: str
    articles: int
    is_full: bool


class KnownAlias(NamedTuple):
    """A short form with what it stands for, and the articles that say so."""

    alias: Alias
    articles: int


class Aliases:
    """The aliases of one generation. Safe to share between threads."""

    def __init__(self, file: ArrayFile) -> None:
        self._file = file
        self._pairs = Texts(file, "pairs")
        self._articles = file["pair.articles"]
        self._names = SortedTexts(file, "names")
        self._first = file["name.first"]
        self._of_name = file["name.pairs"]

    @classmethod
    def open(cls, directory: Path) -> Aliases | None:
        """Return the aliases of a generation; None of one from before there were any.

        Raises:
            IndexBrokenError: If the file is damaged or foreign.
        """
        path = directory / FILE_NAME
        return cls(ArrayFile(path)) if path.exists() else None

    def __len__(self) -> int:
        return len(self._pairs)

    @property
    def is_cut(self) -> bool:
        """Tell whether the file has been cut short since it was opened."""
        return self._file.is_cut

    def others(self, name: str) -> list[Other]:
        """Return the other names of what `short_name` or `full_name` gave, likeliest first."""
        number = self._names.find(name)
        if number < 0:
            return []
        found = []
        for pair in self._of_name[self._first[number] : self._first[number + 1]].tolist():
            short, full = self._pairs[pair].split("\t")
            is_full = short_name(short) == name
            found.append(Other(full if is_full else short, int(self._articles[pair]), is_full))
        return found

    def begins(self, words: str) -> bool:
        """Tell whether some name is, or begins with, these words."""
        wanted = words.encode("utf-8", "surrogatepass")
        number = self._names.first_from(wanted)
        return number < len(self._names) and self._names.encoded(number).startswith(wanted)

    def starting(self, words: str, limit: int) -> list[str]:
        """Return the full forms of names that begin so, those of most articles first.

        What `short_name` gave is a name, too: ``"kp"`` begins *KPK*.
        """
        first, last = self._names.starting(words)
        pairs = np.unique(self._of_name[self._first[first] : self._first[last]])
        best = pairs[np.argsort(-self._articles[pairs].astype(np.int64), kind="stable")][:limit]
        return [self._pairs[pair].split("\t")[1] for pair in best.tolist()]

    def every(self) -> list[KnownAlias]:
        """Return all of them, those of most articles first."""
        pairs = (Alias(*pair.split("\t")) for pair in self._pairs)
        found = map(KnownAlias, pairs, self._articles.tolist())
        return sorted(found, key=lambda one: (-one.articles, one.alias))


class AliasNotes:
    """What some articles explain, noted while they are indexed."""

    def __init__(self) -> None:
        self._numbers: dict[Alias, int] = {}
        self._rows = array("q")
        self._found = array("L")

    def add(self, row: int, body: str) -> None:
        """Note what the article in a row explains."""
        for alias in find_aliases(body):
            self._rows.append(row)
            self._found.append(self._numbers.setdefault(alias, len(self._numbers)))

    def write(self, build: Path, number: int) -> None:
        """Write them as those of the source ``number`` of a build."""
        found = _Found(
            np.array(self._rows, np.int64), np.array(self._found, np.int64), list(self._numbers)
        )
        writer = ArrayFileWriter(build / _NOTES.format(number))
        try:
            _write_found(writer, found)
            writer.finish({})
        except BaseException:
            writer.abandon()
            raise


def write_aliases(build: Path, unchanged: Sequence[int]) -> None:
    """Write the aliases of a build, in place of those it started from and of all notes.

    Args:
        build: Its directory.
        unchanged: Rows of the articles whose definitions are still as they were.
    """
    path = build / FILE_NAME
    notes = sorted(build.glob(_NOTES.format("*")))
    some = [_read_found(note) for note in notes]
    if path.exists():
        some.append(_read_found(path).only(np.array(unchanged, np.int64)))
    found = _joined(some)
    pair_of, printed = _pairs(found)
    keys = np.unique(pair_of[found.numbers] << 40 | found.rows)
    articles = np.bincount(keys >> 40, minlength=len(printed))
    of_name: dict[str, set[int]] = defaultdict(set)
    for pair, spelling in zip(pair_of.tolist(), found.spellings, strict=True):
        of_name[short_name(spelling.short)].add(pair)
        of_name[full_name(spelling.full)].add(pair)
    names = sorted(of_name, key=lambda name: name.encode("utf-8", "surrogatepass"))
    ordered = [
        sorted(of_name[name], key=lambda pair: (-articles[pair], printed[pair])) for name in names
    ]
    writer = ArrayFileWriter(path)
    try:
        _write_found(writer, found)
        write_texts(writer, "pairs", map("\t".join, printed))
        writer.add("pair.articles", articles.astype(np.uint32))
        write_texts(writer, "names", names)
        writer.add("name.first", np.cumsum([0, *map(len, ordered)]).astype(np.uint32))
        writer.add("name.pairs", np.array([pair for some in ordered for pair in some], np.uint32))
        writer.finish({"pairs": len(printed)})
    except BaseException:
        writer.abandon()
        raise
    for note in notes:
        note.unlink()


def short_name(text: str) -> str:
    """Return a short form as it is looked up: ``"PDI-P"`` is ``"pdip"``."""
    return " ".join("".join(words_of_title(part)) for part in text.split())


def full_name(text: str) -> str:
    """Return a full form as it is looked up: its words, folded, also those behind hyphens."""
    return " ".join(words_of_title(text))


class _Found(NamedTuple):
    """Which spelling each article uses, a row and a number for each time."""

    rows: NDArray[np.int64]
    numbers: NDArray[np.int64]
    spellings: list[Alias]

    def only(self, rows: NDArray[np.int64]) -> _Found:
        """Return those of some rows."""
        is_kept = np.isin(self.rows, rows)
        return _Found(self.rows[is_kept], self.numbers[is_kept], self.spellings)


def _write_found(writer: ArrayFileWriter, found: _Found) -> None:
    writer.add("rows", found.rows)
    writer.add("numbers", found.numbers.astype(np.uint32))
    write_texts(writer, "spellings", map("\t".join, found.spellings))


def _read_found(path: Path) -> _Found:
    file = ArrayFile(path)
    spellings = [Alias(*text.split("\t")) for text in Texts(file, "spellings")]
    return _Found(np.array(file["rows"]), file["numbers"].astype(np.int64), spellings)


def _joined(some: Iterable[_Found]) -> _Found:
    """Return them as one, without spellings that no article uses any more.

    By row, whichever process noted it; spellings by the article that uses them first.
    """
    numbers: dict[Alias, int] = {}
    rows, joined = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for found in some:
        every = [numbers.setdefault(spelling, len(numbers)) for spelling in found.spellings]
        rows.append(found.rows)
        joined.append(np.array(every, np.int64)[found.numbers])
    order = np.argsort(np.concatenate(rows), kind="stable")
    used, first, of_used = np.unique(
        np.concatenate(joined)[order], return_index=True, return_inverse=True
    )
    by_use = np.argsort(first)
    renumbered = np.empty(len(used), np.int64)
    renumbered[by_use] = np.arange(len(used))
    spellings = list(numbers)
    kept = [spellings[number] for number in used[by_use].tolist()]
    return _Found(np.concatenate(rows)[order], renumbered[of_used], kept)


def _pairs(found: _Found) -> tuple[NDArray[np.int64], list[Alias]]:
    """Return the pair that each spelling is of, and each as most articles print it."""
    counts = np.bincount(found.numbers, minlength=len(found.spellings)).tolist()
    by_words: dict[tuple[str, str], list[int]] = defaultdict(list)
    order = sorted(range(len(counts)), key=lambda one: (-counts[one], found.spellings[one]))
    for number in order:
        short, full = found.spellings[number]
        spoken = (word for word in full_name(full).split() if word not in SILENT)
        by_words[short_name(short), " ".join(spoken)].append(number)
    pair_of = np.zeros(len(counts), np.int64)
    printed: list[Alias] = []
    kept: dict[str, list[tuple[str, int]]] = defaultdict(list)
    groups = sorted(by_words.items(), key=lambda item: -sum(counts[one] for one in item[1]))
    for (short_words, words), numbers in groups:
        pair = next((one for text, one in kept[short_words] if _is_slip(text, words)), None)
        if pair is None:
            pair = len(printed)
            kept[short_words].append((words, pair))
            printed.append(found.spellings[numbers[0]])
        pair_of[numbers] = pair
    return pair_of, printed


def _is_slip(text: str, other: str) -> bool:
    """Tell whether two texts differ in one place, by so little that one is misspelt."""
    if min(len(text), len(other)) < MIN_SLIPPED:
        return False
    start = _shared(text, other)
    end = _shared(text[start:][::-1], other[start:][::-1])
    least, most = sorted((len(text) - start - end, len(other) - start - end))
    return most <= (MAX_CHANGED if least else MAX_ADDED)


def _shared(text: str, other: str) -> int:
    """Return how many first letters two texts share."""
    pairs = enumerate(zip(text, other, strict=False))
    return next((at for at, (one, two) in pairs if one != two), min(len(text), len(other)))
