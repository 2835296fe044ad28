"""Where a text answers the query: each place where a part of it holds, and nothing else.

    "harga beras"       marks    harga beras                 not: harga gabah, beras merah
    beras w/3 impor     marks    impor, beras                where they are that near
    judul:banjir        marks    banjir                      in a title, not in a body

A `Highlighter` finds the single words. The words of a phrase count only where they stand as it
asks: by the same positions as in the index, since they come from the same analyzer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from index.analysis.folding import beginnings
from search.passages.highlighting import MARKED_CHARS, MAX_MARKS, Highlighter, Mark, cut
from search.query import And, Forms, Phrase, Prefix, is_in_text, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.analysis.analyzer import Analyzer, Token
    from search.query import Leaf, Query
    from search.results import Fragment


# Looks at words of one text that all phrases of a query together may take, 0.1 to 0.3 s. What
# has no room any more is not marked: dozens of phrases of common words, in the longest texts.
MAX_LOOKS = 300_000

# A word with what stands around it, mostly: so far apart may two be that are side by side.
WORD_CHARS = 32

_position = attrgetter("position")


class _Wanted(NamedTuple):
    """Words that have to stand together, as `search.query.Phrase` says it.

    Attributes:
        words: Roots or written forms.
        last: What the word after them begins with; empty when there is none.
    """

    words: tuple[str, ...]
    is_root: bool
    last: tuple[str, ...] = ()
    slop: int | None = None
    is_ordered: bool = False


def highlight(
    text: str, query: Query, analyzer: Analyzer, field: str | None = None
) -> tuple[Fragment, ...]:
    """Return fragments that join to ``text``, every place that answers ``query`` one of them.

    In a long text only in its first `MARKED_CHARS`, and `MAX_MARKS` at most.

    Args:
        text: Any.
        query: What is asked for.
        analyzer: That the text was indexed with.
        field: What ``text`` is, `TITLE` or `BODY`; what is asked of the other one is passed over.
            None for either.
    """
    read = text
    if len(text) > MARKED_CHARS:
        # Up to a blank, so that no word is cut.
        read = text[: 1 + max(text.rfind(blank, 0, MARKED_CHARS) for blank in " \n")]
    asked = asked_of(field, query)
    return cut(text, 0, len(text), Matcher(asked, analyzer).marks(read)[:MAX_MARKS])


def asked_of(field: str | None, query: Query) -> list[Leaf]:
    """Return what ``query`` asks of `TITLE`, `BODY` or, for None, either."""
    return [leaf for leaf in leaves(query) if field is None or leaf.field in {None, field}]


class Matcher:
    """Finds the places that answer words, beginnings or phrases, in any text."""

    def __init__(self, asked: Iterable[Leaf], analyzer: Analyzer) -> None:
        words: list[Leaf] = []
        self._wanted: list[_Wanted] = []
        for leaf in asked:
            if is_in_text(leaf.field):
                parts = _parts(leaf, analyzer)
                self._wanted += parts
                words += [] if parts else [leaf]
        self._analyzer = analyzer
        self._words = Highlighter(And(tuple(words)), analyzer) if words else None
        self._reach = WORD_CHARS * max(((one.slop or 0) + 1 for one in self._wanted), default=0)
        self._seen: dict[str, list[Mark]] = {}

    def marks(self, text: str) -> list[Mark]:
        """Return the places in ``text`` that answer what is asked, in reading order.

        They never overlap: of two that do, the union is one.
        """
        found = self._words.marks(text) if self._words else []
        if self._wanted:
            places = _Places(self._analyzer.analyze(text))
            found = found + [mark for one in self._wanted for mark in places.of(one)]
        return list(_merged(sorted(found)))

    def among(self, text: str, words: list[Mark]) -> list[Mark]:
        """Return the same, sooner, from where all ``words`` of what is asked stand in ``text``.

        Only what stands between words near each other is read.
        """
        if not self._wanted:
            return words
        found: list[Mark] = []
        for start, end in _groups(words, self._reach):
            some = text[start:end]
            if some not in self._seen:
                self._seen[some] = self.marks(some)
            found += [Mark(start + at, start + until, word) for at, until, word in self._seen[some]]
        return found


def _groups(marks: list[Mark], reach: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of marks of which each is at most ``reach`` characters from the next."""
    start = end = -1
    for mark in marks:
        if start < 0 or mark.start > end + reach:
            if start >= 0:
                yield start, end
            start = mark.start
        end = max(end, mark.end)
    if start >= 0:
        yield start, end


def _parts(leaf: Leaf, analyzer: Analyzer) -> list[_Wanted]:
    """Return what of ``leaf`` has to stand together; nothing for a single word."""
    if isinstance(leaf, Prefix):
        return []
    is_root = leaf.forms is Forms.ALL
    if isinstance(leaf, Phrase):
        whole, last = leaf.parted
        words = tuple(word.root if is_root else word.exact for word in analyzer.words(whole))
        if len(words) + bool(last) < 2:
            return []
        return [_Wanted(words, is_root, beginnings(last), leaf.slop, leaf.is_ordered)]
    chunks = analyzer.split(leaf.text)
    if all(len(chunk.units) == 1 for chunk in chunks):
        return []
    # 26/8: two words side by side, and the same with the name of the month.
    ways = [way for chunk in chunks for way in (chunk.words, chunk.others) if way]
    return [
        _Wanted((way[0].root,), is_root=True)
        if is_root and len(way) == 1
        else _Wanted(tuple(word.exact for word in way), is_root=False)
        for way in ways
    ]


class _Places:
    """The words of one text by what they are, each in the order of its positions."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self._looks = 0
        self._exact: defaultdict[str, list[Token]] = defaultdict(list)
        self._root: defaultdict[str, list[Token]] = defaultdict(list)
        for token in tokens:
            self._exact[token.exact].append(token)
            self._root[token.root].append(token)

    def of(self, wanted: _Wanted) -> Iterator[Mark]:
        """Yield where ``wanted`` stands; words side by side are one place."""
        words = self._root if wanted.is_root else self._exact
        some = [words.get(word, []) for word in wanted.words]
        if wanted.last:
            starting = [self._exact[form] for form in self._exact if form.startswith(wanted.last)]
            some.append(sorted((token for one in starting for token in one), key=_position))
        self._looks += sum(map(len, some)) * (1 if wanted.slop is None else len(some))
        if not all(some) or self._looks > MAX_LOOKS:
            return
        if wanted.slop is None:
            runs, is_whole = _side_by_side(some), True
        else:
            find = _in_order if wanted.is_ordered else _near
            runs, is_whole = find(some, len(some) - 1 + wanted.slop), False
        for run in runs:
            for tokens in [run] if is_whole else [[token] for token in run]:
                start, end = (
                    min(token.start for token in tokens),
                    max(token.end for token in tokens),
                )
                yield Mark(start, end, tokens[0].exact)


def _side_by_side(words: list[list[Token]]) -> Iterator[list[Token]]:
    """Yield the words of each place where they follow one another."""
    others = [{token.position: token for token in tokens} for tokens in words[1:]]
    for first in words[0]:
        run = [first]
        for offset, at in enumerate(others, start=1):
            if (token := at.get(first.position + offset)) is None:
                break
            run.append(token)
        else:
            yield run


def _in_order(words: list[list[Token]], length: int) -> Iterator[list[Token]]:
    """Yield the words of each place where the first is followed by the others, soon enough."""
    for first in words[0]:
        run = [first]
        for tokens in words[1:]:
            at = bisect_right(tokens, run[-1].position, key=_position)
            if at == len(tokens):
                return
            run.append(tokens[at])
        if run[-1].position - first.position <= length:
            yield run


def _near(words: list[list[Token]], length: int) -> Iterator[list[Token]]:
    """Yield the words of each place that holds all of them, as often as they are named."""
    named = Counter(map(id, words))
    different = list({id(tokens): tokens for tokens in words}.values())
    for start in sorted({token.position for tokens in different for token in tokens}):
        run: list[Token] = []
        for tokens in different:
            first = bisect_left(tokens, start, key=_position)
            some = tokens[first : first + named[id(tokens)]]
            if len(some) < named[id(tokens)]:
                return
            run += some
        if max(map(_position, run)) <= start + length:
            yield run


def _merged(marks: list[Mark]) -> Iterator[Mark]:
    """Yield sorted marks; those that overlap as one."""
    last: Mark | None = None
    for mark in marks:
        if last is None or mark.start >= last.end:
            if last is not None:
                yield last
            last = mark
        elif mark.end > last.end:
            last = Mark(last.start, mark.end, last.word)
    if last is not None:
        yield last
