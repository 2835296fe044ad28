"""The archive keeps what was published, whole batches at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive.opening import open_archive
from index.archive.related import RelatedArticle
from index.archive.storing import ImportCounts
from index.article import Article
from index.errors import ArchiveError, ArchiveMissingError
from index.newstext.dates import WIB
from tests.databases import OPENED, arguments, columns, fill_disk, run_sql
from tests.index.killing import lines_until_killed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.archive.store import Archive
    from index.data import Places


@pytest.fixture
def archive(place: Places) -> Iterator[Archive]:
    with closing(open_archive(place, create=True)) as archive:
        yield archive


def article(id_: str, body: str = "Isi berita.", **rest: object) -> Article:
    return replace(Article(id=id_, title=f"Judul {id_}", body=body), **rest)  # type: ignore[arg-type]


FULL = Article(
    id="u-1",
    title="Alibaba latih pemimpin teknologi",
    body="Paragraf satu.\nParagraf dua \u2014 \u201ckutipan\u201d \U0001f600",
    published=datetime.fromisoformat("2018-10-13T10:26:00+07:00"),
    place="Nusa Dua, Bali",
    source="ANTARA News",
    author=("Suryanto", "D. Lestari"),
    section="Tekno",
    url="https://contoh.id/berita/1",
    tags=("teknologi", "kecerdasan, buatan"),
    related=("Harga cabai turun",),
    language="id",
)


# Keeping


def test_an_article_comes_back_as_it_went_in(archive: Archive) -> None:
    archive.put([FULL])

    assert archive.get("u-1") == FULL


def test_an_article_of_body_alone_comes_back(archive: Archive) -> None:
    archive.put([article("a")])

    assert archive.get("a") == article("a")


def test_an_unknown_id_is_none(archive: Archive) -> None:
    assert archive.get("x") is None


def test_the_same_article_again_changes_nothing(archive: Archive, place: Places) -> None:
    assert archive.put([FULL]) == ImportCounts(1, 0, 0)
    before = columns(place, "u-1")

    assert archive.put([FULL]) == ImportCounts(0, 0, 1)

    assert columns(place, "u-1") == before
    assert archive.revision() == 1


def test_the_same_moment_in_another_zone_corrects_nothing(archive: Archive, place: Places) -> None:
    archive.put([FULL])
    before = columns(place, "u-1")
    assert FULL.published is not None

    for zone in (UTC, WIB, timezone(timedelta(hours=9))):
        other = replace(FULL, published=FULL.published.astimezone(zone))
        assert archive.put([other]) == ImportCounts(0, 0, 1)

    assert columns(place, "u-1") == before


def test_an_article_of_another_site_takes_no_id_that_is_in_use(archive: Archive) -> None:
    theirs = article("12", url="https://kabar.id/12")
    ours = article("12", title="Lain", url="https://www.warta.co.id/12")
    archive.put([theirs])

    assert archive.put([ours, article("13")]) == (1, 0, 0, {"12": "https://kabar.id/12"})
    assert archive.get("12") == theirs


@pytest.mark.parametrize(
    "rest",
    [
        {"title": "Lain", "url": "http://m.kabar.id/berita/12"},
        {"title": "Lain", "url": "https://news.kabar.id/12"},
        {"url": "https://warta.id/12"},
        {"title": "Lain", "url": "/12"},
        {"title": "Lain"},
    ],
    ids=["on a phone", "of a part of the site", "the site moved", "no host", "no address"],
)
def test_an_article_of_one_site_is_corrected(archive: Archive, rest: dict[str, str]) -> None:
    archive.put([article("12", url="https://www.kabar.id/12")])

    assert archive.put([article("12", **rest)]) == ImportCounts(0, 1, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Judul lain"},
        {"body": "Isi lain."},
        {"published": None},
        {"published": datetime(2018, 10, 13, 3, 27, tzinfo=UTC)},
        {"author": ()},
        {"tags": ("teknologi",)},
        {"related": ()},
        {"url": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_article_keeps_its_row_and_first_sight(
    archive: Archive, place: Places, change: dict[str, object]
) -> None:
    changed = replace(FULL, **change)  # type: ignore[arg-type]
    archive.put([FULL])
    before = columns(place, "u-1")

    assert archive.put([changed]) == ImportCounts(0, 1, 0)

    after = columns(place, "u-1")
    assert archive.get("u-1") == changed
    assert (after["row"], after["first_seen"]) == (before["row"], before["first_seen"])
    assert after["revision"] == 2


def test_a_batch_counts_what_it_did(archive: Archive) -> None:
    archive.put([article("a"), article("b")])

    counts = archive.put([article("a"), article("b", "Isi baru."), article("c")])

    assert counts == ImportCounts(added=1, changed=1, unchanged=1)
    assert archive.count() == 3


def test_an_empty_batch_is_nothing(archive: Archive) -> None:
    assert archive.put([]) == ImportCounts(0, 0, 0)
    assert archive.revision() == 0


def test_what_is_put_is_there_for_the_next_process(archive: Archive, place: Places) -> None:
    archive.put([FULL])

    with closing(open_archive(place)) as other:
        assert other.get("u-1") == FULL
        assert other.identity == archive.identity


def test_no_two_archives_are_the_same(new_place: Callable[[], Places], archive: Archive) -> None:
    with closing(open_archive(new_place(), create=True)) as other:
        assert other.identity != archive.identity


def test_creating_an_archive_again_keeps_it(archive: Archive, place: Places) -> None:
    archive.put([FULL])

    with closing(open_archive(place, create=True)) as again:
        assert again.identity == archive.identity
        assert again.get("u-1") == FULL


IDS = st.sampled_from("abcdef")
BATCHES = st.lists(
    st.builds(article, IDS, st.sampled_from(["Satu.", "Dua.", "Tiga."])),
    unique_by=lambda one: one.id,
)
STEPS = st.lists(BATCHES | st.lists(IDS, unique=True), max_size=8)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_an_archive_is_a_dictionary_with_a_memory(
    new_place: Callable[[], Places], steps: list[list[Article] | list[str]]
) -> None:
    expected: dict[str, Article] = {}
    with closing(open_archive(new_place(), create=True)) as archive:
        for step in steps:
            since = archive.revision()
            before = dict(expected)
            for one in step:
                if isinstance(one, Article):
                    expected[one.id] = one
                else:
                    expected.pop(one, None)
            if any(isinstance(one, Article) for one in step):
                archive.put([one for one in step if isinstance(one, Article)])
            else:
                archive.remove([one for one in step if isinstance(one, str)])

            assert {kept.article.id: kept.article for kept in archive.walk()} == expected
            if since:
                changed = {kept.article.id for kept in archive.walk(since=since)}
                assert changed == {id_ for id_, one in expected.items() if before.get(id_) != one}
            assert set(archive.removed_since(since)) == before.keys() - expected.keys()
            assert (archive.revision() > since) == (before != expected)


# Reading


def test_articles_are_fetched_by_row_and_by_id(archive: Archive) -> None:
    archive.put([article("a"), article("b"), article("c")])

    assert {row: one.id for row, one in archive.get_rows([1, 3, 99]).items()} == {1: "a", 3: "c"}
    assert archive.get_many(["c", "x", "a"]) == {"a": article("a"), "c": article("c")}


def test_a_walk_goes_by_row(archive: Archive) -> None:
    archive.put([article(name) for name in "dbca"])

    assert [one.article.id for one in archive.walk()] == list("dbca")
    assert [one.row for one in archive.walk(first=2, last=3)] == [2, 3]
    assert archive.row_span() == (1, 4)


def test_an_empty_archive_has_an_empty_span(archive: Archive) -> None:
    assert archive.row_span() == (0, -1)
    assert list(archive.walk()) == []


def test_a_walk_does_not_see_what_comes_later(archive: Archive) -> None:
    archive.put([article(f"a{number}") for number in range(2_000)])
    walk = archive.walk()
    next(walk)

    archive.put([article("z")])

    assert sum(1 for _ in walk) == 1_999


def test_more_ids_than_a_statement_binds_are_fine(archive: Archive) -> None:
    many = [article(f"a{number:05}") for number in range(35_000)]

    assert archive.put(many).added == 35_000
    assert archive.put(many).unchanged == 35_000
    assert archive.remove([one.id for one in many]) == 35_000


def test_threads_share_an_archive(archive: Archive) -> None:
    def work(number: int) -> bool:
        archive.put([article(f"a{number}")])
        return archive.get(f"a{number}") is not None

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(64)))

    assert archive.count() == 64
    assert archive.revision() == 64


# Removing


def test_a_removed_article_is_remembered_as_removed(archive: Archive) -> None:
    archive.put([article("a"), article("b")])
    revision = archive.revision()

    assert archive.remove(["a", "x"]) == 1

    assert archive.get("a") is None
    assert archive.removed_since(revision) == ["a"]
    assert archive.removed_since(archive.revision()) == []


def test_a_row_deleted_with_any_tool_is_remembered_too(archive: Archive, place: Places) -> None:
    archive.put([article("a", related=("Judul b",)), article("b")])
    revision = archive.revision()

    run_sql(place, "DELETE FROM articles WHERE id = 'a'")

    assert archive.removed_since(revision) == ["a"]
    assert archive.revision() > revision
    assert archive.related("b") == ()


def test_rows_are_never_used_twice(archive: Archive) -> None:
    archive.put([article("a"), article("b")])
    archive.remove(["b"])

    archive.put([article("c")])

    assert [one.row for one in archive.walk()] == [1, 3]


def test_an_article_that_returns_is_not_removed_any_more(archive: Archive) -> None:
    archive.put([article("a")])
    archive.remove(["a"])

    archive.put([article("a")])

    assert archive.removed_since(0) == []
    assert archive.count(since=2) == 1


# Links


def test_links_lead_both_ways(archive: Archive) -> None:
    archive.put([article("a", related=("Judul b", "Judul x")), article("b")])

    assert archive.related("a") == (
        RelatedArticle("Judul b", "b", None, "out"),
        RelatedArticle("Judul x", None, None, "out"),
    )
    assert archive.related("b") == (RelatedArticle("Judul a", "a", None, "in"),)


def test_a_link_is_resolved_once_its_article_comes(archive: Archive) -> None:
    archive.put([article("a", related=("Judul b",))])
    assert archive.related("a")[0].id is None

    archive.put([article("b")])

    assert archive.related("a")[0].id == "b"


def test_links_forgive_case_and_punctuation(archive: Archive) -> None:
    archive.put([article("a", related=("  judul \u2018B\u2019!",)), article("b")])

    assert archive.related("a")[0].id == "b"


def test_new_links_replace_the_old_ones(archive: Archive) -> None:
    archive.put([article("a", related=("Judul b",)), article("b"), article("c")])

    archive.put([article("a", related=("Judul c",))])

    assert archive.related("b") == ()
    assert [link.id for link in archive.related("a")] == ["c"]


def test_a_link_both_ways_is_shown_once(archive: Archive) -> None:
    archive.put([article("a", related=("Judul b",)), article("b", related=("Judul a",))])

    assert [link.direction for link in archive.related("a")] == ["out"]


def test_nobody_links_to_himself(archive: Archive) -> None:
    archive.put([article("a", related=("Judul a",))])

    assert all(link.id != "a" for link in archive.related("a"))


def test_those_that_link_here_are_newest_first(archive: Archive) -> None:
    def linking(id_: str, day: int | None) -> Article:
        moment = None if day is None else datetime(2020, 1, day, tzinfo=UTC)
        return article(id_, related=("Judul x",), published=moment)

    archive.put([article("x"), linking("a", 1), linking("b", 3), linking("c", None)])

    assert [link.id for link in archive.related("x")] == ["b", "a", "c"]


def test_an_unknown_article_has_no_links(archive: Archive) -> None:
    assert archive.related("x") == ()


# Faults


def test_a_missing_archive_names_the_command(place: Places) -> None:
    for _ in range(2):
        with pytest.raises(ArchiveMissingError, match="arsip import"):
            open_archive(place)

    assert not place.data.exists()


def test_a_database_of_somebody_else_is_left_alone(place: Places) -> None:
    place.data.mkdir()
    run_sql(place, "CREATE TABLE resep (nama TEXT)")

    with pytest.raises(ArchiveMissingError, match=r"no articles in .* yet; run: arsip import"):
        open_archive(place)


def test_an_archive_of_a_newer_version_is_left_alone(archive: Archive, place: Places) -> None:
    archive.put([FULL])
    archive.close()
    run_sql(place, "UPDATE meta SET value = '99' WHERE key = 'version'")

    for create in (False, True):
        with pytest.raises(ArchiveError, match="99"):
            open_archive(place, create=create)

    assert columns(place, "u-1")["title"] == FULL.title


def test_a_sound_archive_has_no_problems(archive: Archive) -> None:
    archive.put([FULL])

    assert archive.check() == []


def test_a_batch_that_fails_leaves_nothing(archive: Archive, place: Places) -> None:
    archive.put([article("a")])
    fill_disk(place, "links")

    with pytest.raises(ArchiveError, match="disk full"):
        archive.put([article("a", "Isi baru."), article("b", related=("Lain",))])

    assert archive.get("a") == article("a")
    assert archive.count() == 1


def test_closing_twice_is_harmless(place: Places) -> None:
    archive = open_archive(place, create=True)
    archive.close()

    archive.close()


BATCH = 200

_ENDLESS_IMPORT = f"""{OPENED}
from index.article import Article

for batch in range(10_000):
    names = [f"b{{batch}}-{{number}}" for number in range({BATCH})]
    archive.put([Article(id=name, title=name, body="Isi. " * 100) for name in names])
    print(batch, flush=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.003, 0.007, 0.012])
def test_a_killed_import_leaves_whole_batches(place: Places, delay: float) -> None:
    reported = lines_until_killed(_ENDLESS_IMPORT, *arguments(place), least=3, delay=delay)

    with closing(open_archive(place)) as archive:
        count = archive.count()
        assert archive.check() == []

    assert count % BATCH == 0
    assert reported * BATCH <= count <= (reported + 1) * BATCH


def test_a_title_leads_to_its_newest_article(archive: Archive) -> None:
    archive.put(
        [
            article("lama", title="Harga beras naik!", published=datetime(2018, 1, 1, tzinfo=UTC)),
            article("baru", title="HARGA BERAS NAIK", published=datetime(2019, 1, 1, tzinfo=UTC)),
            article("kapan", title="Harga beras naik", published=None),
        ]
    )

    assert archive.find_titled(["Harga beras naik", "Tidak ada"]) == {"Harga beras naik": "baru"}
    assert archive.find_titled([]) == {}
