"""What a query looks for in a text, and the runs of words that it finds there.

    beras               one word with the root beras
    ber*                one word, as written, with that beginning
    "harga beras"       harga and beras, as written, in a row
    harga w/5 beras     both near each other: the shortest passages that hold them
    26/8                26 and 8 in a row, and so 26 and agustus

What counts is what the index counts, on the same words and positions, so a word of a phrase
that stands alone is none. A match in context is a run as a whole; `search.passages.matching`
marks a phrase as a whole, too, but only the words of what is near each other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import chain, compress, count
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from index.analysis.folding import beginnings
from search.query import Forms, Phrase, Prefix, is_in_text
from search.work import SPOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.analysis.analyzer import Analyzer, Layout
    from index.analysis.chunk import Word
    from search.query import Leaf
    from search.work import Work


class Spot(NamedTuple):
    """Where a word stands: its position, its chunk in characters, and what it was found by."""

    position: int
    start: int
    end: int
    word: str


class Match(NamedTuple):
    """Where a run stands, in characters."""

    start: int
    end: int


# A root, a written form, or how one may begin.
_Key: TypeAlias = tuple[str, str | tuple[str, ...]]
_Spots: TypeAlias = dict[_Key, list[Spot]]

_ROOT, _EXACT, _BEGINNING = "root", "exact", "beginning"
_position = attrgetter("position")


class Pattern(NamedTuple):
    """Words in a row, or near each other; ``slop`` and ``is_ordered`` as in `Phrase`."""

    words: tuple[_Key, ...]
    field: str | None
    slop: int | None = None
    is_ordered: bool = False


def patterns_of(leaf: Leaf, analyzer: Analyzer) -> Iterator[Pattern]:
    """Yield what ``leaf`` looks for in titles and bodies, each way to write it by itself."""
    if not is_in_text(leaf.field):
        return
    if isinstance(leaf, Prefix):
        yield Pattern(((_BEGINNING, beginnings(leaf.text)),), leaf.field)
    elif isinstance(leaf, Phrase):
        whole, last = leaf.parted
        keys = _keys(analyzer.words(whole), leaf.forms)
        if last:
            keys += ((_BEGINNING, beginnings(last)),)
        if keys:
            yield Pattern(keys, leaf.field, leaf.slop, leaf.is_ordered)
    else:
        for chunk in analyzer.split(leaf.text):
            for way in filter(None, (chunk.words, chunk.others)):
                # Compounds are looked for as written.
                yield Pattern(_keys(way, leaf.forms if len(way) == 1 else Forms.EXACT), leaf.field)


def _keys(words: Iterable[Word], forms: Forms) -> tuple[_Key, ...]:
    if forms is Forms.ALL:
        return tuple((_ROOT, word.root) for word in words)
    return tuple((_EXACT, word.exact) for word in words)


class Patterns:
    """Finds all that some leaves look for, in any text.

    Attributes:
        every: The patterns, none twice.
    """

    def __init__(self, asked: Iterable[Leaf], analyzer: Analyzer) -> None:
        found = (pattern for leaf in asked for pattern in patterns_of(leaf, analyzer))
        self.every = tuple(dict.fromkeys(found))
        self._keys = keys = {key for pattern in self.every for key in pattern.words}
        self._roots = {text for kind, text in keys if kind == _ROOT}
        self._exacts = {text for kind, text in keys if kind == _EXACT}
        self._beginnings = [text for _, text in keys if isinstance(text, tuple)]
        self._telling = tuple(chain.from_iterable(self._beginnings))

    @property
    def is_far(self) -> bool:
        """Whether other words may stand between those of a run."""
        return any(pattern.slop is not None for pattern in self.every)

    @property
    def is_together(self) -> bool:
        """Whether some run is of several words."""
        return any(len(pattern.words) > 1 for pattern in self.every)

    def find(
        self, layout: Layout, work: Work, field: str | None = None
    ) -> Iterator[tuple[Pattern, Iterable[list[Spot]]]]:
        """Yield the runs of each pattern, in no order.

        What is asked of another ``field`` is left out, and what there is no room for in ``work``.
        """
        spots = self._spots(layout)
        for pattern in self.every:
            if field is None or pattern.field in {None, field}:
                lists = [spots.get(key, []) for key in pattern.words]
                if all(lists) and work.afford(SPOT * sum(map(len, lists))):
                    yield pattern, _runs(pattern, lists)

    def matches(self, layout: Layout, work: Work, field: str) -> list[Match]:
        """Return where the runs stand, in reading order, but for those inside another one."""
        found = {span(run) for _, runs in self.find(layout, work, field) for run in runs}
        return list(_outermost(found))

    def _spots(self, layout: Layout) -> _Spots:
        found: _Spots = defaultdict(list)
        exacts, roots, starts, ends, others = layout
        for kind, wanted, words in (
            (_ROOT, self._roots, roots),
            (_EXACT, self._exacts, exacts),
        ):
            for at in compress(count(), map(wanted.__contains__, words)):
                found[kind, words[at]].append(Spot(at, starts[at], ends[at], words[at]))
        forms = {*exacts} if self._beginnings else ()
        begun = {form: keys for form in forms if (keys := self._begun(form))}
        for at in compress(count(), map(begun.__contains__, exacts)):
            for key in begun[exacts[at]]:
                found[key].append(Spot(at, starts[at], ends[at], exacts[at]))
        for exact, root, position, start, end in others:
            for key in ((_ROOT, root), (_EXACT, exact), *self._begun(exact)):
                if key in self._keys:
                    word = root if key[0] == _ROOT else exact
                    _insert(found[key], Spot(position, start, end, word))
        return found

    def _begun(self, form: str) -> list[_Key]:
        if not form.startswith(self._telling):
            return []
        return [(_BEGINNING, some) for some in self._beginnings if form.startswith(some)]


def _insert(spots: list[Spot], spot: Spot) -> None:
    """Add a spot in its order, unless the word stands at that position already."""
    at = bisect_right(spots, spot.position, key=_position)
    if not at or spots[at - 1].position != spot.position:
        spots.insert(at, spot)


def span(run: Iterable[Spot]) -> Match:
    """Return where a run starts and ends."""
    _, starts, ends, _ = zip(*run, strict=True)
    return Match(min(starts), max(ends))


def _outermost(matches: Iterable[Match]) -> Iterator[Match]:
    """Yield those that lie in no other one, in reading order."""
    end = -1
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        if match.end > end:
            end = match.end
            yield match


def _runs(pattern: Pattern, lists: Sequence[list[Spot]]) -> Iterable[list[Spot]]:
    if pattern.slop is None:
        return _in_a_row(lists)
    length = len(lists) - 1 + pattern.slop
    runs = _in_order(lists, length) if pattern.is_ordered else _near(pattern, lists, length)
    # The shortest of those that end in one chunk is the last, of those that begin in one the first.
    last = {span(run).end: run for run in runs}
    return {span(run).start: run for run in reversed(last.values())}.values()


def _in_a_row(lists: Sequence[list[Spot]]) -> Iterator[list[Spot]]:
    """Yield the words of each place where they follow one another."""
    others = [{spot.position: spot for spot in spots} for spots in lists[1:]]
    for first in lists[0]:
        row = [first]
        for at, spots in enumerate(others, first.position + 1):
            if (spot := spots.get(at)) is None:
                break
            row.append(spot)
        else:
            yield row


def _in_order(lists: Sequence[list[Spot]], length: int) -> Iterator[list[Spot]]:
    """Yield each first word with the next place of every other, soon enough."""
    for first in lists[0]:
        run = [first]
        for spots in lists[1:]:
            at = bisect_right(spots, run[-1].position, key=_position)
            if at == len(spots):
                return
            if spots[at].position > first.position + length:
                break
            run.append(spots[at])
        else:
            yield run


def _near(pattern: Pattern, lists: Sequence[list[Spot]], length: int) -> Iterator[list[Spot]]:
    """Yield the shortest passages that hold every word as often as it is named.

    Source: Clarke, Cormack and Burkowski 1995.
    """
    needed = Counter(pattern.words)
    spots = dict(zip(pattern.words, lists, strict=True))
    every = sorted((spot, key) for key, some in spots.items() for spot in some)
    inside: Counter[_Key] = Counter()
    first, last_first = 0, -1
    lacking = needed.total()
    for at, (spot, key) in enumerate(every):
        lacking -= inside[key] < needed[key]
        inside[key] += 1
        while inside[every[first][1]] > needed[every[first][1]]:
            inside[every[first][1]] -= 1
            first += 1
        # One that begins at the same word as the one before it only holds more.
        is_new = not lacking and first > last_first
        if is_new and spot.position - every[first][0].position <= length:
            last_first = first
            yield [spot for spot, _ in every[first : at + 1]]
