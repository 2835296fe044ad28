"""Old, common and informal spellings, and how a query is rewritten with them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.folding import fold
from index.archive.opening import open_archive
from index.article import Article
from search.arrays.engine import ArrayEngine
from search.language.parser import parse
from search.language.unparse import unparse
from search.results import PageRequest
from search.searcher import Searcher
from search.suggesting.loanwords import adapted
from search.suggesting.rewriting import replace_word, widen_word
from search.suggesting.variants import Kind, load_variants, reformed
from tests.building import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.analysis.analyzer import Analyzer

BODIES = (
    "Praktik dokter di apotek diawasi menteri.",
    "Praktek dukun di kampung dilarang.",
    "Risiko gempa tinggi, analisis menyebutkan.",
    "Presiden Soekarno berpidato di Bandung.",
    "Sukarno dan Hatta membacakan teks.",
    "Pada November dan Februari hujan turun.",
    "Sistem izin diperbaiki, kualitas provinsi naik.",
    "Bagaimana cara membayar pajak, tidak sulit, sudah mudah sekali.",
    "Warga bilang nggak takut karena hakikat hidup.",
    "Kereta dari Cirebon ke Jakarta.",
    "Trem di Djakarta tempo doeloe.",
    "Nasihat orang tua dan aktivitas anak.",
    "Jadwal salat Jumat di masjid.",
    "Komunikasi politik di Jerman memakai semikonduktor.",
    "Ijazah dan zaman yang berubah, kata manajer.",
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """An archive in which some words are spelled in two ways."""
    articles = [
        Article(id=f"{number}-{copy}", title="Laporan", body=body)
        for number, body in enumerate(BODIES)
        for copy in range(4)
    ]
    data = build(tmp_path_factory.mktemp("variants"), articles)
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as engine,
    ):
        yield engine


def suggested(searcher: Searcher, text: str) -> list[tuple[str, str]]:
    page = searcher.search(parse(text).query, PageRequest())
    return [(other.q, other.reason) for other in page.suggestions]


@pytest.mark.parametrize(
    ("typed", "offered", "reason"),
    [
        ("praktik", "praktik ATAU praktek", "variant"),
        ("praktek", "praktek ATAU praktik", "variant"),
        ("praktek dokter", "(praktek ATAU praktik) dokter", "variant"),
        ('"praktek dokter"', '"praktek dokter" ATAU "praktik dokter"', "variant"),
        ("apotik", "apotek", "variant"),
        ("resiko", "risiko", "variant"),
        ("analisa", "analisis", "variant"),
        ("Nopember", "November", "variant"),
        ("Pebruari", "Februari", "variant"),
        ("sistim", "sistem", "variant"),
        ("ijin", "izin", "variant"),
        ("kwalitas", "kualitas", "variant"),
        ("propinsi", "provinsi", "variant"),
        ("hakekat", "hakikat", "variant"),
        ("nasehat", "nasihat", "variant"),
        ("aktifitas", "aktivitas", "variant"),
        ("jadual", "jadwal", "variant"),
        ("sholat", "salat", "variant"),
        ("ijasah", "ijazah", "variant"),
        ("jaman", "zaman", "variant"),
        ("manager", "manajer", "variant"),
        ("sukarno", "sukarno ATAU soekarno", "variant"),
        ("Soekarno", "Soekarno ATAU Sukarno", "variant"),
        ("Tjirebon", "Cirebon", "variant"),
        ("jakarta", "jakarta ATAU djakarta", "variant"),
        ("dulu", "doeloe", "variant"),
        ("gimana", "bagaimana", "informal"),
        ("gimana cara bayar pajak", "bagaimana cara bayar pajak", "informal"),
        ("gak", "tidak", "informal"),
        ("tdk", "tidak", "informal"),
        ("udah", "sudah", "informal"),
        ("nggak takut", "nggak takut", ""),
        ("krn", "karena", "informal"),
        ("bagaimana takut", "bagaimana takut", ""),
        ("tidak takut", "(tidak ATAU nggak) takut", "informal"),
        ("penulis:praktek", "penulis:praktek", ""),
        ("ortu", '"orang tua"', "informal"),
        ("praktek -dukun", "(praktek ATAU praktik) -dukun", "variant"),
        ("praktek OR resiko", "praktek ATAU risiko", "variant"),
    ],
)
def test_another_spelling_is_offered(
    searcher: Searcher, typed: str, offered: str, reason: str
) -> None:
    if reason:
        assert suggested(searcher, typed)[0] == (offered, reason)
    else:
        assert suggested(searcher, typed) == []


@pytest.mark.parametrize("text", ["jum'at", "jumat", "masjid", "tidak", "sudah", "hujan"])
def test_nothing_is_offered_where_nothing_more_is_found(searcher: Searcher, text: str) -> None:
    assert suggested(searcher, text) == []


def test_what_was_typed_is_what_is_searched(searcher: Searcher) -> None:
    page = searcher.search(parse("praktek").query, PageRequest())

    assert page.total == 4


@pytest.mark.parametrize(
    ("word", "spelling"),
    [
        ("tjirebon", "cirebon"),
        ("cirebon", "tjirebon"),
        ("djakarta", "jakarta"),
        ("soerabaja", "surabaya"),
        ("surabaya", "soerabaja"),
        ("njonja", "nyonya"),
        ("sjahrir", "syahrir"),
        ("achmad", "akhmad"),
        ("doeloe", "dulu"),
        ("pudjiastuti", "pujiastuti"),
    ],
)
def test_reforms_are_undone_and_redone(word: str, spelling: str) -> None:
    assert spelling in reformed(word)


@pytest.mark.parametrize("word", ["", "aku", "covid19", "anak-anak", "пресс"])
def test_what_is_no_plain_word_has_no_old_spelling(word: str) -> None:
    assert reformed(word) == []


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("communication", "komunikasi"),
        ("semiconductor", "semikonduktor"),
        ("philosophy", "filosofi"),
        ("electricity", "elektrisitas"),
        ("criticism", "kritisisme"),
        ("article", "artikel"),
        ("university", "universitas"),
        ("accent", "aksen"),
        ("maximum", "maksimum"),
    ],
)
def test_loanwords_are_adapted(word: str, meant: str) -> None:
    assert adapted(word)[0] == meant


@pytest.mark.parametrize("word", ["", "bank", "beras", "covid19", "caf\u00e9s"])
def test_what_is_no_loanword_stays(word: str) -> None:
    assert adapted(word) == []


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=40))
def test_a_word_is_adapted_in_few_ways(word: str) -> None:
    found = adapted(word)

    assert len(found) == len(set(found)) <= 4
    assert word not in found


@pytest.mark.parametrize(
    ("typed", "offered", "reason"),
    [
        ("ora sulit", "tidak sulit", "regional"),
        ("teu takut", "tidak takut", "regional"),
        ("kumaha membayar pajak", "bagaimana membayar pajak", "regional"),
        ("Germany", "Jerman", "foreign"),
        ("politics", "politik", "variant"),
        ("semiconductor", "semikonduktor", "variant"),
        ("communications", None, ""),
    ],
)
def test_words_of_other_languages_are_offered_in_indonesian(
    searcher: Searcher, typed: str, offered: str | None, reason: str
) -> None:
    found = searcher.search(parse(typed).query, PageRequest()).suggestions

    assert [(other.q, other.reason) for other in found[:1]] == (
        [(offered, reason)] if offered else []
    )
    for other in found:
        assert other.count == searcher.search(parse(other.q).query, PageRequest()).total


def test_a_regional_word_that_is_often_found_is_not_questioned(tmp_path: Path) -> None:
    bodies = ["Wong Sukma tidak datang."] * 10 + ["Orang itu tidak datang."] * 10
    articles = [Article(id=str(n), title="Laporan", body=body) for n, body in enumerate(bodies)]
    data = build(tmp_path, articles)
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as engine,
    ):
        assert engine.search(parse("wong").query, PageRequest()).suggestions == ()


def test_endings_go_along(analyzer: Analyzer) -> None:
    word = analyzer.words("resikonya")[0]

    assert "risikonya" in {other.text for other in load_variants().spellings(word)}


def test_every_line_of_the_table_is_folded_and_leads_to_a_standard_word() -> None:
    variants = load_variants()

    assert len(variants) > 300
    for word, (standard, kind) in variants._standard.items():
        assert word == fold(word)
        assert standard == fold(standard)
        assert standard not in variants._standard
        assert kind in set(Kind)


@pytest.mark.parametrize(
    ("query", "old", "new", "result"),
    [
        ("harga bears", "bears", "beras", "harga beras"),
        ("Bears", "bears", "beras", "Beras"),
        ('judul:"harga bears" -impor', "bears", "beras", 'judul:"harga beras" -impor'),
        ("harga -bears", "bears", "beras", "harga -bears"),
        ("harga bearsan", "bears", "beras", "harga bearsan"),
        ('"harga bears"~5 bears', "bears", "beras", '"harga beras"~5 beras'),
        ("(bears ATAU gabah) =bears", "bears", "beras", "(beras ATAU gabah) =beras"),
        ("bears*", "bears", "beras", "bears*"),
        ("kota hargaberas", "hargaberas", "harga beras", 'kota "harga beras"'),
        ("DAM", "dam", "dan", "Dan"),
    ],
)
def test_replace_word(query: str, old: str, new: str, result: str) -> None:
    assert unparse(replace_word(parse(query).query, old, new)) == result


@pytest.mark.parametrize(
    ("query", "result"),
    [
        ("praktik", "praktik ATAU praktek"),
        ("praktik dokter", "(praktik ATAU praktek) dokter"),
        ("praktik ATAU dokter", "praktik ATAU praktek ATAU dokter"),
        ('"praktik dokter"', '"praktik dokter" ATAU "praktek dokter"'),
        ("judul:praktik -gigi", "(judul:praktik ATAU judul:praktek) -gigi"),
        ("dokter", "dokter"),
        ("-praktik", "-praktik"),
    ],
)
def test_widen_word(query: str, result: str) -> None:
    widened = widen_word(parse(query).query, "praktik", ["praktek"])

    assert unparse(widened) == result
    assert parse(unparse(widened)).query == widened
