"""What is found fast in a text is what the plain rules find."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from index.newstext.marks import _DOUBLE
from index.newstext.naming import MAX_PLAIN, is_plain, split_name
from index.newstext.offices import PARTICLES
from index.newstext.persons import _RUN, MAX_RUN
from index.newstext.sentences import _TOKEN, MAX_TOKENS, _is_short, split_sentences

WORDS = (
    "Sri Dr dr Prof Moh KH A I É bin van der air e-KTP Jum'at 5.000 kompas.com U.S un il Al-Hadi"
)
MARKS = ". , ' '' \u2019 \u2019\u2019 ` `` \u201c \u00ab ( ) # @ / _ - \u00a0"
PIECES = st.sampled_from([*WORDS.split(), *MARKS.split(" "), *[" "] * 15, " - ", "@sri.w", "\n"])
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=25)

DOUBLE = re.compile("[\"“”„\u201f«»\u2033]|''|\u2019\u2019|\u2018\u2018|``")
LETTER = "[A-Z\u00c0-\u00de]"
WORD = (
    r"(?:(?:[A-Z]|Dr|Drs|Dra|Ir|Hj|Prof|KH|Moh|Muh|Abd|Rd|Tb|Jr)\.|"
    rf"{LETTER}(?:[\w\u2019']|-(?=\w))*)"
)
JOINT = rf" (?:(?:{'|'.join(PARTICLES)}) ){{0,2}}"
SYLLABLE = r"(?: - (?:un|il|hye|moon|nam|in|hun|suk|joo|young|jin|min|won|hee|ho|woo|bin|ki)\b)?"
RUN = re.compile(rf"(?<![\w@#&/.-]){WORD}(?:{JOINT}{WORD}){{0,{MAX_RUN - 1}}}{SYLLABLE}(?![\w@])")


def tokens_of(text: str) -> list[str]:
    """Return words and marks of a text, without stops that end no sentence."""
    found: list[str] = []
    end = -1
    for match in re.finditer(rf"{_TOKEN.pattern}|\n", text):
        if match[0] == "." and match.start() == end and _is_short(found[-1]):
            continue
        found.append(match[0])
        end = match.end()
    return found


@given(TEXTS)
@example("Kata Dr. Sri. Ny . A.B Prof..")
def test_tokens_of_pieces_are_those_of_the_text(text: str) -> None:
    words = [token.text for _, tokens in split_sentences(text, []) for token in tokens]

    assert words == [word for word in tokens_of(text) if word != "\n"]


def test_a_text_without_stops_is_cut() -> None:
    sentences = [tokens for _, tokens in split_sentences("air " * (2 * MAX_TOKENS + 1), [])]

    assert list(map(len, sentences)) == [MAX_TOKENS, MAX_TOKENS, 1]


@given(TEXTS)
@example("X-Dr. Sri A. B.c O'Dr. É. Budi-@ Prof.x")
def test_runs_of_capitals_are_those_of_the_plain_expression(text: str) -> None:
    assert [match.span() for match in _RUN.finditer(text)] == [
        match.span() for match in RUN.finditer(text)
    ]


@given(TEXTS)
def test_double_marks_are_those_of_the_plain_expression(text: str) -> None:
    assert _DOUBLE.findall(text) == DOUBLE.findall(text)


@given(
    st.lists(st.sampled_from("Sri Budi Anya Barat Ketua Menuntut KPK van I".split()), max_size=4)
)
def test_what_is_plain_is_all_of_a_name(words: list[str]) -> None:
    if 1 < len(words) <= MAX_PLAIN and all(map(is_plain, words)):
        walked = split_name([*words, "."])

        assert split_name(words).name == tuple(words) == walked.name
