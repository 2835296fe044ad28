"""The matches of a query in their context (KWIC), a line each.

    ... pasar induk menaikkan    harga beras    sejak pekan lalu, kata ...

Matches are found in the texts of the articles that a search finds. Where those are more than
there is room for, they are read in an order of which every beginning is spread evenly over
all of them by date: by the fractional parts of the multiples of the golden ratio (Knuth, The
Art of Computer Programming 3, 6.4). So lines and collocates stand for all of the time, and
the same articles are read whichever way the lines are sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.analysis.folding import fold
from index.caching import ByteCache
from search.asked import ask
from search.collocates import find_collocates
from search.contexts import ContextReader, Counted
from search.engine import Search
from search.results import NO_FILTERS, Sort
from search.stored import read_stored
from search.work import COMPANY_STEPS, TEXT, Work

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence
    from datetime import datetime

    from index.analysis.analyzer import Analyzer
    from index.archive.reading import ArchiveReader
    from index.article import Article
    from search.collocates import Collocate
    from search.contexts import ContextMatch
    from search.engine import Docs, Snapshot
    from search.query import Query
    from search.results import Filters
    from search.stored import Stored

# Characters shown on either side; the first and the last word are whole.
CONTEXT_CHARS = 100
# Lines at most, of whatever there is room to read.
MAX_LINES = 10_000
# Of one article, so that no other goes without.
ARTICLE_LINES = 1_000
# A match that is longer, words near each other or a word again and again, is shown cut.
MATCH_CHARS = 400
# Articles read at a time; each may be as long as a book.
_READ = 10
# Lines found last that are kept, and what one takes, beside its text.
CACHE_BYTES = 32 << 20
_LINE_BYTES = 1_500
_GOLDEN = (5**0.5 - 1) / 2


class Order(StrEnum):
    """What lines are sorted by; ties go to the newest article, then to the place in it."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LEFT = "left"  # the word before the match, then the one before that
    RIGHT = "right"  # the word behind it, then the next one
    KEYWORD = "keyword"  # the match itself


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextRequest:
    """Which lines are wanted, and which collocates.

    Attributes:
        number: Of the page, from 1.
        size: Lines a page.
        window: Words on either side that are company, 1 to `search.contexts.MAX_WINDOW`.
        company: A word that has to be among them; none if empty.
        least: Lines that a collocate has to be in.
        most: Collocates at most.
        aliases: Find other names of what is asked for, too.
    """

    number: int = 1
    size: int = 50
    order: Order = Order.NEWEST
    window: int = 5
    counted: Counted = Counted.FORM
    company: str = ""
    least: int = 3
    most: int = 50
    filters: Filters = NO_FILTERS
    aliases: bool = False


class ContextLine(NamedTuple):
    """A match in its context.

    Attributes:
        is_title: Whether ``start`` and ``end`` count characters of the title; else of the body.
        left, keyword, right: One line of text each, words whole.
    """

    article: Article
    is_title: bool
    start: int
    end: int
    left: str
    keyword: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """One page of lines, and what is told beside them.

    Attributes:
        total: Lines on all pages.
        matches: Lines before ``company`` is asked for; collocates are counted in these.
        articles: That the query finds.
        read: Those that were read.
        is_cut: Whether lines are missing, since not all of an answer's work was done.
        documents: In the index generation that answered.
    """

    request: ContextRequest
    lines: tuple[ContextLine, ...]
    total: int
    matches: int
    articles: int
    read: int
    is_cut: bool
    collocates: tuple[Collocate, ...]
    generation: str
    documents: int

    @property
    def page_count(self) -> int:
        """Pages needed for ``total``; at least 1."""
        return max(1, -(-self.total // self.request.size))


class Gathered(NamedTuple):
    """Lines, the newest article first, of how many articles there are and were read.

    Attributes:
        is_cut: Whether there was no room for all of them.
    """

    lines: tuple[ContextMatch, ...]
    articles: int
    read: int
    is_cut: bool

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        texts = {id(line.article): len(line.article.body) for line in self.lines}
        return _LINE_BYTES * (1 + len(self.lines)) + 2 * sum(texts.values())


class ConcordanceMaker:
    """Finds lines, and remembers those found last, to be turned over and sorted again.

    Safe to share between threads.
    """

    def __init__(self) -> None:
        self._kept: ByteCache[Hashable, Gathered] = ByteCache(CACHE_BYTES)

    def make(
        self,
        snapshot: Snapshot,
        archive: ArchiveReader,
        query: Query,
        request: ContextRequest,
        work: Work,
    ) -> Concordance:
        """Return one page of the lines of ``query``, found for no more than ``work``.

        The archive is asked whether it is as it was then.
        """
        revision = archive.revision()
        filters = request.filters
        chosen = tuple(sorted(filters.values.items())), filters.date_from, filters.date_to
        state = snapshot.generation, revision, archive.stamp(revision), work.limit
        key = (query, chosen, state)
        gathered = self._kept.get(key)
        if gathered is None:
            gathered = gather(snapshot, archive, query, filters, work)
            self._kept.put(key, gathered, gathered.size)
        return arrange(snapshot, gathered, request)


def arrange(snapshot: Snapshot, gathered: Gathered, request: ContextRequest) -> Concordance:
    """Return one page of lines, and the collocates of all of them."""
    lines = gathered.lines
    field = "text" if request.counted is Counted.FORM else "root"
    work = Work(COMPANY_STEPS)
    collocates = find_collocates(
        [line.company(request.window, request.counted) for line in lines] if request.most else [],
        lambda word: snapshot.occurrences(field, word),
        work,
        share=gathered.read / gathered.articles if gathered.read else 1.0,
        least=request.least,
        most=request.most,
    )
    kept = _in_company(lines, request, snapshot.analyzer)
    _sort(kept, request.order)
    first = (request.number - 1) * request.size
    return Concordance(
        request=request,
        lines=tuple(map(_shown, kept[first : first + request.size])),
        total=len(kept),
        matches=len(lines),
        articles=gathered.articles,
        read=gathered.read,
        is_cut=gathered.is_cut or work.is_cut,
        collocates=collocates,
        generation=snapshot.generation,
        documents=snapshot.documents,
    )


def gather(
    snapshot: Snapshot, archive: ArchiveReader, query: Query, filters: Filters, work: Work
) -> Gathered:
    """Return the lines of ``query``, of as many articles as there is room to read."""
    asked = ask(query)
    reader = ContextReader(snapshot, asked.query, work)
    if reader.is_empty:
        return Gathered((), 0, 0, is_cut=False)
    everything = Search(
        query=asked.required, count=snapshot.documents, filters=filters, sort=Sort.NEWEST
    )
    docs = snapshot.find(everything).docs
    read: list[tuple[int, list[ContextMatch]]] = []
    count = 0
    for place, found in _read(reader, _articles(snapshot, archive, docs), work):
        some = found[:ARTICLE_LINES]
        work.is_cut |= len(some) < len(found)
        count += len(some)
        if count > MAX_LINES:
            work.is_cut = True
            break
        read.append((place, some))
    read.sort(key=itemgetter(0))
    lines = tuple(line for _, lines in read for line in lines)
    return Gathered(lines, len(docs), len(read), work.is_cut)


def _articles(snapshot: Snapshot, archive: ArchiveReader, docs: Docs) -> Iterator[Stored]:
    """Yield articles evenly from all of those found, with their places among these."""
    places = np.argsort(np.arange(len(docs)) * _GOLDEN % 1.0, kind="stable")
    for first in range(0, len(places), _READ):
        some = places[first : first + _READ]
        for one in read_stored(snapshot, archive, docs[some]):
            yield one._replace(place=int(some[one.place]))


def _read(
    reader: ContextReader, articles: Iterator[Stored], work: Work
) -> Iterator[tuple[int, list[ContextMatch]]]:
    """Yield the matches of articles with their places, as long as there is room."""
    for place, row, article, is_indexed in articles:
        if not work.afford(TEXT):
            return
        found = reader.read(row, article, is_indexed=is_indexed)
        if found is None:
            return
        yield place, found


def _in_company(
    lines: Sequence[ContextMatch], request: ContextRequest, analyzer: Analyzer
) -> list[ContextMatch]:
    """Return the lines with the word that was asked for beside the match."""
    if not request.company:
        return list(lines)
    words = analyzer.words(request.company)
    form = request.counted is Counted.FORM
    # A root is asked for by itself, or by any form of it.
    wanted = {fold(request.company), *(word.exact if form else word.root for word in words[:1])}
    return [
        line
        for line in lines
        if not wanted.isdisjoint(line.company(request.window, request.counted))
    ]


def _sort(lines: list[ContextMatch], order: Order) -> None:
    """Sort lines that come with the newest article first."""
    match order:
        case Order.NEWEST:
            pass
        case Order.OLDEST:
            lines.sort(key=lambda line: _age(line.article.published))
        case Order.LEFT:
            lines.sort(key=lambda line: (line.before.exacts, line.keyword))
        case Order.RIGHT:
            lines.sort(key=lambda line: (line.after.exacts, line.keyword))
        case Order.KEYWORD:
            lines.sort(key=lambda line: (line.keyword, line.after.exacts))


def _age(published: datetime | None) -> tuple[bool, int]:
    """Return what sorts the oldest first, and undated articles last."""
    return (published is None, int(published.timestamp()) if published else 0)


def _shown(line: ContextMatch) -> ContextLine:
    article, is_title, start, end, _, _ = line
    text = line.text
    first = max(start - CONTEXT_CHARS, 0)
    left = text[first:start]
    if first and not text[first - 1].isspace():
        left = _without_first_word(left)
    is_long = end - start > MATCH_CHARS
    last = min(end + CONTEXT_CHARS, len(text))
    right = text[end:last]
    if last < len(text) and not text[last].isspace():
        right = _without_first_word(right[::-1])[::-1]
    return ContextLine(
        article,
        is_title,
        start,
        end,
        _on_one_line(left),
        _on_one_line(text[start : min(end, start + MATCH_CHARS)]) + "\u2026" * is_long,
        _on_one_line(right),
    )


def _without_first_word(text: str) -> str:
    """Return ``text`` without a word that is cut, if it has others."""
    _, blank, rest = text.partition(" ")
    return rest if blank else text


def _on_one_line(text: str) -> str:
    """Return ``text`` with every run of white space as one blank, at its ends too."""
    line = " ".join(text.split())
    if not line:
        return ""
    return f"{' ' * text[0].isspace()}{line}{' ' * text[-1].isspace()}"
