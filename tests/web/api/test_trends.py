from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from web.params import TrendParams

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

ADDRESS = "/api/v1/trends"


def get(client: FlaskClient, query: str) -> Any:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return response.get_json()


def test_each_query_has_a_point_in_each_period(client: FlaskClient) -> None:
    answer = get(client, "q=beras&q=pelatihan&interval=year")

    assert answer.keys() == {"interval", "warnings", "periods", "series", "links", "index"}
    assert answer["interval"] == "year"
    assert answer["periods"][2] == {"from": "2018-01-01", "to": "2018-12-31", "total": 7}
    rice, training = answer["series"]
    assert rice["query"]["q"] == "beras"
    assert (rice["total"], rice["undated"], rice["partial"]) == (25, 0, False)
    assert [point["count"] for point in rice["points"]] == [9, 10, 6, 0, 0]
    assert training["points"][2] == {
        "from": "2018-01-01",
        "to": "2018-12-31",
        "count": 1,
        "total": 7,
        "share": 0.142857,
    }


def test_points_add_up_to_what_a_search_finds(client: FlaskClient) -> None:
    query = "source=Kompas&date_from=2016-03-01&date_to=2018-12-31&forms=exact"

    (series,) = get(client, f"q=harga+beras&interval=month&{query}")["series"]

    found = client.get(f"/api/v1/search?q=harga+beras&{query}&interval=month").get_json()
    assert sum(point["count"] for point in series["points"]) == series["total"] == found["total"]
    counted = [point for point in series["points"] if point["count"]]
    assert [point["count"] for point in counted] == [bar["count"] for bar in found["histogram"]]


def test_empty_queries_are_passed_over(client: FlaskClient) -> None:
    assert [one["query"]["q"] for one in get(client, "q=&q=beras&q=+&q=")["series"]] == ["beras"]
    assert get(client, "")["series"] == []


def test_other_names_are_counted_when_asked_for(client: FlaskClient) -> None:
    assert get(client, "q=beras&alias=all")["series"][0]["total"] == 25


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("&".join("q=a" for _ in range(6)), "q"),
        ("interval=week", "interval"),
        ("interval=month&interval=year", "interval"),
        ("measure=both", "measure"),
        ("date_from=2018-02-02&date_to=2018-01-01", "date_to"),
        ("page=1", "page"),
        ("sort=newest", "sort"),
    ],
)
def test_a_bad_parameter_is_named(client: FlaskClient, query: str, name: str) -> None:
    for path in (ADDRESS, "/tren.csv"):
        response = client.get(f"{path}?{query}")

        assert response.status_code == 400
        assert [bad["name"] for bad in response.get_json()["invalid_params"]] == [name]


def test_warnings_come_with_their_query_and_with_the_answer(client: FlaskClient) -> None:
    answer = get(client, "q=judl:beras&q=beras&interval=day")

    assert answer["interval"] == "month"
    assert len(answer["warnings"]) == 1
    assert [len(one["query"]["warnings"]) for one in answer["series"]] == [1, 0]


def test_links_lead_to_the_same(client: FlaskClient) -> None:
    query = "q=beras&q=guru&interval=year&source=Kompas"

    links = get(client, query)["links"]

    assert links == {
        "self": f"{ADDRESS}?{query}",
        "csv": f"/tren.csv?{query}",
        "html": f"/tren?{query}",
    }
    assert all(client.get(address).status_code == 200 for address in links.values())


def test_an_answer_is_not_sent_twice(client: FlaskClient) -> None:
    etag = client.get(f"{ADDRESS}?q=beras").headers["ETag"]

    again = client.get(f"{ADDRESS}?q=beras", headers={"If-None-Match": etag})

    assert again.status_code == 304


def test_the_table_has_a_row_for_each_point(client: FlaskClient) -> None:
    response = client.get("/tren.csv?q=%3Dberas&q=guru&interval=year")

    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert response.headers["Content-Disposition"] == 'attachment; filename="arsip-tren.csv"'
    assert response.headers["Arsip-Partial"] == "false"
    assert len(rows) == 10
    assert rows[2] == {
        "from": "2018-01-01",
        "to": "2018-12-31",
        "q": "'=beras",  # no formula
        "count": "6",
        "total": "7",
        "share": "0.857143",
    }
    assert client.get("/tren.csv").text == "from,to,q,count,total,share\r\n"


def test_without_an_index_it_is_said(client_without_index: FlaskClient) -> None:
    assert client_without_index.get(f"{ADDRESS}?q=beras").status_code == 503
    assert client_without_index.get("/tren?q=beras").status_code == 503


NAMES = st.sampled_from(sorted(TrendParams.model_fields)) | st.text(max_size=8)
VALUES = (
    st.sampled_from(["", "year", "day", "share", "all", "2018-01-01", "beras", '"harga beras', "-"])
    | st.text('harga beras "()~-+*=:^ATAU', max_size=40)
    | st.text(max_size=20)
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, VALUES), max_size=10))
def test_any_parameters_are_answered(app: Flask, params: list[tuple[str, str]]) -> None:
    client = app.test_client()
    text = urlencode(params, errors="replace")
    assert client.get(f"/tren?{text}").status_code == 200
    api, table = client.get(f"{ADDRESS}?{text}"), client.get(f"/tren.csv?{text}")
    assert api.status_code == table.status_code
    assert api.status_code in {200, 400}
