"""The fast way to the words of a query shows what the whole walk shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.language.parser import parse
from search.passages.highlighting import Highlighter
from search.passages.matching import Matcher
from search.passages.snippet import make_snippet
from search.passages.spotting import IndexedHighlighter, Spotter
from search.query import leaves

if TYPE_CHECKING:
    from index.analysis.analyzer import Analyzer

FILLER = " Kalimat lain tentang cuaca cerah hari Minggu. "

WORDS = [
    *("beras", "Beras-beras", "BERAS", "melatih", "Pelatihan", "latihan-latihan", "kupu-kupu"),
    *("e-commerce", "E_Commerce", "ecommerce", "commerce", "di-upload", "diupload", "ke-5", "ke5"),
    *("kupu kupu", "kupu - kupu", "e KTP", "ektp", "KTP", "Ma Ruf", "B. J.", "B.J.", "bj"),
    *("26/8", "(26/08/2017)", "2017/8/26", "agustus", "8", "26", "08", "1/2", "januari"),
    *("Ma'ruf", "Ma\u2019ruf", "maruf", "ma", "ruf", "Jum`at", "be-ras", "be.ras", "_beras_"),
    *(
        "5.000",
        "5000",
        "Rp1,5",
        "rp",
        "1,5",
        "3.5",
        "7.1.20",
        "103.48.022",
        "COVID-19",
        "covid19",
        "a-a-a",
        "a",
    ),
    *(
        "caf\u00e9",
        "cafe",
        "be\u00adras",
        "\ufb01sik",
        "fisik",
        "\u0130stanbul",
        "na\u00efve",
        "\u212a",
    ),
    *(
        "beras\u2011beras",
        "beras\u2013beras",
        "\u201cberas\u201d",
        "beras\u00a0beras",
        "ber\u0301as",
    ),
]
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(lambda word: f" {word} "),
    st.sampled_from([" ", "\n", "\t", ", ", ".", "-", "'", "\u2019", "\u2014", FILLER]),
    st.text(max_size=4),
)
TEXTS = st.lists(PIECES, max_size=12).map(lambda pieces: FILLER.join(("".join(pieces), "")) * 2)
QUERIES = st.lists(
    st.sampled_from(
        [*WORDS, '"beras', '"', "=latihan", "ATAU", "-", "ber*", "com*", "5.0*", "agus*", "ekt*"]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


def both(query: str, analyzer: Analyzer, text: str) -> tuple[Highlighter, IndexedHighlighter]:
    """Return the highlighter that walks, and the one that knows every form in ``text``."""
    forms: dict[str, set[tuple[str, int]]] = {}
    for token in analyzer.analyze(text):
        forms.setdefault(token.root, set()).add((token.exact, 1))
    plain = Highlighter(parse(query).query, analyzer)
    return plain, IndexedHighlighter(plain, lambda root: forms.get(root, ()))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400)
@given(query=QUERIES, text=TEXTS)
@example(query="a", text="a-aa " + FILLER * 9)
@example(query="beras", text="be-ras beras " + FILLER * 9)
@example(query="3,5", text="naik 3.5 persen " + FILLER * 9)
@example(query="jumat", text="hari Jum`at " + FILLER * 9)
@example(query="ecommerce", text="kata E_Commerce " + FILLER * 9)
@example(query="agustus", text="Senin (26/8) " + FILLER * 9)
@example(query="agus*", text="Senin (26/08/2017) " + FILLER * 9)
@example(query="=agustus", text="Senin (26/8/2017) " + FILLER * 9)
@example(query="5.000", text="Rp 5.000 " + FILLER * 9)
@example(query="=7.1.20", text="versi 7.1.20 " + FILLER * 9)
@example(query="ekt*", text="kata e - KTP " + FILLER * 9)
@example(query="bj", text="kata B. J. Habibie " + FILLER * 9)
@example(query="=kupu-kupu", text="kata Kupu kupu " + FILLER * 9)
@example(query="pelatihan", text=FILLER * 9 + "Latihan")
def test_both_ways_mark_the_same(analyzer: Analyzer, query: str, text: str) -> None:
    plain, quick = both(query, analyzer, text)

    assert quick.marks(text) == plain.marks(text)
    matcher = Matcher(leaves(parse(query).query), analyzer)
    slow = make_snippet(text, plain, matcher, width=60)
    assert make_snippet(text, quick, matcher, width=60) == slow


def test_a_word_cut_off_at_the_end_is_looked_at(analyzer: Analyzer) -> None:
    """No article holds the form that is left of it."""
    text = FILLER * 9 + "latih"
    quick = IndexedHighlighter(Highlighter(parse("melatih").query, analyzer), lambda _: ())

    assert [mark.start for mark in quick.marks(text)] == [len(text) - 5]


@pytest.mark.parametrize(
    ("forms", "text", "runs"),
    [
        pytest.param(["beras"], "Harga Beras naik", ["Beras", "naik"], id="any case"),
        pytest.param(["beras"], "perberasan, x y", ["perberasan,", "y"], id="more than the word"),
        pytest.param(["kupu-kupu"], "ada Kupu-kupu di sana", ["Kupu-kupu", "sana"], id="a part"),
        pytest.param(
            ["beras"], "harga caf\u00e9 di x", ["caf\u00e9", "x"], id="what may be folded"
        ),
        pytest.param(
            ["beras"], "\u201cBeras\u201d \u2013 x y", ["\u201cBeras\u201d", "y"], id="print"
        ),
        pytest.param(["maruf"], "kata Ma'ruf itu", None, id="an apostrophe inside"),
        pytest.param(["ecommerce"], "kata e-commerce itu", None, id="a hyphen inside"),
        pytest.param(["a"], "kata apa saja di sana", None, id="everywhere"),
        pytest.param([], "harga beras", ["beras"], id="nothing"),
    ],
)
def test_runs_that_may_hold_a_word(forms: list[str], text: str, runs: list[str] | None) -> None:
    text = FILLER * 2 + text

    found = Spotter(forms).runs(text)

    assert runs == (None if found is None else [text[start:end] for start, end in found])
