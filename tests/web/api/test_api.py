from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient

SEARCH = "/api/v1/search"
JACK_MA = "antara/jack ma?2018"


def get(client: FlaskClient, query: str) -> Any:
    response = client.get(f"{SEARCH}?{query}")
    assert response.status_code == 200, response.text
    return response.get_json()


def test_an_answer_has_every_key_of_the_contract(client: FlaskClient) -> None:
    answer = get(client, "q=melatih+pemimpin&facets=source,year&interval=year&explain=1")

    assert list(answer) == [
        "query",
        "partial",
        "total",
        "listed",
        "page",
        "per_page",
        "took_ms",
        "results",
        "facets",
        "histogram",
        "suggestions",
        "aliases",
        "links",
        "index",
    ]
    assert answer["query"]["q"] == "melatih pemimpin"
    assert answer["results"][0] | {"score": 0, "snippet": []} == {
        "id": JACK_MA,
        "title": "Jack Ma ingin cetak seribu pemimpin teknologi",
        "url": "https://www.antaranews.com/berita/758219",
        "published": "2018-10-13T10:26:00+07:00",
        "source": "ANTARA News",
        "author": ["Citro Atmoko", "Dewi Lestari"],
        "section": "Ekonomi",
        "place": "Nusa Dua, Bali",
        "city": "Badung",
        "province": "Bali",
        "country": "Indonesia",
        "score": 0,
        "snippet": [],
        "missing": [],
        "copies": [],
        "copies_total": 0,
        "estimated": None,
        "related": ["Guru belajar mengelola komputasi awan", "Berita yang tidak tersimpan"],
    }
    assert answer["facets"]["year"] == [{"value": "2018", "count": 1}]
    assert answer["histogram"] == [{"from": "2018-01-01", "count": 1}]
    assert answer["index"]["documents"] == 29


def test_explaining_tells_how_to_narrow_and_widen(client: FlaskClient) -> None:
    answer = get(client, "q=pelatihan+%22seribu+pemimpin%22&explain=1")

    word, first, second = answer["query"]["terms"]
    assert (word["text"], word["stem"], word["df"]) == ("pelatihan", "latih", 2)
    assert word["narrowed"] == '=pelatihan "seribu pemimpin"'
    assert word["widened"] is None
    assert first["narrowed"] is None
    assert first["widened"] == second["widened"] == 'pelatihan ~"seribu pemimpin"'
    assert "narrowed" not in get(client, "q=pelatihan")["query"]["terms"][0]


def test_snippets_are_text_that_marks_every_inflection(client: FlaskClient) -> None:
    answer = get(client, "q=latih+seribu")

    snippet = answer["results"][0]["snippet"]
    matches = [fragment["text"] for fragment in snippet if fragment.get("match")]
    assert matches == ["melatih", "seribu", "pelatihan"]
    assert all("match" not in f or f["match"] is True for f in snippet)


def test_an_empty_query_lists_everything_newest_first(client: FlaskClient) -> None:
    answer = get(client, "per_page=100")

    published = [result["published"] for result in answer["results"] if result["published"]]
    assert answer["total"] == len(answer["results"]) == 29
    assert published == sorted(published, reverse=True)


def test_facets_and_histogram_come_only_when_asked_for(client: FlaskClient) -> None:
    answer = get(client, "q=beras")

    assert answer["facets"] == {}
    assert answer["histogram"] == []


def test_filters_are_or_within_and_across(client: FlaskClient) -> None:
    total = {
        query: get(client, f"q=beras&{query}")["total"]
        for query in ("source=kompas", "source=kompas&source=antara+news", "place=medan")
    }

    both = get(client, "q=beras&source=kompas&place=medan")["total"]
    assert total["source=kompas&source=antara+news"] == 25
    assert 0 < both < min(total["source=kompas"], total["place=medan"])


def test_days_are_whole_and_included(client: FlaskClient) -> None:
    answer = get(client, "date_from=2018-10-13&date_to=2018-10-13")

    assert [result["id"] for result in answer["results"]] == [JACK_MA]


def test_links_lead_through_all_pages_and_back(client: FlaskClient) -> None:
    seen: list[str] = []
    address: str | None = f"{SEARCH}?q=beras&per_page=10"
    while address:
        answer = client.get(address).get_json()
        seen += [result["id"] for result in answer["results"]]
        address = answer["links"]["next"]

    assert len(seen) == len(set(seen)) == 25
    assert answer["links"]["prev"].endswith("page=2")


def test_the_link_header_names_the_neighbours(client: FlaskClient) -> None:
    header = client.get(f"{SEARCH}?q=beras&per_page=10&page=2").headers["Link"]

    assert header == (
        f'<{SEARCH}?q=beras&page=2>; rel="self", '
        f'<{SEARCH}?q=beras&page=3>; rel="next", <{SEARCH}?q=beras>; rel="prev"'
    )


def test_a_page_past_the_end_is_empty_with_the_true_total(client: FlaskClient) -> None:
    answer = get(client, "q=beras&page=9")

    assert (answer["total"], answer["results"]) == (25, [])
    assert answer["links"]["prev"].endswith("page=3")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("pager=1", "pager"),
        ("per_page=0", "per_page"),
        ("per_page=101", "per_page"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=satu", "page"),
        ("page=999999999999", "page"),
        ("page=10001&per_page=10", "page"),
        ("page=" + "9" * 5000, "page"),
        ("sort=random", "sort"),
        ("date_from=2018-02-31", "date_from"),
        ("date_from=1539388800", "date_from"),
        ("date_to=2018-W41-6", "date_to"),
        ("date_from=2018-02-02&date_to=2018-01-01", "date_to"),
        ("forms=some", "forms"),
        ("facets=source,colour", "facets"),
        ("interval=week", "interval"),
        ("explain=maybe", "explain"),
        ("q=a&q=b", "q"),
        ("page=1&page=1", "page"),
        ("&".join(f"source={number}" for number in range(60)), "source"),
    ],
)
def test_a_bad_parameter_is_a_problem_that_names_it(
    client: FlaskClient, query: str, name: str
) -> None:
    response = client.get(f"{SEARCH}?{query}")

    problem = response.get_json()
    assert response.status_code == problem["status"] == 400
    assert response.mimetype == "application/problem+json"
    assert [bad["name"] for bad in problem["invalid_params"]] == [name]
    assert name in problem["detail"]
    assert problem["instance"] == SEARCH


def test_a_problem_names_every_bad_parameter(client: FlaskClient) -> None:
    problem = client.get(f"{SEARCH}?page=x&colour=red&q=a&q=b").get_json()

    assert {bad["name"] for bad in problem["invalid_params"]} == {"page", "colour", "q"}


@pytest.mark.parametrize("name", ["q", "page", "sort", "date_from", "source", "facets"])
def test_a_parameter_without_a_value_counts_as_not_given(client: FlaskClient, name: str) -> None:
    assert get(client, f"{name}=")["total"] == 29


def test_a_strange_query_is_answered_with_warnings(client: FlaskClient) -> None:
    answer = get(client, "q=" + quote('harga "beras (tanggal:kapan'))

    assert answer["query"]["warnings"]


def test_partial_matches_say_what_they_lack(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=gabah+petani+xyzzy").get_json()

    assert answer["query"]["relaxed"]
    assert {"xyzzy"} <= set(answer["results"][0]["missing"])
    lines = client.get("/search.jsonl?q=gabah+petani+xyzzy").text.splitlines()
    exported = {hit["id"]: hit["missing"] for hit in map(json.loads, lines)}
    assert exported == {hit["id"]: hit["missing"] for hit in answer["results"]}


def test_small_operators_are_words_and_offered_with_a_count(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=gabah+atau+pemimpin").get_json()
    other = client.get("/api/v1/search?q=gabah+ATAU+pemimpin").get_json()

    offered = {"q": "gabah ATAU pemimpin", "reason": "boolean", "count": other["total"]}
    assert answer["query"]["interpreted"] == "gabah atau pemimpin"
    assert offered in answer["suggestions"]
    assert other["suggestions"] == []


def test_an_article_is_found_by_any_id(client: FlaskClient) -> None:
    response = client.get("/api/v1/articles/" + quote(JACK_MA, safe=""))

    article = response.get_json()
    assert article["id"] == JACK_MA
    assert article["body"].count("\n") == 2
    assert article["related"][0] == "Guru belajar mengelola komputasi awan"
    assert client.get(article["links"]["html"]).status_code == 200
    assert client.get(article["links"]["self"]).get_json() == article


def test_related_articles_are_found_both_ways(client: FlaskClient) -> None:
    there = client.get(f"/api/v1/articles/{quote(JACK_MA, safe='')}/related").get_json()
    back = client.get("/api/v1/articles/guru/related").get_json()

    assert [(link["id"], link["direction"]) for link in there["related"]] == [
        ("guru", "out"),
        (None, "out"),
    ]
    assert [(link["id"], link["direction"]) for link in back["related"]] == [(JACK_MA, "in")]


def test_articles_like_one_are_told_with_how_much(client: FlaskClient) -> None:
    found = client.get("/api/v1/articles/beras-03/related").get_json()

    assert len(found["similar"]) == 5
    shares = [other["likeness"] for other in found["similar"]]
    assert shares == sorted(shares, reverse=True)
    assert 0 < shares[-1] <= shares[0] <= 1
    assert all(other["id"].startswith("beras-") for other in found["similar"])
    assert found["similar"][0].keys() == {"id", "title", "published", "source", "likeness"}
    assert found["same_day"] == []


def test_without_an_index_only_links_are_told(client_without_index: FlaskClient) -> None:
    found = client_without_index.get("/api/v1/articles/guru/related").get_json()

    assert [link["direction"] for link in found["related"]] == ["in"]
    assert found["similar"] is None
    assert found["same_day"] is None


@pytest.mark.parametrize("path", ["nothing", "nothing/related", "%00", "%ff", "a//b/"])
def test_an_unknown_article_is_a_problem(client: FlaskClient, path: str) -> None:
    response = client.get(f"/api/v1/articles/{path}")

    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


def test_suggestions_complete_the_last_word(client: FlaskClient) -> None:
    answer = client.get("/api/v1/suggest?q=harga+ber").get_json()

    assert answer["q"] == "harga ber"
    assert "harga beras" in answer["suggestions"]


@pytest.mark.parametrize(
    "narrowed", ["source=kompas", "place=Medan", "year=2016", "date_to=2016-12-31"]
)
def test_completions_are_counted_with_the_filters_that_stay(
    client: FlaskClient, narrowed: str
) -> None:
    found = client.get(f"/api/v1/suggest?{narrowed}&q=har").get_json()["completions"]

    counted = [one for one in found if one["kind"] != "title"]
    assert counted
    for one in counted:
        answer = client.get(f"/api/v1/search?{narrowed}&q={quote(one['text'])}").get_json()
        assert answer["total"] == one["count"] > 0


def test_the_box_of_a_narrowed_search_completes_within_it(client: FlaskClient) -> None:
    html = client.get("/search?q=beras&source=Kompas&year=2016&sort=newest").text

    assert 'data-suggest="/api/v1/suggest?source=Kompas&amp;year=2016&amp;q="' in html


def test_suggest_refuses_other_parameters(client: FlaskClient) -> None:
    assert client.get("/api/v1/suggest?q=a&n=3").status_code == 400


def test_completions_tell_what_they_are_and_where_they_lead(client: FlaskClient) -> None:
    typed = "/api/v1/suggest?q=" + quote("guru belajar")

    answer = client.get(typed).get_json()

    assert [one["text"] for one in answer["completions"]] == answer["suggestions"]
    (title,) = (one for one in answer["completions"] if one["kind"] == "title")
    assert (title["id"], title["html"]) == ("guru", "/articles/guru")
    assert client.get(title["html"]).status_code == 200


def test_a_completion_finds_as_much_as_it_says(client: FlaskClient) -> None:
    completions = client.get("/api/v1/suggest?q=citro").get_json()["completions"]

    assert {'penulis:"Citro Atmoko"'} <= {one["text"] for one in completions}
    for one in completions:
        found = client.get("/api/v1/search" + one["html"].removeprefix("/search")).get_json()
        assert found["total"] == one["count"] > 0
