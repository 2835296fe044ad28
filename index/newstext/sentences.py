"""What stands around quotations, as sentences of words.

    "Air surut," kata Dr. Sri Wahyuni. Ia lega.    [0] kata Dr Sri Wahyuni | Ia lega

A quotation is one token, whatever it says: no name or verb inside it counts as the story's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from index.caching import Memo
from index.newstext.crosslinks import is_link
from index.newstext.naming import is_title_before
from index.newstext.verbs import STATING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.newstext.marks import Span

_TOKEN = re.compile(
    r"@\w[\w.]*\b|[^\W_]+(?:['\u2019*&/@_-][^\W_]+|\.[a-z0-9]\w*|(?<=\b[A-Z])\.[A-Z]\w*)*"
    r"|[,;:.!?…()\[\]\u2013—-]"
)
_ENDS = frozenset(".!?…")
# A full stop behind them ends no sentence.
_SHORT = frozenset(
    "dr drs dra drg ir h hj prof kh ny tn tb tbk no mr mrs ms st rm rr sdr jl jln kol jend purn "
    "pol inf bpk yth vs co kec kab".split()
)
_BRACKETS = frozenset("()[]")
# So that a text without full stops is not one sentence.
MAX_TOKENS = 400
# What is kept of the tokens of pieces of text, what each takes beside its letters, and how long
# one may be.
_KEPT_BYTES, _PIECE_BYTES, _MAX_PIECE_CHARS = 32 << 20, 300, 40


class Look(IntEnum):
    """What a token is as far as names go: a title is in small letters."""

    OTHER = 0
    BRACKET = 1
    TITLE = 2
    CAPITAL = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a quotation.

    Attributes:
        low: Its text in small letters.
        look: What it may be in a name.
        is_stating: Whether it may say who says something.
        is_end: Whether a sentence may end behind it.
        span: Number of the span it is; -1 for words and marks.
    """

    text: str
    low: str
    look: Look = Look.OTHER
    is_stating: bool = False
    is_end: bool = False
    span: int = -1


def split_sentences(
    text: str, spans: Sequence[Span], start: int = 0
) -> Iterator[tuple[int, list[Token]]]:
    """Yield each sentence from ``start`` on with the number of its paragraph."""
    for paragraph, every in enumerate(_paragraphs(text, spans, start)):
        tokens = _without_degrees(every)
        begin = 0
        ends = [at for at, token in enumerate(tokens, 1) if token.is_end]
        for end in ends:
            if tokens[end - 1].span >= 0 and not _is_last(text, spans, tokens, end):
                continue
            for sentence in _cut(tokens, begin, end):
                yield paragraph, sentence
            begin = end
        for sentence in _cut(tokens, begin, len(tokens)):
            yield paragraph, sentence


def _without_degrees(tokens: list[Token]) -> list[Token]:
    """Return ``tokens`` without the stops of degrees, of which hardly a text has any."""
    stops = {at for at, token in enumerate(tokens) if token.is_end and _is_of_degree(tokens, at)}
    return [token for at, token in enumerate(tokens) if at not in stops] if stops else tokens


def _is_of_degree(tokens: list[Token], at: int) -> bool:
    """Tell the stop of *Sri Wahyuni, M.Epid. menyatakan* from that of a sentence."""
    if tokens[at].text != "." or not 0 < at < len(tokens) - 1:
        return False
    return "." in tokens[at - 1].text and tokens[at + 1].text[0].islower()


def _cut(tokens: list[Token], start: int, end: int) -> list[list[Token]]:
    """Return the tokens of a sentence, or of parts of a very long one."""
    every = range(start, end, MAX_TOKENS)
    return [tokens[at : min(at + MAX_TOKENS, end)] for at in every]


def _paragraphs(text: str, spans: Sequence[Span], start: int) -> list[list[Token]]:
    paragraphs: list[list[Token]] = [[]]
    for number, span in enumerate(spans):
        _add_words(paragraphs, text, start, span.opens)
        last = text[span.end - 1]
        paragraphs[-1].append(Token(last, last.lower(), is_end=True, span=number))
        start = span.closes
    _add_words(paragraphs, text, start, len(text))
    return paragraphs


def _add_words(paragraphs: list[list[Token]], text: str, start: int, end: int) -> None:
    """Add the words and marks between two quotations, but for lines that link to other stories."""
    line, *others = text[start:end].split("\n")
    paragraphs[-1] += _tokens(line)
    for number, line in enumerate(others, 1):
        is_cut = number == len(others)
        whole = _line(text, end - len(line)) if is_cut else line
        paragraphs.append([] if is_link(whole) else _tokens(line))


def _line(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else None]


def _tokens(line: str) -> list[Token]:
    return list(chain.from_iterable(map(_PIECES.__getitem__, line.split())))


def _tokens_of(piece: str) -> tuple[Token, ...]:
    """Return the tokens of what stands between blanks, without a stop that ends no sentence."""
    if piece.isalpha():
        return (_token(piece),)
    tokens: list[Token] = []
    end = -1  # of the token before
    for found in _TOKEN.finditer(piece):
        word = found[0]
        if not (word == "." and found.start() == end and _is_short(tokens[-1].text)):
            tokens.append(_token(word))
            end = found.end()
    return tuple(tokens)


@lru_cache(maxsize=1 << 16)
def _token(word: str) -> Token:
    low = word.lower()
    return Token(word, low, _look(word), low in STATING, word in _ENDS)


_PIECES = Memo(_tokens_of, _KEPT_BYTES, _PIECE_BYTES, _MAX_PIECE_CHARS)


def _is_last(text: str, spans: Sequence[Span], tokens: list[Token], end: int) -> bool:
    """Tell whether another sentence begins behind the quotation before ``end``."""
    if end == len(tokens):
        return True
    following = tokens[end]
    if following.span >= 0:
        return True
    return text[spans[tokens[end - 1].span].end - 1] in _ENDS and following.text[0].isupper()


def _look(word: str) -> Look:
    if word[0].isupper():
        return Look.CAPITAL
    if is_title_before(word):
        return Look.TITLE
    return Look.BRACKET if word in _BRACKETS else Look.OTHER


def _is_short(text: str) -> bool:
    return (len(text) == 1 and text.isupper()) or text.lower() in _SHORT
