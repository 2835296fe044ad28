"""Where a text answers a query: each match as a whole, a phrase from its first word to its last.

    "harga beras" w/5 naik     in    Harga beras di Cipinang naik lagi
                                     ------------------------

What counts as a match is what the index counts, on the same words and positions, so a word
of a phrase that stands alone is none. Of words near each other a match is the shortest
passage that holds them (Clarke, Cormack and Burkowski 1995). What lies inside another match
is not one of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import compress, count
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from index.analysis.folding import beginnings
from search.query import BODY, TITLE, Forms, Phrase, Prefix, is_in_text, leaves
from search.work import SPOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.analysis.analyzer import Analyzer, Layout
    from index.analysis.chunk import Word
    from search.query import Leaf, Query
    from search.work import Work


class Match(NamedTuple):
    """Where a match stands, in characters."""

    start: int
    end: int


class _Spot(NamedTuple):
    """Where a word stands: its position, and its chunk in characters."""

    position: int
    start: int
    end: int


# A root, a written form, or how one may begin.
_Key: TypeAlias = tuple[str, str | tuple[str, ...]]
_Spots: TypeAlias = dict[_Key, list[_Spot]]

_ROOT, _EXACT, _BEGINNING = "root", "exact", "beginning"


class _Pattern(NamedTuple):
    """Words in a row, or near each other; ``slop`` and ``is_ordered`` as in `Phrase`."""

    words: tuple[_Key, ...]
    field: str | None
    slop: int | None = None
    is_ordered: bool = False


class Matcher:
    """Finds the matches of one query in any text.

    Attributes:
        words: Whole ones that it looks for.
    """

    def __init__(self, query: Query, analyzer: Analyzer) -> None:
        self.words: set[Word] = set()
        every = (
            pattern for leaf in leaves(query) for pattern in _patterns(leaf, analyzer, self.words)
        )
        self._patterns = tuple(dict.fromkeys(every))
        keys = {key for pattern in self._patterns for key in pattern.words}
        self._roots = {text for kind, text in keys if kind == _ROOT}
        self._exacts = {text for kind, text in keys if kind == _EXACT}
        self._beginnings = [text for kind, text in keys if isinstance(text, tuple)]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the query can match in a text."""
        return not self._patterns

    @property
    def is_far(self) -> bool:
        """Whether other words may stand between those of a match."""
        return any(pattern.slop is not None for pattern in self._patterns)

    @property
    def is_row(self) -> bool:
        """Whether some match is of several words."""
        return any(len(pattern.words) > 1 for pattern in self._patterns)

    def find(self, layout: Layout, work: Work, *, is_title: bool = False) -> list[Match]:
        """Return the matches in a title or a body, in reading order.

        What there is no room for in ``work`` is left out.
        """
        zone = TITLE if is_title else BODY
        spots = self._spots(layout)
        found: set[Match] = set()
        for pattern in self._patterns:
            if pattern.field in {None, zone}:
                lists = [spots.get(key, []) for key in pattern.words]
                if all(lists) and work.afford(SPOT * sum(map(len, lists))):
                    found.update(_find(pattern, lists))
        return list(_outermost(found))

    def _spots(self, layout: Layout) -> _Spots:
        found: _Spots = defaultdict(list)
        exacts, roots, starts, ends, others = layout
        for kind, wanted, words in (
            (_ROOT, self._roots, roots),
            (_EXACT, self._exacts, exacts),
        ):
            for at in compress(count(), map(wanted.__contains__, words)):
                found[kind, words[at]].append(_Spot(at, starts[at], ends[at]))
        for some in self._beginnings:
            found[_BEGINNING, some] = [
                _Spot(at, starts[at], ends[at])
                for at, word in enumerate(exacts)
                if word.startswith(some)
            ]
        for exact, root, position, start, end in others:
            spot = _Spot(position, start, end)
            if root in self._roots:
                _insert(found[_ROOT, root], spot)
            if exact in self._exacts:
                _insert(found[_EXACT, exact], spot)
            for some in self._beginnings:
                if exact.startswith(some):
                    _insert(found[_BEGINNING, some], spot)
        return found


def _insert(spots: list[_Spot], spot: _Spot) -> None:
    """Add a spot in its order, unless the word stands at that position already."""
    at = bisect_right(spots, spot.position, key=attrgetter("position"))
    if not at or spots[at - 1].position != spot.position:
        spots.insert(at, spot)


def _patterns(leaf: Leaf, analyzer: Analyzer, seen: set[Word]) -> Iterator[_Pattern]:
    """Yield what ``leaf`` looks for; note the words in it."""
    if not is_in_text(leaf.field):
        return
    if isinstance(leaf, Prefix):
        yield _Pattern(((_BEGINNING, beginnings(leaf.text)),), leaf.field)
    elif isinstance(leaf, Phrase):
        whole, last = leaf.parted
        words = analyzer.words(whole)
        seen.update(words)
        keys = _keys(words, leaf.forms)
        if last:
            keys += ((_BEGINNING, beginnings(last)),)
        if keys:
            yield _Pattern(keys, leaf.field, leaf.slop, leaf.is_ordered)
    else:
        for chunk in analyzer.split(leaf.text):
            for way in filter(None, (chunk.words, chunk.others)):
                seen.update(way)
                # Compounds are looked for as written.
                yield _Pattern(_keys(way, leaf.forms if len(way) == 1 else Forms.EXACT), leaf.field)


def _keys(words: Iterable[Word], forms: Forms) -> tuple[_Key, ...]:
    if forms is Forms.ALL:
        return tuple((_ROOT, word.root) for word in words)
    return tuple((_EXACT, word.exact) for word in words)


def _find(pattern: _Pattern, lists: Sequence[list[_Spot]]) -> Iterable[Match]:
    if len(lists) == 1:
        return (Match(spot.start, spot.end) for spot in lists[0])
    if pattern.slop is None:
        return _in_a_row(lists)
    length = len(lists) - 1 + pattern.slop
    found = _in_order(lists, length) if pattern.is_ordered else _near(pattern, lists, length)
    return _innermost(found)


def _in_a_row(lists: Sequence[list[_Spot]]) -> Iterator[Match]:
    others = [{spot.position: spot for spot in spots} for spots in lists[1:]]
    for first in lists[0]:
        row = [first]
        for at, spots in enumerate(others, first.position + 1):
            if (spot := spots.get(at)) is None:
                break
            row.append(spot)
        else:
            yield Match(first.start, max(spot.end for spot in row))


def _in_order(lists: Sequence[list[_Spot]], length: int) -> Iterator[Match]:
    """Yield the passages from each first word to the last, every word at its next place."""
    for first in lists[0]:
        last, end = first, first.end
        for spots in lists[1:]:
            at = bisect_right(spots, last.position, key=attrgetter("position"))
            if at == len(spots):
                return
            last = spots[at]
            end = max(end, last.end)
        if last.position - first.position <= length:
            yield Match(first.start, end)


def _near(pattern: _Pattern, lists: Sequence[list[_Spot]], length: int) -> Iterator[Match]:
    """Yield, for each place of a word, the shortest passage that ends there and holds all."""
    needed = Counter(pattern.words)
    spots = dict(zip(pattern.words, lists, strict=True))
    every = sorted((spot, key) for key, some in spots.items() for spot in some)
    inside: Counter[_Key] = Counter()
    first = 0
    lacking = needed.total()
    for spot, key in every:
        lacking -= inside[key] < needed[key]
        inside[key] += 1
        while inside[every[first][1]] > needed[every[first][1]]:
            inside[every[first][1]] -= 1
            first += 1
        if not lacking and spot.position - every[first][0].position <= length:
            yield Match(every[first][0].start, spot.end)


def _innermost(matches: Iterable[Match]) -> Iterator[Match]:
    """Return those that hold no other one."""
    start = -1
    for match in sorted(set(matches), key=lambda match: (match.end, -match.start)):
        if match.start > start:
            start = match.start
            yield match


def _outermost(matches: Iterable[Match]) -> Iterator[Match]:
    """Return those that lie in no other one, in reading order."""
    end = -1
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        if match.end > end:
            end = match.end
            yield match
