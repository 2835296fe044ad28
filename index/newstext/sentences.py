"""What stands around quotations, as sentences of words.

    "Air surut," kata Dr. Sri Wahyuni. Ia lega.    [0] kata Dr Sri Wahyuni | Ia lega

A quotation is one token, whatever it says: no name or verb inside it counts as the story's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from index.newstext.crosslinks import is_link

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from index.newstext.marks import Span

_TOKEN = re.compile(
    r"@\w[\w.]*\b|[^\W_]+(?:['\u2019*&/@_-][^\W_]+|\.[a-z0-9]\w*|(?<=\b[A-Z])\.[A-Z]\w*)*"
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
    is_quoted = False  # the last token
    for token in _tokens(text, spans, start):
        word, _, number = token
        if word == "\n":
            if sentence:
                yield paragraph, sentence
            sentence, is_quoted = [], False
            paragraph += 1
            continue
        if is_quoted and _begins(text, spans, sentence[-1], token):
            yield paragraph, sentence
            sentence = []
        is_end = word in _ENDS
        if is_end and word == "." and sentence and _is_short(sentence[-1], token):
            continue
        sentence.append(token)
        is_quoted = number >= 0
        if (is_end and not is_quoted) or len(sentence) >= MAX_TOKENS:
            yield paragraph, sentence
            sentence, is_quoted = [], False
    if sentence:
        yield paragraph, sentence


def _tokens(text: str, spans: Sequence[Span], start: int) -> list[Token]:
    tokens: list[Token] = []
    at = start
    for number, span in enumerate(spans):
        tokens += _words(text, at, span.opens)
        tokens.append(Token(text[span.end - 1], span.opens, number))
        at = span.closes
    return tokens + _words(text, at, len(text))


def _words(text: str, start: int, end: int) -> list[Token]:
    new = tuple.__new__  # what Token() calls, in two thirds of the time
    found = _TOKEN.finditer(text, start, end)
    words = [new(Token, (word[0], word.start(), -1)) for word in found]
    links = {at for at in _line_ends(text, start, end) if is_link(_line(text, at + 1))}
    return list(_unlinked(words, links)) if links else words


def _line_ends(text: str, start: int, end: int) -> Iterator[int]:
    at = text.find("\n", start, end)
    while at >= 0:
        yield at
        at = text.find("\n", at + 1, end)


def _line(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else None]


def _unlinked(words: list[Token], links: Container[int]) -> Iterator[Token]:
    """Yield words without the lines behind the line ends ``links``."""
    is_linked = False
    for word in words:
        if word.text == "\n":
            is_linked = word.start in links
            yield word
        elif not is_linked:
            yield word


def _begins(text: str, spans: Sequence[Span], before: Token, token: Token) -> bool:
    """Tell whether a sentence begins behind a quotation that ends one itself."""
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
