"""A row is known to be what was written, whichever program wrote it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2b
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.digests import digest_of, is_digest_of
from index.archive.opening import open_archive
from index.archive.storing import ImportCounts
from index.article import Article
from index.newstext.dates import WIB, WITA
from tests.databases import columns, run_sql

if TYPE_CHECKING:
    from index.data import Places

MOMENT = datetime(2018, 10, 13, 10, 26, tzinfo=WIB)
ARTICLE = Article(
    id="a", title="It's", body="Isi\n\u201cberita\u201d", published=MOMENT, tags=("a", "b")
)
JUST_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

texts = st.none() | st.text(st.characters(exclude_categories=["Cs"]))
lists = st.lists(st.text("ab\"',\\", max_size=3), max_size=3).map(tuple)
moments = st.none() | st.datetimes(timezones=st.sampled_from([UTC, WIB, WITA]))
articles = st.builds(
    Article,
    id=st.just("a"),
    title=st.just("Judul"),
    body=st.text("ab\"',\\\n", min_size=1, max_size=5).map("x{}".format),
    published=moments,
    place=texts,
    source=texts,
    author=lists,
    section=texts,
    url=texts,
    tags=lists,
    related=lists,
)


def older(article: Article) -> str:
    """Return what archives of version 1 have for an article."""
    values = [(field.name, getattr(article, field.name)) for field in fields(article)]
    return blake2b(repr(values).encode(), digest_size=16).hexdigest()


@given(articles, articles)
def test_two_articles_have_one_digest_if_they_are_one(one: Article, other: Article) -> None:
    assert (digest_of(one) == digest_of(other)) == (one == other)


@given(articles)
def test_a_digest_is_of_its_article_whichever_program_wrote_it(article: Article) -> None:
    for digest in (digest_of(article), older(article)):
        assert is_digest_of(digest, article)
        assert not is_digest_of(digest, replace(article, body=f"{article.body}."))
        assert not is_digest_of(digest, replace(article, published=JUST_EPOCH))


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from([WIB, timezone(timedelta(0)), timezone(timedelta(hours=9))]),
)
def test_a_moment_is_one_in_whatever_zone(moment: datetime, zone: timezone) -> None:
    moment = moment.replace(fold=0)
    article, other = (replace(ARTICLE, published=one) for one in (moment, moment.astimezone(zone)))

    assert digest_of(article) == digest_of(other)
    assert is_digest_of(older(article), other)


@pytest.fixture
def older_place(place: Places) -> Places:
    """Return where an archive of version 1 is, which has `ARTICLE`."""
    with closing(open_archive(place, create=True)) as archive:
        archive.put([ARTICLE])
    run_sql(place, f"UPDATE articles SET hash = '{older(ARTICLE)}'")  # noqa: S608 - a digest
    run_sql(place, "UPDATE meta SET value = '1' WHERE key = 'version'")
    return place


def test_an_archive_of_version_1_is_read_and_stays_so(older_place: Places) -> None:
    in_utc = replace(ARTICLE, published=MOMENT.astimezone(UTC))
    with closing(open_archive(older_place, create=True)) as archive:
        assert archive.put([ARTICLE]) == archive.put([in_utc]) == ImportCounts(0, 0, 1)
        assert [stored.article for stored in archive.walk()] == [ARTICLE]
        assert list(archive.damaged()) == []

    assert run_sql(older_place, "SELECT value FROM meta WHERE key = 'version'") == [("1",)]
    assert columns(older_place, "a")["hash"] == older(ARTICLE)


def test_an_archive_of_version_1_that_is_added_to_becomes_one_of_today(older_place: Places) -> None:
    corrected = replace(ARTICLE, title="Its")
    with closing(open_archive(older_place, create=True)) as archive:
        assert archive.put([replace(ARTICLE, id="b")]) == ImportCounts(1, 0, 0)
        assert [stored.article.id for stored in archive.walk()] == ["a", "b"]
        assert archive.put([corrected]) == ImportCounts(0, 1, 0)
        before = archive.versions.get("a", 1)
        assert before is not None
        assert before.article == ARTICLE

    assert run_sql(older_place, "SELECT value FROM meta WHERE key = 'version'") == [("2",)]
    assert columns(older_place, "a")["hash"] == digest_of(corrected)


def test_damage_in_a_row_of_version_1_is_found(older_place: Places) -> None:
    run_sql(older_place, "UPDATE articles SET body = 'Isu'")

    with closing(open_archive(older_place)) as archive:
        assert [row.problem for row in archive.damaged()] == ["its content is not what was stored"]
