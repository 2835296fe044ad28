"""What typing is completed from: the words of the newest titles, and how they go on.

    gubernur ja     phrases    Gubernur Jawa Barat, Gubernur Jawa Tengah
                    titles     Gubernur Jawa Barat resmikan jembatan

    completions.arrays
        titles.*          texts as published, the newest first, each once
        title.dates       when they were published, in seconds since 1970
        title.first       n + 1    where the words of each title start among the tokens
        words.*           sorted texts: every word of a title, folded; numbered from 1
        tokens            their numbers, title after title, 0 after each
        order             where to read on in ``tokens``, by the words found there

``order`` is a suffix array (Manber and Myers, 1990) over words, by the first three of
them: all places where titles go on with *harga ber...* are one run of it. The words typed
are looked for side by side, the last one as a beginning; a title also counts when it has
them in this order with others between. The file is made again with each generation and is
bounded: titles beyond the newest `MAX_TITLES` only cost the time to read them. Where titles have
only been added to those of the generation before, only they are read.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from index.analysis.folding import title_words, words_of_title
from index.segments.array_file import ArrayFile, ArrayFileWriter, open_array_file
from index.segments.texts import SortedTexts, Texts, write_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FILE_NAME: Final = "completions.arrays"

MAX_TITLES = 200_000
# Longer titles are a first paragraph; nobody completes to one.
MAX_TITLE_CHARS = 200
# Words by which places are in order, and the bits each takes of a 64 bit number.
_SORTED_WORDS = 3
_BITS = 21
# Before all dates.
_UNDATED = -(1 << 62)

# A phrase is offered when titles have it this often.
MIN_COUNT = 2
# Words a phrase has beyond those that were typed to their end.
MAX_MORE = 3
# A phrase gives way to a longer one that is nearly always meant.
NEARLY_ALWAYS = 0.8
# Beyond this many places, only single words are counted.
MANY_PLACES = 20_000
# Titles looked at for the newest ones, and for words that are not side by side.
MAX_TITLES_READ = 300
# Places of a phrase that are tried for a way to print it.
_MAX_TRIED = 8
# Phrases of each length that are weighed.
_MAX_RUNS = 24

# Words that no phrase ends with.
_FUNCTION_WORDS = (
    "di ke dari yang dan atau untuk pada dengan ini itu akan oleh dalam para serta bagi juga jadi"
    " soal saat usai tak tidak bukan belum sudah telah bisa ada sebagai karena agar hingga sampai"
    " tentang the of in".split()
)


class Typed(NamedTuple):
    """Words as numbers: those typed to their end, and the range the last one starts."""

    words: tuple[int, ...]
    first: int
    last: int


class Phrase(NamedTuple):
    """Some words as titles print them.

    Attributes:
        titles: Titles with it.
        is_opening: Only seen at the beginning of titles, where the capital says nothing.
    """

    text: str
    titles: int
    is_opening: bool


class Completions:
    """The completions of one generation. Safe to share between threads."""

    def __init__(self, file: ArrayFile) -> None:
        self._file = file
        self._titles = Texts(file, "titles")
        self._words = SortedTexts(file, "words")
        self._first = file["title.first"]
        self._tokens = file["tokens"]
        self._order = file["order"]
        found = [self._words.find(word) + 1 for word in _FUNCTION_WORDS]
        self._unfinished = np.array([0, *filter(None, found)])

    @classmethod
    def open(cls, directory: Path) -> Completions:
        """Return the completions of a generation.

        Raises:
            IndexBrokenError: If the file is missing, damaged or foreign.
        """
        return cls(open_array_file(directory, FILE_NAME))

    @property
    def is_cut(self) -> bool:
        """Tell whether the file has been cut short since it was opened."""
        return self._file.is_cut

    def read(self, text: str) -> Typed | None:
        """Return what was typed as numbers, None when a word of it is in no title."""
        words = words_of_title(text)
        prefix = words.pop() if words and text[-1:].isalnum() else ""
        numbers = tuple(self._words.find(word) + 1 for word in words)
        first, last = self._words.starting(prefix)
        if not all(numbers) or first == last or not (words or prefix):
            return None
        return Typed(numbers, first + 1, last + 1)

    def phrases(self, typed: Typed, limit: int) -> list[Phrase]:
        """Return phrases that go on as typed, the most frequent ones first."""
        places = self._places(typed).astype(np.int64)
        known = len(typed.words)
        longest = MAX_MORE if len(places) <= MANY_PLACES else 1
        found: dict[tuple[int, ...], tuple[int, NDArray[np.int64]]] = {}
        for more in range(1, longest + 1):
            places = places[self._token(places, known + more - 1) > 0]
            rows = [self._token(places, known + at) for at in range(more)]
            for start, end in _longest_runs(rows, _MAX_RUNS):
                phrase = tuple(int(row[start]) for row in rows)
                found[phrase] = end - start, places[start : min(end, start + _MAX_TRIED)]
        for phrase, (count, _) in list(found.items()):
            shorter = found.get(phrase[:-1])
            if shorter and count >= NEARLY_ALWAYS * shorter[0] and self._is_finished(phrase):
                del found[phrase[:-1]]
        best = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
        every = (
            self._printed(some, known + len(phrase), count)
            for phrase, (count, some) in best
            if self._is_finished(phrase)
        )
        return list(islice(filter(None, every), limit))

    def titles(self, typed: Typed, limit: int) -> list[str]:
        """Return titles with the words typed, those that begin with them first, then newest."""
        places = self._places(typed).astype(np.int64)
        is_inside = (places > 0) & (self._tokens[places - 1] > 0)
        ranks = places + is_inside * len(self._tokens)  # newer titles come first there
        if len(ranks) > MAX_TITLES_READ:
            ranks = np.partition(ranks, MAX_TITLES_READ)[:MAX_TITLES_READ]
        best = np.sort(ranks)[: 4 * limit] % max(len(self._tokens), 1)
        found = dict.fromkeys((self._first.searchsorted(best, "right") - 1).tolist())
        if len(found) < limit and typed.words:
            found |= dict.fromkeys(self._apart(typed))
        return [self._titles[number] for number in list(found)[:limit]]

    def _places(self, typed: Typed) -> NDArray[np.uint32]:
        """Return where titles have the words typed side by side."""
        known = len(typed.words)
        low, high = 0, len(self._order)
        ranges = [*((word, word + 1) for word in typed.words), (typed.first, typed.last)]
        for ahead, (first, last) in enumerate(ranges[:_SORTED_WORDS]):

            def token(at: int, ahead: int = ahead) -> int:
                return int(self._tokens[int(self._order[at]) + ahead])

            low, high = (
                low + bisect_left(range(low, high), wanted, key=token) for wanted in (first, last)
            )
        places = self._order[low:high]
        for ahead in range(_SORTED_WORDS, known + 1):
            first, last = ranges[ahead]
            found = self._token(places, ahead)
            places = places[(found >= first) & (found < last)]
        return places

    def _token(self, places: NDArray[np.integer], ahead: int) -> NDArray[np.integer]:
        """Return the words that stand some words after ``places``, 0 at the very end."""
        return self._tokens[np.minimum(places.astype(np.int64) + ahead, len(self._tokens) - 1)]

    def _is_finished(self, phrase: Sequence[int]) -> bool:
        return phrase[-1] not in self._unfinished

    def _printed(self, places: NDArray[np.int64], words: int, count: int) -> Phrase | None:
        """Return some words as a title has them, rather not at its beginning."""
        numbers = self._first.searchsorted(places, "right") - 1
        offsets = places - self._first[numbers]
        tried = zip(numbers.tolist(), offsets.tolist(), strict=True)
        for number, offset in sorted(tried, key=lambda place: place[1] == 0):
            title = self._titles[number]
            spans = [(start, end) for _, start, end in title_words(title)][offset : offset + words]
            gaps = (title[end:start] for (_, end), (start, _) in pairwise(spans))
            if all(gap in {" ", "-"} for gap in gaps):
                return Phrase(title[spans[0][0] : spans[-1][1]], count, offset == 0)
        return None

    def _apart(self, typed: Typed) -> Iterator[int]:
        """Yield the newest titles with the words typed in order, others between them."""
        some = [self._places(Typed((), word, word + 1)) for word in typed.words]
        rarest = min(some, key=len)
        numbers = np.unique(self._first.searchsorted(rarest, "right") - 1)
        for number in numbers[:MAX_TITLES_READ].tolist():
            tokens = iter(self._tokens[self._first[number] : self._first[number + 1]].tolist())
            if all(word in tokens for word in typed.words) and any(
                typed.first <= token < typed.last for token in tokens
            ):
                yield number


def _longest_runs(rows: Sequence[NDArray[np.integer]], limit: int) -> list[tuple[int, int]]:
    """Return where the same words stand in all ``rows``, at least `MIN_COUNT` times."""
    if not len(rows[0]):
        return []
    changes = np.zeros(len(rows[0]), np.bool_)
    changes[0] = True
    for row in rows:
        changes[1:] |= row[1:] != row[:-1]
    starts = np.flatnonzero(changes)
    lengths = np.diff(starts, append=len(changes))
    best = np.argsort(-lengths, kind="stable")[:limit]
    best = best[lengths[best] >= MIN_COUNT]
    return list(zip(starts[best].tolist(), (starts + lengths)[best].tolist(), strict=True))


class _Title(NamedTuple):
    """A title and when it was published, in seconds since 1970; `_UNDATED` if not known."""

    text: str
    date: int


def write_completions(
    directory: Path, titles: Iterable[tuple[str, int | None]], *, most: int = MAX_TITLES
) -> None:
    """Write the completions of a generation, replacing what is there.

    Args:
        directory: The directory of the generation.
        titles: Every title with the seconds since 1970 when it was published, in any
            order; undated ones count as the oldest.
        most: Titles that are kept, the newest ones.
    """
    every = _dated(titles)
    _write(directory, _newest(every, most), len(every))


def add_completions(
    directory: Path,
    titles: Iterable[tuple[str, int | None]],
    articles: int,
    *,
    most: int = MAX_TITLES,
) -> bool:
    """Write the same where titles came to those that are there, if no other changed.

    Args:
        directory: The directory of the generation.
        titles: Those that came, as for `write_completions`.
        articles: How many titles there are now, by which it is seen that none has gone.
        most: Titles that are kept.

    Returns:
        Whether it was possible; else all of them have to be written.
    """
    if not (directory / FILE_NAME).exists():
        return False
    file = open_array_file(directory, FILE_NAME)
    new = _dated(titles)
    if file.meta.get("articles") != articles - len(new) or articles > most:
        return False
    known = map(_Title, Texts(file, "titles"), file["title.dates"].tolist())
    _write(directory, _newest([*known, *new], most), articles)
    return True


def _write(directory: Path, kept: Sequence[_Title], articles: int) -> None:
    texts = [title.text for title in kept]
    spoken = list(map(words_of_title, texts))
    words = sorted({word for some in spoken for word in some})[: (1 << _BITS) - 2]
    numbers = {word: number for number, word in enumerate(words, 1)}
    tokens = [numbers.get(word, 0) for some in spoken for word in (*some, "")]
    first = np.zeros(len(kept) + 1, np.uint32)
    np.cumsum([len(some) + 1 for some in spoken], out=first[1:])
    writer = ArrayFileWriter(directory / FILE_NAME)
    try:
        write_texts(writer, "titles", texts)
        write_texts(writer, "words", words)
        writer.add("title.first", first)
        writer.add("title.dates", np.array([title.date for title in kept], np.int64))
        width = np.uint16 if len(words) < 1 << 16 else np.uint32
        writer.add("tokens", np.array(tokens, width))
        writer.add("order", _order(np.array(tokens, np.uint64)))
        writer.finish({"titles": len(kept), "articles": articles})
    except BaseException:
        writer.abandon()
        raise


def _dated(titles: Iterable[tuple[str, int | None]]) -> list[_Title]:
    return [_Title(text, _UNDATED if date is None else date) for text, date in titles]


def _newest(titles: Sequence[_Title], most: int) -> list[_Title]:
    """Return the newest titles in their order, the first ones where dates are one, each once."""
    short = (title for title in titles if len(title.text) <= MAX_TITLE_CHARS)
    by_key: dict[str, _Title] = {}
    for title in islice(sorted(short, key=_newest_first), most):
        shown = " ".join(title.text.split())
        by_key.setdefault(shown.casefold(), _Title(shown, title.date))
    return list(by_key.values())


def _newest_first(title: _Title) -> int:
    return -title.date


def _order(tokens: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Return the places of words, by the words from there to the end of the title."""
    keys = tokens.copy()
    is_open = tokens > 0
    for ahead in range(1, _SORTED_WORDS):
        following = np.zeros_like(tokens)
        following[:-ahead] = tokens[ahead:] if ahead < len(tokens) else 0
        is_open &= following > 0
        keys = keys << np.uint64(_BITS) | np.where(is_open, following, np.uint64(0))
    places = np.flatnonzero(tokens)
    return places[np.argsort(keys[places], kind="stable")].astype(np.uint32)
