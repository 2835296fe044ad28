"""Which words keep company with the matches of a query: logDice (Rychlý 2008).

    logDice = 14 + log2(2 f(x,y) / (f(x) + f(y)))

    f(x)      matches of the query
    f(y)      occurrences of a word in all of the archive
    f(x,y)    matches with the word among so many words to the left or to the right of them

14 is what never stands apart; a point more is twice as often together, and two words less
than 0 hardly have to do with each other. It does not grow with the archive, so that lists
of two archives can be compared. A match counts once, however often the word is beside it, so
that the count is the number of lines to read. One occurrence may be beside two matches;
`score` counts no more of them than there are.

Where only a share of the matches was looked at, f(x) and f(x,y) are estimated from it.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, takewhile
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from search.work import LOOK_UP

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from collections.abc import Set as AbstractSet

    from search.work import Work

# What two words have that only stand together.
HIGHEST = 14.0
SCORE_DECIMALS = 2


class Collocate(NamedTuple):
    """A word that stands near matches.

    Attributes:
        lines: Matches that it is beside, of those looked at.
        frequency: Its occurrences in the archive.
        score: Its logDice, rounded.
    """

    word: str
    lines: int
    frequency: int
    score: float


def log_dice(together: float, one: float, other: float) -> float:
    """Return how closely two things keep company, from how often each is there."""
    return HIGHEST + log2(2 * together / (one + other))


def find_collocates(
    windows: Collection[AbstractSet[str]],
    frequency: Callable[[str], int],
    work: Work,
    *,
    share: float = 1.0,
    least: int = 1,
    most: int = 50,
) -> tuple[Collocate, ...]:
    """Return the words that keep closest company, best first.

    Args:
        windows: The words around each match.
        frequency: How often a word is in the archive.
        work: What looking that up is spent from; words seen seldom are left out first.
        share: Of all matches, those that were looked at.
        least: Matches that a word has to be beside.
        most: Words to return.
    """
    counts = Counter(chain.from_iterable(windows))
    found = [
        _collocate(word, lines, frequency(word), len(windows), share)
        for word, lines in takewhile(lambda _: work.afford(LOOK_UP), _seen(counts, least))
    ]
    found.sort(key=lambda one: (-one.score, -one.lines, one.word))
    return tuple(found[:most])


def _seen(counts: Counter[str], least: int) -> Iterable[tuple[str, int]]:
    some = [(word, lines) for word, lines in counts.items() if lines >= least]
    return sorted(some, key=lambda one: (-one[1], one[0]))


def _collocate(word: str, lines: int, frequency: int, matches: int, share: float) -> Collocate:
    # An article that was changed after it was indexed may have words that are not in the index.
    frequency = frequency or lines
    together = min(lines / share, frequency)
    score = log_dice(together, matches / share, frequency)
    return Collocate(word, lines, frequency, round(score, SCORE_DECIMALS))
