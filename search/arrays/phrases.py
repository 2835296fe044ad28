"""Words in order or near each other, on positions packed into one number a word.

    key = place of the document among the candidates << 32 | position

A phrase is where the keys of its words, each less the word's place in the phrase,
coincide. Nearness counts the words from which all the others follow soon enough.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

import numpy as np

from search.engine import KEY_SHIFT, POSITION, distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Keys = NDArray[np.int64]
    Find = Callable[[Sequence["Placed"]], tuple[Keys, Keys]]


class Placed(Protocol):
    """Where one word stands in some texts."""

    @property
    def frequency(self) -> int:
        """How often it stands in all texts."""
        ...

    def keys(self) -> Keys:
        """Return the key of every occurrence, ascending."""
        ...


def find_phrase(words: Sequence[Placed]) -> tuple[Keys, Keys]:
    """Return place and first position of every run of ``words``, in the order given.

    All of them are of the same documents, every one of which holds all the words.
    """
    # From the word with the fewest occurrences on, so that little is left to compare.
    order = sorted(range(len(words)), key=lambda at: words[at].frequency)
    every: dict[int, Keys] = {}
    found: Keys | None = None
    for at in order:
        word = words[at]
        if id(word) not in every:
            every[id(word)] = word.keys()
        keys = every[id(word)] - at
        if found is None:
            found = keys
        else:
            place = keys.searchsorted(found)
            place[place == len(keys)] = 0
            found = found[keys[place] == found]
        if not len(found):
            break
    if found is not None and (found[1:] == found[:-1]).any():
        # A word and a part of the compound before it may stand at one position: do'a a.
        found = distinct(found)
    return _unpack(found)


def find_in_order(words: Sequence[Placed], slop: int) -> tuple[Keys, Keys]:
    """Return place and position of every first word that the others follow in their order.

    With at most ``slop`` other positions between the first and the last of them: from each
    place of the first, every next word at its next place.
    """
    every = {id(word): distinct(word.keys()) for word in words}
    starts = ends = every[id(words[0])]
    for word in words[1:]:
        keys = every[id(word)]
        at = keys.searchsorted(ends, "right")
        inside = at < len(keys)
        starts, ends = starts[inside], keys[at[inside]]
    return _unpack(starts[ends - starts <= len(words) - 1 + slop])


def find_near(words: Sequence[Placed], slop: int) -> tuple[Keys, Keys]:
    """Return place and position of every word from which all others follow.

    That is, all of ``words``, as often as they are named, stand at that position or behind
    it, with at most ``slop`` other positions before the last of them.
    """
    length = len(words) - 1 + slop
    named = Counter(id(word) for word in words)
    different = sorted({id(word): word for word in words}.values(), key=lambda word: word.frequency)
    every = [(named[id(word)], distinct(word.keys())) for word in different]
    starts = distinct(np.concatenate([keys for _, keys in every]))
    for times, keys in every:
        last = np.searchsorted(keys, starts) + (times - 1)
        inside = last < len(keys)
        starts = starts[inside]
        starts = starts[keys[last[inside]] <= starts + length]
    return _unpack(starts)


def _unpack(keys: Keys | None) -> tuple[Keys, Keys]:
    if keys is None:
        keys = np.zeros(0, np.int64)
    return keys >> KEY_SHIFT, keys & POSITION
