"""A second look at the best documents, at where the words stand in them.

The first pass counts words. Of two or three words, the best `ALIKE` documents that hold
them side by side come before those that hold them far apart. For a question, and for more
words than a reader types who only wants a list, the best `RESCORED` documents get on top
of their score, for every word by its weight:

    coverage    the share of the query that is there at all
    rarest      the most telling single word, again
    early       a word near the beginning, where news says what it is about
    near        two words close together
    window      as many of the words as possible within `WINDOW_WORDS`
    date        any date at all, when the question asks for one

Nothing is taken away, so documents that were not looked at again stay behind those that
were. Constants were found by grid on half of the judged questions and of known-item
queries, and confirmed on the other half.

Sources: Metzler and Croft, "A Markov random field model for term dependencies" (SIGIR
2005) for proximity as a sum of weighted windows; the features themselves are simpler.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from search.answers import DATE_WORDS, AnswerType, evidence
from search.engine import KEY_SHIFT, POSITION, SCORE_DECIMALS, distinct
from search.results import Sort
from search.weighting import MIN_KEYWORDS, idf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from index.archive.reading import ArchiveReader
    from search.asked import Asked
    from search.engine import Docs, Found, Scores, Snapshot
    from search.query import Term

RESCORED = 30
# The same of two or three words, of which many documents say as much.
ALIKE = 100
# The best of these are read, if the question wants something that can be told by its form.
READ = 10
WINDOW_WORDS = 12
# What that adds, in weights of all words: more than any first score is where so many of the
# documents with both hold them so, for it is a name or a term then, and else a little; for
# the other order less.
BESIDE = 2.5
USUAL = 0.4
NOTED = 0.25
TURNED = 0.8
# Pairs grow with the square; what a pasted paragraph adds beyond these changes nothing.
MAX_WORDS = 16


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each feature counts; ``half`` is the position where *early* is halved."""

    coverage: float
    rarest: float
    early: float
    half: float
    near: float
    window: float
    date: float


ASKING = Weights(0.5, 0.5, 1.4, 4.0, 0.0, 0.15, 0.4)
KEYWORDS = Weights(0.5, 0.0, 0.4, 30.0, 0.6, 0.6, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Word:
    """One word among the candidates.

    Attributes:
        weight: Its idf times its weight in the query.
        places: Candidates that hold it, ascending.
        keys: ``candidate << KEY_SHIFT | position`` of each occurrence.
        scores: First-pass score by candidate, where it is asked for.
    """

    weight: float
    is_content: bool
    places: NDArray[np.intp]
    keys: NDArray[np.int64]
    scores: Scores


def looked_at(asked: Asked, sort: Sort = Sort.RELEVANCE) -> int:
    """Return of how many documents it matters where the words stand."""
    if len(asked.words) < 2 or sort is not Sort.RELEVANCE:
        return 0
    return ALIKE if _is_short(asked) else RESCORED


def _is_short(asked: Asked) -> bool:
    """Tell whether only words side by side are looked for."""
    return len(asked.words) < MIN_KEYWORDS and not asked.is_question


def best_answers(
    snapshot: Snapshot, asked: Asked, found: Found, archive: ArchiveReader
) -> tuple[Docs, Scores]:
    """Return the documents of ``found``, the first ones in a new order with new scores.

    Args:
        snapshot: Where they were found.
        asked: What was asked, also when only some of its words were searched for.
        found: By relevance, at least as many as are `looked_at` if there are so many.
        archive: Has the texts of the very first, which are read when the query is a question.
    """
    count = looked_at(asked)
    if not count or not len(found.docs):
        return found.docs, found.scores
    docs, scores = found.docs.copy(), found.scores.copy()

    def look_again(count: int, added_by: Callable[[Docs], Scores]) -> None:
        """Add to the scores of the first ``count`` documents, and order them anew."""
        head, added = docs[:count], scores[:count]
        ascending = head.argsort()
        added[ascending] += added_by(head[ascending])
        rounded = added.round(SCORE_DECIMALS)
        dates = [inf if date is None else -date for date in snapshot.dates(head)]
        keys = list(zip((-rounded).tolist(), dates, snapshot.ids(head), strict=True))
        order = sorted(range(len(head)), key=keys.__getitem__)
        head[:], added[:] = head[order], rounded[order]

    look = _beside if _is_short(asked) else _rescored
    look_again(count, lambda head: look(snapshot, asked, head))
    if wanted := asked.answer:
        look_again(READ, lambda head: _answers(snapshot, asked, wanted, head, archive))
    return docs, scores


def _rescored(snapshot: Snapshot, asked: Asked, docs: Docs) -> Scores:
    """Return what the second look adds to the score of each of ascending ``docs``."""
    extra = np.zeros(len(docs))
    weights = ASKING if asked.is_question else KEYWORDS
    words = _look_up(snapshot, asked, docs, is_scored=weights.rarest > 0)
    mass = sum(word.weight for word in words)
    if not mass:
        return extra
    held = np.zeros(len(docs))
    for word in words:
        held[word.places] += word.weight / mass
    extra += weights.coverage * mass * held * held
    if weights.rarest:
        extra += weights.rarest * np.max([word.scores for word in words], axis=0)
    content = [word for word in words if word.is_content]
    total = sum(word.weight for word in content)
    content = [word for word in content if len(word.keys)]
    if content:
        _add_early(extra, content, snapshot.body_starts(docs), weights)
        extra += weights.window * mass / total * _best_window(content, len(docs))
    if weights.near:
        _add_near(extra, content, weights.near)
    if weights.date and asked.answer is AnswerType.DATE:
        extra += weights.date * mass * snapshot.holding(DATE_WORDS, docs)
    return extra


def _beside(snapshot: Snapshot, asked: Asked, docs: Docs) -> Scores:
    """Return what words side by side add to the score of each of ascending ``docs``."""
    found = _look_up(snapshot, asked, docs, is_scored=False)
    words = [word for word in found if len(word.keys)]
    mass = sum(word.weight for word in words)
    extra = np.zeros(len(docs))
    for one, other in pairwise(words):
        worth = np.zeros(len(docs))
        for step, value in ((-1, TURNED), (1, 1.0)):
            worth[np.intersect1d(one.keys + step, other.keys) >> KEY_SHIFT] = value
        both = np.intersect1d(one.places, other.places, assume_unique=True)
        is_usual = np.count_nonzero(worth) >= USUAL * len(both)
        extra += (BESIDE if is_usual else NOTED) * mass / (len(words) - 1) * worth
    return extra


def _answers(
    snapshot: Snapshot, asked: Asked, wanted: AnswerType, docs: Docs, archive: ArchiveReader
) -> Scores:
    """Return what the texts of ``docs`` that seem to hold what is wanted add to their scores."""
    weights: dict[str, float] = {}
    forms = set()
    for term in _content(asked):
        for word in snapshot.analyzer.words(term.text):
            forms.add(word.exact)
            documents = snapshot.frequency("root", word.root)
            if documents and word.root not in weights:
                weights[word.root] = term.weight * idf(snapshot.documents, documents)
    rows = snapshot.rows(docs)
    articles = archive.get_rows(rows)
    texts = (articles[row].body if row in articles else "" for row in rows)
    return np.array([evidence(wanted, text, snapshot.analyzer, weights, forms) for text in texts])


def _content(asked: Asked) -> list[Term]:
    return [word for word in asked.words if word not in asked.asking][:MAX_WORDS]


def _look_up(snapshot: Snapshot, asked: Asked, docs: Docs, *, is_scored: bool) -> list[_Word]:
    words: dict[str, _Word] = {}
    for term in asked.words[:MAX_WORDS]:
        for chunk in snapshot.analyzer.split(term.text):
            root = chunk.units[0].root
            if root in words or (found := snapshot.positions(root, docs)) is None:
                continue
            words[root] = _Word(
                weight=term.weight * idf(snapshot.documents, found.documents),
                is_content=term not in asked.asking,
                places=distinct(found.keys >> KEY_SHIFT),
                keys=found.keys,
                scores=snapshot.scores(term, docs) if is_scored else np.zeros(0),
            )
    return list(words.values())


def _add_early(
    extra: Scores, words: Sequence[_Word], starts: NDArray[np.int64], weights: Weights
) -> None:
    """Add for each word what its first place in the body is worth."""
    for word in words:
        places, positions = word.keys >> KEY_SHIFT, word.keys & POSITION
        in_body = positions >= starts[places]
        places, first = np.unique(places[in_body], return_index=True)
        offsets = positions[in_body][first] - starts[places]
        extra[places] += weights.early * word.weight * weights.half / (weights.half + offsets)


def _best_window(words: Sequence[_Word], size: int) -> Scores:
    """Return the largest weight of different words within a few running words."""
    starts = distinct(np.concatenate([word.keys for word in words]))
    inside = np.zeros(len(starts))
    for word in words:
        following = word.keys.searchsorted(starts)
        following[following == len(word.keys)] = -1
        distance = word.keys[following] - starts
        inside += word.weight * ((distance >= 0) & (distance < WINDOW_WORDS))
    best = np.zeros(size)
    np.maximum.at(best, starts >> KEY_SHIFT, inside)
    return best


def _add_near(extra: Scores, words: Sequence[_Word], weight: float) -> None:
    """Add for each pair of words the more the closer they ever come."""
    for one, other in combinations(words, 2):
        few, many = sorted((one.keys, other.keys), key=len)
        after = many.searchsorted(few)
        closest = np.full(len(few), 1 << (KEY_SHIFT - 1))
        for at in (after - 1, after, after + 1):  # one of them may be the same place
            near = np.abs(many[at.clip(0, len(many) - 1)] - few)
            np.copyto(closest, near, where=(near > 0) & (near < closest))
        nearness = np.zeros(len(extra))
        np.maximum.at(nearness, few >> KEY_SHIFT, 1 / closest)
        extra += weight * min(one.weight, other.weight) * nearness
