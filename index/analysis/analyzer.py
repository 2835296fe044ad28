"""Text to words: the one analyzer, used to index and to query.

    "Anak-anak membaca e-commerce."

    position   exact       root
    0          anak-anak   anak
    1          membaca     baca
    2          ecommerce   ecommerce
    2          e           e              (its parts)
    2          commerce    commerce

    "(26/8)" is 26 8 and, at the same positions, 26 agustus.

Text is cut into chunks by one expression, and some with a space between them are one; each
distinct chunk is folded, taken apart and stemmed once, then served from a bounded cache.
Words that are folded differently when indexed and when asked for can never match, so nothing
outside this module and its parts, `index.analysis.folding`, `index.analysis.joining` and
`index.analysis.chunk`, cuts, folds or stems text.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import compress, count, islice
from typing import TYPE_CHECKING, NamedTuple

from index.analysis.chunk import MAX_CHUNK_CHARS, MAX_WORD_CHARS, Chunk, Word, take_apart
from index.analysis.folding import CHUNK, fold
from index.analysis.joining import chunk_spans, joined_spans, open_compounds, parted
from index.analysis.joining import chunks as chunks_of
from index.caching import Memo
from index.stemming.stemmer import Stemmer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Raise whenever the same text would give other words: indexes of another version are rebuilt.
#   1  the first one
#   2  (26/8) is 26 agustus, too
#   3  anak anak is anak-anak, e KTP is ektp, P.T. is pt
ANALYZER_VERSION = 3

# Chunks kept, of which news has about 17 new ones in 1,000 words, and what one takes.
CHUNK_CACHE_BYTES = 64 << 20
_CHUNK_BYTES = 500
# The one word of each, kept beside them twice.
WORD_CACHE_BYTES = 16 << 20
_WORD_BYTES = 120

# Stands for a chunk that is not one word.
SEVERAL = ""
_SEVERAL = Word(SEVERAL, SEVERAL)


class Token(NamedTuple):
    """One word and where in the text it stands.

    Positions count words from 0; ``start`` and ``end`` count characters of the text as
    given, end exclusive. The words of one chunk share its ``start`` and ``end``.
    """

    exact: str
    root: str
    position: int
    start: int
    end: int


class Layout(NamedTuple):
    """The words of a text by position, as lists: what `Analyzer.analyze` yields, sooner.

    Attributes:
        exacts, roots: Of the one word of a chunk, or of each of its words.
        starts, ends: Of the chunk that each stands in.
        others: What else stands there: another spelling of a chunk, its parts.
    """

    exacts: list[str]
    roots: list[str]
    starts: list[int]
    ends: list[int]
    others: list[Token]


class Analyzer:
    """Cuts, folds and stems text. Safe to share between threads.

    Attributes:
        stemmer: Finds roots; holds the names that must not be stemmed.
        chunks: From a chunk as written to its `Chunk`; computes what it misses.
        roots: From a chunk as written to the root of its one word, `SEVERAL` if it holds
            other than one.
        exacts: The same for the written form.
    """

    def __init__(self, stemmer: Stemmer | None = None) -> None:
        self.stemmer = stemmer or Stemmer()
        self.chunks = Memo(
            lambda raw: take_apart(raw, self.stemmer),
            CHUNK_CACHE_BYTES,
            _CHUNK_BYTES,
            MAX_WORD_CHARS,
        )
        self.roots = self._words(lambda raw: _only(self.chunks[raw]).root)
        self.exacts = self._words(lambda raw: _only(self.chunks[raw]).exact)
        listed = blake2b(repr((parted(), open_compounds())).encode(), digest_size=4).hexdigest()
        self.fingerprint = f"{ANALYZER_VERSION}-{listed}-{self.stemmer.fingerprint}"

    def _words(self, compute: Callable[[str], str]) -> Memo[str]:
        return Memo(compute, WORD_CACHE_BYTES, _WORD_BYTES, MAX_WORD_CHARS)

    def analyze(self, text: str) -> Iterator[Token]:
        """Yield the words of ``text`` in reading order."""
        position = 0
        chunks = self.chunks
        for start, end in chunk_spans(text):
            chunk = chunks[text[start:end]]
            if (word := chunk.only) is not None:  # nearly all are
                yield Token(*word, position, start, end)
            else:
                for offset, (exact, root) in chunk.places:
                    yield Token(exact, root, position + offset, start, end)
            position += len(chunk.words)

    def lay_out(self, text: str) -> Layout:
        """Return the words of ``text`` by position; in time that its plain chunks hardly take."""
        spans = list(chunk_spans(text))
        raws = [text[start:end] for start, end in spans]
        exacts = list(map(self.exacts.__getitem__, raws))
        roots = list(map(self.roots.__getitem__, raws))
        starts, ends = map(list, zip(*spans, strict=True)) if spans else ([], [])
        several = [*compress(count(), map(SEVERAL.__eq__, exacts))]
        if not several:
            return Layout(exacts, roots, starts, ends, [])
        found = Layout([], [], [], [], [])
        done = 0
        for at in (*several, len(raws)):
            found.exacts.extend(exacts[done:at])
            found.roots.extend(roots[done:at])
            found.starts.extend(starts[done:at])
            found.ends.extend(ends[done:at])
            if at < len(raws):
                _lay_chunk(found, self.chunks[raws[at]], *spans[at])
            done = at + 1
        return found

    def split(self, text: str) -> list[Chunk]:
        """Return the chunks of ``text`` that hold words."""
        return [chunk for raw in chunks_of(text) if (chunk := self.chunks[raw]).words]

    def words(self, text: str) -> list[Word]:
        """Return the words of ``text`` by position, without other spellings."""
        chunks = self.chunks
        return [word for raw in chunks_of(text) for word in chunks[raw].words]

    def joined(self, text: str) -> list[tuple[tuple[int, int], Chunk]]:
        """Return where several chunks of ``text`` are one, and what that is."""
        return [(span, self.chunks[text[slice(*span)]]) for span in joined_spans(text)]


def has_words(text: str) -> bool:
    """Tell whether ``text`` holds anything that can be searched for."""
    return text.isalnum() or any(
        map(str.isalnum, "".join(fold(raw[:MAX_CHUNK_CHARS]) for raw in CHUNK.findall(text)))
    )


def _lay_chunk(found: Layout, chunk: Chunk, start: int, end: int) -> None:
    """Add a chunk that is not one word alone."""
    first = len(found.exacts)
    for exact, root in chunk.words:
        found.exacts.append(exact)
        found.roots.append(root)
        found.starts.append(start)
        found.ends.append(end)
    # Of the words at each place, the first are those above.
    for offset, word in islice(chunk.places, len(chunk.words), None):
        found.others.append(Token(*word, first + offset, start, end))


def _only(chunk: Chunk) -> Word:
    return chunk.only or _SEVERAL
