"""An archive moves into another database as it is, whatever happens on the way."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive.copying import begin, copy_articles
from index.archive.opening import find_database, open_archive
from index.article import Article
from index.check import check_archive
from index.data import Places
from index.errors import ArchiveError, ArticleError, WriterLockedError
from index.lock import archive_lock
from index.migration import migrate
from tests.databases import run_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tests.postgres import Postgres

TABLES = {
    "articles": "row",
    "versions": "version",
    "links": "row, position",
    "removed": "id",
    "meta": "key",
}


@pytest.fixture(params=["to a server", "to a file"])
def new_pair(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres
) -> Callable[[], tuple[Places, Places]]:
    """Tell where to make an archive and where to move it, each way in turn."""

    def new() -> tuple[Places, Places]:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        file, server = Places(folder / "file"), Places(folder / "server", postgres.new_archive())
        folder.mkdir()
        return (file, server) if request.param == "to a server" else (server, file)

    return new


@pytest.fixture
def pair(new_pair: Callable[[], tuple[Places, Places]]) -> tuple[Places, Places]:
    return new_pair()


def article(id_: str, body: str = "Isi berita.", **rest: object) -> Article:
    return replace(Article(id=id_, title=f"Judul {id_}", body=body), **rest)  # type: ignore[arg-type]


def do(place: Places, *steps: Iterable[Article] | Iterable[str]) -> None:
    """Put or remove a batch in each step."""
    with closing(open_archive(place, create=True)) as archive:
        for step in map(list, steps):
            if any(isinstance(one, Article) for one in step):
                archive.put([one for one in step if isinstance(one, Article)])
            else:
                archive.remove([one for one in step if isinstance(one, str)])


def content(place: Places) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    return {
        name: sorted(run_sql(place, f"SELECT * FROM {name}"), key=repr)  # noqa: S608
        for name in TABLES
    }


def some_history(place: Places, count: int = 50) -> None:
    """Make an archive in which everything has happened that can."""
    do(
        place,
        [article(f"a{number}", related=(f"Judul a{number + 1}",)) for number in range(count)],
        [article("a1", "Diralat."), article("a2", published=datetime(2018, 1, 1, tzinfo=UTC))],
        [article("a1", "Diralat lagi.")],
        ["a3", f"a{count - 1}"],
        [article("a3", "Kembali.")],
        ["a3"],
    )


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30
).filter(str.strip)
ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
# Of a fold no reader tells, and no row.
MOMENTS = st.datetimes(datetime(1900, 1, 1), timezones=ZONES).map(  # noqa: DTZ001
    lambda moment: moment.replace(fold=0)
)
ARTICLES = st.builds(
    Article,
    id=st.sampled_from("abc") | TEXTS,
    title=TEXTS,
    body=TEXTS,
    published=st.none() | MOMENTS,
    place=st.none() | TEXTS,
    author=st.lists(TEXTS, max_size=2).map(tuple),
    related=st.lists(TEXTS, max_size=2).map(tuple),
)
STEPS = st.lists(
    st.lists(ARTICLES, max_size=4, unique_by=lambda one: one.id)
    | st.lists(st.sampled_from("abc"), unique=True),
    max_size=5,
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_copy_is_the_archive(
    new_pair: Callable[[], tuple[Places, Places]], steps: list[list[Article] | list[str]]
) -> None:
    source, target = new_pair()
    do(source, *steps)
    before = content(source)

    done = migrate(source, target)

    assert content(target) == content(source) == before
    assert (done.articles, done.versions) == (len(before["articles"]), len(before["versions"]))
    with closing(open_archive(source)) as one, closing(open_archive(target)) as other:
        assert list(other.walk()) == list(one.walk())
        assert other.identity == one.identity
        assert (other.revision(), other.stamp(one.revision())) == (
            one.revision(),
            one.stamp(one.revision()),
        )
        assert check_archive(other) == []
        # And they go on alike.
        for archive in (one, other):
            archive.put([article("baru"), article("a", "Diralat.")])
            archive.remove(["b"])
        assert list(other.walk()) == list(one.walk())
        assert set(other.removed_since(0)) == set(one.removed_since(0))


def test_there_and_back(pair: tuple[Places, Places], postgres: Postgres, tmp_path: Path) -> None:
    source, target = pair
    back = Places(tmp_path / "back", None if source.archive is None else postgres.new_archive())
    some_history(source)

    migrate(source, target)
    migrate(target, back)

    assert content(back) == content(source)


def test_progress_counts_every_article_twice(pair: tuple[Places, Places]) -> None:
    source, target = pair
    some_history(source, 1_500)
    counted: list[int] = []

    done = migrate(source, target, counted.append)

    assert sum(counted) == 2 * done.articles == 2 * 1_498


def test_a_copy_that_is_there_is_looked_over_again(pair: tuple[Places, Places]) -> None:
    source, target = pair
    some_history(source)
    assert not migrate(source, target).was_there

    assert migrate(source, target).was_there

    run_sql(target, 'UPDATE links SET position = 7 WHERE "row" = 1')
    with pytest.raises(ArchiveError, match=r"links 1, 0, .* is not as in"):
        migrate(source, target)


_ENDLESS = """
import os, signal, sys
from pathlib import Path
from index.archive import copying
from index.data import Places
from index.migration import migrate

copying.BATCH_ROWS = 10
source, target, kill_after = sys.argv[1:3], sys.argv[3:5], int(sys.argv[5])
steps = 0

def count(_number):
    global steps
    steps += 1
    if steps > kill_after:
        os.kill(os.getpid(), signal.SIGKILL)

migrate(*(Places(Path(data), archive or None) for data, archive in (source, target)), count)
"""


@pytest.mark.parametrize("kill_after", [1, 11])
def test_killed_at_any_batch_it_goes_on(
    pair: tuple[Places, Places], kill_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = pair
    some_history(source, 103)
    places = [part for place in pair for part in (str(place.data), place.archive or "")]

    killed = subprocess.run(
        [sys.executable, "-c", _ENDLESS, *places, str(kill_after)],
        stderr=subprocess.DEVNULL,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL
    there = len(run_sql(target, "SELECT id FROM articles"))
    assert there == min(10 * kill_after, 101)
    with pytest.raises(ArchiveError, match="run the same arsip migrate again"):
        open_archive(target)
    with pytest.raises(ArchiveError, match="run the same arsip migrate again"):
        open_archive(target, create=True)
    counted: list[int] = []
    monkeypatch.setattr("index.archive.copying.BATCH_ROWS", 10)
    migrate(source, target, counted.append)
    assert counted[0] == there
    assert content(target) == content(source)


def test_a_source_that_changed_meanwhile_is_copied_anew(pair: tuple[Places, Places]) -> None:
    source, target = pair
    some_history(source)
    with closing(find_database(source)) as one, closing(find_database(target, create=True)) as two:
        begin(one, two)
        copy_articles(one, two, lambda _: None)
    do(source, [article("a5", "Diralat.")], ["a6"])
    counted: list[int] = []

    migrate(source, target, counted.append)

    assert counted[0] == 0
    assert content(target) == content(source)


def test_a_copy_that_is_not_the_same_is_no_archive(pair: tuple[Places, Places]) -> None:
    source, target = pair
    some_history(source)
    with closing(find_database(source)) as one, closing(find_database(target, create=True)) as two:
        begin(one, two)
        copy_articles(one, two, lambda _: None)
    run_sql(target, "UPDATE articles SET body = 'Lain.' WHERE id = 'a7'")

    with pytest.raises(ArchiveError, match="articles 8 is not as in"):
        migrate(source, target)
    with pytest.raises(ArchiveError, match="again"):
        open_archive(target)

    migrate(source, target)
    assert content(target) == content(source)


# What is left alone


def test_another_archive_is_left_alone(pair: tuple[Places, Places]) -> None:
    source, target = pair
    some_history(source)
    do(target, [article("lain")])
    before = content(target)

    with pytest.raises(ArchiveError, match="holds another archive"):
        migrate(source, target)

    assert content(target) == before


def test_so_is_a_copy_that_has_a_life_of_its_own(pair: tuple[Places, Places]) -> None:
    source, target = pair
    some_history(source)
    migrate(source, target)
    do(target, [article("baru")])
    before = content(target)

    with pytest.raises(ArchiveError, match="at another revision"):
        migrate(source, target)

    assert content(target) == before


def test_so_are_tables_of_somebody_else(pair: tuple[Places, Places]) -> None:
    source, target = pair
    some_history(source)
    target.data.mkdir()
    run_sql(target, "CREATE TABLE articles (nama TEXT)")

    with pytest.raises(ArchiveError, match="has tables of somebody else: articles"):
        migrate(source, target)
    with pytest.raises(ArchiveError, match="has tables of somebody else: articles"):
        open_archive(target, create=True)

    assert run_sql(target, "SELECT * FROM articles") == []


def test_an_archive_is_not_copied_onto_itself(pair: tuple[Places, Places]) -> None:
    some_history(pair[0])

    with pytest.raises(ArchiveError, match="onto itself"):
        migrate(pair[0], Places(pair[0].data / ".", pair[0].archive))


def test_nothing_to_copy_is_told(pair: tuple[Places, Places]) -> None:
    with pytest.raises(ArchiveError, match="arsip import"):
        migrate(*pair)


def test_a_writer_keeps_it_from_beginning(pair: tuple[Places, Places]) -> None:
    source, target = pair
    some_history(source)
    with_server = next(place for place in pair if place.archive)

    with archive_lock(with_server), pytest.raises(WriterLockedError):
        migrate(source, target)


def test_an_article_with_a_nul_is_named(tmp_path: Path, postgres: Postgres) -> None:
    source, target = Places(tmp_path), Places(tmp_path, postgres.new_archive())
    do(source, [article("a"), article("buruk", "Isi\0berita."), article("c")])

    with pytest.raises(ArticleError, match="article 'buruk': body holds a NUL character"):
        migrate(source, target)

    do(source, ["buruk"])
    migrate(source, target)
    assert content(target) == content(source)
