"""What is shown where nothing has every word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.article import Article
from search.language.parser import parse
from search.relaxing import LOOKED_AT
from search.results import PageRequest
from tests.building import build
from tests.search.conftest import ENGINES, searcher_over

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.searcher import Searcher

EXPLAINED = "Komisi Pemberantasan Korupsi (KPK) memeriksa saksi di Jakarta, kata KPK kepada warga."
OTHER = "Petani di Demak memanen padi sejak pagi."


@pytest.fixture(scope="module")
def named_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bodies = [*[EXPLAINED] * (LOOKED_AT + 5), *[OTHER] * 300, f"{OTHER} Seekor zebra lepas."]
    articles = [Article(id=f"a{at}", title=f"Kabar {at}", body=b) for at, b in enumerate(bodies)]
    return build(tmp_path_factory.mktemp("longgar"), articles)


@pytest.fixture(scope="module", params=ENGINES)
def named(request: pytest.FixtureRequest, named_data: Path) -> Iterator[Searcher]:
    with searcher_over(request, request.param, named_data) as searcher:
        yield searcher


@pytest.mark.parametrize("aliases", [False, True])
def test_a_rare_word_is_not_hidden_by_the_names_of_another(
    named: Searcher, *, aliases: bool
) -> None:
    page = named.search(parse("kpk zebra").query, PageRequest(aliases=aliases))

    assert page.relaxed
    assert [hit.article.id for hit in page.hits] == [f"a{LOOKED_AT + 305}"]


def test_nothing_is_shown_where_a_filter_leaves_none(named: Searcher) -> None:
    page = named.search(parse("kpk zebra sumber:lain").query, PageRequest(aliases=True))

    assert not page.hits
