"""What is offered while somebody types, with keys, a pointer, and a network that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

    from tests.web.browser.conftest import Visit

SUGGEST = "**/api/v1/suggest?*"


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Cari di arsip")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def type_in(page: Page, text: str) -> None:
    """Type into the box and wait for what is offered."""
    ends = tuple(f"{sign}q={quote(text)}" for sign in "?&")
    with page.expect_response(lambda answer: answer.url.endswith(ends)):
        box(page).press_sequentially(text)
    expect(options(page).first).to_be_visible()


def active(page: Page) -> str:
    """Return the option that is pointed at; nothing when it is the box."""
    chosen = page.locator("[role=option][aria-selected=true]")
    assert chosen.count() <= 1
    named = box(page).get_attribute("aria-activedescendant") or ""
    assert (chosen.get_attribute("id") if chosen.count() else "") == named
    return chosen.locator("span").inner_text() if chosen.count() else ""


def test_completions_are_listed_and_their_number_is_told(visit: Visit) -> None:
    page = visit("/")

    type_in(page, "harga ber")

    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox", name="Saran")).to_be_visible()
    shown = options(page).count()
    expect(page.get_by_role("status")).to_have_text(f"{shown} saran; pilih dengan panah bawah")
    assert "harga beras" in options(page).first.inner_text()
    assert "25 artikel" in options(page).first.inner_text()
    assert box(page).input_value() == "harga ber"


def test_an_english_page_speaks_english(visit: Visit) -> None:
    page = visit("/?lang=en")

    page.get_by_role("combobox", name="Search the archive").press_sequentially("mengelola")

    expect(page.get_by_role("listbox", name="Completions")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("1 completion; the down arrow chooses")
    expect(options(page).first).to_contain_text("article")


def test_arrows_go_round_through_the_box(visit: Visit) -> None:
    page = visit("/")
    type_in(page, "harga ber")
    every = options(page).locator("span").all_inner_texts()

    seen = []
    for _ in range(len(every) + 2):
        page.keyboard.press("ArrowDown")
        seen.append(active(page))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")

    assert seen == [*every, "", every[0]]
    assert active(page) == (every[-2] if len(every) > 1 else "")
    assert box(page).input_value() == "harga ber"
    expect(box(page)).to_be_focused()


@pytest.mark.parametrize("key", ["Home", "End", "ArrowLeft", "ArrowRight"])
def test_keys_of_a_text_lead_back_to_it(visit: Visit, key: str) -> None:
    page = visit("/")
    type_in(page, "harga ber")
    page.keyboard.press("ArrowDown")
    assert active(page)

    page.keyboard.press(key)
    page.keyboard.type("x")

    assert active(page) == ""
    place = {"Home": 0, "ArrowLeft": 8}.get(key, 9)
    assert box(page).input_value() == "harga ber"[:place] + "x" + "harga ber"[place:]


def test_enter_searches_for_what_is_pointed_at(visit: Visit) -> None:
    page = visit("/search?q=gabah&source=Kompas")
    box(page).fill("")
    type_in(page, "harga ber")
    page.keyboard.press("ArrowDown")
    wanted = active(page)

    page.keyboard.press("Enter")

    page.wait_for_url(lambda url: "harga" in url)
    assert box(page).input_value() == wanted == "harga beras"
    assert "source=Kompas" in page.url


def test_enter_alone_searches_for_what_was_typed(visit: Visit) -> None:
    page = visit("/")
    type_in(page, "harga ber")

    page.keyboard.press("Enter")

    page.wait_for_url("**/search?*")
    assert box(page).input_value() == "harga ber"


def test_a_title_leads_to_its_article(visit: Visit) -> None:
    page = visit("/")
    type_in(page, "guru belajar")

    options(page).filter(has_text="komputasi awan").filter(has_text="artikel").first.click()

    page.wait_for_url("**/articles/guru")


def test_a_pointer_chooses(visit: Visit) -> None:
    page = visit("/")
    type_in(page, "harga ber")

    options(page).first.click()

    page.wait_for_url("**/search?q=harga+beras")


def test_escape_closes_and_an_arrow_opens_again(visit: Visit) -> None:
    page = visit("/")
    type_in(page, "harga ber")

    page.keyboard.press("Escape")

    expect(options(page).first).to_be_hidden()
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    assert box(page).input_value() == "harga ber"
    page.keyboard.press("ArrowDown")
    assert active(page) == "harga beras"


def test_leaving_the_box_closes(visit: Visit) -> None:
    page = visit("/")
    type_in(page, "harga ber")

    page.keyboard.press("Tab")

    expect(options(page).first).to_be_hidden()
    expect(page.get_by_role("button", name="Cari")).to_be_focused()


def test_only_the_newest_question_is_answered(visit: Visit) -> None:
    """An answer that comes late, to what was typed before, is not shown."""
    page = visit("/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "harga" in route.request.url or held:
            route.continue_()
        else:
            held.append(route)

    page.route(SUGGEST, hold)
    box(page).press_sequentially("gab")
    with page.expect_request_finished(lambda request: "harga" in request.url):
        page.wait_for_function("performance.now() > 0")
        page.wait_for_timeout(200)
        box(page).fill("harga ber")

    expect(options(page).first).to_contain_text("harga beras")
    assert len(held) == 1
    assert held[0].request.failure is not None  # it was given up


@pytest.mark.parametrize("status", [429, 500, 503])
def test_nothing_is_offered_where_nothing_answers(visit: Visit, status: int) -> None:
    page = visit("/")
    type_in(page, "harga be")
    page.route(SUGGEST, lambda route: route.fulfill(status=status, body="{"))

    box(page).press("r")

    expect(options(page)).to_have_count(0)
    box(page).press("Enter")
    page.wait_for_url("**/search?q=harga+ber")


def test_nothing_is_offered_without_a_network(visit: Visit) -> None:
    page = visit("/")
    page.route(SUGGEST, lambda route: route.abort())

    with page.expect_event("requestfailed"):
        box(page).press_sequentially("harga ber")

    expect(box(page)).to_have_attribute("aria-expanded", "false")
    assert box(page).input_value() == "harga ber"


def test_hostile_titles_are_text(visit: Visit) -> None:
    page = visit("/")

    type_in(page, "banjir")

    title = options(page).filter(has_text="judul")
    expect(title.first).to_contain_text("<script>alert('judul')</script> banjir")
    assert page.locator("[role=option] script").count() == 0


def test_axe_finds_no_fault_in_the_open_list(visit: Visit) -> None:
    page = visit("/")
    type_in(page, "harga ber")
    page.keyboard.press("ArrowDown")

    page.evaluate(AXE_SCRIPT)

    found = page.evaluate("axe.run().then(found => found.violations.map(fault => fault.id))")
    assert found == []


def test_the_open_list_fits_a_narrow_screen(visit: Visit) -> None:
    page = visit("/search?q=gabah", viewport={"width": 320, "height": 640})
    box(page).fill("")

    type_in(page, "guru belajar")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    wide = options(page).first.bounding_box()
    assert wide is not None
    assert wide["x"] >= 0
    assert wide["x"] + wide["width"] <= 320
