"""Which places of a text are marked: whole phrases, and only in the field that is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.language.parser import parse
from search.passages.highlighting import MARKED_CHARS, MAX_MARKS, Highlighter
from search.passages.matching import Matcher, highlight
from search.passages.spotting import IndexedHighlighter
from search.query import BODY, EVERYTHING, TITLE, leaves
from search.results import PageRequest
from tests.corpus import ARTICLES

if TYPE_CHECKING:
    from index.analysis.analyzer import Analyzer
    from search.searcher import Searcher


def marked(text: str, query: str, analyzer: Analyzer, field: str | None = None) -> list[str]:
    fragments = highlight(text, parse(query).query, analyzer, field)
    assert "".join(fragment.text for fragment in fragments) == text
    return [fragment.text for fragment in fragments if fragment.is_match]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        pytest.param('"harga beras"', "Harga lama, beras baru.", [], id="no lone word"),
        pytest.param(
            '"harga beras"', "Harga beras. Beras harga beras!", ["Harga beras", "harga beras"]
        ),
        pytest.param('"harga beras"', "Harga, beras", ["Harga, beras"], id="over a comma"),
        pytest.param('"harga beras"', "Harga\nberas", ["Harga\nberas"], id="over a line end"),
        pytest.param('"membangun jalan"', "Pembangunan jalan", [], id="as written"),
        pytest.param('~"membangun jalan"', "Pembangunan jalan", ["Pembangunan jalan"]),
        pytest.param('"harga ber*"', "Harga beras, harga gabah", ["Harga beras"], id="open"),
        pytest.param('"ha ha"', "Ha ha ha", ["Ha ha ha"], id="places that overlap are one"),
        pytest.param('"harga beras" beras', "Harga beras, beras", ["Harga beras", "beras"]),
        pytest.param('"beras"', "Beras, berasnya", ["Beras"], id="a phrase of one word"),
        pytest.param(
            "beras w/2 impor", "Impor satu beras, dua tiga beras", ["Impor", "beras"], id="near"
        ),
        pytest.param("beras w/2 impor", "Impor satu dua beras", [], id="not near"),
        pytest.param("beras pre/2 impor", "Impor beras", [], id="the other way round"),
        pytest.param("beras pre/2 impor", "Beras satu impor", ["Beras", "impor"]),
        pytest.param('"a b a"~0', "a b, a", ["a", "b", "a"], id="as often as it is named"),
        pytest.param('"a b a"~0', "a b c", [], id="named twice, there once"),
        pytest.param("26/8", "Pada 26/8 dan 26 Agustus, bukan 26.", ["26/8", "26 Agustus"]),
        pytest.param("26/8", "Ada 26 orang dan 8 kapal.", [], id="figures apart"),
        pytest.param("kerjasama", "Kerja sama dan kerjasama", ["Kerja sama", "kerjasama"]),
        pytest.param("COVID-19", "covid 19, bukan 19 orang", ["covid 19"], id="two words of one"),
        pytest.param("beras w/3 impor", "beras di beras impor", ["beras", "impor"], id="nearest"),
        pytest.param("beras w/3 impor", "impor beras di beras", ["impor", "beras"], id="both ways"),
        pytest.param("beras pre/3 impor", "beras di beras impor", ["beras", "impor"]),
        pytest.param("kerjasama", "Kerja lama", [], id="half of it"),
        pytest.param('beras ATAU "harga gabah"', "Beras, harga gabah", ["Beras", "harga gabah"]),
        pytest.param('beras -"harga gabah"', "Beras, harga gabah", ["Beras"], id="excluded"),
        pytest.param('sumber:"harga beras"', "harga beras", [], id="another field"),
    ],
)  # fmt: skip
def test_what_answers_is_marked_whole(
    analyzer: Analyzer, query: str, text: str, expected: list[str]
) -> None:
    assert marked(text, query, analyzer) == expected


@pytest.mark.parametrize(
    ("query", "in_title", "in_body"),
    [
        ("judul:beras", ["beras"], []),
        ("isi:beras", [], ["beras"]),
        ("beras", ["beras"], ["beras"]),
        ('judul:"harga beras" gabah', ["harga beras"], ["gabah"]),
        ("judul:ber*", ["beras"], []),
    ],
)
def test_only_the_field_that_is_asked_is_marked(
    analyzer: Analyzer, query: str, in_title: list[str], in_body: list[str]
) -> None:
    assert marked("harga beras", query, analyzer, TITLE) == in_title
    assert marked("gabah, beras", query, analyzer, BODY) == in_body


QUERIES = [
    '"harga beras"',
    '~"pembangunan jalan"',
    '"pemimpin tekno*"',
    "harga w/3 petani",
    "beras pre/4 lagi",
    "impor pre/1 beras",
    '"tidak bisa"',
    '"di jakarta"',
    '"harga beras naik"~3',
    'judul:"harga beras"',
    "isi:beras",
]


@pytest.mark.parametrize("query", QUERIES)
def test_articles_that_are_found_have_marks_and_others_none(searcher: Searcher, query: str) -> None:
    asked = parse(query).query
    page = searcher.search(asked, PageRequest(size=100))
    found = set() if page.relaxed else {hit.article.id for hit in page.hits}

    for article in ARTICLES:
        texts = ((article.title, TITLE), (article.body, BODY))
        fragments = [
            fragment
            for text, field in texts
            for fragment in searcher.highlight(text, asked, field=field)
        ]
        assert any(fragment.is_match for fragment in fragments) == (article.id in found)


@pytest.mark.parametrize("query", ['"beras naik"', "beras w/50 naik", "beras pre/50 naik"])
def test_a_phrase_in_a_long_text_is_marked_at_its_beginning(analyzer: Analyzer, query: str) -> None:
    text = "beras naik lagi " * 40_000

    fragments = highlight(text, parse(query).query, analyzer)

    assert sum(fragment.is_match for fragment in fragments) == MAX_MARKS
    assert sum(len(fragment.text) for fragment in fragments[:-1]) <= MARKED_CHARS


WORDS = "harga beras Beras-beras naik 26/8 agustus e-KTP ktp COVID-19 19 covid B. J. Ma'ruf".split()
TEXTS = st.lists(
    st.sampled_from([*WORDS, "- ", ", ", "e KTP", "beras beras", "caf\u00e9"]), max_size=12
)
ASKED = st.builds(
    lambda one, other, form: form.format(one, other),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from(["{}", "{} {}", '"{} {}"', '~"{} {}"', "{} w/3 {}", '"{} {}*"', "={}"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(query=ASKED, text=TEXTS.map(" ".join))
def test_from_known_words_the_same_is_marked(analyzer: Analyzer, query: str, text: str) -> None:
    asked = parse(query).query
    forms: dict[str, set[tuple[str, int]]] = {}
    for token in analyzer.analyze(text):
        forms.setdefault(token.root, set()).add((token.exact, 1))
    plain = Highlighter(asked, analyzer, in_parts=True)
    words = IndexedHighlighter(plain, lambda root: forms.get(root, ())).marks(text)
    matcher = Matcher(leaves(asked), analyzer)

    assert matcher.among(text, words) == matcher.marks(text)


def test_dozens_of_phrases_in_a_long_text_take_bounded_work(analyzer: Analyzer) -> None:
    words = [f"kata{number}" for number in range(60)]
    text = "satu beras " * 5_000 + " ".join(words)
    query = " ATAU ".join(f"({word} w/9 beras)" for word in words)

    fragments = highlight(text, parse(query).query, analyzer)

    assert "".join(fragment.text for fragment in fragments) == text
    assert any(fragment.is_match for fragment in fragments)


def test_nothing_asked_marks_nothing(analyzer: Analyzer) -> None:
    assert [part.text for part in highlight("beras", EVERYTHING, analyzer)] == ["beras"]


def test_a_list_of_results_marks_phrases_whole(searcher: Searcher) -> None:
    page = searcher.search(parse('"harga beras"').query, PageRequest(size=100))

    assert page.total
    for hit in page.hits:
        marked = [part.text.lower() for part in (*hit.title, *hit.snippet) if part.is_match]
        assert set(marked) <= {"harga beras"}
    assert any(part.is_match for hit in page.hits for part in hit.snippet)


def test_a_list_of_results_marks_words_in_the_field_that_is_asked(searcher: Searcher) -> None:
    page = searcher.search(parse("judul:beras").query, PageRequest(size=100))

    assert page.total
    for hit in page.hits:
        assert any(part.is_match for part in hit.title)
        assert not any(part.is_match for part in hit.snippet)
