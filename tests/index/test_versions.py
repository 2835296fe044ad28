"""What an article was before it was corrected is kept, in order, and goes when the article goes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive.opening import open_archive
from index.archive.versions import Change, History
from index.article import Article
from index.check import check_archive
from index.data import archive_file
from index.errors import ArchiveError
from tests.databases import OPENED, arguments, fill_disk, in_a_file, run_sql
from tests.index.killing import lines_until_killed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.archive.store import Archive
    from index.data import Places

ID = "berita/1 %2F?#"

FIRST = Article(
    id=ID,
    title="Harga cabai turun",
    body="Harga cabai turun di Ambon.\nPedagang lega.",
    published=datetime.fromisoformat("2018-10-13T10:26:00+07:00"),
    place="Ambon",
    source="Kabar Pesisir",
    author=("Sri Wahyuni", "Budi"),
    section="Ekonomi",
    url="https://contoh.id/1",
    tags=("cabai",),
    related=("Panen raya",),
)
SECOND = replace(FIRST, body="Harga cabai naik di Ambon.\nPedagang lega.")


@pytest.fixture
def path(place: Places) -> Path:
    """The file, for what is about files."""
    return archive_file(place.data)


@pytest.fixture
def archive(place: Places) -> Iterator[Archive]:
    with closing(open_archive(place, create=True)) as archive:
        yield archive


def put(archive: Archive, *articles: Article) -> None:
    for article in articles:
        archive.put([article])


def past(archive: Archive, id_: str = ID) -> list[Article]:
    return [version.article for version in archive.versions.walk(id_)]


# Keeping


def test_a_correction_keeps_what_was_corrected(archive: Archive) -> None:
    put(archive, FIRST, SECOND)

    (version,) = archive.versions.walk(ID)

    assert archive.get(ID) == SECOND
    assert (version.number, version.article) == (1, FIRST)
    assert version.stored <= version.replaced
    history = archive.versions.history(ID)
    assert history == History(version.stored, version.replaced, 1)
    assert archive.versions.changes(ID, most=9) == [Change(1, version.stored, version.replaced)]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Judul lain"},
        {"body": "Isi lain."},
        {"published": None},
        {"published": datetime(2018, 10, 13, 3, 27, tzinfo=UTC)},
        {"place": None},
        {"source": "Lain"},
        {"author": ()},
        {"section": "Olahraga"},
        {"url": None},
        {"tags": ("cabai", "pasar")},
        {"related": ()},
        {"language": "en"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_of_any_field_is_a_version(archive: Archive, change: dict[str, object]) -> None:
    put(archive, FIRST, replace(FIRST, **change))  # type: ignore[arg-type]

    assert past(archive) == [FIRST]


def test_the_same_again_is_none(archive: Archive) -> None:
    put(archive, FIRST, FIRST, FIRST)

    assert past(archive) == []
    history = archive.versions.history(ID)
    assert history is not None
    assert (history.versions, history.updated) == (0, history.first_seen)


@pytest.mark.parametrize("zone", [timezone(timedelta(hours=7), "WIB"), UTC], ids=str)
def test_the_same_moment_in_another_zone_is_none(archive: Archive, zone: timezone) -> None:
    assert FIRST.published is not None
    put(archive, FIRST, replace(FIRST, published=FIRST.published.astimezone(zone)))

    assert past(archive) == []


def test_back_and_forth_is_kept_in_order(archive: Archive) -> None:
    put(archive, FIRST, SECOND, FIRST, SECOND, SECOND, FIRST)

    assert past(archive) == [FIRST, SECOND, FIRST, SECOND]
    assert archive.get(ID) == FIRST


def test_what_others_were_is_kept_apart(archive: Archive) -> None:
    other = replace(FIRST, id="lain")
    archive.put([FIRST, other])
    archive.put([SECOND, replace(other, title="Lain")])
    archive.put([FIRST, replace(other, title="Lain lagi")])

    assert past(archive) == [FIRST, SECOND]
    assert past(archive, "lain") == [other, replace(other, title="Lain")]
    assert past(archive, "tidak ada") == []
    assert archive.versions.history("tidak ada") is None


def test_versions_are_found_by_number(archive: Archive) -> None:
    many = [replace(FIRST, title=f"Judul {number}") for number in range(1, 8)]
    put(archive, *many)

    assert [version.number for version in archive.versions.walk(ID)] == [1, 2, 3, 4, 5, 6]
    assert [version.article for version in archive.versions.walk(ID, after=4)] == many[4:6]
    assert [change.number for change in archive.versions.changes(ID, most=3)] == [6, 5, 4]
    assert [change.number for change in archive.versions.changes(ID, most=3, last=2)] == [2, 1]
    found = archive.versions.get(ID, 3)
    assert found is not None
    assert found.article == many[2]
    for number in (0, 7, -1):
        assert archive.versions.get(ID, number) is None


def test_times_follow_each_other(archive: Archive, place: Places) -> None:
    put(archive, FIRST)
    for number, article in enumerate((SECOND, FIRST, SECOND)):
        run_sql(place, f"UPDATE articles SET updated = '2020-01-0{number + 1}T00:00:00+00:00'")  # noqa: S608
        put(archive, article)

    versions = list(archive.versions.walk(ID))
    assert [version.stored.day for version in versions] == [1, 2, 3]
    assert all(version.stored.tzinfo for version in versions)


def test_a_correction_with_any_tool_is_kept(archive: Archive, place: Places) -> None:
    put(archive, FIRST)

    run_sql(place, "UPDATE articles SET title = 'Diubah'")

    assert past(archive) == [FIRST]


STATES = st.lists(st.sampled_from([FIRST, SECOND, replace(FIRST, title="Lain"), None]), max_size=9)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STATES)
def test_versions_are_every_state_but_the_last(
    new_place: Callable[[], Places], states: list[Article | None]
) -> None:
    with closing(open_archive(new_place(), create=True)) as archive:
        for state in states:
            if state is None:
                archive.remove([ID])
            else:
                archive.put([state])

        since = len(states) - next(
            (at for at, one in enumerate(states[::-1]) if one is None), len(states)
        )
        lived = states[since:]
        expected = [one for one, after in pairwise(lived) if one != after]
        assert past(archive) == expected
        assert check_archive(archive) == []


# Forgetting


def test_a_removed_article_takes_its_versions_along(archive: Archive) -> None:
    put(archive, replace(FIRST, body="Rahasia yang dicabut. " * 400), SECOND)
    put(archive, replace(FIRST, id="lain"), replace(SECOND, id="lain"))

    archive.remove([ID])

    assert past(archive) == []
    assert len(past(archive, "lain")) == 1


@in_a_file
def test_what_is_removed_leaves_the_file(archive: Archive, path: Path) -> None:
    put(archive, replace(FIRST, body="Rahasia yang dicabut. " * 400), SECOND)

    archive.remove([ID])

    archive.close()
    assert b"Rahasia yang dicabut" not in path.read_bytes()


def test_a_row_deleted_with_any_tool_does_so_too(archive: Archive, place: Places) -> None:
    put(archive, FIRST, SECOND)

    run_sql(place, "DELETE FROM articles")

    assert run_sql(place, "SELECT count(*) FROM versions") == [(0,)]


def test_an_article_that_returns_has_no_past(archive: Archive) -> None:
    put(archive, FIRST, SECOND)
    archive.remove([ID])

    put(archive, FIRST)
    assert past(archive) == []

    put(archive, SECOND)
    assert past(archive) == [FIRST]


# All or nothing


def test_a_correction_that_fails_leaves_no_version(archive: Archive, place: Places) -> None:
    put(archive, FIRST)
    fill_disk(place, "links")

    with pytest.raises(ArchiveError, match="disk full"):
        archive.put([SECOND])

    assert archive.get(ID) == FIRST
    assert past(archive) == []


def test_without_its_version_there_is_no_correction(archive: Archive, place: Places) -> None:
    put(archive, FIRST)
    fill_disk(place, "versions")

    with pytest.raises(ArchiveError, match="disk full"):
        archive.put([SECOND])

    assert archive.get(ID) == FIRST


_ENDLESS_CORRECTIONS = f"""{OPENED}
from index.article import Article

for turn in range(10_000):
    archive.put([Article(id=f"b{{n}}", title=f"{{turn}}", body="Isi. " * 100) for n in range(20)])
    print(turn, flush=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.004, 0.009])
def test_killed_at_any_instant_each_correction_has_its_version(place: Places, delay: float) -> None:
    reported = lines_until_killed(_ENDLESS_CORRECTIONS, *arguments(place), least=4, delay=delay)

    with closing(open_archive(place)) as archive:
        for number in range(20):
            article = archive.get(f"b{number}")
            assert article is not None
            turn = int(article.title)
            assert turn in (reported - 1, reported)
            titles = [version.article.title for version in archive.versions.walk(article.id)]
            assert titles == [str(before) for before in range(turn)]
        assert check_archive(archive) == []


# Older archives, and damage


@in_a_file
def test_an_archive_of_before_there_were_versions(archive: Archive, place: Places) -> None:
    put(archive, FIRST)
    archive.close()
    run_sql(
        place,
        "DROP TRIGGER articles_corrected",
        "DROP TRIGGER articles_forgotten",
        "DROP TABLE versions",
    )

    with closing(open_archive(place)) as old:
        history = old.versions.history(ID)
        assert history is not None
        assert history.versions == 0
        assert past(old) == []
        assert old.versions.changes(ID, most=9) == []
        assert old.versions.get(ID, 1) is None
        assert check_archive(old) == []
    with closing(open_archive(place, create=True)) as opened:
        put(opened, SECOND)
        assert past(opened) == [FIRST]
        opened.remove([ID])
        assert past(opened) == []


@pytest.mark.parametrize(
    "change",
    [
        "body = body || '.'",
        "title = cast(x'ff41' AS TEXT)",
        "author = '[\"'",
        "published = 'kemarin'",
        "replaced = 'kemarin'",
        "hash = 'a'",
        "id = 'lain'",
    ],
)
def test_a_damaged_version_is_named_and_left_out(
    archive: Archive, place: Places, change: str
) -> None:
    if place.archive and "cast" in change:
        pytest.skip("PostgreSQL keeps no text that is none")
    put(archive, FIRST, SECOND, replace(FIRST, title="Ketiga"))
    run_sql(place, f"UPDATE versions SET {change} WHERE number = 1")  # noqa: S608

    (problem,) = check_archive(archive)
    assert "version 1 of the article in row 1 is damaged" in problem
    named: list[int] = []
    found = list(archive.versions.walk(ID, on_damage=lambda number, _: named.append(number)))
    assert [version.number for version in found] == [2]
    assert named == ([] if change.startswith("id") else [1])
    history = archive.versions.history(ID)
    assert history is not None
    assert history.versions == 2
    assert archive.get(ID) == replace(FIRST, title="Ketiga")


@in_a_file
def test_damage_among_versions_keeps_no_article_from_being_read(
    archive: Archive, place: Places, path: Path
) -> None:
    put(archive, FIRST, SECOND)
    archive.close()
    with closing(sqlite3.connect(path)) as connection:
        roots = connection.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size)"
            " FROM sqlite_master WHERE name IN ('versions', 'versions_row_number')"
        ).fetchall()
    with path.open("r+b") as file:
        for root, size in roots:
            file.seek((root - 1) * size)
            file.write(b"\xff" * 64)

    with closing(open_archive(place)) as damaged:
        assert damaged.get(ID) == SECOND
        history = damaged.versions.history(ID)
        assert history is not None
        assert history.versions == 0
        assert damaged.versions.changes(ID, most=9) == []
        assert check_archive(damaged)
