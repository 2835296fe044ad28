"""Every page for everybody: without faults that axe finds, narrow, in the dark and on paper."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults

from tests.web.browser.pages import PAGES, Shown
from web.texts.languages import LANGUAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.web.browser.conftest import Visit

NARROW = {"width": 320, "height": 640}
SCHEMES = list(zip(LANGUAGES, cycle(["dark", "light"]), strict=False))

every_page = pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def faults(page: Page) -> str:
    """Return what axe finds, for a person to read; nothing if all is well."""
    page.evaluate(AXE_SCRIPT)
    found = AxeResults(page.evaluate("axe.run({resultTypes: ['violations'], preload: false})"))
    return str(found.generate_report()) if found.violations_count else ""


def in_language(shown: Shown, language: str) -> str:
    return f"{shown.path}{'&' if '?' in shown.path else '?'}lang={language}"


# Colours are the same in every language: each has a scheme of its own.
@pytest.mark.parametrize(("language", "scheme"), SCHEMES)
@every_page
def test_axe_finds_no_fault(visit: Visit, shown: Shown, language: str, scheme: str) -> None:
    address = in_language(shown, language)
    page = visit(address, private=shown.is_private, color_scheme=scheme)

    assert page.locator("html").get_attribute("lang") == language
    ground = page.locator("html").evaluate("html => getComputedStyle(html).backgroundColor")
    assert (max(map(int, ground.strip("rgb()").split(","))) < 64) == (scheme == "dark")
    assert faults(page) == ""


@every_language
@every_page
def test_nothing_scrolls_sideways_at_320_pixels(visit: Visit, shown: Shown, language: str) -> None:
    page = visit(in_language(shown, language), private=shown.is_private, viewport=NARROW)
    for part in page.locator("details").all():
        part.evaluate("part => { part.open = true }")

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@every_page
def test_paper_has_the_text_and_nothing_to_press(visit: Visit, shown: Shown) -> None:
    page = visit(shown.path, private=shown.is_private)
    heading = page.locator("main :is(h1, h2)").first
    is_shown = heading.count() > 0 and heading.is_visible()

    page.emulate_media(media="print", color_scheme="dark")

    assert not page.locator("form.box, .skip, .colophon nav").locator("visible=true").count()
    assert heading.is_visible() == is_shown
    ink, paper = page.locator("body").evaluate(
        "body => [getComputedStyle(body).color,"
        " getComputedStyle(document.documentElement).backgroundColor]"
    )
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
