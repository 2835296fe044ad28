from __future__ import annotations

import re
from contextlib import closing
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_plus

import pytest

from index.archive.opening import open_archive
from index.article import make_article
from search.arrays.engine import ArrayEngine
from search.searcher import Searcher
from tests.building import build
from web.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


def page(client: FlaskClient, query: str) -> str:
    response = client.get(f"/search?{query}")
    assert response.status_code == 200
    return response.text


def links(html: str) -> list[tuple[str, str]]:
    """Return address and text of every link, in order."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return [
        (unescape(href), " ".join(unescape(re.sub("<[^>]*>", "", text)).split()))
        for href, text in found
    ]


def link(html: str, text: str) -> str:
    return next(href for href, label in links(html) if label == text)


def test_results_are_highlighted_and_lead_to_their_articles(client: FlaskClient) -> None:
    html = page(client, "q=latih+seribu")

    assert "<mark>melatih</mark>" in html
    assert "Nusa Dua, Bali" in html
    assert ">13 Oktober 2018</time>" in html
    href = link(html, "Jack Ma ingin cetak seribu pemimpin teknologi")
    assert '<mark id="cocok-1">' in client.get(href).text


@pytest.mark.parametrize(
    "query", ["", "q=beras", "q=%22harga+beras%22", "q=beras&source=kompas&place=Medan", "q=zzzz"]
)
def test_the_page_and_the_json_tell_the_same_total(client: FlaskClient, query: str) -> None:
    html = page(client, query)

    total = client.get(f"/api/v1/search?{query}").get_json()["total"]
    assert f"<strong>{total} artikel</strong>" in html


def boxes(html: str, name: str) -> list[tuple[str, int, bool]]:
    """Return value, count and state of every checkbox of a facet."""
    found = re.findall(
        rf'<input type="checkbox" name="{name}" value="([^"]*)"( checked)?>.*?count">(\d+)<', html
    )
    return [(unescape(value), int(count), bool(checked)) for value, checked, count in found]


def hidden(html: str) -> dict[str, str]:
    """Return what the form of filters carries along unseen."""
    form = html.partition('<form class="groups"')[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form))


def test_readers_are_not_told_milliseconds(client: FlaskClient) -> None:
    assert not re.search(r"\d ms\b", page(client, "q=beras"))


def test_values_are_chosen_in_a_form_that_keeps_the_rest(client: FlaskClient) -> None:
    html = page(client, "q=beras&sort=newest&page=2&source=kompas&date_from=2016-01-01")

    assert boxes(html, "source") == [("ANTARA News", 16, False), ("Kompas", 9, True)]
    assert hidden(html) == {"q": "beras", "sort": "newest"}
    assert 'name="date_from" type="date" value="2016-01-01"' in html
    assert link(html, "Sumber: kompas \u00d7").endswith("sort=newest&date_from=2016-01-01")


@pytest.mark.parametrize("address", ["/search?", "/search/values?facet=source&"])
@pytest.mark.parametrize("spelling", ["antaranews", "www.Antaranews.com", "antara+news"])
def test_any_spelling_of_a_value_chooses_what_is_shown(
    client: FlaskClient, address: str, spelling: str
) -> None:
    html = client.get(f"{address}q=beras&source={spelling}").text

    assert boxes(html, "source") == [("ANTARA News", 16, True), ("Kompas", 9, False)]


@pytest.mark.parametrize("name", ["source", "place", "year"])
@pytest.mark.parametrize("query", ["q=beras", "q=beras&source=Kompas&year=2016", "q=zzzz"])
def test_each_box_says_how_many_articles_it_would_leave(
    client: FlaskClient, query: str, name: str
) -> None:
    for value, count, _ in boxes(page(client, query), name):
        kept = "&".join(part for part in query.split("&") if not part.startswith(name))
        answer = client.get(f"/api/v1/search?{kept}&{name}={quote(value)}").get_json()
        assert answer["total"] == count > 0


def test_partial_matches_promise_no_counts(client: FlaskClient) -> None:
    """What is nearest to a query is not the same under another filter."""
    html = page(client, "q=melatih+komputasi+gajah")
    filters = html.partition('<form class="groups"')[2].partition("</form>")[0]

    assert 'type="checkbox"' in filters
    assert 'class="count"' not in filters
    assert "<svg" not in filters
    assert "/tren?" not in html
    assert "/konteks?" not in html


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("beras -gabah", True),
        ("beras tanggal:2018", True),
        ("beras sumber:kompas", True),
        ("beras harga", False),
    ],
)
def test_the_line_also_says_what_decides_besides_words(
    client: FlaskClient, query: str, told: bool
) -> None:
    line = re.search(r"<summary>Dicari:.*?</summary>", page(client, "q=" + quote(query)))

    assert line
    assert ("<code>" in line[0]) == told


def test_two_values_of_one_facet_are_alternatives(client: FlaskClient) -> None:
    html = page(client, "q=beras&year=2016&year=2018&place=Medan")

    counts = {value: count for value, count, _ in boxes(html, "year")}
    assert f"<strong>{counts['2016'] + counts['2018']} artikel</strong>" in html
    assert "2017" in counts


def test_filters_that_leave_nothing_can_be_changed_in_place(client: FlaskClient) -> None:
    html = page(client, "q=beras&source=Tempo")

    assert boxes(html, "source") == [
        ("ANTARA News", 16, False),
        ("Kompas", 9, False),
        ("Tempo", 0, True),
    ]


def test_filters_come_before_results_as_on_a_phone(client: FlaskClient) -> None:
    html = page(client, "q=beras")

    assert html.index('class="refine"') < html.index('id="hasil"') < html.index('class="hits"')
    assert '<a class="skip" href="#hasil">' in html


def test_bars_lead_to_a_month_and_then_to_its_days(client: FlaskClient) -> None:
    html = page(client, "q=beras")
    months = [(href, text) for href, text in links(html) if re.fullmatch("[A-Z][a-z]+ 201.", text)]

    assert months[:2] == [
        ("/search?q=beras&date_from=2016-01-01&date_to=2016-01-31", "Januari 2016"),
        ("/search?q=beras&date_from=2016-02-01&date_to=2016-02-29", "Februari 2016"),
    ]
    narrowed = client.get(months[0][0]).text
    assert "<strong>1 artikel</strong>" in narrowed
    assert link(narrowed, "Januari 2016 \u00d7") == "/search?q=beras"
    assert "10 Januari 2016" in [text for _, text in links(narrowed)]


def test_several_filters_can_be_cleared_at_once(client: FlaskClient) -> None:
    html = page(client, "q=beras&source=Kompas&place=Medan&date_from=2016-01-01")

    assert link(html, "Hapus semua saringan") == "/search?q=beras"
    assert "sejak 1 Januari 2016 \u00d7" in [text for _, text in links(html)]


def test_pages_are_linked_and_the_current_one_is_marked(client: FlaskClient) -> None:
    html = page(client, "q=beras&page=2")

    assert re.search(r'aria-current="page">2</a>', html)
    assert link(html, "Sebelumnya") == "/search?q=beras"
    assert link(html, "Berikutnya") == "/search?q=beras&page=3"
    assert "halaman 2 dari 3" in html


def test_a_page_past_the_end_leads_back(client: FlaskClient) -> None:
    html = page(client, "q=beras&page=7")

    assert link(html, "Ke halaman terakhir (3)") == "/search?q=beras&page=3"


def test_sorting_keeps_the_search(client: FlaskClient) -> None:
    html = page(client, "q=beras&source=Kompas")

    assert link(html, "Terlama") == "/search?q=beras&source=Kompas&sort=oldest"


def test_a_phrase_can_be_had_in_any_form_with_one_click(client: FlaskClient) -> None:
    html = page(client, "q=%22menaikkan+harga%22")

    assert link(html, "Semua bentuk") == "/search?q=%22menaikkan+harga%22&forms=all"


def test_words_can_be_had_exactly_with_one_click(client: FlaskClient) -> None:
    html = page(client, "q=melatih")

    exact = client.get(link(html, "Bentuk persis")).text
    assert "<strong>2 artikel</strong>" in html
    assert "<strong>1 artikel</strong>" in exact
    assert link(exact, "Hanya bentuk persis \u00d7") == "/search?q=melatih"


def test_no_form_is_offered_that_finds_nothing(client: FlaskClient) -> None:
    alone, company = page(client, "q=latih"), page(client, "q=pelatihan+komputasi")
    narrowed = page(client, "q=pelatihan&source=Kompas")

    assert "Bentuk persis" not in alone
    assert link(alone, "melatih") == "/search?q=%3Dmelatih"
    for html in (company, narrowed):
        assert "/search?q=%3Dmelatih" not in html


def sought(html: str) -> str:
    """Return the line that says what was looked for, as read."""
    found = re.search(r"<summary>(Dicari:.*?)</summary>", html, re.DOTALL)
    assert found
    return " ".join(unescape(re.sub("<[^>]*>", "", found[1])).split())


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("pelatihan", "pelatihan (semua bentuk)"),
        ("harga beras", "harga, beras (semua bentuk)"),
        ("pelatihan xyzzy", "pelatihan (semua bentuk), xyzzy (tidak ditemukan)"),
        ("=melatih", "=melatih (bentuk persis)"),
        ('"harga beras"', '"harga beras" (bentuk persis)'),
        ('~"harga beras"~3', '~"harga beras"~3 (semua bentuk)'),
        ("judul:guru", "judul:guru (semua bentuk)"),
        ("=ekono*", "ekono* (tidak ditemukan)"),
        ("pelat*", "pelat* (awalan)"),
        ("qa qb qc qd qe qf qg qh", "qa, qb, qc, qd, qe, qf (tidak ditemukan) dan 2 kata lain"),
    ],
)
def test_one_line_says_what_is_looked_for(client: FlaskClient, query: str, line: str) -> None:
    assert sought(page(client, "q=" + quote(query))) == f"Dicari: {line} \u00b7 Rincian"


def test_forms_and_their_counts_are_told_below(client: FlaskClient) -> None:
    html = " ".join(page(client, "q=pelatihan").split())

    assert "kata dasar latih, di 2 artikel arsip ini. Bentuknya" in html
    assert link(html, "melatih") == "/search?q=%3Dmelatih"


@pytest.mark.parametrize(
    ("query", "holds", "others"),
    [
        ("pelatihan", "Semua bentuk", ["Bentuk persis"]),
        ("pelatihan&forms=exact", "Bentuk persis", ["Semua bentuk"]),
        ("%3Dmelatih", "Bentuk persis", []),
        ("%22harga+beras%22", "Bentuk persis", ["Semua bentuk"]),
        ("%22harga+beras%22&forms=all", "Semua bentuk", ["Bentuk persis"]),
        ("pasar+%22harga+beras%22", "Seperti ditulis", ["Semua bentuk", "Bentuk persis"]),
        ("beras+%3Dharga&forms=exact", "Bentuk persis", ["Seperti ditulis"]),
    ],
)
def test_the_forms_that_are_found_are_named_and_the_others_offered(
    client: FlaskClient, query: str, holds: str, others: list[str]
) -> None:
    html = page(client, f"q={query}").partition("Bentuk kata:")[2].partition("</p>")[0]

    assert re.findall("<strong>(.*?)</strong>", html) == [holds]
    assert [text for _, text in links(html)] == others


def test_one_click_narrows_a_word_and_one_widens_it(client: FlaskClient) -> None:
    html = page(client, "q=pelatihan,+guru&source=Kompas&page=2").partition("<dl>")[2]
    narrowed = link(html, "Hanya bentuk persis")

    again = client.get(narrowed).text
    assert narrowed == "/search?q=%3Dpelatihan%2C+guru&source=Kompas"
    assert link(again, "Dalam semua bentuk") == "/search?q=pelatihan%2C+guru&source=Kompas"


def test_one_click_asks_for_another_form(client: FlaskClient) -> None:
    href = link(page(client, "q=pelatihan"), "melatih")

    assert href == "/search?q=%3Dmelatih"
    assert "<strong>1 artikel</strong>" in client.get(href).text


def test_one_click_widens_a_phrase_and_one_narrows_it(client: FlaskClient) -> None:
    widened = link(page(client, "q=pasar+%22menaikkan+harga%22"), "Dalam semua bentuk")

    assert widened == "/search?q=pasar+~%22menaikkan+harga%22"
    again = client.get(widened).text
    assert link(again, "Hanya bentuk persis") == "/search?q=pasar+%22menaikkan+harga%22"


def test_partial_matches_are_announced(client: FlaskClient) -> None:
    html = page(client, "q=melatih+komputasi+gajah")

    assert "Tidak ada artikel yang memuat semua kata." in html
    assert "<h2" in html


def test_warnings_are_shown(client: FlaskClient) -> None:
    assert "Tanda kutip yang belum ditutup" in page(client, 'q="harga beras')


def test_a_query_without_words_says_so_and_shows_everything(client: FlaskClient) -> None:
    html = page(client, "q=!!!")

    assert "tidak memuat kata yang dapat dicari" in html
    assert "<strong>29 artikel</strong>" in html


@pytest.mark.parametrize(
    "query", ["per_page=0", "page=999999999999", "sort=x", "date_from=2018-02-31", "q=a&q=b"]
)
def test_a_bad_value_falls_back_with_a_note(client: FlaskClient, query: str) -> None:
    assert "dan diabaikan." in page(client, query)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        (
            "q=beras&date_from=2018-02-01&date_to=2017-01-31",
            "Hari terakhir, 2017-01-31, lebih awal daripada hari pertama, jadi diabaikan.",
        ),
        ("q=beras&date_from=kemarin", "kemarin tidak dapat dipakai untuk “Dari” dan diabaikan."),
        ("q=beras&date_to=2018-02-31", "2018-02-31 tidak dapat dipakai untuk “Sampai”"),
    ],
)
def test_a_bad_day_is_told_in_the_words_of_the_form(
    client: FlaskClient, query: str, note: str
) -> None:
    assert note in page(client, query)


def test_unknown_parameters_of_shared_links_are_passed_over(client: FlaskClient) -> None:
    html = page(client, "q=beras&utm_source=surat")

    assert "diabaikan" not in html
    assert "utm_source" not in html.partition("<footer")[0]


def test_nothing_found_says_what_to_do_next(client: FlaskClient) -> None:
    html = page(client, "q=%22gabah+bulog+petani%22&source=Kompas&place=Medan")

    found = {text: href for href, text in links(html)}
    assert "Tidak ada artikel yang cocok" in html
    assert found["Hapus semua saringan"] == "/search?q=%22gabah+bulog+petani%22"
    assert "harga beras" in found
    assert "Periksa ejaan" in html


@pytest.mark.parametrize(
    "query",
    [
        "q=%22harga+berraas%22&source=Kompas&place=Medan",
        "q=%22petani+harga%22",
        "q=beras&source=Bukan",
        "q=beras&source=Bukan&place=Manapun",
        "q=beras&date_from=1901-01-01&date_to=1901-12-31",
        "q=beras+tanggal:1901",
        "q=judul:xyzzy+anak",
        "q=berasss",
        "q=%22melatih+beras%22&forms=exact",
        "q=kutipan:pelatihan&forms=exact",
        "source=Bukan",
    ],
)
def test_every_search_offered_finds_as_many_as_it_says(client: FlaskClient, query: str) -> None:
    html = page(client, query).partition('<div class="nothing">')[2]
    offered = re.findall(r'<a href="(/search[^"]*)">[^<]*</a> \(([\d.]+)\)', html)
    bare = re.findall(r'<a href="(/search\?[^"]*)">[^<]*</a>(?! \()', html)

    assert offered
    assert not bare
    for href, count in offered:
        answer = client.get("/api/v1" + unescape(href)).get_json()
        assert answer["total"] == int(count.replace(".", ""))
        assert answer["total"] > 0


def test_who_asks_for_days_is_told_which_ones_there_are(client: FlaskClient) -> None:
    covered = "Arsip ini memuat artikel dari"

    assert covered in page(client, "q=beras&date_from=1901-01-01&date_to=1901-12-31")
    assert covered in page(client, "q=beras+tanggal:1901")
    assert covered not in page(client, "q=%22petani+harga%22")


def test_the_box_keeps_the_query_and_the_filters(client: FlaskClient) -> None:
    html = page(client, "q=%22harga+beras%22&source=Kompas")

    assert 'value="&#34;harga beras&#34;"' in html
    assert '<input type="hidden" name="source" value="Kompas">' in html
    assert "autofocus" not in html


def test_what_articles_and_addresses_say_is_never_markup(client: FlaskClient) -> None:
    html = page(client, "q=banjir&source=" + quote('"><script>alert(2)</script>'))

    assert "<strong>1 artikel</strong>" in html
    assert "&lt;script&gt;alert" in html
    for markup in ("<script>", "<img", "<b>", "<i>", "javascript:"):
        assert markup not in html


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", "'\"><svg onload=x>", "{{ 7 * 7 }}", "%{x} {q}"]
)
def test_the_query_is_never_markup(client: FlaskClient, query: str) -> None:
    html = page(client, "q=" + quote(query))

    assert "<script>" not in html
    assert "<svg onload" not in html
    assert "49" not in re.sub(r"<svg.*?</svg>|[?]v=\w+", "", html) or "7 * 7" in html


@pytest.mark.parametrize(
    ("q", "offered", "never"),
    [
        pytest.param("judul:xqzq ATAU zzzzqq", set(), "ATAU", id="an operator"),
        pytest.param("judul:xqzq gabah -beras", set(), "beras", id="an exclusion"),
        pytest.param("\u201cpetani harga\u201d", {"petani harga"}, "", id="curly quotes"),
    ],
)
def test_what_is_offered_when_nothing_is_found_is_what_was_asked(
    client: FlaskClient, q: str, offered: set[str], never: str
) -> None:
    html = client.get("/search", query_string={"q": q}).text

    shown = {unquote_plus(found) for found in re.findall(r'href="/search\?q=([^"&]+)"', html)}
    assert offered <= shown
    assert never not in shown


def test_a_phrase_in_curly_quotes_is_a_phrase(client: FlaskClient) -> None:
    html = client.get("/search", query_string={"q": "\u201charga beras\u201d"}).text

    assert "forms=all" in html


def test_partial_matches_say_what_they_lack(client: FlaskClient) -> None:
    text = client.get("/search?q=gabah+petani+xyzzy").text

    assert 'class="missing">Tanpa <s' in text
    assert '<s lang="id">xyzzy</s>' in text
    assert 'class="missing"' not in client.get("/search?q=gabah").text


def test_small_operators_are_offered_as_operators(client: FlaskClient) -> None:
    text = client.get("/search?q=gabah+atau+pemimpin").text

    assert "gabah ATAU pemimpin</a> (2)" in text


def test_what_a_sign_did_is_said(client: FlaskClient) -> None:
    text = client.get("/search?q=judl:beras^2").text

    assert "“judl:” tidak dikenal; maksudnya judul:?" in text
    assert "Tanda dalam “beras^2”" in text


def test_a_page_whose_articles_were_removed_is_not_past_the_end(tmp_path: Path) -> None:
    articles = [make_article(id=id_, title="Padi", body="Panen padi.") for id_ in ("a", "b")]
    data = build(tmp_path, articles)
    with (
        closing(open_archive(data)) as archive,
        closing(Searcher(ArrayEngine(data), archive)) as searcher,
    ):
        client = create_app(searcher, archive).test_client()
        archive.remove(["a", "b"])

        gone, past = page(client, "q=padi"), page(client, "q=padi&page=2")

    assert "Artikel di halaman ini sudah dikeluarkan dari arsip." in gone
    assert "melewati hasil terakhir" not in gone
    assert "Halaman 2 melewati hasil terakhir." in past
