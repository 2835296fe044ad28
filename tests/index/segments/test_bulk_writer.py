"""A batch is all or nothing, whatever fails, in one process or in several."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from index import processes
from index.analysis.analyzer import Analyzer
from index.document import Document
from index.errors import BuildFailedError
from index.segments.bulk_writer import BulkWriter
from index.segments.contents import open_segments, read_contents
from index.segments.merging import MAX_SEGMENTS, choose_merge

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
def build(tmp_path: Path) -> Path:
    """A build of ten articles."""
    add(tmp_path, many(0, 10))
    return tmp_path


def add(directory: Path, *sources: list[Document], jobs: int = 1) -> None:
    with BulkWriter(directory, ANALYZER, jobs=jobs) as writer:
        writer.add_all(sources)


def ids(directory: Path) -> list[str]:
    """Return the ids of all live documents, sorted."""
    return sorted(rows(directory))


def rows(directory: Path) -> dict[str, int]:
    """Return the archive row of every live document."""
    return {
        part.id(doc): int(part.rows[doc])
        for part in open_segments(directory)
        for doc in range(part.doc_count)
        if part.live is None or part.live[doc]
    }


def files(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def linked(directory: Path, other: Path) -> Path:
    """Return a build that starts from the files of another, by hard links."""
    other.mkdir()
    for path in directory.iterdir():
        (other / path.name).hardlink_to(path)
    return other


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_and_return_value_count_documents(tmp_path: Path, jobs: int) -> None:
    build = tmp_path
    done: list[int] = []
    with BulkWriter(build, ANALYZER, jobs=jobs) as writer:
        count = writer.add_all([many(0, 700), many(700, 900), []], progress=done.append)

    assert count == sum(done) == 900
    assert ids(build) == sorted(f"a{number}" for number in range(900))
    assert len(open_segments(build)) == 1


def test_workers_can_be_started_without_forking(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "START_METHOD", "spawn")

    add(build, many(10, 15), many(15, 20), jobs=2)

    assert len(ids(build)) == 20


@pytest.mark.parametrize("jobs", [1, 2])
def test_of_one_id_the_last_added_wins(build: Path, jobs: int) -> None:
    sources = [[make(100 + at, id_="a3"), make(200 + at, id_="new")] for at in range(9)]

    add(build, *sources, jobs=jobs)

    assert rows(build)["a3"] == 108
    assert rows(build)["new"] == 208
    assert len(ids(build)) == 11


def test_of_one_id_the_last_wins_across_runs_of_one_source(tmp_path: Path) -> None:
    build = tmp_path
    with BulkWriter(build, ANALYZER, memory_mb=0) as writer:
        writer.add_all([[make(at, id_="a") for at in range(30)]])

    assert rows(build) == {"a": 29}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failing_source_leaves_the_index_as_it_was(build: Path, jobs: int) -> None:
    before = files(build)

    with (
        pytest.raises(LookupError, match="row 2"),
        BulkWriter(build, ANALYZER, jobs=jobs) as writer,
    ):
        writer.add_all([many(20, 30), FailingSource(), many(30, 40)])

    assert files(build) == before


def test_a_killed_worker_fails_the_batch(build: Path) -> None:
    before = files(build)

    with (
        pytest.raises(BuildFailedError, match="died"),
        BulkWriter(build, ANALYZER, jobs=2) as writer,
    ):
        writer.add_all([many(20, 30), DyingSource(), many(30, 40)])

    assert files(build) == before


def test_cancelling_removes_what_was_written(build: Path) -> None:
    before = files(build)
    writer = BulkWriter(build, ANALYZER)
    writer.add_all([many(20, 30)])
    writer.delete(["a1"])

    writer.cancel()
    writer.cancel()

    assert files(build) == before


def test_deleting_counts_what_was_there(build: Path) -> None:
    with BulkWriter(build, ANALYZER) as writer:
        writer.add_all([many(20, 22)])
        assert writer.delete(["a1", "a20", "nobody", "a1"]) == 2

    assert "a1" not in ids(build)
    assert "a20" not in ids(build)
    assert len(ids(build)) == 10


def test_an_index_can_be_emptied(build: Path) -> None:
    with BulkWriter(build, ANALYZER) as writer:
        writer.delete(f"a{number}" for number in range(10))

    assert open_segments(build) == []


def test_many_small_batches_stay_few_segments(tmp_path: Path) -> None:
    build = tmp_path
    for number in range(40):
        add(build, [make(number)])

    assert len(open_segments(build)) <= MAX_SEGMENTS
    assert len(ids(build)) == 40


@pytest.mark.parametrize("fails", [False, True])
def test_the_generation_a_build_starts_from_keeps_its_files(
    build: Path, tmp_path_factory: pytest.TempPathFactory, fails: bool
) -> None:
    with BulkWriter(build, ANALYZER) as writer:
        writer.delete(["a1"])
    before, was = files(build), rows(build)
    reader = open_segments(build)

    other = linked(build, tmp_path_factory.mktemp("other") / "build")
    if fails:
        (other / "segments.json.partial").mkdir()  # where the contents cannot be written
    writer = BulkWriter(other, ANALYZER)
    writer.delete(["a2"])
    writer.add_all([many(5, 15)])
    if fails:
        with pytest.raises(IsADirectoryError):
            writer.commit()
    else:
        writer.commit()
        assert len(ids(other)) == 13

    assert files(build) == before
    assert rows(build) == was
    assert reader[0].postings("text", "beras") is not None


def test_a_failed_part_leaves_the_rest_of_the_batch(build: Path) -> None:
    with BulkWriter(build, ANALYZER) as writer:
        with pytest.raises(LookupError):
            writer.add_all([many(20, 30), FailingSource()])
        writer.delete(["a1"])

    assert len(ids(build)) == 9
    assert len(files(build)) == 3


def test_what_is_not_named_is_removed(build: Path) -> None:
    (build / "0123456789abcdef.arrays.partial").write_bytes(b"half")
    (build / "0123456789abcdef.dead").write_bytes(b"")
    (build / "manifest.json").write_text("{}")

    add(build, many(20, 21))

    named = {entry.file_name for entry in read_contents(build)}
    assert {path.name for path in build.iterdir()} == named | {"segments.json", "manifest.json"}


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
