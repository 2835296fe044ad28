"""Quotations instead of articles: those that answer, from the newest article to the oldest.

    articles     1 .. 10 | 11 .. 20 | ...     a page is what is quoted in so many of them
    speakers     1 .............. 100         counted in the first of them

An engine knows which articles have a quotation that answers; which one, and whose it is, is read
in their texts, as it was when they were indexed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from index.caching import ByteCache
from index.fields import QUOTE
from index.newstext.reading import read_quotes
from index.segments.format import QUOTE_START
from search.engine import Search
from search.passages.highlighting import Mark, cut
from search.passages.spoken import Listener, quoted_of
from search.query import And, Quoted, join
from search.results import NO_FILTERS, FacetValue, Filters, Fragment, Sort
from search.stored import read_stored
from search.work import SPEECH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.archive.reading import ArchiveReader
    from index.article import Article
    from index.newstext.quotes import Quotation
    from search.engine import Snapshot
    from search.passages.spoken import Heard
    from search.query import Query
    from search.work import Work

# Articles whose quotations are counted, by speaker and in all.
COUNTED_ARTICLES: Final = 100
# Speakers that are told.
MAX_SPEAKERS: Final = 12
# Quotations of one article that are shown.
MAX_OF_ARTICLE: Final = 20

# Quotations of texts that were read, and what one takes besides its characters.
CACHE_BYTES: Final = 16 << 20
_QUOTE_BYTES = 400
_CHAR_BYTES = 2

_READ: ByteCache[tuple[str, int], tuple[Quotation, ...]] = ByteCache(CACHE_BYTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRequest:
    """Which page is wanted: what is quoted in ``size`` articles."""

    number: int = 1
    size: int = 10
    filters: Filters = NO_FILTERS


class Said(NamedTuple):
    """One quotation that answers.

    Attributes:
        fragments: Join to its text.
    """

    quote: Quotation
    fragments: tuple[Fragment, ...]


class Speech(NamedTuple):
    """What answers in one article; ``more`` are not shown."""

    article: Article
    said: tuple[Said, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechPage:
    """One page of quotations.

    Attributes:
        articles: How many have a quotation that answers.
        counted: Of how many of them quotations are counted, the newest ones.
        quotes: That answer in those.
        speakers: Of those, the most frequent first.
        unnamed: Of those, whom nobody is named for.
        in_all: All quotations of the index; None where something is asked for.
        is_cut: Whether some articles could not be read for lack of room.
    """

    request: SpeechRequest
    articles: int
    counted: int
    quotes: int
    speakers: tuple[FacetValue, ...]
    unnamed: int
    in_all: int | None
    speech: tuple[Speech, ...]
    is_cut: bool
    generation: str
    documents: int

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return -(-self.articles // self.request.size)


def find_quotations(
    snapshot: Snapshot, archive: ArchiveReader, query: Query, request: SpeechRequest, work: Work
) -> SpeechPage:
    """Return one page of the quotations that answer ``query``, for no more than ``work``.

    All that is quoted, where nothing is asked of quotations.
    """
    asked = [*quoted_of(query)]
    needed = query if asked else join(And, (query, Quoted()))
    first = (request.number - 1) * request.size
    count = max(COUNTED_ARTICLES, first + request.size)
    found = snapshot.find(
        Search(query=needed, count=count, filters=request.filters, sort=Sort.NEWEST)
    )
    reader = _Reader(snapshot, archive, Listener(asked or [Quoted()], snapshot.analyzer), work)
    page = reader.read(found.docs[first : first + request.size].tolist())
    counted = reader.read(found.docs[:COUNTED_ARTICLES].tolist())
    every = [one.quote for _, heard in counted for one in heard]
    speakers = Counter(quote.speaker for quote in every if quote.speaker)
    filters = request.filters
    is_filtered = any([*filters.values.values(), filters.date_from, filters.date_to])
    is_all = needed == Quoted() and not is_filtered
    return SpeechPage(
        request=request,
        articles=found.total,
        counted=len(counted),
        quotes=len(every),
        speakers=tuple(
            FacetValue(name, times)
            for name, times in sorted(speakers.items(), key=lambda item: (-item[1], item[0]))
        )[:MAX_SPEAKERS],
        unnamed=sum(not quote.speaker for quote in every),
        in_all=snapshot.occurrences(QUOTE, QUOTE_START) if is_all else None,
        speech=tuple(_shown(snapshot.values.of(article), heard) for article, heard in page),
        is_cut=work.is_cut,
        generation=snapshot.generation,
        documents=snapshot.documents,
    )


class _Reader:
    """Reads articles, none twice."""

    def __init__(
        self, snapshot: Snapshot, archive: ArchiveReader, listener: Listener, work: Work
    ) -> None:
        self._snapshot = snapshot
        self._archive = archive
        self._listener = listener
        self._work = work
        self._heard: dict[int, tuple[Article, list[Heard]]] = {}

    def read(self, docs: list[int]) -> list[tuple[Article, list[Heard]]]:
        """Return those articles of documents that there is room for, with what answers there."""
        new = [doc for doc in docs if doc not in self._heard]
        if new:
            every = read_stored(self._snapshot, self._archive, np.array(new, np.int32))
            for one in every:
                quotes = self._quotes(one.article)
                if quotes is None:
                    break
                self._heard[new[one.place]] = one.article, self._listener.hear(quotes)
        return [self._heard[doc] for doc in docs if doc in self._heard]

    def _quotes(self, article: Article) -> tuple[Quotation, ...] | None:
        """Return what is quoted in an article; None where there is no room to read it."""
        self._work.pause()
        key = article.id, hash(article.body)
        quotes = _READ.get(key)
        if quotes is None:
            if not self._work.afford(SPEECH * len(article.body)):
                return None
            quotes = read_quotes(article.body)
            size = sum(_QUOTE_BYTES + _CHAR_BYTES * len(quote.text) for quote in quotes)
            _READ.put(key, quotes, _QUOTE_BYTES + size)
        return self._snapshot.values.spoken(quotes)


def _shown(article: Article, heard: list[Heard]) -> Speech:
    said = tuple(
        Said(one.quote, _fragments(one.quote, one.marks)) for one in heard[:MAX_OF_ARTICLE]
    )
    return Speech(article, said, len(heard) - len(said))


def _fragments(quote: Quotation, marks: Iterable[Mark]) -> tuple[Fragment, ...]:
    start = quote.start
    own = [mark._replace(start=mark.start - start, end=mark.end - start) for mark in marks]
    return cut(quote.text, 0, len(quote.text), own)
