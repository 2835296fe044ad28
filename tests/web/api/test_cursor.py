"""A harvest of all that a search finds, step by step, as a program that follows links does."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive.opening import open_archive
from index.article import make_article
from index.newstext.dates import WIB
from index.rebuild import reindex
from search.results import Place
from tests.building import build, put
from web.api import shapes
from web.app import create_app
from web.cli.opening import opened
from web.cursor import read_cursor, write_cursor
from web.params import HarvestParams, InvalidParamsError
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from index.article import Article

API = "/api/v1/search"
DAYS = 260

SEARCHES: list[dict[str, Any]] = [
    {"q": "hujan"},
    {"q": "hujan deras", "sort": "relevance"},
    {"q": "hujan", "sort": "newest", "per_page": 100},
    {"q": "hujan", "sort": "oldest", "per_page": 33},
    {"q": "", "per_page": 50},
    {"q": "hujan ATAU angin -deras", "source": ["Kabar A", "Kabar C"], "per_page": 20},
    {"q": "kapan hujan deras turun", "date_from": "2019-01-05", "per_page": 7},
    {"q": '~"hujan deras"', "alias": "all", "place": "Medan", "per_page": 3},
    {"q": "yang angin petir", "per_page": 9},  # partial matches
]


def articles() -> list[Article]:
    """Return articles of which many are of one day, many alike in score, and some undated."""
    first = datetime(2019, 1, 1, 8, tzinfo=WIB)
    return [
        make_article(
            id=f"{n * 7919 % DAYS:03}",
            body="Hujan deras." if n % 3 else f"Angin, lalu hujan{' yang deras' * (n % 2)} lagi.",
            published=None if n % 10 == 9 else first + timedelta(days=n // 25),
            source=f"Kabar {'ABC'[n % 3]}",
            place="Medan" if n % 4 else "Jakarta",
        )
        for n in range(DAYS)
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    data = build(tmp_path_factory.mktemp("rain"), articles())
    with opened(data) as (archive, searcher):
        yield create_app(searcher, archive, Settings()).test_client()


def address(path: str, search: dict[str, Any]) -> str:
    return f"{path}?{urlencode(search, doseq=True)}"


def exported(client: FlaskClient, search: dict[str, Any]) -> list[str]:
    given = {name: value for name, value in search.items() if name != "per_page"}
    lines = client.get(address("/search.jsonl", given)).text.splitlines()
    return [json.loads(line)["id"] for line in lines]


def step(client: FlaskClient, link: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(link).get_json()
    return answer


def harvest(client: FlaskClient, search: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every answer, from ``cursor=*`` on."""
    found = [step(client, address(API, search | {"cursor": "*"}))]
    while found[-1]["links"]["next"]:
        found.append(step(client, found[-1]["links"]["next"]))
    return found


def ids(answers: list[dict[str, Any]]) -> list[str]:
    return [result["id"] for answer in answers for result in answer["results"]]


@pytest.mark.parametrize("search", SEARCHES, ids=urlencode)
def test_a_harvest_is_the_export_in_its_order(site: FlaskClient, search: dict[str, Any]) -> None:
    answers = harvest(site, search)

    size = search.get("per_page", 10)
    assert ids(answers) == exported(site, search)
    assert len(ids(answers)) == answers[0]["total"] > 2 * size
    assert {answer["total"] for answer in answers} == {answers[0]["total"]}
    assert [answer["page"] for answer in answers] == [n + 1 for n in range(len(answers))]
    assert {len(answer["results"]) for answer in answers[:-1]} == {size}


def test_each_step_links_to_itself_and_to_the_next(site: FlaskClient) -> None:
    first, second, *_, last = harvest(site, {"q": "hujan", "source": "Kabar A", "lang": "en"})

    for answer in (first, second, last):
        again = site.get(answer["links"]["self"])
        assert again.get_json()["results"] == answer["results"]
        assert answer["links"]["prev"] is None
        assert answer["links"]["html"] == "/search?q=hujan&source=Kabar+A&lang=en"
    assert first["links"]["self"].endswith("&cursor=*")
    link = site.get(first["links"]["self"]).headers["Link"]
    assert f'<{first["links"]["next"]}>; rel="next"' in link
    assert last["links"]["next"] is None


def test_what_is_told_once_is_not_told_at_each_step(site: FlaskClient) -> None:
    first, second, *_ = harvest(site, {"q": "hujan atau angin"})

    assert first["suggestions"]
    assert second["suggestions"] == []


def test_counts_may_be_asked_for_at_any_step(site: FlaskClient) -> None:
    first, second, *_ = harvest(site, {"q": "hujan"})
    counted = step(site, second["links"]["self"] + "&facets=source&interval=year")

    assert counted["results"] == second["results"]
    assert (
        counted["facets"]["source"]
        == step(site, f"{API}?q=hujan&facets=source")["facets"]["source"]
    )
    assert counted["histogram"]
    assert first["facets"] == {}


def test_pages_go_on_by_cursor_where_no_page_leads(
    site: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shapes, "MAX_OFFSET", 60)
    answers = [step(site, f"{API}?q=hujan&per_page=20")]
    while answers[-1]["links"]["next"]:
        answers.append(step(site, answers[-1]["links"]["next"]))

    assert ids(answers) == exported(site, {"q": "hujan"})
    own = [parse_qs(urlsplit(answer["links"]["self"]).query) for answer in answers]
    assert [query.get("page") for query in own[:4]] == [None, ["2"], ["3"], None]
    assert ["cursor" in query for query in own[:5]] == [False, False, False, True, True]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_harvest_goes_on_over_a_reindex_and_ends_with_the_next(tmp_path: Path, sort: str) -> None:
    search = {"q": "hujan", "sort": sort, "per_page": 20}
    build(tmp_path, articles())
    with opened(tmp_path) as (archive, searcher):
        client = create_app(searcher, archive, Settings()).test_client()
        wanted = exported(client, search)
        answers = [step(client, address(API, search | {"cursor": "*"}))]
        answers.append(step(client, answers[-1]["links"]["next"]))

        # New articles in front, behind and between; one that is still to come is taken out.
        put(tmp_path, [make_article(id=f"n{n}", body="Hujan deras.") for n in range(30)])
        put(tmp_path, [make_article(id=wanted[50], body="Kemarau panjang.")])
        with closing(open_archive(tmp_path)) as writing:
            writing.remove([wanted[45]])
        reindex(tmp_path)

        assert exported(client, search) != wanted
        while answers[-1]["links"]["next"]:
            answers.append(step(client, answers[-1]["links"]["next"]))
        assert ids(answers) == [id_ for id_ in wanted if id_ != wanted[45]]
        assert len({answer["index"]["generation"] for answer in answers}) == 1
        assert step(client, API)["index"] != answers[-1]["index"]

        put(tmp_path, [make_article(id="later", body="Hujan deras.")])
        reindex(tmp_path)
        gone = client.get(answers[3]["links"]["self"])
    assert gone.status_code == 410
    problem = gone.get_json()
    assert problem["type"] == "urn:arsip:problem:cursor-gone"
    assert "cursor=*" in problem["detail"]


def refused(response: TestResponse) -> bool:
    if response.status_code != 400:
        return False
    (bad,) = response.get_json()["invalid_params"]
    return bool(bad["name"] == "cursor" and bad["reason"])


def test_a_cursor_belongs_to_its_search(site: FlaskClient) -> None:
    link = harvest(site, {"q": "hujan", "source": "Kabar A"})[1]["links"]["self"]
    cursor = parse_qs(urlsplit(link).query)["cursor"][0]

    assert site.get(link).status_code == 200
    for other in ("q=angin", "q=hujan", "q=hujan&source=Kabar+A&per_page=9", "q=hujan&sort=newest"):
        assert refused(site.get(f"{API}?{other}&cursor={cursor}"))
    assert refused(site.get(f"{link}&page=2"))
    assert site.get(f"{link}&page=1").status_code == 200
    for path in ("/search.csv", "/search.jsonl", "/search.atom"):
        assert site.get(f"{path}?q=hujan&source=Kabar+A&cursor={cursor}").status_code == 400


def test_no_slip_in_a_cursor_goes_unseen(site: FlaskClient) -> None:
    link = harvest(site, {"q": "hujan"})[20]["links"]["self"]
    start, cursor = link.split("cursor=")

    changed = [
        cursor[:at] + ("A" if sign != "A" else "B") + cursor[at + 1 :]
        for at, sign in enumerate(cursor)
    ]
    for other in (
        *changed,
        cursor[:-1],
        cursor[1:],
        cursor + "A",
        cursor + "=",
        cursor + "%0A.",
        "**",
        "é",
        "A" * 9_000,
    ):
        assert refused(site.get(f"{start}cursor={other}")), other


@pytest.mark.parametrize(
    "place",
    [
        Place("x", 10, None),
        Place("x", 10, 2**31 - 1),
        Place("x", 10, 5),  # is not of this source
        Place("x", 2**40, 5),
        Place("x", -1, 5),
        Place("x", 10, 2**80),
    ],
    ids=str,
)
def test_a_forged_cursor_is_answered_or_refused(site: FlaskClient, place: Place) -> None:
    """With its digest right, too: whoever reads this can make one."""
    search = {"q": "angin", "source": "Kabar A", "sort": "newest"}
    generation = step(site, API)["index"]["generation"]
    params = HarvestParams.model_validate(search | {"source": ("Kabar A",)})
    forged = write_cursor(Place(generation, place.offset, place.doc), params)

    response = site.get(address(API, search | {"cursor": forged}))

    assert refused(response) or response.get_json()["results"]


def test_one_of_another_version_is_gone(site: FlaskClient) -> None:
    link = harvest(site, {"q": "hujan"})[1]["links"]["self"]
    start, cursor = link.split("cursor=")
    params = HarvestParams(q="hujan")
    text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))[9:].decode()
    from web.cursor import _digest

    old = f"0.0.1 {text.partition(' ')[2]}"
    other = urlsafe_b64encode(_digest(old, params) + old.encode()).decode().rstrip("=")

    assert site.get(f"{start}cursor={other}").status_code == 410


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text(max_size=200)
    | st.binary(max_size=90).map(lambda raw: urlsafe_b64encode(raw).decode().rstrip("="))
)
def test_any_text_is_a_cursor_or_none(text: str) -> None:
    try:
        place = read_cursor(text, HarvestParams())
    except InvalidParamsError:
        place = None
    assert place is None


@given(
    st.from_regex(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{4}", fullmatch=True),
    st.integers(0, 2**31 - 1),
    st.none() | st.integers(0, 2**31 - 1),
)
def test_what_is_written_is_read(generation: str, offset: int, doc: int | None) -> None:
    place = Place(generation, offset, doc)
    params = HarvestParams(q="hujan")

    assert read_cursor(write_cursor(place, params), params) == place
