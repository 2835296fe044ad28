"""One segment file, written and read: postings, positions, terms and columns as arrays.

Batches of lists are written in the order of the entries; of every root with more than
one form the merged list is made here, as all of its forms are in one batch.

Nothing is decoded when a segment is opened; arrays are views of the mapped file, and
what has to be computed (document numbers, merged positions) is kept in a cache of
bounded size. The arrays of the file are drawn in `index.segments.format`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import proxy

import numpy as np

from index.caching import ByteCache
from index.errors import IndexBrokenError
from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.columns import Column, Ids
from index.segments.doc_numbers import DocNumberWriter, read_docs
from index.segments.format import COLUMNS, MAX_DOCUMENTS, NARROW_POSITIONS, WORD_FIELDS
from index.segments.postings import (
    IS_CAPPED,
    MAX_JOINED,
    Postings,
    count_positions,
    find_in,
    sum_codes,
    union,
    union_positions,
)
from index.segments.texts import SortedTexts, smallest, write_texts
from index.segments.vocabulary import write_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.segments.columns import Documents
    from index.segments.inversion import PostingBatch
    from index.segments.postings import Positions

# Decoded lists kept for all segments of an index together.
CACHE_BYTES = 64 << 20
# What a cached look-up takes, a cached list, each document of it, and each position where
# several lists were joined.
_KEY_BYTES = 300
_LIST_BYTES = 600
_DOC_BYTES = 13
_POSITION_BYTES = 4
# Documents of a list for each deleted one, from which on those are looked up in it.
_FEW_DEAD = 16


def write_segment(
    path: Path,
    documents: Documents,
    positions: int,
    fields: Iterable[tuple[Sequence[str], Iterable[PostingBatch]]],
) -> None:
    """Write a segment file, which appears under its name when this returns.

    Args:
        path: Where to.
        documents: Everything beside the words.
        positions: All positions are below.
        fields: The keys of the text's entries, as `index.segments.vocabulary` has them, and
            their lists; then the words and lists of each of `WORD_FIELDS`.
    """
    count = len(documents.ids)
    if count > MAX_DOCUMENTS:
        raise ValueError(f"{count} documents do not fit in one segment")
    file = ArrayFileWriter(path)
    try:
        lists = _ListWriter(file, count, positions)
        bases: dict[str, int] = {}
        base = 0
        for name, (words, batches) in zip(("text", *WORD_FIELDS), fields, strict=True):
            for batch in batches:
                lists.add(batch)
            if name == "text":
                write_vocabulary(file, words)
            else:
                write_texts(file, name, words)
            bases[name] = base
            base += len(words)
        documents.write(file)
        lists.finish({"documents": count, "bases": bases})
    except BaseException:
        file.abandon()
        raise


class _ListWriter:
    """Writes the lists of all entries, batch by batch."""

    def __init__(self, file: ArrayFileWriter, documents: int, positions: int) -> None:
        self.file = file
        self._posts: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]
        self._spots: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]
        self._root_posts: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]
        self._capped: list[NDArray[np.int64]] = []
        self._capped_counts: list[NDArray[np.int64]] = []
        self._codes = self.file.stream("post.codes", np.uint8)
        self._positions = self.file.stream(
            "spots", np.uint16 if positions <= NARROW_POSITIONS else np.uint32
        )
        self._root_codes = self.file.stream("root.codes", np.uint8)
        self._docs = DocNumberWriter(self.file, "post", documents)
        self._root_docs = DocNumberWriter(self.file, "root", documents)

    def add(self, batch: PostingBatch) -> None:
        """Add the lists of the next entries."""
        posts = self._posts[-1][-1] + np.cumsum(batch.doc_counts)
        capped = np.flatnonzero(IS_CAPPED[batch.codes])
        self._capped.append(capped + self._posts[-1][-1])
        self._capped_counts.append(batch.counts[capped])
        ends = np.concatenate(([0], np.cumsum(batch.counts)))
        spots = self._spots[-1][-1] + ends[posts - self._posts[-1][-1]]
        self._docs.add(batch.doc_counts, batch.docs)
        self._codes.append(batch.codes)
        self._positions.append(batch.positions)
        if batch.groups is not None:
            self._add_roots(batch, batch.groups)
        if len(posts):
            self._posts.append(posts)
            self._spots.append(spots)

    def finish(self, meta: dict[str, Any]) -> None:
        """Write what is left and name the file."""
        self.file.add("entry.posts", smallest(np.concatenate(self._posts)))
        self.file.add("entry.spots", smallest(np.concatenate(self._spots)))
        self.file.add("root.posts", smallest(np.concatenate(self._root_posts)))
        empty = np.zeros(0, np.int64)
        self.file.add("capped.posts", np.concatenate([empty, *self._capped]))
        counts = np.concatenate([empty, *self._capped_counts])
        self.file.add("capped.counts", counts.astype(np.uint32))
        self._docs.finish()
        self._root_docs.finish()
        self.file.finish(meta)

    def _add_roots(self, batch: PostingBatch, groups: NDArray[np.int64]) -> None:
        group_of_entry = np.repeat(np.arange(len(groups)), groups)
        many = (groups > 1)[group_of_entry]
        chosen = np.repeat(many, batch.doc_counts)
        group_of_posting = np.repeat(group_of_entry[many], batch.doc_counts[many])
        keys = group_of_posting.astype(np.uint64) << np.uint64(32)
        keys |= batch.docs[chosen].astype(np.uint64) << np.uint64(8)
        keys |= batch.codes[chosen]
        keys.sort()
        heads, codes = sum_codes(keys)
        counts = np.bincount((heads >> np.uint64(24)).astype(np.int64), minlength=len(groups))
        self._root_docs.add(counts, heads & np.uint64(MAX_DOCUMENTS - 1))
        self._root_codes.append(codes)
        self._root_posts.append(self._root_posts[-1][-1] + np.cumsum(counts))


class Lexicon(NamedTuple):
    """The terms of a field, side by side in ascending order.

    Attributes:
        letters: UTF-8.
        starts: Where each term starts among them, and the end.
        counts: Documents with each term, deleted ones included.
    """

    letters: NDArray[np.uint8]
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]


class Segment:
    """A segment, open for reading. Safe to share between threads.

    Attributes:
        file: All arrays as stored; for this package alone.
        doc_count: All documents, deleted ones included.
        live: False for deleted documents; None when nothing is deleted.
        rows: Archive row of each document.
        dates: Seconds since 1970 UTC of each document, `UNDATED` where there is none.
        guesses: The same, with a guess where a date is not known.
        title_lengths: Words of each title; text positions below it are in the title.
        body_lengths: Words of each body.
        id_table: The article id of each document.
    """

    def __init__(
        self, path: Path, live: NDArray[np.bool_] | None = None, cache_bytes: int = CACHE_BYTES
    ) -> None:
        self.path = path
        self.live = live
        self._dead = np.zeros(0, np.intp) if live is None else np.flatnonzero(~live)
        # What it keeps must not hold the segment, or its file stays mapped until the collector
        # of cycles comes by.
        self._proxy: Segment = proxy(self)
        self.file = file = ArrayFile(path)
        self.doc_count: int = file.meta["documents"]
        self.rows: NDArray[np.int64] = file["rows"]
        self.dates: NDArray[np.int64] = file["dates"]
        guesses: NDArray[np.int64] = file["guesses"]
        self.guesses = guesses if len(guesses) else self.dates
        self.title_lengths = file["title.lengths"]
        self.body_lengths = file["body.lengths"]
        self.id_table = Ids(file)
        self._bases: dict[str, int] = file.meta["bases"]
        self._keys: ByteCache[tuple[str, str], int] = ByteCache(cache_bytes // 16)
        self._lists: ByteCache[int, Postings] = ByteCache(cache_bytes)
        self._posts = file["entry.posts"].data
        self._spots = file["entry.spots"].data
        self._texts = {name: SortedTexts(file, name) for name in ("exact", "root", *WORD_FIELDS)}
        self._exact_first = file["exact.first"].data
        self._exact_entries = file["exact.entries"].data
        self._root_first = file["root.first"].data
        self._root_posts = file["root.posts"].data

    # Documents

    def id(self, doc: int) -> str:
        """Return the article id of one document."""
        return self.id_table[doc]

    def ids(self, docs: NDArray[Any] | Sequence[int]) -> list[str]:
        """Return the article ids of ``docs``."""
        return self.id_table.pick(docs.tolist() if isinstance(docs, np.ndarray) else docs)

    def find(self, id: str) -> int:  # noqa: A002 - the field's own name
        """Return the document with this id, -1 when absent.

        Of several, the one that is not deleted; deleted when there is no other.
        """
        found = self.id_table.find_all(id)
        if self.live is not None and len(found) > 1:
            found.sort(key=self.live.__getitem__)
        return found[-1] if found else -1

    def column(self, name: str) -> Column:
        """Return the values of each document for one of `COLUMNS`; read anew each time."""
        if name not in COLUMNS:
            raise KeyError(name)
        return Column.read(self.file, name)

    def lengths(self, field: str) -> NDArray[np.int64]:
        """Return the words of each document in ``field``; of the text, by position."""
        if field in {"text", "root"}:
            return np.asarray(self.title_lengths.astype(np.int64) + self.body_lengths)
        first = self._bases[field]
        last = first + len(self._texts[field])
        docs = read_docs(self.file, "post", first, last)
        counts = count_positions(self.file, self._posts[first], self._posts[last])
        return np.bincount(docs, counts, minlength=self.doc_count).astype(np.int64)

    @property
    def is_cut(self) -> bool:
        """Tell whether the file has been cut short since it was opened."""
        return self.file.is_cut

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
        found = self.list_of(entry)
        return len(found) - len(self.dead_places(found))

    def dead_places(self, postings: Postings) -> NDArray[np.intp]:
        """Return where in a list deleted documents are."""
        docs = postings.docs
        if self.live is None or not len(docs):
            return np.zeros(0, np.intp)
        if len(self._dead) * _FEW_DEAD > len(docs):
            return np.flatnonzero(~self.live.take(docs))
        at, is_there = find_in(docs, self._dead)
        return at[is_there]

    def live_count(self, field: str, text: str) -> int:
        """Return in how many documents ``text`` is, deleted ones left out."""
        count = self.count(field, text)
        if self.live is None or not count:
            return count
        found = self.postings(field, text)
        return 0 if found is None else count - len(self.dead_places(found))

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
        if number < 0:
            return 0
        if field == "root":
            first, last = self._root_first[number], self._root_first[number + 1]
            if last - first == 1:
                return int(self._posts[last] - self._posts[first])
            return int(self._root_posts[number + 1] - self._root_posts[number])
        return int(self._doc_counts(field, number, number + 1)[0])

    def count_occurrences(self, field: str, text: str) -> int:
        """Return how often ``text`` is in the segment, without reading where."""
        texts = self._sorted(field)
        number = -1 if texts is None else texts.find(text)
        if number < 0:
            return 0
        entries: Iterable[int]
        if field == "text":
            entries = self._exact_entries[
                self._exact_first[number] : self._exact_first[number + 1]
            ].tolist()
        elif field == "root":
            entries = range(self._root_first[number], self._root_first[number + 1])
        else:
            entries = (self._bases[field] + number,)
        return sum(int(self._spots[entry + 1] - self._spots[entry]) for entry in entries)

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

    def lexicon(self, field: str) -> Lexicon:
        """Return all terms of ``text`` or another field of words at once."""
        name = "exact" if field == "text" else field
        counts = self._doc_counts(field, 0, len(self._texts[name]))
        starts = self.file[f"{name}.starts"].astype(np.int64)
        return Lexicon(self.file[f"{name}.bytes"], starts, counts)

    def first_entry(self, field: str) -> int:
        """Return the first entry of ``text`` or another field of words."""
        return self._bases[field]

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
        return self.list_of(self._bases[field] + number)

    def _exact(self, number: int) -> Postings:
        first, last = self._exact_first[number], self._exact_first[number + 1]
        entries = self._exact_entries[first:last].tolist()
        if len(entries) == 1:
            return self.list_of(entries[0])
        key = -1 - number
        found = self._lists.get(key)
        if found is None:
            lists = [self.list_of(entry) for entry in entries]
            docs, codes = union(lists)
            found = self._join(docs, codes, key, entries)
        return found

    def _root(self, number: int) -> Postings:
        first, last = self._root_first[number], self._root_first[number + 1]
        if last - first == 1:
            return self.list_of(first)
        key = len(self._posts) + number
        found = self._lists.get(key)
        if found is None:
            start, end = self._root_posts[number], self._root_posts[number + 1]
            docs = read_docs(self.file, "root", number, number + 1)
            codes = self.file.part("root.codes", start, end)
            found = self._join(docs, codes, key, range(first, last))
        return found

    def _join(
        self, docs: NDArray[np.int32], codes: NDArray[np.uint8], key: int, entries: Sequence[int]
    ) -> Postings:
        """Return the union of some entries, whose documents and codes are known."""
        count = sum(int(self._spots[entry + 1] - self._spots[entry]) for entry in entries)
        segment = self._proxy

        def parts() -> list[Postings]:
            return [segment.list_of(entry) for entry in entries]

        def read() -> Positions:
            return union_positions(docs, parts())

        # Joined positions are kept with the list, once they are read.
        joined = count if count <= MAX_JOINED else 0
        return self._keep(Postings(docs, codes, key, count, parts, read), joined)

    def _keep(self, postings: Postings, joined: int = 0) -> Postings:
        size = _LIST_BYTES + _DOC_BYTES * len(postings) + _POSITION_BYTES * joined
        self._lists.put(postings.key, postings, size)
        return postings

    def list_of(self, entry: int) -> Postings:
        """Return the list of one entry."""
        found = self._lists.get(entry)
        if found is None:
            start, end = self._posts[entry], self._posts[entry + 1]
            docs = read_docs(self.file, "post", entry, entry + 1)
            codes = self.file.part("post.codes", start, end)
            count = int(self._spots[entry + 1] - self._spots[entry])
            segment = self._proxy

            def read() -> Positions:
                return segment.positions_of(entry)

            found = self._keep(Postings(docs, codes, entry, count, None, read))
        return found

    def positions_of(self, entry: int) -> Positions:
        """Read where an entry occurs."""
        counts = count_positions(self.file, self._posts[entry], self._posts[entry + 1])
        offsets = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=offsets[1:])
        positions = self.file.part("spots", self._spots[entry], self._spots[entry + 1])
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
