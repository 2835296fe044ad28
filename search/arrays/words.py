"""Leaves of the query tree: from words to matches.

Title and body share one run of positions: the title from 0, the body after one empty
position, so that no phrase runs from one into the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.analysis.folding import beginnings
from index.segments.postings import IN_BODY, IN_TITLE
from search.arrays.matches import NOTHING, Matches, intersection, unite
from search.arrays.phrases import find_near, find_phrase
from search.arrays.scoring import FREQUENCY
from search.engine import MAX_EXPANSION
from search.query import Forms, is_in_text
from search.weighting import EXACT_WEIGHT, K1, idf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.analysis.chunk import Word
    from search.arrays.reader import Occurrences, Reader
    from search.engine import Docs, Scores
    from search.query import Phrase, Prefix, Term


def match_term(reader: Reader, term: Term) -> Matches:
    """Return the documents with a word, in either spelling if it is a compound."""
    chunks = reader.analyzer.split(term.text)
    ways = [way for chunk in chunks for way in (chunk.words, chunk.others) if way]
    return unite([_match_way(reader, way, term.field, term.forms) for way in ways], reader.size)


def match_phrase(reader: Reader, phrase: Phrase) -> Matches:
    """Return the documents with a phrase, or with its words near each other."""
    words = reader.analyzer.words(phrase.text)
    return _match_words(reader, words, phrase.field, phrase.forms, phrase.slop)


def match_prefix(reader: Reader, prefix: Prefix) -> Matches:
    """Return the documents with a word that is written with this beginning."""
    field = _index_field(prefix.field, Forms.EXACT)
    forms = reader.expand(field, beginnings(prefix.text), MAX_EXPANSION)
    found = [reader.occurrences(field, form) for form, _ in forms]
    some = [occurrences for occurrences in found if occurrences is not None]
    if not some:
        return NOTHING
    if not is_in_text(prefix.field):
        return unite([Matches(occurrences.docs) for occurrences in some], reader.size)
    frequency = FREQUENCY[prefix.field]
    counts = np.zeros(reader.size)
    for occurrences in some:
        counts[occurrences.docs] += frequency[occurrences.codes]
    docs = np.flatnonzero(counts).astype(np.int32)
    return _scored(reader, docs, counts[docs], idf(reader.documents, len(docs)))


def _match_way(reader: Reader, way: tuple[Word, ...], field: str | None, forms: Forms) -> Matches:
    if len(way) > 1:
        return _match_words(reader, way, field, Forms.EXACT, None)
    if not is_in_text(field):
        return _match_words(reader, way, field, forms, None)
    exact = reader.occurrences("text", way[0].exact)
    if forms is Forms.EXACT:
        return _match_exact(reader, exact, field)
    root = reader.occurrences("root", way[0].root)
    return NOTHING if root is None else _match_root(reader, root, exact, field)


def _match_exact(reader: Reader, exact: Occurrences | None, field: str | None) -> Matches:
    if exact is None:
        return NOTHING
    docs, counts = _in_field(exact, field)
    return _scored(reader, docs, counts, (1 + EXACT_WEIGHT) * idf(reader.documents, len(docs)))


def _match_root(
    reader: Reader, root: Occurrences, exact: Occurrences | None, field: str | None
) -> Matches:
    docs, counts = _in_field(root, field)
    weight = idf(reader.documents, len(docs))
    if exact is None:
        return _scored(reader, docs, counts, weight)
    if exact.docs is root.docs or (
        np.array_equal(exact.docs, root.docs) and np.array_equal(exact.codes, root.codes)
    ):
        return _scored(reader, docs, counts, (1 + EXACT_WEIGHT) * weight)
    as_root = _scored(reader, docs, counts, weight)
    exact_docs, exact_counts = _in_field(exact, field)
    exact_weight = EXACT_WEIGHT * idf(reader.documents, len(exact_docs))
    as_written = _scored(reader, exact_docs, exact_counts, exact_weight)

    def score(at: NDArray[np.intp] | None) -> Scores:
        wanted = docs if at is None else docs[at]
        total = as_root.score(at)  # type: ignore[misc]  # _scored always has one
        if at is None and len(docs):
            places = docs.searchsorted(exact_docs)
            places[places == len(docs)] = 0
            more = as_written.scores()
            # A form may have another root where it is written with a hyphen: ke-5, ke5.
            is_found = docs[places] == exact_docs
            if not is_found.all():
                places, more = places[is_found], more[is_found]
            total[places] += more
        elif at is not None:
            as_written.add_scores(wanted, total)
        return total

    return Matches(docs, score)


def _match_words(
    reader: Reader,
    words: Sequence[Word],
    field: str | None,
    forms: Forms,
    slop: int | None,
) -> Matches:
    """Match words at consecutive positions, or near each other when there is a slop."""
    index_field = _index_field(field, forms)
    is_root = index_field == "root"
    found = [
        reader.occurrences(index_field, word.root if is_root else word.exact) for word in words
    ]
    some = [occurrences for occurrences in found if occurrences is not None]
    if not words or len(some) < len(found):
        return NOTHING
    docs = intersection([occurrences.docs for occurrences in some], reader.size)
    if not len(docs):
        return NOTHING
    if slop is None:
        places, positions = find_phrase(some, docs)
    else:
        places, positions = find_near(some, docs, slop)
    if not is_in_text(field):
        return Matches(docs[np.unique(places)])
    in_title = positions < reader.title_lengths[docs[places]]
    frequency = np.where(in_title, FREQUENCY[field][IN_TITLE], FREQUENCY[field][IN_BODY])
    counts = np.bincount(places, frequency, minlength=len(docs)).astype(np.float64, copy=False)
    kept = np.flatnonzero(counts)
    weight = sum(idf(reader.documents, len(occurrences.docs)) for occurrences in some)
    if not is_root:
        weight *= 1 + EXACT_WEIGHT
    return _scored(reader, docs[kept], counts[kept], weight)


def _scored(reader: Reader, docs: Docs, counts: Scores, weight: float) -> Matches:
    norms = reader.norms
    full = weight * (K1 + 1)

    def score(at: NDArray[np.intp] | None) -> Scores:
        if at is None:
            return np.asarray(full * counts / (counts + norms[docs]))
        return np.asarray(full * counts[at] / (counts[at] + norms[docs[at]]))

    return Matches(docs, score)


def _in_field(occurrences: Occurrences, field: str | None) -> tuple[Docs, Scores]:
    """Return the documents with the word in ``field``, and its weighted frequency there."""
    counts = FREQUENCY[field][occurrences.codes]
    if field is None:
        return occurrences.docs, counts
    kept = np.flatnonzero(counts)
    return occurrences.docs[kept], counts[kept]


def _index_field(field: str | None, forms: Forms) -> str:
    if is_in_text(field):
        return "root" if forms is Forms.ALL else "text"
    return "" if field is None else field
