"""What typing is completed from: the words of the newest titles, in every order needed.

    completions.arrays
        titles.*          texts as published, the newest first, each once
        title.first       n + 1    where the words of each title start among the tokens
        words.*           sorted texts: every word of a title, folded; numbered from 1
        tokens            their numbers, title after title, 0 after each
        order             where to read on in ``tokens``, by the words found there

``order`` is a suffix array (Manber and Myers, 1990) over words, by the first three of
them: all places where titles go on with *harga ber...* are one run of it. The file is
made again with each generation and is bounded: titles beyond the newest `MAX_TITLES`
only cost the time to read them.
"""

from __future__ import annotations

import heapq
import re
from typing import TYPE_CHECKING, Final

import numpy as np

from index.analysis.folding import fold
from index.segments.array_file import ArrayFileWriter
from index.segments.texts import write_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

FILE_NAME: Final = "completions.arrays"

MAX_TITLES = 200_000
# Longer titles are a first paragraph; nobody completes to one.
MAX_TITLE_CHARS = 200
# Words by which places are in order, and the bits each takes of a 64 bit number.
SORTED_WORDS: Final = 3
_BITS = 21

_WORD = re.compile(r"[^\W_]+(?:['\u2019\u2018\u02bc`\u00b4][^\W_]+)*")
_APOSTROPHES = str.maketrans("", "", "'\u2019\u2018\u02bc`\u00b4")


def title_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of ``text``, folded, with where each starts and ends."""
    for match in _WORD.finditer(text):
        yield fold(match.group()).translate(_APOSTROPHES), match.start(), match.end()


def write_completions(directory: Path, titles: Iterable[tuple[str, int | None]]) -> None:
    """Write the completions of a generation, replacing what is there.

    Args:
        directory: The directory of the generation.
        titles: Every title with the seconds since 1970 when it was published, in any
            order; undated ones count as the oldest.
    """
    kept = _newest(titles)
    spoken = [[word for word, _, _ in title_words(title)] for title in kept]
    words = sorted({word for some in spoken for word in some})[: (1 << _BITS) - 2]
    numbers = {word: number for number, word in enumerate(words, 1)}
    tokens = [numbers.get(word, 0) for some in spoken for word in (*some, "")]
    first = np.zeros(len(kept) + 1, np.uint32)
    np.cumsum([len(some) + 1 for some in spoken], out=first[1:])
    writer = ArrayFileWriter(directory / FILE_NAME)
    try:
        write_texts(writer, "titles", kept)
        write_texts(writer, "words", words)
        writer.add("title.first", first)
        width = np.uint16 if len(words) < 1 << 16 else np.uint32
        writer.add("tokens", np.array(tokens, width))
        writer.add("order", _order(np.array(tokens, np.uint64)))
        writer.finish({"titles": len(kept)})
    except BaseException:
        writer.abandon()
        raise


def _newest(titles: Iterable[tuple[str, int | None]]) -> list[str]:
    dated = (
        (float("-inf") if published is None else published, -number, " ".join(title.split()))
        for number, (title, published) in enumerate(titles)
        if len(title) <= MAX_TITLE_CHARS
    )
    by_key: dict[str, str] = {}
    for _, _, title in heapq.nlargest(MAX_TITLES, dated):
        by_key.setdefault(title.casefold(), title)
    return list(by_key.values())


def _order(tokens: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Return the places of words, by the words from there to the end of the title."""
    keys = tokens.copy()
    is_open = tokens > 0
    for ahead in range(1, SORTED_WORDS):
        following = np.zeros_like(tokens)
        following[:-ahead] = tokens[ahead:] if ahead < len(tokens) else 0
        is_open &= following > 0
        keys = keys << np.uint64(_BITS) | np.where(is_open, following, np.uint64(0))
    places = np.flatnonzero(tokens)
    return places[np.argsort(keys[places], kind="stable")].astype(np.uint32)
