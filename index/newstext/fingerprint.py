"""What of two texts is the same: small sketches to find them by, then the texts themselves.

    "Harga beras naik. ..."   ->   words in threes  ->  the one in eight with the least hashes

A sketch is a fixed part of all runs of three words, by the value of their hashes, so that of a
text that stands in a longer one the whole sketch is found there (Broder, "On the resemblance and
containment of documents", 1997, calls it MOD). Texts that share much of one are then compared
run by run, with their figures and names: a table of prices with other prices is another one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from index.analysis.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

# Words in a row that are looked for in another text.
RUN: Final = 3
# One in so many runs is in the sketch; of short texts so many, of long ones not more than so many.
ONE_IN: Final = 8
FEWEST: Final = 24
MOST: Final = 256
# Texts of fewer words are captions and headings, not compared.
MIN_WORDS: Final = 12
# Characters of a text that are looked at.
MAX_CHARS: Final = 200_000

# Values of a sketch are below it, but for those that a short text has more of.
LIMIT: Final = (1 << 32) // ONE_IN

_SPACE = 32
_PAD = b" " * 24
# Letters small, figures as they are, all else a space.
_FOLD = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() and code < 128 else _SPACE for code in range(256)
)
_BYTES = np.array([(1 << (8 * count)) - 1 for count in range(9)], np.uint64)
_ONE, _TWO, _THREE = (
    np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
)
_HALF = np.uint64(32)

_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+|[.!?]")
_ENDS = frozenset(".!?")
# Words that are figures: of one day, or of another.
_DATES = frozenset(MONTHS) | frozenset("senin selasa rabu kamis jumat sabtu minggu ahad".split())
_FIGURE = "0"
# One figure that differs may be a slip: so many more are taken to be the same.
_DOUBT = 1
_CENT = 100


def sketches(bodies: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return how many values the sketch of each text has, and all values, ascending in each."""
    owners, hashes = _runs(bodies)
    lengths = np.bincount(owners, minlength=len(bodies))
    limits = np.maximum(LIMIT, (2 * FEWEST << 32) // np.maximum(lengths, 1))
    is_kept = hashes < limits[owners]
    owners, values = _each_once(owners[is_kept], hashes[is_kept])
    counts = np.bincount(owners, minlength=len(bodies))
    places = np.arange(len(values)) - (np.cumsum(counts) - counts)[owners]
    is_kept = ((values < LIMIT) | (places < FEWEST)) & (places < MOST)
    return np.bincount(owners[is_kept], minlength=len(bodies)), values[is_kept]


def runs_of(bodies: Sequence[str]) -> list[NDArray[np.uint32]]:
    """Return the hashes of all runs of each text, ascending, none twice."""
    owners, hashes = _each_once(*_runs(bodies))
    cuts = owners.searchsorted(np.arange(1, len(bodies)))
    return np.split(hashes, cuts) if bodies else []


def _each_once(
    owners: NDArray[np.int64], hashes: NDArray[np.uint32]
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return the hashes of each text, ascending, none twice."""
    keys = np.sort(owners << 32 | hashes)
    keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
    return keys >> 32, keys.astype(np.uint32)


def _runs(bodies: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return which text each run of words is of, ascending, and its hash.

    Letters that are not ASCII count as spaces; a text of other letters has no runs.
    """
    texts = [body[:MAX_CHARS].encode("ascii", "replace") for body in bodies]
    data = (b" " + b" ".join(texts) + _PAD).translate(_FOLD)
    is_word = np.frombuffer(data, np.uint8) != _SPACE
    edges = np.flatnonzero(is_word[1:] != is_word[:-1]) + 1
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    in_text = np.diff(starts.searchsorted(np.cumsum([len(text) + 1 for text in texts])), prepend=0)
    owners = np.repeat(np.arange(len(texts)), in_text)
    # The first sixteen letters of a word tell it from others.
    eight = np.ndarray((len(data) - 8,), "<u8", data, strides=(1,))
    words = (eight[starts] & _BYTES[np.minimum(lengths, 8)]) * _ONE
    words ^= words >> _HALF
    words += (eight[starts + 8] & _BYTES[np.clip(lengths - 8, 0, 8)]) * _TWO
    words ^= words >> _HALF
    hashes = words[:-2] * _ONE + words[1:-1] * _TWO + words[2:] * _THREE
    hashes ^= hashes >> _HALF
    hashes *= _TWO
    is_whole = (owners[:-2] == owners[2:]) & (in_text >= MIN_WORDS)[owners[:-2]]
    return owners[:-2][is_whole], (hashes[is_whole] >> _HALF).astype(np.uint32)


def shared(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> tuple[float, float]:
    """Return which parts of the runs of two texts are in the other, from 0 to 1."""
    if not len(one) or not len(other):
        return 0.0, 0.0
    few, many = sorted((one, other), key=len)
    at = np.minimum(many.searchsorted(few), len(many) - 1)
    both = int(np.count_nonzero(many[at] == few))
    return both / len(one), both / len(other)


@dataclass(frozen=True, slots=True)
class Features:
    """What a text is compared by.

    Attributes:
        length: How many words it has.
        words: Those of four letters or more.
        figures: Figures and dates by the words around them.
        names: Words with a capital inside of sentences by the words around them.
    """

    length: int
    words: AbstractSet[str]
    figures: Mapping[tuple[str, ...], AbstractSet[str]]
    names: Mapping[tuple[str, ...], AbstractSet[str]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two texts say the same, in parts of 1.

    Attributes:
        words: Of the words of the one that has fewer.
        figures, names: Of those that stand between the same words in both, how many differ;
            a few that stand so count as less than all.
        other_figures: How many of the figures those are.
        is_as_long: Whether both have as many words, but for two in a hundred.
    """

    words: float
    figures: float
    names: float
    other_figures: int
    is_as_long: bool


def features(body: str) -> Features:
    """Return what a text is compared by."""
    pieces = _TOKEN.findall(body[:MAX_CHARS])
    folded = "\n".join(pieces).lower().split("\n") if pieces else []
    words = [word for word in folded if word not in _ENDS]
    masked = [_FIGURE if word in _DATES or word[0].isdigit() else word for word in words]
    figures: dict[tuple[str, ...], set[str]] = {}
    names: dict[tuple[str, ...], set[str]] = {}
    padded = ["", "", *masked, ""]
    at, is_inside = 0, False
    for piece in pieces:
        if piece in _ENDS:
            is_inside = False
            continue
        if masked[at] == _FIGURE:
            frame = padded[at], padded[at + 1], padded[at + 3]
            figures.setdefault(frame, set()).add(words[at])
        elif is_inside and piece[0].isupper():
            frame = padded[at], padded[at + 1], padded[at + 3]
            names.setdefault(frame, set()).add(words[at])
        is_inside = True
        at += 1
    long = {word for word in words if len(word) > RUN}
    return Features(len(words), long, figures, names)


def likeness(one: Features, other: Features) -> Likeness:
    """Return how far two texts say the same."""
    fewer = min(len(one.words), len(other.words))
    other_figures = _differing(one.figures, other.figures)
    return Likeness(
        words=len(one.words & other.words) / max(fewer, 1),
        figures=_part(other_figures, len(one.figures.keys() & other.figures.keys())),
        names=_part(_differing(one.names, other.names), len(one.names.keys() & other.names.keys())),
        other_figures=other_figures,
        is_as_long=abs(one.length - other.length) * _CENT <= max(one.length, other.length) * 2,
    )


def _differing(
    one: Mapping[tuple[str, ...], AbstractSet[str]],
    other: Mapping[tuple[str, ...], AbstractSet[str]],
) -> int:
    """Return how many of what stands between the same words are not the same."""
    return sum(one[frame].isdisjoint(other[frame]) for frame in one.keys() & other.keys())


def _part(differing: int, common: int) -> float:
    return differing / (common + _DOUBT)
