"""Segments beyond 65,536 documents, long documents, and frequent words."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis.analyzer import Analyzer
from index.document import Document
from index.segments.array_file import ArrayFile, ArrayFileWriter
from index.segments.bulk_writer import BulkWriter
from index.segments.contents import open_segments
from index.segments.doc_numbers import DocNumberWriter, read_docs
from index.segments.merging import merge_segments
from index.segments.segment import Segment

ANALYZER = Analyzer()
DOCUMENTS = 70_000


@settings(deadline=None)
@given(
    documents=st.integers(1, 400_000),
    sizes=st.lists(st.integers(0, 60), min_size=1, max_size=12),
    seed=st.integers(0, 999),
)
def test_document_numbers_come_back(documents: int, sizes: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    lists = [np.unique(rng.integers(0, documents, size)) for size in sizes]
    counts = np.array([len(one) for one in lists])
    half = len(lists) // 2
    with tempfile.TemporaryDirectory() as directory:
        writer = ArrayFileWriter(Path(directory) / "f")
        numbers = DocNumberWriter(writer, "post", documents)
        for part in (slice(0, half), slice(half, None)):
            docs = np.concatenate([np.zeros(0, np.int64), *lists[part]]).astype(np.int32)
            numbers.add(counts[part], docs)
        numbers.finish()
        writer.add("entry.posts", np.append(0, np.cumsum(counts)))
        writer.finish({"documents": documents})
        file = ArrayFile(Path(directory) / "f")

        for first, own in enumerate(lists):
            assert read_docs(file, "post", first, first + 1).tolist() == own.tolist()
        together = [number for own in lists[1:] for number in own.tolist()]
        assert read_docs(file, "post", 1, len(lists)).tolist() == together


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one segment: every document has a word, every seventh another."""
    directory = tmp_path_factory.mktemp("large")
    documents = [
        Document(
            row=row, id=f"a{row}", title="x", body="melatih beras" if row % 7 == 0 else "latihan"
        )
        for row in range(DOCUMENTS)
    ]
    with BulkWriter(directory, ANALYZER) as writer:
        writer.add_all([documents])
    (path,) = directory.glob("*.arrays")
    return path


def test_lists_reach_beyond_16_bits(large: Path) -> None:
    segment = Segment(large)

    beras, latih = segment.postings("text", "beras"), segment.postings("root", "latih")

    assert beras is not None
    assert latih is not None
    assert beras.docs.tolist() == list(range(0, DOCUMENTS, 7))
    assert latih.docs.tolist() == list(range(DOCUMENTS))
    assert segment.find(f"a{DOCUMENTS - 1}") == DOCUMENTS - 1
    assert segment.file.verify() == []


def test_merging_large_segments_shifts_numbers(large: Path, tmp_path: Path) -> None:
    segment = Segment(large)
    live = np.ones(DOCUMENTS, np.bool_)
    live[::14] = False
    kept = int(live.sum())

    count = merge_segments([segment, segment], [live, ~live], tmp_path / "m.arrays")
    merged = Segment(tmp_path / "m.arrays")
    beras = merged.postings("text", "beras")

    assert count == DOCUMENTS
    assert beras is not None
    first = np.flatnonzero(np.flatnonzero(live) % 7 == 0).tolist()
    assert beras.docs.tolist() == [*first, *range(kept, DOCUMENTS)]
    offsets, positions = beras.positions()
    assert set(positions.tolist()) == {3}
    assert offsets[-1] == len(beras)


def test_long_documents_and_frequent_words(tmp_path: Path) -> None:
    body = ", ".join(["beras"] * 100 + [f"kata{number}" for number in range(70_000)] + ["beras"])
    with BulkWriter(tmp_path, ANALYZER) as writer:
        writer.add_all([[Document(row=1, id="a", title="beras, " * 5, body=body)]])
    (segment,) = open_segments(tmp_path)

    beras = segment.postings("text", "beras")

    assert beras is not None
    assert beras.codes.tolist() == [63 | 3 << 6]
    # Five in the title, one free, and every `kata1` is a word and a number.
    last = 5 + 1 + 100 + 140_000
    assert beras.positions()[1].tolist() == [*range(5), *range(6, 106), last]
    assert segment.body_lengths.tolist() == [140_101]
