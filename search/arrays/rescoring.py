"""A second look at the best documents, at where the words stand in them.

The first pass counts words. For a question, and for more words than a reader types who
only wants a list, the best `RESCORED` documents get on top of that, for every word by
its weight:

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
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from search.answers import Answer, answer_wanted, evidence
from search.arrays.matches import contains
from search.arrays.scoring import idf
from search.arrays.snapshot import KEY_SHIFT
from search.arrays.words import match_term
from search.weighting import asks, is_asking, plain_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from search.arrays.matches import Scores
    from search.arrays.snapshot import Docs, Snapshot
    from search.query import Query, Term

    # From archive rows to the texts of their articles, in their order.
    ReadTexts = Callable[[list[int]], list[str]]

RESCORED = 30
# The best of these are read, if the question wants something that can be told by its form.
READ = 10
WINDOW_WORDS = 12
# Fewer keywords are answered by the first pass alone, which takes half the time.
MIN_KEYWORDS = 4
# Pairs grow with the square; what a pasted paragraph adds beyond these changes nothing.
MAX_WORDS = 16

_POSITION = (1 << KEY_SHIFT) - 1


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
        scores: First-pass score by candidate.
    """

    weight: float
    is_content: bool
    places: NDArray[np.intp]
    keys: NDArray[np.int64]
    scores: Scores


def worth_rescoring(query: Query) -> bool:
    """Tell whether where the words stand says more than how many there are."""
    count = len(plain_words(query))
    return count > 1 and (count >= MIN_KEYWORDS or asks(query))


def rescore(snapshot: Snapshot, query: Query, docs: Docs) -> Scores:
    """Return what the second look adds to the score of each of ``docs``.

    Args:
        snapshot: Where the words are looked up.
        query: A weighed conjunction, see `search.weighting`.
        docs: Ascending.
    """
    extra = np.zeros(len(docs))
    words = _look_up(snapshot, plain_words(query), docs)
    mass = sum(word.weight for word in words)
    if not mass:
        return extra
    weights = ASKING if asks(query) else KEYWORDS
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
        _add_early(extra, content, snapshot.title_lengths[docs], weights)
        extra += weights.window * mass / total * _best_window(content, len(docs))
    if weights.near:
        _add_near(extra, content, weights.near)
    if weights.date and answer_wanted(query) is Answer.DATE:
        extra += weights.date * mass * snapshot.dated[docs]
    return extra


def find_answers(
    snapshot: Snapshot, query: Query, wanted: Answer, docs: Docs, read: ReadTexts
) -> Scores:
    """Return what the texts of ``docs`` that seem to hold what is wanted add to their scores."""
    extra = np.zeros(len(docs))
    content = [word for word in plain_words(query) if not is_asking(word)]
    weights: dict[str, float] = {}
    asked = set()
    for term in content[:MAX_WORDS]:
        for word in snapshot.analyzer.words(term.text):
            found = snapshot.find("root", word.root)
            asked.add(word.exact)
            if found is not None and word.root not in weights:
                weights[word.root] = term.weight * idf(snapshot.documents, len(found.docs))
    texts = read(snapshot.rows(docs.tolist()))
    for place, text in enumerate(texts):
        extra[place] = evidence(wanted, text, snapshot.analyzer, weights, asked)
    return extra


def _look_up(snapshot: Snapshot, terms: Sequence[Term], docs: Docs) -> list[_Word]:
    words: dict[str, _Word] = {}
    for term in terms[:MAX_WORDS]:
        for chunk in snapshot.analyzer.split(term.text):
            root = chunk.units[0].root
            found = snapshot.find("root", root)
            if found is None or root in words:
                continue
            places = np.flatnonzero(contains(found.docs, docs, snapshot.size))
            keys = found.keys(docs[places])
            scores = np.zeros(len(docs))
            match_term(snapshot, term).add_scores(docs, scores)
            words[root] = _Word(
                weight=term.weight * idf(snapshot.documents, len(found.docs)),
                is_content=not is_asking(term),
                places=places,
                keys=(places[keys >> KEY_SHIFT] << KEY_SHIFT) | (keys & _POSITION),
                scores=scores * term.weight,
            )
    return list(words.values())


def _add_early(
    extra: Scores, words: Sequence[_Word], titles: NDArray[np.uint32], weights: Weights
) -> None:
    """Add for each word what its first place in the body is worth."""
    starts = titles.astype(np.int64) + 1
    for word in words:
        places, positions = word.keys >> KEY_SHIFT, word.keys & _POSITION
        in_body = positions >= starts[places]
        places, first = np.unique(places[in_body], return_index=True)
        offsets = positions[in_body][first] - starts[places]
        extra[places] += weights.early * word.weight * weights.half / (weights.half + offsets)


def _best_window(words: Sequence[_Word], size: int) -> Scores:
    """Return the largest weight of different words within a few running words."""
    starts = np.unique(np.concatenate([word.keys for word in words]))
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
