"""Words are counted as two expressions over whole texts would count them."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from index.archive.opening import open_archive
from index.article import make_article
from index.data import Places
from index.names import BATCH, count_words, sample_archive

if TYPE_CHECKING:
    from pathlib import Path

CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?![\w-])")
LOWER = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")

pieces = st.sampled_from(
    ["di", "Bali", "Susi,", "(kata", "e-KTP", "Rp5", "BNPB", "caf\u00e9", "Ma'ruf"]
)
gaps = st.sampled_from([" ", "  ", ", ", ". ", "\n", "\u00a0", "\x1c", "-", "_", ""])
texts = st.lists(st.lists(pieces | gaps, max_size=12).map("".join) | st.text(), max_size=3)


@given(texts)
def test_words_are_counted(some: list[str]) -> None:
    found = count_words(some)

    for counts, words in ((found.capitalised, CAPITALISED), (found.lower, LOWER)):
        every = [word for text in some for word in words.findall(text)]
        assert counts == {word: every.count(word) for word in every}


def test_two_processes_count_what_one_counts(tmp_path: Path) -> None:
    names = ("Bali", "Susi", "Girian", "beras", "di")
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.put(
            [
                make_article(
                    id=str(number), body=f"Warga {names[number % 5]}, dan di Bali {number}"
                )
                for number in range(2 * BATCH + 7)
            ]
        )
        one = sample_archive(Places.of(tmp_path), archive)
        two = sample_archive(Places.of(tmp_path), archive, jobs=2)

    assert one == two
    assert one.words.capitalised["Bali"] > BATCH
