"""Generations replace one another in one step."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.errors import IndexBrokenError, IndexMissingError
from index.generations import Generations, name_of
from index.lock import writer_lock
from index.manifest import Manifest
from index.segments.format import FORMAT_VERSION

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = Manifest(
    generation="",
    created="2018-10-13T03:26:00+00:00",
    archive="a1",
    revision=1,
    documents=1,
    analyzer="1",
    libraries={},
    exceptions={},
)


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


def publish(generations: Generations, content: str, base: Path | None = None) -> Path:
    """Make a generation of one file."""
    try:
        previous = generations.current().name
    except IndexMissingError:
        previous = None
    with generations.building(base) as build:
        (build / f"{content}.txt").write_text(content)
        manifest = replace(MANIFEST, generation=name_of(build), previous=previous)
        return generations.directory / generations.publish(build, manifest).generation


def names(generations: Generations) -> set[str]:
    return {path.name for path in generations.directory.iterdir()}


def test_before_the_first_one_there_is_none(generations: Generations) -> None:
    with pytest.raises(IndexMissingError, match="arsip reindex"):
        generations.current()


def test_a_published_generation_is_current(generations: Generations) -> None:
    path = publish(generations, "satu")

    assert generations.current() == path
    assert Manifest.read(path).generation == path.name
    assert names(generations) == {"current", path.name}


def test_the_one_before_is_kept_and_no_other(generations: Generations) -> None:
    publish(generations, "satu")
    second = publish(generations, "dua")
    third = publish(generations, "tiga")

    assert names(generations) == {"current", second.name, third.name}
    assert Manifest.read(third).previous == second.name


def test_a_switch_goes_back(generations: Generations) -> None:
    first = publish(generations, "satu")
    publish(generations, "dua")

    generations.switch(first)

    assert generations.current() == first


def test_an_unfinished_build_disappears(generations: Generations) -> None:
    first = publish(generations, "satu")

    def fail() -> None:
        with generations.building() as build:
            (build / "half.txt").write_text("")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert generations.current() == first
    assert names(generations) == {"current", first.name}


def test_a_build_starts_from_the_files_of_its_base(generations: Generations) -> None:
    first = publish(generations, "satu")

    second = publish(generations, "dua", base=first)

    assert (second / "satu.txt").read_text() == "satu"
    assert Manifest.read(second).generation == second.name
    assert Manifest.read(first).generation == first.name


def test_without_hard_links_files_are_copied(
    generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(generations, "satu")

    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("index.generations.os.link", refuse)
    second = publish(generations, "dua", base=first)

    assert (second / "satu.txt").read_text() == "satu"


def test_leftovers_of_a_killed_writer_are_removed(generations: Generations, tmp_path: Path) -> None:
    first = publish(generations, "satu")
    leftover = generations.directory / "20181013T102600-4f1c.new"
    leftover.mkdir()
    (leftover / "half.txt").write_text("")
    shutil.copytree(first, generations.directory / "20181013T102600-ffff")
    (generations.directory / "current.new").write_text("")
    (tmp_path / "backup.partial").write_text("")

    with writer_lock(tmp_path):
        second = publish(generations, "dua")

    assert names(generations) == {"current", first.name, second.name}
    assert not (tmp_path / "backup.partial").exists()


def test_what_is_not_ours_stays(generations: Generations) -> None:
    publish(generations, "satu")
    (generations.directory / "catatan.txt").write_text("milik saya")

    publish(generations, "dua")

    assert (generations.directory / "catatan.txt").read_text() == "milik saya"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe", id="binary"),
        pytest.param(b"../../etc", id="a way out"),
        pytest.param(b"/etc", id="an absolute path"),
        pytest.param(b"20181013T102600-4f1c.new", id="an unfinished build"),
        pytest.param(b"20181013T102600-4f1c", id="a generation that is gone"),
    ],
)
def test_a_pointer_to_nothing_good_is_broken(generations: Generations, content: bytes) -> None:
    publish(generations, "satu")
    (generations.directory / "current").write_bytes(content)

    with pytest.raises(IndexBrokenError, match="reindex --full"):
        generations.current()


def test_a_pointer_with_a_newline_or_without_is_fine(generations: Generations) -> None:
    path = publish(generations, "satu")

    for content in (path.name, f"{path.name}\n", f"{path.name}\r\n"):
        (generations.directory / "current").write_text(content)
        assert generations.current() == path


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="torn"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"name": "app"}', id="foreign"),
        pytest.param(b"\x80\x04.", id="a pickle"),
    ],
)
def test_a_manifest_that_is_not_ours_is_broken(generations: Generations, content: bytes) -> None:
    path = publish(generations, "satu")
    (path / "manifest.json").write_bytes(content)

    with pytest.raises(IndexBrokenError, match=r"manifest\.json"):
        Manifest.read(path)


def test_a_manifest_of_another_version_says_so(generations: Generations) -> None:
    path = publish(generations, "satu")
    replace(MANIFEST, index_version=FORMAT_VERSION + 1).write(path)

    with pytest.raises(IndexBrokenError, match="version"):
        Manifest.read(path)


@pytest.mark.parametrize("change", [{"columns": ("source",)}, {"word_fields": ("tag",)}])
def test_a_generation_with_other_fields_does_not_fit(
    generations: Generations, change: dict[str, tuple[str, ...]]
) -> None:
    path = publish(generations, "satu")
    replace(MANIFEST, **change).write(path)  # type: ignore[arg-type]

    with pytest.raises(IndexBrokenError, match="other fields"):
        Manifest.read(path)


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    manifest = replace(MANIFEST, names=("bali", "susi"), exceptions={"pemilu": "pemilu"})

    manifest.write(tmp_path)

    assert Manifest.read(tmp_path) == manifest


def test_a_name_that_is_taken_is_not_given_again(
    generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(generations, "one")
    names = iter([first.name, first.name, "20300101T000000-0002"])
    monkeypatch.setattr("index.generations.new_generation", lambda: next(names))

    second = publish(generations, "two")

    assert second.name == "20300101T000000-0002"
    assert generations.current() == second
