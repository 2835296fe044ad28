"""Finding and reading, as people do it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from web.cli.main import run_command

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.web.browser.conftest import Visit


def total(page: Page) -> int:
    """Return what the page says that it found."""
    found = re.search(r"\d+", page.locator(".total strong").inner_text())
    assert found
    return int(found[0])


def test_search_open_and_go_back(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill("melatih")
    page.get_by_role("button", name="Cari").click()
    expect(page).to_have_title("melatih \u2013 Arsip")
    assert total(page) == 2
    results = page.url

    page.get_by_role("link", name="Jack Ma ingin cetak").first.click()

    expect(page.locator("h1")).to_have_text("Jack Ma ingin cetak seribu pemimpin teknologi")
    expect(page.locator("article mark").first).to_have_text("melatih")
    expect(page.get_by_text("Sabtu, 13 Oktober 2018, 10.26 WIB")).to_be_visible()
    page.go_back()
    assert page.url == results
    assert total(page) == 2


def test_go_from_match_to_match_and_back(visit: Visit) -> None:
    page = visit("/search?q=latih")
    results = page.url
    page.get_by_role("link", name="Jack Ma ingin cetak").first.click()

    page.locator(".matches a").click()
    expect(page.locator("mark:target")).to_have_text("melatih")
    page.get_by_role("link", name="Berikutnya").locator("visible=true").click()

    expect(page.locator("mark:target")).to_have_text("pelatihan")
    expect(page.locator("mark:target")).to_be_in_viewport()
    page.go_back()
    expect(page.locator("mark:target")).to_have_text("melatih")
    page.locator(".back a").click()
    assert page.url == results


def test_narrow_by_two_values_and_widen_again(visit: Visit) -> None:
    page = visit("/search?q=beras")
    every = total(page)

    page.get_by_role("checkbox", name=re.compile("^Kompas")).check()
    page.get_by_role("checkbox", name=re.compile("^Medan")).check()
    page.get_by_role("button", name="Terapkan").click()

    page.wait_for_url("**source=Kompas**")
    assert "place=Medan" in page.url
    narrow = total(page)
    assert 0 < narrow < every
    for hit in page.locator(".hits article").all():
        expect(hit).to_contain_text("Kompas")
        expect(hit).to_contain_text("Medan")
    expect(page.get_by_role("checkbox", name=re.compile("^Kompas"))).to_be_checked()
    page.get_by_role("link", name=re.compile("^Hapus saringan .*Medan")).click()
    page.wait_for_url(lambda url: "place" not in url)
    assert narrow < total(page) < every


def test_a_bar_of_the_timeline_leads_to_its_articles(visit: Visit) -> None:
    page = visit("/search?q=beras")
    bar = page.locator(".timeline a").nth(3)
    expect(bar.locator("title")).to_have_text(re.compile(": 1 artikel$"))

    bar.locator(".bar").click()

    page.wait_for_url("**date_from=**")
    assert total(page) == 1
    page.get_by_role("link", name="Tren pencarian ini").click()
    expect(page.locator("h1")).to_have_text("Tren")
    assert "date_from=" in page.url


def test_the_table_of_the_timeline_does_as_well_by_keyboard(visit: Visit) -> None:
    page = visit("/search?q=beras")
    page.locator(".figures summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**date_from=2016-01-01&date_to=2016-01-31**")
    assert total(page) == 1


def test_queries_are_compared_and_a_point_opens_its_articles(visit: Visit) -> None:
    page = visit("/tren", java_script_enabled=False)
    page.get_by_label("Pencarian 1").fill("beras")
    page.get_by_label("Pencarian 3").fill("pelatihan")
    page.get_by_label("Tiap").select_option("tahun")
    page.get_by_label("Persen dari semua").check()
    page.get_by_role("button", name="Tampilkan").click()

    page.wait_for_url("**measure=share**")
    expect(page.locator(".legend li")).to_have_count(2)
    point = page.locator(".chart .series-1 a").nth(2)
    expect(point.locator("title")).to_have_text("beras, 2018: 6 artikel, 85,7% dari 7")
    point.click()

    page.wait_for_url("**/search?q=beras&**2018**")
    assert total(page) == 6


def test_every_page_of_the_results_can_be_reached(visit: Visit) -> None:
    page = visit("/search?q=beras")
    seen: list[str] = []

    while True:
        seen += page.locator(".hits h2").all_inner_texts()
        following = page.get_by_role("link", name="Berikutnya")
        if not following.count():
            break
        address = following.get_attribute("href")
        following.click()
        page.wait_for_url(f"**{address}")

    assert len(seen) == len(set(seen)) == total(page) == 25


def test_a_stranger_without_scripts_has_all_but_completions(visit: Visit) -> None:
    page = visit("/", java_script_enabled=False)
    page.locator("#q").press_sequentially("harga beras")
    assert page.get_by_role("listbox").count() == 0
    page.get_by_role("button", name="Cari").click()
    assert total(page) == 25

    page.get_by_role("checkbox", name=re.compile("^Kompas")).check()
    page.get_by_role("button", name="Terapkan").click()
    expect(page.get_by_role("link", name=re.compile("^Hapus saringan .*Kompas"))).to_be_visible()

    page.locator(".hits h2 a").first.click()
    expect(page.locator("article mark").first).to_be_visible()


def test_a_keyboard_is_enough(visit: Visit) -> None:
    page = visit("/search?q=gabah")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("harga ber")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=harga+beras")

    first = page.locator(".hits h2 a").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if first.evaluate("link => link === document.activeElement"):
            break
    expect(first).to_be_focused()
    assert first.evaluate("link => getComputedStyle(link).outlineStyle") != "none"
    page.keyboard.press("Enter")

    page.wait_for_url("**/articles/beras-*")
    expect(page).to_have_title(re.compile("^Harga beras naik"))


def test_totals_are_the_same_everywhere(
    visit: Visit, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = visit("/search?q=harga+beras&source=Kompas")
    context = page.context.request
    query = "?q=harga+beras&source=Kompas"

    shown = total(page)
    answer = context.get(f"/api/v1/search{query}").json()
    table = context.get(f"/search.csv{query}").text().splitlines()
    lines = context.get(f"/search.jsonl{query}").text().splitlines()
    feed = context.get(f"/search.atom{query}").text()
    run_command(["search", "harga beras sumber:Kompas", "--data", str(data)])
    printed = capsys.readouterr().out

    assert shown == answer["total"] == len(table) - 1 == len(lines) == feed.count("<entry>") > 0
    assert printed.startswith(f"{shown} ")


def test_where_nothing_is_found_the_page_is_used_as_wide_as_it_is(visit: Visit) -> None:
    page = visit("/search?q=zzzz", viewport={"width": 1280, "height": 800})

    found = page.locator("#hasil").bounding_box()

    assert page.locator(".refine").count() == 0
    assert found
    assert found["width"] > 1000


@pytest.mark.parametrize("path", ["/kutipan", "/peta", "/konteks?q=beras"])
def test_a_day_stands_beside_its_label_on_a_phone(visit: Visit, path: str) -> None:
    page = visit(path, viewport={"width": 390, "height": 844})

    for name in ("date_from", "date_to"):
        label = page.locator(f"label[for={name}]").bounding_box()
        field = page.locator(f"input#{name}").bounding_box()
        assert label
        assert field
        assert field["y"] <= label["y"] + label["height"] / 2 <= field["y"] + field["height"]
