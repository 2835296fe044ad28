"""The passage of an article that answers best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.language.parser import parse
from search.passages.highlighting import Highlighter
from search.passages.matching import Matcher
from search.passages.snippet import (
    PAGE_CHARS,
    SCANNED_CHARS,
    SNIPPET_CHARS,
    make_snippet,
    scanned_chars,
)
from search.query import leaves

if TYPE_CHECKING:
    from index.analysis.analyzer import Analyzer
    from search.results import Fragment

WORDS = "harga beras, Beras naik. harga-harga impor 26/8 e-KTP ktp dan COVID 19 19-COVID".split()
PHRASES = (
    '"harga beras"',
    '~"harga beras" impor',
    "beras w/3 impor",
    "harga pre/2 naik",
    '"26 Agustus" naik',
    "e-KTP",
    "COVID-19",
    '"dan ha*"',
)
FILLER = "Kalimat ini tidak membahas apa pun yang dicari orang. "


def snippet_of(body: str, query: str, analyzer: Analyzer, width: int) -> tuple[Fragment, ...]:
    asked = parse(query).query
    highlighter = Highlighter(asked, analyzer, in_parts=True)
    return make_snippet(body, highlighter, Matcher(leaves(asked), analyzer), width=width)


def snippet(analyzer: Analyzer, query: str, body: str, width: int = SNIPPET_CHARS) -> list[str]:
    """Return the passage with its matches in brackets, in one string a fragment."""
    fragments = snippet_of(body, query, analyzer, width=width)
    return [f"[{one.text}]" if one.is_match else one.text for one in fragments]


def test_a_short_body_is_shown_whole(analyzer: Analyzer) -> None:
    assert snippet(analyzer, "beras", "Harga beras naik.") == ["Harga ", "[beras]", " naik."]


@pytest.mark.parametrize(
    ("query", "passage"),
    [
        ('"harga beras"', "Lalu [harga beras] naik tajam. "),
        ('"harga beras" naik', "Lalu [harga beras] [naik] tajam. "),
        ("harga w/1 tajam", ""),
        ("beras w/2 tajam", "Lalu harga [beras] naik [tajam]. "),
        ('~"berharga beras"', "Lalu [harga beras] naik tajam. "),
        ('"harga ber*"', "Lalu [harga beras] naik tajam. "),
    ],
)
def test_a_phrase_is_shown_where_it_stands_and_no_word_of_it_elsewhere(
    analyzer: Analyzer, query: str, passage: str
) -> None:
    body = (
        "Harga gabah tajam sekali lagi di sana. Beras harga. "
        + FILLER * 10
        + "Lalu harga beras naik tajam. "
    )

    shown = "".join(snippet(analyzer, query, body))
    assert shown.startswith(passage) if passage else "[" not in shown
    assert "[" not in shown.removeprefix(passage)


@given(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from(PHRASES))
def test_places_found_among_words_are_those_of_the_whole_text(
    analyzer: Analyzer, words: list[str], query: str
) -> None:
    text, asked = " ".join(words), parse(query).query
    matcher = Matcher(leaves(asked), analyzer)
    quick = Highlighter(asked, analyzer, in_parts=True)

    assert matcher.among(text, quick.marks(text)) == matcher.marks(text)


def test_a_body_without_matches_shows_its_opening(analyzer: Analyzer) -> None:
    assert snippet(analyzer, "beras", FILLER * 10)[0].startswith("Kalimat ini")


def test_an_empty_query_shows_the_opening(analyzer: Analyzer) -> None:
    assert "".join(snippet(analyzer, "", FILLER * 10)) == (FILLER * 10)[:240].rsplit(" ", 1)[0]


def test_the_passage_starts_at_a_sentence(analyzer: Analyzer) -> None:
    body = FILLER * 10 + "Lalu harga beras naik tajam. " + FILLER * 10

    assert "".join(snippet(analyzer, "beras", body)).startswith("Lalu harga [beras]")


def test_without_a_sentence_nearby_it_starts_at_a_word(analyzer: Analyzer) -> None:
    body = "kata " * 100 + "beras " + "kata " * 100

    assert "".join(snippet(analyzer, "beras", body)).startswith("kata kata")


def test_the_passage_with_most_words_of_the_query_wins(analyzer: Analyzer) -> None:
    body = "Beras, beras, beras. " + FILLER * 10 + "Harga beras naik. " + FILLER * 10

    assert "".join(snippet(analyzer, "harga beras", body)).startswith("[Harga] [beras]")


def test_among_equals_the_passage_with_most_matches_wins(analyzer: Analyzer) -> None:
    body = "Beras. " + FILLER * 10 + "Beras dan beras. " + FILLER * 10

    assert "".join(snippet(analyzer, "beras", body)).startswith("[Beras] dan [beras]")


def test_line_breaks_are_shown_as_spaces(analyzer: Analyzer) -> None:
    assert "".join(snippet(analyzer, "beras", "Harga\nberas.")) == "Harga [beras]."


def test_a_word_longer_than_the_passage_is_cut(analyzer: Analyzer) -> None:
    assert len("".join(snippet(analyzer, "beras", "x" * 1_000))) == SNIPPET_CHARS


@pytest.mark.parametrize("size", [1_000, 1_000_000])
def test_only_the_beginning_of_a_book_is_looked_through(analyzer: Analyzer, size: int) -> None:
    passage = "".join(snippet(analyzer, "beras", "kata " * (size // 5) + "beras"))

    assert ("[beras]" in passage) == (size < 100_000)


BODIES = st.lists(
    st.sampled_from(["beras", "harga", "Harganya", "kata", "e-commerce", ". ", " ", "\n", "? "])
    | st.text(max_size=8),
    max_size=150,
).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES, query=st.sampled_from(["beras", "harga beras", "x", "e-commerce", ""]))
@pytest.mark.parametrize("width", [100, SNIPPET_CHARS])
def test_fragments_join_to_a_passage_of_the_body(
    analyzer: Analyzer, width: int, body: str, query: str
) -> None:
    fragments = snippet_of(body, query, analyzer, width=width)

    passage = "".join(fragment.text for fragment in fragments)
    assert passage in body.replace("\n", " ")
    assert len(passage) <= width
    assert all(fragment.text for fragment in fragments)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.integers(0, 40), after=st.integers(0, 40))
def test_a_match_is_always_in_the_passage(analyzer: Analyzer, before: int, after: int) -> None:
    passage = snippet(analyzer, "beras", FILLER * before + "Beras naik. " + FILLER * after)

    assert "[Beras]" in passage


def test_articles_on_one_page_share_what_is_looked_through() -> None:
    assert scanned_chars([]) == SCANNED_CHARS
    assert scanned_chars(["x" * 5_000] * 100) == SCANNED_CHARS
    assert scanned_chars(["x" * 8_000_000] * 10) == SCANNED_CHARS
    assert scanned_chars(["x" * 8_000_000] * 100) == PAGE_CHARS // 100
