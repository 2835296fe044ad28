"""Text to words: the table of the design, and what holds for any text."""

from __future__ import annotations

import re
from itertools import groupby

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis.analyzer import Analyzer, Token, has_words
from index.analysis.chunk import MAX_PARTS, MAX_WORD_CHARS
from index.analysis.folding import beginnings, fold

ANALYZER = Analyzer()


def written(text: str) -> list[str]:
    """Return the written forms by position, without other spellings."""
    return [word.exact for word in ANALYZER.words(text)]


def others(text: str) -> list[str]:
    return [word.exact for chunk in ANALYZER.split(text) for word in chunk.others]


@pytest.mark.parametrize(
    ("text", "words", "also"),
    [
        pytest.param("Harga BERAS", ["harga", "beras"], [], id="case"),
        pytest.param("caf\u00e9", ["cafe"], [], id="an accent"),
        pytest.param("cafe\u0301", ["cafe"], [], id="a combining accent"),
        pytest.param("Stra\u00dfe", ["strasse"], [], id="a letter that folds to two"),
        pytest.param("\u0130stanbul", ["istanbul"], [], id="a dotted capital"),
        pytest.param("\uff2a\uff41\uff4b\uff41\uff52\uff54\uff41", ["jakarta"], [], id="wide"),
        pytest.param("\ufb01lm", ["film"], [], id="a ligature"),
        pytest.param("an\u00adak", ["anak"], [], id="a soft hyphen"),
        pytest.param("an\u200dak", ["anak"], [], id="a joiner of no width"),
        pytest.param("Ma'ruf", ["maruf"], ["ma", "ruf"], id="an apostrophe"),
        pytest.param("Ma\u2019ruf", ["maruf"], ["ma", "ruf"], id="a curly apostrophe"),
        pytest.param("Ma\u02bcruf", ["maruf"], ["ma", "ruf"], id="a letter apostrophe"),
        pytest.param("Ma`ruf", ["maruf"], ["ma", "ruf"], id="a backtick"),
        pytest.param("Jum'at", ["jumat"], ["jum", "at"], id="Jum'at"),
        pytest.param("'kutip'", ["kutip"], [], id="quotation marks"),
        pytest.param("5.000", ["5000"], [], id="thousands"),
        pytest.param("5000", ["5000"], [], id="thousands without a point"),
        pytest.param("1.250.000,50", ["1250000,50"], [], id="millions and a fraction"),
        pytest.param("3,5", ["3,5"], [], id="a fraction"),
        pytest.param("3.5", ["3,5"], [], id="a fraction in English"),
        pytest.param("17.08.1945", ["17.08.1945"], [], id="a date"),
        pytest.param("10:26", ["10", "26"], [], id="a time"),
        pytest.param("50%", ["50"], [], id="per cent"),
        pytest.param("Rp1,5", ["rp", "1,5"], ["rp1,5"], id="an amount"),
        pytest.param("Rp5.000", ["rp", "5000"], ["rp5000"], id="an amount in thousands"),
        pytest.param("Rp 5.000", ["rp", "5000"], [], id="an amount with a space"),
        pytest.param("5G", ["5", "g"], ["5g"], id="a number and a letter"),
        pytest.param("e-commerce", ["ecommerce"], [], id="e-commerce"),
        pytest.param("e\u2011commerce", ["ecommerce"], [], id="a hard hyphen"),
        pytest.param("e-barang", ["e", "barang"], ["ebarang"], id="e- before any other word"),
        pytest.param("P.T.", ["pt"], ["p", "t"], id="an abbreviation"),
        pytest.param("K.H", ["kh"], ["k", "h"], id="one without its last point"),
        pytest.param("S.Pd. M.Hum", ["s", "pd", "m", "hum"], [], id="one of more than letters"),
        pytest.param("Kerjasama", ["kerja", "sama"], ["kerjasama"], id="two words as one"),
        pytest.param("keretapi", ["kereta", "api"], ["keretapi"], id="two words with one a"),
        pytest.param("COVID-19", ["covid", "19"], ["covid19"], id="COVID-19"),
        pytest.param("IMF-WB", ["imf", "wb"], ["imfwb"], id="IMF-WB"),
        pytest.param("Al-Qur'an", ["al", "quran"], ["alquran"], id="hyphen and apostrophe"),
        pytest.param("x_y", ["x", "y"], ["xy"], id="an underscore"),
        pytest.param("_x_", ["x"], [], id="underscores around"),
        pytest.param("SBY\u2013JK", ["sby", "jk"], [], id="a dash"),
        pytest.param("dan/atau", ["dan", "atau"], [], id="a slash"),
        pytest.param("26/8", ["26", "8"], ["26", "agustus"], id="a date"),
        pytest.param(
            "26/8/2017", ["26", "8", "2017"], ["26", "agustus", "2017"], id="a date with its year"
        ),
        pytest.param(
            "2017/08/26", ["2017", "08", "26"], ["2017", "agustus", "26"], id="the year first"
        ),
        pytest.param("05/09", ["05", "09"], ["5", "september"], id="a date with zeros"),
        pytest.param("40/50", ["40", "50"], [], id="figures that are no date"),
        pytest.param("2017/2018", ["2017", "2018"], [], id="a season"),
        pytest.param("1/2/3/4", ["1", "2", "3", "4"], [], id="more figures than a date has"),
        pytest.param("26/8-27/8", ["26", "8", "27", "8"], [], id="two dates glued together"),
        pytest.param("1,5/2", ["1,5", "2"], [], id="a decimal"),
        pytest.param("selesai.Selanjutnya", ["selesai", "selanjutnya"], [], id="glued sentences"),
        pytest.param("kata.5 ribu", ["kata", "5", "ribu"], [], id="a number glued on"),
        pytest.param("www.antaranews.com", ["www", "antaranews", "com"], [], id="an address"),
        pytest.param("anak-anak", ["anak-anak"], [], id="a reduplication"),
        pytest.param("berbalas-balasan", ["berbalas-balasan"], [], id="an affixed one"),
        pytest.param("do'a-do'a", ["doa-doa"], [], id="one with apostrophes"),
        pytest.param("2024-nya", ["2024nya"], [], id="a clitic"),
        pytest.param("di-upload", ["diupload"], [], id="a prefix"),
        pytest.param("", [], [], id="nothing"),
        pytest.param("-- ... !", [], [], id="punctuation"),
        pytest.param("_-_ __ _'_", [], [], id="lines"),
    ],
)
def test_text_is_cut_and_folded(text: str, words: list[str], also: list[str]) -> None:
    assert written(text) == words
    assert others(text) == also


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("Anak-anak", "anak"),
        ("berbalas-balasan", "balas"),
        ("pelatihan", "latih"),
        ("2024-nya", "2024"),
        ("di-upload", "upload"),
        ("ke-5", "5"),
        ("Bali", "bali"),
        ("5.000", "5000"),
    ],
)
def test_every_word_has_a_root(word: str, root: str) -> None:
    assert [found.root for found in ANALYZER.words(word)] == [root]


def test_the_month_of_a_date_stands_where_its_figure_does() -> None:
    tokens = list(ANALYZER.analyze("Senin (26/8) lalu"))

    assert [(token.exact, token.position) for token in tokens] == [
        ("senin", 0),
        ("26", 1),
        ("8", 2),
        ("agustus", 2),
        ("lalu", 3),
    ]
    assert {(token.start, token.end) for token in tokens[1:4]} == {(7, 11)}


def test_the_words_of_a_compound_share_its_place() -> None:
    tokens = list(ANALYZER.analyze("Situs COVID-19 baru"))

    assert tokens == [
        Token("situs", "situs", 0, 0, 5),
        Token("covid", "covid", 1, 6, 14),
        Token("19", "19", 2, 6, 14),
        Token("covid19", "covid19", 1, 6, 14),
        Token("baru", "baru", 3, 15, 19),
    ]


def test_the_parts_of_a_word_stand_in_its_place() -> None:
    positions = [(token.exact, token.position) for token in ANALYZER.analyze("Kartu e-KTP baru")]

    assert positions == [("kartu", 0), ("ektp", 1), ("e", 1), ("ktp", 1), ("baru", 2)]


@pytest.mark.parametrize(
    "spellings",
    [
        pytest.param(["anak-anak", "Anak anak", "anak - anak", "anak- anak"], id="repeated"),
        pytest.param(["undang-undang", "UNDANG undang"], id="repeated with its own meaning"),
        pytest.param(["teman-temannya", "teman - temannya"], id="repeated with an ending"),
        pytest.param(["sebesar-besarnya", "sebesar - besarnya"], id="repeated with a prefix"),
        pytest.param(["e-KTP", "ektp", "E KTP", "e - KTP", "e -KTP"], id="e-KTP"),
        pytest.param(["e-mail", "Email", "e mail"], id="e-mail"),
        pytest.param(["Ma'ruf", "Maruf", "Ma Ruf", "ma\u2019ruf"], id="an apostrophe"),
        pytest.param(["PT", "P.T", "P.T.", "P. T."], id="an abbreviation"),
        pytest.param(["BJ", "B.J.", "B. J."], id="initials"),
        pytest.param(["kereta api", "keretapi"], id="two words with one a"),
        pytest.param(["kerja sama", "kerjasama"], id="two words"),
    ],
)
def test_spellings_are_one(spellings: list[str]) -> None:
    assert len({tuple(written(f"kata {spelling} baru")) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("naik lagi. Lagi pula", id="a full stop between"),
        pytest.param("lagi, lagi", id="a comma between"),
        pytest.param("lagi\nlagi", id="a line between"),
        pytest.param("lagi\u2013lagi", id="a dash between"),
        pytest.param("dan/lagi lagi/atau", id="others glued on"),
        pytest.param("di di la la", id="short ones"),
        pytest.param("25 25", id="numbers"),
        pytest.param("teman temannya", id="an ending without a hyphen"),
        pytest.param("membangun bangunan", id="one root"),
        pytest.param("grup E Brasil", id="a letter before a word"),
        pytest.param("grup E - Brasil", id="a letter and a dash"),
        pytest.param("Persib - Persija 2 - 2", id="names and a dash"),
        pytest.param("vitamin A. B baik", id="letters of two sentences"),
    ],
)
def test_other_neighbours_stay_apart(text: str) -> None:
    parts = re.findall(r"\w+", text.lower())

    assert written(text) == parts


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        pytest.param("grup Duran Duran tampil", "grup duran", id="the word before"),
        pytest.param("grup Duran Duran tampil", "duran tampil", id="the word behind"),
        pytest.param("turun lagi lagi pula", "turun lagi", id="no reduplication"),
        pytest.param("turun lagi lagi lagi pula", "lagi pula", id="three times"),
        pytest.param("turun lagi lagi lagi pula", "lagi lagi pula", id="twice of three times"),
        pytest.param("kartu e KTP hilang", "ktp hilang", id="a part"),
        pytest.param("B. J. Habibie", "J Habibie", id="an initial"),
    ],
)
def test_parts_are_found_beside_the_words_around(text: str, phrase: str) -> None:
    places = {(token.exact, token.position) for token in ANALYZER.analyze(text)}
    words = written(phrase)

    assert any(
        all((word, start + offset) in places for offset, word in enumerate(words))
        for start in range(len(places))
    )


def test_the_parts_around_an_apostrophe_take_no_room() -> None:
    positions = [(token.exact, token.position) for token in ANALYZER.analyze("Ma'ruf Amin")]

    assert positions == [("maruf", 0), ("ma", 0), ("ruf", 1), ("amin", 1)]


def test_endless_words_keep_their_beginning() -> None:
    assert written("x" * 1_000) == ["x" * MAX_WORD_CHARS]


def test_endless_compounds_keep_their_first_parts() -> None:
    letters = "abcdefghijklmnop"

    assert written("-".join(letters)) == list(letters[:MAX_PARTS])


def test_names_are_not_stemmed() -> None:
    from index.manifest import make_analyzer

    assert make_analyzer(frozenset({"berlian"}), {}).words("Berlian")[0].root == "berlian"


def test_the_exceptions_of_the_user_come_first() -> None:
    from index.manifest import make_analyzer

    analyzer = make_analyzer(frozenset(), {"pelatihan": "pelatihan"})

    assert analyzer.words("pelatihan")[0].root == "pelatihan"
    assert analyzer.fingerprint != ANALYZER.fingerprint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ekono", ("ekono",), id="a word"),
        pytest.param("e-comm", ("e-comm", "ecomm"), id="a compound"),
        pytest.param("ma'r", ("mar",), id="an apostrophe"),
        pytest.param("CAF\u00c9", ("cafe",), id="an accent"),
        pytest.param("5.00", ("500", "5,00"), id="a number"),
        pytest.param("__", (), id="nothing"),
    ],
)
def test_beginnings_are_written_as_words_are(text: str, expected: tuple[str, ...]) -> None:
    assert beginnings(text) == expected


PARTS = st.sampled_from(
    [
        *("anak-anak", "Ma'ruf", "caf\u00e9", "e-commerce", "COVID-19", "5.000", "3,5", "Rp1,5"),
        *("selesai.Selanjutnya", "2024-nya", "kata", " ", "\n", "-", "'", "_", ".", ","),
        *("kata", " ", "katanya", " - ", "e", " ", "KTP", "A. ", "B.", "keretapi", "x.y", "Ma"),
        *("\u00ad", "\u0301", "\u200d", "\u2019", "\u2011", "\ufb01", "\ud800", "\u00b2", "\ufdfa"),
    ]
)
TEXTS = st.text(max_size=40) | st.lists(PARTS, max_size=20).map("".join)


@given(TEXTS)
@example("a" * 2_000)
@example("a-" * 2_000)
@example("1." * 2_000 + "1")
@example("\u0301" * 2_000)
@example("a'" * 2_000 + "a")
def test_any_text_is_analyzed(text: str) -> None:
    tokens = list(ANALYZER.analyze(text))

    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(token.exact and token.root for token in tokens)
    assert all(len(token.exact) <= MAX_WORD_CHARS for token in tokens)
    starts = [token.start for token in tokens]
    assert starts == sorted(starts)


@given(TEXTS)
def test_positions_count_words_and_never_decrease(text: str) -> None:
    tokens = list(ANALYZER.analyze(text))

    firsts = [next(chunk).position for _, chunk in groupby(tokens, key=lambda one: one.start)]
    assert firsts == sorted(set(firsts))
    words = ANALYZER.words(text)
    at = {(token.position, token.exact, token.root) for token in tokens}
    assert all((position, *word) in at for position, word in enumerate(words))


@given(TEXTS)
@example("Rp5.000 di COVID-19, Ma'ruf (26/8) dan anak - anak A. B.")
def test_a_layout_has_the_same_words(text: str) -> None:
    layout = ANALYZER.lay_out(text)

    columns = layout.exacts, layout.roots, range(len(layout.exacts)), layout.starts, layout.ends
    first = [Token(*values) for values in zip(*columns, strict=True)]
    assert sorted([*first, *layout.others]) == sorted(ANALYZER.analyze(text))
    assert [(word.exact, word.root) for word in first] == ANALYZER.words(text)


@given(TEXTS)
def test_there_are_words_exactly_where_there_are_tokens(text: str) -> None:
    assert has_words(text) == bool(ANALYZER.words(text)) == bool(list(ANALYZER.analyze(text)))


@given(TEXTS, TEXTS)
def test_a_line_keeps_texts_apart(one: str, other: str) -> None:
    assert ANALYZER.words(f"{one}\n{other}") == ANALYZER.words(one) + ANALYZER.words(other)


@given(TEXTS)
def test_words_do_not_depend_on_case(text: str) -> None:
    if text.isascii():
        assert written(text.upper()) == written(text.lower())


@given(st.lists(st.sampled_from(["Anak", "caf\u00e9", "Ma\u2019ruf", "e-Commerce", "5.000"])))
def test_a_folded_text_has_the_same_words(words: list[str]) -> None:
    text = " ".join(words)

    assert written(" ".join(map(fold, words))) == written(text)


@given(TEXTS)
def test_the_cache_changes_nothing(text: str) -> None:
    assert list(Analyzer(ANALYZER.stemmer).analyze(text)) == list(ANALYZER.analyze(text))


def test_the_cache_forgets_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.analysis.analyzer.CHUNK_CACHE_BYTES", 5_000)
    analyzer = Analyzer(ANALYZER.stemmer)

    for number in range(100):
        assert [word.exact for word in analyzer.words(f"kata{number}")] == ["kata", str(number)]

    assert len(analyzer.chunks) <= 10
