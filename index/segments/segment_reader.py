"""One segment, read: postings, positions, terms and columns as arrays.

Nothing is decoded when a segment is opened; arrays are views of the mapped file, and
what has to be computed (document numbers, merged positions) is kept in a cache of
bounded size. The arrays of the file are drawn in `index.segments.format`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import IndexBrokenError
from index.segments.cache import ByteCache
from index.segments.doc_numbers import read_docs
from index.segments.format import WORD_FIELDS
from index.segments.postings import Postings, count_positions, union, union_positions
from index.segments.segment_documents import SegmentDocuments
from index.segments.texts import SortedTexts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.segments.postings import Positions

# Decoded lists kept for all segments of an index together.
CACHE_BYTES = 64 << 20
# What a cached look-up takes, a cached list, and each document of it with its positions.
_KEY_BYTES = 300
_LIST_BYTES = 600
_DOC_BYTES = 12


class SegmentArrays(SegmentDocuments):
    """A segment, open for reading. Safe to share between threads."""

    def __init__(
        self, path: Path, live: NDArray[np.bool_] | None = None, cache_bytes: int = CACHE_BYTES
    ) -> None:
        super().__init__(path, live)
        file = self.file
        self._bases: dict[str, int] = file.meta["bases"]
        self._keys: ByteCache[tuple[str, str], int] = ByteCache(cache_bytes // 16)
        self._lists: ByteCache[int, Postings] = ByteCache(cache_bytes)
        self._posts = file["entry.posts"].data
        self._spots = file["entry.spots"].data
        self._codes = file["post.codes"]
        self._positions = file["spots"]
        self._texts = {name: SortedTexts(file, name) for name in ("exact", "root", *WORD_FIELDS)}
        self._exact_first = file["exact.first"].data
        self._exact_entries = file["exact.entries"].data
        self._root_first = file["root.first"].data
        self._root_posts = file["root.posts"].data

    # Terms

    def postings(self, field: str, text: str) -> Postings | None:
        """Return where ``text`` occurs in ``field``, None when it does not."""
        key = self._keys.get((field, text))
        found = None if key is None else self._lists.get(key)
        if found is None:
            found = self._look_up(field, text)
            if found is not None and key is None:
                self._keys.put((field, text), found.key, _KEY_BYTES)
        return found

    def forms(self, root: str) -> list[tuple[str, int]]:
        """Return the written forms of ``root`` with their live document counts, by form."""
        number = self._texts["root"].find(root)
        if number < 0:
            return []
        exact, posts = self.file["entry.exact"], self._posts
        return [
            (self._texts["exact"][int(exact[entry])], self._live_count(entry, posts))
            for entry in range(self._root_first[number], self._root_first[number + 1])
        ]

    def _live_count(self, entry: int, posts: Any) -> int:
        if self.live is None:
            return int(posts[entry + 1] - posts[entry])
        return int(self.live[self._entry(entry).docs].sum())

    def expand(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the ``limit`` most frequent terms that start with ``prefix``, with counts.

        Most frequent first, ties in alphabetical order.
        """
        texts = self._sorted(field)
        if texts is None:
            return []
        first, last = texts.starting(prefix)
        counts = self._doc_counts(field, first, last)
        some = np.arange(len(counts))
        if len(counts) > limit > 0:
            some = np.flatnonzero(counts >= -np.partition(-counts, limit - 1)[limit - 1])
        best = some[np.argsort(-counts[some], kind="stable")[:limit]]
        return [(texts[first + at], int(counts[at])) for at in best.tolist()]

    def count(self, field: str, text: str) -> int:
        """Return in how many documents of the segment ``text`` is, deleted ones included."""
        texts = self._sorted(field)
        number = -1 if texts is None else texts.find(text)
        return 0 if number < 0 else int(self._doc_counts(field, number, number + 1)[0])

    def terms(self, field: str) -> Iterator[tuple[str, int]]:
        """Yield every term of ``field`` with its document count, in ascending order."""
        return self.terms_from(field, "")

    def terms_from(self, field: str, text: str) -> Iterator[tuple[str, int]]:
        """Yield the terms of ``field`` not below ``text``."""
        texts = self._sorted(field)
        if texts is None:
            return
        start = texts.first_from(text.encode("utf-8", "surrogatepass"))
        for first in range(start, len(texts), 4096):
            last = min(first + 4096, len(texts))
            counts = self._doc_counts(field, first, last).tolist()
            yield from zip(texts.slice(first, last), counts, strict=True)

    def first_entry(self, field: str) -> int:
        """Return the first entry of ``text`` or another field of words."""
        return 0 if field == "text" else self._bases[field]

    def close(self) -> None:
        """Forget what was decoded; the file is unmapped with the last array in use."""
        self._keys.clear()
        self._lists.clear()

    # Inside

    def _sorted(self, field: str) -> SortedTexts | None:
        return self._texts.get("exact" if field == "text" else field)

    def _look_up(self, field: str, text: str) -> Postings | None:
        texts = self._sorted(field)
        number = -1 if texts is None else texts.find(text)
        if number < 0:
            return None
        if field == "text":
            return self._exact(number)
        if field == "root":
            return self._root(number)
        return self._entry(self._bases[field] + number)

    def _exact(self, number: int) -> Postings:
        first, last = self._exact_first[number], self._exact_first[number + 1]
        entries = self._exact_entries[first:last].tolist()
        if len(entries) == 1:
            return self._entry(entries[0])
        key = -1 - number
        found = self._lists.get(key)
        if found is None:
            lists = [self._entry(entry) for entry in entries]
            docs, codes = union(lists)
            found = self._keep(Postings(docs, codes, key, partial(self._read_union, docs, entries)))
        return found

    def _root(self, number: int) -> Postings:
        first, last = self._root_first[number], self._root_first[number + 1]
        if last - first == 1:
            return self._entry(first)
        key = len(self._posts) + number
        found = self._lists.get(key)
        if found is None:
            start, end = self._root_posts[number], self._root_posts[number + 1]
            docs = read_docs(self.file, "root", number, number + 1)
            codes = self.file["root.codes"][start:end]
            read = partial(self._read_union, docs, range(first, last))
            found = self._keep(Postings(docs, codes, key, read))
        return found

    def _keep(self, postings: Postings) -> Postings:
        self._lists.put(postings.key, postings, _LIST_BYTES + _DOC_BYTES * len(postings))
        return postings

    def _read_union(self, docs: NDArray[np.int32], entries: Sequence[int]) -> Positions:
        return union_positions(docs, [self._entry(entry) for entry in entries])

    def _entry(self, entry: int) -> Postings:
        found = self._lists.get(entry)
        if found is None:
            start, end = self._posts[entry], self._posts[entry + 1]
            docs = read_docs(self.file, "post", entry, entry + 1)
            codes = self._codes[start:end]
            found = self._keep(Postings(docs, codes, entry, partial(self._read_entry, entry)))
        return found

    def _read_entry(self, entry: int) -> Positions:
        counts = count_positions(self.file, self._posts[entry], self._posts[entry + 1])
        offsets = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=offsets[1:])
        positions = self._positions[self._spots[entry] : self._spots[entry + 1]]
        if len(positions) != offsets[-1]:
            raise IndexBrokenError(self.path.parent, f"{self.path.name} is damaged")
        return offsets, positions

    def _doc_counts(self, field: str, first: int, last: int) -> NDArray[np.int64]:
        if field not in {"text", "root"}:
            base = self._bases[field]
            return _gaps(self.file["entry.posts"][base + first : base + last + 1])
        posts = self.file["entry.posts"]
        if field == "root":
            single = _gaps(posts[self.file["root.first"][first : last + 1]])
            merged = _gaps(self.file["root.posts"][first : last + 1])
            merged[merged == 0] = single[merged == 0]
            return merged
        starts = self.file["exact.first"][first : last + 1]
        entries = self.file["exact.entries"][starts[:-1]]
        counts: NDArray[np.int64] = posts[entries + 1].astype(np.int64) - posts[entries]
        for at in np.flatnonzero(_gaps(starts) > 1).tolist():
            counts[at] = len(self._exact(first + at))
        return counts


def _gaps(bounds: NDArray[Any]) -> NDArray[np.int64]:
    wide = bounds.astype(np.int64)
    gaps: NDArray[np.int64] = wide[1:] - wide[:-1]
    return gaps
