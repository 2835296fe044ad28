"""Finding codes with arrays gives what a loop over the pieces gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.analyzer import Analyzer
from index.caching import ByteCache
from index.segments import cutting, pieces
from index.segments.pieces import MANY, PieceCodes, find_codes

ANALYZER = Analyzer()

words = st.one_of(
    st.sampled_from(("beras", "berasputih", "berasputihmurahsekali", "x" * 24, "x" * 25, "x" * 90)),
    st.sampled_from(
        ("beras", "-", "berasnya", "e", "KTP", "KTP.", "A.", "B.", "keretapi", "(beras")
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
texts = st.lists(st.lists(words, max_size=12).map(" ".join), max_size=6)


def split(text: str) -> list[str]:
    """Split at spaces and control characters, as the arrays do."""
    return "".join(max(" ", char) for char in text).split(" ")


def meaning(codes: PieceCodes, code: int) -> tuple[list[tuple[int, int]], int]:
    """Return the words behind a code and their width, whatever the code's number."""
    if code < MANY:
        return [(code, 0)], 1
    spread = codes.table.spread()
    start, end = spread.starts[code - MANY : code - MANY + 2]
    entries, offsets = spread.entries[start:end].tolist(), spread.offsets[start:end].tolist()
    return list(zip(entries, offsets, strict=True)), int(spread.widths[code - MANY])


def check(some: list[str]) -> None:
    codes = PieceCodes(ANALYZER)

    found, counts = find_codes([text.encode() for text in some], codes)

    assert counts.tolist() == [len(list(filter(None, split(text)))) for text in some]
    ends = np.cumsum(counts)
    for text, own in zip(some, np.split(found, ends[:-1]), strict=True) if some else ():
        position = 0
        places: list[tuple[int, int]] = []
        for code in own.tolist():
            entries, width = meaning(codes, code)
            places += [(entry, position + offset) for entry, offset in entries]
            position += width
        tokens = ANALYZER.analyze(text)
        assert places == [
            (codes.entries[token.exact, token.root], token.position) for token in tokens
        ]
        assert position == len(ANALYZER.words(text))


@given(texts)
def test_codes_are_those_of_a_loop(some: list[str]) -> None:
    check(some)


def test_words_with_a_space_inside_are_found() -> None:
    check(
        [
            "Kerjasama kerjasama, KERJASAMA kerjasama. 'anak' anak",
            "(anak anak) teman - temannya e KTP, e - KTP e -KTP - anak",
            "anak anak\nanak A. B. C. anak\n- anak",
            "anak",
            "",
            "anak, anak kata kata kata kata- kata Ma Ruf ma'ruf 1 - 1 - -",
            "-",
            "B.",
            "e",
        ]
    )


def test_equal_hashes_of_different_pieces_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "_MIX", (np.uint64(0),) * 3)

    check(["beras padi gabah beras", "berasputihmurahsekali padi"])


def test_codes_are_found_across_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "_SLICE", 2)

    check(["satu dua tiga empat lima enam tujuh", "delapan sembilansembilan", "satu"])


def test_a_cache_forgets_the_oldest_beyond_its_bytes() -> None:
    cache: ByteCache[str, int] = ByteCache(100)
    for number, key in enumerate("abc"):
        cache.put(key, number, 40)
    assert [cache.get(key) for key in "abc"] == [None, 1, 2]

    cache.put("b", 9, 90)
    assert [cache.get(key) for key in "abc"] == [None, 9, None]


def test_pieces_keep_their_numbers_while_the_table_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "_FIRST_SLOTS", 2)
    monkeypatch.setattr(cutting, "_SLICE", 7)
    numbers = cutting.PieceNumbers()
    known: list[bytes] = []

    for count in (3, 60, 5, 90):
        words = [f"kata{number % 40}" * (1 + number % 8) for number in range(count)]
        some, _ = cutting.cut([" ".join(words).encode()])
        found, new = numbers.find(some)

        known += new
        assert len(known) == len(set(known)) == len(numbers)
        for word, number in zip(words, found.tolist(), strict=True):
            assert number == (known.index(word.encode()) if len(word) <= 24 else -1)


def test_codes_stay_right_when_pieces_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE_CACHE_SIZE", 3)
    codes = PieceCodes(ANALYZER)

    first, _ = find_codes([b"beras padi gabah beras - ketan"], codes)
    again, _ = find_codes([b"padi jagung", b"gabah (ketan) beras,"], codes)

    assert first[0] == first[3] == again[4]
    assert (first[1], first[2], first[5]) == (again[0], again[2], again[3])
