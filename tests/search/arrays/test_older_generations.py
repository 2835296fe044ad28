"""The generation before the newest answers who asks for it by name, as long as it is kept."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.article import make_article
from index.generations import Generations
from index.rebuild import reindex
from search.arrays.engine import ArrayEngine
from search.errors import GenerationGoneError
from tests.building import build, put

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ArrayEngine]:
    build(tmp_path, [make_article(id="a", body="Hujan.")])
    with closing(ArrayEngine(tmp_path)) as engine:
        yield engine


def documents(engine: ArrayEngine, generation: str | None = None) -> int:
    with engine.reading(generation) as snapshot:
        assert generation in {None, snapshot.generation}
        return snapshot.documents


def current(engine: ArrayEngine) -> str:
    with engine.reading() as snapshot:
        return snapshot.generation


def add(data: Path, id_: str) -> None:
    put(data, [make_article(id=id_, body="Hujan lagi.")])
    reindex(data)


def test_the_one_before_answers_until_the_next_but_one(engine: ArrayEngine, tmp_path: Path) -> None:
    first = current(engine)
    assert documents(engine, first) == 1

    add(tmp_path, "b")
    second = current(engine)
    assert [documents(engine, name) for name in (first, second, None)] == [1, 2, 2]
    with engine.reading(first) as one, engine.reading(first) as other:
        assert one is other  # opened once

    add(tmp_path, "c")
    assert [documents(engine, name) for name in (second, None)] == [2, 3]
    with pytest.raises(GenerationGoneError):
        documents(engine, first)


def test_what_was_rolled_back_answers_by_its_name(engine: ArrayEngine, tmp_path: Path) -> None:
    first = current(engine)
    add(tmp_path, "b")
    second = current(engine)

    generations = Generations(tmp_path)
    generations.switch(generations.directory / first)

    assert [documents(engine), documents(engine, second)] == [1, 2]


@pytest.mark.parametrize("name", ["", "..", "../index", "/", "current", "20010101T000000-0000"])
def test_no_name_leads_elsewhere(engine: ArrayEngine, name: str) -> None:
    with pytest.raises(GenerationGoneError):
        documents(engine, name)


def test_one_that_is_damaged_is_gone(engine: ArrayEngine, tmp_path: Path) -> None:
    first = current(engine)
    add(tmp_path, "b")
    (before,) = [path for path in Generations(tmp_path).every() if path.name == first]
    for file in before.iterdir():
        content = file.read_bytes()
        file.unlink()  # which the newest may share
        file.write_bytes(content[: len(content) // 2])

    with pytest.raises(GenerationGoneError):
        documents(engine, first)
    assert documents(engine) == 2
    assert engine.damage() == ()


def test_it_is_let_go_at_the_next_switch(engine: ArrayEngine, tmp_path: Path) -> None:
    first = current(engine)
    add(tmp_path, "b")
    documents(engine, first)
    assert engine._other is not None

    add(tmp_path, "c")
    documents(engine)

    assert engine._other is None
