"""How an article is laid out, however long it is."""

from __future__ import annotations

import pytest

from search.passages.highlighting import MARKED_CHARS, MAX_MARKS
from search.results import Fragment
from web.pages.reading import MAX_PARAGRAPHS, Run, is_marked_in_part, paragraphs


def text_of(runs: list[Run]) -> str:
    return "".join(run.text for run in runs)


def test_blank_lines_are_no_paragraphs_and_marks_run_across() -> None:
    found = paragraphs([Run("satu\n\n \ndua "), Run("ti\nga", 1, is_start=True)])

    assert list(map(text_of, found)) == ["satu", "dua ti", "ga"]
    assert [run.match for run in found[2]] == [1]
    assert [run.is_start for run in (*found[1], *found[2])] == [False, True, False]


@pytest.mark.parametrize("lines", [MAX_PARAGRAPHS - 1, MAX_PARAGRAPHS, 100_000])
def test_after_many_paragraphs_the_rest_is_one(lines: int) -> None:
    found = paragraphs([Run("a\n" * lines), Run("b", 1, is_start=True), Run("\nc")])

    assert len(found) <= MAX_PARAGRAPHS
    assert "\n".join(map(text_of, found)) == "a\n" * lines + "b\nc"


def test_it_is_told_when_marks_may_be_missing() -> None:
    assert not is_marked_in_part([Fragment("a", is_match=True), Fragment("b")])
    assert is_marked_in_part([Fragment("a" * MARKED_CHARS), Fragment("b")])
    assert is_marked_in_part([Fragment("a", is_match=True)] * MAX_MARKS)
