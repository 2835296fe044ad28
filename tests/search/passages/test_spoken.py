"""Which quotations answer, and what of them is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.newstext.reading import read_body
from search.language.parser import parse
from search.passages.matching import highlight
from search.passages.spoken import Listener, marks_of, quoted_of
from search.query import BODY, TITLE

if TYPE_CHECKING:
    from index.analysis.analyzer import Analyzer

TEXT = (
    'Pajak dibahas lagi. "Pajak tidak akan naik tahun ini," kata Menteri Keuangan Sri Mulyani.'
    ' "Warga kami dilatih membayar pajak," kata Budi Santoso. "Harga beras naik, beras impor'
    ' tidak," ujarnya.'
)


@pytest.mark.parametrize(
    ("query", "heard", "marked"),
    [
        pytest.param("kutipan:pajak", ["Pajak", "Warga"], ["Pajak", "pajak"], id="a word"),
        pytest.param("kutipan:pelatihan", ["Warga"], ["dilatih"], id="in any inflection"),
        pytest.param("kutipan:=latih", [], [], id="as written"),
        pytest.param('kutipan:"tidak akan"', ["Pajak"], ["tidak akan"], id="a phrase"),
        pytest.param('kutipan:"beras naik"~3', ["Harga"], ["beras", "naik", "beras"], id="near"),
        pytest.param("oleh:sri kutipan:pajak", ["Pajak"], ["Pajak"], id="somebody's"),
        pytest.param("oleh:santoso", ["Warga", "Harga"], [], id="all that somebody says"),
        pytest.param("oleh:(mulyani sri)", ["Pajak"], [], id="a name in any order"),
        pytest.param("oleh:menteri", [], [], id="an office is no name"),
        pytest.param(
            "kutipan:(naik ATAU warga) oleh:budi",
            ["Warga", "Harga"],
            ["Warga", "naik"],
            id="a choice",
        ),
        pytest.param("kutipan:impor ATAU oleh:sri", ["Pajak", "Harga"], ["impor"], id="either"),
        pytest.param("pajak -kutipan:beras", [], [], id="what leaves articles out"),
    ],
)
def test_what_is_heard(query: str, heard: list[str], marked: list[str], analyzer: Analyzer) -> None:
    listener = Listener(quoted_of(parse(query).query), analyzer)

    found = listener.hear(read_body(TEXT).quotes)

    assert [one.quote.text.split()[0] for one in found] == heard
    assert [TEXT[mark.start : mark.end] for mark in marks_of(found)] == marked


def test_a_body_is_marked_where_it_is_quoted_and_a_title_is_not(analyzer: Analyzer) -> None:
    query = parse("dibahas kutipan:pajak").query

    marked = [part.text for part in highlight(TEXT, query, analyzer, BODY) if part.is_match]
    in_title = [part.text for part in highlight(TEXT, query, analyzer, TITLE) if part.is_match]

    assert marked == ["dibahas", "Pajak", "pajak"]
    assert in_title == ["dibahas"]
