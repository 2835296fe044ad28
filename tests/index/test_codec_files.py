"""Damaged, foreign and missing files are told, and never crash."""

import os
import pickle
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import whoosh.fields
import whoosh.index
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis.analyzer import Analyzer
from index.document import Document
from index.errors import IndexBrokenError
from index.segments.array_file import ArrayFile, ArrayFileWriter, ArrayStream
from index.segments.bulk_writer import BulkWriter
from index.segments.format import FIELDS
from index.segments.segment_reader import SegmentArrays
from index.whoosh_view.view import create_index, open_index, segments

ANALYZER = Analyzer()

# Reads everything a segment has, whatever the arrays say.
PROBE = """
import sys
from pathlib import Path
from index.segments.format import FIELDS
from index.segments.segment_reader import SegmentArrays

segment = SegmentArrays(Path(sys.argv[1]))
for field in FIELDS:
    for text, _ in segment.terms(field):
        segment.postings(field, text).positions()
"""


def build(directory: Path) -> Path:
    """Return the one segment file of a small index."""
    index = create_index(directory)
    bodies = ("melatih pelatihan beras di-upload diupload", "beras " * 80 + "Ma'ruf latihan")
    documents = [
        Document(
            row=row,
            id=f"a{row}",
            title="Harga beras",
            body=bodies[row % 2],
            source="ANTARA News",
            author=("Budi", "Ani"),
        )
        for row in range(6)
    ]
    with BulkWriter(index, ANALYZER) as writer:
        writer.add_all([documents])
    with BulkWriter(index, ANALYZER) as writer:
        writer.delete(["a1"])
    (path,) = directory.glob("*.arrays")
    return path


def read_everything(segment: SegmentArrays) -> None:
    for field in FIELDS:
        for text, _ in segment.terms(field):
            postings = segment.postings(field, text)
            if postings is not None:
                postings.positions()
    segment.ids(range(segment.doc_count))
    segment.find("a1")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A whole segment file."""
    return build(tmp_path_factory.mktemp("sound")).read_bytes()


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_found_and_harmless(sound: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sound) - 1))
    change = data.draw(st.integers(1, 255))
    broken = bytearray(sound)
    broken[at] ^= change
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "x.arrays"
        path.write_bytes(broken)
        try:
            segment = SegmentArrays(path)
        except IndexBrokenError:
            return

        assert segment.verify()
        # Any Python error will do; a crash would not.
        with suppress(Exception):
            read_everything(segment)


def test_reading_a_damaged_segment_never_kills_the_interpreter(
    sound: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "x.arrays"
    broken = bytearray(sound)
    rng = np.random.default_rng(1)
    for at in rng.integers(16, len(sound) - 3000, 200).tolist():
        broken[at] ^= 0xFF
    path.write_bytes(broken)

    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)],
        check=False,
        capture_output=True,
        cwd=Path(__file__).parents[2],
    )

    assert done.returncode in {0, 1}


@pytest.mark.parametrize("size", [0, 10, 16, 100, -1])
def test_a_file_cut_short_is_told(sound: bytes, tmp_path: Path, size: int) -> None:
    path = tmp_path / "x.arrays"
    path.write_bytes(sound[:size])

    with pytest.raises(IndexBrokenError, match=r"x\.arrays"):
        SegmentArrays(path)


def test_any_changed_byte_of_contents_or_deletes_is_told(tmp_path: Path) -> None:
    build(tmp_path)
    for name in ("*.toc", "*.dead"):
        (path,) = tmp_path.glob(name)
        sound = path.read_bytes()
        for at in range(len(sound)):
            broken = bytearray(sound)
            broken[at] ^= 1
            path.write_bytes(broken)
            with pytest.raises(IndexBrokenError):
                segments(open_index(tmp_path))
        path.write_bytes(sound)
    assert len(segments(open_index(tmp_path))) == 1


def test_a_missing_segment_is_told(tmp_path: Path) -> None:
    build(tmp_path).unlink()

    with pytest.raises(IndexBrokenError, match="is missing"):
        segments(open_index(tmp_path))


def test_an_empty_directory_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexBrokenError, match="no table of contents"):
        open_index(tmp_path)
    with pytest.raises(IndexBrokenError, match="no table of contents"):
        open_index(tmp_path / "nowhere")


def test_an_index_is_not_made_over_another(tmp_path: Path) -> None:
    create_index(tmp_path)

    with pytest.raises(IndexBrokenError, match="already"):
        create_index(tmp_path)


def test_a_foreign_index_is_told(tmp_path: Path) -> None:
    whoosh.index.create_in(str(tmp_path), whoosh.fields.Schema(id=whoosh.fields.ID()))

    with pytest.raises(IndexBrokenError, match="foreign"):
        open_index(tmp_path)


class Bomb:
    """A pickle that shows that it was loaded."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(Path(tempfile.gettempdir()) / "arsip-unpickled"),)


def test_nothing_is_unpickled(tmp_path: Path) -> None:
    (tmp_path / "_MAIN_1.toc").write_bytes(pickle.dumps(Bomb()))

    with pytest.raises(IndexBrokenError, match="foreign"):
        open_index(tmp_path)

    assert not (Path(tempfile.gettempdir()) / "arsip-unpickled").exists()


def test_an_array_file_keeps_names_types_and_order(tmp_path: Path) -> None:
    writer = ArrayFileWriter(tmp_path / "f")
    stream = writer.stream("late", np.uint16)
    writer.add("a", np.arange(5, dtype=np.int64))
    stream.append(np.arange(3))
    writer.add("empty", np.zeros(0, np.uint8))
    stream.append(np.arange(3, 7))
    assert not (tmp_path / "f").exists()
    writer.finish({"answer": 42})

    file = ArrayFile(tmp_path / "f")

    assert file["a"].tolist() == [0, 1, 2, 3, 4]
    assert file["late"].tolist() == list(range(7))
    assert file["late"].dtype == np.dtype("<u2")
    assert len(file["empty"]) == 0
    assert file.meta == {"answer": 42}
    assert file.verify() == []
    assert not file["a"].flags.writeable


def test_a_stream_moves_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.segments.array_file.SPOOL_BYTES", 100)
    stream = ArrayStream(tmp_path, np.int32)
    for start in range(0, 1000, 10):
        stream.append(np.arange(start, start + 10))

    content = b"".join(stream.pieces())
    stream.close()

    assert np.frombuffer(content, np.int32).tolist() == list(range(1000))
    assert list(tmp_path.iterdir()) == []
