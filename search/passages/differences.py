"""What of a text was taken out and what was put in, word by word.

    "Harga naik 5 persen."  and  "Harga turun 5 persen."
    ->  "Harga " same, "naik " gone, "turun " new, "5 persen." same

Paragraphs are compared first, then sentences of those that differ and are long, then words,
all by `difflib`. It may take the square of the length and more, so every pair of words that it
looks at is paid for: where there is no room left, or two passages have little in common, one
is shown as taken out and the other as put in. Words are told apart as they are written,
spaces are not.
"""

from __future__ import annotations

import re
from difflib import Match, SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from search.work import PAIR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from search.work import Work

# Characters and paragraphs of two texts of which anything is compared.
MAX_CHARS = 2_000_000
MAX_PARAGRAPHS = 100_000
# Characters of two passages whose words are compared; longer ones are told apart as a whole.
MAX_COMPARED_CHARS = 200_000
# Paragraphs that are compared, without those at both ends that are the same.
MAX_COMPARED_PARAGRAPHS = 20_000

# Characters of two passages whose sentences are compared before their words.
LONG_CHARS = 5_000

# Two passages are one that was changed if they share so much of the words of the longer one,
# or of the shorter one.
_ALIKE = 0.3
_KEPT = 0.6
# So many words alike between longer changes are chance.
_CHANCE = 2

_PARAGRAPH = re.compile(r"[^\n]*\n|[^\n]+")
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?!\s))*(?:[.!?]\s+|\n|$)")
# A word with the marks inside of it, a mark or a line end; each with the spaces behind it.
_TOKEN = re.compile(r"(?:\w+(?:[.,:'\u2019/-]\w+)*|\n|[^\w\s])[^\S\n]*|[^\S\n]+")


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Piece(NamedTuple):
    """A run of text with one fate. What is the same is given as the later text has it."""

    text: str
    change: Change


class _Run(NamedTuple):
    """What stood in the earlier text, and what stands there in the later one."""

    old: Sequence[str]
    new: Sequence[str]
    is_same: bool

    def pieces(self) -> Iterator[Piece]:
        old, new = "".join(self.old), "".join(self.new)
        if self.is_same:
            yield Piece(new, Change.SAME)
        else:
            yield Piece(old, Change.GONE)
            yield Piece(new, Change.NEW)


def differences(before: str, after: str, work: Work) -> tuple[Piece, ...]:
    """Return pieces that make up ``before`` without the new ones, ``after`` without the gone.

    Args:
        before: The earlier text, a paragraph a line.
        after: The later one.
        work: What comparing may cost; is cut where it would have cost more.
    """
    if before == after:
        return (Piece(after, Change.SAME),) if after else ()
    paragraphs = before.count("\n") + after.count("\n")
    if len(before) + len(after) > MAX_CHARS or paragraphs > MAX_PARAGRAPHS:
        work.is_cut = True
        return tuple(_joined(_Run([before], [after], is_same=False).pieces()))
    return tuple(_joined(_compared(before, after, work)))


def _compared(before: str, after: str, work: Work) -> Iterator[Piece]:
    old, new = _PARAGRAPH.findall(before), _PARAGRAPH.findall(after)
    for run in _runs(old, new, str.strip, MAX_COMPARED_PARAGRAPHS, work):
        if len(run.old) == len(run.new) and not run.is_same:
            for pair in zip(run.old, run.new, strict=True):
                yield from _passage(_Run(pair[:1], pair[1:], is_same=False), work)
        else:
            yield from _passage(run, work)


def _passage(run: _Run, work: Work) -> Iterator[Piece]:
    """Yield pieces of a passage that may have been changed."""
    before, after = "".join(run.old), "".join(run.new)
    if run.is_same or not (before and after):
        yield from run.pieces()
    elif len(before) + len(after) > MAX_COMPARED_CHARS:
        work.is_cut = True
        yield from run.pieces()
    elif len(before) + len(after) > LONG_CHARS:
        old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
        for some in _runs(old, new, str.strip, MAX_COMPARED_CHARS, work):
            yield from some.pieces() if some.is_same else _words(some, work)
    else:
        yield from _words(run, work)


def _words(run: _Run, work: Work) -> Iterator[Piece]:
    """Yield pieces of a passage that was changed, unless little of it is the same."""
    old, new = (_TOKEN.findall("".join(side)) for side in (run.old, run.new))
    runs = list(_runs(old, new, _bare, MAX_COMPARED_CHARS, work))
    same = sum(len(some.new) for some in runs if some.is_same)
    shorter, longer = sorted((len(old), len(new)))
    if same < _ALIKE * longer and same < _KEPT * shorter:
        yield from run.pieces()
        return
    for some in _without_chance(runs):
        yield from some.pieces()


def _bare(word: str) -> str:
    return word if word == "\n" else word.rstrip()


def _runs(
    old: Sequence[str], new: Sequence[str], key: Callable[[str], str], most: int, work: Work
) -> Iterator[_Run]:
    """Yield what is the same by ``key`` in two lists, and what is not, in order.

    At most so many items are compared, besides those at both ends that are the same.
    """
    old_keys, new_keys = [*map(key, old)], [*map(key, new)]
    start = _same(old_keys, new_keys)
    end = _same(old_keys[start:][::-1], new_keys[start:][::-1])
    old_end, new_end = len(old) - end, len(new) - end
    if start:
        yield _Run(old[:start], new[:start], is_same=True)
    if max(old_end, new_end) - start > most:
        work.is_cut = True
        yield _Run(old[start:old_end], new[start:new_end], is_same=False)
    else:
        matcher = _Paid(old_keys[start:old_end], new_keys[start:new_end], work)
        for name, *bounds in matcher.get_opcodes():
            old_from, old_to, new_from, new_to = (start + bound for bound in bounds)
            yield _Run(old[old_from:old_to], new[new_from:new_to], is_same=name == "equal")
    if end:
        yield _Run(old[old_end:], new[new_end:], is_same=True)


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many items at the beginning are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _without_chance(runs: list[_Run]) -> list[_Run]:
    """Return runs in which a word or two alike between longer changes are part of them."""
    kept: list[_Run] = []
    for at, run in enumerate(runs):
        is_chance = (
            run.is_same
            and 0 < at < len(runs) - 1
            and len(run.new) <= _CHANCE
            and "\n" not in run.new
            and all(
                min(len(other.old), len(other.new)) > _CHANCE * len(run.new)
                for other in (kept[-1], runs[at + 1])
            )
        )
        if kept and not kept[-1].is_same and (is_chance or not run.is_same):
            last = kept.pop()
            run = _Run([*last.old, *run.old], [*last.new, *run.new], is_same=False)  # noqa: PLW2901
        kept.append(run)
    return kept


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces with text, those of one fate side by side as one."""
    texts: list[str] = []
    change = Change.SAME
    for piece in pieces:
        if not piece.text:
            continue
        if piece.change is not change and texts:
            yield Piece("".join(texts), change)
            texts = []
        change = piece.change
        texts.append(piece.text)
    if texts:
        yield Piece("".join(texts), change)


class _Paid(SequenceMatcher[str]):
    """Finds what two lists have in common while there is room for it."""

    def __init__(self, old: Sequence[str], new: Sequence[str], work: Work) -> None:
        super().__init__(None, old, new, autojunk=False)
        self._work = work
        self._places = [len(self.b2j.get(item, ())) for item in old]  # type: ignore[attr-defined]

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Return the longest run in common within some bounds, none if there is no room."""
        end = len(self._places) if ahi is None else ahi
        # Each item is held against all its places, those outside of the bounds as well.
        pairs = end - alo + sum(self._places[alo:end])
        if not self._work.afford(PAIR * pairs):
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)
