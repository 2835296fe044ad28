"""The copies of an article, read from the archive as it is now."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.copies.groups import FILE_NAME
from index.generations import Generations
from index.manifest import Manifest
from index.newstext.dates import WIB
from search import copied
from search.arrays.engine import ArrayEngine
from search.copied import Copied, CopyGroup
from search.searcher import Searcher
from tests.building import analyzer_of, build
from tests.search.linear_engine import LinearEngine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.archive.store import Archive

TEXT = "Petani di Karawang mulai menanam padi setelah hujan turun merata sejak pekan lalu."
FISH = "Nelayan di Ambon pulang membawa tuna besar pagi tadi dan menjualnya mahal di pasar kota."
NEW = " ".join(f"Kabar {number} dari sawah lain di desa tetangga." for number in range(9))


def story(number: int, body: str = TEXT) -> Article:
    moment = datetime(2019, 1, 1, 8, tzinfo=WIB) + timedelta(hours=number)
    return Article(id=f"k{number}", title="Padi", body=body, published=moment, source=f"{number}")


STORIES = [story(1), story(2), story(3, f"{NEW} {TEXT}"), story(4, FISH)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return build(tmp_path, STORIES)


@pytest.fixture
def archive(data: Path) -> Iterator[Archive]:
    with closing(open_archive(data)) as archive:
        yield archive


@pytest.fixture
def searcher(data: Path, archive: Archive) -> Iterator[Searcher]:
    with closing(Searcher(ArrayEngine(data), archive)) as searcher:
        yield searcher


def test_a_group_is_the_same_from_each_of_its_articles(
    searcher: Searcher, archive: Archive, data: Path
) -> None:
    first, second, third, _ = STORIES
    group = CopyGroup(first, (Copied(second, "copy"), Copied(third, "update")), 2)

    assert [searcher.copies(f"k{number}") for number in range(1, 6)] == [group] * 3 + [None] * 2
    with closing(Searcher(LinearEngine(archive, analyzer_of(data)), archive)) as oracle:
        assert oracle.copies("k3") == group


def test_what_was_removed_since_is_left_out(searcher: Searcher, archive: Archive) -> None:
    archive.remove(["k1"])
    group = searcher.copies("k2")
    assert group is not None
    assert (group.first.id, [one.article.id for one in group.others]) == ("k2", ["k3"])

    archive.remove(["k3"])
    assert searcher.copies("k1") is searcher.copies("k2") is None


def test_of_a_large_group_the_first_ones_and_the_one_asked_for_are_read(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copied, "MAX_COPIES", 1)

    group = searcher.copies("k3")

    assert group is not None
    assert [one.article.id for one in group.others] == ["k2", "k3"]
    assert (group.total, len(searcher.copies("k2").others)) == (2, 1)  # type: ignore[union-attr]


def test_an_index_from_before_copies_knows_none(data: Path, archive: Archive) -> None:
    current = Generations(data).current()
    (current / FILE_NAME).unlink()
    described = Manifest.read(current)
    files = {name: digest for name, digest in described.files.items() if name != FILE_NAME}
    replace(described, files=files).write(current)

    with closing(Searcher(ArrayEngine(data), archive)) as searcher:
        assert searcher.copies("k1") is None
