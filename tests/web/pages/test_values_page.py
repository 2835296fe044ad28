from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from web.pages.refine import Choice
from web.pages.values import ON_A_PAGE, list_values
from web.params import ValuesParams

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PLACES = [Choice(f"Desa {number:03}", 500 - number, number == 150) for number in range(250)]
CITIES = [Choice("Surabaya", 3, False), Choice("Ambon", 2, False), Choice("áceh", 1, False)]


def params(**given: object) -> ValuesParams:
    return ValuesParams.model_validate({"facet": "place"} | given)


def values(html: str) -> list[str]:
    return [unescape(value) for value in re.findall('<span class="value">(.*?)</span>', html)]


def test_values_come_in_pages_and_those_chosen_elsewhere_are_kept() -> None:
    first, last = list_values(PLACES, params()), list_values(PLACES, params(at=3))

    assert first.shown == PLACES[:ON_A_PAGE]
    assert last.shown == PLACES[2 * ON_A_PAGE :]
    assert (first.total, first.pages) == (250, 3)
    assert first.aside == last.aside == ["Desa 150"]
    assert list_values(PLACES, params(at=2)).aside == []


def test_values_are_ordered_and_looked_through_without_regard_to_accents() -> None:
    by_name = list_values(CITIES, params(order="name")).shown

    assert [choice.value for choice in by_name] == ["áceh", "Ambon", "Surabaya"]
    assert [choice.value for choice in list_values(CITIES, params(find="ÁC")).shown] == ["áceh"]
    assert list_values(CITIES, params(find="zz")).pages == 0


def test_all_values_of_a_search_are_listed_with_a_way_back(client: FlaskClient) -> None:
    html = client.get("/search/values?facet=place&q=beras&source=Kompas&place=Medan").text

    assert values(html) == ["Medan", "Jakarta"]
    assert 'value="Medan" checked' in html
    assert '<input type="hidden" name="source" value="Kompas">' in html
    assert 'href="/search?q=beras&amp;source=Kompas&amp;place=Medan"' in html


def test_looking_through_the_list_keeps_what_was_chosen(client: FlaskClient) -> None:
    """Both buttons send one form; the first narrows the list."""
    html = client.get("/search/values?facet=place&q=beras&place=Medan&find=jak&order=name").text
    form = html.partition('<form class="choose"')[2].partition("</form>")[0]

    assert values(html) == ["Jakarta"]
    assert '<input type="hidden" name="place" value="Medan">' in form
    assert form.index('formaction="/search/values"') < form.index('<fieldset class="facet"')
    query = "q=beras&facet=place&order=name&find=jak&place=Medan&place=Jakarta"
    assert "<strong>25 artikel</strong>" in client.get(f"/search?{query}").text


def test_a_list_can_be_narrowed_and_ordered(client: FlaskClient) -> None:
    html = client.get("/search/values?facet=author&find=dewi&order=name").text

    assert values(html) == ["Dewi Lestari"]
    assert "1 nilai" in html
    assert 'href="/search/values?facet=author&amp;find=dewi"' in html
    assert "Tidak ada nilai" in client.get("/search/values?find=xyzzy").text


@pytest.mark.parametrize(
    "query",
    ["", "facet=body", "at=0", "at=99999", "find=%00", "facet=place&facet=year", "order=x&q=%22"],
)
def test_any_address_of_the_list_is_answered(client: FlaskClient, query: str) -> None:
    assert client.get(f"/search/values?{query}").status_code == 200
