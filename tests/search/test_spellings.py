"""One word in every spelling that news prints, through every engine: the same articles."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.archive.opening import open_archive
from index.article import Article
from search.language.parser import parse
from search.results import PageRequest
from search.searcher import Searcher
from tests.building import build
from tests.search.conftest import ENGINES, engine_over

if TYPE_CHECKING:
    from collections.abc import Iterator

# Of each word an article that prints it in each way, in the title or in the body.
PRINTED = {
    "anak": ("anak-anak", "anak anak", "anak - anak"),
    "undang": ("Undang-Undang", "undang undang", "Undang - undang"),
    "ktp": ("e-KTP", "e KTP", "ektp", "e - KTP"),
    "pt": ("PT", "P.T.", "P.T", "P. T."),
    "maruf": ("Ma'ruf", "Maruf", "Ma Ruf"),
    "kereta": ("kereta api", "keretapi"),
}
ARTICLES = [
    article
    for name, spellings in PRINTED.items()
    for number, spelling in enumerate(spellings)
    for text in [f"Soal {spelling} dasar itu"]
    for article in (
        Article(id=f"{name}-{number}-title", title=text, body="Kabar."),
        Article(id=f"{name}-{number}-body", title="Kabar", body=text),
    )
] + [
    Article(id="duran", title="Kabar", body="Grup Duran Duran tampil, lagi. Lagi pula gratis."),
    Article(id="grup", title="Kabar", body="Hasil grup E. Brasil menang; KTP kereta lewat."),
]


@pytest.fixture(scope="module", params=ENGINES)
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """A searcher of these articles on each engine in turn."""
    data = build(tmp_path_factory.mktemp("spellings"), ARTICLES)
    with closing(open_archive(data)) as archive:
        engine = engine_over(request, request.param, data, archive)
        with closing(engine):
            yield Searcher(engine, archive)


def find(searcher: Searcher, text: str) -> set[str]:
    page = searcher.search(parse(text).query, PageRequest(size=100))
    return set() if page.relaxed else {hit.article.id for hit in page.hits}


@pytest.mark.parametrize(
    ("name", "spelling"),
    [(name, some) for name, spellings in PRINTED.items() for some in spellings],
)
def test_every_spelling_finds_every_other(searcher: Searcher, name: str, spelling: str) -> None:
    every = {article.id for article in ARTICLES if article.id.startswith(f"{name}-")}

    assert find(searcher, f'"{spelling}"') == every
    assert find(searcher, f'"soal {spelling} dasar"') == every
    assert find(searcher, f'~"soal {spelling} dasar"') == every
    assert find(searcher, spelling) >= every
    assert (name == "kereta") or find(searcher, spelling) == every


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"grup duran"', {"duran"}, id="the word before"),
        pytest.param('"duran tampil"', {"duran"}, id="the word behind"),
        pytest.param("=duran", {"duran"}, id="a half as written"),
        pytest.param('"lagi lagi pula"', set(), id="not over a full stop"),
        pytest.param('"lagi pula"', {"duran"}, id="behind a full stop"),
        pytest.param('"e brasil"', {"grup"}, id="a letter and a word"),
        pytest.param('"kereta dasar"', set(), id="no half of two words"),
    ],
)
def test_neighbours_stay_words(searcher: Searcher, text: str, expected: set[str]) -> None:
    assert find(searcher, text) == expected


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        pytest.param("anak-anak", {"anak-anak", "anak anak", "anak - anak"}, id="repeated"),
        pytest.param('"undang undang"', set(PRINTED["undang"]), id="lexical"),
        pytest.param("ektp", set(PRINTED["ktp"]), id="e-KTP"),
        pytest.param("maruf", set(PRINTED["maruf"]), id="an apostrophe"),
        pytest.param("pt", {"PT", "P.T", "P. T"}, id="an abbreviation"),
        pytest.param("keretapi", {"kereta api", "keretapi"}, id="two words"),
    ],
)
def test_marks_cover_the_words_as_printed(searcher: Searcher, query: str, marked: set[str]) -> None:
    page = searcher.search(parse(query).query, PageRequest(size=100))

    for part in ("title", "snippet"):
        assert {
            fragment.text
            for hit in page.hits
            for fragment in getattr(hit, part)
            if fragment.is_match
        } == marked
