"""The text between quotation marks, whether it is speech or not.

    "Air sudah surut," kata Sri. "Warga pulang."    Air sudah surut, | Warga pulang.
    “Air naik.                                      one span: it goes on in the next paragraph,
    “Kami pindah,” kata Sri.                        which opens again
    "Air naik, kata Sri.                            Air naik,   nobody closed it
    Jum'at, 5'10", Ma'ruf                           nothing

Papers write “ ”, " ", ' ', '' '' and mixtures of them, with blanks on either side or the wrong
one, and forget some. So a mark opens or closes by what is open, and its looks decide only
where the two disagree. Marks of one kind inside the other are not looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from index.newstext.crosslinks import is_link

if TYPE_CHECKING:
    from collections.abc import Iterator

# A quotation goes on over at most so many paragraphs; more is a mark that nobody closed.
MAX_PARAGRAPHS = 12

# Words of a paragraph that is quoted whole, by a mark that nobody closed.
MIN_UNCLOSED_WORDS = 6

_DOUBLE = re.compile(
    r"[\"“”„\u201f«»\u2033'\u2019\u2018`]"  # any of them first, as that is found fastest
    r"(?:(?<=[^'\u2019\u2018`])|(?<=')'|(?<=\u2019)\u2019|(?<=\u2018)\u2018|(?<=`)`)"
)
_SINGLE = re.compile(r"['\u2018\u2019\u201a\u201b`]")
_OPENING = frozenset(["“", "„", "«", "``", "\u2018\u2018"])
_CLOSING = frozenset(["”", "»", "\u2019\u2019"])
_LINE = re.compile(r"[^\n]+")
_SENTENCE_ENDS = frozenset(".!?:…")
_ENDS = frozenset(".!?…")
_SPEECH_ENDS = frozenset(",.!?…")
_BEFORE_SINGLE = frozenset("([{-\u2013—/:,")
# What may stand behind an opening mark, other than a letter or a figure.
_BEGINS = frozenset("([{#@$&…-\u2013.'\u2018\u2019“\"")
# Behind a quotation that nobody closed: who said it.
_SAID = re.compile(
    r",(?=\s(?:kata|ujar|tutur|ucap|ungkap|jelas|tegas|terang|tambah|imbuh|papar|sebut|tandas|"
    r"pungkas|lanjut|sambung|beber|cetus|tukas|kilah|urai|tulis|kenang|aku|harap|tutup)"
    r"(?:nya\b|\s(?:dia\b|ia\b|beliau\b|[^\W\d_a-z])))"
)


class Span(NamedTuple):
    """A stretch of text between marks, in offsets into the text.

    Attributes:
        start: Of the first character behind the opening mark that is no blank.
        end: Behind the last one before the closing mark.
        opens: Of the opening mark.
        closes: Behind the closing mark; ``end`` when there is none.
        is_double: Set off by double marks, which are seldom used for anything but quoting.
    """

    start: int
    end: int
    opens: int
    closes: int
    is_double: bool


class _Mark(NamedTuple):
    start: int
    end: int


def find_spans(text: str) -> list[Span]:
    """Return what stands between quotation marks in ``text``, in order, without overlap."""
    pairing = _Pairing(text)
    for line in _LINE.finditer(text):
        if not line[0].isspace() and not is_link(line[0]):
            pairing.read(*line.span())
    pairing.leave()
    if not _SINGLE.search(text):
        return pairing.spans
    return sorted([*pairing.spans, *_between_single(text, pairing.spans)])


class _Pairing:
    """Double marks paired as far as a text has been read."""

    def __init__(self, text: str) -> None:
        self.spans: list[Span] = []
        self._text = text
        self._opened: _Mark | None = None
        self._paragraphs = 0  # since it was opened
        self._end = 0  # of the paragraph that it opens, if it does

    def read(self, start: int, end: int) -> None:
        """Pair the marks of one paragraph."""
        marks = [_Mark(*mark.span()) for mark in _DOUBLE.finditer(self._text, start, end)]
        self._paragraphs += 1
        if self._opened and not self._goes_on(marks, start):
            self.leave()
        is_first_skipped = self._opened is not None and _is_first(self._text, marks[0], start)
        for number, mark in enumerate(marks):
            if number == 0 and is_first_skipped:
                continue  # opened again because the paragraph is a new one
            self._pair(mark, start, end, is_last=number == len(marks) - 1)
        if self._opened and self._opened.start >= start:
            self._leave(start, end)

    def _pair(self, mark: _Mark, start: int, end: int, *, is_last: bool) -> None:
        text = self._text
        if self._opened is None:
            if _may_open(text, mark, start, end) and not (is_last and _closes(text, mark, start)):
                self._open(mark)
        elif _opens(text, mark, start, end):
            self._add(self._opened, self._unclosed(self._opened, mark.start))
            self._open(mark)
        else:
            self._add(self._opened, mark)
            self._opened = None

    def _leave(self, start: int, end: int) -> None:
        """Decide what becomes of a mark that its paragraph does not close."""
        opened = self._opened
        if opened is None:
            return
        if said := self._unclosed(opened, end):
            self._add(opened, said)
            self._opened = None
            return
        is_first = _is_first(self._text, opened, start)
        self._end = end if is_first else 0
        if not is_first and _before(self._text, opened.start, start) not in _SENTENCE_ENDS:
            self._opened = None

    def leave(self) -> None:
        """End with its paragraph what opens one, fills it and goes on in no other."""
        opened, self._opened = self._opened, None
        if opened and self._end > opened.start:
            end = self._end
            words = self._text.count(" ", opened.end, end)
            if words >= MIN_UNCLOSED_WORDS and _before(self._text, end, opened.end) in _ENDS:
                self._add(opened, _Mark(end, end))

    def _goes_on(self, marks: list[_Mark], start: int) -> bool:
        """Tell whether what is open goes on in this paragraph."""
        if not marks or self._paragraphs > MAX_PARAGRAPHS:
            return False
        text, first = self._text, marks[0]
        if _is_first(text, first, start):
            return True
        is_closing = text[slice(*first)] in _CLOSING
        return len(marks) % 2 == 1 and (
            is_closing or _before(text, first.start, start) in _SPEECH_ENDS
        )

    def _unclosed(self, opened: _Mark, end: int) -> _Mark | None:
        """Return where a quotation that nobody closed ends, if the text says who said it."""
        ends = [said.end() for said in _SAID.finditer(self._text, opened.end, end)]
        return _Mark(ends[-1], ends[-1]) if ends else None

    def _open(self, mark: _Mark) -> None:
        self._opened, self._paragraphs = mark, 0

    def _add(self, opened: _Mark, closed: _Mark | None) -> None:
        if closed and (span := _span(self._text, opened, closed, is_double=True)):
            self.spans.append(span)


def _may_open(text: str, mark: _Mark, start: int, end: int) -> bool:
    behind = text[mark.end : min(end, mark.end + 3)].lstrip()[:1]
    if not behind or not (behind.isalnum() or behind in _BEGINS):
        return False
    # Minutes and inches: 45", 90 "
    is_measure = text[max(start, mark.start - 2) : mark.start].rstrip()[-1:].isdigit()
    return not is_measure or text[mark.end : mark.end + 1].isalnum()


def _closes(text: str, mark: _Mark, start: int) -> bool:
    """Tell whether a mark closes by its looks."""
    return text[slice(*mark)] in _CLOSING or _before(text, mark.start, start) == ","


def _opens(text: str, mark: _Mark, start: int, end: int) -> bool:
    """Tell whether a mark opens by its looks, although another one is open."""
    sign = text[slice(*mark)]
    before = _before(text, mark.start, start)
    behind = text[mark.end : min(end, mark.end + 2)]
    if sign in _OPENING:
        return not (before in _SPEECH_ENDS and behind.lstrip()[:1].islower())
    is_apart = text[mark.start - 1 : mark.start].isspace()
    is_opening = is_apart and before in _SENTENCE_ENDS and behind[:1].isupper()
    return is_opening and sign not in _CLOSING


def _between_single(text: str, others: list[Span]) -> Iterator[Span]:
    rest = iter(others)
    other = next(rest, None)
    opened: _Mark | None = None
    line_end = 0
    for found in _SINGLE.finditer(text):
        mark = _Mark(*found.span())
        while other and other.closes <= mark.start:
            other, opened = next(rest, None), None
        if mark.start >= line_end:
            opened, line_end = None, text.find("\n", mark.start)
            line_end = len(text) if line_end < 0 else line_end
        if other and other.opens <= mark.start:
            continue
        ahead, behind = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
        if ahead.isalnum() and behind.isalnum():
            continue  # Jum'at
        if opened is None:
            is_apart = not ahead or ahead.isspace() or ahead in _BEFORE_SINGLE
            if is_apart and _may_open(text, mark, max(0, mark.start - 2), line_end):
                opened = mark
        elif not behind.isalnum() or ahead.isspace():
            if span := _span(text, opened, mark, is_double=False):
                yield span
            opened = None


def _span(text: str, opened: _Mark, closed: _Mark, *, is_double: bool) -> Span | None:
    start, end = opened.end, closed.start
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end, opened.start, closed.end, is_double) if start < end else None


def _is_first(text: str, mark: _Mark, start: int) -> bool:
    return not text[start : mark.start].strip()


def _before(text: str, at: int, start: int) -> str:
    """Return the last character before ``at`` that is no blank."""
    return text[max(start, at - 3) : at].rstrip()[-1:]
