"""What stands around quotations, as sentences of words.

    "Air surut," kata Dr. Sri Wahyuni. Ia lega.    [0] kata Dr Sri Wahyuni | Ia lega

A quotation is one token, whatever it says: no name or verb inside it counts as the story's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from index.newstext.crosslinks import is_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.newstext.marks import Span

_TOKEN = re.compile(
    r"[^\W_]+(?:['\u2019*&/@-][^\W_]+|\.[a-z0-9]\w*|(?<=\b[A-Z])\.[A-Z]\w*)*"
    r"|[,;:.!?…()\[\]\u2013—-]|\n"
)
_ENDS = frozenset(".!?…")
# A full stop behind them ends no sentence.
_SHORT = frozenset(
    "dr drs dra drg ir h hj prof kh ny tn tb tbk no mr mrs ms st rm rr sdr jl jln kol jend purn "
    "bpk yth vs co kec kab".split()
)
# So that a text without full stops is not one sentence.
MAX_TOKENS = 400


class Token(NamedTuple):
    """A word, a mark or a quotation.

    Attributes:
        start: Its offset in the text.
        span: Number of the span it is; -1 for words and marks, `NEWLINE` for an end of line.
    """

    text: str
    start: int
    span: int = -1


def split_sentences(
    text: str, spans: Sequence[Span], start: int = 0
) -> Iterator[tuple[int, list[Token]]]:
    """Yield each sentence from ``start`` on with the number of its paragraph."""
    sentence: list[Token] = []
    paragraph = 0
    for token in _tokens(text, spans, start):
        if token.text == "\n":
            if sentence:
                yield paragraph, sentence
            sentence = []
            paragraph += 1
            continue
        if sentence and _begins(text, spans, sentence[-1], token):
            yield paragraph, sentence
            sentence = []
        if token.text == "." and sentence and _is_short(sentence[-1], token):
            continue
        sentence.append(token)
        if (token.text in _ENDS and token.span < 0) or len(sentence) >= MAX_TOKENS:
            yield paragraph, sentence
            sentence = []
    if sentence:
        yield paragraph, sentence


def _tokens(text: str, spans: Sequence[Span], start: int) -> Iterator[Token]:
    at = start
    for number, span in enumerate(spans):
        yield from _words(text, at, span.opens)
        yield Token(text[span.start : span.end][-1], span.opens, number)
        at = span.closes
    yield from _words(text, at, len(text))


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    skipped = -1  # a link to another story, up to where
    for found in _TOKEN.finditer(text, start, end):
        at = found.start()
        if at < skipped:
            continue
        if found[0] == "\n":
            line_end = text.find("\n", at + 1)
            line_end = len(text) if line_end < 0 else line_end
            if is_link(text[at + 1 : line_end]):
                skipped = min(line_end, end)
        yield Token(found[0], at)


def _begins(text: str, spans: Sequence[Span], before: Token, token: Token) -> bool:
    """Tell whether a sentence begins behind a quotation that ends one itself."""
    if before.span < 0:
        return False
    span = spans[before.span]
    is_ended = text[span.end - 1] in _ENDS
    if token.span >= 0:
        return True
    return is_ended and token.text[0].isupper()


def _is_short(word: Token, stop: Token) -> bool:
    if word.span >= 0 or word.start + len(word.text) != stop.start:
        return False
    text = word.text
    return (len(text) == 1 and text.isupper()) or text.lower() in _SHORT
