"""The columns of the front page, as a browser draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.web.browser.conftest import Visit

MIDDLES = """selector => [...document.querySelectorAll(selector)].map(one => {
  const box = one.getBoundingClientRect();
  return Math.round(box.x + box.width / 2);
})"""


def test_the_name_of_a_year_stands_below_its_column(visit: Visit) -> None:
    for width in (320, 1280):
        page = visit("/", viewport={"width": width, "height": 800})

        columns = page.evaluate(MIDDLES, ".years li")
        names = page.evaluate(MIDDLES, ".year-names span")

        assert len(columns) > 1
        assert all(abs(a - b) <= 1 for a, b in zip(columns, names, strict=True))


def test_a_column_is_opened_from_the_keyboard(visit: Visit) -> None:
    page = visit("/")

    page.locator(".years a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?date_from=*")

    assert page.locator(".hits > li").count() > 0
