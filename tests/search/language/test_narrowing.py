"""One word narrowed or widened in the text of a query."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.language.narrowing import narrow, narrow_to, widen
from search.language.parser import MAX_CHARS, parse
from search.query import BODY, TITLE, And, Forms, Leaf, Not, Or, Phrase, Prefix, Query, Term

PELATIHAN = Term("pelatihan")
MELATIH = Term("melatih", forms=Forms.EXACT)


@pytest.mark.parametrize(
    ("text", "narrowed"),
    [
        pytest.param("pelatihan", "=pelatihan", id="a word alone"),
        pytest.param("guru  pelatihan\tbaru ", "guru  =pelatihan\tbaru ", id="blanks are kept"),
        pytest.param("(pelatihan, guru)", "(=pelatihan, guru)", id="punctuation is kept"),
        pytest.param("pelatihan guru pelatihan", "=pelatihan guru =pelatihan", id="both places"),
        pytest.param("~pelatihan", "=pelatihan", id="marked as any form"),
        pytest.param('~"pelatihan"', '"pelatihan"', id="quoted, in any form"),
        pytest.param('pelatihan "pelatihan guru"', '=pelatihan "pelatihan guru"', id="in a phrase"),
        pytest.param("guru BUKAN (pelatihan)", "guru BUKAN (=pelatihan)", id="negated"),
        pytest.param("guru -pelatihan", "guru -=pelatihan", id="minus"),
        pytest.param("=pelatihan", None, id="is so already"),
        pytest.param("pelatihan/guru", None, id="glued to another word"),
        pytest.param('"a b"~pelatihan', '"a b"=pelatihan', id="behind a phrase"),
        pytest.param("pelatihan*", None, id="a prefix"),
        pytest.param("guru", None, id="not there"),
    ],
)
def test_narrow(text: str, narrowed: str | None) -> None:
    assert narrow(parse(text), PELATIHAN) == narrowed


@pytest.mark.parametrize(
    ("text", "field", "narrowed"),
    [
        ("judul:pelatihan", TITLE, "judul:=pelatihan"),
        ("-judul:pelatihan pelatihan", TITLE, "-judul:=pelatihan pelatihan"),
        ("judul:(guru pelatihan)", TITLE, "judul:(guru =pelatihan)"),
        ("isi: pelatihan", BODY, "isi: =pelatihan"),
        ("sumber:pelatihan", "source", None),
    ],
)
def test_narrow_in_a_field(text: str, field: str, narrowed: str | None) -> None:
    assert narrow(parse(text), Term("pelatihan", field)) == narrowed


@pytest.mark.parametrize(
    ("text", "leaf", "widened"),
    [
        pytest.param("=melatih guru", MELATIH, "melatih guru", id="a word"),
        pytest.param("guru -=melatih", MELATIH, "guru -melatih", id="minus"),
        pytest.param('"melatih" =melatih', MELATIH, '~"melatih" melatih', id="two spellings"),
        pytest.param("==melatih", MELATIH, "~=melatih", id="marked twice"),
        pytest.param('"harga beras"', Phrase("harga beras"), '~"harga beras"', id="a phrase"),
        pytest.param('="harga beras"', Phrase("harga beras"), '~"harga beras"', id="marked phrase"),
        pytest.param('judul:"a, b"', Phrase("a b", TITLE), 'judul:~"a, b"', id="in a field"),
        pytest.param('"a b"~5 c', Phrase("a b", slop=5), '~"a b"~5 c', id="words that are near"),
        pytest.param("\u201ca b\u201d", Phrase("a b"), "~\u201ca b\u201d", id="curly quotes"),
        pytest.param('"a b', Phrase("a b"), '~"a b', id="an open quote"),
        pytest.param("=DAN x", Term("DAN", forms=Forms.EXACT), "~DAN x", id="an operator"),
        pytest.param("=ekono*", Prefix("ekono"), None, id="a prefix"),
    ],
)
def test_widen(text: str, leaf: Leaf, widened: str | None) -> None:
    assert widen(parse(text), leaf) == widened


def test_the_choice_of_forms_for_all_words_is_overruled() -> None:
    beras = Term("beras", forms=Forms.EXACT)
    phrase = Phrase("harga beras", forms=Forms.ALL)

    assert widen(parse("beras", Forms.EXACT), beras) == "~beras"
    assert widen(parse("~beras", Forms.EXACT), beras) is None
    assert narrow(parse("~beras", Forms.EXACT), Term("beras")) == "beras"
    assert narrow(parse('"harga beras"', Forms.ALL), phrase) == '="harga beras"'


@pytest.mark.parametrize(
    ("text", "form", "narrowed"),
    [
        ("pelatihan, guru", "melatih", "=melatih, guru"),
        ("judul:pelatihan pelatihan", "melatih", "judul:pelatihan =melatih"),
        ('~"pelatihan!"', "melatih", '"melatih!"'),
        ("pelatihan", "latih-melatih", "=latih-melatih"),
        ("pelatihan", "dua kata", None),
        ("pelatihan", '"', None),
        ("pelatihan/guru", "melatih", None),
    ],
)
def test_narrow_to_another_form(text: str, form: str, narrowed: str | None) -> None:
    assert narrow_to(parse(text), PELATIHAN, form) == narrowed


def test_a_prefix_becomes_one_of_its_words() -> None:
    assert narrow_to(parse("harga judul:ekono*"), Prefix("ekono", TITLE), "ekonomi") == (
        "harga judul:=ekonomi"
    )
    assert narrow_to(parse("sumber:ekono*"), Prefix("ekono", "source"), "ekonomi") is None


def test_a_phrase_has_no_other_form() -> None:
    assert narrow_to(parse('"harga beras"'), Phrase("harga beras"), "berasnya") is None


def test_a_text_at_the_limit_does_not_grow() -> None:
    text = "pelatihan " * (MAX_CHARS // 10)

    assert narrow(parse(text), PELATIHAN) is None
    assert narrow(parse(text + "x"), PELATIHAN) is None


PIECES = st.sampled_from(
    'a b latih beras, "a b" "a b "beras" =a ==a ~a ~"a b" ="a" "a b"~5 ( ) - -a DAN ATAU BUKAN'
    " judul:a judul: judul:( sumber:a tanggal:2018 a/b ab* abc* -=a =DAN e-commerce 5.000 5".split()
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.lists(PIECES, max_size=70).map(" ".join)


@given(TEXTS | st.text(max_size=40), st.none() | st.sampled_from(Forms))
@example('"a b"5', Forms.EXACT)
@example('"a b"DAN"c d"', None)
def test_nothing_changes_but_the_forms_of_one_leaf(text: str, forms: Forms | None) -> None:
    parsed = parse(text, forms)

    for leaf in {place.leaf for place in parsed.places}:
        for change, wanted in ((narrow, Forms.EXACT), (widen, Forms.ALL)):
            new = change(parsed, leaf)
            if new is not None:
                assert new != text
                assert parse(new, forms).query == with_forms(parsed.query, leaf, wanted)


@given(TEXTS, st.sampled_from(["melatih", "5,5", "anak-anak", "ma", "DAN"]))
def test_nothing_changes_but_one_word(text: str, form: str) -> None:
    query = parse(text).query

    for leaf in {place.leaf for place in parse(text).places}:
        new = narrow_to(parse(text), leaf, form)
        if new is not None:
            assert parse(new).query == with_forms(query, leaf, Forms.EXACT, form)


@given(TEXTS, st.sampled_from([PELATIHAN, Term("a"), Phrase("a b"), Prefix("abc")]))
def test_any_leaf_of_any_text(text: str, leaf: Leaf) -> None:
    for new in (
        narrow(parse(text), leaf),
        widen(parse(text), leaf),
        narrow_to(parse(text), leaf, "melatih"),
    ):
        assert new is None or len(new) <= MAX_CHARS


@pytest.mark.parametrize("text", ["pelatihan guru", 'pelatihan -guru judul:"a b" (c ATAU =d)'])
def test_there_and_back(text: str) -> None:
    for place in parse(text).places:
        assert not isinstance(place.leaf, Prefix)
        change, back = (narrow, widen) if place.leaf.forms is Forms.ALL else (widen, narrow)
        there = change(parse(text), place.leaf)
        assert there is not None
        other = next(new.leaf for new in parse(there).places if new.start == place.start)
        assert parse(back(parse(there), other) or "").query == parse(text).query


def with_forms(query: Query, leaf: Query, forms: Forms, text: str | None = None) -> Query:
    match query:
        case And(clauses) | Or(clauses):
            return type(query)(tuple(with_forms(clause, leaf, forms, text) for clause in clauses))
        case Not(clause):
            return Not(with_forms(clause, leaf, forms, text))
        case Phrase(words, field, _, slop) if query == leaf:
            return Phrase(words, field, forms, slop)
        case Term(word, field) | Prefix(word, field) if query == leaf:
            return Term(text or word, field, forms)
        case _:
            return query
