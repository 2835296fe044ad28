"""Who reads a generation goes on with it, even when it has been swept away since."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.engine import Search
from search.language.parser import parse
from search.results import PageRequest
from search.searcher import Searcher
from search.suggesting.completing import complete
from search.work import Work
from tests.building import build
from tests.corpus import ARTICLES

if TYPE_CHECKING:
    from pathlib import Path

QUERY = parse("beras").query


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return build(tmp_path, ARTICLES)


def test_a_snapshot_answers_after_its_files_are_gone(data: Path) -> None:
    with closing(ArrayEngine(data)) as engine:
        with engine.reading() as untouched:
            expected = untouched.find(Search(query=QUERY, count=10)).docs.tolist()
            completed = complete(untouched, "harga be", 8, Work())
        assert expected
        assert completed
    with closing(ArrayEngine(data)) as engine, engine.reading() as snapshot:
        generation = snapshot.generation
        for _ in range(2):
            reindex(data, full=True)

        assert not (data / "index" / generation).exists()
        assert snapshot.find(Search(query=QUERY, count=10)).docs.tolist() == expected
        assert complete(snapshot, "harga be", 8, Work()) == completed


def test_an_open_searcher_goes_over_to_the_newest(data: Path) -> None:
    with closing(open_archive(data)) as archive:
        searcher = Searcher(ArrayEngine(data), archive)
        before = searcher.search(QUERY, PageRequest())
        for _ in range(3):
            reindex(data, full=True)

            after = searcher.search(QUERY, PageRequest())

            assert after.generation != before.generation
            assert [hit.article for hit in after.hits] == [hit.article for hit in before.hits]
        searcher.close()
