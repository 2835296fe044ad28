"""Leaves of the query tree: from words to matches.

Title and body share one run of positions: the title from 0, the body after one empty
position, so that no phrase runs from one into the other.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from index.analysis.folding import beginnings
from index.ranking import EXACT_WEIGHT, K1
from index.segments.postings import IN_BODY, IN_TITLE
from search.arrays.alternatives import Alternatives
from search.arrays.doc_list import DocList
from search.arrays.matches import NO_DOCS, Listed, Matches, meet, unite
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
    from search.arrays.occurrences import Occurrences, Spans
    from search.arrays.phrases import Find
    from search.arrays.reader import Reader
    from search.engine import Docs, Scores
    from search.query import Phrase, Prefix, Term
    from search.work import Work

    # From ascending documents that all match to their scores.
    Scoring = Callable[[Docs], Scores]
    Expand = Callable[[str, tuple[str, ...]], Expanded]

# Steps for each document of which the newest are chosen.
_CHOSEN = 4 * WALK


def match_term(reader: Reader, term: Term, work: Work) -> Matches:
    """Return the documents with a word, in either spelling if it is a compound."""
    found = reader.words.get(term)
    if found is not None:
        found.is_known = True
        return found if work.afford(found.reading or 0) else _nothing(reader)
    chunks = reader.analyzer.split(term.text)
    ways = [way for chunk in chunks for way in (chunk.words, chunk.others) if way]
    if is_in_text(term.field) and len(ways) == 1 and len(ways[0]) == 1:
        found = _match_word(reader, ways[0][0], term, work)
        if found is None:
            return _nothing(reader)
        reader.words.put(term, found, found.nbytes)
        return found
    every = [_match_way(reader, way, replace(term, weight=1.0), work) for way in ways]
    united = unite(every, reader.size, work)
    if term.weight == 1.0 or not united.is_scored:
        return united
    members = DocList(united.docs, reader.size)
    return Listed(members, _weighted(term.weight, united.score), lists=united.lists)


def match_phrase(
    reader: Reader, phrase: Phrase, expand: Expand, work: Work, within: Docs | None = None
) -> Matches:
    """Return the documents with a phrase, or with its words near each other.

    Only those ``within`` are of interest. Where its words are together in more documents
    than there is room to look into, it is looked for in the newest of them.
    """
    known = reader.words.get(phrase)
    if known is not None:
        # Among some documents it would have been looked for in these alone.
        steps = 0 if within is not None else known.reading or 0
        if steps <= work.left // 2:
            work.afford(steps)
            known.is_known = True
            return known
    spent = work.spent
    index_field = _index_field(phrase.field, phrase.forms)
    whole, last = phrase.parted
    words = reader.analyzer.words(whole)
    found = _occurrences(reader, words, index_field, work)
    if found is None:
        return _nothing(reader)
    some: list[Occurrences | Alternatives] = [*found]
    if last:
        written = _index_field(phrase.field, Forms.EXACT)
        forms = with_room(expand(written, beginnings(last)), work)
        some.append(Alternatives(_occurrences_of(reader, written, forms), reader.size))
    matches, is_whole = _match_places(
        reader,
        some,
        work,
        field=phrase.field,
        is_root=index_field == "root",
        find=find_of(phrase),
        within=within,
    )
    # What its open end stands for depends on what there is room for.
    if is_whole and within is None and not last and isinstance(matches, Listed):
        matches.reading = work.spent - spent
        reader.words.put(phrase, matches, matches.nbytes)
    return matches


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
    forms = expand(field, beginnings(prefix.text))
    few = with_room(forms, work)
    whole = reader.words.get(prefix)
    if whole is not None and forms and len(few) == len(forms):
        whole.is_known = True
        return whole
    some = _occurrences_of(reader, field, few)
    if not some:
        return _nothing(reader)
    if not is_in_text(prefix.field):
        every = [Matches(occurrences.docs, reader.size) for occurrences in some]
        return unite(every, reader.size, work)
    frequency = FREQUENCY[prefix.field]
    counts = np.zeros(reader.size)
    for occurrences in some:
        counts[occurrences.docs] += frequency.take(occurrences.codes)
    docs = np.flatnonzero(counts != 0).astype(np.int32)
    weight = idf(reader.documents, len(docs))
    counts = counts.take(docs)
    members = DocList(docs, reader.size)
    scores = _scores(reader, members, counts, None, weight)
    if len(few) < len(forms):
        return Listed(members, scores)
    found = Listed(members, scores, reading=0, held=counts.nbytes)
    reader.words.put(prefix, found, found.nbytes)
    return found


def _match_way(reader: Reader, way: tuple[Word, ...], term: Term, work: Work) -> Matches:
    if len(way) > 1 or not is_in_text(term.field):
        return _match_words(reader, way, term, work)
    return _match_word(reader, way[0], term, work) or _nothing(reader)


def _match_word(reader: Reader, word: Word, term: Term, work: Work) -> Listed | None:
    """Return the documents with one word of the text; None if there are none, or no room."""
    field = term.field
    exact = reader.occurrences("text", word.exact)
    found = exact if term.forms is Forms.EXACT else reader.occurrences("root", word.root)
    if found is None:
        return None
    reading = _reading(found, field)
    if exact is not None and exact is not found:
        reading += _reading(exact, field)
    if not work.afford(reading):
        return None

    def scores_of(members: DocList, codes: NDArray[np.uint8], weight: float) -> Scoring:
        return _scores(reader, members, FREQUENCY[field], codes, weight, k1=term.k1)

    members, codes = _in_field(found, field)
    weight = idf(reader.documents, members.most)
    lists = 1.0
    if exact is None:
        scores = scores_of(members, codes, weight)
    elif exact is found or _is_same(exact, found):
        scores = scores_of(members, codes, (1 + EXACT_WEIGHT) * weight)
    else:
        written, written_codes = _in_field(exact, field)
        weight_written = EXACT_WEIGHT * idf(reader.documents, written.most)
        as_root = scores_of(members, codes, weight)
        scores = _both(as_root, written, scores_of(written, written_codes, weight_written))
        lists += written.most / max(members.most, 1)
    return Listed(
        members, _weighted(term.weight, scores), lists=lists, reading=reading, held=codes.nbytes
    )


def _is_same(one: Occurrences, other: Occurrences) -> bool:
    return one.docs is other.docs or (
        np.array_equal(one.docs, other.docs) and np.array_equal(one.codes, other.codes)
    )


def _reading(occurrences: Occurrences, field: str | None) -> int:
    return READ * len(occurrences.docs) * (1 if field is None else 2)


def _both(as_root: Scoring, written: DocList, as_written: Scoring) -> Scoring:
    """Return the scores of a root, with those of a form on top in the documents ``written``.

    A form may have another root where it is written with a hyphen: ke-5, ke5.
    """

    def scores(wanted: Docs) -> Scores:
        total = as_root(wanted)
        found = np.flatnonzero(written.holds(wanted))
        total[found] += as_written(written.docs if len(found) == written.most else wanted[found])
        return total

    return scores


def _weighted(weight: float, scores: Scoring) -> Scoring:
    return scores if weight == 1.0 else lambda docs: weight * scores(docs)


def _match_words(reader: Reader, words: Sequence[Word], term: Term, work: Work) -> Matches:
    """Match the words of one term at consecutive positions."""
    index_field = _index_field(term.field, Forms.EXACT if len(words) > 1 else term.forms)
    some = _occurrences(reader, words, index_field, work)
    if some is None:
        return _nothing(reader)
    return _match_places(
        reader,
        some,
        work,
        field=term.field,
        is_root=index_field == "root",
        find=find_phrase,
        k1=term.k1,
    )[0]


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


def with_room(forms: Expanded, work: Work) -> Expanded:
    """Return the first of some words and counts, those that there is room for."""
    steps = np.cumsum([count for _, count in forms]) * SCORE
    room = work.room(int(steps[-1]) if len(steps) else 0, 1)
    kept = int(steps.searchsorted(room, "right"))
    return forms[:kept] if kept and work.afford(int(steps[kept - 1])) else []


def _occurrences_of(reader: Reader, field: str, forms: Expanded) -> list[Occurrences]:
    """Return where some words occur."""
    found = [reader.occurrences(field, form) for form, _ in forms]
    return [occurrences for occurrences in found if occurrences is not None]


def find_of(phrase: Phrase) -> Find:
    """Return what finds the words of a phrase: side by side, or near each other."""
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
) -> tuple[Matches, bool]:
    """Return what matches, and whether all of it was looked for."""
    if not some:
        return _nothing(reader), True
    lists: list[Matches | DocList] = [*dict.fromkeys(some)]
    if within is not None:
        lists.append(Matches(within, reader.size))
    docs = meet(lists, work)
    position = POSITION if find is find_phrase else 2 * POSITION
    together = len(docs)
    docs, spans = look_up(reader, some, docs, work, position)
    is_whole = len(docs) == together
    if not len(docs):
        return _nothing(reader), is_whole
    places, positions = find(spans)
    if not is_in_text(field):
        return Matches(docs[distinct(places)], reader.size), is_whole
    in_title = positions < reader.title_lengths[docs[places]]
    frequency = np.where(in_title, FREQUENCY[field][IN_TITLE], FREQUENCY[field][IN_BODY])
    counts = np.bincount(places, frequency, minlength=len(docs)).astype(np.float64, copy=False)
    kept = np.flatnonzero(counts)
    weight = sum(idf(reader.documents, len(occurrences.docs)) for occurrences in some)
    if not is_root:
        weight *= 1 + EXACT_WEIGHT
    members = DocList(docs.take(kept), reader.size)
    counts = counts.take(kept)
    scores = _scores(reader, members, counts, None, weight, k1=k1)
    return Listed(members, scores, held=counts.nbytes), is_whole


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
        docs = newest(reader, docs, work.room(len(docs), ceil(steps)), work)
        spans = {id(word): word.spans(docs) for word in different}
        total = WALK * len(words) * len(docs)
        total += sum(position * span.count for span in spans.values())
        if total <= max(work.left // 2, 1) and work.afford(total):
            return docs, [spans[id(word)] for word in words]
        # They are longer than others.
        steps = max(2 * steps, total / max(len(docs), 1))
    return docs, []


def newest(reader: Reader, docs: Docs, count: int, work: Work) -> Docs:
    """Return the ``count`` newest of some documents, ascending."""
    if count == len(docs):
        return docs
    if not count or not work.afford(_CHOSEN * len(docs)):
        return docs[:0]
    oldest = np.partition(reader.dates[docs], len(docs) - count)[len(docs) - count]
    newest: Docs = docs[reader.dates[docs] >= oldest][-count:]
    return newest


def _scores(
    reader: Reader,
    members: DocList,
    frequency: Scores,
    codes: NDArray[np.uint8] | None,
    weight: float,
    *,
    k1: float | None = None,
) -> Scoring:
    """Return what tells the scores of a word in ascending documents that hold it.

    Args:
        reader: Has their lengths.
        members: That hold it.
        frequency: How often, by code; by place if there are no codes.
        codes: Of its documents.
        weight: Of the word.
        k1: As in `search.arrays.scoring`; None for `K1`.
    """
    k1 = K1 if k1 is None else k1
    norms, docs = reader.norms(k1), members.docs
    full = weight * (k1 + 1)

    def counted(wanted: Docs) -> Scores:
        if wanted is docs:
            return frequency.copy() if codes is None else frequency.take(codes)
        places = members.places(wanted)
        return frequency.take(places if codes is None else codes.take(places))

    def scores(wanted: Docs) -> Scores:
        counts = counted(wanted)
        half = norms.take(wanted)
        half += counts
        counts *= full
        counts /= half
        return counts

    return scores


def _in_field(occurrences: Occurrences, field: str | None) -> tuple[DocList, NDArray[np.uint8]]:
    """Return the documents with the word in ``field``, and the codes of its postings there."""
    if field is None:
        return occurrences, occurrences.codes
    kept = np.flatnonzero((FREQUENCY[field] > 0)[occurrences.codes])
    return DocList(occurrences.docs[kept], occurrences.size), occurrences.codes[kept]


def _nothing(reader: Reader) -> Matches:
    return Matches(NO_DOCS, reader.size)


def _index_field(field: str | None, forms: Forms) -> str:
    if is_in_text(field):
        return "root" if forms is Forms.ALL else "text"
    return "" if field is None else field
