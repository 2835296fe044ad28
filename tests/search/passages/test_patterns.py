from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from index.document import Document
from search.language.parser import parse
from search.passages.highlighting import Highlighter
from search.passages.patterns import Patterns
from search.query import BODY, TITLE, Not, leaves
from search.searcher import Searcher
from search.work import Work, unbounded
from tests.corpus import ARTICLES

if TYPE_CHECKING:
    from index.analysis.analyzer import Analyzer
    from index.archive.store import Archive
    from search.engine import Engine
    from search.passages.patterns import Match
    from search.query import Query

TEXT = "Harga beras naik. Pedagang beras di pasar menaikkan harga gabah, bukan harga beras."


def found(analyzer: Analyzer, query: str, text: str, *, field: str = BODY) -> list[str]:
    matches = matches_in(text, parse(query).query, analyzer, field)
    return [text[start:end] for start, end in matches]


def matches_in(text: str, query: Query, analyzer: Analyzer, field: str = BODY) -> list[Match]:
    return Patterns(leaves(query), analyzer).matches(analyzer.lay_out(text), unbounded(), field)


@pytest.mark.parametrize(
    ("query", "text", "matches"),
    [
        pytest.param("beras", TEXT, ["beras", "beras", "beras"], id="word"),
        pytest.param("naik", TEXT, ["naik", "menaikkan"], id="any form"),
        pytest.param("=naik", TEXT, ["naik"], id="one form"),
        pytest.param("harga beras", "harga, beras", ["harga", "beras"], id="each word"),
        pytest.param('"harga beras"', TEXT, ["Harga beras", "harga beras"], id="no lone word"),
        pytest.param('"beras naik"', TEXT, ["beras naik"], id="phrase"),
        pytest.param('"naik pedagang"', TEXT, ["naik. Pedagang"], id="over a full stop"),
        pytest.param('~"pedagang naikkan"', TEXT, [], id="not side by side"),
        pytest.param('~"harga gabah"', TEXT, ["harga gabah"], id="phrase in any form"),
        pytest.param('"harga ber*"', TEXT, ["Harga beras", "harga beras"], id="open phrase"),
        pytest.param("ped*", TEXT, ["Pedagang"], id="beginning"),
        pytest.param("gabah w/3 naik", TEXT, ["menaikkan harga gabah"], id="near"),
        pytest.param("gabah pre/3 naik", TEXT, [], id="in the other order"),
        pytest.param("beras pre/5 harga", TEXT, ["beras di pasar menaikkan harga"], id="in order"),
        pytest.param("beras w/3 pasar", TEXT, ["beras di pasar"], id="the shortest passage"),
        pytest.param('"harga beras harga"~3', TEXT, ["harga gabah, bukan harga beras"], id="twice"),
        pytest.param(
            '"harga beras" beras', "harga beras, beras", ["harga beras", "beras"], id="inside"
        ),
        pytest.param('"a b" ATAU "b c"', "a b c", ["a b", "b c"], id="overlapping"),
        pytest.param("beras -pasar", "beras di pasar", ["beras"], id="not what is excluded"),
        pytest.param("judul:beras", TEXT, [], id="title only"),
        pytest.param("isi:gabah", TEXT, ["gabah"], id="body only"),
        pytest.param("sumber:beras tanggal:2018", TEXT, [], id="other fields"),
        pytest.param("covid", "COVID-19 reda", ["COVID-19"], id="part of a compound"),
        pytest.param("COVID-19", "covid 19, COVID-19", ["covid 19", "COVID-19"], id="compound"),
        pytest.param("ektp", "e-KTP, e KTP", ["e-KTP", "e KTP"], id="a space inside"),
        pytest.param('"maruf amin"', "Ma\u2019ruf Amin", ["Ma\u2019ruf Amin"], id="apostrophe"),
        pytest.param("ruf", "Ma\u2019ruf Amin", ["Ma\u2019ruf"], id="behind an apostrophe"),
        pytest.param('"26 agustus"', "Senin (26/8) lalu", ["26/8"], id="a date in figures"),
        pytest.param("5A w/9 harga", "4A, harga 5A", ["harga 5A"], id="ends in the same chunk"),
        pytest.param("5A w/9 harga", "5A harga 5B", ["5A harga"], id="begins in the same chunk"),
        pytest.param("anak", "anak anak dan anak", ["anak anak", "anak"], id="repeated"),
    ],
)
def test_matches(analyzer: Analyzer, query: str, text: str, matches: list[str]) -> None:
    assert found(analyzer, query, text) == matches


def test_a_word_in_the_title_is_found_there(analyzer: Analyzer) -> None:
    assert found(analyzer, "judul:beras", TEXT, field=TITLE) == ["beras", "beras", "beras"]
    assert found(analyzer, "isi:beras", TEXT, field=TITLE) == []


def test_what_there_is_no_room_for_is_left_out(analyzer: Analyzer) -> None:
    work = Work(100)

    patterns = Patterns(leaves(parse("beras harga").query), analyzer)

    assert patterns.matches(analyzer.lay_out(TEXT), work, BODY) == []
    assert work.is_cut


@pytest.mark.parametrize(("query", "patterns"), [("sumber:antara", 0), ("", 0), ("antara", 1)])
def test_what_is_not_asked_of_the_text_is_no_pattern(
    analyzer: Analyzer, query: str, patterns: int
) -> None:
    assert len(Patterns(leaves(parse(query).query), analyzer).every) == patterns


def test_words_are_where_the_highlighter_marks_them(analyzer: Analyzer) -> None:
    for word in (
        "beras",
        "=beras",
        "latih",
        "melatih",
        "anak",
        "5.000",
        "ber*",
        "covid",
        "agustus",
    ):
        query = parse(word).query
        highlighter = Highlighter(query, analyzer)
        for article in ARTICLES:
            marks = [(mark.start, mark.end) for mark in highlighter.marks(article.body)]
            assert matches_in(article.body, query, analyzer) == marks, word


def test_what_an_engine_finds_has_a_match_and_nothing_else_has(
    engine: Engine, corpus_archive: Archive, analyzer: Analyzer
) -> None:
    rng = random.Random(1)
    words = sorted({word.exact for article in ARTICLES for word in analyzer.words(article.body)})
    bodies = [analyzer.words(article.body) for article in ARTICLES]
    searcher = Searcher(engine, corpus_archive)
    asked = 0
    for _ in range(150):
        body = rng.choice(bodies)
        at = rng.randrange(len(body))
        one, other = body[at].exact, body[min(at + rng.randint(1, 4), len(body) - 1)].exact
        beside = " ".join(word.exact for word in body[at : at + rng.randint(2, 4)])
        ways = [one, f"={one}", f"judul:{one}", f"{one[:4]}*", f'"{beside}"', f'~"{beside}"']
        ways += [f'isi:"{beside}"', f'"{one} {other[:3]}*"', f'"{one} {other}"~{rng.randint(0, 4)}']
        ways += [f"{other} w/3 {one}", f"{one} pre/4 {other}", f'"{rng.choice(words)} {one}"~>3']
        text = rng.choice(ways)
        query = parse(text).query
        leaf = list(leaves(query))
        if len(leaf) != 1 or isinstance(query, Not):
            continue
        asked += 1
        matched = set()
        for row, article in enumerate(ARTICLES):
            document = Document.from_article(row, article)
            in_title = matches_in(document.title, query, analyzer, TITLE)
            if in_title or matches_in(document.body, query, analyzer):
                matched.add(article.id)

        assert matched == set(searcher.find_ids(query)), text
    assert asked > 100
