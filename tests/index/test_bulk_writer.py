"""A batch is all or nothing, whatever fails, in one process or in several."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.analysis.analyzer import Analyzer
from index.document import Document
from index.errors import WriterLockedError
from index.segments import workers
from index.segments.bulk_writer import BulkWriter
from index.segments.contents import read_contents
from index.segments.merge_policy import MAX_SEGMENTS, choose_merge
from index.segments.workers import BuildFailedError
from index.whoosh_view.view import ArrayIndex, create_index, link_index, open_index, segments

ANALYZER = Analyzer()


def make(number: int, body: str = "harga beras naik", *, id_: str | None = None) -> Document:
    return Document(row=number, id=id_ or f"a{number}", title=f"judul {number}", body=body)


def many(first: int, last: int) -> list[Document]:
    return [make(number) for number in range(first, last)]


@dataclass(frozen=True)
class FailingSource:
    """Fails in the middle."""

    def __iter__(self) -> Iterator[Document]:
        yield make(1)
        raise LookupError("row 2 is gone")


@dataclass(frozen=True)
class DyingSource:
    """Its process is killed in the middle."""

    def __iter__(self) -> Iterator[Document]:
        yield make(1)
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def index(tmp_path: Path) -> ArrayIndex:
    """An index of ten articles."""
    index = create_index(tmp_path / "index")
    add(index, many(0, 10))
    return index


def add(index: ArrayIndex, *sources: list[Document], jobs: int = 1) -> None:
    with BulkWriter(index, ANALYZER, jobs=jobs) as writer:
        writer.add_all(sources)


def ids(index: ArrayIndex) -> list[str]:
    """Return the ids of all live documents, sorted."""
    found = []
    for part in segments(index):
        docs = [doc for doc in range(part.doc_count) if part.live is None or part.live[doc]]
        found += part.ids(docs)
    return sorted(found)


def rows(index: ArrayIndex) -> dict[str, int]:
    """Return the archive row of every live document."""
    return {
        id_: int(part.rows[part.find(id_)])
        for part in segments(index)
        for id_ in ids(index)
        if part.find(id_) >= 0 and (part.live is None or part.live[part.find(id_)])
    }


def files(index: ArrayIndex) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in index.directory.iterdir()}


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_and_return_value_count_documents(tmp_path: Path, jobs: int) -> None:
    index = create_index(tmp_path)
    done: list[int] = []
    with BulkWriter(index, ANALYZER, jobs=jobs) as writer:
        count = writer.add_all([many(0, 700), many(700, 900), []], progress=done.append)

    assert count == sum(done) == 900
    assert ids(index) == sorted(f"a{number}" for number in range(900))
    assert len(segments(index)) == 1


def test_workers_can_be_started_without_forking(
    index: ArrayIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "START_METHOD", "spawn")

    add(index, many(10, 15), many(15, 20), jobs=2)

    assert len(ids(index)) == 20


@pytest.mark.parametrize("jobs", [1, 2])
def test_of_one_id_the_last_added_wins(index: ArrayIndex, jobs: int) -> None:
    sources = [[make(100 + at, id_="a3"), make(200 + at, id_="new")] for at in range(9)]

    add(index, *sources, jobs=jobs)

    assert rows(index)["a3"] == 108
    assert rows(index)["new"] == 208
    assert len(ids(index)) == 11


def test_of_one_id_the_last_wins_across_runs_of_one_source(tmp_path: Path) -> None:
    index = create_index(tmp_path)
    with BulkWriter(index, ANALYZER, memory_mb=0) as writer:
        writer.add_all([[make(at, id_="a") for at in range(30)]])

    assert rows(index) == {"a": 29}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failing_source_leaves_the_index_as_it_was(index: ArrayIndex, jobs: int) -> None:
    before = files(index)

    with (
        pytest.raises(LookupError, match="row 2"),
        BulkWriter(index, ANALYZER, jobs=jobs) as writer,
    ):
        writer.add_all([many(20, 30), FailingSource(), many(30, 40)])

    assert files(index) == before


def test_a_killed_worker_fails_the_batch(index: ArrayIndex) -> None:
    before = files(index)

    with (
        pytest.raises(BuildFailedError, match="died"),
        BulkWriter(index, ANALYZER, jobs=2) as writer,
    ):
        writer.add_all([many(20, 30), DyingSource(), many(30, 40)])

    assert files(index) == before


def test_a_failed_batch_cannot_be_committed(index: ArrayIndex) -> None:
    writer = BulkWriter(index, ANALYZER)
    with pytest.raises(LookupError):
        writer.add_all([FailingSource()])

    with pytest.raises(BuildFailedError, match="only be cancelled"):
        writer.commit()

    writer.cancel()
    assert len(ids(index)) == 10


def test_a_commit_that_fails_leaves_the_index_as_it_was(
    index: ArrayIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(index)
    writer = BulkWriter(index, ANALYZER)
    writer.add_all([many(20, 30)])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            writer.commit()

    assert files(index) == before
    add(index, many(20, 30))
    assert len(ids(index)) == 20


def test_cancelling_removes_what_was_written(index: ArrayIndex) -> None:
    before = files(index)
    writer = BulkWriter(index, ANALYZER)
    writer.add_all([many(20, 30)])
    writer.delete(["a1"])

    writer.cancel()
    writer.cancel()

    assert files(index) == before


def test_deleting_counts_what_was_there(index: ArrayIndex) -> None:
    with BulkWriter(index, ANALYZER) as writer:
        writer.add_all([many(20, 22)])
        assert writer.delete(["a1", "a20", "nobody", "a1"]) == 2

    assert "a1" not in ids(index)
    assert "a20" not in ids(index)
    assert len(ids(index)) == 10


def test_an_index_can_be_emptied(index: ArrayIndex) -> None:
    with BulkWriter(index, ANALYZER) as writer:
        writer.delete(f"a{number}" for number in range(10))

    assert segments(index) == []
    assert index.doc_count() == 0


def test_one_writer_at_a_time(index: ArrayIndex) -> None:
    with BulkWriter(index, ANALYZER), pytest.raises(WriterLockedError):
        BulkWriter(open_index(index.directory), ANALYZER)

    add(index, many(20, 21))


def test_readers_keep_what_they_opened(index: ArrayIndex) -> None:
    (part,) = segments(index)
    searcher = index.searcher()

    for first in range(10, 40, 10):
        add(index, many(first, first + 10))
    with BulkWriter(index, ANALYZER) as writer:
        writer.delete(["a1"])

    assert part.find("a1") >= 0
    assert part.postings("text", "beras") is not None
    assert searcher.doc_count() == 10
    searcher.close()
    assert len(ids(index)) == 39


def test_a_copy_by_hard_links_is_written_alone(index: ArrayIndex, tmp_path: Path) -> None:
    with BulkWriter(index, ANALYZER) as writer:
        writer.delete(["a1"])
    before = files(index)

    other = link_index(index, tmp_path / "copy")
    writer = BulkWriter(index, ANALYZER)
    assert ids(other) == ids(index)
    add(other, many(5, 15))
    writer.cancel()

    assert len(ids(other)) == 14
    assert files(index) == before


def test_many_small_batches_stay_few_segments(tmp_path: Path) -> None:
    index = create_index(tmp_path)
    for number in range(40):
        add(index, [make(number)])

    assert len(segments(index)) <= MAX_SEGMENTS
    assert len(ids(index)) == 40


def test_a_commit_removes_what_a_dead_writer_left(index: ArrayIndex) -> None:
    stray = index.directory / "MAIN_0123456789abcdef.arrays.partial"
    stray.write_bytes(b"half")
    foreign = index.directory / "manifest.json"
    foreign.write_text("{}")

    add(index, many(20, 21))

    assert not stray.exists()
    assert foreign.exists()


def test_whoosh_writer_calls_work(index: ArrayIndex) -> None:
    writer = index.writer(analyzer=ANALYZER)
    writer.add_document(row=50, id="w", title="x", body="gabah")
    writer.update_document(row=51, id="w", title="x", body="gabah")
    assert writer.delete_by_term("text", "beras") == 10
    writer.commit()

    assert rows(index) == {"w": 51}
    assert len(read_contents(index.directory).segments) == 1


@pytest.mark.parametrize(
    ("sizes", "chosen"),
    [
        ([], []),
        ([5], []),
        ([100_000, 100], []),
        ([100_000, 100, 100, 20], [1, 2, 3]),
        ([16_500, 16_500], []),
        ([50_000] * 7, []),
        ([50_000] * 9, [0, 1]),
    ],
)
def test_merge_policy(sizes: list[int], chosen: list[int]) -> None:
    assert choose_merge(sizes) == chosen
