"""The words of a generation, and in how many documents each is: what no search has to ask for.

    words.arrays
        text.*      sorted texts: the written forms of titles and bodies
        root.*      their roots
        pair.*      a root, NUL, one of its forms
        source.*    the words of a field, and so for each of `index.fields.FIELDS` and `SPOKEN`
        as.source.* a value, folded, NUL, a way to print it, and so for each facet
        <kind>.documents, <kind>.times    for each of them

It is made of what each process notes while it indexes. After that, what is changed is noted as a
document taken away and another one added, so that the counts are those of the documents there
are now.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from index.fields import FACETS, FIELDS, QUOTE, SPOKEN
from index.opensearch.encoding import BORDER, FORM, OR, ROOT, SPOKEN_SIGNS
from index.segments.array_file import ArrayFile, ArrayFileWriter, open_array_file
from index.segments.texts import SortedTexts, write_texts
from index.segments.vocabulary import by_count
from index.values.letters import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from index.opensearch.encoding import Encoded

FILE_NAME: Final = "words.arrays"
NOTES: Final = "words-{}.notes"

_FIELDS = tuple(field.name for field in FIELDS)
_PRINTED = tuple(f"as.{field.name}" for field in FACETS)
_OTHERS = (*_FIELDS, *SPOKEN, *_PRINTED)
KINDS: Final = ("text", "root", "pair", *_OTHERS)


class WordNotes:
    """What some documents say, counted while they are sent."""

    def __init__(self) -> None:
        # Of the text as it is sent, sign and all; parted when it is written.
        self._documents: Counter[str] = Counter()
        self._times: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()
        self._others = {kind: (Counter[str](), Counter[str]()) for kind in _OTHERS}

    def add(self, encoded: Encoded) -> None:
        """Count a document."""
        self._note(encoded, Counter.update)

    def subtract(self, encoded: Encoded) -> None:
        """Take away a document that was counted."""
        self._note(encoded, Counter.subtract)

    def _note(
        self, encoded: Encoded, change: Callable[[Counter[str], Iterable[str]], None]
    ) -> None:
        run = encoded["text"][-1]
        words = run.replace(OR, " ").split()
        change(self._times, words)
        change(self._documents, set(words))
        change(self._pairs, _pairs(run))
        for kind, some in _values(encoded):
            documents, times = self._others[kind]
            change(documents, set(some))
            change(times, some)

    def write(self, build: Path, number: int) -> None:
        """Write them as those of the source ``number`` of a build."""
        _write(build / NOTES.format(number), dict(self._kinds()))

    def _kinds(self) -> Iterator[tuple[str, _Counts]]:
        for kind, sign in (("text", FORM), ("root", ROOT)):
            words = [word for word in self._documents if word.startswith(sign)]
            yield kind, {word[1:]: (self._documents[word], self._times[word]) for word in words}
        yield "pair", dict(map(_parted, self._pairs.items()))
        for kind, (documents, times) in self._others.items():
            yield kind, {word: (count, times[word]) for word, count in documents.items()}


# In how many documents each is, and how often.
_Counts = dict[str, tuple[int, int]]


def _values(encoded: Encoded) -> Iterator[tuple[str, list[str]]]:
    for name in _FIELDS:
        if values := encoded.get(f"w_{name}"):
            yield name, " ".join(values).replace(OR, " ").split()
    if speech := encoded.get("speech"):
        words = " ".join(speech).replace(OR, " ").split()
        for name, sign in SPOKEN_SIGNS.items():
            yield name, [word[len(sign) :] for word in words if word.startswith(sign)]
        yield QUOTE, [word for word in words if word == BORDER]
    for kind in _PRINTED:
        name = kind.removeprefix("as.")
        if values := encoded.get(f"as_{name}"):
            yield kind, [f"{folded(value)}\0{value}" for value in values]


def _parted(counted: tuple[str, int]) -> tuple[str, tuple[int, int]]:
    pair, count = counted
    root, _, form = pair.partition(OR)
    return f"{root[1:]}\0{form[1:]}", (count, count)


def _pairs(run: str) -> set[str]:
    """Return what a text has of roots with one of their forms: ``~root|=form``."""
    pairs = set(run.split())
    for place in [place for place in pairs if place.count(OR) > 1 or place[0] == BORDER]:
        pairs.remove(place)
        words = place.removeprefix(BORDER).removeprefix(OR).split(OR)
        pairs.update(map(OR.join, zip(words[::2], words[1::2], strict=False)))
    return pairs


def write_words(build: Path) -> None:
    """Write the words of a build, in place of those it started from and of all notes."""
    path = build / FILE_NAME
    notes = sorted(build.glob(NOTES.format("*")))
    every = [ArrayFile(one) for one in (path, *notes) if one.exists()]
    merged = {}
    for kind in KINDS:
        documents: Counter[str] = Counter()
        times: Counter[str] = Counter()
        for file in every:
            words = list(SortedTexts(file, kind))
            for counts, name in ((documents, "documents"), (times, "times")):
                counts.update(dict(zip(words, file[f"{kind}.{name}"].tolist(), strict=True)))
        merged[kind] = {
            word: (count, max(times[word], count)) for word, count in documents.items() if count > 0
        }
    _write(path, merged)
    for note in notes:
        note.unlink()


def _write(path: Path, kinds: dict[str, _Counts]) -> None:
    writer = ArrayFileWriter(path)
    try:
        for kind in KINDS:
            counts = kinds[kind]
            words = sorted(counts)
            write_texts(writer, kind, words)
            for at, name in enumerate(("documents", "times")):
                some = np.fromiter((counts[word][at] for word in words), np.int64, len(words))
                writer.add(f"{kind}.{name}", some)
        writer.finish({})
    except BaseException:
        writer.abandon()
        raise


class Words:
    """The words of one generation. Safe to share between threads."""

    def __init__(self, file: ArrayFile) -> None:
        self._file = file
        self._texts = {kind: SortedTexts(file, kind) for kind in KINDS}
        self._documents = {kind: file[f"{kind}.documents"] for kind in KINDS}
        self._times = {kind: file[f"{kind}.times"] for kind in KINDS}

    @classmethod
    def open(cls, directory: Path) -> Words:
        """Return the words of a generation.

        Raises:
            IndexBrokenError: If the file is missing, damaged or foreign.
        """
        return cls(open_array_file(directory, FILE_NAME))

    def documents(self, kind: str, word: str) -> int:
        """Return in how many documents a word is."""
        number = self._texts[kind].find(word)
        return 0 if number < 0 else int(self._documents[kind][number])

    def times(self, kind: str, word: str) -> int:
        """Return how often it is there."""
        number = self._texts[kind].find(word)
        return 0 if number < 0 else int(self._times[kind][number])

    def forms(self, root: str) -> list[tuple[str, int]]:
        """Return the written forms of ``root``, most frequent first, with document counts."""
        texts = self._texts["pair"]
        first, last = texts.starting(f"{root}\0")
        forms = [text.partition("\0")[2] for text in texts.slice(first, last)]
        counts = self._documents["pair"][first:last].tolist()
        return by_count(dict(zip(forms, counts, strict=True)))

    def expand(self, kind: str, beginnings: tuple[str, ...], limit: int) -> list[tuple[str, int]]:
        """Return the most frequent words with one of some beginnings, with document counts."""
        texts, documents = self._texts[kind], self._documents[kind]
        found: dict[str, int] = {}
        for beginning in beginnings:
            first, last = texts.starting(beginning)
            counts = documents[first:last]
            least = np.partition(counts, -limit)[-limit] if len(counts) > limit else 0
            for at in np.flatnonzero(counts >= least).tolist():
                found[texts[first + at]] = int(counts[at])
        return by_count(found)[:limit]

    def lexicon(self, kind: str) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
        """Return the words of a kind as bytes, where each begins, and in how many documents."""
        starts = self._file[f"{kind}.starts"].astype(np.int64)
        return self._file[f"{kind}.bytes"], starts, self._documents[kind]

    def values(self, facet: str) -> list[str]:
        """Return all values of a facet, in every way they are printed."""
        return [text.partition("\0")[2] for text in self._texts[f"as.{facet}"]]

    @cached_property
    def printed(self) -> dict[str, dict[str, str]]:
        """The most frequent way to print each value, by facet and by the folded value."""
        return {kind.removeprefix("as."): self._printed(kind) for kind in _PRINTED}

    def _printed(self, kind: str) -> dict[str, str]:
        best: dict[str, tuple[int, str]] = {}
        counts = self._documents[kind].tolist()
        for text, count in zip(self._texts[kind], counts, strict=True):
            value, _, printed = text.partition("\0")
            best[value] = min(best.get(value, (0, "")), (-count, printed))
        return {value: printed for value, (_, printed) in best.items()}
