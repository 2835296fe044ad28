"""Damaged, foreign and missing files are told, and never crash."""

import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis.analyzer import Analyzer
from index.document import Document
from index.errors import IndexBrokenError
from index.segments.array_file import ArrayFile, ArrayFileWriter, ArrayStream
from index.segments.bulk_writer import BulkWriter
from index.segments.contents import open_segments, read_contents, write_dead
from index.segments.format import FIELDS
from index.segments.segment import Segment

ANALYZER = Analyzer()

# Reads everything a segment has, whatever the arrays say.
PROBE = """
import sys
from pathlib import Path
from index.segments.format import FIELDS
from index.segments.segment import Segment

segment = Segment(Path(sys.argv[1]))
for field in FIELDS:
    for text, _ in segment.terms(field):
        segment.postings(field, text).positions()
"""


def build(directory: Path) -> Path:
    """Return the one segment file of a small index."""
    bodies = ("melatih pelatihan beras di-upload diupload", "beras " * 80 + "Ma'ruf latihan")
    documents = [
        Document(
            row=row,
            id=f"a{row}",
            title="Harga beras",
            body=bodies[row % 2],
            fields={"source": ("ANTARA News",), "author": ("Budi", "Ani")},
        )
        for row in range(6)
    ]
    with BulkWriter(directory, ANALYZER) as writer:
        writer.add_all([documents])
    with BulkWriter(directory, ANALYZER) as writer:
        writer.delete(["a1"])
    (path,) = directory.glob("*.arrays")
    return path


def read_everything(segment: Segment) -> None:
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
            segment = Segment(path)
        except IndexBrokenError:
            return

        assert segment.file.verify()
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
        Segment(path)


def test_any_changed_byte_of_contents_or_deletes_is_told(tmp_path: Path) -> None:
    build(tmp_path)
    for name in ("segments.json", "*.dead"):
        (path,) = tmp_path.glob(name)
        sound = path.read_bytes()
        for at in range(len(sound)):
            broken = bytearray(sound)
            broken[at] ^= 1
            path.write_bytes(broken)
            with pytest.raises(IndexBrokenError):
                open_segments(tmp_path)
        path.write_bytes(sound)
    assert len(open_segments(tmp_path)) == 1


def test_a_missing_segment_is_told(tmp_path: Path) -> None:
    build(tmp_path).unlink()

    with pytest.raises(IndexBrokenError, match="is missing"):
        open_segments(tmp_path)


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_directory_without_contents_is_broken(tmp_path: Path, name: str) -> None:
    with pytest.raises(IndexBrokenError, match=r"no segments\.json"):
        open_segments(tmp_path / name)


@pytest.mark.parametrize("change", [{"version": 1}, {"format": "lucene"}])
def test_contents_of_another_version_say_so(tmp_path: Path, change: dict[str, object]) -> None:
    build(tmp_path)
    path = tmp_path / "segments.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))

    with pytest.raises(IndexBrokenError, match="foreign or of another version"):
        open_segments(tmp_path)


def test_deletes_of_another_commit_are_told(tmp_path: Path) -> None:
    build(tmp_path)
    (entry,) = read_contents(tmp_path)
    write_dead(tmp_path, entry, np.ones(entry.documents, np.bool_))

    with pytest.raises(IndexBrokenError, match="does not fit"):
        open_segments(tmp_path)


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


def test_a_file_without_an_array_is_broken(tmp_path: Path) -> None:
    writer = ArrayFileWriter(tmp_path / "foreign.arrays")
    writer.finish({"documents": 0, "bases": {}})

    with pytest.raises(IndexBrokenError, match="has no rows"):
        Segment(tmp_path / "foreign.arrays")
