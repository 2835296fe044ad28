"""Articles like one by what they say, and those of its day and place, on every engine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from index.article import make_article
from index.newstext.dates import WIB
from search.similar import LEAST_LIKENESS
from tests.building import build
from tests.search.conftest import ENGINES, searcher_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.article import Article
    from search.searcher import Searcher

# One flood told four times, one market told twice, and what is alone.
TEXTS = {
    "rob-1": (
        "Banjir rob rendam Semarang Utara",
        (
            "Banjir rob merendam ratusan rumah di Semarang Utara. Tanggul Tanjung Emas jebol, dan "
            "warga mengungsi ke balai kelurahan. Pompa Kali Semarang tidak cukup."
        ),
    ),
    "rob-2": (
        "Tanggul jebol, rob Semarang Utara meluas",
        (
            "Rob di Semarang Utara meluas sesudah tanggul Tanjung Emas jebol. Ratusan warga masih "
            "mengungsi, dan pompa tambahan didatangkan."
        ),
    ),
    "rob-3": (
        "Warga Semarang Utara pulang, rob surut",
        (
            "Rob surut. Warga Semarang Utara pulang dari balai kelurahan, tanggul Tanjung Emas "
            "ditutup karung pasir."
        ),
    ),
    "rob-4": (
        "Gubernur tinjau rob Semarang Utara",
        (
            "Gubernur meninjau tanggul Tanjung Emas yang jebol dan pompa di Semarang Utara "
            "sesudah rob merendam rumah warga."
        ),
    ),
    "pasar-1": (
        "Cabai rawit mahal di Pasar Kliwon",
        "Harga cabai rawit di Pasar Kliwon naik dua kali lipat, kata pedagang sayur Kudus.",
    ),
    "pasar-2": (
        "Pedagang Pasar Kliwon timbun cabai rawit",
        "Cabai rawit di Pasar Kliwon, Kudus, ditimbun pedagang sayur karena harga naik.",
    ),
    "voli": (
        "Regu voli putri melaju ke final",
        "Regu voli putri melaju ke final sesudah menang tiga set langsung atas juara bertahan.",
    ),
}
FILLERS = [
    (f"Laporan {word} nomor {word}", f"Tentang {word}: rapat {word} dibuka, {word} dibahas lagi.")
    for word in (
        "koperasi dermaga perpustakaan sekolah jembatan kereta hutan pabrik museum rumah sakit "
        "taman terminal pelabuhan bandara kantor pos kebun raya menara sungai danau gunung"
    ).split()
]


def _articles() -> list[Article]:
    days = {"rob-1": 3, "rob-2": 3, "rob-4": 3, "rob-3": 9, "pasar-1": 3}
    articles = [
        make_article(
            id=id_,
            title=title,
            body=body,
            published=datetime(2021, 5, days[id_], 7, tzinfo=WIB) if id_ in days else None,
            place=None if id_ == "voli" else "Kudus" if id_.startswith("pasar") else "Semarang",
        )
        for id_, (title, body) in TEXTS.items()
    ]
    articles += [
        make_article(id=f"lain-{at}", title=title, body=body)
        for at, (title, body) in enumerate(FILLERS)
    ]
    # The second of May in UTC, the third in WIB.
    late = datetime(2021, 5, 2, 20, tzinfo=UTC)
    articles.append(
        make_article(id="dini", title="Azan", body="Sahur.", published=late, place="SEMARANG")
    )
    return articles


ARTICLES = {article.id: article for article in _articles()}


@pytest.fixture(scope="module", params=ENGINES)
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """A searcher on every engine in turn."""
    data = build(tmp_path_factory.mktemp("similar"), list(ARTICLES.values()))
    with searcher_over(request, request.param, data) as searcher:
        yield searcher


def like(searcher: Searcher, id_: str, count: int = 5) -> list[str]:
    return [found.article.id for found in searcher.similar(ARTICLES[id_], count)]


def test_the_same_story_is_found_and_nothing_else(searcher: Searcher) -> None:
    assert set(like(searcher, "rob-1")) == {"rob-2", "rob-3", "rob-4"}
    assert like(searcher, "pasar-2") == ["pasar-1"]


def test_an_article_alone_has_none(searcher: Searcher) -> None:
    assert like(searcher, "voli") == []


def test_the_most_like_come_first_and_no_more_than_asked(searcher: Searcher) -> None:
    found = searcher.similar(ARTICLES["rob-1"], 5)

    assert found == sorted(found, key=lambda one: -one.likeness)
    assert all(LEAST_LIKENESS <= one.likeness <= 1 for one in found)
    assert like(searcher, "rob-1", 2) == [one.article.id for one in found[:2]]


def test_a_copy_is_as_like_as_can_be(searcher: Searcher) -> None:
    original = ARTICLES["rob-1"]
    copy = make_article(id="salinan", title=original.title, body=original.body)

    first = searcher.similar(copy, 1)[0]

    assert first.article.id == "rob-1"
    assert first.likeness == pytest.approx(1)


@pytest.mark.parametrize("body", ["2021 3.000 26/5", "yang di dan", "zzz", "!? 1"])
def test_what_says_nothing_has_none(searcher: Searcher, body: str) -> None:
    assert searcher.similar(make_article(id="x", title="12", body=body), 5) == []


def test_the_same_day_in_the_same_place_newest_first(searcher: Searcher) -> None:
    found = searcher.same_day(ARTICLES["rob-1"], 5)

    assert [article.id for article in found] == ["rob-2", "rob-4", "dini"]
    assert [article.id for article in searcher.same_day(ARTICLES["dini"], 2)] == ["rob-1", "rob-2"]


@pytest.mark.parametrize("id_", ["pasar-2", "voli", "lain-0"])
def test_without_a_day_or_a_place_there_is_no_same_one(searcher: Searcher, id_: str) -> None:
    assert searcher.same_day(ARTICLES[id_], 5) == []


@pytest.mark.parametrize(
    "when", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)]
)
def test_days_at_the_end_of_the_calendar_are_days(searcher: Searcher, when: datetime) -> None:
    article = make_article(id="x", body="x", place="Semarang", published=when)

    assert searcher.same_day(article, 5) == []
