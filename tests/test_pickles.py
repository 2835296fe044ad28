"""Nothing is ever unpickled: a pickle that shows when it is, planted wherever a file is read."""

from __future__ import annotations

import pickle
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import whoosh.index
from whoosh.fields import TEXT, Schema

from index.archive.opening import open_archive
from index.article import make_article
from index.errors import ArsipError
from index.generations import Generations
from index.rebuild import reindex
from index.whoosh_view.view import open_index
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from web.app import create_app
from web.cli.main import run_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COMMANDS = (
    ["status"],
    ["verify"],
    ["doctor"],
    ["search", "beras"],
    ["search", "beras", "--explain"],
    ["export", "beras"],
    ["reindex", "--if-needed"],
    ["reindex"],
    ["reindex", "--full"],
    ["rollback"],
    ["search", "beras"],
)


class Bomb:
    """A pickle that makes a directory when it is loaded."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., None], tuple[Path]]:
        return type(self.mark).mkdir, (self.mark,)


class BombSchema(Schema):  # type: ignore[misc]  # Whoosh has no types
    """A schema that Whoosh unpickles with every index it opens."""

    bomb: Bomb

    def __reduce__(self) -> tuple[Callable[..., None], tuple[Path]]:
        return self.bomb.__reduce__()


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "unpickled"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    archive = open_archive(folder, create=True)
    archive.put([make_article(id="a", title="Harga beras", body="Harga beras naik lagi.")])
    archive.close()
    reindex(folder)
    return folder


def plant_index(folder: Path, mark: Path) -> None:
    """Make a plain Whoosh index whose schema is a bomb."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = BombSchema(text=TEXT)
    schema.bomb = Bomb(mark)
    whoosh.index.create_in(folder, schema)


def use_everything(data: Path) -> None:
    """Do with a data directory whatever can be done, as far as that goes."""
    for command in COMMANDS:
        run_command([*command, "--data", str(data)])
    try:
        with open_index(data).searcher() as searcher:
            list(searcher.documents())
    except ArsipError:
        pass
    try:
        archive = open_archive(data)
    except ArsipError:
        return
    searcher = Searcher(ArrayEngine(data), archive)
    client = create_app(searcher, archive).test_client()
    for path in ("/", "/search?q=beras", "/api/v1/suggest?q=be", "/articles/a", "/readyz"):
        client.get(path)
    searcher.close()
    archive.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it leaves files
def test_the_planted_index_is_dangerous(tmp_path: Path, mark: Path) -> None:
    plant_index(tmp_path / "index", mark)

    with suppress(Exception):  # whatever comes of a schema that is None
        whoosh.index.open_dir(tmp_path / "index").reader()

    assert mark.exists()


def test_no_planted_index_is_unpickled(data: Path, mark: Path) -> None:
    for folder in (data, data / "index", Generations(data).current()):
        plant_index(folder, mark)

    use_everything(data)

    assert not mark.exists()


def test_an_index_that_is_only_whooshs_is_not_unpickled(tmp_path: Path, mark: Path) -> None:
    data = tmp_path / "data"
    plant_index(data, mark)
    shutil.copytree(data, data / "index")
    (data / "index" / "current").write_text("20261128T000000-0000\n")
    shutil.copytree(data, data / "index" / "20261128T000000-0000", ignore=lambda *_: ["index"])

    use_everything(data)

    assert not mark.exists()


def test_no_file_of_ours_is_read_as_a_pickle(data: Path, mark: Path) -> None:
    bomb = pickle.dumps(Bomb(mark))
    names = [path.relative_to(data) for path in data.rglob("*") if path.is_file()]
    others = ("exceptions.tsv", "aliases.tsv", "x.pickle")
    names += [data.joinpath(name).relative_to(data) for name in others]

    for name in names:
        copy = data.with_name(f"copy-{len(list(data.parent.iterdir()))}")
        shutil.copytree(data, copy)
        (copy / name).unlink(missing_ok=True)
        (copy / name).write_bytes(bomb)
        for command in (["verify"], ["search", "beras"], ["reindex"]):
            run_command([*command, "--data", str(copy)])
        assert not mark.exists(), name


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.txt", "a.md", "a.html", "a.xml"])
def test_no_imported_file_is_unpickled(tmp_path: Path, mark: Path, name: str) -> None:
    (tmp_path / name).write_bytes(pickle.dumps(Bomb(mark)))

    run_command(["import", str(tmp_path / name), "--data", str(tmp_path / "data")])

    assert not mark.exists()
