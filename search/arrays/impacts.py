"""How much documents can score at most: what no first page can hold need not be scored.

    scores     2.3113   0   0.0703   0       3.9981
    impacts    296      0   9        0       512       in steps of 1/128, the next one above

The impacts of a word are kept once they are known: of a frequent word one for every document
of the index, of others one for each of its own. Added up over the words of a query they are
an upper bound of every score, too high by less than a step a word, and 0 exactly where
nothing matches. The documents that could be among the best are so few that scoring them
exactly costs next to nothing, and how many match is counted on the way.

Sources: Anh and Moffat, "Pruned query evaluation using pre-computed impacts" (SIGIR 2006);
maxima of blocks first, as Ding and Suel, "Faster top-k document retrieval using block-max
indexes" (SIGIR 2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.segments.postings import find_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from search.engine import Docs, Scores

    # uint16, or uint32 where sums are large.
    Steps = NDArray[Any]

# Steps in a score of one, so that sums of two dozen words fit in two bytes.
FINENESS = 128
# A word in more than one of so many documents has an impact for each document of the index.
FREQUENT = 32
# Of so many documents, each `BLOCK` are first looked at as one.
MANY = 1 << 14
BLOCK = 64
# Of more than one in so many blocks all documents are looked at, which is faster then.
_SOME_BLOCKS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Impacts:
    """Upper bounds of scores.

    Attributes:
        values: In steps, never 0 for a document that matches.
        docs: Whose they are, ascending; None for all documents of the index.
        top: None is higher.
        slack: Every score is less than so many steps lower.
    """

    values: Steps
    docs: Docs | None
    top: int
    slack: int = 1

    def of(self, docs: Docs) -> Impacts:
        """Return those of some ascending documents, 0 where nothing matches."""
        if docs is self.docs:
            return self
        if self.docs is None:
            return Impacts(self.values.take(docs), docs, self.top, self.slack)
        if not len(self.docs):
            return Impacts(np.zeros(len(docs), np.uint16), docs, 0, self.slack)
        at, is_there = find_in(self.docs, docs)
        values = self.values.take(at)
        values *= is_there
        return Impacts(values, docs, self.top, self.slack)


def rounded_up(docs: Docs, scores: Scores, size: int) -> Impacts:
    """Return the impacts of a word that scores so in ``docs``, of an index of so many."""
    steps = scores * FINENESS
    top = int(steps.max(initial=0.0)) + 1
    values: Steps = steps.astype(_kind(top))
    values += values.dtype.type(1)
    if len(docs) * FREQUENT <= size:
        return Impacts(values, docs, top)
    every = np.zeros(size, values.dtype)
    every[docs] = values
    return Impacts(every, None, top)


def unscored(docs: Docs) -> Impacts:
    """Return the impacts of what scores nothing."""
    return Impacts(np.ones(len(docs), np.uint16), docs, 1)


def added_up(parts: Iterable[tuple[Impacts, int]], docs: Docs | None, size: int) -> Impacts:
    """Return the sums of some impacts, each taken so many times.

    Args:
        parts: If ``docs`` are given, those of these documents.
        docs: None for all ``size`` documents.
        size: Of the index.
    """
    parts = list(parts)
    top = sum(times * part.top for part, times in parts)
    kind = _kind(top)
    columns: list[Steps] = []
    lists: list[tuple[Docs, Steps]] = []
    for part, times in parts:
        values = part.values if times == 1 else np.multiply(part.values, times, dtype=kind)
        if part.docs is None or docs is not None:
            columns.append(values)
        else:
            lists.append((part.docs, values))
    # Each pass over all documents costs what adding one frequent word does.
    if len(columns) > 1:
        total: Steps = np.add(columns[0], columns[1], dtype=kind)
    elif columns:
        total = columns[0].astype(kind)
    else:
        total = np.zeros(size if docs is None else len(docs), kind)
    for values in columns[2:]:
        total += values
    for some, values in lists:
        np.add.at(total, some, values)
    return Impacts(total, docs, top, sum(times * part.slack for part, times in parts))


def foremost(impacts: Impacts, count: int) -> Docs:
    """Return the documents that can be among the ``count`` best, ascending."""
    values = impacts.values
    tops = values if len(values) < MANY else _block_tops(values)
    some = values if len(tops) < 2 * count else tops
    reached = int(np.partition(some, -count)[-count]) if len(some) >= count else 0
    # So many score less than `slack` steps below what they reach; who cannot is not among them.
    least = max(reached - impacts.slack, 1)
    places = np.flatnonzero(values >= least) if tops is values else _in_blocks(values, tops, least)
    return places.astype(np.int32) if impacts.docs is None else impacts.docs.take(places)


def _block_tops(values: Steps) -> Steps:
    """Return the highest of each `BLOCK` values, block by block.

    The values of a block are as far from each other as there are blocks, which arrays do faster
    than neighbours; those at the end that fill no block are in none.
    """
    blocks = len(values) // BLOCK
    tops: Steps = values[: blocks * BLOCK].reshape(BLOCK, blocks).max(axis=0)
    return tops


def _in_blocks(values: Steps, tops: Steps, least: int) -> NDArray[np.intp]:
    """Return the ascending places of what is not below ``least``."""
    blocks = np.flatnonzero(tops >= least)
    if len(blocks) * _SOME_BLOCKS > len(tops):
        return np.flatnonzero(values >= least)
    whole = len(tops) * BLOCK
    some = values[:whole].reshape(BLOCK, len(tops)).take(blocks, axis=1)
    row, column = np.divmod(np.flatnonzero(some >= least), max(len(blocks), 1))
    places = row * len(tops) + blocks.take(column)  # in order: row by row
    return np.concatenate([places, whole + np.flatnonzero(values[whole:] >= least)])


def _kind(top: int) -> type[np.uint16 | np.uint32]:
    return np.uint16 if top < 1 << 16 else np.uint32
