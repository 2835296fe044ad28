"""Several segments into one, without deleted documents: when, and how.

    100k  100  100  20     ->     100k  220        small ones go together at once
    100k   90k  80k        ->     as they are      large ones only when there are too many

Sizes grow by `RATIO` from one segment to the next larger, so that a document is copied
a few times in its life; nothing depends on when a reader looks.

    segments     [a b c] [d e]     ->     [a c d e]        documents keep their order
    entries      united and sorted; those left without documents disappear

Entries of one segment keep their order in the result, so the lists of a range of
result entries are one slice of each segment: the slices are put side by side by
computing where every list goes, about a million positions at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import IndexBrokenError
from index.segments.columns import Column, Documents
from index.segments.doc_numbers import read_docs
from index.segments.format import COLUMNS, WORD_FIELDS
from index.segments.inversion import PostingBatch, cut_groups
from index.segments.postings import count_positions
from index.segments.segment import write_segment
from index.segments.texts import Texts
from index.segments.vocabulary import first_of_roots, read_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.segments.segment import Segment

MAX_SEGMENTS = 8
RATIO = 4
# Merging so many documents takes about a fifth of a second.
CHEAP_DOCUMENTS = 16_000
# A segment is written anew when so much of it is deleted.
MAX_DELETED = 0.3


def choose_merge(live_counts: Sequence[int]) -> list[int]:
    """Return the segments to merge, by number in the order given; empty for none."""
    order = sorted(range(len(live_counts)), key=lambda at: (live_counts[at], at))
    total = taken = 0
    for count, at in enumerate(order, 1):
        size = live_counts[at]
        is_crowded = len(order) - count >= MAX_SEGMENTS - 1
        is_cheap = total + size <= CHEAP_DOCUMENTS
        if is_crowded or (is_cheap and size <= RATIO * total):
            taken = count
        total += size
    return sorted(order[:taken]) if taken > 1 else []


def is_worn(live: int, documents: int) -> bool:
    """Tell whether so much of a segment is deleted that it is worth writing anew."""
    return documents - live > MAX_DELETED * documents


def merge_segments(
    segments: Sequence[Segment], lives: Sequence[NDArray[np.bool_]], path: Path
) -> int:
    """Write the live documents of ``segments`` as one; return how many there are."""
    documents = _join_documents(segments, lives)
    is_wide = any(segment.file["spots"].itemsize > 2 for segment in segments)
    lists = _unite_all(segments, _open(segments, lives))
    write_segment(path, documents, 1 << (32 if is_wide else 16), lists)
    return len(documents.ids)


def _unite_all(
    segments: Sequence[Segment], parts: list[_Part]
) -> Iterator[tuple[list[str], Iterator[PostingBatch]]]:
    """Yield the words of each field and their lists; to be read in turn."""
    keys = _unite(parts, [read_keys(segment.file) for segment in segments], "text")
    yield keys, _join(parts, first_of_roots(keys), is_text=True)
    for name in WORD_FIELDS:
        words = _unite(parts, [list(Texts(segment.file, name)) for segment in segments], name)
        yield words, _join(parts, np.arange(len(words) + 1), is_text=False)


def _join_documents(segments: Sequence[Segment], lives: Sequence[NDArray[np.bool_]]) -> Documents:
    """Return the live documents of ``segments``, one after the other."""
    pairs = list(zip(segments, lives, strict=True))
    return Documents(
        ids=[id_ for segment, live in pairs for id_ in segment.ids(np.flatnonzero(live))],
        rows=np.concatenate([segment.rows[live] for segment, live in pairs]),
        dates=np.concatenate([segment.dates[live] for segment, live in pairs]),
        guesses=np.concatenate([segment.guesses[live] for segment, live in pairs]),
        title_lengths=np.concatenate([segment.title_lengths[live] for segment, live in pairs]),
        body_lengths=np.concatenate([segment.body_lengths[live] for segment, live in pairs]),
        columns={
            name: Column.join([segment.column(name) for segment in segments], lives)
            for name in COLUMNS
        },
    )


@dataclass(slots=True)
class _Part:
    """The lists of one field of one segment.

    Attributes:
        renumbered: Result document of each document, -1 when deleted.
        first: The field's first entry in the segment.
        posts, spots: Where the lists of the field's entries start, and the end.
        entries: Result entry of each entry, ascending.
    """

    segment: Segment
    has_deleted: bool
    renumbered: NDArray[np.int32]
    first: int
    posts: NDArray[np.int64]
    spots: NDArray[np.int64]
    entries: NDArray[np.int64]

    def live_counts(self) -> NDArray[np.int64]:
        """Return how many documents every entry is left with."""
        if not self.has_deleted:
            return self.posts[1:] - self.posts[:-1]
        counts = []
        for first, last in cut_groups(self.posts):
            entries = self.first + np.array([first, last])
            docs = read_docs(self.segment.file, "post", *entries.tolist())
            ends = np.append(0, np.cumsum(self.renumbered[docs] >= 0))
            own: NDArray[np.int64] = ends[self.posts[first : last + 1] - self.posts[first]]
            counts.append(own[1:] - own[:-1])
        return np.concatenate([np.zeros(0, np.int64), *counts])


def _open(segments: Sequence[Segment], lives: Sequence[NDArray[np.bool_]]) -> list[_Part]:
    parts = []
    base = 0
    empty = np.zeros(0, np.int64)
    for segment, live in zip(segments, lives, strict=True):
        renumbered = np.where(live, np.cumsum(live) - 1 + base, -1).astype(np.int32)
        base += int(np.count_nonzero(live))
        parts.append(_Part(segment, not live.all(), renumbered, 0, empty, empty, empty))
    return parts


def _unite(parts: Sequence[_Part], lists: Sequence[list[str]], field: str) -> list[str]:
    """Set every part to one field; return its texts that are left, sorted."""
    kept = []
    for part, texts in zip(parts, lists, strict=True):
        part.first = part.segment.first_entry(field)
        bounds = slice(part.first, part.first + len(texts) + 1)
        part.posts = part.segment.file["entry.posts"][bounds].astype(np.int64)
        part.spots = part.segment.file["entry.spots"][bounds].astype(np.int64)
        counts = part.live_counts().tolist()
        kept.append([text for text, count in zip(texts, counts, strict=True) if count])
    united = sorted(set(chain.from_iterable(kept)))
    number_of = {text: number for number, text in enumerate(united)}
    for part, texts in zip(parts, lists, strict=True):
        numbers = np.fromiter(map(number_of.get, texts, repeat(-1)), np.int64, len(texts))
        # Entries without documents go along with a neighbour: nothing of them is copied.
        part.entries = np.maximum(np.maximum.accumulate(numbers), 0)
    return united


def _join(
    parts: Sequence[_Part], firsts: NDArray[np.int64], *, is_text: bool
) -> Iterator[PostingBatch]:
    count = int(firsts[-1])
    bounds = [np.searchsorted(part.entries, np.arange(count + 1)) for part in parts]
    for part, bound in zip(parts, bounds, strict=True):
        bound[-1] = len(part.entries)
    sizes = [part.spots[bound] for part, bound in zip(parts, bounds, strict=True)]
    total = np.sum(sizes, axis=0)[firsts]
    for first, last in cut_groups(total):
        start, end = int(firsts[first]), int(firsts[last])
        slices = [
            _slice(part, int(bound[start]), int(bound[end]), range(start, end))
            for part, bound in zip(parts, bounds, strict=True)
        ]
        groups = np.diff(firsts[first : last + 1]) if is_text else None
        yield _side_by_side(slices, groups)


@dataclass(frozen=True, slots=True)
class _Slice:
    """What one part has of a range of result entries.

    Attributes:
        doc_counts, spot_counts: Postings and positions of each result entry.
    """

    docs: NDArray[np.int32]
    codes: NDArray[np.uint8]
    counts: NDArray[np.int64]
    positions: NDArray[Any]
    doc_counts: NDArray[np.int64]
    spot_counts: NDArray[np.int64]


def _slice(part: _Part, first: int, last: int, entries: range) -> _Slice:
    file = part.segment.file
    start, end = int(part.posts[first]), int(part.posts[last])
    docs = part.renumbered[read_docs(file, "post", part.first + first, part.first + last)]
    codes = file["post.codes"][start:end]
    counts = count_positions(file, start, end)
    positions = file["spots"][int(part.spots[first]) : int(part.spots[last])]
    if len(positions) != int(counts.sum()):
        raise IndexBrokenError(file.path.parent, f"{file.path.name} is damaged")
    entry = np.repeat(
        part.entries[first:last] - entries.start, np.diff(part.posts[first : last + 1])
    )
    if part.has_deleted:
        kept = docs >= 0
        positions = positions[np.repeat(kept, counts)]
        docs, codes, counts, entry = docs[kept], codes[kept], counts[kept], entry[kept]
    doc_counts = np.bincount(entry, minlength=len(entries))
    ends = np.append(0, np.cumsum(counts))[np.append(0, np.cumsum(doc_counts))]
    return _Slice(docs, codes, counts, positions, doc_counts, ends[1:] - ends[:-1])


def _side_by_side(slices: Sequence[_Slice], groups: NDArray[np.int64] | None) -> PostingBatch:
    doc_counts = np.sum([one.doc_counts for one in slices], axis=0)
    spot_counts = np.sum([one.spot_counts for one in slices], axis=0)
    docs = np.empty(int(doc_counts.sum()), np.int32)
    codes = np.empty(len(docs), np.uint8)
    counts = np.empty(len(docs), np.int64)
    positions = np.empty(int(spot_counts.sum()), np.uint32)
    post_starts = np.cumsum(doc_counts) - doc_counts
    spot_starts = np.cumsum(spot_counts) - spot_counts
    for one in slices:
        to = _places(post_starts, one.doc_counts)
        docs[to], codes[to], counts[to] = one.docs, one.codes, one.counts
        positions[_places(spot_starts, one.spot_counts)] = one.positions
        post_starts += one.doc_counts
        spot_starts += one.spot_counts
    return PostingBatch(doc_counts, docs, codes, counts, positions, groups)


def _places(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where the items of lists go that start at ``starts``, list after list."""
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(int(counts.sum()))
