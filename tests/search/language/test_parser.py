"""The query language, row by row, and what holds for any text at all."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.fields import QUOTE, SPEAKER
from search.language.adjoining import adjoined
from search.language.grammar import MAX_CLAUSES, MAX_DEPTH, Descent
from search.language.lexer import lex
from search.language.parser import MAX_CHARS, parse, parse_said
from search.language.warnings import QueryWarning, WarningKind
from search.query import (
    BODY,
    EVERYTHING,
    TITLE,
    And,
    Forms,
    Not,
    Or,
    Phrase,
    Prefix,
    Published,
    Query,
    Quoted,
    Term,
)

OPEN_QUOTE, OPEN_BRACKET = WarningKind.OPEN_QUOTE, WarningKind.OPEN_BRACKET
GROUPED, UNKNOWN_FIELD = WarningKind.GROUPED, WarningKind.UNKNOWN_FIELD
NO_SUCH_SIGN, NUMBER, EMPTY = WarningKind.NO_SUCH_SIGN, WarningKind.NUMBER, WarningKind.EMPTY
STRAY_CLOSE, BAD_DATE = WarningKind.STRAY_CLOSE, WarningKind.BAD_DATE
SHORT_PREFIX, TOO_LONG = WarningKind.SHORT_PREFIX, WarningKind.TOO_LONG
TOO_MANY_WORDS, TOO_DEEP = WarningKind.TOO_MANY_WORDS, WarningKind.TOO_DEEP

HARGA, BERAS, GABAH = Term("harga"), Term("beras"), Term("gabah")


DAY = Published(date(2018, 10, 13), date(2018, 10, 13))


def near(words: str, slop: int, field: str | None = None) -> Phrase:
    return Phrase(words, field, Forms.ALL, slop)


def before(words: str, slop: int) -> Phrase:
    return Phrase(words, None, Forms.ALL, slop, is_ordered=True)


def exact(word: str, field: str | None = None) -> Term:
    return Term(word, field, Forms.EXACT)


def said(word: str) -> Term:
    return Term(word, QUOTE)


def by(word: str) -> Term:
    return Term(word, SPEAKER)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("", EVERYTHING, id="nothing"),
        pytest.param("  \n ", EVERYTHING, id="blanks"),
        pytest.param("beras", BERAS, id="a word"),
        pytest.param("harga beras", And((HARGA, BERAS)), id="words"),
        pytest.param("Harga BERAS", And((Term("Harga"), Term("BERAS"))), id="as typed"),
        pytest.param('"harga beras"', Phrase("harga beras"), id="a phrase"),
        pytest.param("\u201charga beras\u201d", Phrase("harga beras"), id="curly quotes"),
        pytest.param('"harga, beras!"', Phrase("harga beras"), id="punctuation in a phrase"),
        pytest.param('"harga beras"~5', Phrase("harga beras", slop=5), id="near"),
        pytest.param('"harga beras"~900', Phrase("harga beras", slop=100), id="not too near"),
        pytest.param('~"harga beras"', Phrase("harga beras", forms=Forms.ALL), id="any form"),
        pytest.param('="harga beras"', Phrase("harga beras"), id="as written"),
        pytest.param(
            '"harga beras"~>5', Phrase("harga beras", slop=5, is_ordered=True), id="near, in order"
        ),
        pytest.param('"harga beras"~>0', Phrase("harga beras"), id="in order, side by side"),
        pytest.param('"harga ber*"', Phrase("harga ber", is_open=True), id="an open phrase"),
        pytest.param('"ber*"', Prefix("ber"), id="one quoted beginning"),
        pytest.param("harga w/5 beras", near("harga beras", 4), id="w/5"),
        pytest.param("harga W/1 beras", near("harga beras", 0), id="side by side in any order"),
        pytest.param("harga NEAR/5 beras", near("harga beras", 4), id="NEAR/5"),
        pytest.param("harga NEAR5 beras", near("harga beras", 4), id="NEAR5"),
        pytest.param("harga pre/3 beras", before("harga beras", 2), id="pre/3"),
        pytest.param("harga ADJ3 beras", before("harga beras", 2), id="ADJ3"),
        pytest.param("harga NEAR beras", near("harga beras", 9), id="NEAR alone"),
        pytest.param("harga ADJ beras", before("harga beras", 9), id="ADJ alone"),
        pytest.param('near20:"harga beras"', Phrase("harga beras", slop=19), id="near20:"),
        pytest.param(
            "harga w/5 beras w/3 gabah",
            And((near("harga beras", 4), near("beras gabah", 2))),
            id="one near the next",
        ),
        pytest.param(
            "(beras ATAU gabah) w/5 harga",
            Or((near("beras harga", 4), near("gabah harga", 4))),
            id="either near a third",
        ),
        pytest.param(
            '"harga beras" w/5 gabah',
            And((near("harga beras gabah", 4), Phrase("harga beras"))),
            id="a phrase near a word",
        ),
        pytest.param("judul:(harga w/5 beras)", near("harga beras", 4, TITLE), id="in a field"),
        pytest.param("harga w/5 judul:beras", And((HARGA, Term("beras", TITLE))), id="in two"),
        pytest.param('"beras"', exact("beras"), id="one quoted word"),
        pytest.param('~"beras"', BERAS, id="one quoted word in any form"),
        pytest.param('""', EVERYTHING, id="empty quotes"),
        pytest.param("=melatih", exact("melatih"), id="an exact form"),
        pytest.param("~melatih", Term("melatih"), id="any form of a word"),
        pytest.param("-impor", Not(Term("impor")), id="minus"),
        pytest.param("beras -impor", And((BERAS, Not(Term("impor")))), id="a word and a minus"),
        pytest.param("beras BUKAN impor", And((BERAS, Not(Term("impor")))), id="BUKAN"),
        pytest.param("beras TANPA impor", And((BERAS, Not(Term("impor")))), id="TANPA"),
        pytest.param("beras NOT impor", And((BERAS, Not(Term("impor")))), id="NOT"),
        pytest.param("NOT -beras", BERAS, id="a double negation"),
        pytest.param("!beras", Not(BERAS), id="an exclamation mark before a word"),
        pytest.param("beras!", BERAS, id="one behind a word"),
        pytest.param("harga ! beras", And((HARGA, BERAS)), id="one that stands alone"),
        pytest.param("---beras", Not(BERAS), id="three hyphens"),
        pytest.param("-17.500", Term("17.500"), id="minus a number"),
        pytest.param("beras BUKAN 2018", And((BERAS, Not(Term("2018")))), id="BUKAN a number"),
        pytest.param("harga | beras", Or((HARGA, BERAS)), id="a bar"),
        pytest.param("harga|beras", Or((HARGA, BERAS)), id="a bar between words"),
        pytest.param("harga && beras", And((HARGA, BERAS)), id="ampersands"),
        pytest.param(
            "harga OR beras NOT gabah", Or((HARGA, And((BERAS, Not(GABAH))))), id="NOT before OR"
        ),
        pytest.param(
            "harga NOT beras OR gabah", Or((And((HARGA, Not(BERAS))), GABAH)), id="NOT, then OR"
        ),
        pytest.param(
            "harga OR beras -gabah", And((Or((HARGA, BERAS)), Not(GABAH))), id="OR before a minus"
        ),
        pytest.param("beras^2 harga~", And((BERAS, HARGA)), id="weights and errors"),
        pytest.param("harga XOR beras", And((HARGA, BERAS)), id="an operator that we lack"),
        pytest.param("harga w/s beras", And((HARGA, BERAS)), id="in one sentence"),
        pytest.param("atleast3(beras)", BERAS, id="so many times"),
        pytest.param("judl:beras", BERAS, id="a field with a slip"),
        pytest.param("url:beras", BERAS, id="a field of other systems"),
        pytest.param("intitle:beras", Term("beras", TITLE), id="another name of a field"),
        pytest.param('tanggal:"13 Oktober 2018"', DAY, id="a day by its name"),
        pytest.param("tanggal:13-okt-2018", DAY, id="a month in short"),
        pytest.param('tanggal:"October 13, 2018"', DAY, id="in English"),
        pytest.param("tanggal:kemarin", Term("kemarin"), id="a date that is a word"),
        pytest.param('-"harga beras"', Not(Phrase("harga beras")), id="minus a phrase"),
        pytest.param("-(harga beras)", Not(And((HARGA, BERAS))), id="minus brackets"),
        pytest.param("beras ATAU gabah", Or((BERAS, GABAH)), id="ATAU"),
        pytest.param("beras OR gabah", Or((BERAS, GABAH)), id="OR"),
        pytest.param("harga DAN beras", And((HARGA, BERAS)), id="DAN"),
        pytest.param("harga AND beras", And((HARGA, BERAS)), id="AND"),
        pytest.param("harga beras ATAU gabah", And((HARGA, Or((BERAS, GABAH)))), id="ATAU first"),
        pytest.param(
            "harga DAN beras ATAU gabah", Or((And((HARGA, BERAS)), GABAH)), id="DAN before ATAU"
        ),
        pytest.param(
            "harga DAN (beras ATAU gabah)", And((HARGA, Or((BERAS, GABAH)))), id="brackets"
        ),
        pytest.param("(harga) ((beras))", And((HARGA, BERAS)), id="brackets around nothing much"),
        pytest.param("()", EVERYTHING, id="empty brackets"),
        pytest.param("harga dan beras", And((HARGA, Term("dan"), BERAS)), id="dan is a word"),
        pytest.param("beras atau gabah", And((BERAS, Term("atau"), GABAH)), id="atau is a word"),
        pytest.param("tidak beras", And((Term("tidak"), BERAS)), id="tidak is a word"),
        pytest.param("TIDAK beras", And((Term("TIDAK"), BERAS)), id="TIDAK is a word"),
        pytest.param("bukan beras", And((Term("bukan"), BERAS)), id="bukan is a word"),
        pytest.param("ATAU", Term("atau"), id="an operator alone is a word"),
        pytest.param("beras ATAU", And((BERAS, Term("atau"))), id="an operator at the end"),
        pytest.param("ekono*", Prefix("ekono"), id="a prefix"),
        pytest.param("e-comm*", Prefix("e-comm"), id="a prefix with a hyphen"),
        pytest.param("judul:beras", Term("beras", TITLE), id="judul"),
        pytest.param("title:beras", Term("beras", TITLE), id="title"),
        pytest.param("JUDUL:beras", Term("beras", TITLE), id="a field in capitals"),
        pytest.param("isi:beras", Term("beras", BODY), id="isi"),
        pytest.param("body:beras", Term("beras", BODY), id="body"),
        pytest.param("penulis:dewi", Term("dewi", "author"), id="penulis"),
        pytest.param("author:dewi", Term("dewi", "author"), id="author"),
        pytest.param("sumber:antara", Term("antara", "source"), id="sumber"),
        pytest.param("source:antara", Term("antara", "source"), id="source"),
        pytest.param("tempat:bali", Term("bali", "place"), id="tempat"),
        pytest.param("place:bali", Term("bali", "place"), id="place"),
        pytest.param("rubrik:tekno", Term("tekno", "section"), id="rubrik"),
        pytest.param("section:tekno", Term("tekno", "section"), id="section"),
        pytest.param("tag:pangan", Term("pangan", "tag"), id="tag"),
        pytest.param("judul:=beras", exact("beras", TITLE), id="an exact form in a field"),
        pytest.param('judul:"a b"', Phrase("a b", TITLE), id="a phrase in a field"),
        pytest.param("judul: beras", Term("beras", TITLE), id="a space behind a field"),
        pytest.param(
            "judul: (a b)",
            And((Term("a", TITLE), Term("b", TITLE))),
            id="a space before brackets in a field",
        ),
        pytest.param(
            "judul:(a isi:b)",
            And((Term("a", TITLE), Term("b", BODY))),
            id="a field within a field",
        ),
        pytest.param("-judul:beras", Not(Term("beras", TITLE)), id="not in a field"),
        pytest.param("judul:ekono*", Prefix("ekono", TITLE), id="a prefix in a field"),
        pytest.param("warna:merah", And((Term("warna"), Term("merah"))), id="an unknown field"),
        pytest.param(
            "\u017fumber:a", And((Term("\u017fumber"), Term("a"))), id="an odd letter in a field"
        ),
        pytest.param("judul:", EVERYTHING, id="a field without a word"),
        pytest.param("tanggal:2018", Published(date(2018, 1, 1), date(2018, 12, 31)), id="a year"),
        pytest.param(
            "tanggal:2018-10..2018-12",
            Published(date(2018, 10, 1), date(2018, 12, 31)),
            id="a range of months",
        ),
        pytest.param("sesudah:2018-10-13", Published(start=date(2018, 10, 14)), id="sesudah"),
        pytest.param("after:2018", Published(start=date(2019, 1, 1)), id="after"),
        pytest.param("sebelum:2018-10-13", Published(end=date(2018, 10, 12)), id="sebelum"),
        pytest.param("before:2018", Published(end=date(2017, 12, 31)), id="before"),
        pytest.param(
            "date:13/10/2018", Published(date(2018, 10, 13), date(2018, 10, 13)), id="date"
        ),
        pytest.param("uji-coba", Term("uji-coba"), id="a hyphen is no minus"),
        pytest.param("harga-", HARGA, id="a hyphen at the end"),
        pytest.param("--beras", BERAS, id="two hyphens are no minus"),
        pytest.param("- beras", BERAS, id="a hyphen alone is no minus"),
        pytest.param("Ma'ruf", Term("Ma'ruf"), id="an apostrophe"),
        pytest.param("Rp1,5", Term("Rp1,5"), id="an amount"),
        pytest.param("harga/beras", And((HARGA, BERAS)), id="a slash"),
        pytest.param("-harga/beras", Not(And((HARGA, BERAS))), id="minus a slash"),
        pytest.param("kutipan:banjir", Quoted((said("banjir"),)), id="a quotation"),
        pytest.param(
            'oleh:"Sri Mulyani" kutipan:pajak',
            Quoted((Phrase("Sri Mulyani", SPEAKER), said("pajak"))),
            id="somebody's",
        ),
        pytest.param(
            "by:sri a quote:b", And((Quoted((by("sri"), said("b"))), Term("a"))), id="with a word"
        ),
        pytest.param(
            "oleh:a kutipan:b oleh:c",
            And((Quoted((by("a"), said("b"))), Quoted((by("c"),)))),
            id="two speakers",
        ),
        pytest.param(
            "kutipan:(a ATAU b) oleh:c",
            Quoted((Or((said("a"), said("b"))), by("c"))),
            id="a choice in a quotation",
        ),
        pytest.param("kutipan:a ATAU b", Or((Quoted((said("a"),)), Term("b"))), id="said or told"),
        pytest.param("-kutipan:a", Not(Quoted((said("a"),))), id="not said"),
        pytest.param(
            "-(kutipan:a oleh:b)", Not(Quoted((said("a"), by("b")))), id="not said by one"
        ),
        pytest.param(
            "oleh:a -kutipan:b", And((Quoted((by("a"),)), Not(Quoted((said("b"),))))), id="and not"
        ),
        pytest.param(
            "oleh:(a b)", Quoted((Phrase("a b", SPEAKER, slop=100),)), id="a name in brackets"
        ),
        pytest.param("!!! ???", EVERYTHING, id="punctuation"),
        pytest.param("_-_ __", EVERYTHING, id="lines"),
    ],
)
def test_parse(text: str, query: Query) -> None:
    assert parse(text).query == query


@pytest.mark.parametrize(
    ("text", "forms", "query"),
    [
        pytest.param("melatih", Forms.EXACT, exact("melatih"), id="words as written"),
        pytest.param("~melatih", Forms.EXACT, Term("melatih"), id="but for this one"),
        pytest.param('"a b"', Forms.ALL, Phrase("a b", forms=Forms.ALL), id="phrases in any form"),
        pytest.param('="a b"', Forms.ALL, Phrase("a b"), id="but for this phrase"),
        pytest.param("=melatih", Forms.ALL, exact("melatih"), id="but for this word"),
    ],
)
def test_forms_can_be_asked_for_at_once(text: str, forms: Forms, query: Query) -> None:
    assert parse(text, forms).query == query


@pytest.mark.parametrize(
    ("text", "interpreted"),
    [
        pytest.param("harga DAN beras", "harga beras", id="DAN"),
        pytest.param("harga OR beras", "harga ATAU beras", id="OR"),
        pytest.param("title:a -(b  c)", "judul:a -(b c)", id="fields and brackets"),
        pytest.param("tanggal:2018", "tanggal:2018", id="a year"),
        pytest.param("tanggal:2018-02", "tanggal:2018-02", id="a month"),
        pytest.param("tanggal:13/10/2018", "tanggal:2018-10-13", id="a day"),
        pytest.param("sebelum:2018", "tanggal:..2017-12-31", id="an open range"),
        pytest.param('~"DAN"', '~"DAN"', id="a word like an operator"),
        pytest.param('"a', "=a", id="a quote that never closes"),
        pytest.param("by:a (quote:b) c", "oleh:a kutipan:b c", id="one quotation"),
        pytest.param("a kutipan:b ATAU oleh:c", "a (kutipan:b ATAU oleh:c)", id="either"),
        pytest.param("(oleh:a kutipan:b) OR c", "(oleh:a kutipan:b) ATAU c", id="in brackets"),
    ],
)
def test_a_query_is_spelled_plainly(text: str, interpreted: str) -> None:
    assert parse(text).interpreted == interpreted


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        pytest.param('"harga beras', QueryWarning(OPEN_QUOTE), id="an open quotation mark"),
        pytest.param('judul: "harga beras', QueryWarning(OPEN_QUOTE), id="the same in a field"),
        pytest.param("(harga", QueryWarning(OPEN_BRACKET), id="an open bracket"),
        pytest.param("harga)", QueryWarning(STRAY_CLOSE), id="a closing bracket"),
        pytest.param("tanggal:kemarin", QueryWarning(BAD_DATE, "kemarin"), id="no date"),
        pytest.param(
            "a b ATAU c", QueryWarning(GROUPED, "a (b ATAU c)"), id="no brackets around ATAU"
        ),
        pytest.param(
            "judl:a", QueryWarning(UNKNOWN_FIELD, "judl:", instead="judul:"), id="nearly a field"
        ),
        pytest.param("url:a", QueryWarning(UNKNOWN_FIELD, "url:"), id="a field of others"),
        *(
            pytest.param(text, QueryWarning(NO_SUCH_SIGN, sign), id=f"the sign in {text}")
            for text, sign in (
                *(("a^2", "a^2"), ('"a b"^2', "^2"), ("ab~", "ab~"), ("ab~1", "ab~1")),
                *(("a?b", "a?b"), ("*ab", "*ab"), ("a*b", "a*b"), ('"a* b"', "a* b")),
                *(("/a.b/", "/a.b/"), ("[a TO b]", "[a TO b]"), ("a <-> b", "<->")),
                *(("a XOR b", "XOR"), ("a w/p b", "w/p"), ("atleast3(a)", "atleast3")),
                *(('repeat2:"a"', "repeat2:"), ("==a", "=a"), ("judul:-a", "-a")),
            )
        ),
        pytest.param("-17.500", QueryWarning(NUMBER, "17.500"), id="minus a number"),
        pytest.param("judul:", QueryWarning(EMPTY, "judul:"), id="a field of nothing"),
        pytest.param("a |", QueryWarning(EMPTY, "|"), id="or nothing"),
        pytest.param("w/5 a", QueryWarning(EMPTY, "w/5"), id="nothing is near"),
        pytest.param("tanggal:(a)", QueryWarning(EMPTY, "tanggal:"), id="a date in brackets"),
        pytest.param("a NEAR b", QueryWarning(WarningKind.NO_DISTANCE, "NEAR", 10), id="how near"),
        pytest.param("a w/5 -b", QueryWarning(WarningKind.NOT_NEAR, "w/5"), id="near no word"),
        pytest.param('"a b"~999', QueryWarning(WarningKind.TOO_FAR, number=100), id="too far"),
        pytest.param("tanggal:2018-02-30", QueryWarning(BAD_DATE, "2018-02-30"), id="no such day"),
        pytest.param(
            "tanggal:2019..2018", QueryWarning(BAD_DATE, "2019..2018"), id="a range backwards"
        ),
        pytest.param("ek*", QueryWarning(SHORT_PREFIX, "ek", 3), id="a short prefix"),
        pytest.param("a__*", QueryWarning(SHORT_PREFIX, "a__", 3), id="one that only looks long"),
        pytest.param("beras " * 200, QueryWarning(TOO_LONG, number=1000), id="a long text"),
        pytest.param(" " * 2000, QueryWarning(TOO_LONG, number=1000), id="a long blank"),
        pytest.param("a " * 65, QueryWarning(TOO_MANY_WORDS, number=64), id="many words"),
        pytest.param("(" * 20 + "a" + ")" * 20, QueryWarning(TOO_DEEP, number=16), id="brackets"),
        pytest.param(
            "(" * 10 + "a" + " ATAU b c)" * 10, QueryWarning(TOO_DEEP, number=16), id="a deep tree"
        ),
    ],
)
def test_what_was_not_understood_is_said(text: str, warning: QueryWarning) -> None:
    assert warning in parse(text).warnings


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("harga beras", id="words"),
        pytest.param('"harga beras"~5 -impor (a ATAU b)', id="syntax"),
        pytest.param("tanggal:2018 judul:a", id="fields"),
        pytest.param("((((a))))", id="brackets"),
        pytest.param('a w/5 b pre/3 c "d efg*" !h', id="what others write"),
        pytest.param("Jakarta:banjir https://a.id/b?c=d A&W C++ 50% #x @y", id="plain text"),
        pytest.param("[VIDEO] Banjir! Apa kabar? - ... (Bali)", id="punctuation"),
    ],
)
def test_sound_queries_bring_no_warnings(text: str) -> None:
    assert parse(text).warnings == ()


@pytest.mark.parametrize(
    ("text", "query", "plain"),
    [
        pytest.param("anak anak muda", "anak-anak muda", "anak-anak muda", id="repeated"),
        pytest.param("undang - undang", "undang-undang", "undang-undang", id="a dash"),
        pytest.param("e KTP hilang", "e-KTP hilang", "e-KTP hilang", id="e-KTP"),
        pytest.param("P. T. Timah", "P.T Timah", "P.T Timah", id="initials"),
        pytest.param('"undang undang dasar"', '"undang-undang dasar"', None, id="a phrase"),
        pytest.param('"teman - temannya"', "=teman-temannya", None, id="a phrase of one word"),
        pytest.param("anak, anak", "anak ~anak", 'anak ~"anak"', id="a comma"),
        pytest.param("anak ATAU anak", "anak OR anak", None, id="an operator"),
        pytest.param("judul:anak anak", "judul:anak ~anak", None, id="a field"),
        pytest.param("=anak anak", "=anak ~anak", None, id="a form"),
        pytest.param("-anak anak", "-anak ~anak", None, id="a minus"),
    ],
)
def test_words_with_a_space_inside_are_one(text: str, query: str, plain: str | None) -> None:
    parsed = parse(text)

    assert parsed.query == parse(query).query
    assert plain is None or parsed.interpreted == plain


def test_a_long_text_is_cut_at_a_word() -> None:
    query = parse("beras, " * 30 + "x" * 900).query

    assert query == And((BERAS,) * 30)


def test_no_more_clauses_than_the_limit() -> None:
    query = parse(" ".join(f"k{number}" for number in range(100))).query

    assert isinstance(query, And)
    assert len(query.clauses) == MAX_CLAUSES


def test_what_is_nested_too_deeply_is_left_out() -> None:
    deep = "a (" * 20 + "b" + ")" * 20

    query = parse(f"{deep} c").query

    assert query == And((Term("a"),) * (MAX_DEPTH) + (Term("c"),))


def test_an_exclusion_that_is_left_out_excludes_nothing() -> None:
    query = parse("(" * 15 + "a -(b)" + ")" * 15).query

    assert query == Term("a")


@pytest.mark.parametrize(
    ("text", "name", "interpreted"),
    [
        pytest.param("", "", "", id="anything"),
        pytest.param("pajak", "", "kutipan:pajak", id="a word"),
        pytest.param("pajak bea", "Sri", "kutipan:pajak kutipan:bea oleh:Sri", id="and whose"),
        pytest.param("", "sri, mulyani!", 'oleh:"sri mulyani"~100', id="a name in any order"),
        pytest.param(
            "pajak tanggal:2018 -bea", "", "kutipan:pajak tanggal:2018 -kutipan:bea", id="a year"
        ),
        pytest.param("judul:a b", "", "judul:a kutipan:b", id="a title"),
        pytest.param("(a ATAU b) oleh:c", "", "(kutipan:a ATAU kutipan:b) oleh:c", id="a choice"),
        pytest.param("oleh:a b", "c", "oleh:a kutipan:b oleh:c", id="two speakers"),
        pytest.param("", "-- \u00ad", "", id="a name of nothing"),
        pytest.param("", 'a" (b', 'oleh:"a b"~100', id="a name with signs"),
    ],
)
def test_what_is_asked_of_quotations(text: str, name: str, interpreted: str) -> None:
    parsed = parse_said(text, name)

    assert parsed.interpreted == interpreted
    assert parse(interpreted).query == parsed.query


PIECES = st.sampled_from(
    [
        *'"()~=-*:. \n|!&^>',
        *("w/5", "pre/3", "NEAR", "XOR", "w/s", "judl:", "url:", "ber*", "^2", "~>2", "-17"),
        *("DAN", "ATAU", "BUKAN", "AND", "OR", "NOT", "TANPA", "dan", "atau", "tidak"),
        *("kutipan:", "oleh:", "oleh:(", "oleh:a", "kutipan:b", "-kutipan:(", "by:"),
        *("judul:", "isi:", "sumber:", "tag:", "tanggal:", "sesudah:", "sebelum:", "judul: "),
        *("harga", "beras", "e-commerce", "Ma'ruf", "Rp1,5", "5.000", "a/b", "x", "caf\u00e9"),
        *("2018", "2018-10..2018-12", "..2018", "13/10/2018", "~5", "_", "__init__", "_-_"),
        *("\u201c", "\u201d", "\u00ad", "\u0301", "\u017f", "\ud800", "\x00", "\uff08"),
    ]
)
TEXTS = (
    st.text(max_size=60)
    | st.lists(PIECES, max_size=40).map("".join)
    | st.lists(PIECES, max_size=40).map(" ".join)
    | st.lists(PIECES, min_size=100, max_size=400).map(" ".join)
)


def words_of(query: Query) -> list[Query]:
    match query:
        case And(clauses) | Or(clauses) | Quoted(clauses):
            return [word for clause in clauses for word in words_of(clause)]
        case Not(clause):
            return words_of(clause)
        case _:
            return [query]


def depth_of(query: Query) -> int:
    match query:
        case Quoted(clauses):
            return max(map(depth_of, clauses), default=0)
        case And(clauses) | Or(clauses):
            return 1 + max((depth_of(clause) for clause in clauses), default=0)
        case Not(clause):
            return depth_of(clause)
        case _:
            return 0


@given(TEXTS)
@example("-a/b " * 10)
@example("(" * 14 + "-a/b" + ")" * 14)
@example("(" * 15 + "-a/b" + ")" * 15)
def test_any_text_is_a_query_within_the_limits(text: str) -> None:
    query = parse(text).query

    assert len(words_of(query)) <= MAX_CLAUSES
    assert depth_of(query) <= MAX_DEPTH


@given(TEXTS, st.none() | st.sampled_from(Forms))
@example("DAN,", None)
@example('~"ATAU" ATAU -"OR"', None)
@example("(" * 10 + "-a/b" + " ATAU b c)" * 10, None)
def test_the_plain_spelling_means_the_same(text: str, forms: Forms | None) -> None:
    parsed = parse(text, forms)

    again = parse(parsed.interpreted)

    if len(parsed.interpreted) <= MAX_CHARS:
        assert again.query == parsed.query
        assert again.interpreted == parsed.interpreted
        assert again.warnings == ()


# Python's calls to read 1,000 characters, whatever they are.
MAX_CALLS = 150_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 10_000, id="opening brackets"),
        pytest.param(")" * 10_000, id="closing brackets"),
        pytest.param("()" * 5_000, id="pairs of brackets"),
        pytest.param('"' * 10_000, id="quotation marks"),
        pytest.param("-" * 10_000, id="hyphens"),
        pytest.param("NOT " * 2_500, id="negations"),
        pytest.param("a ATAU " * 1_500, id="alternatives"),
        pytest.param("judul:" * 1_700, id="fields"),
        pytest.param("a" * 1_000_000, id="one endless word"),
        pytest.param("a'" * 5_000, id="apostrophes"),
        pytest.param("1." * 5_000, id="points"),
        pytest.param("~" * 10_000, id="tildes"),
        pytest.param("\u0301" * 10_000, id="accents"),
    ],
)
def test_hostile_texts_take_few_steps(text: str) -> None:
    """Calls are counted, not seconds: as many on every machine."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        parse(text)
    finally:
        sys.setprofile(before)

    assert calls < MAX_CALLS


@given(
    st.lists(
        st.sampled_from(["harga", "Beras", "dan", "a", "DANAU"]) | st.sampled_from(["OR", "DAN"]),
        max_size=70,
    ),
    st.sampled_from([" ", "  ", "\n", " ATAU ", "  OR "]),
    st.booleans(),
    st.none() | st.sampled_from(Forms),
)
def test_plain_words_are_read_as_the_grammar_reads_them(
    words: list[str], gap: str, is_quoted: bool, forms: Forms | None
) -> None:
    text = f'"{gap.join(words)}"' if is_quoted else gap.join(words)

    parsed = parse(text, forms)

    descent = Descent(adjoined(lex(text)), forms)
    assert parsed.query == descent.parse()
    assert parsed.places == tuple(descent.places)
    assert parsed.warnings == tuple(dict.fromkeys(descent.warnings))
