"""Leaves of the query tree: from words to matches.

Title and body share one run of positions: the title from 0, the body after one empty
position, so that no phrase runs from one into the other.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from index.analysis.folding import beginnings
from index.ranking import EXACT_WEIGHT, K1
from index.segments.postings import IN_BODY, IN_TITLE
from search.arrays.alternatives import Alternatives
from search.arrays.matches import NOTHING, Matches, intersection, places_of, unite
from search.arrays.phrases import find_in_order, find_near, find_phrase
from search.arrays.scoring import FREQUENCY
from search.engine import distinct
from search.query import Forms, is_in_text
from search.weighting import idf
from search.work import POSITION, READ, SCORE, WALK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.analysis.chunk import Word
    from search.arrays.expansion import Expanded
    from search.arrays.phrases import Keys
    from search.arrays.reader import Occurrences, Reader, Spans
    from search.engine import Docs, Scores
    from search.query import Phrase, Prefix, Term
    from search.work import Work

    Expand = Callable[[str, tuple[str, ...]], Expanded]
    Find = Callable[[Sequence[Spans]], tuple[Keys, Keys]]

# Steps for each document of which the newest are chosen.
_CHOSEN = 4 * WALK


def match_term(reader: Reader, term: Term, work: Work) -> Matches:
    """Return the documents with a word, in either spelling if it is a compound."""
    chunks = reader.analyzer.split(term.text)
    ways = [way for chunk in chunks for way in (chunk.words, chunk.others) if way]
    every = [_match_way(reader, way, term, work) for way in ways]
    return unite(every, reader.size, work)


def match_phrase(
    reader: Reader, phrase: Phrase, expand: Expand, work: Work, within: Docs | None = None
) -> Matches:
    """Return the documents with a phrase, or with its words near each other.

    Only those ``within`` are of interest. Where its words are together in more documents
    than there is room to look into, it is looked for in the newest of them.
    """
    index_field = _index_field(phrase.field, phrase.forms)
    whole, last = phrase.parted
    words = reader.analyzer.words(whole)
    found = _occurrences(reader, words, index_field, work)
    if found is None:
        return NOTHING
    some: list[Occurrences | Alternatives] = [*found]
    if last:
        written = _index_field(phrase.field, Forms.EXACT)
        beginning = _beginning(reader, written, expand, beginnings(last), work)
        some.append(Alternatives(beginning, reader.size))
    return _match_places(
        reader,
        some,
        work,
        field=phrase.field,
        is_root=index_field == "root",
        find=_finder(phrase),
        within=within,
    )


def match_prefix(
    reader: Reader,
    prefix: Prefix,
    expand: Expand,
    work: Work,
) -> Matches:
    """Return the documents with a word that is written with this beginning.

    ``expand`` returns the most frequent words with some beginnings. Where there is no room
    for all of them, it stands for the first.
    """
    field = _index_field(prefix.field, Forms.EXACT)
    some = _beginning(reader, field, expand, beginnings(prefix.text), work)
    if not some:
        return NOTHING
    if not is_in_text(prefix.field):
        return unite([Matches(occurrences.docs) for occurrences in some], reader.size, work)
    frequency = FREQUENCY[prefix.field]
    counts = np.zeros(reader.size)
    for occurrences in some:
        counts[occurrences.docs] += frequency[occurrences.codes]
    docs = np.flatnonzero(counts).astype(np.int32)
    weight = idf(reader.documents, len(docs))
    return _scored(reader, docs, (counts, docs), weight, work)


def _match_way(reader: Reader, way: tuple[Word, ...], term: Term, work: Work) -> Matches:
    if len(way) > 1 or not is_in_text(term.field):
        return _match_words(reader, way, term, work)
    exact = reader.occurrences("text", way[0].exact)
    if term.forms is Forms.EXACT:
        return NOTHING if exact is None else _match_exact(reader, exact, term, work)
    root = reader.occurrences("root", way[0].root)
    return NOTHING if root is None else _match_root(reader, root, exact, term, work)


def _reading(occurrences: Occurrences, field: str | None) -> int:
    return READ * len(occurrences.docs) * (1 if field is None else 2)


def _match_exact(reader: Reader, exact: Occurrences, term: Term, work: Work) -> Matches:
    field = term.field
    if not work.afford(_reading(exact, field)):
        return NOTHING
    docs, codes = _in_field(exact, field)
    weight = (1 + EXACT_WEIGHT) * idf(reader.documents, len(docs))
    return _scored(reader, docs, (FREQUENCY[field], codes), weight, work, k1=term.k1)


def _match_root(
    reader: Reader, root: Occurrences, exact: Occurrences | None, term: Term, work: Work
) -> Matches:
    field = term.field
    steps = _reading(root, field) + (0 if exact is None else _reading(exact, field))
    if not work.afford(steps):
        return NOTHING
    frequency = FREQUENCY[field]
    docs, codes = _in_field(root, field)
    weight = idf(reader.documents, len(docs))
    if exact is None:
        return _scored(reader, docs, (frequency, codes), weight, work, k1=term.k1)
    if exact.docs is root.docs or (
        np.array_equal(exact.docs, root.docs) and np.array_equal(exact.codes, root.codes)
    ):
        both = (1 + EXACT_WEIGHT) * weight
        return _scored(reader, docs, (frequency, codes), both, work, k1=term.k1)
    as_root = _scored(reader, docs, (frequency, codes), weight, work, k1=term.k1)
    exact_docs, exact_codes = _in_field(exact, field)
    exact_weight = EXACT_WEIGHT * idf(reader.documents, len(exact_docs))
    written = (frequency, exact_codes)
    as_written = _scored(reader, exact_docs, written, exact_weight, work, k1=term.k1)

    def score(at: NDArray[np.intp] | None) -> Scores:
        total = as_root.score(at)  # type: ignore[misc]  # _scored always has one
        if at is None and len(docs):
            more = as_written.scores()
            # A form may have another root where it is written with a hyphen: ke-5, ke5.
            places = places_of(exact_docs, docs, reader.size)
            is_found = docs[places] == exact_docs
            if not is_found.all():
                places, more = places[is_found], more[is_found]
            total[places] += more
        elif at is not None:
            as_written.add_scores(docs[at], total)
        return total

    return Matches(docs, score)


def _match_words(reader: Reader, words: Sequence[Word], term: Term, work: Work) -> Matches:
    """Match the words of one term at consecutive positions."""
    index_field = _index_field(term.field, Forms.EXACT if len(words) > 1 else term.forms)
    some = _occurrences(reader, words, index_field, work)
    if some is None:
        return NOTHING
    return _match_places(
        reader,
        some,
        work,
        field=term.field,
        is_root=index_field == "root",
        find=find_phrase,
        k1=term.k1,
    )


def _occurrences(
    reader: Reader, words: Sequence[Word], index_field: str, work: Work
) -> list[Occurrences] | None:
    """Return where each of ``words`` occurs, None where one does not."""
    some: list[Occurrences] = []
    for word in words:
        text = word.root if index_field == "root" else word.exact
        occurrences = reader.occurrences(index_field, text)
        if occurrences is None or not work.afford(2 * READ * len(occurrences.docs)):
            return None
        some.append(occurrences)
    return some


def _beginning(
    reader: Reader, field: str, expand: Expand, starts: tuple[str, ...], work: Work
) -> list[Occurrences]:
    """Return where the words with some beginnings occur, the most frequent ones."""
    forms = expand(field, starts)
    steps = np.cumsum([count for _, count in forms]) * SCORE
    room = work.room(int(steps[-1]) if len(steps) else 0, 1)
    kept = int(steps.searchsorted(room, "right"))
    if not kept or not work.afford(int(steps[kept - 1])):
        return []
    found = [reader.occurrences(field, form) for form, _ in forms[:kept]]
    return [occurrences for occurrences in found if occurrences is not None]


def _finder(phrase: Phrase) -> Find:
    slop = phrase.slop
    if slop is None:
        return find_phrase
    if phrase.is_ordered:
        return lambda spans: find_in_order(spans, slop)
    return lambda spans: find_near(spans, slop)


def _match_places(
    reader: Reader,
    some: Sequence[Occurrences | Alternatives],
    work: Work,
    *,
    field: str | None,
    is_root: bool,
    find: Find,
    within: Docs | None = None,
    k1: float | None = None,
) -> Matches:
    if not some:
        return NOTHING
    lists = [occurrences.docs for occurrences in some]
    lists = list({id(docs): docs for docs in lists}.values())
    docs = intersection(lists if within is None else [*lists, within], reader.size, work)
    position = POSITION if find is find_phrase else 2 * POSITION
    docs, spans = look_up(reader, some, docs, work, position)
    if not len(docs):
        return NOTHING
    places, positions = find(spans)
    if not is_in_text(field):
        return Matches(docs[distinct(places)])
    in_title = positions < reader.title_lengths[docs[places]]
    frequency = np.where(in_title, FREQUENCY[field][IN_TITLE], FREQUENCY[field][IN_BODY])
    counts = np.bincount(places, frequency, minlength=len(docs)).astype(np.float64, copy=False)
    kept = np.flatnonzero(counts)
    weight = sum(idf(reader.documents, len(occurrences.docs)) for occurrences in some)
    if not is_root:
        weight *= 1 + EXACT_WEIGHT
    return _scored(reader, docs[kept], (counts, kept), weight, work, k1=k1)


def look_up(
    reader: Reader,
    words: Sequence[Occurrences | Alternatives],
    docs: Docs,
    work: Work,
    position: int = POSITION,
) -> tuple[Docs, list[Spans]]:
    """Return where ``words`` stand in ``docs``, each of which holds all of them.

    If there is no room to look at so many positions, of ``position`` steps each, then in the
    newest of the documents.
    """
    different = list({id(word): word for word in words}.values())
    most = WALK * len(words) * len(docs) + position * sum(word.count for word in different)
    # What a document takes at least, and how many positions it is expected to have.
    steps = WALK * len(words) + sum(position * word.mean_count for word in different)
    if most <= work.left // 2 and work.afford(ceil(steps) * len(docs)):
        spans = {id(word): word.spans(docs) for word in different}
        return docs, [spans[id(word)] for word in words]
    while len(docs):
        docs = _newest(reader, docs, work.room(len(docs), ceil(steps)), work)
        spans = {id(word): word.spans(docs) for word in different}
        total = WALK * len(words) * len(docs)
        total += sum(position * span.count for span in spans.values())
        if total <= max(work.left // 2, 1) and work.afford(total):
            return docs, [spans[id(word)] for word in words]
        # They are longer than others.
        steps = max(2 * steps, total / max(len(docs), 1))
    return docs, []


def _newest(reader: Reader, docs: Docs, count: int, work: Work) -> Docs:
    """Return the ``count`` newest of some documents, ascending."""
    if count == len(docs):
        return docs
    if not count or not work.afford(_CHOSEN * len(docs)):
        return docs[:0]
    oldest = np.partition(reader.dates[docs], len(docs) - count)[len(docs) - count]
    newest: Docs = docs[reader.dates[docs] >= oldest][-count:]
    return newest


def _scored(
    reader: Reader,
    docs: Docs,
    counted: tuple[Scores, NDArray[Any]],
    weight: float,
    work: Work,
    *,
    k1: float | None = None,
) -> Matches:
    """Return ``docs`` with the scores of a word.

    Args:
        reader: Has their lengths.
        docs: Ascending.
        counted: Frequencies, and for each document the place of its own among them.
        weight: Of the word.
        work: What scoring is spent from; what there is no room for scores nothing.
        k1: As in `search.arrays.scoring`; None for `K1`.
    """
    k1 = K1 if k1 is None else k1
    norms = reader.norms(k1)
    full = weight * (k1 + 1)
    frequency, codes = counted

    def score(at: NDArray[np.intp] | None) -> Scores:
        size = len(docs) if at is None else len(at)
        if not work.afford(SCORE * size):
            return np.zeros(size)
        counts: Scores = frequency[codes if at is None else codes[at]]
        half = norms[docs if at is None else docs[at]]
        half += counts
        counts *= full
        counts /= half
        return counts

    return Matches(docs, score)


def _in_field(occurrences: Occurrences, field: str | None) -> tuple[Docs, NDArray[np.uint8]]:
    """Return the documents with the word in ``field``, and the codes of its postings there."""
    if field is None:
        return occurrences.docs, occurrences.codes
    kept = np.flatnonzero((FREQUENCY[field] > 0)[occurrences.codes])
    return occurrences.docs[kept], occurrences.codes[kept]


def _index_field(field: str | None, forms: Forms) -> str:
    if is_in_text(field):
        return "root" if forms is Forms.ALL else "text"
    return "" if field is None else field
