"""Values that are one thing are one value: in facets, filters, queries and hits."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.article import Article
from index.data import aliases_file
from index.newstext.dates import WIB
from index.rebuild import reindex
from search.language.parser import parse
from search.results import FacetValue, Filters, PageRequest
from tests.building import build, put, values_of
from tests.search.conftest import ENGINES, searcher_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from search.results import ResultPage
    from search.searcher import Searcher

    Ask = Callable[..., ResultPage]

SOURCES = ["antaranews"] * 5 + ["ANTARA News", "Antaranews.com", "Antara TV", "Koran Jakarta"]


def articles() -> list[Article]:
    """Sixty articles, most of them from Jakarta."""
    made = [
        Article(
            id=f"a-{number:02}",
            title=f"Pasar pagi {number}",
            body=f"Pedagang di Jakarta membuka pasar ke {number}.",
            source=SOURCES[number] if number < len(SOURCES) else "Harian Lentera",
            place="Jakarta",
            section="Ekonomi" if number % 2 else "EKONOMI",
            author=("M. Razi", "M.Razi") if number == 1 else ("Nur Aini",),
        )
        for number in range(60)
    ]
    made[7] = replace(made[7], place="Akarta")
    made[8] = replace(made[8], place="JAKARTA")
    return [*made, replace(made[9], id="medan", place="Medan", author=("Nuraini",))]


def page_of(searcher: Searcher, text: str, **asked: object) -> ResultPage:
    """Return all hits with some value in each of some fields, and what their facets are."""
    filters = Filters(values={name: (value,) for name, value in asked.items()})  # type: ignore[misc]
    page = PageRequest(size=100, filters=filters, facets=("source", "place", "section", "author"))
    return searcher.search(parse(text).query, page)


@pytest.fixture(scope="module", params=ENGINES)
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Ask an engine about an archive that nobody changes."""
    data = build(tmp_path_factory.mktemp("values"), articles())
    with searcher_over(request, request.param, data) as searcher:
        yield partial(page_of, searcher)


@pytest.fixture(params=ENGINES)
def ask_anew(request: pytest.FixtureRequest, tmp_path: Path) -> Ask:
    """Ask an engine about what an archive holds when it is asked."""
    build(tmp_path, articles())

    def found(text: str, **asked: object) -> ResultPage:
        with searcher_over(request, request.param, tmp_path) as searcher:
            return page_of(searcher, text, **asked)

    return found


@pytest.mark.parametrize("engine", ENGINES)
def test_the_day_and_place_of_an_article_are_found_by_any_spelling(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    when = datetime(2021, 5, 3, 7, tzinfo=WIB)
    dated = [replace(article, published=when) for article in articles()[5:10]]
    build(tmp_path, [*dated, *articles()[:5], *articles()[10:]])

    with searcher_over(request, engine, tmp_path) as searcher:
        found = [[other.id for other in searcher.same_day(article, 9)] for article in dated]

    ids = [article.id for article in dated]
    assert found == [[other for other in ids if other != id_] for id_ in ids]


def test_a_facet_has_one_value_for_one_thing(ask: Ask) -> None:
    facets = ask("").facets

    assert facets["source"] == (
        FacetValue("Harian Lentera", 52),
        FacetValue("antaranews", 7),
        FacetValue("Antara TV", 1),
        FacetValue("Koran Jakarta", 1),
    )
    assert facets["place"] == (FacetValue("Jakarta", 60), FacetValue("Medan", 1))
    assert facets["section"] == (FacetValue("Ekonomi", 61),)
    assert facets["author"] == (
        FacetValue("Nur Aini", 59),
        FacetValue("M. Razi", 1),
        FacetValue("Nuraini", 1),
    )


@pytest.mark.parametrize(
    ("name", "value", "total"),
    [
        ("source", "antaranews", 7),
        ("source", "ANTARA News", 7),
        ("source", "antaranews.COM", 7),
        ("source", "www.antaranews.com", 7),
        ("source", "Antara", 0),
        ("source", "antara tv", 1),
        ("place", "Akarta", 60),
        ("place", "jakarta", 60),
        ("author", "m. razi", 1),
        ("author", "Nuraini", 1),
    ],
)
def test_a_filter_for_any_spelling_finds_them_all(
    ask: Ask, name: str, value: str, total: int
) -> None:
    page = ask("", **{name: value})

    assert page.total == total
    if total:
        (asked,) = page.request.filters.values[name]
        assert FacetValue(asked, total) in page.facets[name]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("sumber:antaranews", 7),
        ('sumber:"ANTARA News"', 7),
        ("sumber:antara", 8),
        ("sumber:jakarta", 1),
        ("tempat:akarta", 60),
        ("tempat:jakarta", 60),
        ("pedagang sumber:antaranews tempat:medan", 0),
        ('penulis:"M. Razi"', 1),
    ],
)
def test_a_field_is_searched_by_every_spelling(ask: Ask, text: str, total: int) -> None:
    assert ask(text).total == total


def test_a_hit_names_what_its_facets_do(ask: Ask) -> None:
    hits = {hit.article.id: hit.article for hit in ask("").hits}

    assert {hits[id_].source for id_ in ("a-00", "a-05", "a-06")} == {"antaranews"}
    assert {hits[id_].place for id_ in ("a-07", "a-08")} == {"Jakarta"}
    assert hits["a-01"].author == ("M. Razi",)
    assert {article.section for article in hits.values()} == {"Ekonomi"}


@pytest.mark.parametrize("ask_anew", ["linear", "arrays"], indirect=True)
def test_new_spellings_are_shown_as_what_is_known_at_once(ask_anew: Ask, tmp_path: Path) -> None:
    put(
        tmp_path,
        [
            replace(articles()[0], id="baru-1", source="Antara-News", place="Ja karta"),
            replace(articles()[0], id="baru-2", source="Suara Nusa", place="Jakart"),
            replace(articles()[0], id="baru-3", source="suaranusa"),
        ],
    )
    assert reindex(tmp_path).mode == "incremental"

    facets = ask_anew("").facets
    assert FacetValue("antaranews", 8) in facets["source"]
    assert FacetValue("Suara Nusa", 2) in facets["source"]
    assert FacetValue("Jakarta", 62) in facets["place"]
    assert FacetValue("Jakart", 1) in facets["place"]  # for the next full build to learn
    assert ask_anew("", source="SUARANUSA").total == 2
    assert ask_anew("sumber:suaranusa").total == 1
    assert ask_anew("", place="Ja-karta").total == 62

    assert reindex(tmp_path, full=True).merged
    assert ask_anew("sumber:suaranusa").total == 2
    assert ask_anew("").facets["place"][0] == FacetValue("Jakarta", 63)


def test_the_table_of_the_user_comes_first(ask_anew: Ask, tmp_path: Path) -> None:
    aliases_file(tmp_path).write_text(
        "sumber\tAntaranews\tANTARA News\n"
        "sumber\tAntara TV\tANTARA News\n"
        "tempat\tAkarta\tAkarta\n"
        "penulis\tNuraini\tNur Aini\n"
    )

    report = reindex(tmp_path)

    assert (report.mode, report.renewed) == ("full", ("aliases.tsv",))
    facets = ask_anew("").facets
    assert FacetValue("ANTARA News", 8) in facets["source"]
    assert facets["place"][1:] == (FacetValue("Akarta", 1), FacetValue("Medan", 1))
    assert facets["author"][0] == FacetValue("Nur Aini", 60)
    assert ask_anew("", source="antaranews.com").total == 8
    assert ask_anew('sumber:"antara tv"').total == 8
    assert reindex(tmp_path).mode == "unchanged"


def test_the_archive_keeps_what_was_published(tmp_path: Path) -> None:
    build(tmp_path, articles())

    with closing(open_archive(tmp_path)) as archive:
        kept = archive.get_many(["a-05", "a-07"])

    assert (kept["a-05"].source, kept["a-07"].place) == ("ANTARA News", "Akarta")
    assert values_of(tmp_path).of(kept["a-05"]).source == "antaranews"
