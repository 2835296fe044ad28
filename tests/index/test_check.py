"""A sound index is never refused: what is looked up is what was indexed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from index.analysis.analyzer import Analyzer
from index.article import Article
from index.check import PIECES, longest_word
from index.document import Document
from index.rebuild import reindex
from index.segments.bulk_writer import BulkWriter
from index.segments.contents import open_segments
from tests.building import put

ANALYZER = Analyzer()

pieces = st.sampled_from(
    "a mempertanggungjawabkan itu anak-anak e-commerce Ma'ruf (26/8) Rp1.250.000,50 -".split()
) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=90)


def test_a_long_word_where_the_beginning_ends(tmp_path: Path) -> None:
    body = "a " * 95 + "mempertanggungjawabkan itu semua."
    put(tmp_path, [Article(id="a", title="a", body=body)])

    assert reindex(tmp_path).documents == 1
    assert reindex(tmp_path, full=True).documents == 1


@given(title=pieces, body=st.lists(pieces, max_size=2 * PIECES).map(" ".join))
def test_the_word_looked_up_was_indexed(title: str, body: str) -> None:
    document = Document(row=1, id="a", title=title, body=body)
    with tempfile.TemporaryDirectory() as directory:
        with BulkWriter(Path(directory), ANALYZER) as writer:
            writer.add_all([[document]])
        (segment,) = open_segments(Path(directory))

        word = longest_word(document, ANALYZER)

        assert word is None or segment.postings("text", word[0]) is not None
        assert word is None or segment.postings("root", word[1]) is not None
