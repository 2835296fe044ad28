"""Articles like one: what a search for its rarest words finds, and what shares most with it.

    Banjir rob rendam 300 rumah di Semarang Utara
    rob^38 semarang^21 tanggul^14 ...       finds articles of that flood, and others

First as Lucene's MoreLikeThis: the words that say most by tf-idf are asked for, each weighing
what it says. The best of what they find are then compared whole: by the cosine of all their
words, and by what of the title stands in the other title, too, since titles name the subject.
What is not near enough is another story and is not shown: few, or none, rather than any.
"""

from __future__ import annotations

from collections import Counter
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from index.analysis.folding import CHUNK
from search.engine import Search
from search.query import Or, Term
from search.weighting import idf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.archive.reading import ArchiveReader
    from index.article import Article
    from search.engine import Snapshot
    from search.query import Query

# Words asked for, and documents they find that are compared whole.
MAX_WORDS = 16
COMPARED = 8
# Shown beside an article at most, of any kind.
SHOWN = 5
# A word of the title counts as if it stood so often in the body.
TITLE_COUNT = 2
# News says what it is about in its first paragraphs; the rest of a book is not read.
READ_CHARS = 20_000
# Shorter words are mostly prepositions, units and initials.
MIN_CHARS = 3
# From what likeness on an article is shown. Found on 430 real articles, judged by hand, and tried
# on others.
LEAST_LIKENESS = 0.23
# Entries of lists that one answer walks through; the words that say most come first.
MAX_POSTINGS = 300_000


class Like(NamedTuple):
    """An article like another one, and how much, from 0 to 1."""

    article: Article
    likeness: float


class _Words(NamedTuple):
    """The roots of an article: how often, in which form, and which stand in the title."""

    counts: Counter[str]
    forms: Mapping[str, str]
    title: frozenset[str]


def find_similar(
    snapshot: Snapshot, archive: ArchiveReader, article: Article, count: int
) -> list[Like]:
    """Return at most ``count`` articles that are like ``article``, most like first."""
    own = _read(snapshot, article)
    frequencies = {root: snapshot.frequency("root", root) for root in own.counts}
    idfs = {root: idf(snapshot.documents, max(n, 1)) for root, n in frequencies.items()}
    question = _question(own, frequencies, idfs)
    found = snapshot.find(Search(query=question, count=COMPARED + 1))
    others = archive.get_rows(snapshot.rows(found.docs)).values()
    likes = [
        Like(other, _likeness(own, _read(snapshot, other), idfs))
        for other in others
        if other.id != article.id
    ]
    near = [like for like in likes if like.likeness >= LEAST_LIKENESS]
    return sorted(near, key=lambda like: (-like.likeness, like.article.id))[:count]


def _read(snapshot: Snapshot, article: Article) -> _Words:
    """Return the words of ``article``; compounds and figures tell little of what it is about."""
    titled = CHUNK.findall(article.title)
    forms = titled * TITLE_COUNT + CHUNK.findall(article.body[:READ_CHARS])
    roots = list(map(snapshot.analyzer.roots.__getitem__, forms))
    counts = Counter(roots)
    for root in list(counts):
        if len(root) < MIN_CHARS or not root.isalpha():
            del counts[root]
    return _Words(
        counts,
        dict(zip(roots, forms, strict=True)),
        frozenset(root for root in roots[: len(titled)] if root in counts),
    )


def _question(own: _Words, frequencies: Mapping[str, int], idfs: Mapping[str, float]) -> Query:
    """Return the words that say most about an article, as a search for any of them."""
    weighed = {root: count * idfs[root] for root, count in own.counts.items()}
    chosen: list[Term] = []
    walked = 0
    for root in sorted(weighed, key=lambda root: (-weighed[root], root))[:MAX_WORDS]:
        walked += frequencies[root]
        if walked > MAX_POSTINGS:
            break
        chosen.append(Term(own.forms[root], weight=weighed[root]))
    return Or(tuple(chosen))


def _likeness(own: _Words, other: _Words, idfs: Mapping[str, float]) -> float:
    """Return how much one article is like another, from 0 to 1.

    What a word of the other one says that this one does not have is not looked up: it is
    taken to say as much as its own do on average.
    """
    if not own.counts or not other.counts:
        return 0.0
    usual = sum(idfs.values()) / len(idfs)
    one = {root: (1 + log(count)) * idfs[root] for root, count in own.counts.items()}
    two = {root: (1 + log(n)) * idfs.get(root, usual) for root, n in other.counts.items()}
    common = sum(value * two[root] for root, value in one.items() if root in two)
    cosine = common / sqrt(_squares(one.values()) * _squares(two.values()))
    titled = sum(idfs[root] for root in own.title)
    shared = sum(idfs[root] for root in own.title & other.title) / titled if titled else 0.0
    return cosine * (1 + shared) / 2


def _squares(values: Iterable[float]) -> float:
    return sum(value * value for value in values)
