"""How an article is laid out, however long it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import make_article
from search.language.parser import parse
from search.passages.highlighting import MARKED_CHARS, MAX_MARKS
from search.results import Fragment
from web.pages.reading import MAX_PARAGRAPHS, Run, is_marked_in_part, lay_out, paragraphs

if TYPE_CHECKING:
    from index.article import Article
    from search.searcher import Searcher
    from web.pages.reading import Story


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


# Headings


def lay(searcher: Searcher, article: Article, q: str = "") -> Story:
    return lay_out(searcher, article, parse(q).query, aliases=False)


def plain_of(story: Story) -> tuple[str, list[str]]:
    return text_of(story.heading), list(map(text_of, story.paragraphs))


LONG = "Gubernur meninjau tanggul yang jebol di Semarang Utara " + "dan di kota lain " * 20


@pytest.mark.parametrize(
    ("body", "heading", "rest"),
    [
        pytest.param(
            "Air surut. Warga pulang.\nSekolah buka.",
            "Air surut.",
            [" Warga pulang.", "Sekolah buka."],
            id="a sentence",
        ),
        pytest.param("\u201cAir!\u201d Kata Ani.", "\u201cAir!\u201d", [" Kata Ani."], id="quoted"),
        pytest.param("Air surut", "Air surut", [], id="nothing else"),
        pytest.param(
            "Banjir surut di Demak\nWarga pulang. Sekolah buka.",
            "Banjir surut di Demak",
            ["Warga pulang. Sekolah buka."],
            id="a line without a full stop",
        ),
        pytest.param(
            "... Air surut. Warga pulang.", "... Air surut.", [" Warga pulang."], id="signs before"
        ),
        pytest.param(
            "x" * 130 + " panjang. Lalu.", "x" * 130 + " panjang.", [" Lalu."], id="a long word"
        ),
    ],
)  # fmt: skip
def test_an_opening_sentence_that_is_the_title_stands_once(
    searcher: Searcher, body: str, heading: str, rest: list[str]
) -> None:
    story = lay(searcher, make_article(id="x", body=body))

    assert story.is_opening
    assert plain_of(story) == (heading, rest)


def test_a_very_long_opening_sentence_goes_on_in_the_text(searcher: Searcher) -> None:
    article = make_article(id="x", body=LONG)

    heading, (rest,) = plain_of(lay(searcher, article))

    assert heading == article.title
    assert rest.startswith("\u2026 ")
    assert heading.removesuffix(" \u2026") + rest.removeprefix("\u2026") == article.body


def test_a_title_of_its_own_stands_above_the_whole_text(searcher: Searcher) -> None:
    article = make_article(id="x", title="Air surut", body="Air surut. Warga pulang.")
    other = make_article(id="x", title="Kabar Demak", body="Air surut. Warga pulang.")

    # Who prints the first sentence as the title has it read once, too.
    assert plain_of(lay(searcher, article)) == ("Air surut.", [" Warga pulang."])
    assert plain_of(lay(searcher, other)) == ("Kabar Demak", ["Air surut. Warga pulang."])


def numbers_of(runs: list[Run]) -> list[tuple[str, int]]:
    return [(run.text, run.match) for run in runs if run.match]


def test_matches_are_numbered_from_the_heading_on(searcher: Searcher) -> None:
    article = make_article(id="x", title="Harga beras", body="Harga gabah.\nBeras dan harga beras.")
    opening = make_article(id="x", body="Harga beras naik. Beras\nmahal.")

    story = lay(searcher, article, '"harga beras"')
    assert numbers_of(story.heading) == [("Harga beras", 1)]
    assert [numbers_of(runs) for runs in story.paragraphs] == [[], [("harga beras", 2)]]
    assert story.matches == 2
    story = lay(searcher, opening, "beras")
    assert numbers_of(story.heading) == [("beras", 1)]
    assert [numbers_of(runs) for runs in story.paragraphs] == [[("Beras", 2)], []]


def test_words_are_marked_in_the_field_that_was_asked(searcher: Searcher) -> None:
    article = make_article(id="x", title="Banjir surut", body="Banjir besar.")
    opening = make_article(id="x", body="Banjir besar. Surut.")

    assert lay(searcher, article, "judul:banjir").matches == 1
    assert numbers_of(lay(searcher, article, "judul:banjir").heading) == [("Banjir", 1)]
    assert numbers_of(lay(searcher, article, "isi:banjir").paragraphs[0]) == [("Banjir", 1)]
    # An opening sentence is text, and is found as such.
    assert lay(searcher, opening, "judul:banjir").matches == 0
    assert numbers_of(lay(searcher, opening, "isi:banjir").heading) == [("Banjir", 1)]


def test_a_match_across_the_heading_and_the_text_is_one(searcher: Searcher) -> None:
    story = lay(searcher, make_article(id="x", body="Air surut. Warga pulang."), '"surut warga"')

    assert numbers_of(story.heading) == [("surut.", 1)]
    assert numbers_of(story.paragraphs[0]) == [(" Warga", 1)]
    assert story.matches == 1


BODIES = st.text(st.sampled_from("ab .!?\n\"'\u201d,"), min_size=1, max_size=300).filter(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=BODIES)
def test_every_sign_of_a_text_is_shown_once(searcher: Searcher, body: str) -> None:
    article = make_article(id="x", body=body)
    story = lay(searcher, article, "a")

    shown = text_of(story.heading) + "".join(map(text_of, story.paragraphs))
    assert re.sub(r"[\s\u2026]", "", shown) == re.sub(r"\s", "", article.body)
