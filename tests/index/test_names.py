"""Words are counted as two expressions over whole texts would count them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from index.names import count_words

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
