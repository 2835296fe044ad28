"""Files of a generation come as they were put, or not at all."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.errors import IndexBrokenError
from index.manifest import Manifest
from index.opensearch import files as files_module
from index.opensearch.client import Cluster
from index.opensearch.files import fetch_files, is_right, put_files, remove_files_but
from index.opensearch.generations import Indices
from index.opensearch.location import Location
from index.segments.array_file import ArrayFileWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST = Manifest(
    generation="g", created="", archive="", revision=1, documents=0, analyzer="", libraries={},
    exceptions={},
)  # fmt: skip


@pytest.fixture
def cluster(index_url: str) -> Iterator[Cluster]:
    with closing(Cluster(Location.parse(index_url))) as opened:
        yield opened


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two files, one of arrays."""
    directory = tmp_path / "source"
    directory.mkdir()
    (directory / "values.json").write_bytes(b'{"own": {}}')
    writer = ArrayFileWriter(directory / "words.arrays")
    writer.add("numbers", np.arange(1_000))
    writer.finish({})
    return directory


@pytest.fixture
def kept(cluster: Cluster, source: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Manifest]:
    """The index that has them, in parts of a few bytes."""
    monkeypatch.setattr(files_module, "PART_BYTES", 1_024)
    index = Indices(cluster).create("20181013T102600-4f1c")
    return index, replace(MANIFEST, files=put_files(cluster, index, sorted(source.iterdir())))


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_files_come_as_they_were_put(
    cluster: Cluster, source: Path, kept: tuple[str, Manifest], tmp_path: Path
) -> None:
    target = tmp_path / "one" / "target"

    fetch_files(cluster, *kept, target)

    assert names(target) == names(source)
    assert all(
        (target / name).read_bytes() == (source / name).read_bytes() for name in kept[1].files
    )


def test_only_some_of_them_come_when_only_they_are_wanted(
    cluster: Cluster, kept: tuple[str, Manifest], tmp_path: Path
) -> None:
    fetch_files(cluster, *kept, tmp_path / "target", "values.json", "unknown")

    assert names(tmp_path / "target") == ["values.json"]


def test_what_is_there_and_right_is_not_fetched_again(
    cluster: Cluster, kept: tuple[str, Manifest], tmp_path: Path
) -> None:
    fetch_files(cluster, *kept, tmp_path / "target")
    (tmp_path / "target" / "values.json").write_text("rusak")
    before = (tmp_path / "target" / "words.arrays").stat().st_ino

    fetch_files(cluster, *kept, tmp_path / "target")

    assert (tmp_path / "target" / "words.arrays").stat().st_ino == before
    assert (tmp_path / "target" / "values.json").read_bytes() == b'{"own": {}}'
    fetch_files(cluster, *kept, tmp_path / "target", fresh=True)
    assert (tmp_path / "target" / "words.arrays").stat().st_ino != before


@pytest.mark.parametrize("number", [0, 3, 7])
def test_a_part_that_is_missing_is_noticed(
    cluster: Cluster, kept: tuple[str, Manifest], tmp_path: Path, number: int
) -> None:
    index, manifest = kept
    cluster.ask("DELETE", f"/{index}-files/_doc/{manifest.files['words.arrays']}-{number}")

    with pytest.raises(IndexBrokenError, match=r"words\.arrays is missing or not the file"):
        fetch_files(cluster, index, manifest, tmp_path / "target")

    assert names(tmp_path / "target") == ["values.json"]


def test_a_part_that_is_another_is_noticed(
    cluster: Cluster, kept: tuple[str, Manifest], tmp_path: Path
) -> None:
    index, manifest = kept
    place = f"/{index}-files/_doc/{manifest.files['words.arrays']}"
    cluster.ask("PUT", f"{place}-3", cluster.ask("GET", f"{place}-2")["_source"])

    with pytest.raises(IndexBrokenError, match=r"words\.arrays is missing or not the file"):
        fetch_files(cluster, index, manifest, tmp_path / "target")


def test_files_of_others_are_removed(
    cluster: Cluster, kept: tuple[str, Manifest], tmp_path: Path
) -> None:
    index, manifest = kept

    remove_files_but(cluster, index, {manifest.files["values.json"]})

    fetch_files(cluster, index, manifest, tmp_path, "values.json")
    with pytest.raises(IndexBrokenError):
        fetch_files(cluster, index, manifest, tmp_path, "words.arrays")


def test_nothing_is_no_right_file(tmp_path: Path) -> None:
    assert not is_right(tmp_path / "nothing", "0")
