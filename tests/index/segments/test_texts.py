"""Sorted texts in a file: found as in a list, however few of them are kept to find them by."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.texts import SortedTexts, write_texts

TEXTS = st.text(st.sampled_from("abz\u00e9\u4e2d\U0001f600"), max_size=3)


@given(st.sets(TEXTS, max_size=40), st.lists(TEXTS, max_size=10), st.integers(1, 50))
def test_texts_are_found_as_in_a_list(some: set[str], others: list[str], signposts: int) -> None:
    texts = sorted(some, key=str.encode)
    with (
        TemporaryDirectory() as directory,
        patch("index.segments.texts.SIGNPOSTS", signposts),
    ):
        writer = ArrayFileWriter(Path(directory) / "texts.arrays")
        write_texts(writer, "words", texts)
        writer.finish({})
        found = SortedTexts(ArrayFile(writer.path), "words")

        for text in [*texts, *others]:
            place = bisect_left(texts, text.encode(), key=str.encode)
            assert found.first_from(text.encode()) == place
            assert found.find(text) == (place if text in some else -1)
            first, last = found.starting(text)
            assert texts[first:last] == [one for one in texts if one.startswith(text)]
