"""What a real browser makes of the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.browsing import browsing
from tests.web.markup import without_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask


@pytest.fixture(scope="module")
def open_page(app: Flask) -> Iterator[Callable[[str], str]]:
    """Return what a page has become once it is loaded."""
    with browsing(app) as dump:
        yield dump


def test_a_browser_shows_highlighted_results(open_page: Callable[[str], str]) -> None:
    dom = open_page("/search?q=latih")

    assert "<title>latih \u2013 Arsip</title>" in dom
    assert "<mark>melatih</mark>" in dom
    assert len(re.findall(r"<article>", dom)) == 2


def test_a_browser_opens_an_article_with_a_strange_id(open_page: Callable[[str], str]) -> None:
    dom = open_page("/articles/antara%2Fjack%20ma%3F2018?q=latih&lang=id")

    assert "Sabtu, 13 Oktober 2018, 10.26 WIB" in dom
    assert ">pelatihan</mark>" in dom


def test_a_browser_finds_no_script_in_a_hostile_article(open_page: Callable[[str], str]) -> None:
    dom = open_page("/articles/hostile?q=banjir")

    assert "<script" not in without_data(dom)
    assert "<img" not in dom
    assert "banjir" in dom
